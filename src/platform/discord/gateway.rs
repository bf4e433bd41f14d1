//! The connection to Discord's gateway: serenity keeps it, this starts it, listens, and notices
//! when it is lost for good.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;
use serenity::Client;
use serenity::all::{ConnectionStage, GatewayError};
use serenity::client::{ClientBuilder, Context as Origin, RawEventHandler};
use serenity::gateway::ShardManager;
use serenity::http::HttpBuilder;
use serenity::model::event::Event;
use serenity::model::gateway::GatewayIntents;
use serenity::model::guild::Guild;
use serenity::model::id::GuildId;
use tokio_util::sync::CancellationToken;

use super::{Discord, PLATFORM, respond, said};
use crate::app::arrivals::Arrival;
use crate::domain::place::Home;

/// How often the state of the shards is looked at.
const LOOK: Duration = Duration::from_secs(5);

/// How long a shard may be without a connection before a supervisor had better start the program
/// anew.
const LOST_AFTER: Duration = Duration::from_mins(3);

/// How long the connection takes to close.
const GOODBYE: Duration = Duration::from_secs(5);

/// Why the connection ended, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Lost {
    /// The token was revoked while we ran.
    #[error(
        "Discord no longer accepts DISCORD_TOKEN. Make a new one at \
         https://discord.com/developers/applications (your application, Bot, Reset Token) and \
         start me again."
    )]
    Token,
    /// An intent is not granted.
    #[error(
        "Discord does not grant this bot the intent to read messages. Switch on Message Content \
         Intent at https://discord.com/developers/applications (your application, Bot), or take \
         DISCORD_MESSAGE_CONTENT out of the settings."
    )]
    Intents,
    /// The shards asked for cannot be.
    #[error("Discord does not accept DISCORD_SHARDS as it is; set it to auto.")]
    Shards,
    /// Nothing has come through for minutes.
    #[error(
        "The connection to Discord has been lost for {0} minutes; I end, so that a supervisor \
         starts me anew."
    )]
    Silent(u64),
    /// Something else ended it, in serenity's words.
    #[error("The connection to Discord ended: {0}")]
    Other(String),
}

/// Keeps the connection until `shutdown`, or until it is lost for good.
pub(super) async fn run(discord: &Discord, shutdown: &CancellationToken) -> anyhow::Result<()> {
    let mut client = client(discord).await?;
    let manager = Arc::clone(&client.shard_manager);
    let shards = discord.shards();
    let (first, last, total) = (shards.first, shards.last, shards.total);
    tracing::info!(shards = shards.count(), "connecting to Discord");
    let ended = tokio::select! {
        // serenity takes the end of the range as the last shard, though it looks like the one
        // after.
        ended = client.start_shard_range(first..last, total) => ended.map_err(|error| lost(&error)),
        silent = watch(discord, &manager) => Err(silent),
        () = shutdown.cancelled() => Ok(()),
    };
    if tokio::time::timeout(GOODBYE, manager.shutdown_all()).await.is_err() {
        tracing::warn!("Discord's gateway did not say goodbye in time");
    }
    discord.set_ended();
    match ended {
        Err(why) => Err(why.into()),
        Ok(()) if shutdown.is_cancelled() => Ok(()),
        Ok(()) => Err(Lost::Other("all shards have stopped".to_owned()).into()),
    }
}

async fn client(discord: &Discord) -> anyhow::Result<Client> {
    let settings = discord.settings();
    let http = HttpBuilder::new(settings.token.expose_secret())
        .client(discord.http().clone())
        .proxy(&settings.api_url)
        // With its own limiter on, serenity ignores the address.
        .ratelimiter_disabled(true)
        .build();
    // None of these is privileged. Without the content of messages, Discord still tells that of
    // direct ones and of those that mention the bot.
    let mut intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    if settings.message_content {
        intents |= GatewayIntents::MESSAGE_CONTENT;
    }
    let client = ClientBuilder::new_with_http(http, intents)
        .raw_event_handler(Listener(discord.clone()))
        .await;
    let client = client.context("making the client for Discord's gateway")?;
    // If asking for the gateway's address fails at this very moment, serenity takes the real one;
    // the token must go to the configured one only.
    discord.gateway().clone_into(&mut *client.ws_url.lock().await);
    Ok(client)
}

/// Watches the shards; ends when one of them has been without a connection for too long.
async fn watch(discord: &Discord, manager: &ShardManager) -> Lost {
    let mut watchdog = Watchdog::new(discord.shards().count(), Instant::now());
    loop {
        tokio::time::sleep(LOOK).await;
        let connected: HashSet<u32> = {
            let runners = manager.runners.lock().await;
            let connected =
                runners.iter().filter(|(_, shard)| shard.stage == ConnectionStage::Connected);
            connected.map(|(id, _)| id.0).collect()
        };
        let lost = watchdog.is_lost(connected.len(), Instant::now());
        discord.set_connected(connected);
        if lost {
            return Lost::Silent(LOST_AFTER.as_secs() / 60);
        }
    }
}

