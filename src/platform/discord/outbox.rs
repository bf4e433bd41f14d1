//! What everyone sees in channels: one queue a channel, in order, each named message in one place
//! and changed rather than repeated.
//!
//! Changes of one message are held back a little and merged, so that ten answers in a second are
//! one change. A run of messages gets a thread where the bot may open one.

mod showing;

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::Utc;
use tokio::sync::{Notify, oneshot};
use tokio_util::task::TaskTracker;

use self::showing::show;
use super::{Discord, PLATFORM};
use crate::app::caught::caught;
use crate::app::reply::Message;
use crate::store::Shown;

pub(super) use self::showing::{Unsent, change, id, post};

/// The pause between two changes of one message.
const BETWEEN_CHANGES: Duration = Duration::from_millis(1_500);

/// Messages on their way to channels.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// A queue for each channel, by its id, as long as a worker is at it.
    queues: Mutex<HashMap<String, Queue>>,
    /// One for each queue, so that a slow channel holds up no other.
    workers: TaskTracker,
}

/// What is to be shown in one channel.
#[derive(Debug, Default)]
struct Queue {
    items: VecDeque<Item>,
    /// Wakes the worker, which may wait for a change that must not come yet.
    news: Arc<Notify>,
}

/// A message that waits, and whoever wants to know where it stands: several, where messages of one
/// name were merged.
#[derive(Debug)]
struct Item {
    message: Message,
    done: Vec<oneshot::Sender<Result<Shown, Unsent>>>,
}

impl Outbox {
    /// Puts a message into the queue of its channel; tells where it stands, once it does.
    pub(super) fn put(
        &self,
        discord: &Discord,
        channel: &str,
        message: Message,
    ) -> oneshot::Receiver<Result<Shown, Unsent>> {
        let (done, shown) = oneshot::channel();
        let mut queues = self.queues();
        if let Some(queue) = queues.get_mut(channel) {
            queue.put(message, done);
            queue.news.notify_one();
            return shown;
        }
        let mut queue = Queue::default();
        queue.put(message, done);
        let news = Arc::clone(&queue.news);
        queues.insert(channel.to_owned(), queue);
        let (discord, channel) = (discord.clone(), channel.to_owned());
        self.workers.spawn(async move {
            if caught(work(&discord, &channel, news)).await.is_err() {
                // What waited is lost; what comes next begins anew.
                discord.outbox().queues().remove(&channel);
            }
        });
        shown
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
        let ready = queue.items.iter().position(|item| held_until(item, changed, now).is_none());
        if let Some(item) = ready.and_then(|ready| queue.items.remove(ready)) {
            return Next::Send(item);
        }
        let held = queue.items.iter().filter_map(|item| held_until(item, changed, now)).min();
        // With nothing to send it stays a little, to know how long the last change is ago.
        let latest = changed.values().map(Changed::free_at).max().filter(|at| *at > now);
        if let Some(until) = held.or(latest) {
            return Next::Wait(until);
        }
        // Under the lock under which messages are put in, so that none is put into a queue that
        // nobody looks at any more.
        queues.remove(channel);
        Next::End
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<String, Queue>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// A message takes the place of one of the same name that still waits, unless that one is
    /// newer.
    fn put(&mut self, message: Message, done: oneshot::Sender<Result<Shown, Unsent>>) {
        // One without a name is never the same as another.
        let key = message.key.as_ref();
        match key.and_then(|key| self.items.iter_mut().find(|item| item.has_key(key))) {
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

impl Item {
    fn has_key(&self, key: &str) -> bool {
        self.message.key.as_deref() == Some(key)
    }
}

/// The last change of a message.
#[derive(Debug)]
struct Changed {
    /// When it was done.
    at: Instant,
    /// The highest revision of the message that came so far.
    revision: i64,
    /// What came of it, for those whose message had been overtaken.
    shown: Result<Shown, Unsent>,
}

impl Changed {
    /// From when on the message may be changed again.
    fn free_at(&self) -> Instant {
        self.at + BETWEEN_CHANGES
    }
}

/// Until when an item is held back, since its message was changed just now.
fn held_until(item: &Item, changed: &HashMap<String, Changed>, now: Instant) -> Option<Instant> {
    let last = changed.get(item.message.key.as_ref()?)?;
    Some(last.free_at()).filter(|at| *at > now)
}

/// Whether what a message says has been overtaken by a revision of the same name: requests that end
/// at the same moment bring their messages in any order.
fn is_older(message: &Message, revision: i64) -> bool {
    message.revision != 0 && message.revision < revision
}

/// What a worker is to do next.
enum Next {
    /// Show this message; it is out of the queue.
    Send(Item),
    /// Wait until then, or until something new is put in.
    Wait(Instant),
    /// End: the queue is empty and was taken away.
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
            Next::Send(item) => send(discord, channel, item, &mut changed).await,
        }
    }
}

/// Shows a message and tells all who wait for it where it stands.
async fn send(
    discord: &Discord,
    channel: &str,
    Item { message, done }: Item,
    changed: &mut HashMap<String, Changed>,
) {
    let last = message.key.as_ref().and_then(|key| changed.get(key));
    let shown = match last.filter(|last| is_older(&message, last.revision)) {
        Some(last) => last.shown.clone(),
        None => show(discord, channel, &message).await,
    };
    if let Err(error) = &shown {
        tracing::warn!(channel, %error, "a message could not be shown in a channel of Discord");
        call_off(discord, channel, &message, error).await;
    }
    let revision = last.map_or(message.revision, |last| last.revision.max(message.revision));
    if let Some(key) = message.key {
        changed.insert(key, Changed { at: Instant::now(), revision, shown: shown.clone() });
    }
    for done in done {
        // Most do not wait for it.
        let _ = done.send(shown.clone());
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

#[cfg(test)]
mod tests;
