//! The card of the day: a channel's schedule and its postings.
//!
//! The commands of `/daily` stand in `setting`, what members do with a card in `card`, and what
//! happens by itself (rows made when they are due, messages to send, to refresh and to close,
//! schedules that cannot go on) in `due`, `weekly`, `work` and `pausing`.

pub(super) mod card;
mod due;
mod pausing;
pub(super) mod setting;
mod view;
pub(in crate::app) mod weekly;
mod work;

pub use pausing::Pause;
pub use work::{Job, Work};

use std::sync::Arc;

use rand::rngs::StdRng;

use super::App;
use super::decision::Fault;
use super::decks::Decks;
use super::quiz::game::Game;
use super::refusal::Refusal;
use crate::domain::deck::Deck;
use crate::domain::id::{CommunityId, MemberId, QuizId};
use crate::domain::posting::choice::{Seen, choose};
use crate::domain::quiz::plan::{Wish, round};
use crate::domain::quiz::{Kind, Quiz, Round};
use crate::store::{PostingRow, QuizRow};

/// Nobody's: the card as everyone sees it.
const EVERYONE: MemberId = MemberId(0);

/// Chooses a community's next card of a deck, and how it is asked.
async fn choose_card(
    app: &App,
    community: CommunityId,
    deck: &Deck,
    date: chrono::NaiveDate,
    rng: &mut StdRng,
) -> Result<Round, Fault> {
    let known: std::collections::HashMap<String, Seen> =
        app.store.cards_seen(community, &deck.id).await?.into_iter().collect();
    let cards: Vec<&str> = deck.cards().iter().map(|card| card.id.as_str()).collect();
    let seen = |card: &str| known.get(card).copied().unwrap_or_default();
    let chosen = choose(&cards, seen, date, rng).and_then(|card| deck.card(card));
    let card = chosen.ok_or_else(|| Refusal::EmptyDeck { deck: deck.title.clone() })?;
    Ok(round(card, deck, Wish::Auto, rng))
}

/// A posting's card on the table, as everyone sees it.
enum Table {
    /// It can be played.
    Card(Box<Game>),
    /// Its deck no longer has it.
    Gone,
    /// Its deck is away.
    Away,
}

impl Table {
    fn of(decks: &Decks, posting: &PostingRow) -> Result<Self, Fault> {
        match decks.get(&posting.deck) {
            None => Ok(Self::Away),
            Some(deck) if deck.card(&posting.card).is_none() => Ok(Self::Gone),
            Some(deck) => {
                let game = play(posting, EVERYONE, Arc::clone(deck), QuizId(posting.id.0))?;
                Ok(Self::Card(Box::new(game)))
            }
        }
    }
}

/// A posting's card on the table of a member who has not played it yet.
fn play(
    posting: &PostingRow,
    member: MemberId,
    deck: Arc<Deck>,
    id: QuizId,
) -> Result<Game, Fault> {
    let round: Round = serde_json::from_str(&posting.round)?;
    let now = posting.posted_at.unwrap_or(posting.due_at);
    let quiz = Quiz::start(deck.id.clone(), Kind::Solo(member), vec![round], now)
        .ok_or(Refusal::UnknownQuiz)?;
    let row = QuizRow {
        id,
        community: posting.community,
        place: posting.place.clone(),
        solo: Some(member),
        posting: Some(posting.id),
        state: String::new(),
        version: 0,
        wakes_at: None,
        over: false,
    };
    Ok(Game::of(row, quiz, deck))
}