/// Notices when a shard has been without a connection for too long.
struct Watchdog {
    /// How many shards there are to be.
    wanted: usize,
    /// The most shards that were connected at once so far.
    most: usize,
    /// When all was well, or better than ever before.
    well: Instant,
}

impl Watchdog {
    fn new(wanted: usize, now: Instant) -> Self {
        Self { wanted, most: 0, well: now }
    }

    /// Takes note of how many shards are connected. At the start, Discord lets them in one after
    /// the other, so each more is a good sign.
    fn is_lost(&mut self, connected: usize, now: Instant) -> bool {
        if connected >= self.wanted || connected > self.most {
            self.well = now;
        }
        self.most = self.most.max(connected);
        now.duration_since(self.well) >= LOST_AFTER
    }
}

fn lost(error: &serenity::Error) -> Lost {
    match error {
        serenity::Error::Gateway(
            GatewayError::InvalidAuthentication | GatewayError::NoAuthentication,
        ) => Lost::Token,
        serenity::Error::Gateway(
            GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents,
        ) => Lost::Intents,
        serenity::Error::Gateway(
            GatewayError::InvalidShardData | GatewayError::OverloadedShard,
        ) => Lost::Shards,
        other => Lost::Other(other.to_string()),
    }
}

impl Discord {
    /// Has what has paused on a server go on where the bot may post again.
    async fn server_changed(&self, server: GuildId) {
        let home = Home::new(PLATFORM, server.to_string());
        self.app().places_changed(|place| place.home == home, Utc::now()).await;
    }
}

/// A server as one to which the bot was added; Discord tells of each at every start, too.
fn arrival(server: &Guild) -> Arrival {
    Arrival {
        home: Home::new(PLATFORM, server.id.to_string()),
        since: DateTime::from_timestamp(server.joined_at.unix_timestamp(), 0),
        channel: server.system_channel_id.map(|channel| channel.to_string()),
        person: Some(server.owner_id.to_string()),
        invited_to: None,
    }
}

/// Takes every event that serenity understands, and notes those that it does not.
struct Listener(Discord);

#[serenity::async_trait]
impl RawEventHandler for Listener {
    async fn raw_event(&self, origin: Origin, event: Event) {
        let discord = self.0.clone();
        match event {
            // An interaction or a message has one id in all events; a repeated one falls through.
            Event::InteractionCreate(event) if discord.is_new(event.interaction.id().get()) => {
                respond::handle(discord, event.interaction).await;
            }
            Event::MessageCreate(event) if discord.is_new(event.message.id.get()) => {
                said::handle(discord, event.message).await;
            }
            Event::Ready(event) => {
                let shard = event.ready.shard.map_or(0, |shard| shard.id.0);
                discord
                    .shard_is_ready(shard, event.ready.guilds.iter().map(|guild| guild.id))
                    .await;
            }
            Event::Resumed(_) => {
                tracing::info!("the connection to Discord was resumed");
                discord.shard_is_connected(origin.shard_id.0);
            }
            Event::GuildCreate(event) => {
                discord.joined(event.guild.id, &event.guild.name);
                discord.app().arrived(arrival(&event.guild), Utc::now());
                discord.server_changed(event.guild.id).await;
            }
            Event::GuildUpdate(event) => discord.renamed(event.guild.id, &event.guild.name),
            // What the bot may do somewhere hangs on the channel, on roles, and on its own.
            Event::ChannelCreate(event) => discord.server_changed(event.channel.guild_id).await,
            Event::ChannelUpdate(event) => discord.server_changed(event.channel.guild_id).await,
            Event::GuildRoleUpdate(event) => discord.server_changed(event.role.guild_id).await,
            Event::GuildMemberUpdate(event) if event.user.id == discord.me() => {
                discord.server_changed(event.guild_id).await;
            }
            // One with an outage is not left.
            Event::GuildDelete(event) if !event.guild.unavailable => discord.left(event.guild.id),
            Event::Unknown(event) => discord.count_unknown(&event.kind),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_lost_after_three_minutes_without_it() {
        let start = Instant::now();
        for (what, wanted, looks, lost) in [
            ("all is well", 1, &[(5, 1), (600, 1)][..], false),
            (
                "one shard drops out and comes back",
                2,
                &[(5, 2), (100, 1), (184, 1), (190, 2), (300, 1)],
                false,
            ),
            ("one shard stays away", 2, &[(5, 2), (100, 1), (185, 1)], true),
            ("many shards come in one after the other", 3, &[(150, 1), (300, 2), (450, 3)], false),
            ("none ever comes", 1, &[(5, 0), (180, 0)], true),
        ] {
            let mut watchdog = Watchdog::new(wanted, start);
            let looked = looks
                .iter()
                .map(|(at, up)| watchdog.is_lost(*up, start + Duration::from_secs(*at)));
            assert_eq!(looked.collect::<Vec<_>>().pop(), Some(lost), "{what}");
        }
    }
}
