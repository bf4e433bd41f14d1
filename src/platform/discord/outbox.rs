//! What everyone sees in channels: one queue a channel, in order, each named message in one place
//! and changed rather than repeated.
//!
//! Changes of one message are held back a little and merged, so that ten answers in a second are
//! one change. A run of messages gets a thread where the bot may open one.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::Utc;
use reqwest::Method;
use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::id::{ChannelId, MessageId};
use tokio::sync::{Notify, oneshot};
use tokio_util::task::TaskTracker;

use super::render::{self, Body};
use super::rest::{Again, Call, RestError};
use super::{Discord, PLATFORM};
use crate::app::caught::caught;
use crate::app::reply::{Message, Thread};
use crate::store::{Error, Shown};

/// The pause between two changes of one message.
const BETWEEN_CHANGES: Duration = Duration::from_millis(1_500);

/// How long a message may take to get through before it is given up.
const PATIENCE: Duration = Duration::from_mins(2);

/// Minutes without a message after which Discord folds a thread away: a day.
const THREAD_RESTS: u32 = 1_440;

/// Discord's codes of errors that say that something is gone or not ours to see.
const GONE: [u64; 2] = [10_003, 10_008];
const THREAD_EXISTS: u64 = 160_004;

/// Messages on their way to channels.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    queues: Mutex<HashMap<String, Queue>>,
    workers: TaskTracker,
}

#[derive(Debug, Default)]
struct Queue {
    items: VecDeque<Item>,
    news: Arc<Notify>,
}

#[derive(Debug)]
struct Item {
    message: Message,
    done: Vec<oneshot::Sender<Result<Shown, Unsent>>>,
}

/// Why a message could not be shown to everyone.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum Unsent {
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

impl Outbox {
    /// Puts a message into the queue of its channel; tells where it stands, once it does.
    pub(super) fn put(
        &self,
        discord: &Discord,
        channel: &str,
        message: Message,
    ) -> oneshot::Receiver<Result<Shown, Unsent>> {
        let (told, tells) = oneshot::channel();
        let mut queues = self.queues();
        if let Some(queue) = queues.get_mut(channel) {
            queue.put(message, told);
            queue.news.notify_one();
            return tells;
        }
        let mut queue = Queue::default();
        queue.put(message, told);
        let news = Arc::clone(&queue.news);
        queues.insert(channel.to_owned(), queue);
        let (discord, channel) = (discord.clone(), channel.to_owned());
        self.workers.spawn(async move {
            if caught(work(&discord, &channel, news)).await.is_err() {
                // What waited is lost; what comes next begins anew.
                discord.outbox().queues().remove(&channel);
            }
        });
        tells
    }

    /// Waits until everything has been sent, but not for ever.
    pub(super) async fn close(&self, patience: Duration) {
        self.workers.close();
        if tokio::time::timeout(patience, self.workers.wait()).await.is_err() {
            tracing::warn!("some messages to Discord were not sent in time");
        }
    }

