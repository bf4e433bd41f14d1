//! Requests to Discord: serenity names the routes, this sends them.
//!
//! serenity's own sender repeats nothing after a fault of the server or a cut connection, and
//! behind a REST proxy it loses how long a limit lasts. Here every request has a deadline, waits
//! for its turn (see [`crate::platform::turns`]), and is repeated after faults where repeating
//! cannot do a thing twice. The token goes to the configured address and nowhere else, and into no
//! error.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, DATE, HeaderMap};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use serenity::http::Route;
use tokio::time::{sleep, timeout};

use super::routes::lane;
use crate::ops::metrics::PlatformMetrics;
use crate::platform::rates::{Limits, Together};
use crate::platform::turns::{Ticket, Turns};

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

/// Discord's code of the error that it takes nothing from a program like this, or from this
/// address.
const BLOCKED_BY_EDGE: u64 = 40_333;

/// How long nothing is sent after that.
const BLOCKED: Duration = Duration::from_mins(1);

/// A file that goes with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// Its name, with its ending.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// When a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// Whatever happened: doing it twice does no more than doing it once.
    Always,
    /// Where it was answered with a fault or never left, but not where the line broke before an
    /// answer.
    UnlessUnheard,
    /// Only where it never left.
    Never,
}

/// One request.
#[derive(Debug, Clone)]
pub(super) struct Call<'a> {
    /// Where to.
    pub(super) route: Route<'a>,
    /// How.
    pub(super) method: Method,
    /// A parameter of the question, by name.
    pub(super) query: Option<(&'static str, &'static str)>,
    /// What to say, as JSON.
    pub(super) body: Option<Vec<u8>>,
    /// What goes with it.
    pub(super) files: Vec<File>,
    /// When it may be sent again.
    pub(super) again: Again,
    /// When it is of no use any more.
    pub(super) deadline: Instant,
}

impl<'a> Call<'a> {
    /// A request without a body that asks for something.
    pub(super) fn get(route: Route<'a>, patience: Duration) -> Self {
        Self {
            route,
            method: Method::GET,
            query: None,
            body: None,
            files: Vec::new(),
            again: Again::Always,
            deadline: Instant::now() + patience,
        }
    }

    /// A request with a JSON body.
    pub(super) fn json(
        method: Method,
        route: Route<'a>,
        body: Vec<u8>,
        patience: Duration,
    ) -> Self {
        // Putting or changing a thing twice is the same as once; making a thing twice makes two.
        let again = if method == Method::POST { Again::Never } else { Again::Always };
        Self { method, body: Some(body), again, ..Self::get(route, patience) }
    }
}

/// Why a request brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum RestError {
    /// Discord understood it and will not do it.
    #[error("Discord refused it: {message} (status {status}, code {code})")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code of the error; 0 if it gave none.
        code: u64,
        /// Discord's words.
        message: String,
    },
    /// Discord, or something before it, takes nothing from this program or this address.
    #[error(
        "Discord takes no requests from this program (403, {0}). Check DISCORD_API_URL, that \
         nothing on the way to Discord changes the User-Agent, and whether this machine's address \
         is blocked."
    )]
    Blocked(&'static str),
    /// Nobody answered, or the answer was a fault; it may have been done all the same.
    #[error("Discord did not answer properly: {0}")]
    Unanswered(String),
    /// The limits leave no time for it before it is of no use any more.
    #[error("Discord's rate limit leaves no time for it for {} s", .0.as_secs())]
    Limited(Duration),
    /// The answer is not what was asked for.
    #[error("Discord's answer could not be read: {0}")]
    Unreadable(String),
}

impl RestError {
    /// Discord's own code of the error, if it refused.
    pub(super) fn code(&self) -> u64 {
        match self {
            Self::Refused { code, .. } => *code,
            _ => 0,
        }
    }

    /// The HTTP status, if Discord refused.
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::Refused { status, .. } => *status,
            _ => 0,
        }
    }
}

/// The sender.
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
                Tried::Limited => continue,
                Tried::Failed(fault, how) => {
                    let may = match how {
                        Failed::Before => true,
                        Failed::Answered => call.again != Again::Never,
                        Failed::Unheard => call.again == Again::Always,
                    };
                    if !may || Instant::now() + pause >= call.deadline {
                        return Err(fault);
                    }
                }
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Sends a request and reads its answer.
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

    async fn try_once(&self, call: &Call<'_>, ticket: Ticket<'_>) -> Tried {
        let left = call.deadline.saturating_duration_since(Instant::now()).min(TRY);
        let response = match timeout(left, self.request(call).send()).await {
            Ok(Ok(response)) => response,
            // An interaction's token stands in the address, so that is left out.
            Ok(Err(error)) => {
                let how = if error.is_connect() { Failed::Before } else { Failed::Unheard };
                return Tried::failed(error.without_url().to_string(), how);
            }
            Err(_) => return Tried::failed("it took too long", Failed::Unheard),
        };
        let (status, mut limits) = (response.status(), limits_in(response.headers()));
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
        limits.invalid |= matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        let bytes = match read(response).await {
            Ok(bytes) => bytes,
            Err(failed) => return failed,
        };
        if status == StatusCode::TOO_MANY_REQUESTS {
            add_from_429(&mut limits, &bytes);
            self.metrics.rate_limited();
            tracing::warn!(
                everywhere = limits.everywhere,
                after = ?limits.retry_after,
                "Discord asked us to be slower"
            );
            ticket.answered(&limits);
            return Tried::Limited;
        }
        let refused = refusal(status, &bytes);
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
    Answered(Result<Value, RestError>),
    /// To be tried again once the limit is over.
    Limited,
    /// It brought nothing.
    Failed(RestError, Failed),
}

