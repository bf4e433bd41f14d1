//! The start: who we are, where the gateway is, whether the token is good; and the commands, registered if they changed.
//!
//! All of it goes to the configured address before anything else is connected.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use serenity::http::Route;
use serenity::model::id::{ApplicationId, UserId};

use super::outbox::Outbox;
use super::rest::{Call, Rest, RestError};
use super::{Discord, Inner, Known, ShardRange, Watch, commands};
use crate::app::App;
use crate::config::DiscordSettings;
use crate::ops::metrics::PlatformMetrics;
use crate::store::Store;

/// How long each question at the start may take, repetitions included.
const PATIENCE: Duration = Duration::from_secs(20);

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
    #[error("DISCORD_TOKEN has characters that no token has; copy it again, without quotes or spaces.")]
    Malformed,
    /// Nobody answers there.
    #[error("Nothing that speaks for Discord answers at {address} ({why}). Check DISCORD_API_URL and the network.")]
    Address {
        /// The configured address.
        address: String,
        /// What went wrong.
        why: String,
    },
    /// The day's starts are used up.
    #[error("Discord lets this bot connect no more today; it may again in {minutes} minutes. Start me then.")]
    UsedUp {
        /// Until when, in minutes.
        minutes: u64,
    },
    /// The commands were refused.
    #[error("Discord did not take the commands: {0}")]
    Commands(String),
}

/// Discord's answer about its gateway.
#[derive(Deserialize)]
struct GatewayBot {
    url: String,
    shards: u32,
    session_start_limit: StartLimit,
}

#[derive(Deserialize)]
struct StartLimit {
    remaining: u32,
    reset_after: u64,
}

#[derive(Deserialize)]
struct Me {
    id: UserId,
}

#[derive(Deserialize)]
struct Application {
    id: ApplicationId,
}

impl Discord {
    /// Finds out who we are and where the gateway is, and registers the commands.
    pub async fn connect(
        settings: DiscordSettings,
        app: Arc<App>,
        store: Store,
        watch: Watch,
    ) -> Result<Self, CannotStart> {
        let token = settings.token.clone();
        let (http, rest) = sender(&token, &settings.api_url, &watch.metrics)?;
        let explain = |error| explained(&settings.api_url, error);
        let gateway: GatewayBot = rest.fetch(&Call::get(Route::GatewayBot, PATIENCE)).await.map_err(explain)?;
        let me: Me = rest.fetch(&Call::get(Route::UserMe, PATIENCE)).await.map_err(explain)?;
        let route = Route::Oauth2ApplicationCurrent;
        let application: Application = rest.fetch(&Call::get(route, PATIENCE)).await.map_err(explain)?;
        let shards = ShardRange::of(settings.shards, gateway.shards);
        let limit = gateway.session_start_limit;
        if limit.remaining <= shards.last - shards.first {
            return Err(CannotStart::UsedUp { minutes: limit.reset_after.div_ceil(60_000) });
        }
        register(&rest, application.id).await?;
        let known = Known { application: application.id, me: me.id, gateway: gateway.url, shards };
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
            servers: Mutex::default(),
            direct_channels: Mutex::default(),
            unknown: Mutex::default(),
        })))
    }
}

/// The client and the sender of requests.
fn sender(
    token: &SecretString,
    address: &str,
    metrics: &PlatformMetrics,
) -> Result<(reqwest::Client, Rest), CannotStart> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'');
    if !token.expose_secret().bytes().all(fits) {
        return Err(CannotStart::Malformed);
    }
    let client = reqwest::Client::builder().connect_timeout(Duration::from_secs(5)).tcp_nodelay(true).build();
    let client =
        client.map_err(|error| CannotStart::Address { address: address.to_owned(), why: error.to_string() })?;
    let rest = Rest::new(client.clone(), token.clone(), address, metrics.clone());
    Ok((client, rest))
}

/// Registers the commands with all servers, unless they are as they should be.
async fn register(rest: &Rest, application_id: ApplicationId) -> Result<(), CannotStart> {
    let route = Route::Commands { application_id };
    let refused = |error: RestError| CannotStart::Commands(error.to_string());
    let registered: Vec<Value> = rest.fetch(&Call::get(route, PATIENCE)).await.map_err(refused)?;
    let table = commands::table();
    if commands::is_current(&registered, &table) {
        return Ok(());
    }
    let body = serde_json::to_vec(&table).map_err(|error| CannotStart::Commands(error.to_string()))?;
    rest.send(&Call::json(Method::PUT, route, body, PATIENCE)).await.map_err(refused)?;
    tracing::info!(commands = table.len(), "registered the commands with Discord");
    Ok(())
}

fn explained(address: &str, error: RestError) -> CannotStart {
    match error {
        RestError::Refused { status: 401, .. } => CannotStart::Token,
        other => CannotStart::Address { address: address.to_owned(), why: other.to_string() },
    }
}
