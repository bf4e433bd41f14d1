//! Requests to Discord: serenity names the routes, this sends them.
//!
//! serenity's own sender repeats nothing after a fault of the server or a cut connection, and
//! behind a REST proxy it loses how long a limit lasts. Here every request has a deadline, waits
//! for its turn (see [`crate::platform::turns`]), and is repeated after faults where repeating
//! cannot do a thing twice. The token goes to the configured address and nowhere else, and into no
//! error.

mod answer;
mod call;

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, DATE};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::{sleep, timeout};

use self::answer::{add_from_429, answer, limits_in, refusal};
use super::routes::lane;
use crate::ops::metrics::PlatformMetrics;
use crate::platform::rates::{Limits, Together};
use crate::platform::turns::{Ticket, Turns};

pub(super) use self::answer::RestError;
pub(super) use self::call::{Again, Call, File};

/// Where serenity's routes begin.
const DISCORD: &str = "https://discord.com";

/// How long one try may take.
const TRY: Duration = Duration::from_secs(8);

/// The pause before the first repetition; it doubles from one to the next.
const FIRST_PAUSE: Duration = Duration::from_millis(150);

/// The longest pause between repetitions.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// What Discord allows over all requests but answers to interactions:
/// <https://discord.com/developers/docs/topics/rate-limits#global-rate-limit>.
const TOGETHER: Together = Together { most: 50, span: Duration::from_secs(1) };

/// How long nothing is sent after Discord, or something before it, has shut us out.
const BLOCKED: Duration = Duration::from_mins(1);

/// Sends requests with the token of one bot, under the limits of all its lanes; every part of the
/// adapter uses the same one.
#[derive(Debug)]
pub(super) struct Rest {
    client: reqwest::Client,
    token: SecretString,
    /// What stands in place of `https://discord.com`.
    base: String,
    turns: Turns,
    metrics: PlatformMetrics,
}

impl Rest {
    /// A sender to `base`, such as `https://discord.com`.
    pub(super) fn new(
        client: reqwest::Client,
        token: SecretString,
        base: &str,
        metrics: PlatformMetrics,
    ) -> Self {
        Self {
            client,
            token,
            base: base.trim_end_matches('/').to_owned(),
            turns: Turns::new(Some(TOGETHER)),
            metrics,
        }
    }

