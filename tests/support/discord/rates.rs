//! Rate limits, by route and by all: headers on every answer, 429 beyond them.

use std::collections::HashMap;

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Requests a second over all routes.
const GLOBAL: u32 = 50;

/// All buckets.
#[derive(Default)]
pub(crate) struct Rates {
    /// Whether limits are off, for measurements.
    pub(crate) off: bool,
    buckets: HashMap<(&'static str, String), Bucket>,
    global: Bucket,
}

/// A window of time and what was used of it.
#[derive(Clone, Copy, Default)]
struct Bucket {
    /// When the window ends, in milliseconds.
    ends: i64,
    used: u32,
}

/// A limit of a route: this many in this many milliseconds, counted for each channel (or token) alone.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) bucket: &'static str,
    pub(crate) most: u32,
    pub(crate) window: i64,
    /// Whether it counts among all requests.
    pub(crate) global: bool,
}

/// What to tell about a limit.
pub(crate) struct Standing {
    limit: Limit,
    left: u32,
    /// Milliseconds until the window ends.
    rest: i64,
    /// When it ends.
    ends: i64,
}

/// Too many.
pub(crate) struct TooMany {
    /// Milliseconds to wait.
    pub(crate) wait: i64,
    pub(crate) global: bool,
    /// The route's limit, unless it was that of all routes.
    pub(crate) standing: Option<Standing>,
}

impl Limit {
    /// The limit of a route, given by method and path without ids.
    pub(crate) fn of(route: &str) -> Self {
        let (bucket, most, window) = match route {
            "POST /channels/{}/messages" => ("message", 5, 5_000),
            "PATCH /channels/{}/messages/{}" => ("edit", 5, 5_000),
            "DELETE /channels/{}/messages/{}" => ("delete", 5, 1_000),
            "POST /users/@me/channels" => ("direct", 10, 10_000),
            "GET /gateway/bot" => ("gateway", 2, 5_000),
            _ if route.contains("/callback") => ("callback", 50, 1_000),
            _ if route.contains("/webhooks/") => ("webhook", 5, 2_000),
            _ if route.contains("/threads") => ("thread", 50, 300_000),
            _ => ("other", 50, 1_000),
        };
        Self { bucket, most, window, global: !route.contains("/callback") && !route.contains("/webhooks/") }
    }
}

impl Rates {
    /// Counts a request; `place` is the channel or token whose limit it is.
    pub(crate) fn count(&mut self, limit: Limit, place: &str, now: i64) -> Result<Standing, TooMany> {
        if limit.global && !self.off {
            let wait = self.global.take(GLOBAL, 1_000, now).err();
            if let Some(wait) = wait {
                return Err(TooMany { wait, global: true, standing: None });
            }
        }
        let bucket = self.buckets.entry((limit.bucket, place.to_owned())).or_default();
        let taken = if self.off { Ok(()) } else { bucket.take(limit.most, limit.window, now) };
        let rest = (bucket.ends - now).max(0);
        let standing = Standing { limit, left: limit.most.saturating_sub(bucket.used), rest, ends: bucket.ends };
        match taken {
            Ok(()) => Ok(standing),
            Err(wait) => Err(TooMany { wait, global: false, standing: Some(standing) }),
        }
    }
}

impl Bucket {
    fn take(&mut self, most: u32, window: i64, now: i64) -> Result<(), i64> {
        if now >= self.ends {
            *self = Self { ends: now + window, used: 0 };
        }
        if self.used >= most {
            return Err(self.ends - now);
        }
        self.used += 1;
        Ok(())
    }
}

impl Standing {
    /// Writes the headers.
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        let mut set = |name, text: String| headers.insert(name, HeaderValue::from_str(&text).unwrap());
        set("x-ratelimit-limit", self.limit.most.to_string());
        set("x-ratelimit-remaining", self.left.to_string());
        set("x-ratelimit-reset", seconds(self.ends));
        set("x-ratelimit-reset-after", seconds(self.rest));
        set("x-ratelimit-bucket", format!("{:0>32}", self.limit.bucket));
    }
}

impl IntoResponse for TooMany {
    fn into_response(self) -> Response {
        let text = "You are being rate limited.";
        #[expect(clippy::cast_precision_loss, reason = "a wait is short")]
        let after = self.wait as f64 / 1000.0;
        let body = json!({ "message": text, "retry_after": after, "global": self.global });
        let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
        let headers = response.headers_mut();
        let whole = (self.wait + 999) / 1000;
        headers.insert("retry-after", HeaderValue::from_str(&whole.to_string()).unwrap());
        headers.insert("x-ratelimit-scope", HeaderValue::from_static(if self.global { "global" } else { "user" }));
        if self.global {
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
