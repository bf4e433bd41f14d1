//! What is certainly wrong, as far as the deck knows.

use crate::domain::deck::{Card, Deck};
use crate::domain::grade::{Graded, Plain, Verdict, grade};

/// What wrong choices of a card are held against.
pub(super) struct Wrong<'a> {
    /// The card that is asked.
    pub(super) card: &'a Card,
    /// The deck of the card, ready to grade by.
    pub(super) deck: &'a Graded,
    /// The question, as the deck reads it.
    prompt: Plain,
    /// All cards that ask this question, this one among them: each may have another answer.
    askers: Vec<&'a Card>,
}

impl<'a> Wrong<'a> {
    pub(super) fn new(card: &'a Card, deck: &'a Graded) -> Self {
        let cards: &'a Deck = deck;
        let askers = cards.cards.iter().filter(|other| ask_the_same(other, card)).collect();
        Self { card, deck, prompt: deck.plain(&card.prompt), askers }
    }

    /// Whether a text is wrong for everyone who asks this: not even a part of an answer, nor near
    /// to one.
    pub(super) fn is_wrong(&self, text: &str) -> bool {
        self.judged(text).all(|verdict| verdict == Verdict::Incorrect)
    }

    /// Whether a text is not right for anyone who asks this, though it may be a part of an answer.
    pub(super) fn is_not_right(&self, text: &str) -> bool {
        self.judged(text).all(|verdict| verdict != Verdict::Correct)
    }

    /// Whether the question itself says this, which nobody would then choose.
    pub(super) fn is_in_question(&self, plain: &Plain) -> bool {
        self.prompt.holds(plain)
    }

    /// What each card that asks this makes of a text.
    fn judged(&self, text: &str) -> impl Iterator<Item = Verdict> {
        self.askers.iter().map(move |card| grade(card, self.deck, text).verdict)
    }
}

/// Whether two cards have the same question, letter by letter but for case.
fn ask_the_same(one: &Card, other: &Card) -> bool {
    one.id == other.id || one.prompt.trim().eq_ignore_ascii_case(other.prompt.trim())
}
