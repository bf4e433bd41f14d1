//! Files: pictures and exports that go out, and what people hand in by a form.
//!
//! A file goes out in three steps: an address is asked for, the bytes are sent there, and Slack is
//! told that they are there. Source: <https://docs.slack.dev/messaging/working-with-files>.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use reqwest::Url;
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use tokio::time::{sleep, timeout_at};

use super::Slack;
use super::answering::Address;
use super::api::{ApiError, Call, Method, UPLOAD_TO, UPLOADED};
use super::heard::payload;
use super::render::Body;
use super::stamp::Spot;
use crate::app::reply::File;
use crate::app::request::{NotTaken, Upload};
use crate::platform::uploads::{Intake, Told, shown};

/// How long it is tried to get one file there.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it is tried to get a picture there, without which a message says the same.
const PICTURE: Duration = Duration::from_secs(6);

/// The pause before a message is sent again whose picture Slack was not ready to show.
const NOT_READY: Duration = Duration::from_millis(700);

/// How often that is tried.
const TRIES: usize = 4;

/// How long a file that somebody handed in may take to come.
const FETCHING: Duration = Duration::from_secs(20);

/// By which way something is said.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way<'a> {
    /// By a method, in the workspace of this id.
    Method(&'static Method, &'a str),
    /// At an address that came with what somebody did.
    Address(&'a Address),
}

