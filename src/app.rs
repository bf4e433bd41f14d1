//! What the bot does, in words of no platform: one door in, replies out.
//!
//! An adapter turns what a person did into a [`request::Request`], hands it to [`App::handle`] with
//! the time and a source of chance, and shows the [`reply::Reply`]. So platforms cannot differ in
//! behavior. Each flow reads what it needs and returns a decision: something to say, and what is to
//! change. The door commits it, and nothing is said before its change is durable.
//!
//! # Layout
//!
//! From top to bottom; nobody imports what stands above:
//!
//! - [`door`] takes a request in and lets a reply out; `clock` and `upkeep` are what the clockwork
//!   asks for besides.
//! - `routing` leads from what was done to the capability that does it, one line each.
//! - The capabilities: a file named like its command ([`quiz`], `answer`, [`daily`], [`reminder`],
//!   [`streak`], [`leaderboard`], [`season`], [`team`], `deck`, [`stats`], [`mydata`], `timezone`,
//!   [`admins`], `help`), with a folder of that name for its messages (`view`) and parts. Others
//!   enter it through its file alone.
//! - What several share: `finding` and `reading` what people type, [`speaking`], `picturing`,
//!   `naming`, [`presence`], [`completing`], `home`, `aside`.
//! - [`App`] itself: what every flow has at hand.
//! - The words that all speak: `request`, `reply`, `decision`, `asking`, `texts` and the like, and
//!   of each capability what it is asked (`command`), what its buttons send (`click`) and what it
//!   refuses (`refusal`). [`command`], [`click`] and [`refusal`] join those of all.
//!
//! No SQL, no rule of the game and no platform's name lives here. `tests/house/imports.rs` holds
//! the order.

pub mod admins;
mod answer;
pub mod arrivals;
mod aside;
mod asking;
pub mod caught;
pub mod click;
pub mod clock;
mod clocks;
pub mod command;
pub mod completing;
pub mod counts;
pub mod daily;
mod decision;
mod deck;
pub mod decks;
pub mod door;
pub mod finding;
mod help;
mod home;
pub mod leaderboard;
pub mod looks;
pub mod mydata;
mod naming;
mod picturing;
pub mod played;
pub mod presence;
pub mod quiz;
pub mod reach;
pub mod reading;
pub mod refusal;
pub mod reminder;
pub mod reply;
pub mod request;
mod routing;
pub mod season;
mod settings;
pub mod speaking;
pub mod start;
pub mod stats;
pub mod streak;
pub mod team;
mod texts;
mod timezone;
pub mod turnstile;
mod upkeep;

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use tokio::sync::{Mutex, Notify};

use self::arrivals::Arrivals;
use self::caught::Panicked;
use self::counts::Counts;
use self::decision::Fault;
use self::decks::Decks;
use self::looks::Looks;
use self::reach::{MayPost, Reach, Traits};
use self::turnstile::Turnstile;
use crate::domain::id::CommunityId;
use crate::domain::place::Place;
use crate::picture::Pictures;
use crate::store::{Change, Committed, Deed, Store};

/// The application: decks and store behind one door.
#[derive(Debug)]
pub struct App {
    store: Store,
    /// Replaced as a whole when the decks are read again.
    decks: RwLock<Arc<Decks>>,
    pictures: Pictures,
    /// Told when a round's clock starts.
    woken: Notify,
    /// Told when something in the calendar may be due earlier than it was.
    calendar: Notify,
    /// Told when a reminder may be due earlier than it was.
    reminded: Notify,
    /// Members who are to be looked up, and who was.
    looks: Looks,
    /// Homes that are to be greeted.
    arrivals: Arrivals,
    /// Who knows the platforms; nobody in a program without any.
    reach: OnceLock<Arc<dyn Reach>>,
    /// Held while work is done apart.
    apart: Mutex<()>,
    /// Whoever lost a race waits here for a turn of their community, so that many at once cannot
    /// keep each other from ever winning.
    turns: Turnstile<CommunityId>,
    counts: Counts,
}

/// A message that the bot sends of its own accord, such as the next question when a round's time is
/// over.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// The channel or direct chat to which it goes.
    pub place: Place,
    /// What it says; its audience is always everyone.
    pub message: reply::Message,
}

impl App {
    /// The application on a store, with the decks that can be played.
    pub fn new(store: Store, decks: Decks) -> Self {
        Self {
            store,
            decks: RwLock::new(Arc::new(decks)),
            pictures: Pictures::default(),
            woken: Notify::new(),
            calendar: Notify::new(),
            reminded: Notify::new(),
            looks: Looks::default(),
            arrivals: Arrivals::default(),
            reach: OnceLock::new(),
            apart: Mutex::new(()),
            turns: Turnstile::default(),
            counts: Counts::default(),
        }
    }

    /// Makes known who knows the platforms; the first one counts.
    pub fn reached_by(&self, reach: Arc<dyn Reach>) {
        let _ = self.reach.set(reach);
    }

    /// How the people of a place see what is said.
    fn traits(&self, place: &Place) -> Traits {
        self.reach.get().map_or_else(Traits::default, |reach| reach.traits(place.home.platform))
    }

    /// Whether the bot can post in a place.
    async fn may_post(&self, place: &Place) -> MayPost {
        match self.reach.get() {
            Some(reach) => reach.may_post(place).await,
            None => MayPost::Yes,
        }
    }

    /// Does work that takes its time, such as reading a file, apart from the threads that answer
    /// requests; one piece at a time, so that a core is left for those.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Panicked> {
        let _turn = self.apart.lock().await;
        tokio::task::spawn_blocking(work).await.map_err(|_| Panicked)
    }

    /// Reads the decks again, and goes on with them; logs what is wrong with those that are
    /// refused.
    pub async fn read_decks_again(&self) {
        let known = self.decks();
        let Ok((decks, refused)) = self.apart(move || known.read_again()).await else { return };
        for refusal in refused {
            tracing::warn!("{refusal}");
        }
        *self.decks.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(decks);
    }

    /// The decks that can be played.
    pub fn decks(&self) -> Arc<Decks> {
        Arc::clone(&self.decks.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What has been counted so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Waits until a round's clock has started, so that [`App::next_wake`] may have changed.
    pub async fn woken(&self) {
        self.woken.notified().await;
    }

    /// Waits until something in the calendar has changed, so that [`App::next_due`] may have.
    pub async fn calendar_changed(&self) {
        self.calendar.notified().await;
    }

    /// Waits until a reminder has changed, so that [`App::next_reminder`] may have.
    pub async fn reminders_changed(&self) {
        self.reminded.notified().await;
    }

    /// Commits a change and lets the clockwork know if a clock has started.
    async fn commit(&self, change: &Change, now: DateTime<Utc>) -> Result<Committed, Fault> {
        let committed = self.store.commit(change, now).await?;
        if committed == Committed::Done && change.deeds().iter().any(Deed::starts_clock) {
            self.woken.notify_one();
        }
        if committed == Committed::Done && change.deeds().iter().any(Deed::is_of_calendar) {
            self.calendar.notify_one();
            self.reminded.notify_one();
        }
        Ok(committed)
    }
}
