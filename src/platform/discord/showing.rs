//! Showing a message in its channel: where one of its name stands it is changed, else a new one is
//! posted, in a thread where it opens a run.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::Utc;
use reqwest::Method;
use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::id::{ChannelId, MessageId};

use super::render::{self, Body};
use super::rest::{Again, Call, RestError};
use super::{Discord, PLATFORM};
use crate::app::reply::{Message, Thread};
use crate::platform::outbox::{Outbox, Shows};
use crate::store::{Error, Shown};

/// How long a message may take to get through before it is given up: long enough for a rate limit
/// and a few faults, and short enough that what everyone sees is not of an hour ago.
const PATIENCE: Duration = Duration::from_mins(2);

/// Minutes without a message after which Discord folds a thread away: a day.
const THREAD_RESTS: u32 = 1_440;

/// Discord's codes of errors that say that something is gone or not ours to see.
const GONE: [u64; 2] = [10_003, 10_008];
const THREAD_EXISTS: u64 = 160_004;

/// Why a message could not be shown to everyone.
#[derive(Debug, Clone, thiserror::Error)]
pub(in crate::platform) enum Unsent {
    /// Discord did not take it.
    #[error(transparent)]
    Rest(#[from] RestError),
    /// Where messages stand could not be looked up or written down.
    #[error(transparent)]
    Store(Arc<Error>),
    /// The channel's id is none of Discord's.
    #[error("{0} is no channel of Discord's")]
    NoChannel(String),
}

impl From<Error> for Unsent {
    fn from(error: Error) -> Self {
        Self::Store(Arc::new(error))
    }
}

#[async_trait]
impl Shows for Discord {
    type Unsent = Unsent;

    fn outbox(&self) -> &Outbox<Unsent> {
        &self.0.outbox
    }

    async fn show(&self, channel: &str, message: &Message) -> Result<Shown, Unsent> {
        show(self, channel, message).await
    }

    /// Has a run ended whose first question could not be posted.
    async fn not_shown(&self, channel: &str, message: &Message, why: &Unsent) {
        let (Some(key), Some(about), true, Unsent::Rest(_) | Unsent::NoChannel(_)) =
            (&message.key, message.about, message.thread.is_some(), why)
        else {
            return;
        };
        // One that stood there and could not be changed is seen as it was.
        if let Ok(None) = self.store().shown(PLATFORM, channel, key).await {
            self.app().could_not_show(about, Utc::now()).await;
        }
    }
}

/// Shows a message: in place of the one of its name if there is one, else as a new one.
async fn show(discord: &Discord, channel: &str, message: &Message) -> Result<Shown, Unsent> {
    let store = discord.store();
    let known = match &message.key {
        Some(key) => store.shown(PLATFORM, channel, key).await?,
        None => None,
    };
    if let Some(known) = known {
        return match change(discord, &known, &render::body(&discord.dressed(message)), PATIENCE)
            .await
        {
            // Whoever deleted it did not want to see it again.
            Err(Unsent::Rest(error)) if GONE.contains(&error.code()) => Ok(known),
            changed => changed.map(|()| known),
        };
    }
    // A run has a row of its own by the name of its thread: where its messages go.
    let run = match &message.thread {
        Some(thread) => store.shown(PLATFORM, channel, &thread.name).await?,
        None => None,
    };
    let place = run.as_ref().map_or(channel, |run| run.place.as_str()).to_owned();
    let mut shown = post_all(discord, channel, &place, message).await?;
    if let (Some(thread), None) = (&message.thread, run) {
        let opened = open_thread(discord, &shown, thread).await;
        let run = Shown {
            place: opened.unwrap_or_else(|| place.clone()),
            message: shown.message.clone(),
        };
        // A program that ends before this posts again at its next start, by the same nonce.
        store.put_shown(PLATFORM, channel, &thread.name, &run, Utc::now()).await?;
        shown = if message.key.is_some() { shown } else { run };
    }
    if let Some(key) = &message.key {
        store.put_shown(PLATFORM, channel, key, &shown, Utc::now()).await?;
    }
    Ok(shown)
}

/// Posts a message in `place`, the channel or its thread, in several parts if it is long; tells
/// where the last stands, which has the buttons.
async fn post_all(
    discord: &Discord,
    channel: &str,
    place: &str,
    message: &Message,
) -> Result<Shown, Unsent> {
    let mut shown = Shown { place: place.to_owned(), message: String::new() };
    for (part, body) in render::bodies(&discord.dressed(message)).into_iter().enumerate() {
        let nonce = nonce(channel, message.key.as_deref(), part);
        shown.message = post(discord, id(place)?, body, &nonce, PATIENCE).await?;
    }
    Ok(shown)
}

/// Posts a message; sent again with the same nonce, it is still one message.
pub(super) async fn post(
    discord: &Discord,
    channel: u64,
    body: Body,
    nonce: &str,
    patience: Duration,
) -> Result<String, RestError> {
    let mut json =
        serde_json::to_value(&body).map_err(|error| RestError::Unreadable(error.to_string()))?;
    // Within a few minutes Discord answers a repetition by the message that stands there already.
    json["nonce"] = nonce.into();
    json["enforce_nonce"] = true.into();
    let route = Route::ChannelMessages { channel_id: ChannelId::new(channel) };
    let mut call = Call::json(Method::POST, route, json.to_string().into_bytes(), patience);
    call.files = body.files;
    // Unlike other requests that make something, since the nonce keeps it from being made twice.
    call.again = Again::Always;
    let answer = discord.rest().send(&call).await?;
    answer["id"]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| RestError::Unreadable("a message without an id".to_owned()))
}

