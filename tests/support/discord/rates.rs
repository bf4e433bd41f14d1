//! Rate limits, by route and by all: headers on every answer, 429 beyond them.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::listener::Scissors;
use super::rest::call::Way;

/// Requests a second over all routes.
const GLOBAL: u32 = 50;

/// How long a request may have been on its way when its client was told to wait, in milliseconds.
const ON_ITS_WAY: i64 = 100;

/// A bucket's name, and the channel, server or token for which it is counted.
type Key = (String, String);

/// All buckets.
#[derive(Default)]
pub(crate) struct Rates {
    /// Whether limits are off, for measurements.
    pub(crate) off: bool,
    /// Whether windows slide: a request counts until its own time is over, not until a common end.
    pub(crate) sliding: bool,
    /// Limits that a test has set, by route: how many, in how many milliseconds.
    pub(crate) set: HashMap<String, (u32, i64)>,
    buckets: HashMap<Key, Window>,
    global: Window,
    pauses: HashMap<Key, Pause>,
    /// The pause of all routes that count among all.
    everywhere: Option<Pause>,
}

/// A window of time and what was used of it.
#[derive(Default)]
struct Window {
    /// When the window ends, in milliseconds.
    ends: i64,
    /// When each request of it came.
    taken: VecDeque<i64>,
}

/// A limit of a route: this many in this many milliseconds, counted for each channel, server or
/// token alone.
pub(crate) struct Limit {
    pub(crate) bucket: String,
    most: u32,
    window: i64,
    /// Whether it counts among all requests.
    global: bool,
    /// Whether Discord neither limits it nor says anything of limits.
    free: bool,
}

/// What to tell about a limit.
pub(crate) struct Standing {
    bucket: String,
    most: u32,
    left: u32,
    /// Milliseconds until the window ends.
    rest: i64,
    /// When it ends.
    ends: i64,
}

/// Whose limit it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The bot's own on this route.
    User,
    /// The bot's own over all routes.
    Global,
    /// That of a channel or a server, whoever uses it up.
    Shared,
}

/// Too many.
pub(crate) struct TooMany {
    /// Milliseconds to wait.
    pub(crate) wait: i64,
    pub(crate) scope: Scope,
    /// The route's limit, unless it was that of all routes.
    standing: Option<Standing>,
}

/// A time for which a client was told to wait.
pub(crate) struct Pause {
    /// When it was first told, in milliseconds; when it ends, while nobody was told.
    since: i64,
    until: i64,
    /// The connections on which it was told.
    told: Vec<Scissors>,
}

impl Limit {
    /// The usual limit of a route, given by method and path without ids.
    fn of(route: &str) -> Self {
        let route = route.replace("/@original", "/{}");
        let (most, window) = match route.as_str() {
            "POST /channels/{}/messages" | "PATCH /channels/{}/messages/{}" => (5, 5_000),
            "DELETE /channels/{}/messages/{}" => (5, 1_000),
            "PUT /channels/{}/messages/{}/reactions/{}/@me" => (1, 250),
            "POST /users/@me/channels" => (10, 10_000),
            "GET /gateway/bot" => (2, 5_000),
            _ if route.contains("/webhooks/") => (5, 2_000),
            _ if route.contains("/threads") => (50, 300_000),
            _ => (50, 1_000),
        };
        let free = route.contains("/callback");
        let global = !free && !route.contains("/webhooks/");
        // The two ways to open a thread have one bucket in common, each other route has its own.
        let bucket = opaque(if route.contains("/threads") { "threads" } else { &route });
        Self { bucket, most, window, global, free }
    }
}

/// A text that says nothing, and is the same whenever the name is.
fn opaque(name: &str) -> String {
    let hash = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, name).hash(&mut hasher);
        hasher.finish()
    };
    format!("{:016x}{:016x}", hash(0), hash(1))
}

impl Rates {
    fn limit(&self, way: &Way) -> Limit {
        let usual = Limit::of(&way.route);
        match self.set.get(&way.route) {
            Some(&(most, window)) => Limit { most, window, ..usual },
            None => usual,
        }
    }

    /// Counts a request that came on this line; what to tell about its limit, if anything.
    pub(crate) fn count(
        &mut self,
        way: &Way,
        line: &Scissors,
        now: i64,
    ) -> Result<Option<Standing>, TooMany> {
        let limit = self.limit(way);
        if limit.free {
            return Ok(None);
        }
        if limit.global
            && !self.off
            && let Err(wait) = self.global.take(GLOBAL, 1_000, self.sliding, now)
        {
            let too_many = TooMany { wait, scope: Scope::Global, standing: None };
            return Err(self.told(way, line, too_many, now));
        }
        let window =
            self.buckets.entry((limit.bucket.clone(), way.place().to_owned())).or_default();
        let taken = if self.off {
            Ok(())
        } else {
            window.take(limit.most, limit.window, self.sliding, now)
        };
        let used = u32::try_from(window.taken.len()).unwrap();
        let (left, rest) = (limit.most.saturating_sub(used), (window.ends - now).max(0));
        let standing = Some(Standing {
            bucket: limit.bucket,
            most: limit.most,
            left,
            rest,
            ends: window.ends,
        });
        match taken {
            Ok(()) => Ok(standing),
            Err(wait) => {
                Err(self.told(way, line, TooMany { wait, scope: Scope::User, standing }, now))
            }
        }
    }

