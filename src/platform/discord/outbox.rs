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

#[cfg(test)]
mod tests;
