//! Requests to Discord: serenity names the routes, this sends them.
//!
//! serenity's own sender repeats nothing after a fault of the server or a cut connection, and behind a REST proxy it
//! loses how long a limit lasts. Here every request has a deadline, waits for its turn (see [`super::rates`]), and is
//! repeated after faults where repeating cannot do a thing twice. The token goes to the configured address and
//! nowhere else, and into no error.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use reqwest::header::{AUTHORIZATION, DATE, HeaderMap};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use serenity::http::Route;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, sleep_until, timeout, timeout_at};

use super::rates::{LIMIT, Lane, Rates, SPAN};
use crate::ops::metrics::PlatformMetrics;

/// Where serenity's routes begin.
const DISCORD: &str = "https://discord.com";

/// How long one try may take.
const TRY: Duration = Duration::from_secs(8);

/// The pause before the first repetition; it doubles from one to the next.
const FIRST_PAUSE: Duration = Duration::from_millis(150);

/// The longest pause between repetitions.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// A file that goes with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// Its name, with its ending.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
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
    /// What it is counted with.
    pub(super) lane: Lane,
    /// Whether doing it twice does no more than doing it once.
    pub(super) repeatable: bool,
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
            lane: Lane::Other,
            repeatable: true,
            deadline: Instant::now() + patience,
        }
    }

    /// A request with a JSON body.
    pub(super) fn json(method: Method, route: Route<'a>, body: Vec<u8>, patience: Duration) -> Self {
        // Putting or changing a thing twice is the same as once; making a thing twice makes two.
        let repeatable = method != Method::POST;
        Self { method, body: Some(body), repeatable, ..Self::get(route, patience) }
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
    /// Nobody answered, or the answer was a fault; it may have been done all the same.
    #[error("Discord did not answer properly: {0}")]
    Unanswered(String),
    /// The limits leave no time for it before it is of no use any more.
    #[error("Discord's rate limit leaves no time for it")]
    Limited,
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
    rates: Mutex<Rates>,
    /// As many as there may be requests in a second.
    places: Arc<Semaphore>,
    metrics: PlatformMetrics,
}

impl Rest {
    /// A sender to `base`, such as `https://discord.com`.
    pub(super) fn new(client: reqwest::Client, token: SecretString, base: &str, metrics: PlatformMetrics) -> Self {
        Self {
            client,
            token,
            base: base.trim_end_matches('/').to_owned(),
            rates: Mutex::default(),
            places: Arc::new(Semaphore::new(LIMIT)),
            metrics,
        }
    }

