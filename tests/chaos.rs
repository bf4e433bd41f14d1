//! Kills, hang-ups and faults around batches of postings: none is lost, none stands twice.
//!
//! The seed of all chance is printed; `STUDYHALL_CHAOS_SEED` gives another, or the same again.

mod killed;
mod shared;
mod slack;

use std::env;
use std::io::Write;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::domain::grade::Graded;
use studyhall::domain::id::{CommunityId, PostingId};
use studyhall::domain::place::Place;
use studyhall::domain::quiz::plan::{Wish, round};
use studyhall::store::{PostingRow, PostingState};

/// The chance of a test, under a seed that is printed.
fn chance(test: &str) -> StdRng {
    let given =
        env::var("STUDYHALL_CHAOS_SEED").ok().map(|seed| seed.parse().expect("a seed is a number"));
    let seed: u64 = given.unwrap_or_else(rand::random);
    say(&format!("chaos, {test}: STUDYHALL_CHAOS_SEED={seed}"));
    StdRng::seed_from_u64(seed)
}

/// Says something past the capture of the test's output.
fn say(line: &str) {
    let mut terminal = std::io::stderr();
    writeln!(terminal, "{line}").unwrap();
}

/// A posting that is due now; the number makes its day.
fn posting(
    community: CommunityId,
    place: &Place,
    deck: &Arc<Graded>,
    number: u64,
    now: DateTime<Utc>,
    rng: &mut StdRng,
) -> PostingRow {
    let cards = &deck.cards;
    let card = &cards[usize::try_from(number).unwrap() % cards.len()];
    PostingRow {
        // Each in a millisecond of its own, so that no two are alike.
        id: PostingId::fresh(now + TimeDelta::milliseconds(i64::try_from(number).unwrap()), rng),
        community,
        place: place.clone(),
        schedule: None,
        date: "2026-01-01".parse::<NaiveDate>().unwrap() + Days::new(number),
        deck: deck.id.clone(),
        card: card.id.clone(),
        round: serde_json::to_string(&round(card, deck, Wish::Auto, rng)).unwrap(),
        state: PostingState::Due,
        due_at: now,
        tried: false,
        reference: String::new(),
        posted_at: None,
        closes_at: None,
        answered: 0,
        shown: 0,
        summary: String::new(),
        asked_by: None,
    }
}
