//! A refusal as Slack words it: `ok: false` with an error, mostly under status 200.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// Slack's error, such as `not_in_channel`.
    pub(crate) error: &'static str,
    /// What stands beside it.
    pub(crate) more: Value,
    /// Whether only a mistake of the app's own leads here, so that it fails the test too.
    pub(crate) mistake: bool,
    /// Seconds to wait, with status 429.
    pub(crate) wait: Option<u64>,
}

impl Refusal {
    /// One that the state of things brings.
    pub(crate) fn new(error: &'static str) -> Self {
        Self { error, more: json!({}), mistake: false, wait: None }
    }

    /// One that an app's mistake brings, with Slack's messages.
    pub(crate) fn mistake(error: &'static str, messages: &[String]) -> Self {
        let more = json!({ "errors": messages, "response_metadata": { "messages": messages } });
        Self { error, more, mistake: true, wait: None }
    }

    /// A scope is missing.
    pub(crate) fn scope(needed: &str, provided: &str) -> Self {
        let more = json!({ "needed": needed, "provided": provided });
        Self { more, ..Self::new("missing_scope") }
    }

    /// Too many calls.
    pub(crate) fn limited(seconds: u64) -> Self {
        Self { wait: Some(seconds), ..Self::new("ratelimited") }
    }

    /// The answer's body.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({ "ok": false, "error": self.error });
        for (name, value) in self.more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        body
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status =
            if self.wait.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
        let mut response = (status, axum::Json(self.body())).into_response();
        if let Some(seconds) = self.wait {
            response.headers_mut().insert("retry-after", seconds.into());
        }
        response
    }
}