/// How a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failed {
    /// Before it left.
    Before,
    /// By a fault of the server.
    Answered,
    /// Without an answer: nobody knows whether it was done.
    Unheard,
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

fn form(body: &[u8], files: &[File]) -> Form {
    let json =
        Part::bytes(body.to_vec()).mime_str("application/json").expect("a media type that exists");
    files.iter().enumerate().fold(Form::new().part("payload_json", json), |form, (number, file)| {
        form.part(
            format!("files[{number}]"),
            Part::bytes(file.bytes.clone()).file_name(file.name.clone()),
        )
    })
}

fn answer(bytes: &[u8]) -> Result<Value, RestError> {
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(bytes).map_err(|error| RestError::Unreadable(error.to_string()))
}

/// Why a request was refused. Discord says so in JSON; anything else comes from something before
/// it, and then nothing is known about what was asked for.
fn refusal(status: StatusCode, bytes: &[u8]) -> RestError {
    #[derive(Deserialize)]
    struct Told {
        #[serde(default)]
        code: u64,
        message: String,
    }
    match serde_json::from_slice::<Told>(bytes) {
        Ok(Told { code: BLOCKED_BY_EDGE, .. }) => RestError::Blocked("code 40333"),
        Ok(Told { code, message }) => RestError::Refused { status: status.as_u16(), code, message },
        Err(_) if status == StatusCode::FORBIDDEN => {
            RestError::Blocked("and not in Discord's own words")
        }
        Err(_) => {
            RestError::Unanswered(format!("status {}, and not in Discord's words", status.as_u16()))
        }
    }
}

/// What the headers of an answer say about its limit.
fn limits_in(headers: &HeaderMap) -> Limits {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    Limits {
        bucket: text("x-ratelimit-bucket").map(str::to_owned),
        most: text("x-ratelimit-limit").and_then(|most| most.parse().ok()),
        left: text("x-ratelimit-remaining").and_then(|left| left.parse().ok()),
        filled_after: text("x-ratelimit-reset-after").and_then(seconds),
        // A limit that others have used up is not held against us.
        invalid: text("x-ratelimit-scope").is_some_and(|scope| scope != "shared"),
        retry_after: text("retry-after").and_then(seconds),
        everywhere: text("x-ratelimit-scope") == Some("global")
            || text("x-ratelimit-global") == Some("true"),
    }
}

/// Adds what a 429 says in its body.
fn add_from_429(limits: &mut Limits, bytes: &[u8]) {
    #[derive(Deserialize)]
    struct Told {
        retry_after: f64,
        #[serde(default)]
        global: bool,
    }
    let told = serde_json::from_slice::<Told>(bytes).ok();
    // What is not said by Discord itself is said to the whole address.
    limits.everywhere |= told.as_ref().is_none_or(|told| told.global);
    let exact = told.and_then(|told| Duration::try_from_secs_f64(told.retry_after).ok());
    limits.retry_after = exact.or(limits.retry_after).or(Some(Duration::from_secs(1)));
}

fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_discord_itself_says_is_a_refusal() {
        let page = "<html>Access denied</html>";
        let told = |code: u64| format!(r#"{{"message": "No.", "code": {code}}}"#);
        let refused = |status, code| RestError::Refused { status, code, message: "No.".to_owned() };
        for (status, body, expected) in [
            (403, told(50_013), refused(403, 50_013)),
            (404, told(10_003), refused(404, 10_003)),
            (401, r#"{"message": "No."}"#.to_owned(), refused(401, 0)),
            (403, told(BLOCKED_BY_EDGE), RestError::Blocked("code 40333")),
            (403, page.to_owned(), RestError::Blocked("and not in Discord's own words")),
            (
                404,
                page.to_owned(),
                RestError::Unanswered("status 404, and not in Discord's words".to_owned()),
            ),
            (
                404,
                String::new(),
                RestError::Unanswered("status 404, and not in Discord's words".to_owned()),
            ),
        ] {
            assert_eq!(
                refusal(StatusCode::from_u16(status).unwrap(), body.as_bytes()),
                expected,
                "{status} {body}"
            );
        }
    }

    #[test]
    fn what_a_429_says_is_read_from_its_headers_and_its_body() {
        let headers = |scope: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", "2".parse().unwrap());
            headers.insert("x-ratelimit-scope", scope.parse().unwrap());
            headers
        };
        for (scope, body, after, everywhere, invalid) in [
            ("user", r#"{"retry_after": 1.337, "global": false}"#, 1_337, false, true),
            ("global", r#"{"retry_after": 0.5, "global": true}"#, 500, true, true),
            ("shared", r#"{"retry_after": 0.5}"#, 500, false, false),
            ("user", "error code: 1015", 2_000, true, true),
        ] {
            let mut limits = limits_in(&headers(scope));
            add_from_429(&mut limits, body.as_bytes());
            assert_eq!(limits.retry_after, Some(Duration::from_millis(after)), "{body}");
            assert_eq!(
                (limits.everywhere, limits.invalid),
                (everywhere, invalid),
                "{scope} {body}"
            );
        }
    }
}
