//! A deck ready to be played.

use std::ops::Deref;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::index::Index;
use crate::domain::deck::{Card, Deck};

/// A deck ready to be played: with all that grading and looking cards up need, made once when the
/// deck is loaded.
///
/// It is read like the [`Deck`] that it holds. Nothing in it can be changed: whoever wants another
/// deck clones that one, changes the clone, and makes it ready anew.
///
/// ```
/// use studyhall::domain::deck::read::read;
/// use studyhall::domain::grade::{Graded, Verdict, grade};
/// let deck = read("capitals.toml", r#"
///     deck = { id = "capitals", title = "Capitals of Europe" }
///     card = [{ id = "france", topic = "West", prompt = "Capital of France?", answer = "Paris" }]
/// "#).unwrap();
/// let deck = Graded::new(deck);
/// let card = deck.card("france").unwrap();
/// assert_eq!(grade(card, &deck, "it is paris").verdict, Verdict::Correct);
/// assert_eq!(deck.title, "Capitals of Europe");
/// ```
#[derive(Debug)]
pub struct Graded {
    deck: Deck,
    /// What the grader knows of the deck.
    index: Index,
    /// The places of cards among the deck's, by their ids and sources. It stands here rather than
    /// in the deck, since like the index it must be made anew when cards change.
    places: FxHashMap<String, usize>,
}

impl Graded {
    /// Makes a deck ready: folds each of its texts and looks its words up. That takes some ten
    /// milliseconds for 200 cards, so it is done when a deck is loaded, not with each answer.
    pub fn new(deck: Deck) -> Self {
        let index = Index::new(&deck.habits, &deck.cards);
        let places = places(&deck.cards);
        Self { deck, index, places }
    }

    /// The card with this id, or the one that covers this source; found by hash.
    pub fn card(&self, name: &str) -> Option<&Card> {
        self.place(name).map(|place| &self.deck.cards[place])
    }

    /// The place of a card among the deck's, by its id or one of its sources; found by hash.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// What the grader knows of the deck.
    pub(super) fn index(&self) -> &Index {
        &self.index
    }
}

/// Most that is done with a deck is reading it, and who only reads need not know what is made of
/// it: they take `&Deck`, and get it from what is ready to be played without a word.
impl Deref for Graded {
    type Target = Deck;

    fn deref(&self) -> &Deck {
        &self.deck
    }
}

/// The places of cards by their ids and sources.
fn places(cards: &[Card]) -> FxHashMap<String, usize> {
    let mut places = FxHashMap::with_capacity_and_hasher(cards.len() * 2, FxBuildHasher);
    for (place, card) in cards.iter().enumerate() {
        for source in &card.sources {
            places.entry(source.clone()).or_insert(place);
        }
    }
    // A card's own id outranks another card's source of the same name.
    for (place, card) in cards.iter().enumerate() {
        places.insert(card.id.clone(), place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deck::{Habits, Key};
    use crate::domain::grade::{Verdict, grade};

    fn card(id: &str, answer: &str, sources: &[&str]) -> Card {
        Card {
            id: id.into(),
            topic: "Peaks".into(),
            prompt: "Which peak is meant?".into(),
            key: Key::Term(answer.into()),
            accept: Vec::new(),
            close: Vec::new(),
            reject: Vec::new(),
            hint: None,
            explain: None,
            sources: sources.iter().map(|source| (*source).to_owned()).collect(),
        }
    }

    fn peaks() -> Deck {
        let cards = vec![
            card("ridge", "Eiger", &["row-1", "summit"]),
            card("summit", "Jungfrau", &["row-2", "row-1"]),
        ];
        Deck { id: "peaks".into(), title: "Peaks".into(), habits: Habits::default(), cards }
    }

    #[test]
    fn a_card_is_found_by_its_id_first_and_then_by_the_first_source() {
        let deck = Graded::new(peaks());
        for (name, place) in [
            ("ridge", Some(0)),
            ("summit", Some(1)),
            ("row-1", Some(0)),
            ("row-2", Some(1)),
            ("row-3", None),
        ] {
            assert_eq!(deck.place(name), place, "{name}");
        }
    }

    #[test]
    fn a_clone_that_is_changed_and_made_ready_leaves_the_first_as_it_was() {
        let first = Graded::new(peaks());
        let mut changed = Deck::clone(&first);
        assert_eq!(changed, peaks());
        changed.cards[0].key = Key::Term("Niesen".into());
        let second = Graded::new(changed);
        for (deck, right, wrong) in [(&first, "eiger", "niesen"), (&second, "niesen", "eiger")] {
            let card = deck.card("ridge").unwrap();
            assert_eq!(grade(card, deck, right).verdict, Verdict::Correct, "{right}");
            assert_eq!(grade(card, deck, wrong).verdict, Verdict::Incorrect, "{wrong}");
        }
    }
}
