//! What the bot does, in words of no platform: one door in, replies out.
//!
//! An adapter turns what a person did into a [`request::Request`], hands it to [`App::handle`] with the time and a
//! source of chance, and shows the [`reply::Reply`]. So platforms cannot differ in behavior.

pub mod click;
pub mod command;
pub mod refusal;
pub mod reply;
pub mod request;

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;

/// The application: decks and store behind one door.
#[derive(Debug)]
pub struct App;

/// A message that the bot sends of its own accord, such as the next question when a round's time is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Where it goes.
    pub place: request::Place,
    /// What it says; its audience is always everyone.
    pub message: reply::Message,
}

impl App {
    /// Does what was asked and says what to show. Never fails: a refusal becomes a private sentence, a fault on our
    /// side is logged once and becomes "Something went wrong on our side".
    #[expect(clippy::unused_async, reason = "the store is asynchronous")]
    pub async fn handle(&self, _request: request::Request, _now: DateTime<Utc>, _rng: &mut StdRng) -> reply::Reply {
        reply::Reply::default()
    }
}
