//! What is known of channels: whether the app is in one, and what kind it is. Kept for some
//! minutes, and forgotten when Slack says that it has changed.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::json;

use super::api::{Api, ApiError, CHANNEL, Call};
use super::heard::lenient::{lenient, read};
use super::{Slack, lock};
use crate::app::click::Click;
use crate::app::reach::MayPost;
use crate::app::request::{Action, Hindrance};
use crate::domain::place::Place;

/// How long what is known of a channel is believed.
const KEPT: Duration = Duration::from_mins(10);

/// How long somebody who does something waits for what is known of the channel.
const LOOKING: Duration = Duration::from_millis(1_200);

/// How many are kept; beyond that all begins anew.
const MANY: usize = 20_000;

/// Slack's words for a channel that is not there, or not for us to see.
const GONE: [&str; 3] =
    ["channel_not_found", "method_not_supported_for_channel_type", "not_visible"];

/// The channels that are known.
#[derive(Debug, Default)]
pub(super) struct Channels {
    /// What Slack told of them, and when.
    told: Mutex<HashMap<String, (Channel, Instant)>>,
    /// In which workspace each is, for an app that is in several.
    workspaces: Mutex<HashMap<String, String>>,
}

/// A channel or conversation, as Slack tells of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Channel {
    /// Its name without the `#`; empty for a conversation of two.
    #[serde(deserialize_with = "lenient")]
    pub(super) name: String,
    /// Whether the app is in it.
    #[serde(deserialize_with = "lenient")]
    pub(super) is_member: bool,
    /// Whether it is put away.
    #[serde(deserialize_with = "lenient")]
    pub(super) is_archived: bool,
    /// Whether it is a conversation of two.
    #[serde(deserialize_with = "lenient")]
    pub(super) is_im: bool,
    /// The other person of a conversation of two.
    #[serde(deserialize_with = "lenient")]
    pub(super) user: String,
}

impl Channels {
    /// Takes note that something about a channel has changed.
    pub(super) fn forget(&self, channel: &str) {
        lock(&self.told).remove(channel);
    }

    fn known(&self, channel: &str) -> Option<Channel> {
        let channels = lock(&self.told);
        let (known, at) = channels.get(channel)?;
        (at.elapsed() < KEPT).then(|| known.clone())
    }

    fn keep(&self, channel: &str, told: &Channel) {
        let mut channels = lock(&self.told);
        if channels.len() >= MANY {
            channels.clear();
        }
        channels.insert(channel.to_owned(), (told.clone(), Instant::now()));
    }
}

impl Channel {
    /// A channel as Slack tells of it now; none if there is no such channel, or none that the app
    /// can see.
    pub(super) async fn of(
        api: &Api,
        channel: &str,
        workspace: &str,
        patience: Duration,
    ) -> Result<Option<Self>, ApiError> {
        let call = Call::new(&CHANNEL, workspace, json!({ "channel": channel }), patience);
        match api.send(&call).await {
            Ok(mut answer) => Ok(Some(read(answer["channel"].take()))),
            Err(error) if GONE.contains(&error.word()) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the app can say something there.
    pub(super) fn takes_messages(&self) -> bool {
        !self.is_archived && (self.is_member || self.is_im)
    }
}

impl Slack {
    /// What is known of a channel, asked of Slack where it is not known; none if there is no such
    /// channel, or none that the app can see.
    pub(super) async fn channel(
        &self,
        channel: &str,
        workspace: &str,
        patience: Duration,
    ) -> Result<Option<Channel>, ApiError> {
        if let Some(known) = self.0.channels.known(channel) {
            return Ok(Some(known));
        }
        let told = Channel::of(self.api(), channel, workspace, patience).await?;
        if let Some(told) = &told {
            self.0.channels.keep(channel, told);
        }
        Ok(told)
    }

    /// Why nothing can be shown to everyone at a place; none if it can be, or if nobody knows.
    /// Looked for only where a line may ask for something to be shown.
    pub(super) async fn hindrance(&self, place: &Place, action: &Action) -> Option<Hindrance> {
        let may_ask = match action {
            Action::Command { .. } | Action::Line(_) => true,
            Action::Click(click) | Action::Submit { action: click, .. } => {
                matches!(click, Click::Line(_) | Click::Form(_))
            }
            Action::Home | Action::Said { .. } => false,
        };
        if place.direct || !may_ask {
            return None;
        }
        match self.channel(&place.channel, &place.home.id, LOOKING).await {
            Ok(found) => self.hindrance_in(&place.channel, found.as_ref()),
            Err(error) => {
                tracing::info!(%error, "could not find out whether a channel can be posted in");
                None
            }
        }
    }

    /// What hinders the bot in a channel of which Slack tells this; of one that it cannot see,
    /// Slack tells nothing.
    fn hindrance_in(&self, id: &str, channel: Option<&Channel>) -> Option<Hindrance> {
        match channel {
            Some(channel) if channel.is_archived => Some(Hindrance::Archived),
            Some(channel) if channel.takes_messages() => None,
            None if id.starts_with('D') => Some(Hindrance::OfOthers),
            Some(_) | None => {
                Some(Hindrance::NotIn { invite: format!("/invite @{}", self.known().name) })
            }
        }
    }

    /// Takes note of the workspace in which a channel is.
    pub(super) fn belongs_to(&self, channel: &str, workspace: &str) {
        // Where there is only one, there is nothing to be told apart.
        if self.known().workspace.is_some() {
            return;
        }
        let mut workspaces = lock(&self.0.channels.workspaces);
        if workspaces.len() >= MANY {
            workspaces.clear();
        }
        if workspaces.get(channel).is_none_or(|known| known != workspace) {
            workspaces.insert(channel.to_owned(), workspace.to_owned());
        }
    }

    /// The workspace in which a channel is, as far as that is known.
    pub(super) fn workspace_of_channel(&self, channel: &str) -> Option<String> {
        let own = self.known().workspace.clone();
        own.or_else(|| lock(&self.0.channels.workspaces).get(channel).cloned())
    }

    /// Whether the bot can post in a channel, as Slack says now.
    pub(super) async fn may_post_in(&self, channel: &str, workspace: &str) -> MayPost {
        self.0.channels.forget(channel);
        match self.channel(channel, workspace, Duration::from_secs(10)).await {
            Ok(Some(found)) => match self.hindrance_in(channel, Some(&found)) {
                Some(hindrance) => MayPost::Hindered(hindrance),
                None => MayPost::Yes,
            },
            Ok(None) => MayPost::Gone,
            Err(error) => {
                tracing::warn!(%error, "could not find out whether a channel can be posted in");
                MayPost::Unknown
            }
        }
    }
}
