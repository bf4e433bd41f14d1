//! Who may talk to the page: this machine's own browser, from the page itself, in bodies of a
//! bounded size.
//!
//! A page of the web must not reach the local one: neither by a name of its own that resolves to
//! 127.0.0.1 (the Host header tells) nor by a request across origins (the Origin header tells).

use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio_stream::StreamExt;

use crate::domain::size;

/// The largest body that is taken: room for an answer far longer than any grader takes.
pub(super) const LARGEST: usize = 256 * 1024;

/// What is read and thrown away of a larger one, so that the browser gets to see the refusal.
pub(super) const DRAINED: usize = 16 * 1024 * 1024;

/// What the page may load and reach: its own files and its own server, and pictures that came in
/// messages. Whatever a name or a deck might smuggle in as markup could run nothing.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' \
    data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A refusal with a sentence for the person.
#[derive(Debug)]
pub(super) struct Rejection(pub(super) StatusCode, pub(super) String);

impl Rejection {
    pub(super) fn new(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self(status, sentence.into())
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

/// A fault on our side: logged here, once; the person learns only that there was one.
impl From<anyhow::Error> for Rejection {
    fn from(error: anyhow::Error) -> Self {
        tracing::error!(
            platform = super::PLATFORM,
            error = format!("{error:#}"),
            "a request to the page broke off"
        );
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong on our side. Please try again in a moment.",
        )
    }
}

/// Lets through what comes from this machine's own page, and puts the page's rules on every answer.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let mut response = match stranger(request.headers(), request.uri()) {
        Some(refused) => refused.into_response(),
        None => in_words(next.run(request).await),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A refusal with a sentence, where whatever refused has none of its own: routes refuse methods and
/// queries before anything of ours is asked.
fn in_words(response: Response) -> Response {
    let status = response.status();
    let is_json = text(response.headers(), header::CONTENT_TYPE)
        .is_some_and(|kind| kind.starts_with("application/json"));
    if !status.is_client_error() || is_json {
        return response;
    }
    let sentence = match status {
        StatusCode::METHOD_NOT_ALLOWED => "That is not how this is asked for. Reload the page.",
        _ => "I cannot read that request. Reload the page and try again.",
    };
    Rejection::new(status, sentence).into_response()
}

/// Why a request does not come from the page, if it does not.
fn stranger(headers: &HeaderMap, uri: &Uri) -> Option<Rejection> {
    // In HTTP/2 the host stands in the URI.
    let host = uri
        .authority()
        .map(axum::http::uri::Authority::as_str)
        .or(text(headers, header::HOST))
        .unwrap_or("");
    if !is_loopback(host) {
        let sentence = "The page answers to localhost only. Open http://127.0.0.1 with the port \
            that the program printed.";
        return Some(Rejection::new(StatusCode::FORBIDDEN, sentence));
    }
    match text(headers, header::ORIGIN) {
        Some(origin) if origin != format!("http://{host}") => Some(Rejection::new(
            StatusCode::FORBIDDEN,
            "Only the page itself may ask this. Open Studyhall's own page.",
        )),
        _ => None,
    }
}

/// A header as text; empty if it is none, which passes for no name of this machine.
pub(super) fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap_or(""))
}

/// Whether a Host header (`localhost:8080`) names this machine.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost") || matches!(name, "127.0.0.1" | "[::1]")
}

/// A JSON body of a bounded size.
#[derive(Debug)]
pub(super) struct JsonBody<T>(pub(super) T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, Rejection> {
        // A form of another page cannot send this type without asking first.
        let kind = text(request.headers(), header::CONTENT_TYPE).unwrap_or("");
        let kind = kind.split(';').next().unwrap_or("").trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            let sentence =
                "The page takes JSON only. Send it with the header Content-Type: application/json.";
            return Err(Rejection::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, sentence));
        }
        let bytes = read(request).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| unread(&error))
    }
}

/// The refusal of JSON that cannot be read: what and where, without the program's own words for it.
pub(super) fn unread(error: &serde_json::Error) -> Rejection {
    let what = if error.is_data() { "its fields are others" } else { "it is no JSON" };
    let (line, column) = (error.line(), error.column());
    let sentence = format!(
        "That is not what the page sends: {what}, at line {line}, column {column}. Reload the page."
    );
    Rejection::new(StatusCode::BAD_REQUEST, sentence)
}

/// The bytes of a body. One that is too large is read on for a while and thrown away: a connection
/// that is closed while the browser still sends shows no refusal.
async fn read(request: Request) -> Result<Vec<u8>, Rejection> {
    let told = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    let mut kept = Vec::new();
    let mut length = 0;
    let mut chunks = request.into_body().into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| {
            Rejection::new(StatusCode::BAD_REQUEST, "The request broke off. Please try again.")
        })?;
        // What is told may be wrong, so what comes is counted.
        length += chunk.len();
        if length <= LARGEST {
            kept.extend_from_slice(&chunk);
        } else if length > DRAINED {
            break;
        }
    }
    if length > LARGEST {
        // What was not read to its end may be longer than anybody knows.
        return Err(too_long(told.or((length <= DRAINED).then_some(length as u64))));
    }
    Ok(kept)
}

/// The refusal of what was done if it is larger than is taken; how many bytes it has, where anybody
/// knows.
pub(super) fn too_long(bytes: Option<u64>) -> Rejection {
    let (large, most) = match bytes {
        Some(bytes) => size::against(bytes, LARGEST as u64),
        None => ("more".to_owned(), size::most(LARGEST as u64)),
    };
    let sentence = format!(
        "That is too long: the page takes at most {most} at once, and this has {large}. Send a \
         shorter text."
    );
    Rejection::new(StatusCode::PAYLOAD_TOO_LARGE, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for (host, wanted) in [
            ("localhost", true),
            ("LOCALHOST:8080", true),
            ("127.0.0.1:8080", true),
            ("[::1]:8080", true),
            ("", false),
            ("example.com", false),
            ("localhost.example.com:8080", false),
            ("127.0.0.1.nip.io", false),
            ("127.0.0.1:80@example.com", false),
            ("192.168.0.7:8080", false),
        ] {
            assert_eq!(is_loopback(host), wanted, "{host}");
        }
    }
}
