//! The start: who we are, where the gateway is, whether the token is good; and the commands,
//! registered if they changed.
//!
//! All of it goes to the configured address before anything else is connected.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::redirect::Policy;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serenity::http::Route;
use serenity::model::id::{ApplicationId, UserId};

use super::connection::Connection;
use super::options::{DiscordSettings, Shards};

use super::rest::{Call, Rest, RestError};
use super::status::ShardRange;
use super::{Discord, Inner, Known, Watch, commands};
use crate::app::App;
use crate::ops::metrics::PlatformMetrics;
use crate::platform::outbox::Outbox;
use crate::platform::values::can_be_token;
use crate::store::Store;

/// How long each question at the start may take, repetitions included.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who we are, in the form that Discord demands:
/// <https://discord.com/developers/docs/reference#user-agent>.
const USER_AGENT: &str =
    concat!("DiscordBot (", env!("CARGO_PKG_HOMEPAGE"), ", ", env!("CARGO_PKG_VERSION"), ")");

/// Why Discord cannot be connected to, and how that is mended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotStart {
    /// The token is wrong.
    #[error(
        "Discord does not accept DISCORD_TOKEN. Copy the right one, or make a new one, at \
         https://discord.com/developers/applications: your application, Bot, Reset Token."
    )]
    Token,
    /// The token cannot be one.
    #[error(
        "DISCORD_TOKEN has characters that no token has; copy it again, without quotes or spaces."
    )]
    Malformed,
    /// Discord takes nothing from us.
    #[error("{0}")]
    Blocked(String),
    /// We have asked too much already.
    #[error("Discord asks this bot to wait for {seconds} seconds (its rate limit). Start me then.")]
    Limited {
        /// For how long, in seconds, rounded up.
        seconds: u64,
    },
    /// Nothing at the configured address answers as Discord does.
    #[error(
        "Nothing that speaks for Discord answers at {address} ({why}). Check DISCORD_API_URL and \
         the network."
    )]
    Address {
        /// The address of `DISCORD_API_URL`.
        address: String,
        /// What went wrong: no connection, no answer in time, or one that says nothing.
        why: String,
    },
    /// The day's starts are used up.
    #[error(
        "Discord lets this bot connect no more today; it may again in {minutes} minutes. Start me \
         then."
    )]
    UsedUp {
        /// Until when, in minutes.
        minutes: u64,
    },
    /// The commands were refused.
    #[error("Discord did not take the commands: {0}")]
    Commands(String),
}

/// What Discord says about us when it is asked.
#[derive(Debug)]
pub(super) struct Introduction {
    /// Where the gateway is, and how often it may be connected to.
    pub(super) gateway: GatewayBot,
    /// The bot as a person of Discord.
    pub(super) me: Me,
    /// The application that the bot belongs to.
    pub(super) application: Application,
}

/// Discord's answer about its gateway.
#[derive(Debug, Deserialize)]
pub(super) struct GatewayBot {
    url: String,
    /// How many shards Discord recommends.
    shards: u32,
    session_start_limit: StartLimit,
}

/// How often the bot may connect within a day.
#[derive(Debug, Deserialize)]
struct StartLimit {
    remaining: u32,
    /// After how many milliseconds all of them are there again.
    reset_after: u64,
}

/// Discord's answer about the bot.
#[derive(Debug, Deserialize)]
pub(super) struct Me {
    pub(super) id: UserId,
    pub(super) username: String,
}

/// Discord's answer about the application.
#[derive(Debug, Deserialize)]
pub(super) struct Application {
    pub(super) id: ApplicationId,
    /// Among other things, which privileged intents are granted.
    #[serde(default)]
    pub(super) flags: u64,
}

impl Introduction {
    /// Asks who we are and where the gateway is.
    pub(super) async fn of(rest: &Rest, address: &str) -> Result<Self, CannotStart> {
        Ok(Self {
            gateway: asked(rest, Route::GatewayBot, address).await?,
            me: asked(rest, Route::UserMe, address).await?,
            application: asked(rest, Route::Oauth2ApplicationCurrent, address).await?,
        })
    }
}

/// The answer to one of the first questions.
async fn asked<T: DeserializeOwned>(
    rest: &Rest,
    route: Route<'_>,
    address: &str,
) -> Result<T, CannotStart> {
    let answer = rest.fetch(&Call::get(route, PATIENCE)).await;
    answer.map_err(|error| explained(address, error))
}

