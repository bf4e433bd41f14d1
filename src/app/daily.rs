//! The card of the day: a channel's schedule and its postings.
//!
//! `/setup` and the commands of `/daily` stand in `setting`, what members do with a card in `card`,
//! and what happens by itself (rows made when they are due, messages to send, to refresh and to
//! close, schedules that cannot go on) in `due`, `weekly`, `work` and `pausing`.

mod card;
pub mod click;
pub(super) mod command;
mod due;
mod pausing;
pub mod refusal;
mod setting;
mod table;
mod view;
mod weekly;
mod work;

pub(super) use self::card::{attempt, attempt_of, clicked};
pub(super) use self::setting::{possible, run, setup_form};

pub use pausing::Pause;
pub use work::{Job, Work};

use std::collections::HashMap;

use chrono::NaiveDate;
use rand::rngs::StdRng;

use self::refusal::DailyRefusal;
use super::App;
use super::decision::Fault;
use crate::domain::grade::Graded;
use crate::domain::id::CommunityId;
use crate::domain::posting::choice::{Seen, choose};
use crate::domain::quiz::Round;
use crate::domain::quiz::plan::{Wish, round};

/// Chooses a community's next card of a deck, and how it is asked.
async fn choose_card(
    app: &App,
    community: CommunityId,
    deck: &Graded,
    date: NaiveDate,
    rng: &mut StdRng,
) -> Result<Round, Fault> {
    let known: HashMap<String, Seen> =
        app.store.cards_seen(community, &deck.id).await?.into_iter().collect();
    let cards: Vec<&str> = deck.cards.iter().map(|card| card.id.as_str()).collect();
    let seen = |card: &str| known.get(card).copied().unwrap_or_default();
    let chosen = choose(&cards, seen, date, rng).and_then(|card| deck.card(card));
    let card = chosen.ok_or_else(|| DailyRefusal::EmptyDeck { deck: deck.title.clone() })?;
    Ok(round(card, deck, Wish::Auto, rng))
}
