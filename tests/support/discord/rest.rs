//! REST: every request goes the same way, through faults, token, limits and schema, to the rooms
//! below.

mod applications;
pub(crate) mod call;
mod channels;
mod guilds;
mod interactions;
mod messages;
mod reactions;
mod threads;
mod webhooks;

use std::time::Duration;

use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::http::header::USER_AGENT;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::edge::page;
use super::faults::Fault;
use super::listener::Scissors;
use super::mentions::is_loose;
use super::rates::Scope;
use super::refused::Refused;
use super::world::World;
use super::{Hub, TOKEN};
use call::{Call, Way, text};

/// What a room answers.
type Answer = Result<Reply, Refused>;

/// A good answer.
pub(crate) enum Reply {
    Json(Value),
    Created(Value),
    Nothing,
}

/// Answers a request.
pub(crate) async fn serve(
    State(hub): State<Hub>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    let way = Way::of(&request);
    let agent = text(request.headers(), USER_AGENT.as_str());
    let (stopped, fault) = hub.change(|world| {
        let stopped = world.stopped(&way, agent.as_deref(), &scissors);
        let fault = if stopped.is_none() {
            world.faults.take(&way.method, request.uri().path())
        } else {
            None
        };
        (stopped, fault)
    });
    if let Some(answer) = stopped {
        return answer;
    }
    let ordered = |scope, wait: Duration| {
        let wait = i64::try_from(wait.as_millis()).unwrap();
        hub.change(|world| world.rates.ordered(&way, &scissors, scope, wait, world.now()))
            .into_response()
    };
    let response = match fault {
        Some(Fault::Page(status)) => return page(status),
        Some(Fault::Refused(status, code)) => {
            Refused::new(status, code, "As a test wishes.").into_response()
        }
        Some(Fault::Status(status)) => StatusCode::from_u16(status).unwrap().into_response(),
        Some(Fault::Limited(wait)) => ordered(Scope::User, wait),
        Some(Fault::Shared(wait)) => ordered(Scope::Shared, wait),
        Some(Fault::Global(wait)) => ordered(Scope::Global, wait),
        Some(Fault::Slow(time)) => {
            tokio::time::sleep(time).await;
            read_and_answer(&hub, request, &scissors).await
        }
        Some(Fault::HangUp) | None => read_and_answer(&hub, request, &scissors).await,
    };
    if fault == Some(Fault::HangUp) {
        scissors.cut();
    }
    hub.world().count_invalid(&response);
    response
}

async fn read_and_answer(hub: &Hub, request: Request, line: &Scissors) -> Response {
    match Call::read(request).await {
        Ok(call) => answer(hub, &call, line),
        Err(refused) => refused.into_response(),
    }
}

fn answer(hub: &Hub, call: &Call, line: &Scissors) -> Response {
    hub.check_schema(&call.method, &call.template, &call.body);
    hub.change(|world| {
        world.tally.request(&call.route);
        if is_loose(&call.body) || is_loose(&call.body["data"]) {
            world.tally.loose.push(call.route.clone());
        }
        let now = world.now();
        let standing = match world.rates.count(call, line, now) {
            Ok(standing) => standing,
            Err(too_many) => {
                world.tally.limited += 1;
                return too_many.into_response();
            }
        };
        let answer = world.answer(call);
        if answer.is_ok() {
            world.tally.done(&call.route);
        }
        let mut response = match answer {
            Ok(Reply::Json(json)) => Json(json).into_response(),
            Ok(Reply::Created(json)) => (StatusCode::CREATED, Json(json)).into_response(),
            Ok(Reply::Nothing) => StatusCode::NO_CONTENT.into_response(),
            Err(refused) => {
                world.tally.refusals.push((call.route.clone(), refused.status, refused.code));
                refused.into_response()
            }
        };
        if let Some(standing) = standing {
            standing.write(response.headers_mut());
        }
        response
    })
}

impl World {
    fn answer(&mut self, call: &Call) -> Answer {
        let parts: Vec<&str> = call.parts.iter().map(String::as_str).collect();
        match (call.method.as_str(), parts.as_slice()) {
            ("POST", ["interactions", id, token, "callback"]) => {
                return self.callback(call, id, token);
            }
            (_, ["webhooks", application, token, rest @ ..]) => {
                return self.webhook(call, application, token, rest);
            }
            ("GET", ["gateway"]) => return Ok(self.gateway_address()),
            _ => {}
        }
        if call.authorization.as_deref() != Some(&format!("Bot {TOKEN}")) || self.gateway.revoked {
            return Err(Refused::unauthorized());
        }
        match (call.method.as_str(), parts.as_slice()) {
            ("GET", ["gateway", "bot"]) => Ok(self.gateway_for_bot()),
            (_, ["applications" | "oauth2", ..]) => self.applications(call, &parts),
            ("GET", ["users", "@me"]) => Ok(Reply::Json(self.user_json(self.bot))),
            ("GET", ["users", "@me", "guilds"]) => Ok(self.own_guilds()),
            ("POST", ["users", "@me", "channels"]) => self.open_direct(call),
            ("GET", ["users", id]) => self.user(id),
            (_, ["guilds", id, rest @ ..]) => self.guild(call, id, rest),
            ("POST", ["channels", id, "typing"]) => self.typing(id),
            ("POST", ["channels", id, "messages", message, "threads"]) => {
                self.thread_from(call, id, message)
            }
            ("POST", ["channels", id, "threads"]) => self.thread(call, id),
            (_, ["channels", id, "messages", rest @ ..]) => self.messages(call, id, rest),
            (_, ["channels", id]) => self.channel(call, id),
            _ => Err(Refused::no_such_route()),
        }
    }
}

/// An id in a path; what is no id is nothing that exists.
fn id(text: &str, unknown: fn() -> Refused) -> Result<u64, Refused> {
    text.parse().map_err(|_| unknown())
}