impl GatewayBot {
    /// How many more connections Discord lets the bot make today, if that is enough for these
    /// shards.
    pub(super) fn starts(&self, shards: Shards) -> Result<u32, CannotStart> {
        let (range, limit) = (ShardRange::of(shards, self.shards), &self.session_start_limit);
        // Each shard takes one.
        if limit.remaining <= range.last - range.first {
            return Err(CannotStart::UsedUp { minutes: limit.reset_after.div_ceil(60_000) });
        }
        Ok(limit.remaining)
    }
}

impl Discord {
    /// Finds out who we are and where the gateway is, and registers the commands.
    pub(super) async fn connect(
        settings: DiscordSettings,
        app: Arc<App>,
        store: Store,
        watch: Watch,
    ) -> Result<Self, CannotStart> {
        let token = settings.token.clone();
        // Before the gateway is connected to: a token that is not accepted is told in one sentence.
        let (http, rest) = sender(&token, &settings.api_url, &watch.metrics)?;
        let Introduction { gateway, me, application } =
            Introduction::of(&rest, &settings.api_url).await?;
        gateway.starts(settings.shards)?;
        let mentions = commands::mentions(&register(&rest, application.id).await?);
        let shards = ShardRange::of(settings.shards, gateway.shards);
        let known = Known {
            application: application.id,
            me: me.id,
            gateway: gateway.url,
            shards,
            mentions,
        };
        Ok(Self(Arc::new(Inner {
            app,
            store,
            settings,
            http,
            rest,
            outbox: Outbox::default(),
            watch,
            known,
            ready: Mutex::default(),
            connection: Mutex::new(Connection::new(shards.count(), Instant::now())),
            servers: Mutex::default(),
            recent: Mutex::default(),
            unknown: Mutex::default(),
        })))
    }
}

/// The client and the sender of requests.
pub(super) fn sender(
    token: &SecretString,
    address: &str,
    metrics: &PlatformMetrics,
) -> Result<(reqwest::Client, Rest), CannotStart> {
    if !can_be_token(token.expose_secret()) {
        return Err(CannotStart::Malformed);
    }
    let client = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(Duration::from_secs(5))
        .tcp_nodelay(true)
        // A redirect would take the token to another address.
        .redirect(Policy::none())
        .build();
    let client = client.map_err(|error| CannotStart::Address {
        address: address.to_owned(),
        why: error.to_string(),
    })?;
    let rest = Rest::new(client.clone(), token.clone(), address, metrics.clone());
    Ok((client, rest))
}

/// Registers the commands with all servers, unless they are as they should be; how Discord has
/// them.
async fn register(rest: &Rest, application: ApplicationId) -> Result<Vec<Value>, CannotStart> {
    let known = registered(rest, application).await?;
    if commands::is_current(&known, &commands::table()) {
        return Ok(known);
    }
    // All at once, so that commands of an older version go away.
    let table = commands::table();
    let body =
        serde_json::to_vec(&table).map_err(|error| CannotStart::Commands(error.to_string()))?;
    let call =
        Call::json(Method::PUT, Route::Commands { application_id: application }, body, PATIENCE);
    let known = rest.fetch(&call).await;
    tracing::info!(commands = table.len(), "registered the commands with Discord");
    known.map_err(|error: RestError| CannotStart::Commands(error.to_string()))
}

/// Whether Discord has the commands as they should be.
pub(super) async fn is_registered(
    rest: &Rest,
    application_id: ApplicationId,
) -> Result<bool, CannotStart> {
    let known = registered(rest, application_id).await?;
    Ok(commands::is_current(&known, &commands::table()))
}

/// The commands that Discord has of us.
async fn registered(rest: &Rest, application_id: ApplicationId) -> Result<Vec<Value>, CannotStart> {
    let call = Call::get(Route::Commands { application_id }, PATIENCE);
    let known: Result<Vec<Value>, RestError> = rest.fetch(&call).await;
    known.map_err(|error| CannotStart::Commands(error.to_string()))
}

fn explained(address: &str, error: RestError) -> CannotStart {
    match error {
        RestError::Refused { status: 401, .. } => CannotStart::Token,
        blocked @ RestError::Blocked(_) => CannotStart::Blocked(blocked.to_string()),
        RestError::Limited(after) => CannotStart::Limited { seconds: after.as_secs() + 1 },
        other => CannotStart::Address { address: address.to_owned(), why: other.to_string() },
    }
}
