//! Whose answer each name of a deck is: what is another card's answer is never a slip for this
//! one's.

use rustc_hash::{FxBuildHasher, FxHashMap};

/// The owner of a name that the deck lists though no card asks for it; no card has this place.
pub(super) const NOBODY: u32 = u32::MAX;

/// The places of the cards whose answer a name is, in ascending order, by the name's roots written
/// as one.
#[derive(Debug)]
pub(super) struct Owners(FxHashMap<Box<str>, Vec<u32>>);

impl Owners {
    /// No names yet, with room for so many.
    pub(super) fn with_capacity(names: usize) -> Self {
        Self(FxHashMap::with_capacity_and_hasher(names, FxBuildHasher))
    }

    /// Notes that a name is an answer of the card at `owner`, or of [`NOBODY`]. All names of one
    /// card are noted before those of the next.
    pub(super) fn add(&mut self, name: &str, owner: u32) {
        match self.0.get_mut(name) {
            Some(owners) if owners.last() == Some(&owner) => {}
            Some(owners) => owners.push(owner),
            None => drop(self.0.insert(name.into(), vec![owner])),
        }
    }

    /// Whether a text is a name of others and not of the card at `card`.
    pub(super) fn is_foreign(&self, text: &str, card: u32) -> bool {
        self.0.get(text).is_some_and(|owners| !owners.contains(&card))
    }
}
