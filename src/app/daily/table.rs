//! A card of the day as everyone sees it.

use std::sync::Arc;

use crate::app::decision::Fault;
use crate::app::decks::Decks;
use crate::app::played::Spot;
use crate::app::quiz::{Asked, progress_of_card};
use crate::domain::deck::Card;
use crate::domain::grade::Graded;
use crate::domain::id::PostingId;
use crate::domain::quiz::Round;
use crate::store::PostingRow;

/// A posting's card, if its deck has it.
pub(super) enum Table {
    /// It can be played.
    Card(Box<OnTable>),
    /// Its deck no longer has it.
    Gone,
    /// Its deck is away.
    Away,
}

/// A card of the day in its channel, with nobody's answers.
#[derive(Debug)]
pub(super) struct OnTable {
    posting: PostingId,
    round: Round,
    deck: Arc<Graded>,
}

impl Table {
    /// Looks for a posting's card.
    pub(super) fn of(decks: &Decks, posting: &PostingRow) -> Result<Self, Fault> {
        match decks.get(&posting.deck) {
            None => Ok(Self::Away),
            Some(deck) if deck.card(&posting.card).is_none() => Ok(Self::Gone),
            Some(deck) => {
                let round: Round = serde_json::from_str(&posting.round)?;
                if deck.card(&round.card).is_none() {
                    return Ok(Self::Gone);
                }
                let deck = Arc::clone(deck);
                Ok(Self::Card(Box::new(OnTable { posting: posting.id, round, deck })))
            }
        }
    }
}

impl OnTable {
    /// The posting that brought it.
    pub(super) fn posting(&self) -> PostingId {
        self.posting
    }

    /// The card that is on the table.
    pub(super) fn card(&self) -> &Card {
        self.deck.card(&self.round.card).expect("a card is put on the table if its deck has it")
    }

    /// The card as it is asked.
    pub(super) fn asked(&self) -> Asked<'_> {
        Asked {
            spot: Spot::of_card(self.posting),
            progress: progress_of_card(self.card(), &self.deck),
            round: &self.round,
            card: self.card(),
            deck: &self.deck,
        }
    }
}