    /// Sends a request and brings its answer, `null` if that has no body.
    pub(super) async fn send(&self, call: &Call<'_>) -> Result<Value, RestError> {
        let lane = lane(&call.method, &call.route.path());
        let mut pause = FIRST_PAUSE;
        loop {
            let ticket = self.turns.take(&lane, call.deadline).await;
            let ticket = ticket.map_err(|held| RestError::Limited(held.after))?;
            match self.try_once(call, ticket).await {
                Tried::Answered(answer) => return answer,
                // Without a pause: the next turn comes when the limit is over.
                Tried::Limited => continue,
                Tried::Failed(fault, how) => {
                    let is_late = Instant::now() + pause >= call.deadline;
                    if is_late || !may_repeat(call.again, how) {
                        return Err(fault);
                    }
                }
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Sends a request and reads its answer as a `T`; one that is none is unreadable.
    pub(super) async fn fetch<T: serde::de::DeserializeOwned>(
        &self,
        call: &Call<'_>,
    ) -> Result<T, RestError> {
        let answer = self.send(call).await?;
        serde_json::from_value(answer).map_err(|error| RestError::Unreadable(error.to_string()))
    }

    /// The other side's clock, from the head of an answer; no token is needed for that.
    pub(super) async fn clock(&self) -> Option<DateTime<Utc>> {
        let url = format!("{}/api/v10/gateway", self.base);
        let response = timeout(TRY, self.client.get(url).send()).await.ok()?.ok()?;
        let date = response.headers().get(DATE)?.to_str().ok()?;
        DateTime::parse_from_rfc2822(date).ok().map(|date| date.to_utc())
    }

    /// Sends a request once, and lets the others of its lane know what the answer says about the
    /// limits. Wherever that is not known, the ticket is dropped, which counts the request as lost.
    async fn try_once(&self, call: &Call<'_>, ticket: Ticket<'_>) -> Tried {
        let response = match self.response(call).await {
            Ok(response) => response,
            Err(failed) => return failed,
        };
        let (status, limits) = (response.status(), limits_in(response.headers()));
        if status.is_server_error() {
            return Tried::failed(format!("status {}", status.as_u16()), Failed::Answered);
        }
        if status.is_success() {
            // Those who wait for what it says need not wait for its body.
            ticket.answered(&limits);
            return match read(response).await {
                Ok(bytes) => Tried::Answered(answer(&bytes)),
                Err(failed) => failed,
            };
        }
        match read(response).await {
            Ok(bytes) => self.turned_down(status, &bytes, limits, ticket),
            Err(failed) => failed,
        }
    }

    /// The answer to a request, as far as its head, in a bounded time.
    async fn response(&self, call: &Call<'_>) -> Result<Response, Tried> {
        let left = call.deadline.saturating_duration_since(Instant::now()).min(TRY);
        match timeout(left, self.request(call).send()).await {
            Ok(Ok(response)) => Ok(response),
            // An interaction's token stands in the address, so that is left out.
            Ok(Err(error)) => {
                let how = if error.is_connect() { Failed::Before } else { Failed::Unheard };
                Err(Tried::failed(error.without_url().to_string(), how))
            }
            Err(_) => Err(Tried::failed("it took too long", Failed::Unheard)),
        }
    }

    /// Notes what an answer with a status from 300 to 499 says about the limits, and why it brought
    /// nothing.
    fn turned_down(
        &self,
        status: StatusCode,
        bytes: &[u8],
        mut limits: Limits,
        ticket: Ticket<'_>,
    ) -> Tried {
        // Discord counts these, too, before it shuts an address out for an hour.
        limits.invalid |= matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        if status == StatusCode::TOO_MANY_REQUESTS {
            add_from_429(&mut limits, bytes);
            self.metrics.rate_limited();
            tracing::warn!(
                everywhere = limits.everywhere,
                after = ?limits.retry_after,
                "Discord asked us to be slower"
            );
            ticket.answered(&limits);
            return Tried::Limited;
        }
        let refused = refusal(status, bytes);
        if matches!(refused, RestError::Blocked(_)) {
            tracing::error!("{refused}");
            (limits.retry_after, limits.everywhere) = (Some(BLOCKED), true);
        }
        ticket.answered(&limits);
        Tried::Answered(Err(refused))
    }

    fn request(&self, call: &Call<'_>) -> RequestBuilder {
        let path = call.route.path();
        let url = format!("{}{}", self.base, path.strip_prefix(DISCORD).unwrap_or(&path));
        let request = self.client.request(call.method.clone(), url);
        let request = match call.query {
            Some(query) => request.query(&[query]),
            None => request,
        };
        let request = request.header(AUTHORIZATION, format!("Bot {}", self.token.expose_secret()));
        match (&call.body, call.files.as_slice()) {
            (None, _) if call.method == Method::GET => request,
            // Discord's edge wants to know that nothing follows.
            (None, _) => request.header(CONTENT_LENGTH, 0),
            (Some(body), []) => {
                request.header("Content-Type", "application/json").body(body.clone())
            }
            (Some(body), files) => request.multipart(form(body, files)),
        }
    }
}

/// What came of one try.
enum Tried {
    /// Discord has answered, by a result or a refusal; repeating would change nothing.
    Answered(Result<Value, RestError>),
    /// To be tried again once the limit is over.
    Limited,
    /// It failed for no reason of its own, and might go well the next time.
    Failed(RestError, Failed),
}

/// How a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failed {
    /// Before it left: there was no connection to the server.
    Before,
    /// By a fault of the server (status 5xx), which may still have done what was asked.
    Answered,
    /// Without an answer: nobody knows whether it was done.
    Unheard,
}

/// Whether a request may be sent again after it has failed in this way.
fn may_repeat(again: Again, failed: Failed) -> bool {
    match failed {
        Failed::Before => true,
        Failed::Answered => again != Again::Never,
        Failed::Unheard => again == Again::Always,
    }
}

impl Tried {
    fn failed(cause: impl Into<String>, how: Failed) -> Self {
        Self::Failed(RestError::Unanswered(cause.into()), how)
    }
}

/// The body of an answer, in a bounded time.
async fn read(response: Response) -> Result<Vec<u8>, Tried> {
    match timeout(TRY, response.bytes()).await {
        Ok(Ok(bytes)) => Ok(bytes.into()),
        Ok(Err(error)) => Err(Tried::failed(error.without_url().to_string(), Failed::Unheard)),
        Err(_) => Err(Tried::failed("the answer took too long", Failed::Unheard)),
    }
}

/// A body and its files as Discord wants them together:
/// <https://discord.com/developers/docs/reference#uploading-files>.
fn form(body: &[u8], files: &[File]) -> Form {
    let json =
        Part::bytes(body.to_vec()).mime_str("application/json").expect("a media type that exists");
    files.iter().enumerate().fold(Form::new().part("payload_json", json), |form, (number, file)| {
        let part = || Part::bytes(file.bytes.clone()).file_name(file.name.clone());
        // What is no media type is bytes of some kind.
        let typed = part().mime_str(&file.media_type).unwrap_or_else(|_| part());
        form.part(format!("files[{number}]"), typed)
    })
}
