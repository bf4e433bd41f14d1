//! How Discord says no: a status, a code, a sentence, and for a bad form the place of each mistake.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// A refusal.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) code: u32,
    message: String,
    errors: Option<Value>,
}

impl Refused {
    pub(crate) fn new(status: u16, code: u32, message: &str) -> Self {
        Self { status, code, message: message.to_owned(), errors: None }
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    /// What the edge says to those whom it does not let through.
    pub(crate) fn blocked() -> Self {
        Self::new(403, 40333, "internal network error")
    }

    pub(crate) fn no_such_route() -> Self {
        Self::new(404, 0, "404: Not Found")
    }

    pub(crate) fn unknown_channel() -> Self {
        Self::new(404, 10003, "Unknown Channel")
    }

    pub(crate) fn unknown_guild() -> Self {
        Self::new(404, 10004, "Unknown Guild")
    }

    pub(crate) fn unknown_member() -> Self {
        Self::new(404, 10007, "Unknown Member")
    }

    pub(crate) fn unknown_message() -> Self {
        Self::new(404, 10008, "Unknown Message")
    }

    pub(crate) fn unknown_interaction() -> Self {
        Self::new(404, 10062, "Unknown interaction")
    }

    pub(crate) fn missing_access() -> Self {
        Self::new(403, 50001, "Missing Access")
    }

    pub(crate) fn missing_permissions() -> Self {
        Self::new(403, 50013, "Missing Permissions")
    }

    pub(crate) fn empty_message() -> Self {
        Self::new(400, 50006, "Cannot send an empty message")
    }

    /// The body as Discord writes it.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap();
        (status, Json(self.body())).into_response()
    }
}

/// The mistakes of a form, each at its place.
#[derive(Default)]
pub(crate) struct Form {
    errors: Map<String, Value>,
}

impl Form {
    /// Notes a mistake at a place such as `embeds.0.title`.
    pub(crate) fn wrong(&mut self, place: &str, code: &str, message: &str) {
        let mut at = &mut self.errors;
        for part in place.split('.') {
            let inner = at.entry(part).or_insert_with(|| json!({}));
            at = inner.as_object_mut().unwrap();
        }
        let list = at.entry("_errors").or_insert_with(|| json!([]));
        list.as_array_mut().unwrap().push(json!({ "code": code, "message": message }));
    }

    /// Notes a text that is longer or shorter than Discord allows; lengths are counted in
    /// characters.
    pub(crate) fn length(&mut self, place: &str, text: &str, least: usize, most: usize) {
        let length = text.chars().count();
        if length > most {
            self.wrong(
                place,
                "BASE_TYPE_MAX_LENGTH",
                &format!("Must be {most} or fewer in length."),
            );
        }
        if length < least {
            self.wrong(
                place,
                "BASE_TYPE_MIN_LENGTH",
                &format!("Must be {least} or more in length."),
            );
        }
    }

    /// Notes a list that is too long.
    pub(crate) fn count(&mut self, place: &str, count: usize, most: usize) {
        if count > most {
            self.wrong(
                place,
                "BASE_TYPE_MAX_LENGTH",
                &format!("Must be {most} or fewer in length."),
            );
        }
    }

    /// Notes a required field that is missing.
    pub(crate) fn required(&mut self, place: &str) {
        self.wrong(place, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// The refusal, if anything was wrong.
    pub(crate) fn finish(self) -> Result<(), Refused> {
        if self.errors.is_empty() {
            return Ok(());
        }
        let errors = Some(Value::Object(self.errors));
        Err(Refused { errors, ..Refused::new(400, 50035, "Invalid Form Body") })
    }
}
