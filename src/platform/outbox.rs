//! What everyone sees in channels: one queue a channel, in order, each named message in one place
//! and changed rather than repeated.
//!
//! Changes of one message are held back a little and merged, so that ten answers in a second are
//! one change.

use std::collections::{HashMap, VecDeque};
use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use tokio::sync::{Notify, oneshot};
use tokio_util::task::TaskTracker;

use crate::app::caught::caught;
use crate::app::reply::Message;
use crate::store::Shown;

/// The pause between two changes of one message.
const BETWEEN_CHANGES: Duration = Duration::from_millis(1_500);

/// A platform whose messages go by an outbox.
#[async_trait]
pub(super) trait Shows: Clone + Send + Sync + 'static {
    /// Why a message could not be shown; told to each who waits for it.
    type Unsent: Clone + Display + Send + Sync + 'static;

    /// Where its messages wait.
    fn outbox(&self) -> &Outbox<Self::Unsent>;

    /// Shows a message in a channel: in place of the one of its name if there is one.
    async fn show(&self, channel: &str, message: &Message) -> Result<Shown, Self::Unsent>;

    /// Hears of a message that could not be shown, so that nobody waits for what nobody sees.
    async fn not_shown(&self, channel: &str, message: &Message, why: &Self::Unsent);
}

/// Messages on their way to channels; `E` is why one may not get there.
#[derive(Debug)]
pub(super) struct Outbox<E> {
    /// A queue for each channel, by its id, as long as a worker is at it.
    queues: Mutex<HashMap<String, Queue<E>>>,
    /// One for each queue, so that a slow channel holds up no other.
    workers: TaskTracker,
}

impl<E> Default for Outbox<E> {
    fn default() -> Self {
        Self { queues: Mutex::default(), workers: TaskTracker::default() }
    }
}

/// What is to be shown in one channel.
#[derive(Debug)]
struct Queue<E> {
    items: VecDeque<Item<E>>,
    /// Wakes the worker, which may wait for a change that must not come yet.
    news: Arc<Notify>,
}

/// A message that waits, and whoever wants to know where it stands: several, where messages of one
/// name were merged.
#[derive(Debug)]
struct Item<E> {
    message: Message,
    done: Vec<oneshot::Sender<Result<Shown, E>>>,
}

impl<E: Clone + Display + Send + Sync + 'static> Outbox<E> {
    /// Puts a message into the queue of its channel; tells where it stands, once it does.
    pub(super) fn put(
        &self,
        platform: &impl Shows<Unsent = E>,
        channel: &str,
        message: Message,
    ) -> oneshot::Receiver<Result<Shown, E>> {
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
        let (platform, channel) = (platform.clone(), channel.to_owned());
        self.workers.spawn(async move {
            if caught(work(&platform, &channel, news)).await.is_err() {
                // What waited is lost; what comes next begins anew.
                platform.outbox().queues().remove(&channel);
            }
        });
        shown
    }

    /// Waits until everything has been sent, but not for ever.
    pub(super) async fn close(&self, patience: Duration) {
        self.workers.close();
        if tokio::time::timeout(patience, self.workers.wait()).await.is_err() {
            tracing::warn!("some messages were not sent in time");
        }
    }

    /// The next thing to do in a channel; its queue ends when there is nothing left.
    fn next(&self, channel: &str, changed: &HashMap<String, Changed<E>>, now: Instant) -> Next<E> {
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

    fn queues(&self) -> MutexGuard<'_, HashMap<String, Queue<E>>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<E> Default for Queue<E> {
    fn default() -> Self {
        Self { items: VecDeque::new(), news: Arc::default() }
    }
}

impl<E> Queue<E> {
    /// A message takes the place of one of the same name that still waits, unless that one is
    /// newer.
    fn put(&mut self, message: Message, done: oneshot::Sender<Result<Shown, E>>) {
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

impl<E> Item<E> {
    fn has_key(&self, key: &str) -> bool {
        self.message.key.as_deref() == Some(key)
    }
}

/// The last change of a message.
#[derive(Debug)]
struct Changed<E> {
    /// When it was done.
    at: Instant,
    /// The highest revision of the message that came so far.
    revision: i64,
    /// What came of it, for those whose message had been overtaken.
    shown: Result<Shown, E>,
}

impl<E> Changed<E> {
    /// From when on the message may be changed again.
    fn free_at(&self) -> Instant {
        self.at + BETWEEN_CHANGES
    }
}

/// Until when an item is held back, since its message was changed just now.
fn held_until<E>(
    item: &Item<E>,
    changed: &HashMap<String, Changed<E>>,
    now: Instant,
) -> Option<Instant> {
    let last = changed.get(item.message.key.as_ref()?)?;
    Some(last.free_at()).filter(|at| *at > now)
}

/// Whether what a message says has been overtaken by a revision of the same name: requests that end
/// at the same moment bring their messages in any order.
fn is_older(message: &Message, revision: i64) -> bool {
    message.revision != 0 && message.revision < revision
}

/// What a worker is to do next.
enum Next<E> {
    /// Show this message; it is out of the queue.
    Send(Item<E>),
    /// Wait until then, or until something new is put in.
    Wait(Instant),
    /// End: the queue is empty and was taken away.
    End,
}

/// Sends what is in a channel's queue, until there is nothing left.
async fn work<P: Shows>(platform: &P, channel: &str, news: Arc<Notify>) {
    let mut changed: HashMap<String, Changed<P::Unsent>> = HashMap::new();
    loop {
        match platform.outbox().next(channel, &changed, Instant::now()) {
            Next::End => return,
            Next::Wait(until) => {
                tokio::select! {
                    () = tokio::time::sleep_until(until.into()) => {}
                    () = news.notified() => {}
                }
            }
            Next::Send(item) => send(platform, channel, item, &mut changed).await,
        }
    }
}

/// Shows a message and tells all who wait for it where it stands.
async fn send<P: Shows>(
    platform: &P,
    channel: &str,
    Item { message, done }: Item<P::Unsent>,
    changed: &mut HashMap<String, Changed<P::Unsent>>,
) {
    let last = message.key.as_ref().and_then(|key| changed.get(key));
    let shown = match last.filter(|last| is_older(&message, last.revision)) {
        Some(last) => last.shown.clone(),
        None => platform.show(channel, &message).await,
    };
    if let Err(error) = &shown {
        tracing::warn!(channel, %error, "a message could not be shown in a channel");
        platform.not_shown(channel, &message, error).await;
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

#[cfg(test)]
mod tests;
