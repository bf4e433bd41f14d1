//! The local page: a chat in the browser, the third platform beside Discord and Slack.
//!
//! It listens on loopback only and has no sign-in: whoever sits at this machine may be anybody in its one community.
//! Everything that is shown is kept in the store first; streams read it from there, so a reload, a second tab and a
//! restart show the same.

mod act;
mod assets;
mod enter;
mod guard;
mod name;
mod sending;
mod stream;
mod wire;

use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use chrono::Utc;
use rand::RngExt;
use rand::rngs::StdRng;
use tokio::sync::{Mutex, watch};
use tokio_util::sync::CancellationToken;

use crate::app::request::Place;
use crate::app::{App, Post};
use crate::store::Store;
use crate::store::chat::Draft;
use wire::Body;

/// The name under which the store knows this platform.
pub const PLATFORM: &str = "web";

/// The page's one community.
const COMMUNITY: &str = "local";

/// Its one channel.
const CHANNEL: &str = "study-group";

/// The local page; cheap to clone.
#[derive(Debug, Clone)]
pub struct Web(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    app: Arc<App>,
    store: Store,
    /// What `/api/start` says and no request changes: commands and decks.
    tables: wire::Tables,
    /// Held while something is done, so that the page shows changes in the order in which they were committed.
    turn: Mutex<StdRng>,
    /// Told whenever streams may find something new in the store.
    news: watch::Sender<()>,
    closing: CancellationToken,
}

impl Web {
    /// The page of an application.
    pub fn new(app: Arc<App>, store: Store, rng: StdRng) -> Self {
        let tables = wire::Tables::of(app.decks());
        let news = watch::Sender::new(());
        Self(Arc::new(Inner { app, store, tables, turn: Mutex::new(rng), news, closing: CancellationToken::new() }))
    }

    /// Ends all streams; requests are still answered.
    pub fn close(&self) {
        self.0.closing.cancel();
    }

    /// Everything that the page answers.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/api/start", get(enter::start))
            .route("/api/enter", post(enter::enter))
            .route("/api/stream", get(stream::stream))
            .route("/api/act", post(act::act))
            .fallback(get(assets::asset))
            .layer(from_fn(guard::guard))
            .with_state(self.clone())
    }

    /// Shows a message that the bot sends of its own accord.
    pub async fn post(&self, post: Post) -> anyhow::Result<()> {
        let mut rng = self.0.turn.lock().await;
        let Post { place, message } = post;
        let key = message.key.unwrap_or_else(|| format!("post:{:016x}", rng.random::<u64>()));
        let body = Body::Bot { blocks: message.blocks, buttons: message.buttons }.to_json();
        let now = Utc::now();
        let draft = Draft { place: place.channel, visible_to: None, key, author: None, body };
        self.0.store.chat_write(COMMUNITY, &[draft], None, now).await.context("keeping a message of the page")?;
        self.0.news.send_replace(());
        Ok(())
    }
}

/// The place that the page calls by this name, for this person.
fn place(name: &str, who: &str) -> Option<Place> {
    let (channel, direct) = match name {
        CHANNEL => (CHANNEL.to_owned(), false),
        wire::DIRECT => (direct_of(who), true),
        _ => return None,
    };
    Some(Place { platform: PLATFORM, community: COMMUNITY.to_owned(), channel, direct })
}

/// The store's name of a person's conversation with the bot.
fn direct_of(who: &str) -> String {
    format!("direct:{who}")
}
