//! What Discord's answers say: results, limits, and why a request brought nothing.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde_json::Value;

use crate::platform::rates::Limits;

/// Discord's code of the error that it takes nothing from a program like this, or from this
/// address.
const BLOCKED_BY_EDGE: u64 = 40_333;

/// Why a request brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(in crate::platform) enum RestError {
    /// Discord understood it and will not do it.
    #[error("Discord refused it: {message} (status {status}, code {code})")]
    Refused {
        /// The HTTP status, 400 to 499.
        status: u16,
        /// Discord's own code of the error; 0 if it gave none.
        code: u64,
        /// What is wrong, in Discord's own words; for the log, not for members.
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
    pub(in crate::platform::discord) fn code(&self) -> u64 {
        match self {
            Self::Refused { code, .. } => *code,
            _ => 0,
        }
    }

    /// The HTTP status, if Discord refused.
    pub(in crate::platform::discord) fn status(&self) -> u16 {
        match self {
            Self::Refused { status, .. } => *status,
            _ => 0,
        }
    }
}

/// What an answer without a fault says: JSON, or `null` where it has no body.
pub(super) fn answer(bytes: &[u8]) -> Result<Value, RestError> {
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(bytes).map_err(|error| RestError::Unreadable(error.to_string()))
}

/// What Discord says when it refuses a request.
#[derive(Deserialize)]
struct ErrorBody {
    #[serde(default)]
    code: u64,
    message: String,
}

/// What Discord says when it is asked too fast (status 429).
#[derive(Deserialize)]
struct LimitBody {
    /// In seconds, with fractions.
    retry_after: f64,
    /// Whether all requests together were too many, not those of one bucket.
    #[serde(default)]
    global: bool,
}

/// Why a request was refused. Discord says so in JSON; anything else comes from something before
/// it, and then nothing is known about what was asked for.
pub(super) fn refusal(status: StatusCode, bytes: &[u8]) -> RestError {
    match serde_json::from_slice::<ErrorBody>(bytes) {
        Ok(ErrorBody { code: BLOCKED_BY_EDGE, .. }) => RestError::Blocked("code 40333"),
        Ok(ErrorBody { code, message }) => {
            RestError::Refused { status: status.as_u16(), code, message }
        }
        Err(_) if status == StatusCode::FORBIDDEN => {
            RestError::Blocked("and not in Discord's own words")
        }
        Err(_) => {
            RestError::Unanswered(format!("status {}, and not in Discord's words", status.as_u16()))
        }
    }
}

/// What the headers of an answer say about its limit.
pub(super) fn limits_in(headers: &HeaderMap) -> Limits {
    let scope = text_of(headers, "x-ratelimit-scope");
    let global = text_of(headers, "x-ratelimit-global");
    Limits {
        bucket: text_of(headers, "x-ratelimit-bucket").map(str::to_owned),
        most: text_of(headers, "x-ratelimit-limit").and_then(|most| most.parse().ok()),
        left: text_of(headers, "x-ratelimit-remaining").and_then(|left| left.parse().ok()),
        // Not `x-ratelimit-reset`, which is an instant by Discord's clock.
        filled_after: text_of(headers, "x-ratelimit-reset-after").and_then(seconds),
        // Only a 429 has a scope. A limit that others have used up is not held against us.
        invalid: scope.is_some_and(|scope| scope != "shared"),
        retry_after: text_of(headers, "retry-after").and_then(seconds),
        everywhere: scope == Some("global") || global == Some("true"),
    }
}

fn text_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Adds what a 429 says in its body.
pub(super) fn add_from_429(limits: &mut Limits, bytes: &[u8]) {
    let body = serde_json::from_slice::<LimitBody>(bytes).ok();
    // What is not said by Discord itself is said to the whole address.
    limits.everywhere |= body.as_ref().is_none_or(|body| body.global);
    // The header has whole seconds, the body fractions; a limit of which nobody says how long it
    // lasts is met again in a second.
    let exact = body.and_then(|body| Duration::try_from_secs_f64(body.retry_after).ok());
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
