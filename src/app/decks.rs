//! The decks that the program knows.

use std::sync::Arc;

use crate::domain::deck::Deck;

/// Decks by id, in the order in which they are offered.
#[derive(Debug, Default)]
pub struct Decks(Vec<Arc<Deck>>);

impl Decks {
    /// The deck with this id.
    pub fn get(&self, id: &str) -> Option<&Arc<Deck>> {
        self.0.iter().find(|deck| deck.id == id)
    }

    /// All decks.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Deck>> {
        self.0.iter()
    }

    /// The deck that is taken when none is named.
    pub fn first(&self) -> Option<&Arc<Deck>> {
        self.0.first()
    }
}

impl FromIterator<Deck> for Decks {
    fn from_iter<I: IntoIterator<Item = Deck>>(decks: I) -> Self {
        Self(decks.into_iter().map(Arc::new).collect())
    }
}