impl Slack {
    /// Sends something with its pictures in it; without them where they cannot be shown.
    pub(super) async fn send_dressed(
        &self,
        body: &Body,
        beside: &Map<String, Value>,
        (way, deadline): (Way<'_>, Instant),
    ) -> Result<Value, ApiError> {
        if body.pictures.is_empty() {
            return self.send_by(way, with(body, beside), deadline).await;
        }
        let mut ids = Vec::with_capacity(body.pictures.len());
        for picture in &body.pictures {
            let uploaded = self.upload(&picture.name, &picture.png, &picture.alt).await;
            if let Err(error) = &uploaded {
                tracing::info!(%error, "a picture could not be uploaded");
            }
            ids.push(uploaded.ok());
        }
        let dressed = with(&body.clone().with_pictures(&ids), beside);
        for _ in 0..TRIES {
            match self.send_by(way, dressed.clone(), deadline).await {
                // Slack looks at a picture before it shows it, which takes it a moment.
                Err(error) if is_about_blocks(&error) => {
                    if Instant::now() + NOT_READY >= deadline {
                        break;
                    }
                    sleep(NOT_READY).await;
                }
                sent => return sent,
            }
        }
        let bare = body.clone().with_pictures(&vec![None; body.pictures.len()]);
        self.send_by(way, with(&bare, beside), deadline).await
    }

    async fn send_by(
        &self,
        way: Way<'_>,
        parameters: Map<String, Value>,
        deadline: Instant,
    ) -> Result<Value, ApiError> {
        match way {
            Way::Method(method, workspace) => {
                let turn_by = deadline;
                self.api().send(&Call { method, parameters, workspace, deadline, turn_by }).await
            }
            Way::Address(address) => self.answer_at(address, &Value::Object(parameters)).await,
        }
    }

    /// Sends a file to a conversation, for whoever reads there.
    pub(super) async fn share(&self, file: &File, spot: &Spot) -> Result<(), ApiError> {
        let id = self.upload_bytes(&file.name, &file.bytes, None, PATIENCE).await?;
        let mut parameters = json!({
            "files": [{ "id": id, "title": file.name }],
            "channel_id": spot.channel,
        });
        if let Some(thread) = &spot.thread {
            parameters["thread_ts"] = thread.clone().into();
        }
        self.api().send(&Call::new(&UPLOADED, "", parameters, PATIENCE)).await.map(drop)
    }

    /// Uploads a picture for a message; its id.
    async fn upload(&self, name: &str, bytes: &[u8], alt: &str) -> Result<String, ApiError> {
        let id = self.upload_bytes(name, bytes, Some(alt), PICTURE).await?;
        let parameters = json!({ "files": [{ "id": id, "title": name }] });
        self.api().send(&Call::new(&UPLOADED, "", parameters, PICTURE)).await?;
        Ok(id)
    }

    /// The first two steps: an address, and the bytes sent there.
    async fn upload_bytes(
        &self,
        name: &str,
        bytes: &[u8],
        alt: Option<&str>,
        patience: Duration,
    ) -> Result<String, ApiError> {
        let mut parameters = json!({ "filename": name, "length": bytes.len() });
        if let Some(alt) = alt {
            parameters["alt_txt"] = alt.chars().take(1_000).collect::<String>().into();
        }
        let answer = self.api().send(&Call::new(&UPLOAD_TO, "", parameters, patience)).await?;
        let unanswered =
            |why: &str| ApiError::Unanswered { method: UPLOAD_TO.name, why: why.to_owned() };
        let (Some(id), Some(url)) = (answer["file_id"].as_str(), answer["upload_url"].as_str())
        else {
            return Err(unanswered("an answer without an address"));
        };
        if !self.is_slacks(url) {
            return Err(unanswered("an address that is not Slack's"));
        }
        let sending = self.api().client().post(url).body(bytes.to_vec()).send();
        match tokio::time::timeout(patience, sending).await {
            Ok(Ok(response)) if response.status().is_success() => Ok(id.to_owned()),
            Ok(Ok(response)) => Err(unanswered(&format!("status {}", response.status().as_u16()))),
            Ok(Err(_)) => Err(unanswered("the bytes did not get there")),
            Err(_) => Err(unanswered("the bytes took too long")),
        }
    }

    /// A file that somebody handed in, taken in whole; at most so many bytes.
    pub(super) async fn fetch(&self, file: &payload::File, most: u64) -> Result<Upload, NotTaken> {
        let told =
            Told { name: file.name.clone(), media_type: file.mimetype.clone(), bytes: file.size };
        let lost = || NotTaken::Lost { name: shown(&file.name) };
        let mut intake = Intake::begin(told, most).await?;
        let url = file.url_private_download.as_deref().or(file.url_private.as_deref());
        // The token goes along, so it goes to Slack alone.
        let Some(url) = url.filter(|url| self.is_slacks(url)) else { return Err(lost()) };
        let deadline = tokio::time::Instant::now() + FETCHING;
        let token = self.api().bot_token().expose_secret();
        let sending = self.api().client().get(url).bearer_auth(token).send();
        let Ok(Ok(mut response)) = timeout_at(deadline, sending).await else { return Err(lost()) };
        if !response.status().is_success() {
            tracing::info!(status = response.status().as_u16(), "a file could not be fetched");
            return Err(lost());
        }
        loop {
            match timeout_at(deadline, response.chunk()).await {
                Ok(Ok(Some(piece))) => intake.take(&piece).await?,
                Ok(Ok(None)) => return intake.end().await,
                Ok(Err(_)) | Err(_) => return Err(intake.cut()),
            }
        }
    }

    /// Whether an address is one of Slack's own, or of what stands in its place.
    pub(super) fn is_slacks(&self, url: &str) -> bool {
        is_slacks(url, self.api().address())
    }
}

/// Whether an address is one of Slack's own, or is on the host of `api`, which stands in its place.
fn is_slacks(url: &str, api: &str) -> bool {
    let (Ok(url), Ok(api)) = (Url::parse(url), Url::parse(api)) else { return false };
    let (Some(host), Some(ours)) = (url.host_str(), api.host_str()) else { return false };
    // Of a machine's own addresses, one is as good as another.
    if host == ours || (is_loopback(host) && is_loopback(ours)) {
        return true;
    }
    // Slack answers at several hosts, also where it is asked by way of a proxy.
    url.scheme() == "https" && (host == "slack.com" || host.ends_with(".slack.com"))
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// What a body says, with what stands beside it.
fn with(body: &Body, beside: &Map<String, Value>) -> Map<String, Value> {
    let Ok(Value::Object(mut all)) = serde_json::to_value(body) else {
        unreachable!("a body is an object of strings, numbers and lists")
    };
    all.extend(beside.iter().map(|(name, value)| (name.clone(), value.clone())));
    all
}

fn is_about_blocks(error: &ApiError) -> bool {
    matches!(error.word(), "invalid_blocks" | "invalid_blocks_format")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slack_is_answered_and_only_slack_sees_the_token() {
        for (url, api, is_its) in [
            ("https://hooks.slack.com/commands/1", "https://slack.com", true),
            ("https://files.slack.com/upload/1", "https://slack.com", true),
            ("http://files.slack.com/upload/1", "https://slack.com", false),
            ("https://slack.com.example.org/", "https://slack.com", false),
            ("https://evilslack.com/", "https://slack.com", false),
            ("https://hooks.slack.com/commands/1", "http://proxy:80", true),
            ("http://proxy:81/response", "http://proxy:80", true),
            ("http://localhost:4001/response", "http://127.0.0.1:4000", true),
            ("http://127.0.0.1:4001/response", "https://slack.com", false),
            ("nothing", "https://slack.com", false),
        ] {
            assert_eq!(is_slacks(url, api), is_its, "{url} beside {api}");
        }
    }
}
