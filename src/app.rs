//! What the bot does, in words of no platform: one door in, replies out.
//!
//! An adapter turns what a person did into a [`request::Request`], hands it to [`App::handle`] with
//! the time and a source of chance, and shows the [`Reply`]. So platforms cannot differ in
//! behavior.
//!
//! Inside, each flow reads what it needs and returns a decision: something to say, and what is to
//! change. Changes are committed here alone. If somebody was faster, the flow decides again on
//! fresh reads; nothing is said before its change is durable.

mod answering;
mod asking;
mod balance;
pub mod caught;
pub mod click;
mod clock;
pub mod command;
pub mod completing;
mod counts;
pub mod daily;
mod decision;
mod deck;
pub mod decks;
mod expected;
mod finding;
mod game;
mod help;
mod home;
mod judging;
mod leaderboard;
mod mydata;
mod naming;
mod picturing;
pub mod presence;
mod quiz;
pub mod reach;
mod reading;
mod refusal;
pub mod reminder;
pub mod reply;
pub mod request;
mod rounds;
mod routing;
mod season;
mod settling;
mod show;
mod stats;
mod steering;
mod streak;
mod team;
mod timezone;
pub mod turnstile;
mod upkeep;

use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Instant;

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use tokio::sync::{Mutex, Notify};
use tracing::Instrument;

use self::asking::Asking;
use self::caught::Panicked;
use self::counts::Outcome;
use self::decision::{Decision, Fault, guarded};
use self::decks::Decks;
use self::presence::Looks;
use self::reach::{MayPost, Reach};
use self::reply::Reply;
use self::turnstile::Turnstile;
use crate::domain::id::CommunityId;
use crate::picture::Pictures;
use crate::store::{Change, Committed, HandledEvent, Store};

pub use self::clock::PutRight;
pub use self::counts::Counts;
pub use self::refusal::Refusal;
pub use self::season::FinalPost;

/// How often a change is decided anew because somebody was faster.
const TRIES: usize = 10;

/// What a person sees when the fault is ours.
pub const OUR_FAULT: &str = "Something went wrong on our side. Please try again in a moment.";

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
    /// Where it goes.
    pub place: request::Place,
    /// What it says; its audience is always everyone.
    pub message: reply::Message,
}

/// A reply to somebody whose request could not even be put together; the cause is logged here.
pub fn fault(cause: &(dyn std::error::Error + 'static), platform: &str) -> Reply {
    tracing::error!(platform, cause, "could not take in a request");
    show::refused(OUR_FAULT)
}

/// The reply to an event that comes again; a notice where its words have been forgotten.
fn repeated(known: &str) -> Result<Reply, Fault> {
    if known.is_empty() {
        return Ok(show::refused("I have done that already."));
    }
    Ok(serde_json::from_str(known)?)
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

    /// Whether the bot can post in a place.
    async fn may_post(&self, place: &request::Place) -> MayPost {
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

    /// Does what was asked and says what to show. Never fails: a refusal becomes a private
    /// sentence, a fault on our side is logged once and becomes "Something went wrong on our side".
    pub async fn handle(
        &self,
        request: request::Request,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Reply {
        let begun = Instant::now();
        // Two platforms may number their events alike.
        let event = format!("{}:{}", request.place.platform, request.event);
        let (platform, community) = (request.place.platform, request.place.community.as_str());
        let action = request.action.kind();
        let span = tracing::info_span!("request", platform, community, action);
        let replying = Box::pin(self.reply_to(&event, &request, now, rng));
        let replied = guarded(replying).instrument(span.clone()).await;
        let (reply, outcome) = match replied {
            Ok(mut reply) => {
                self.put_names(reply.messages.iter_mut().flat_map(|message| &mut message.blocks))
                    .await;
                (reply, Outcome::Done)
            }
            Err(Fault::Refused(refusal)) => (show::refusal(&refusal), Outcome::Refused),
            Err(fault) => {
                let cause = &fault as &dyn std::error::Error;
                span.in_scope(|| tracing::error!(cause, "could not handle a request"));
                (show::refused(OUR_FAULT), Outcome::Fault)
            }
        };
        self.counts.handled(platform, action, outcome, begun.elapsed());
        reply
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

    async fn reply_to(
        &self,
        event: &str,
        request: &request::Request,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Result<Reply, Fault> {
        if let Some(known) = self.store.reply_to(event).await? {
            return repeated(&known);
        }
        if answering::is_talk(self, request, now, rng).await? {
            return Ok(Reply::default());
        }
        let asking = Asking::meet(&self.store, request, now, rng).await?;
        let mut turn = None;
        for _ in 0..TRIES {
            let decided = match routing::decide(self, &asking, &request.action, rng).await {
                Err(Fault::DeckChanged(game)) => Decision::end_of_lost(*game),
                Err(Fault::DeckAway(game)) => Decision::say(Reply::one(show::waiting(game.id))),
                Err(Fault::Unreadable(game, error)) => {
                    let cause = &error as &dyn std::error::Error;
                    tracing::error!(
                        table = "quizzes",
                        id = game.id.0,
                        cause,
                        "a quiz cannot be read and is ended"
                    );
                    Decision::end_of_unreadable(*game)
                }
                decided => decided?,
            };
            let Decision { change: Some(mut change), reply } = decided else {
                return Ok(reminder::with_notice(self, &asking, decided.reply).await);
            };
            let (member, kept) = (asking.member.id, serde_json::to_string(&reply)?);
            change.event = Some(HandledEvent { id: event.to_owned(), member, reply: kept });
            match self.commit(&change, now).await? {
                Committed::Done => return Ok(reminder::with_notice(self, &asking, reply).await),
                Committed::Seen(known) => return repeated(&known),
                Committed::Stale if turn.is_none() => {
                    turn = Some(self.turns.turn(asking.community.id).await);
                }
                Committed::Stale => {}
            }
        }
        Err(Fault::Contended)
    }

    /// Commits a change and lets the clockwork know if a clock has started.
    async fn commit(&self, change: &Change, now: DateTime<Utc>) -> Result<Committed, Fault> {
        let committed = self.store.commit(change, now).await?;
        if committed == Committed::Done && change.quizzes.iter().any(|quiz| quiz.wakes_at.is_some())
        {
            self.woken.notify_one();
        }
        if committed == Committed::Done && !change.calendar.is_empty() {
            self.calendar.notify_one();
            self.reminded.notify_one();
        }
        Ok(committed)
    }
}