    /// The next thing to do in a channel; its queue ends when there is nothing left.
    fn next(&self, channel: &str, changed: &HashMap<String, Changed>, now: Instant) -> Next {
        let mut queues = self.queues();
        let Some(queue) = queues.get_mut(channel) else { return Next::End };
        let waits = |item: &Item| {
            let at = item
                .message
                .key
                .as_ref()
                .and_then(|key| changed.get(key))
                .map(|last| last.at + BETWEEN_CHANGES);
            at.filter(|at| *at > now)
        };
        if let Some(ready) = queue.items.iter().position(|item| waits(item).is_none())
            && let Some(item) = queue.items.remove(ready)
        {
            return Next::Send(item);
        }
        let until = match queue.items.iter().filter_map(waits).min() {
            Some(until) => Some(until),
            // Stays a little, to know how long the last change is ago.
            None => {
                changed.values().map(|last| last.at + BETWEEN_CHANGES).max().filter(|at| *at > now)
            }
        };
        if until.is_none() {
            queues.remove(channel);
        }
        until.map_or(Next::End, Next::Wait)
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<String, Queue>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// A message takes the place of one of the same name that still waits, unless that one is
    /// newer.
    fn put(&mut self, message: Message, done: oneshot::Sender<Result<Shown, Unsent>>) {
        let same = |item: &&mut Item| message.key.is_some() && item.message.key == message.key;
        match self.items.iter_mut().find(same) {
            Some(item) => {
                if !is_older(&message, item.message.revision) {
                    item.message = message;
                }
                item.done.push(done);
            }
            None => self.items.push_back(Item { message, done: vec![done] }),
        }
    }
}

/// The last change of a message.
#[derive(Debug)]
struct Changed {
    at: Instant,
    revision: i64,
    shown: Result<Shown, Unsent>,
}

/// Whether what a message says has been overtaken by a revision of the same name: requests that end
/// at the same moment bring their messages in any order.
fn is_older(message: &Message, revision: i64) -> bool {
    message.revision != 0 && message.revision < revision
}

enum Next {
    Send(Item),
    Wait(Instant),
    End,
}

/// Sends what is in a channel's queue, until there is nothing left.
async fn work(discord: &Discord, channel: &str, news: Arc<Notify>) {
    let mut changed: HashMap<String, Changed> = HashMap::new();
    loop {
        match discord.outbox().next(channel, &changed, Instant::now()) {
            Next::End => return,
            Next::Wait(until) => {
                tokio::select! {
                    () = tokio::time::sleep_until(until.into()) => {}
                    () = news.notified() => {}
                }
            }
            Next::Send(Item { message, done }) => {
                let last = message.key.as_ref().and_then(|key| changed.get(key));
                let shown = match last.filter(|last| is_older(&message, last.revision)) {
                    Some(last) => last.shown.clone(),
                    None => show(discord, channel, &message).await,
                };
                if let Err(error) = &shown {
                    tracing::warn!(
                        channel,
                        %error,
                        "a message could not be shown in a channel of Discord"
                    );
                    call_off(discord, channel, &message, error).await;
                }
                let revision =
                    last.map_or(message.revision, |last| last.revision.max(message.revision));
                if let Some(key) = message.key {
                    changed.insert(
                        key,
                        Changed { at: Instant::now(), revision, shown: shown.clone() },
                    );
                }
                for done in done {
                    // Most do not wait for it.
                    let _ = done.send(shown.clone());
                }
            }
        }
    }
}

/// Has a run ended whose first question could not be posted: nobody sees it.
async fn call_off(discord: &Discord, channel: &str, message: &Message, error: &Unsent) {
    let (Some(key), Some(about), true, Unsent::Rest(_) | Unsent::NoChannel(_)) =
        (&message.key, message.about, message.thread.is_some(), error)
    else {
        return;
    };
    // One that stood there and could not be changed is seen as it was.
    if let Ok(None) = discord.store().shown(PLATFORM, channel, key).await {
        discord.app().could_not_show(about, Utc::now()).await;
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
        return match change(discord, &known, &render::body(message), PATIENCE).await {
            // Whoever deleted it did not want to see it again.
            Err(Unsent::Rest(error)) if GONE.contains(&error.code()) => Ok(known),
            changed => changed.map(|()| known),
        };
    }
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
        store.put_shown(PLATFORM, channel, &thread.name, &run, Utc::now()).await?;
        shown = if message.key.is_some() { shown } else { run };
    }
    if let Some(key) = &message.key {
        store.put_shown(PLATFORM, channel, key, &shown, Utc::now()).await?;
    }
    Ok(shown)
}