    /// A 429 that a test has ordered.
    pub(crate) fn ordered(
        &mut self,
        way: &Way,
        line: &Scissors,
        scope: Scope,
        wait: i64,
        now: i64,
    ) -> TooMany {
        let limit = self.limit(way);
        let told = scope != Scope::Global && !limit.free;
        let standing = told.then_some(Standing {
            bucket: limit.bucket,
            most: limit.most,
            left: 0,
            rest: wait,
            ends: now + wait,
        });
        self.told(way, line, TooMany { wait, scope, standing }, now)
    }

    /// Notes that a client was told to wait.
    fn told(&mut self, way: &Way, line: &Scissors, too_many: TooMany, now: i64) -> TooMany {
        let until = now + too_many.wait;
        let pause = if too_many.scope == Scope::Global {
            self.everywhere.get_or_insert_with(|| Pause::new(until))
        } else {
            let key = (self.limit(way).bucket, way.place().to_owned());
            self.pauses.entry(key).or_insert_with(|| Pause::new(until))
        };
        if !pause.runs(now) {
            *pause = Pause::new(until);
        }
        pause.until = pause.until.max(until);
        pause.tell(line, now);
        too_many
    }

    /// Whether a request comes on this line although its client was told to wait.
    pub(crate) fn is_impatient(&self, way: &Way, line: &Scissors, now: i64) -> bool {
        let limit = self.limit(way);
        let everywhere = self.everywhere.as_ref().filter(|_| limit.global);
        let own = self.pauses.get(&(limit.bucket, way.place().to_owned()));
        everywhere.into_iter().chain(own).any(|pause| pause.is_known(line, now))
    }
}

impl Window {
    fn take(&mut self, most: u32, window: i64, sliding: bool, now: i64) -> Result<(), i64> {
        if sliding {
            while self.taken.front().is_some_and(|first| first + window <= now) {
                self.taken.pop_front();
            }
        } else if now >= self.ends {
            self.taken.clear();
            self.ends = now + window;
        }
        if let Some(first) = self.taken.front().filter(|_| self.taken.len() >= most as usize) {
            return Err(if sliding { first + window } else { self.ends } - now);
        }
        self.taken.push_back(now);
        if sliding {
            // All of it is there again only when the newest counts no more.
            self.ends = now + window;
        }
        Ok(())
    }
}

impl Pause {
    /// One that nobody was told of yet.
    pub(crate) fn new(until: i64) -> Self {
        Self { since: until, until, told: vec![] }
    }

    /// Whether it is not over.
    pub(crate) fn runs(&self, now: i64) -> bool {
        now < self.until
    }

    /// Milliseconds until it is over.
    pub(crate) fn rest(&self, now: i64) -> i64 {
        self.until - now
    }

    /// It is told on a connection.
    pub(crate) fn tell(&mut self, line: &Scissors, now: i64) {
        self.since = self.since.min(now);
        self.told.push(line.clone());
    }

    /// Whether a request on this connection was sent in spite of it. On the one where it was told
    /// that is certain; on others a request may have been on its way at that instant.
    pub(crate) fn is_known(&self, line: &Scissors, now: i64) -> bool {
        let told = || self.told.iter().any(|one| one.is(line));
        self.runs(now) && (now - self.since > ON_ITS_WAY || told())
    }
}

impl Standing {
    /// Writes the headers.
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        let mut set = |name, text: &str| headers.insert(name, HeaderValue::from_str(text).unwrap());
        set("x-ratelimit-limit", &self.most.to_string());
        set("x-ratelimit-remaining", &self.left.to_string());
        set("x-ratelimit-reset", &seconds(self.ends));
        set("x-ratelimit-reset-after", &seconds(self.rest));
        set("x-ratelimit-bucket", &self.bucket);
    }
}

impl IntoResponse for TooMany {
    fn into_response(self) -> Response {
        let text = "You are being rate limited.";
        #[expect(clippy::cast_precision_loss, reason = "a wait is short")]
        let after = self.wait as f64 / 1000.0;
        let global = self.scope == Scope::Global;
        let body = json!({ "message": text, "retry_after": after, "global": global });
        let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
        let headers = response.headers_mut();
        let whole = (self.wait + 999) / 1000;
        headers.insert("retry-after", HeaderValue::from_str(&whole.to_string()).unwrap());
        let scope = match self.scope {
            Scope::User => "user",
            Scope::Global => "global",
            Scope::Shared => "shared",
        };
        headers.insert("x-ratelimit-scope", HeaderValue::from_static(scope));
        if global {
            headers.insert("x-ratelimit-global", HeaderValue::from_static("true"));
        }
        if let Some(standing) = &self.standing {
            standing.write(headers);
        }
        response
    }
}

fn seconds(millis: i64) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}
