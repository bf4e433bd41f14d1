//! Discord: what people do on its servers becomes requests, what the bot says becomes messages,
//! forms and threads.
//!
//! Nothing is decided here. Answers and verdicts are private: forms and messages that only their
//! person sees. What everyone sees goes through one queue a channel. No privileged intent is
//! needed. serenity keeps the connection to the gateway and names the routes of the REST API;
//! requests are sent by `rest`, which keeps the limits and repeats what may be repeated.

mod channels;
mod check;
mod commands;
mod connection;
mod conversation;
mod doctor;
mod gateway;
mod heard;
mod options;
mod permissions;
mod render;
mod respond;
mod rest;
mod routes;
mod said;
mod sending;
mod servers;
mod setup;
mod showing;
mod start;
mod status;
mod uploads;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::Utc;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serenity::model::id::{ApplicationId, UserId};
use tokio_util::sync::CancellationToken;

use self::connection::Connection;
use self::heard::{Heard, Where};
use self::rest::Rest;
use self::servers::Servers;
use self::status::ShardRange;
use crate::app::reply::{Block, Message, Reply, Span};
use crate::app::request::{Action, Request};
use crate::app::{App, Post};
use crate::domain::place::{Home, Identity, Place};
use crate::ops::metrics::PlatformMetrics;
use crate::ops::readiness::Part;
use crate::platform::outbox::Outbox;
use crate::platform::recent::Recent;
use crate::store::Store;

pub use self::commands::table as command_table;
pub use self::gateway::Lost;
pub use self::options::{DiscordOptions, DiscordSettings, Shards};
pub use self::setup::DiscordSetup;
pub use self::start::CannotStart;

/// The name under which the store knows this platform.
pub const PLATFORM: &str = "discord";

/// What operators call it.
const TITLE: &str = "Discord";

/// Discord's code of the error that a person takes no direct messages from us.
const CLOSED_TO_US: u64 = 50_007;

/// How long messages on their way may take after shutdown was asked for.
const GRACE: Duration = Duration::from_secs(8);

/// The connection to Discord; cheap to clone.
#[derive(Debug, Clone)]
pub struct Discord(Arc<Inner>);

/// How the operator sees how the connection is.
#[derive(Debug)]
struct Watch {
    /// Where events, limits and shards of Discord are counted.
    metrics: PlatformMetrics,
    /// The part that is ready once all shards are connected.
    part: Part,
}

#[derive(Debug)]
struct Inner {
    app: Arc<App>,
    store: Store,
    settings: DiscordSettings,
    /// For what is no request of the API: the gateway and files that people upload.
    http: reqwest::Client,
    rest: Rest,
    outbox: Outbox<showing::Unsent>,
    watch: Watch,
    /// What Discord said about us at the start.
    known: Known,
    /// The shards that have a connection now, by number.
    ready: Mutex<HashSet<u32>>,
    /// What was told of the connection.
    connection: Mutex<Connection>,
    servers: Mutex<Servers>,
    /// Events that were heard, so that one that comes again is left alone.
    recent: Mutex<Recent<u64>>,
    /// Kinds of events that could not be read, each logged once.
    unknown: Mutex<HashSet<String>>,
}

/// What Discord says about the bot at the start.
#[derive(Debug, Clone)]
struct Known {
    /// By which the bot is invited and its commands are registered.
    application: ApplicationId,
    /// The bot as a person of Discord.
    me: UserId,
    /// The address of the gateway: `wss://gateway.discord.gg`.
    gateway: String,
    /// The shards that run in this process.
    shards: ShardRange,
    /// What stands for each command in a text, by the command's line.
    mentions: HashMap<String, String>,
}

impl Discord {
    /// Keeps the connection until `shutdown`; an error says why it was lost for good.
    async fn keep_connected(&self, shutdown: &CancellationToken) -> anyhow::Result<()> {
        let ended = gateway::run(self, shutdown).await;
        // After the gateway, since whatever it still brought may be answered in a channel.
        self.0.outbox.close(GRACE).await;
        ended
    }

