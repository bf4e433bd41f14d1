//! The protocol by which a message stands in its place once: what may have been sent before is
//! looked for first, and what was not surely sent is handed back to be looked for later.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::reply::Message;
use crate::domain::place::Place;
use crate::domain::posting::LEASE;
use crate::platform::Platforms;
use crate::platform::sending::{Found, Mark, Refused, Sent};

/// After so long something is tried again that did not work.
pub(super) const AGAIN: TimeDelta = TimeDelta::seconds(5);

/// A message that was claimed to be sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claimed<'a> {
    /// Where it is to stand.
    pub(super) place: &'a Place,
    /// The message to stand there, with its buttons; an earlier try may have sent another text.
    pub(super) message: &'a Message,
    /// By what it is known there.
    pub(super) mark: Mark,
    /// Whether it may have been sent by somebody who could not say so any more.
    pub(super) tried: bool,
    /// When the claim ends.
    pub(super) until: DateTime<Utc>,
    /// When it is too late to send it, if it ever is.
    pub(super) latest: Option<DateTime<Utc>>,
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It stands there; this is the platform's name of it.
    There(String),
    /// It does not and never will.
    Refused(Refused),
    /// It does not, and it is too late now.
    TooLate,
    /// Another try is to come at `at`; `tried` says whether this one may have sent it.
    Again { tried: bool, at: DateTime<Utc> },
}

/// Sends a message, unless it was tried before and is there already.
pub(super) async fn once(
    platforms: &Platforms,
    claimed: Claimed<'_>,
    clock: &impl Fn() -> DateTime<Utc>,
) -> Outcome {
    let Claimed { place, message, mark, tried, until, latest } = claimed;
    if tried {
        match platforms.of(place).find(place, mark).await {
            Found::There(reference) => return Outcome::There(reference),
            Found::NotThere if latest.is_some_and(|latest| clock() > latest) => {
                return Outcome::TooLate;
            }
            Found::NotThere => {}
            Found::Unknown(cause) => return uncertain(mark, &cause, clock()),
        }
    }
    // Whoever was held up for so long leaves it to the next, who may be at it already: a claim that
    // has half of its time left outlasts any one try to send.
    if clock() >= until - LEASE / 2 {
        return Outcome::Again { tried, at: clock() };
    }
    match platforms.of(place).send(place, message, mark).await {
        Sent::There(reference) => Outcome::There(reference),
        Sent::Refused(refused) => Outcome::Refused(refused),
        Sent::Later(pause) => Outcome::Again { tried, at: clock() + delta(pause) },
        Sent::Uncertain(cause) => uncertain(mark, &cause, clock()),
    }
}

/// A try of which nobody knows what came of it; the next one looks first.
fn uncertain(mark: Mark, cause: &str, now: DateTime<Utc>) -> Outcome {
    tracing::warn!(mark = mark.0, cause, "it is uncertain whether a message was sent");
    Outcome::Again { tried: true, at: now + AGAIN }
}

/// A platform's pause as a span of time; one that is too long for that becomes a short one.
pub(super) fn delta(pause: Duration) -> TimeDelta {
    TimeDelta::from_std(pause).unwrap_or(AGAIN)
}
