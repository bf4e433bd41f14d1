//! The Web API: every call goes the same way, through faults, token, scope, arguments and limits,
//! to the rooms below.

pub(crate) mod args;
mod chat;
mod conversations;
pub(crate) mod files;
mod identities;
pub(crate) mod methods;
pub(crate) mod views;

use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use chrono::DateTime;
use serde_json::{Value, json};

use super::super::discord::listener::Scissors;
use super::faults::Fault;
use super::refused::Refusal;
use super::tally::count;
use super::world::{Standing, World};
use super::{APP_TOKEN, BOT_TOKEN, Hub};
use args::Args;
use methods::{Method, Token};

/// The largest body, in bytes.
const LARGEST: usize = 64 << 20;

/// What a room answers: what stands beside `ok`.
pub(crate) type Answer = Result<Value, Refusal>;

/// A call as it came.
struct Call<'a> {
    name: &'a str,
    uri: &'a Uri,
    verb: &'a str,
    headers: &'a HeaderMap,
    body: &'a [u8],
}

impl Call<'_> {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Answers a call.
pub(crate) async fn serve(
    State(hub): State<Hub>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    let _working = hub.work();
    let (parts, body) = request.into_parts();
    let name = parts.uri.path().trim_start_matches("/api/").to_owned();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let call = Call {
        name: &name,
        uri: &parts.uri,
        verb: parts.method.as_str(),
        headers: &parts.headers,
        body: &body,
    };
    let fault = hub.change(|world| {
        count(&mut world.tally.requests, &name);
        world.faults.take(&name).or_else(|| world.refusing(&name))
    });
    if let Some(Fault::Limited { seconds }) = fault {
        hub.change(|world| world.limit_as_ordered(&call, seconds));
    }
    let take = || hub.change(|world| world.call(&call));
    meet(fault, &hub, &scissors, take).await
}

/// Does something under a fault or none.
pub(crate) async fn meet(
    fault: Option<Fault>,
    hub: &Hub,
    scissors: &Scissors,
    take: impl FnOnce() -> Response,
) -> Response {
    match fault {
        None => take(),
        Some(Fault::Status(status)) => page(status),
        Some(Fault::StatusAfterTaking(status)) => {
            take();
            page(status)
        }
        Some(Fault::HangUp) => {
            scissors.cut();
            page(500)
        }
        Some(Fault::HangUpAfterTaking) => {
            take();
            scissors.cut();
            page(500)
        }
        Some(Fault::Slow(time)) => {
            tokio::time::sleep(time).await;
            take()
        }
        Some(Fault::SlowAfterTaking(time)) => {
            let answer = take();
            tokio::time::sleep(time).await;
            answer
        }
        Some(Fault::Limited { seconds }) => {
            hub.change(|world| world.tally.limited += 1);
            Refusal::limited(seconds).into_response()
        }
        Some(Fault::Refused(error)) => Refusal::new(error).into_response(),
    }
}

/// A page as proxies send it.
fn page(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, Html("<html><body>Server error</body></html>")).into_response()
}

impl World {
    /// What a test wishes for new connections.
    fn refusing(&self, name: &str) -> Option<Fault> {
        let (status, wait) = self.socket.refuse.filter(|_| name == "apps.connections.open")?;
        Some(wait.map_or(Fault::Status(status), |seconds| Fault::Limited { seconds }))
    }

    /// From now on calls like this one are too early for some seconds.
    fn limit_as_ordered(&mut self, call: &Call<'_>, seconds: u64) {
        let Some(method) = methods::find(call.name) else { return };
        let kind = call.header(CONTENT_TYPE.as_str());
        let args = Args::read(method, call.uri, kind, call.body, &mut vec![]).unwrap_or_default();
        let until = self.now() + 1_000 * i64::try_from(seconds).unwrap();
        let team = self.team_about(&args);
        self.rates.ordered(method.name, method.tier, (args.text("channel"), &team), until);
    }