/// Changes a message that stands there.
pub(super) async fn change(
    discord: &Discord,
    shown: &Shown,
    body: &Body,
    patience: Duration,
) -> Result<(), Unsent> {
    let (channel, message) = (id(&shown.place)?, id(&shown.message)?);
    let route = Route::ChannelMessage {
        channel_id: ChannelId::new(channel),
        message_id: MessageId::new(message),
    };
    let json =
        serde_json::to_vec(body).map_err(|error| RestError::Unreadable(error.to_string()))?;
    let mut call = Call::json(Method::PATCH, route, json, patience);
    call.files.clone_from(&body.files);
    discord.rest().send(&call).await?;
    Ok(())
}

/// Opens a thread under a message; none if the bot may not, and then the run goes on in the
/// channel.
async fn open_thread(discord: &Discord, under: &Shown, thread: &Thread) -> Option<String> {
    let (channel, message) = (id(&under.place).ok()?, id(&under.message).ok()?);
    let route = Route::ChannelMessageThreads {
        channel_id: ChannelId::new(channel),
        message_id: MessageId::new(message),
    };
    let body = json!({ "name": thread.title, "auto_archive_duration": THREAD_RESTS });
    let mut call = Call::json(Method::POST, route, body.to_string().into_bytes(), PATIENCE);
    // A message has one thread at most.
    call.again = Again::Always;
    match discord.rest().send(&call).await {
        Ok(Value::Object(answer)) => answer.get("id")?.as_str().map(str::to_owned),
        // A thread has the id of the message under which it is.
        Err(error) if error.code() == THREAD_EXISTS => Some(under.message.clone()),
        Ok(_) => None,
        Err(error) => {
            tracing::info!(
                channel,
                %error,
                "no thread could be opened, so the quiz runs in the channel"
            );
            None
        }
    }
}

/// The mark by which Discord knows a message that is sent again: at most 25 characters.
fn nonce(channel: &str, key: Option<&str>, part: usize) -> String {
    match key {
        Some(key) => {
            // It begins with the same keys in every process, so a restart makes the same nonce.
            let mut hash = DefaultHasher::new();
            (channel, key, part).hash(&mut hash);
            format!("{:016x}", hash.finish())
        }
        // One without a name is posted by this process or not at all.
        None => format!("{:016x}", rand::random::<u64>()),
    }
}

/// An id as Discord gives them: a number above 0. What comes from another platform, or from a
/// database that somebody edited, may be none.
pub(super) fn id(text: &str) -> Result<u64, Unsent> {
    text.parse().ok().filter(|id| *id != 0).ok_or_else(|| Unsent::NoChannel(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_the_same_for_the_same_message_and_short_enough() {
        assert_eq!(nonce("1", Some("quiz:8.1"), 0), nonce("1", Some("quiz:8.1"), 0));
        assert_ne!(nonce("1", Some("quiz:8.1"), 0), nonce("2", Some("quiz:8.1"), 0));
        assert_ne!(nonce("1", None, 0), nonce("1", None, 0));
        assert!(nonce("1", None, 0).len() <= 25);
    }
}
