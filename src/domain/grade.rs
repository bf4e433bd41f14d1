//! Grading: is what a person typed the answer of this card?
//!
//! First the right kind of comparison, then forgiveness. Each kind of key has its own file: `term`,
//! `truth`, `number`, `list`. All see the answer folded into words (`fold`) and beside the deck's
//! [`Index`], so that a word which is another card's answer is never taken for a slip (`matching`,
//! `slip`, `around`). `Close` comes from rules, not from a threshold of likeness. No file here
//! knows a subject: what is special about one stands in its deck.
//!
//! ```text
//! text → fold → Given ─┐
//!                      ├→ term | truth | number | list → Grade
//! Deck → Index → Form ─┘        (matching, slip, role)
//! ```

mod around;
pub mod bare;
mod clean;
mod count;
mod figure;
mod fold;
mod form;
mod fraction;
mod given;
mod index;
mod letters;
mod list;
mod matching;
mod number;
mod role;
mod root;
mod signs;
mod slip;
mod synonym;
mod term;
mod truth;
mod unit;
mod vocabulary;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use index::Index;
use index::KeyKind;
use matching::Answer;

use signs::unquoted;

use super::deck::{Card, Deck, Key};

/// The longest answer that is read, in bytes; nobody types a longer one to a card.
pub const LONGEST_ANSWER: usize = 4_000;

/// How an answer was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is the answer.
    Correct,
    /// The right idea: be more specific, try again.
    Close,
    /// It is not the answer.
    Incorrect,
}

/// A verdict with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// How it was judged.
    pub verdict: Verdict,
    /// Why, in a sentence a person can read; it never gives the answer away.
    pub why: Cow<'static, str>,
}

impl Grade {
    fn correct(why: impl Into<Cow<'static, str>>) -> Self {
        Self { verdict: Verdict::Correct, why: why.into() }
    }

    fn close(why: impl Into<Cow<'static, str>>) -> Self {
        Self { verdict: Verdict::Close, why: why.into() }
    }

    fn incorrect(why: impl Into<Cow<'static, str>>) -> Self {
        Self { verdict: Verdict::Incorrect, why: why.into() }
    }
}

/// The reasons that need no figure.
pub(crate) mod why {
    pub(super) const RIGHT: &str = "That is it.";
    pub(super) const SLIPPED: &str = "That is it, give or take a letter.";
    pub(super) const RELATED: &str = "The right idea, but not yet the answer. Be more specific.";
    pub(super) const PART: &str = "That is part of it. Be more specific.";
    pub(super) const SHORTENED: &str = "That looks like a shortened form. Write it out.";
    pub(super) const ORDER: &str = "The right words in another order.";
    pub(super) const VERDICT_MISSING: &str =
        "The right idea. Say whether the statement is true or false.";
    pub(super) const NUMBER_MISSING: &str = "The right unit. Say how many.";
    pub(super) const VAGUE: &str = "The right figure, but it is exact. Say it without the hedge.";
    pub(super) const LIST_ORDER: &str = "All are there, in another order than asked.";
    pub(crate) const WRONG: &str = "That is not it.";
    pub(super) const ANOTHER: &str = "That is the name of something else.";
    pub(super) const MORE: &str = "With these words around it, it means something else.";
    pub(super) const DENIED: &str = "That says what it is not.";
    pub(super) const TWO: &str = "One answer at a time: this gives more than one.";
    pub(super) const CLUELESS: &str = "There is no answer in it yet.";
    pub(super) const TOO_LONG: &str = "That is far longer than an answer.";
    pub(super) const OTHER_WAY: &str = "It is the other way round.";
    pub(super) const NEITHER: &str = "Say whether the statement is true or false.";
    pub(super) const FIGURE: &str = "The figure is another one.";
    pub(super) const UNIT: &str = "The unit is another one.";
    pub(super) const NO_FIGURE: &str = "A number is asked for.";
    pub(super) const BOUND: &str = "An exact figure is asked for, not a bound.";
    pub(super) const DUMP: &str = "Too much that does not belong here.";
}

/// Judges `given` as an answer to `card` of `deck`.
///
/// A card that the deck does not hold is judged as wrong: there is nothing to compare with.
pub fn grade(card: &Card, deck: &Deck, given: &str) -> Grade {
    match deck.place(&card.id) {
        Some(place) => grade_at(place, deck, given),
        None => Grade::incorrect(why::WRONG),
    }
}

/// Judges `given` as an answer to the card at `place` among the deck's cards.
///
/// # Panics
/// If the deck has fewer cards.
pub fn grade_at(place: usize, deck: &Deck, given: &str) -> Grade {
    if given.len() > LONGEST_ANSWER {
        return Grade::incorrect(why::TOO_LONG);
    }
    // What the deck itself writes is right, whatever the rules of folding make of it.
    let as_written = |text: &str| is_own_form(&deck.cards()[place], text);
    let (written, inside) = (given.trim(), unquoted(given));
    if as_written(written) || (inside.len() < written.len() && as_written(inside)) {
        return Grade::correct(why::RIGHT);
    }
    let index = deck.index();
    let card = index.card(place);
    if let KeyKind::Number(key) = &card.kind {
        return number::judge(key, &index.vocabulary, card, given);
    }
    let given = index.vocabulary.read_answer(given, &card.signs);
    if given.len() == 0 {
        return Grade::incorrect(why::CLUELESS);
    }
    let answer =
        Answer { index, card, place: u32::try_from(place).unwrap_or(u32::MAX), given: &given };
    match &card.kind {
        KeyKind::Term(key) => term::judge(key, answer),
        KeyKind::Truth(value, key) => truth::judge(*value, key, answer),
        KeyKind::List(key) => list::judge(key, answer),
        KeyKind::Number(_) => unreachable!("judged above, from the text before it is folded"),
    }
}

/// Whether a text is a right form of the card, character by character. A number's forms count by
/// their figures, a statement's by what they say.
fn is_own_form(card: &Card, text: &str) -> bool {
    let listed = || {
        !matches!(card.key, Key::TrueFalse(_)) && card.accept.iter().any(|form| form.trim() == text)
    };
    card.key.is_written(text) || listed()
}

#[cfg(test)]
mod tests;