    /// Sends a request and brings its answer, `null` if that has no body.
    pub(super) async fn send(&self, call: &Call<'_>) -> Result<Value, RestError> {
        let mut pause = FIRST_PAUSE;
        loop {
            let place = self.turn(call.lane, call.deadline).await?;
            let tried = self.try_once(call).await;
            if let Some(place) = place {
                // It counts until a second after its answer.
                tokio::spawn(async move {
                    sleep(SPAN).await;
                    drop(place);
                });
            }
            let fault = match tried {
                Tried::Answered(answer) => return answer,
                Tried::Limited => continue,
                Tried::Failed(fault) => fault,
            };
            if !call.repeatable || Instant::now() + pause >= call.deadline {
                return Err(RestError::Unanswered(fault));
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Sends a request and reads its answer.
    pub(super) async fn fetch<T: serde::de::DeserializeOwned>(&self, call: &Call<'_>) -> Result<T, RestError> {
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

    /// Waits for a turn, if there is one in time, and takes a place among all requests, where they are counted.
    async fn turn(&self, lane: Lane, deadline: Instant) -> Result<Option<OwnedSemaphorePermit>, RestError> {
        if lane == Lane::Interaction {
            let until = self.rates().opens(lane, Instant::now());
            wait(until, deadline).await?;
            return Ok(None);
        }
        let until = self.rates().lane(lane, Instant::now());
        wait(until, deadline).await?;
        let place = timeout_at(deadline.into(), Arc::clone(&self.places).acquire_owned()).await;
        let place = place.map_err(|_| RestError::Limited)?.map_err(|_| RestError::Limited)?;
        let until = self.rates().turn(lane, Instant::now());
        wait(until, deadline).await?;
        // Others may have been told meanwhile that the lane is closed.
        let until = self.rates().opens(lane, Instant::now());
        wait(until, deadline).await?;
        Ok(Some(place))
    }

    async fn try_once(&self, call: &Call<'_>) -> Tried {
        let left = call.deadline.saturating_duration_since(Instant::now()).min(TRY);
        let response = match timeout(left, self.request(call).send()).await {
            Ok(Ok(response)) => response,
            // An interaction's token stands in the address, so that is left out.
            Ok(Err(error)) => return Tried::Failed(error.without_url().to_string()),
            Err(_) => return Tried::Failed("it took too long".to_owned()),
        };
        let (status, now) = (response.status(), Instant::now());
        if let Some(reset_after) = exhausted(response.headers()) {
            self.rates().exhausted(call.lane, reset_after, now);
        }
        if status == StatusCode::TOO_MANY_REQUESTS {
            let limit = Limit::of(response).await;
            self.metrics.rate_limited();
            tracing::warn!(everywhere = limit.global, "Discord asked us to be slower");
            self.rates().limited(call.lane, limit.global, limit.retry_after, Instant::now());
            if matches!(call.lane, Lane::Interaction | Lane::Other) {
                sleep(limit.retry_after.min(left)).await;
            }
            return Tried::Limited;
        }
        if status.is_server_error() {
            return Tried::Failed(format!("status {}", status.as_u16()));
        }
        let bytes = match timeout(TRY, response.bytes()).await {
            Ok(Ok(bytes)) => bytes,
            Ok(Err(error)) => return Tried::Failed(error.without_url().to_string()),
            Err(_) => return Tried::Failed("the answer took too long".to_owned()),
        };
        Tried::Answered(answer(status, &bytes))
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
            (None, _) => request,
            (Some(body), []) => request.header("Content-Type", "application/json").body(body.clone()),
            (Some(body), files) => request.multipart(form(body, files)),
        }
    }

    fn rates(&self) -> MutexGuard<'_, Rates> {
        // A panic while it was held leaves at worst one turn too many taken.
        self.rates.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What came of one try.
enum Tried {
    Answered(Result<Value, RestError>),
    /// To be tried again once the limit is over.
    Limited,
    Failed(String),
}

async fn wait(until: Instant, deadline: Instant) -> Result<(), RestError> {
    if until >= deadline {
        return Err(RestError::Limited);
    }
    if until > Instant::now() {
        sleep_until(until.into()).await;
    }
    Ok(())
}

fn form(body: &[u8], files: &[File]) -> Form {
    let json = Part::bytes(body.to_vec()).mime_str("application/json").expect("a media type that exists");
    files.iter().enumerate().fold(Form::new().part("payload_json", json), |form, (number, file)| {
        form.part(format!("files[{number}]"), Part::bytes(file.bytes.clone()).file_name(file.name.clone()))
    })
}

fn answer(status: StatusCode, bytes: &[u8]) -> Result<Value, RestError> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Refusal {
        code: u64,
        message: String,
    }
    if !status.is_success() {
        let Refusal { code, message } = serde_json::from_slice(bytes).unwrap_or_default();
        return Err(RestError::Refused { status: status.as_u16(), code, message });
    }
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(bytes).map_err(|error| RestError::Unreadable(error.to_string()))
}

/// How long until a bucket that is empty now is filled again.
fn exhausted(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    (text("x-ratelimit-remaining")? == "0").then(|| seconds(text("x-ratelimit-reset-after")?)).flatten()
}

/// What a 429 says about itself.
struct Limit {
    global: bool,
    retry_after: Duration,
}

impl Limit {
    async fn of(response: Response) -> Self {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Said {
            retry_after: Option<f64>,
            global: bool,
        }
        let text = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        let header = text("retry-after").and_then(seconds);
        let everywhere = text("x-ratelimit-scope") == Some("global") || text("x-ratelimit-global") == Some("true");
        let said: Said = response.json().await.unwrap_or_default();
        let exact = said.retry_after.and_then(|after| Duration::try_from_secs_f64(after).ok());
        Self { global: said.global || everywhere, retry_after: exact.or(header).unwrap_or(Duration::from_secs(1)) }
    }
}

fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse().ok()?).ok()
}