    /// Shows a message that the bot sends of its own accord.
    fn put(&self, post: Post) {
        // Nobody waits for where it stands.
        drop(self.0.outbox.put(self, &post.place.channel, post.message));
    }

    /// A message whose commands can be pressed.
    fn dressed(&self, message: &Message) -> Message {
        let mut message = message.clone();
        let texts = message.blocks.iter_mut().flat_map(Block::texts_mut);
        for span in texts.flat_map(|text| &mut text.0) {
            if let Span::Command(command) = span {
                command.mention = self.0.known.mentions.get(&command.line).cloned();
            }
        }
        message
    }

    /// The link by which somebody adds the bot to a server.
    fn invite(&self) -> String {
        permissions::invite(self.0.known.application)
    }

    /// The request that an interaction is.
    async fn request(&self, heard: &Heard) -> crate::store::Result<Request> {
        let mut action = heard.action.clone();
        if let Action::Command { name, files, .. } = &mut action {
            *files = self.files_of(name, &heard.attached).await;
        }
        Ok(Request {
            event: heard.id.to_string(),
            place: self.place(&heard.spot, &heard.asker.id, &action).await?,
            asker: heard.asker.clone(),
            action,
            hindrance: heard.hindrance.clone(),
        })
    }

    /// The place of a channel, a thread of ours or a direct conversation.
    async fn place(
        &self,
        spot: &Where,
        person: &str,
        action: &Action,
    ) -> crate::store::Result<Place> {
        let home = if let Some(guild) = spot.guild {
            Home::new(PLATFORM, guild.to_string())
        } else {
            self.0.app.home(&Identity::new(PLATFORM, person), action, None).await?
        };
        let channel = self.channel_of(spot).await?;
        Ok(Place { home, channel, direct: spot.is_direct() })
    }

    /// The channel that a place counts as: for a thread that we opened, the one above it.
    async fn channel_of(&self, spot: &Where) -> crate::store::Result<String> {
        let channel = spot.channel.to_string();
        if !spot.is_thread {
            return Ok(channel);
        }
        Ok(self.0.store.channel_of_thread(PLATFORM, &channel).await?.unwrap_or(channel))
    }

    /// Hands a request to the application, with the time and chance of this moment.
    async fn ask(&self, request: Request) -> Reply {
        // The generator of a thread cannot be held where the work may go on in another.
        let mut rng = StdRng::from_rng(&mut rand::rng());
        self.0.app.handle(request, Utc::now(), &mut rng).await
    }

    /// Shows open questions that nobody has seen yet, since the last process ended before it could.
    async fn show_what_is_open(&self) {
        let open = match self.0.app.open_questions(PLATFORM).await {
            Ok(open) => open,
            Err(error) => {
                tracing::error!(
                    cause = &error as &dyn std::error::Error,
                    "could not look for open questions"
                );
                return;
            }
        };
        for post in open {
            let key = post.message.key.as_deref().unwrap_or_default();
            match self.0.store.shown(PLATFORM, &post.place.channel, key).await {
                // One that stands there is changed when it is answered, not before.
                Ok(Some(_)) => {}
                Ok(None) => self.put(post),
                Err(error) => {
                    tracing::error!(
                        cause = &error as &dyn std::error::Error,
                        "could not look for a shown message"
                    );
                }
            }
        }
    }

    /// Whether an event is heard for the first time. The gateway repeats some when a connection is
    /// resumed; what was said to them then stands there already.
    fn is_new(&self, event: u64) -> bool {
        lock(&self.0.recent).is_new(event)
    }

    fn app(&self) -> &App {
        &self.0.app
    }

    fn store(&self) -> &Store {
        &self.0.store
    }

    fn rest(&self) -> &Rest {
        &self.0.rest
    }

    fn settings(&self) -> &DiscordSettings {
        &self.0.settings
    }

    fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    fn gateway(&self) -> &str {
        &self.0.known.gateway
    }

    fn shards(&self) -> ShardRange {
        self.0.known.shards
    }

    fn me(&self) -> UserId {
        self.0.known.me
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What these hold is whole after each statement, so a panic while one was held spoils nothing.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
