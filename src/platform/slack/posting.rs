//! Messages that stand in channels and conversations: posted once, looked for by their mark,
//! changed.
//!
//! Slack knows no message again that is sent twice. So each carries its mark as metadata, and where
//! nobody knows whether it was taken, it is looked for before it is sent again. Everybody in a
//! workspace can read metadata; the mark is a number or a name and tells nothing. Source:
//! <https://docs.slack.dev/messaging/message-metadata>.

use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use tokio::time::sleep;

use super::Slack;
use super::api::{ApiError, CHANGE, Call, HISTORY, POST, REPLIES};
use super::files::Way;
use super::render::Body;
use super::showing::NO_THREAD;
use super::stamp::{Spot, Stamp};
use crate::app::click::Click;
use crate::app::played::Spot as Question;

/// The kind of metadata that our messages carry.
const KIND: &str = "studyhall";

/// How many messages a page of a channel's history has.
const A_PAGE: u32 = 200;

/// How many pages are looked through, the latest first.
const PAGES: usize = 10;

/// The pause before a message is looked for of which nobody knows whether it was taken.
const PAUSE: Duration = Duration::from_millis(500);

/// A message with its mark, on its way to a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marked<'a> {
    /// Where it is to stand.
    pub(super) spot: &'a Spot,
    /// The workspace of the channel, by its id; empty where it is not known.
    pub(super) workspace: &'a str,
    /// By which it is known again; no two messages have the same.
    pub(super) mark: &'a str,
    /// How long it is tried.
    pub(super) patience: Duration,
}

impl Slack {
    /// Posts a message. Where nobody knows whether it was taken, it is looked for, and sent again
    /// if it is not there.
    pub(super) async fn post_surely(
        &self,
        marked: Marked<'_>,
        body: &Body,
    ) -> Result<Stamp, ApiError> {
        let deadline = Instant::now() + marked.patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let fault = match self.post_once(Marked { patience: left, ..marked }, body).await {
                Err(fault @ ApiError::Unanswered { .. }) => fault,
                posted => return posted,
            };
            loop {
                if Instant::now() + PAUSE >= deadline {
                    return Err(fault);
                }
                sleep(PAUSE).await;
                match self.find_mark(marked).await {
                    Ok(Some(found)) => return Ok(found),
                    Ok(None) => break,
                    Err(ApiError::Unanswered { .. }) => {}
                    Err(_) => return Err(fault),
                }
            }
        }
    }

    /// Posts a message, and does not send it again where nobody knows whether it was taken.
    pub(super) async fn post_once(
        &self,
        marked: Marked<'_>,
        body: &Body,
    ) -> Result<Stamp, ApiError> {
        let mut parameters = Map::new();
        parameters.insert("channel".to_owned(), marked.spot.channel.clone().into());
        if let Some(thread) = &marked.spot.thread {
            parameters.insert("thread_ts".to_owned(), thread.clone().into());
        }
        let payload = json!({ "mark": marked.mark });
        parameters
            .insert("metadata".to_owned(), json!({ "event_type": KIND, "event_payload": payload }));
        for unfurl in ["unfurl_links", "unfurl_media"] {
            parameters.insert(unfurl.to_owned(), false.into());
        }
        let (way, deadline) =
            (Way::Method(&POST, marked.workspace), Instant::now() + marked.patience);
        let answer = self.send_dressed(body, &parameters, (way, deadline)).await?;
        let time = answer["ts"].as_str().unwrap_or_default();
        if time.is_empty() {
            let why = "a message without a time".to_owned();
            return Err(ApiError::Unanswered { method: POST.name, why });
        }
        // Slack may put it elsewhere than where it was sent to: a person's id becomes a channel's.
        let channel = answer["channel"].as_str().unwrap_or(&marked.spot.channel);
        Ok(Stamp::new(channel, time))
    }

    /// Changes a message that stands there.
    pub(super) async fn change(
        &self,
        stamp: &Stamp,
        workspace: &str,
        body: &Body,
        patience: Duration,
    ) -> Result<(), ApiError> {
        let mut parameters = Map::new();
        parameters.insert("channel".to_owned(), stamp.channel.clone().into());
        parameters.insert("ts".to_owned(), stamp.time.clone().into());
        let (way, deadline) = (Way::Method(&CHANGE, workspace), Instant::now() + patience);
        self.send_dressed(body, &parameters, (way, deadline)).await.map(drop)
    }

    /// Looks for the message with a mark among the latest of its place.
    pub(super) async fn find_mark(&self, marked: Marked<'_>) -> Result<Option<Stamp>, ApiError> {
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let mut parameters = json!({
                "channel": marked.spot.channel,
                "limit": A_PAGE,
                "include_all_metadata": true,
            });
            if !cursor.is_empty() {
                parameters["cursor"] = cursor.clone().into();
            }
            let method = match &marked.spot.thread {
                Some(thread) => {
                    parameters["ts"] = thread.clone().into();
                    &REPLIES
                }
                None => &HISTORY,
            };
            let call = Call::new(method, marked.workspace, parameters, marked.patience);
            let page = match self.api().send(&call).await {
                // In a thread that is gone nothing stands.
                Err(error) if error.word() == NO_THREAD => return Ok(None),
                page => page?,
            };
            let mut messages = page["messages"].as_array().into_iter().flatten();
            if let Some(time) = messages.find_map(|one| time_of(one, marked.mark)) {
                return Ok(Some(Stamp::new(&marked.spot.channel, time)));
            }
            let next = page["response_metadata"]["next_cursor"].as_str().unwrap_or_default();
            if next.is_empty() {
                break;
            }
            next.clone_into(&mut cursor);
        }
        Ok(None)
    }
}

/// The question that a message of ours asks, or has asked: its buttons name it.
pub(super) fn question_in(message: &Value) -> Option<Question> {
    let blocks = message["blocks"].as_array().into_iter().flatten();
    let elements = blocks.flat_map(|block| block["elements"].as_array().into_iter().flatten());
    let mut values = elements.filter_map(|element| element["value"].as_str());
    values.find_map(|value| Click::read(value).question())
}

/// The time of a message if it carries this mark.
fn time_of<'a>(message: &'a Value, mark: &str) -> Option<&'a str> {
    let metadata = &message["metadata"];
    let is_it = metadata["event_type"] == KIND && metadata["event_payload"]["mark"] == mark;
    if is_it { message["ts"].as_str() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_known_by_its_mark_whatever_stands_beside_it() {
        let message = |metadata: Value| json!({ "ts": "1.2", "metadata": metadata });
        let marked = |kind: &str, mark: Value| {
            message(json!({ "event_type": kind, "event_payload": { "mark": mark } }))
        };
        for (message, known) in [
            (marked(KIND, "812".into()), true),
            (marked(KIND, "8121".into()), false),
            (marked(KIND, 812.into()), false),
            (marked("ticket", "812".into()), false),
            (message(json!({ "event_type": "ticket", "event_payload": { "open": true } })), false),
            (message(Value::Null), false),
            (json!({ "ts": "1.2", "edited": {} }), false),
        ] {
            assert_eq!(time_of(&message, "812").is_some(), known, "{message}");
        }
    }
}
