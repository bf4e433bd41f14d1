//! What the bot may do in a channel, asked of Discord: from its server's roles and the channel's
//! own rules.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serenity::http::Route;
use serenity::model::Permissions;
use serenity::model::channel::{ChannelType, GuildChannel};
use serenity::model::guild::{Member, PartialGuild};
use serenity::model::id::{ChannelId, GuildId, UserId};

use super::Discord;
use super::permissions::hindrance;
use super::rest::{Call, Rest, RestError};
use super::showing::id;
use crate::app::reach::MayPost::{self, Hindered};

/// A server and the bot as its member.
#[derive(Debug)]
pub(super) struct Server {
    /// The server with its roles.
    pub(super) guild: PartialGuild,
    /// The bot as a member there, with the roles that it has.
    pub(super) member: Member,
}

/// A channel with its server; for a thread the channel above it, whose rules are the thread's.
#[derive(Debug)]
pub(super) struct Channel {
    /// The channel, with its own rules for roles and members.
    pub(super) home: GuildChannel,
    /// Whether a thread under it was asked for.
    pub(super) is_thread: bool,
    /// The server that the channel belongs to; channels of one server share it.
    pub(super) server: Arc<Server>,
}

/// Channels and servers as Discord tells them, each server asked for once.
#[derive(Debug, Default)]
pub(super) struct Channels {
    /// The servers asked for so far.
    servers: HashMap<GuildId, Arc<Server>>,
}

/// What of a channel decides how to go on.
#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: ChannelType,
    parent_id: Option<ChannelId>,
}

impl Channel {
    /// What the bot may do in it.
    pub(super) fn permissions(&self) -> Permissions {
        self.server.guild.user_permissions_in(&self.home, &self.server.member)
    }
}

impl Channels {
    /// Asks for a channel; none if it is a conversation with one person.
    pub(super) async fn find(
        &mut self,
        (rest, me): (&Rest, UserId),
        channel_id: ChannelId,
        patience: Duration,
    ) -> Result<Option<Channel>, RestError> {
        let told = rest.send(&Call::get(Route::Channel { channel_id }, patience)).await?;
        let Kind { kind, parent_id } = read(told.clone())?;
        // Channels have a parent, too: the category in which they stand.
        let above = parent_id.filter(|_| is_thread(kind));
        let home = match (kind, above) {
            (ChannelType::Private | ChannelType::GroupDm, _) => return Ok(None),
            (_, Some(channel_id)) => {
                rest.send(&Call::get(Route::Channel { channel_id }, patience)).await?
            }
            (_, None) => told,
        };
        let home: GuildChannel = read(home)?;
        let server = self.server((rest, me), home.guild_id, patience).await?;
        Ok(Some(Channel { home, is_thread: above.is_some(), server }))
    }

    async fn server(
        &mut self,
        (rest, user_id): (&Rest, UserId),
        guild_id: GuildId,
        patience: Duration,
    ) -> Result<Arc<Server>, RestError> {
        if let Some(known) = self.servers.get(&guild_id) {
            return Ok(Arc::clone(known));
        }
        let guild = rest.fetch(&Call::get(Route::Guild { guild_id }, patience)).await?;
        let mut member =
            rest.send(&Call::get(Route::GuildMember { guild_id, user_id }, patience)).await?;
        // serenity wants to know of which server.
        member["guild_id"] = guild_id.to_string().into();
        let server = Arc::new(Server { guild, member: read(member)? });
        self.servers.insert(guild_id, Arc::clone(&server));
        Ok(server)
    }
}

impl Discord {
    /// Whether the bot can post in a channel or thread, as Discord says now.
    pub(super) async fn permissions_in(&self, channel: &str, patience: Duration) -> MayPost {
        let Ok(channel) = id(channel) else { return MayPost::Gone };
        let found = Channels::default()
            .find((self.rest(), self.me()), ChannelId::new(channel), patience)
            .await;
        match found {
            Ok(Some(channel)) => {
                hindrance(channel.permissions(), channel.is_thread).map_or(MayPost::Yes, Hindered)
            }
            Ok(None) => MayPost::Yes,
            // A channel that the bot may not see is not there for it.
            Err(error) if matches!(error.status(), 403 | 404) => MayPost::Gone,
            Err(error) => {
                tracing::warn!(%error, "could not find out whether a channel can be posted in");
                MayPost::Unknown
            }
        }
    }
}

/// Whether a channel of this type is a thread of another.
pub(super) fn is_thread(kind: ChannelType) -> bool {
    matches!(kind, ChannelType::PublicThread | ChannelType::PrivateThread | ChannelType::NewsThread)
}

fn read<T: DeserializeOwned>(answer: Value) -> Result<T, RestError> {
    serde_json::from_value(answer).map_err(|error| RestError::Unreadable(error.to_string()))
}
