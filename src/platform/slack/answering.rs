//! Telling somebody something in private: by the address that came with what they did, as a message
//! that only they see in the channel, or in their conversation with the bot, which holds ordinary
//! messages.
//!
//! The address takes five answers within half an hour, and is the only way to change what only one
//! person sees. Source: <https://docs.slack.dev/interactivity/handling-user-interaction>.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::Slack;
use super::api::{ApiError, WHISPER};
use super::files::Way;
use super::form::{Origin, Seen};
use super::posting::Marked;
use super::render::{self, Body};
use super::showing::{NO_THREAD, Unsent};
use super::stamp::Spot;
use crate::app::reply::{Block, Message};

/// How often an address takes an answer, by Slack's rule.
pub(super) const ANSWERS: u32 = 5;

/// How long an address takes answers, by Slack's rule, with a margin.
pub(super) const LIVES: Duration = Duration::from_mins(29);

/// How long it is tried to tell something.
const PATIENCE: Duration = Duration::from_secs(20);

/// Slack's words for a channel in which the app, or the person, is not, and for a thread whose
/// first message was deleted.
const ELSEWHERE: [&str; 6] = [
    "not_in_channel",
    "channel_not_found",
    "user_not_in_channel",
    "is_archived",
    "restricted_action",
    NO_THREAD,
];

/// An address at which something that was done is answered. Whoever has it can answer, so it is in
/// no log.
pub(super) struct Address {
    url: String,
    left: AtomicU32,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address").field("left", &self.left).finish_non_exhaustive()
    }
}

impl Address {
    /// An address that takes so many answers still.
    pub(super) fn new(url: String, left: u32) -> Self {
        Self { url, left: AtomicU32::new(left) }
    }

    /// How many answers it takes still.
    pub(super) fn left(&self) -> u32 {
        self.left.load(Ordering::SeqCst)
    }

    fn take(&self) -> bool {
        let less = |left: u32| left.checked_sub(1);
        self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok()
    }
}

/// Somebody who is to be told something, and where.
pub(super) struct Listener<'a> {
    /// By which it is told.
    pub(super) slack: &'a Slack,
    /// Their workspace, by its id.
    pub(super) workspace: &'a str,
    /// Slack's id of the person.
    pub(super) person: &'a str,
    /// Where they did what this answers.
    pub(super) origin: &'a Origin,
    /// Whether that is their conversation with the bot.
    pub(super) is_direct: bool,
    /// Where it is answered, while that takes answers.
    pub(super) address: Option<Address>,
    /// By which what is sent for it is known, if it is sent again.
    pub(super) event: &'a str,
}

/// What is done with an answer at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Put {
    /// It is a message of its own.
    Anew,
    /// It takes the place of the message with the button.
    InItsPlace,
}

