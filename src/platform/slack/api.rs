//! Calls of Slack's Web API: each waits for its turn (see [`crate::platform::turns`]), has a
//! deadline, and is repeated after faults where that cannot do a thing twice. The tokens go to the
//! configured address and nowhere else, and into no error.

mod answer;
mod method;

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::time::{sleep, timeout};

use self::method::{ALL_MESSAGES, Again, Counted, Token, Written, pace};
use crate::ops::metrics::PlatformMetrics;
use crate::platform::rates::{Lane, Limits, Paces};
use crate::platform::turns::{Ticket, Turns};

pub(in crate::platform) use self::answer::ApiError;
pub(super) use self::method::*;

/// How long one try may take.
const TRY: Duration = Duration::from_secs(8);

/// The pause before the first repetition; it doubles from one to the next.
const FIRST_PAUSE: Duration = Duration::from_millis(150);

/// The longest pause between repetitions.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The pause where Slack does not say how long.
const UNTOLD_PAUSE: Duration = Duration::from_secs(5);

/// The most of an answer that is read, in bytes: a page of 200 long messages is less.
const MOST_BYTES: usize = 8 << 20;

/// Calls the Web API with the tokens of one app; every part of the adapter uses the same one.
#[derive(Debug)]
pub(super) struct Api {
    client: reqwest::Client,
    bot: SecretString,
    app: SecretString,
    /// Where the methods are: `https://slack.com/api`.
    base: String,
    turns: Turns,
    metrics: PlatformMetrics,
}

/// One call, from its method to the instant after which it is of no use.
#[derive(Debug)]
pub(super) struct Call<'a> {
    /// What is asked for, by Slack's name.
    pub(super) method: &'static Method,
    /// Its parameters by name.
    pub(super) parameters: Map<String, Value>,
    /// The workspace that it is about, by its id; empty where it is about none.
    pub(super) workspace: &'a str,
    /// No try begins or goes on after that.
    pub(super) deadline: Instant,
    /// Nor does one begin if its turn has not come by then.
    pub(super) turn_by: Instant,
}

impl<'a> Call<'a> {
    /// A call with these parameters, which are a JSON object, that is tried for so long.
    pub(super) fn new(
        method: &'static Method,
        workspace: &'a str,
        parameters: Value,
        patience: Duration,
    ) -> Self {
        let Value::Object(parameters) = parameters else {
            unreachable!("parameters are written as an object")
        };
        let deadline = Instant::now() + patience;
        Self { method, parameters, workspace, deadline, turn_by: deadline }
    }

    /// The lanes in which it waits: that of its channel before that of its workspace, so that a
    /// channel that waits keeps no turn from the others.
    fn lanes(&self) -> Vec<Lane> {
        let lane = |kind: &str, about: &str| Lane {
            kind: kind.to_owned(),
            about: about.to_owned(),
            urgent: false,
        };
        let name = self.method.name;
        match self.method.counted {
            Counted::ByWorkspace => vec![lane(name, self.workspace)],
            Counted::ByChannel => {
                let channel = self.parameters.get("channel").and_then(Value::as_str);
                vec![lane(name, channel.unwrap_or_default()), lane(ALL_MESSAGES, self.workspace)]
            }
        }
    }
}

/// What came of one try.
enum Tried {
    /// Slack has answered, by a result or a refusal; repeating would change nothing.
    Answered(Result<Value, ApiError>),
    /// It came too fast.
    Limited,
    /// There was no connection, so it never left.
    Unsent(ApiError),
    /// Nobody knows whether it was done.
    Unheard(ApiError),
}

impl Api {
    /// A caller of the API at `address`, such as `https://slack.com`.
    pub(super) fn new(
        client: reqwest::Client,
        (bot, app): (SecretString, SecretString),
        address: &str,
        metrics: PlatformMetrics,
    ) -> Self {
        let base = format!("{}/api", address.trim_end_matches('/'));
        Self { client, bot, app, base, turns: Turns::paced(Paces(pace)), metrics }
    }

