//! A look at Discord without connecting to its gateway, for `studyhall doctor`: nothing is changed
//! or registered.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serenity::model::guild::PartialGuild;
use serenity::model::id::{ChannelId, UserId};

use super::PLATFORM;
use super::channels::{Channels, Server};
use super::gateway::Lost;
use super::options::DiscordSettings;
use super::permissions::lacking_of_all;
use super::rest::{Rest, RestError};
use super::start::{CannotStart, Introduction, is_registered, sender};
use crate::app::counts::Counts;
use crate::ops::metrics::Metrics;

/// How long each question may take, repetitions included.
const PATIENCE: Duration = Duration::from_secs(20);

/// The application's flags that say that messages may be read: for bots on many servers, and on
/// few.
const READS_MESSAGES: u64 = 1 << 18 | 1 << 19;

/// A look at Discord with a token that it accepts.
#[derive(Debug)]
pub(crate) struct Look {
    rest: Rest,
    settings: DiscordSettings,
    us: Introduction,
    channels: Channels,
}

/// A channel as the bot finds it.
#[derive(Debug)]
pub(crate) enum ChannelState {
    /// There is no such channel any more.
    Gone,
    /// A conversation with one person, where nothing is needed.
    Direct,
    /// The bot may not even see it.
    Hidden,
    /// A channel of a server.
    Seen(Seen),
}

/// What the bot may do in a channel of a server.
#[derive(Debug)]
pub(crate) struct Seen {
    /// The channel's name, without the `#`.
    pub(crate) name: String,
    /// The name of the server that the channel belongs to.
    pub(crate) server: String,
    /// The bot's own role there.
    pub(crate) role: String,
    /// What its roles do not give it, by the names of Discord's settings.
    pub(crate) lacking_on_server: Vec<&'static str>,
    /// What the channel takes away.
    pub(crate) lacking_in_channel: Vec<&'static str>,
}

impl Look {
    /// Asks who we are, which shows whether the token is good.
    pub(crate) async fn with(settings: DiscordSettings) -> Result<Self, CannotStart> {
        // What is counted here is told to nobody.
        let metrics = Metrics::new(&Counts::default()).of(PLATFORM);
        let (_, rest) = sender(&settings.token, &settings.api_url, &metrics)?;
        let us = Introduction::of(&rest, &settings.api_url).await?;
        Ok(Self { rest, settings, us, channels: Channels::default() })
    }

    /// The name that the bot has on Discord.
    pub(crate) fn name(&self) -> &str {
        &self.us.me.username
    }

    /// The bot's and the application's ids.
    pub(crate) fn ids(&self) -> (u64, u64) {
        (self.us.me.id.get(), self.us.application.id.get())
    }

    /// What time it is by Discord's clock; none if it does not answer or does not say.
    pub(crate) async fn clock(&self) -> Option<DateTime<Utc>> {
        self.rest.clock().await
    }

    /// Whether what people type may be read, if the settings ask for that.
    pub(crate) fn may_read(&self) -> Option<Result<(), Lost>> {
        let granted = self.us.application.flags & READS_MESSAGES != 0;
        let told = if granted { Ok(()) } else { Err(Lost::Intents) };
        self.settings.message_content.then_some(told)
    }

    /// How many more connections Discord lets the bot make today, if that is enough.
    pub(crate) fn starts(&self) -> Result<u32, CannotStart> {
        self.us.gateway.starts(self.settings.shards)
    }

    /// Whether the commands are registered as they should be.
    pub(crate) async fn has_commands(&self) -> Result<bool, CannotStart> {
        is_registered(&self.rest, self.us.application.id).await
    }

    /// What the bot may do in a channel; an error says in words why that is not known.
    pub(crate) async fn channel(&mut self, id: &str) -> Result<ChannelState, String> {
        let Some(channel) = id.parse().ok().filter(|id| *id != 0).map(ChannelId::new) else {
            return Ok(ChannelState::Gone);
        };
        match self.see(channel).await {
            Ok(channel) => Ok(channel),
            Err(error) => match error.status() {
                404 => Ok(ChannelState::Gone),
                403 => Ok(ChannelState::Hidden),
                _ => Err(error.to_string()),
            },
        }
    }

    async fn see(&mut self, channel_id: ChannelId) -> Result<ChannelState, RestError> {
        let me = self.us.me.id;
        let Some(found) = self.channels.find((&self.rest, me), channel_id, PATIENCE).await? else {
            return Ok(ChannelState::Direct);
        };
        let Server { guild, member } = &*found.server;
        let on_server = lacking_of_all(guild.member_permissions(member));
        // What is lacking everywhere is mended by a role, the rest in the channel.
        let lacking = lacking_of_all(found.permissions()).into_iter();
        let (lacking_on_server, lacking_in_channel) =
            lacking.partition(|one| on_server.contains(one));
        Ok(ChannelState::Seen(Seen {
            name: found.home.name.clone(),
            server: guild.name.clone(),
            role: own_role(guild, me).unwrap_or_else(|| member.user.name.clone()),
            lacking_on_server,
            lacking_in_channel,
        }))
    }
}

/// The name of the role that came with the bot.
fn own_role(server: &PartialGuild, me: UserId) -> Option<String> {
    let own = server.roles.values().find(|role| role.tags.bot_id == Some(me));
    own.map(|role| role.name.clone())
}
