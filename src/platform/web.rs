//! The local page: a chat in the browser, the third platform beside Discord and Slack.
//!
//! It listens on loopback only and has no sign-in: whoever sits at this machine may be anybody in
//! its one community. Everything that is shown is kept in the store first; streams read it from
//! there, so a reload, a second tab and a restart show the same.

mod act;
mod assets;
mod enter;
mod guard;
mod handed;
mod mention;
mod name;
mod options;
mod sending;
mod serving;
mod setup;
mod spoiling;
mod stream;
mod wire;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};

use anyhow::Context;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use chrono::Utc;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::sync::{Mutex, watch};
use tokio_util::sync::CancellationToken;

use crate::app::turnstile::Turnstile;
use crate::app::{App, Post};
use crate::domain::place::{Home, Identity, Place};
use crate::store::Store;
use crate::store::chat::Draft;
use serving::Door;
use wire::Body;

pub use options::WebOptions;
pub use setup::WebSetup;

/// The name under which the store knows this platform.
pub const PLATFORM: &str = "web";

/// What operators call it.
const TITLE: &str = "the page";

/// The page's one community.
const COMMUNITY: &str = "local";

/// The name of its one channel, in the store and for the page alike.
const CHANNEL: &str = "study-group";

/// Of how many messages it is remembered how new they are: requests that overtake each other are
/// milliseconds apart.
const MANY_MESSAGES: usize = 4_096;

/// The local page; cheap to clone.
#[derive(Debug, Clone)]
pub struct Web(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    app: Arc<App>,
    store: Store,
    /// What `/api/start` says and no request changes: commands and decks.
    tables: wire::Tables,
    /// Gives each request chance of its own; held for a moment only.
    rng: std::sync::Mutex<StdRng>,
    /// Held while one person does something: what they do is done in order, and nobody else waits
    /// for it.
    people: Turnstile<String>,
    /// Held while somebody comes in, so that a name is given once.
    entering: Mutex<()>,
    /// Held while messages are kept: of one name, the newest stays.
    showing: Mutex<Newest>,
    /// Told whenever streams may find something new in the store.
    news: watch::Sender<()>,
    /// Canceled when streams are to end.
    closing: CancellationToken,
    /// Where it listens, with the port that was taken; none for one that only shows messages.
    address: Option<SocketAddr>,
    /// Its listener, until it is served.
    door: std::sync::Mutex<Option<Door>>,
}

impl Web {
    /// The page of an application, without a listener: it shows messages and answers nothing.
    pub fn new(app: Arc<App>, store: Store, rng: StdRng) -> Self {
        Self::behind(None, app, store, rng)
    }

    /// The page of an application, behind a listener of its own.
    fn behind(door: Option<Door>, app: Arc<App>, store: Store, rng: StdRng) -> Self {
        let tables = wire::Tables::of(&app.decks());
        let news = watch::Sender::new(());
        Self(Arc::new(Inner {
            app,
            store,
            tables,
            rng: std::sync::Mutex::new(rng),
            people: Turnstile::default(),
            entering: Mutex::default(),
            showing: Mutex::default(),
            news,
            closing: CancellationToken::new(),
            address: door.as_ref().map(|door| door.address),
            door: std::sync::Mutex::new(door),
        }))
    }

    /// Everything that the page answers.
    fn router(&self) -> Router {
        Router::new()
            .route("/api/start", get(enter::start))
            .route("/api/enter", post(enter::enter))
            .route("/api/stream", get(stream::stream))
            // What it takes bounds itself, file by file.
            .route("/api/act", post(act::act).layer(DefaultBodyLimit::disable()))
            .fallback(get(assets::asset))
            // After all routes, since it guards only those that were added before it.
            .layer(from_fn(guard::guard))
            .with_state(self.clone())
    }

    /// Shows a message that the bot sends of its own accord.
    async fn put_post(&self, post: Post) -> anyhow::Result<()> {
        let Post { place, message } = post;
        let (revision, key) = (message.revision, message.key.clone());
        // Under a key of chance it takes no other message's place.
        let key = key.unwrap_or_else(|| format!("post:{:016x}", self.rng().random::<u64>()));
        let body = Body::from(message).to_json();
        let draft = Draft { place: place.channel, visible_to: None, key, author: None, body };
        self.keep(vec![(revision, draft)], None).await.context("keeping a message of the page")?;
        Ok(())
    }

    /// Keeps messages, each with how new it is (0 where that does not matter), and tells the
    /// streams; those that have been overtaken are left out. The revision of the last one.
    async fn keep(
        &self,
        drafts: Vec<(i64, Draft)>,
        event: Option<(&str, &str)>,
    ) -> crate::store::Result<i64> {
        // Held until it is written, so that what is decided here stays true there.
        let mut newest = self.0.showing.lock().await;
        let drafts: Vec<Draft> =
            drafts.into_iter().filter_map(|(at, draft)| newest.take(at, draft)).collect();
        let revision =
            self.0.store.chat_write(PLATFORM, COMMUNITY, &drafts, event, Utc::now()).await?;
        self.tell_all_of_what_is_over(&drafts).await?;
        self.0.news.send_replace(());
        Ok(revision)
    }

    /// Chance of its own for one request.
    fn rng(&self) -> StdRng {
        StdRng::from_rng(&mut *self.0.rng.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How new the latest messages are that everyone sees. Requests end in any order, and an older
/// message never takes the place of a newer one of its name.
#[derive(Debug, Default)]
struct Newest {
    /// The highest revision so far, by place and name of the message.
    known: HashMap<(String, String), i64>,
}

impl Newest {
    /// The draft, unless it has been overtaken.
    fn take(&mut self, at: i64, draft: Draft) -> Option<Draft> {
        if at == 0 || draft.visible_to.is_some() {
            return Some(draft);
        }
        // Forgetting all is no loss: what overtakes each other does so within moments.
        if self.known.len() >= MANY_MESSAGES {
            self.known.clear();
        }
        let latest = self.known.entry((draft.place.clone(), draft.key.clone())).or_default();
        if at < *latest {
            return None;
        }
        *latest = at;
        Some(draft)
    }
}

/// The place that the page calls by this name, for this person.
fn place(name: &str, who: &str) -> Option<Place> {
    let (channel, direct) = match name {
        CHANNEL => (CHANNEL.to_owned(), false),
        wire::DIRECT => (direct_of(who), true),
        _ => return None,
    };
    Some(Place { home: home(), channel, direct })
}

/// The one home of the page.
fn home() -> Home {
    Home::new(PLATFORM, COMMUNITY)
}

/// Who somebody is on the page.
fn identity(who: &str) -> Identity {
    Identity::new(PLATFORM, who)
}

/// The store's name of a person's conversation with the bot.
fn direct_of(who: &str) -> String {
    format!("direct:{who}")
}
