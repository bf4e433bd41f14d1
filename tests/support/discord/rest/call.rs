//! A request, read.

use std::collections::HashMap;
use std::ops::Deref;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Multipart, Query, Request};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::Value;

use super::super::message::{Upload, Uploads};
use super::super::refused::Refused;

/// The most bytes of a body.
const LARGEST: usize = 10 * 1024 * 1024;

/// Where a request goes.
pub(crate) struct Way {
    pub(crate) method: String,
    /// The path below the version, part by part.
    pub(crate) parts: Vec<String>,
    /// The path with `{}` in the place of ids and tokens.
    pub(crate) template: String,
    /// Method and template.
    pub(crate) route: String,
}

/// A request.
pub(crate) struct Call {
    way: Way,
    pub(crate) query: HashMap<String, String>,
    pub(crate) authorization: Option<String>,
    /// The JSON body, or the `payload_json` of a form; null without any.
    pub(crate) body: Value,
    pub(crate) uploads: Uploads,
}

impl Deref for Call {
    type Target = Way;

    fn deref(&self) -> &Way {
        &self.way
    }
}

impl Way {
    /// The way of a request.
    pub(crate) fn of(request: &Request) -> Self {
        let method = request.method().as_str().to_owned();
        let path = request.uri().path();
        let path = path.strip_prefix("/api").unwrap_or(path);
        let path = path.strip_prefix("/v10").unwrap_or(path);
        let parts: Vec<String> = path.split('/').skip(1).map(ToOwned::to_owned).collect();
        let template = template(&parts);
        let route = format!("{method} {template}");
        Self { method, parts, template, route }
    }

    /// The channel, server or token by which limits are counted.
    pub(crate) fn place(&self) -> &str {
        let place = match self.parts.first().map(String::as_str) {
            Some("channels" | "guilds") => self.parts.get(1),
            Some("webhooks" | "interactions") => self.parts.get(2),
            _ => None,
        };
        place.map(String::as_str).unwrap_or_default()
    }
}

impl Call {
    /// Reads a request to its end.
    pub(crate) async fn read(request: Request) -> Result<Self, Refused> {
        let way = Way::of(&request);
        let query =
            Query::try_from_uri(request.uri()).map(|Query(query)| query).unwrap_or_default();
        let authorization = text(request.headers(), AUTHORIZATION.as_str());
        let (body, uploads) = read_body(request).await?;
        Ok(Self { way, query, authorization, body, uploads })
    }

    /// A number in the query.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.query.get(name)?.parse().ok()
    }
}

fn template(parts: &[String]) -> String {
    let mut template = String::new();
    for (place, part) in parts.iter().enumerate() {
        let is_token = place == 2 && matches!(parts[0].as_str(), "webhooks" | "interactions");
        let is_emoji = place == 5 && parts[4] == "reactions";
        let is_id = part.bytes().all(|byte| byte.is_ascii_digit());
        template.push('/');
        template.push_str(if is_token || is_emoji || is_id { "{}" } else { part });
    }
    template
}

/// A header's text.
pub(crate) fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

async fn read_body(request: Request) -> Result<(Value, Uploads), Refused> {
    let kind = text(request.headers(), CONTENT_TYPE.as_str()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let form = Multipart::from_request(request, &()).await.map_err(|_| bad_json())?;
        return read_form(form).await;
    }
    let bytes = to_bytes(request.into_body(), LARGEST).await.map_err(|_| too_large())?;
    if bytes.is_empty() {
        return Ok((Value::Null, Uploads::new()));
    }
    if !kind.starts_with("application/json") {
        return Err(Refused::new(
            400,
            50035,
            "Expected \"Content-Type\" header to be one of {'application/json'}.",
        ));
    }
    let body = serde_json::from_slice(&bytes).map_err(|_| bad_json())?;
    Ok((body, Uploads::new()))
}

async fn read_form(mut form: Multipart) -> Result<(Value, Uploads), Refused> {
    let (mut body, mut uploads) = (Value::Null, Uploads::new());
    while let Some(field) = form.next_field().await.map_err(|_| bad_json())? {
        let name = field.name().unwrap_or_default().to_owned();
        let filename = field.file_name().unwrap_or_default().to_owned();
        let content_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
        let bytes = field.bytes().await.map_err(|_| bad_json())?;
        if name == "payload_json" {
            body = serde_json::from_slice(&bytes).map_err(|_| bad_json())?;
            continue;
        }
        let number =
            name.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']')?.parse().ok());
        let number = number.ok_or_else(|| Refused::new(400, 50035, "Invalid Form Body"))?;
        if bytes.len() > LARGEST {
            return Err(too_large());
        }
        uploads.insert(number, Upload { filename, content_type, bytes: bytes.as_ref().into() });
    }
    Ok((body, uploads))
}

fn bad_json() -> Refused {
    Refused::new(400, 50109, "The request body contains invalid JSON.")
}

fn too_large() -> Refused {
    Refused::new(413, 40005, "Request entity too large")
}