    fn call(&mut self, call: &Call<'_>) -> Response {
        let answer = self.answer(call);
        let scopes = self.app.scopes.iter().map(String::as_str).collect::<Vec<_>>().join(",");
        let mut response = match answer {
            Ok(mut body) => {
                count(&mut self.tally.done, call.name);
                body["ok"] = json!(true);
                axum::Json(body).into_response()
            }
            Err(refusal) => {
                let noted = (call.name.to_owned(), refusal.error.to_owned());
                self.tally.refusals.push(noted);
                self.tally.limited += u64::from(refusal.wait.is_some());
                if refusal.mistake {
                    self.violation(format!("{}: {}", call.name, refusal.body()));
                }
                refusal.into_response()
            }
        };
        let at = DateTime::from_timestamp_millis(self.now() + 1_000 * self.date_off).unwrap();
        let date = at.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let headers = response.headers_mut();
        headers.insert("x-oauth-scopes", scopes.parse().unwrap());
        headers.insert("x-slack-req-id", "fake".parse().unwrap());
        headers.insert("date", date.parse().unwrap());
        response
    }

    fn answer(&mut self, call: &Call<'_>) -> Answer {
        let Some(method) = methods::find(call.name) else {
            let message = format!("[ERROR] no method {}", call.name);
            return Err(Refusal::mistake("unknown_method", &[message]));
        };
        if call.verb != "POST" {
            self.violation(format!("{}: {} instead of POST", call.name, call.verb));
        }
        self.authorized(method, call)?;
        let mut wrong = vec![];
        let kind = call.header(CONTENT_TYPE.as_str());
        let parsed = Args::read(method, call.uri, kind, call.body, &mut wrong);
        for what in wrong {
            self.violation(format!("{}: {what}", call.name));
        }
        let args = parsed?;
        self.in_time(method, &args)?;
        (method.run)(self, &args)
    }

    /// Checks the token and, roughly, the scope; the exact one is a matter of the channel.
    fn authorized(&mut self, method: &Method, call: &Call<'_>) -> Result<(), Refusal> {
        let given = call.header(AUTHORIZATION.as_str());
        let elsewhere = call.uri.query().is_some_and(|query| query.contains("token="))
            || call.body.windows(5).any(|part| part == b"xoxb-" || part == b"xapp-");
        if elsewhere {
            self.violation(format!("{}: a token outside the header", call.name));
        }
        let given = match (given.strip_prefix("Bearer "), method.token) {
            (_, Token::None) => return Ok(()),
            (Some(given), _) => given,
            (None, _) => return Err(Refusal::new("not_authed")),
        };
        match (given, method.token) {
            (APP_TOKEN, Token::App) => Ok(()),
            (BOT_TOKEN, Token::Bot) => match self.app.standing {
                Standing::Installed => self.scoped(method.scope),
                Standing::Uninstalled => Err(Refusal::new("account_inactive")),
                Standing::Revoked => Err(Refusal::new("token_revoked")),
            },
            (APP_TOKEN | BOT_TOKEN, _) => Err(Refusal::new("not_allowed_token_type")),
            _ => Err(Refusal::new("invalid_auth")),
        }
    }

    /// Checks that one of these scopes was granted.
    fn scoped(&self, scopes: &[&str]) -> Result<(), Refusal> {
        if scopes.is_empty() || scopes.iter().any(|one| self.app.scopes.contains(*one)) {
            return Ok(());
        }
        let provided = self.app.scopes.iter().map(String::as_str).collect::<Vec<_>>().join(",");
        Err(Refusal::scope(scopes[0], &provided))
    }

    fn in_time(&mut self, method: &Method, args: &Args) -> Result<(), Refusal> {
        let (now, team) = (self.now(), self.team_about(args));
        let place = (args.text("channel"), team.as_str());
        let counted = self.rates.count(method.name, method.tier, place, now);
        self.tally.provoked = self.rates.provoked;
        counted.map_err(Refusal::limited)
    }

    /// The workspace that a call is about, by its channel, person or form; empty where it is about
    /// none.
    fn team_about(&self, args: &Args) -> String {
        let by_channel = || Some(self.channels.get(args.text("channel")?)?.team.clone());
        let by_user = || {
            let user = args.text("user").or_else(|| args.text("user_id"))?;
            Some(self.users.get(user)?.team.clone())
        };
        let by_view = || {
            let user = &self.views.get(args.text("view_id")?)?.user;
            Some(self.users.get(user)?.team.clone())
        };
        let named = args.text("team_id").map(ToOwned::to_owned);
        named.or_else(by_channel).or_else(by_user).or_else(by_view).unwrap_or_default()
    }
}
