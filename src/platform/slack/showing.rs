//! Showing a message in its channel: where one of its name stands it is changed, else a new one is
//! posted, in the thread of its run.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::Utc;

use super::api::ApiError;
use super::posting::Marked;
use super::stamp::{Spot, Stamp};
use super::{PLATFORM, Slack, render};
use crate::app::Post;
use crate::app::reply::Message;
use crate::platform::outbox::{Outbox, Shows};
use crate::store::{Error, Shown};

/// How long a message may take to get through before it is given up: long enough for a rate limit
/// and a few faults, and short enough that what everyone sees is not of an hour ago.
const PATIENCE: Duration = Duration::from_mins(2);

/// Slack's word for a thread whose first message was deleted.
pub(super) const NO_THREAD: &str = "thread_not_found";

/// Why a message could not be shown.
#[derive(Debug, Clone, thiserror::Error)]
pub(in crate::platform) enum Unsent {
    /// Slack did not take it.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// Where messages stand could not be looked up or written down.
    #[error(transparent)]
    Store(Arc<Error>),
}

impl From<Error> for Unsent {
    fn from(error: Error) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl Unsent {
    /// Whether its thread is not there any more.
    pub(super) fn is_about_thread(&self) -> bool {
        matches!(self, Self::Api(error) if error.word() == NO_THREAD)
    }
}

#[async_trait]
impl Shows for Slack {
    type Unsent = Unsent;

    fn outbox(&self) -> &Outbox<Unsent> {
        &self.0.outbox
    }

    async fn show(&self, channel: &str, message: &Message) -> Result<Shown, Unsent> {
        let known = match &message.key {
            Some(key) => self.store().shown(PLATFORM, channel, key).await?,
            None => None,
        };
        let workspace = self.workspace_of_channel(channel).unwrap_or_default();
        if let Some(known) = known {
            let (stamp, body) = (Stamp::of(&known), render::body(message));
            return match self.change(&stamp, &workspace, &body, PATIENCE).await {
                // Whoever deleted it did not want to see it again.
                Err(error) if Self::is_gone(&error) => Ok(known),
                changed => Ok(changed.map(|()| known)?),
            };
        }
        self.show_anew(channel, &workspace, message).await
    }

    /// Has a run ended whose first question could not be posted.
    async fn not_shown(&self, channel: &str, message: &Message, why: &Unsent) {
        let (Some(key), Some(about), true, Unsent::Api(_)) =
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

impl Slack {
    /// Posts a message, in the thread of its run if it belongs to one; the first of a run opens its
    /// thread, and so does the next where the first was deleted.
    async fn show_anew(
        &self,
        channel: &str,
        workspace: &str,
        message: &Message,
    ) -> Result<Shown, Unsent> {
        let (spot, opens) = self.spot_of(channel, message).await?;
        match self.show_at((&spot, opens), (channel, workspace), message).await {
            Err(unsent) if unsent.is_about_thread() && spot.thread.is_some() => {
                let beside = Spot::channel(channel);
                self.show_at((&beside, true), (channel, workspace), message).await
            }
            shown => shown,
        }
    }

    /// Posts a message at this spot, where it may open a thread.
    async fn show_at(
        &self,
        (spot, opens): (&Spot, bool),
        (channel, workspace): (&str, &str),
        message: &Message,
    ) -> Result<Shown, Unsent> {
        let mut shown = Shown { place: spot.to_string(), message: String::new() };
        for (part, body) in render::bodies(message).iter().enumerate() {
            let mark = mark(channel, message.key.as_deref(), part);
            let marked = Marked { spot, workspace, mark: &mark, patience: PATIENCE };
            shown.message = self.post_surely(marked, body).await?.time;
        }
        self.note(channel, message, &shown, opens).await?;
        Ok(shown)
    }

    /// Where a message belongs, and whether it is the first of a run, which opens its thread. A run
    /// has a row of its own by the name of its thread: where its messages go.
    async fn spot_of(&self, channel: &str, message: &Message) -> Result<(Spot, bool), Unsent> {
        let Some(thread) = &message.thread else { return Ok((Spot::channel(channel), false)) };
        let run = self.store().shown(PLATFORM, channel, &thread.name).await?;
        Ok(run.map_or_else(|| (Spot::channel(channel), true), |run| (Spot::of(&run.place), false)))
    }

    /// Writes down where a message stands, and its thread if it opens one.
    async fn note(
        &self,
        channel: &str,
        message: &Message,
        shown: &Shown,
        opens: bool,
    ) -> Result<(), Unsent> {
        let now = Utc::now();
        if let Some(thread) = message.thread.as_ref().filter(|_| opens) {
            let place = Stamp::of(shown).to_string();
            let run = Shown { place, message: shown.message.clone() };
            self.store().put_shown(PLATFORM, channel, &thread.name, &run, now).await?;
        }
        if let Some(key) = &message.key {
            self.store().put_shown(PLATFORM, channel, key, shown, now).await?;
        }
        Ok(())
    }

    /// Whether a message stands there already: as it was written down, or, where the program ended
    /// before it could be, by its mark.
    pub(super) async fn is_shown(&self, post: &Post) -> Result<bool, Unsent> {
        let (channel, message) = (&post.place.channel, &post.message);
        self.belongs_to(channel, &post.place.home.id);
        let Some(key) = &message.key else { return Ok(false) };
        if self.store().shown(PLATFORM, channel, key).await?.is_some() {
            return Ok(true);
        }
        let (spot, opens) = self.spot_of(channel, message).await?;
        let last = render::bodies(message).len().saturating_sub(1);
        let mark = mark(channel, Some(key), last);
        let workspace = post.place.home.id.as_str();
        let marked = Marked { spot: &spot, workspace, mark: &mark, patience: PATIENCE };
        let Some(found) = self.find_mark(marked).await? else { return Ok(false) };
        let shown = Shown { place: spot.to_string(), message: found.time };
        self.note(channel, message, &shown, opens).await?;
        Ok(true)
    }
}

/// The mark by which a message is known that may have been sent already.
fn mark(channel: &str, key: Option<&str>, part: usize) -> String {
    match key {
        // The same in every process, so that one that begins anew finds it.
        Some(key) => format!("{channel}.{key}.{part}"),
        // One without a name is posted by this process or not at all.
        None => format!("{:016x}", rand::random::<u64>()),
    }
}