    /// Sends a call and brings its answer.
    pub(super) async fn send(&self, call: &Call<'_>) -> Result<Value, ApiError> {
        let (mut pause, lanes) = (FIRST_PAUSE, call.lanes());
        loop {
            let mut tickets = Vec::with_capacity(lanes.len());
            for lane in &lanes {
                let ticket = self.turns.take(lane, call.turn_by).await;
                tickets.push(ticket.map_err(|held| ApiError::Limited(held.after))?);
            }
            let fault = match self.try_once(call, tickets).await {
                Tried::Answered(answer) => return answer,
                // Without a pause: the next turn comes when the limit is over.
                Tried::Limited => continue,
                Tried::Unsent(fault) => fault,
                Tried::Unheard(fault) if call.method.again == Again::Always => fault,
                Tried::Unheard(fault) => return Err(fault),
            };
            if Instant::now() + pause >= call.deadline {
                return Err(fault);
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Sends a call and reads its answer as a `T`; one that is none counts as no answer.
    pub(super) async fn fetch<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T, ApiError> {
        let (method, answer) = (call.method.name, self.send(call).await?);
        serde_json::from_value(answer)
            .map_err(|error| ApiError::Unanswered { method, why: error.to_string() })
    }

    /// Sends a call once, whatever its limits, and brings its answer with the head of that.
    pub(super) async fn ask(&self, call: &Call<'_>) -> Result<(Value, HeaderMap), ApiError> {
        let method = call.method.name;
        let unanswered = |why| ApiError::Unanswered { method, why };
        let response = match timeout(TRY, self.request(call).send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(unanswered(cause(&error))),
            Err(_) => return Err(unanswered("no answer in time".to_owned())),
        };
        let (status, head) = (response.status(), response.headers().clone());
        let bytes = bytes_of(response).await.map_err(unanswered)?;
        match answer::read(method, status, &bytes) {
            Ok(answer) => Ok((answer, head)),
            Err(Some(error)) => Err(error),
            Err(None) => Err(ApiError::Limited(retry_after(&head))),
        }
    }

    /// Slack's clock, from the head of an answer.
    pub(super) fn clock(head: &HeaderMap) -> Option<DateTime<Utc>> {
        let date = head.get(DATE)?.to_str().ok()?;
        DateTime::parse_from_rfc2822(date).ok().map(|date| date.to_utc())
    }

    /// The client by which what is no method is sent: response URLs and files.
    pub(super) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// The bot's token, for files that are fetched.
    pub(super) fn bot_token(&self) -> &SecretString {
        &self.bot
    }

    /// The address of Slack without a path: `https://slack.com`.
    pub(super) fn address(&self) -> &str {
        self.base.strip_suffix("/api").unwrap_or(&self.base)
    }

    async fn try_once(&self, call: &Call<'_>, tickets: Vec<Ticket<'_>>) -> Tried {
        let method = call.method.name;
        let unanswered = |why| ApiError::Unanswered { method, why };
        let response = match timeout(TRY, self.request(call).send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) if error.is_connect() => {
                return Tried::Unsent(unanswered(cause(&error)));
            }
            Ok(Err(error)) => return Tried::Unheard(unanswered(cause(&error))),
            Err(_) => return Tried::Unheard(unanswered("no answer in time".to_owned())),
        };
        let (status, pause) = (response.status(), retry_after(response.headers()));
        let bytes = match bytes_of(response).await {
            Ok(bytes) => bytes,
            Err(why) => return Tried::Unheard(unanswered(why)),
        };
        let answer = answer::read(method, status, &bytes);
        let retry_after = matches!(answer, Err(None)).then_some(pause);
        let limits = Limits { retry_after, ..Limits::default() };
        for ticket in tickets {
            ticket.answered(&limits);
        }
        match answer {
            Ok(answer) => Tried::Answered(Ok(answer)),
            Err(Some(error @ ApiError::Unanswered { .. })) => Tried::Unheard(error),
            Err(Some(error)) => {
                if error.word() == "missing_scope" {
                    tracing::error!("{error}");
                }
                Tried::Answered(Err(error))
            }
            Err(None) => {
                self.metrics.rate_limited();
                tracing::warn!(method, seconds = pause.as_secs(), "Slack asks us to go slower");
                Tried::Limited
            }
        }
    }

    fn request(&self, call: &Call<'_>) -> RequestBuilder {
        let token = match call.method.token {
            Token::Bot => &self.bot,
            Token::App => &self.app,
        };
        let request = self.client.post(format!("{}/{}", self.base, call.method.name));
        let request = request.bearer_auth(token.expose_secret());
        match call.method.written {
            Written::Json => {
                let body = Value::Object(call.parameters.clone()).to_string();
                // Without the character set, Slack warns in each answer.
                request.header(CONTENT_TYPE, "application/json; charset=utf-8").body(body)
            }
            Written::Form => {
                let pairs = call.parameters.iter().map(|(name, value)| match value {
                    Value::String(text) => (name, text.clone()),
                    other => (name, other.to_string()),
                });
                request.form(&pairs.collect::<Vec<_>>())
            }
        }
    }
}

/// How long Slack wants us to wait.
fn retry_after(head: &HeaderMap) -> Duration {
    let told = head.get(RETRY_AFTER).and_then(|told| told.to_str().ok());
    let seconds = told.and_then(|told| told.trim().parse().ok());
    seconds.map_or(UNTOLD_PAUSE, Duration::from_secs)
}

/// What went wrong on the way, without the address: that may be a secret of its own.
fn cause(error: &reqwest::Error) -> String {
    let mut told = String::new();
    let mut below: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(error) = below {
        told = error.to_string();
        below = error.source();
    }
    if told.is_empty() { "the connection broke".to_owned() } else { told }
}

/// The body of an answer, in a bounded time and of a bounded size.
async fn bytes_of(mut response: Response) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let reading = async {
        while let Some(piece) = response.chunk().await.map_err(|error| cause(&error))? {
            if bytes.len() + piece.len() > MOST_BYTES {
                return Err("the answer has no end".to_owned());
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(())
    };
    match timeout(TRY, reading).await {
        Ok(Ok(())) => Ok(bytes),
        Ok(Err(why)) => Err(why),
        Err(_) => Err("the answer took too long".to_owned()),
    }
}
