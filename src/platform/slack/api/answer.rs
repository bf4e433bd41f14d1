//! What Slack's answers say: results, and why a call brought nothing.

use std::time::Duration;

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::platform::slack::scopes;

/// Errors by which Slack says that the fault is its own; what was asked for may have been done.
/// Source: "common errors" of each method, <https://docs.slack.dev/reference/methods/api.test>.
const FAULTS: [&str; 4] =
    ["internal_error", "fatal_error", "service_unavailable", "request_timeout"];

/// Errors by which Slack says that a token is worth nothing, or nothing any more.
const NO_TOKEN: [&str; 6] = [
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "team_access_not_granted",
];

/// Why a call brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(in crate::platform) enum ApiError {
    /// Slack understood it and will not do it.
    #[error("{method}: Slack refused it: {error}{detail}")]
    Refused {
        /// The method that was called, by Slack's name.
        method: &'static str,
        /// Slack's own word for the reason: `channel_not_found`.
        error: String,
        /// More of it, in Slack's words, with a space before it; empty where it says no more. For
        /// the log, not for members.
        detail: String,
    },
    /// Nobody answered, or the answer was a fault; it may have been done all the same.
    #[error("{method}: Slack did not answer properly: {why}")]
    Unanswered {
        /// The method that was called, by Slack's name.
        method: &'static str,
        /// What went wrong, without any address.
        why: String,
    },
    /// The limits leave no time for it before it is of no use any more.
    #[error("Slack's rate limit leaves no time for it for {} s", .0.as_secs())]
    Limited(Duration),
}

impl ApiError {
    /// Slack's own word for the reason, if it refused; else empty.
    pub(in crate::platform::slack) fn word(&self) -> &str {
        match self {
            Self::Refused { error, .. } => error,
            Self::Unanswered { .. } | Self::Limited(_) => "",
        }
    }

    /// Whether the token is worth nothing, or nothing any more.
    pub(in crate::platform::slack) fn is_about_token(&self) -> bool {
        NO_TOKEN.contains(&self.word())
    }
}

/// What is in every answer.
#[derive(Debug, Deserialize)]
struct Verdict {
    #[serde(default)]
    ok: bool,
    #[serde(default)]
    error: Option<String>,
    /// The scope that is missing, where one is.
    #[serde(default)]
    needed: Option<String>,
    /// What is wrong with the blocks or parameters, where something is.
    #[serde(default)]
    response_metadata: Value,
}

/// What an answer says; `Err(None)` if it is that the call came too fast.
pub(super) fn read(
    method: &'static str,
    status: StatusCode,
    bytes: &[u8],
) -> Result<Value, Option<ApiError>> {
    let unanswered = |why: String| Some(ApiError::Unanswered { method, why });
    if status == StatusCode::TOO_MANY_REQUESTS {
        return Err(None);
    }
    if status.is_server_error() {
        return Err(unanswered(format!("status {}", status.as_u16())));
    }
    let answer: Value = serde_json::from_slice(bytes)
        .map_err(|_| unanswered(format!("status {}, and not in Slack's words", status.as_u16())))?;
    let verdict = Verdict::deserialize(&answer).map_err(|error| unanswered(error.to_string()))?;
    let error = match verdict.error {
        _ if verdict.ok => return Ok(answer),
        Some(error) => error,
        None => return Err(unanswered("an answer without a verdict".to_owned())),
    };
    if matches!(error.as_str(), "ratelimited" | "rate_limited") {
        return Err(None);
    }
    if FAULTS.contains(&error.as_str()) {
        return Err(unanswered(error));
    }
    let detail = match verdict.needed {
        Some(needed) => format!(". {}", scopes::refused(&needed)),
        None => details(&verdict.response_metadata),
    };
    Err(Some(ApiError::Refused { method, error, detail }))
}

/// What Slack says besides, such as which block is wrong.
fn details(metadata: &Value) -> String {
    let messages = metadata["messages"].as_array().into_iter().flatten();
    let messages: Vec<&str> = messages.filter_map(Value::as_str).collect();
    if messages.is_empty() { String::new() } else { format!(" ({})", messages.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, body: &str) -> String {
        match read("chat.postMessage", StatusCode::from_u16(status).unwrap(), body.as_bytes()) {
            Ok(_) => "done".to_owned(),
            Err(None) => "too fast".to_owned(),
            Err(Some(error)) => error.to_string(),
        }
    }

    #[test]
    fn what_slack_says_is_told_apart() {
        for (status, body, expected) in [
            (200, r#"{"ok":true,"ts":"1.2"}"#, "done"),
            (429, "", "too fast"),
            (200, r#"{"ok":false,"error":"ratelimited"}"#, "too fast"),
            (
                200,
                r#"{"ok":false,"error":"invalid_blocks",
                    "response_metadata":{"messages":["no text"]}}"#,
                "chat.postMessage: Slack refused it: invalid_blocks (no text)",
            ),
            (
                200,
                r#"{"ok":false,"error":"channel_not_found","response_metadata":null}"#,
                "chat.postMessage: Slack refused it: channel_not_found",
            ),
            (
                200,
                r#"{"ok":false,"error":"fatal_error"}"#,
                "chat.postMessage: Slack did not answer properly: fatal_error",
            ),
            (503, "busy", "chat.postMessage: Slack did not answer properly: status 503"),
            (
                200,
                "<html>",
                "chat.postMessage: Slack did not answer properly: status 200, and not in Slack's \
                 words",
            ),
        ] {
            assert_eq!(said(status, body), expected, "{body}");
        }
    }
}