impl Listener<'_> {
    /// Says a message, in several parts if it is long; files go to the conversation of two.
    pub(super) async fn say(&self, message: &Message) {
        for (part, body) in render::bodies(message).iter().enumerate() {
            if let Err(error) = self.say_body(body, part).await {
                tracing::warn!(%error, "somebody could not be told what they asked for");
                return;
            }
        }
        self.hand_over(message).await;
    }

    /// Says a sentence of the adapter's own.
    pub(super) async fn say_sentence(&self, sentence: String) {
        if let Err(error) = self.say_body(&render::sentence(&sentence), 0).await {
            tracing::warn!(%error, "somebody could not be told what went wrong");
        }
    }

    /// Puts a message in the place of the one with the button; where it takes no changes any more,
    /// says it anew.
    pub(super) async fn replace(&self, message: &Message) {
        let body = render::body(message);
        let changed = match (self.is_direct, self.origin.stamp()) {
            (true, Some(stamp)) => {
                self.slack.change(&stamp, self.workspace, &body, PATIENCE).await.is_ok()
            }
            _ => self.by_address(&body, Put::InItsPlace).await,
        };
        if changed {
            self.hand_over(message).await;
        } else {
            self.say(message).await;
        }
    }

    async fn say_body(&self, body: &Body, part: usize) -> Result<(), Unsent> {
        if self.is_direct {
            return match self.post_to(&self.spot(), body, part).await {
                Err(unsent) if unsent.is_about_thread() => {
                    self.post_to(&Spot::channel(&self.origin.channel), body, part).await
                }
                posted => posted,
            };
        }
        if self.by_address(body, Put::Anew).await {
            return Ok(());
        }
        match self.whisper_again(body).await {
            Ok(()) => Ok(()),
            // What cannot be said there is said where the two are alone.
            Err(error) if is_for_two(&error) => {
                let channel =
                    self.slack.conversation(self.person, self.workspace, PATIENCE).await?;
                self.post_to(&Spot::channel(channel), body, part).await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Says something that only the person sees, and once more where nobody knows whether that was
    /// taken: what only one person sees cannot be looked for, and twice is better than not at all.
    async fn whisper_again(&self, body: &Body) -> Result<(), ApiError> {
        match self.whisper(body).await {
            Err(ApiError::Unanswered { .. }) => self.whisper(body).await,
            whispered => whispered,
        }
    }

    fn spot(&self) -> Spot {
        let Origin { channel, thread, .. } = self.origin;
        Spot { channel: channel.clone(), thread: thread.clone() }
    }

    async fn post_to(&self, spot: &Spot, body: &Body, part: usize) -> Result<(), Unsent> {
        let mark = format!("{}.{part}.{}", self.event, rand::random::<u16>());
        let marked = Marked { spot, workspace: self.workspace, mark: &mark, patience: PATIENCE };
        Ok(self.slack.post_surely(marked, body).await.map(drop)?)
    }

    /// Says something that only the person sees in the channel.
    async fn whisper(&self, body: &Body) -> Result<(), ApiError> {
        if self.origin.channel.is_empty() {
            let error = "channel_not_found".to_owned();
            return Err(ApiError::Refused { method: WHISPER.name, error, detail: String::new() });
        }
        let mut parameters = Map::new();
        parameters.insert("channel".to_owned(), self.origin.channel.clone().into());
        parameters.insert("user".to_owned(), self.person.into());
        if let Some(thread) = &self.origin.thread {
            parameters.insert("thread_ts".to_owned(), thread.clone().into());
        }
        let (way, deadline) = (Way::Method(&WHISPER, self.workspace), Instant::now() + PATIENCE);
        self.slack.send_dressed(body, &parameters, (way, deadline)).await.map(drop)
    }

    /// Answers at the address; whether that was taken. Where nobody knows, it counts as not taken
    /// and is said in another way: twice for one person's eyes is better than not at all.
    async fn by_address(&self, body: &Body, put: Put) -> bool {
        let Some(address) = &self.address else { return false };
        if put == Put::InItsPlace && self.origin.seen != Seen::ByOne {
            return false;
        }
        let how = how(put, self.origin.thread.as_deref());
        let (way, deadline) = (Way::Address(address), Instant::now() + PATIENCE);
        match self.slack.send_dressed(body, &how, (way, deadline)).await {
            Ok(_) => true,
            Err(error) => {
                tracing::debug!(%error, "an address takes no answer any more");
                false
            }
        }
    }

    /// Sends the files of a message to the conversation of two: nothing that only one person sees
    /// can hold one.
    pub(super) async fn hand_over(&self, message: &Message) {
        let files = message.blocks.iter().filter_map(|block| match block {
            Block::File(file) => Some(file),
            _ => None,
        });
        for file in files {
            let shared = match self.slack.conversation(self.person, self.workspace, PATIENCE).await
            {
                Ok(channel) => {
                    self.slack.share(file, &Spot::channel(channel)).await.map_err(Unsent::from)
                }
                Err(error) => Err(error),
            };
            match shared {
                Ok(()) if self.is_direct => {}
                Ok(()) => {
                    let sentence = "I have sent you the file in our conversation, since it is \
                        for you alone. You find it under Apps.";
                    self.say_sentence(sentence.to_owned()).await;
                }
                Err(error) => {
                    tracing::warn!(%error, "a file could not be sent");
                    let sentence = "⚠️ I could not send you the file. Please try once more.";
                    self.say_sentence(sentence.to_owned()).await;
                }
            }
        }
    }
}

/// Whether what could not be said in the channel is to be said where the two are alone.
fn is_for_two(error: &ApiError) -> bool {
    ELSEWHERE.contains(&error.word()) || matches!(error, ApiError::Unanswered { .. })
}

/// What an answer says of how it is shown.
fn how(put: Put, thread: Option<&str>) -> Map<String, Value> {
    let mut how = Map::new();
    how.insert("response_type".to_owned(), "ephemeral".into());
    how.insert("replace_original".to_owned(), (put == Put::InItsPlace).into());
    if let Some(thread) = thread {
        how.insert("thread_ts".to_owned(), thread.into());
    }
    how
}

fn used_up() -> ApiError {
    ApiError::Refused {
        method: "response_url",
        error: "used_url".to_owned(),
        detail: String::new(),
    }
}

impl Slack {
    /// Answers at an address that came with what somebody did.
    pub(super) async fn answer_at(
        &self,
        address: &Address,
        body: &Value,
    ) -> Result<Value, ApiError> {
        let (method, url) = ("response_url", address.url.as_str());
        let unanswered = |why: String| ApiError::Unanswered { method, why };
        if !address.take() {
            return Err(used_up());
        }
        if !self.is_slacks(url) {
            return Err(unanswered("an address that is not Slack's".to_owned()));
        }
        let sending = self.api().client().post(url).json(body).send();
        let response = match tokio::time::timeout(PATIENCE, sending).await {
            Ok(Ok(response)) => response,
            Ok(Err(_)) => return Err(unanswered("the connection broke".to_owned())),
            Err(_) => return Err(unanswered("no answer in time".to_owned())),
        };
        let status = response.status();
        let text = response.text().await.unwrap_or_default();
        // It says `ok`, or what is wrong as JSON.
        let told: Value = serde_json::from_str(&text).unwrap_or(json!({}));
        if status.is_success() && told["ok"] != false {
            return Ok(told);
        }
        let error = told["error"].as_str().unwrap_or("refused").to_owned();
        Err(ApiError::Refused { method, error, detail: format!(" (status {})", status.as_u16()) })
    }

    /// The message with this stamp is gone, or not ours to change.
    pub(super) fn is_gone(error: &ApiError) -> bool {
        matches!(error.word(), "message_not_found" | "cant_update_message" | "edit_window_closed")
    }
}