/// Posts a message, in several parts if it is long; tells where the last stands, which has the
/// buttons.
async fn post_all(
    discord: &Discord,
    channel: &str,
    place: &str,
    message: &Message,
) -> Result<Shown, Unsent> {
    let mut shown = Shown { place: place.to_owned(), message: String::new() };
    for (part, body) in render::bodies(message).into_iter().enumerate() {
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
    json["nonce"] = nonce.into();
    json["enforce_nonce"] = true.into();
    let route = Route::ChannelMessages { channel_id: ChannelId::new(channel) };
    let mut call = Call::json(Method::POST, route, json.to_string().into_bytes(), patience);
    call.files = body.files;
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
            let mut hash = DefaultHasher::new();
            (channel, key, part).hash(&mut hash);
            format!("{:016x}", hash.finish())
        }
        None => format!("{:016x}", rand::random::<u64>()),
    }
}

/// An id as Discord gives them.
pub(super) fn id(text: &str) -> Result<u64, Unsent> {
    text.parse().ok().filter(|id| *id != 0).ok_or_else(|| Unsent::NoChannel(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::reply::Block;

    fn message(key: Option<&str>, text: &str) -> Message {
        let blocks = vec![Block::Paragraph { text: text.into() }];
        let key = key.map(str::to_owned);
        Message { key, ..Message::to_everyone(blocks) }
    }

    #[test]
    fn a_message_that_still_waits_is_replaced_by_the_next_of_its_name() {
        let mut queue = Queue::default();
        for (key, text) in
            [(Some("a"), "1"), (None, "2"), (Some("a"), "3"), (None, "4"), (Some("b"), "5")]
        {
            queue.put(message(key, text), oneshot::channel().0);
        }
        let waiting: Vec<Message> = queue.items.into_iter().map(|item| item.message).collect();
        assert_eq!(
            waiting,
            [
                message(Some("a"), "3"),
                message(None, "2"),
                message(None, "4"),
                message(Some("b"), "5")
            ]
        );
    }

    #[test]
    fn an_older_message_never_takes_the_place_of_a_newer_one_of_its_name() {
        let mut queue = Queue::default();
        let of = |revision, text| Message { revision, ..message(Some("a"), text) };
        for (revision, text) in [(7, "18 answered"), (9, "20 answered"), (8, "19 answered")] {
            queue.put(of(revision, text), oneshot::channel().0);
        }
        assert_eq!(queue.items.len(), 1);
        assert_eq!(
            (&queue.items[0].message, queue.items[0].done.len()),
            (&of(9, "20 answered"), 3)
        );
        for (revision, older) in [(8, true), (9, false), (10, false), (0, false)] {
            assert_eq!(is_older(&of(revision, ""), 9), older, "{revision}");
        }
    }

    #[test]
    fn a_message_changed_just_now_waits_and_lets_others_pass() {
        let (outbox, now) = (Outbox::default(), Instant::now());
        let mut queue = Queue::default();
        queue.put(message(Some("a"), "count"), oneshot::channel().0);
        queue.put(message(None, "news"), oneshot::channel().0);
        outbox.queues().insert("1".to_owned(), queue);
        let last = Changed { at: now, revision: 0, shown: Err(Unsent::NoChannel(String::new())) };
        let changed = HashMap::from([("a".to_owned(), last)]);
        let next = outbox.next("1", &changed, now);
        assert!(matches!(next, Next::Send(item) if item.message.key.is_none()));
        let later = now + BETWEEN_CHANGES;
        let next = outbox.next("1", &changed, now);
        assert!(matches!(next, Next::Wait(until) if until == later));
        let next = outbox.next("1", &changed, later);
        assert!(matches!(next, Next::Send(item) if item.message.key.is_some()));
        assert!(matches!(outbox.next("1", &changed, later), Next::End));
        assert!(outbox.queues().is_empty());
    }

    #[test]
    fn a_nonce_is_the_same_for_the_same_message_and_short_enough() {
        assert_eq!(nonce("1", Some("quiz:8.1"), 0), nonce("1", Some("quiz:8.1"), 0));
        assert_ne!(nonce("1", Some("quiz:8.1"), 0), nonce("2", Some("quiz:8.1"), 0));
        assert_ne!(nonce("1", None, 0), nonce("1", None, 0));
        assert!(nonce("1", None, 0).len() <= 25);
    }
}
