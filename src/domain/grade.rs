//! Grading: is what a person typed the answer of this card?
//!
//! First the right kind of comparison, then forgiveness. Each kind of key has its own file: `term`,
//! `truth`, `number`, `list`. All see the answer folded into words (`fold`), beside the words of
//! the deck (`vocabulary`) and of the card (`card_words`), and beside whose answer each name is
//! (`owners`), so that a word which is another card's answer is never taken for a slip (`matching`,
//! `slip`, `around`). `Close` comes from rules, not from a threshold of likeness. No file here
//! knows a subject: what is special about one stands in its deck. `plain` lays texts side by side
//! for others, such as the headings of questions.
//!
//! ```text
//! text → fold → Given ───┐
//!                        ├→ term | truth | number | list → Grade
//! Deck → Index → the key ┘        (matching, slip, role)
//! ```

mod around;
pub mod bare;
mod card_words;
mod clean;
mod count;
mod figure;
mod fold;
mod form;
mod fraction;
mod given;
mod graded;
mod index;
pub mod instead;
mod letters;
mod list;
mod matching;
mod number;
mod owners;
mod plain;
mod role;
mod root;
mod signs;
mod slip;
mod synonym;
mod term;
mod truth;
mod unit;
mod verdict;
mod vocabulary;
pub mod why;

pub use graded::Graded;
use index::{Index, KeyKind};
use instead::Instead;
use matching::Answer;
pub use plain::Plain;
use signs::unquoted;
pub use verdict::{Grade, Verdict};
use why::Why;

use super::deck::{Card, Key};

/// The longest answer that is read, in bytes; nobody types a longer one to a card.
pub const LONGEST_ANSWER: usize = 4_000;

/// Judges `given` as an answer to `card` of `deck`, of any length: what is longer than
/// [`LONGEST_ANSWER`] is not read.
///
/// A card that the deck does not hold is judged as wrong: there is nothing to compare with.
pub fn grade(card: &Card, deck: &Graded, given: &str) -> Grade {
    match deck.place(&card.id) {
        Some(place) => grade_at(place, deck, given),
        None => Grade::incorrect(Why::Wrong),
    }
}

/// Judges `given` as an answer to the card at `place` among the deck's cards.
///
/// # Panics
/// If the deck has fewer cards.
pub fn grade_at(place: usize, deck: &Graded, given: &str) -> Grade {
    if given.len() > LONGEST_ANSWER {
        return Grade::incorrect(Why::TooLong);
    }
    // What the deck itself writes is right, whatever the rules of folding make of it.
    let as_written = |text: &str| is_own_form(&deck.cards[place], text);
    let (written, inside) = (given.trim(), unquoted(given));
    if as_written(written) || (inside.len() < written.len() && as_written(inside)) {
        return Grade::correct(Why::Right);
    }
    let grade = compared(place, deck, given);
    match Instead::read(given) {
        Some(instead) if is_instead(place, deck, given, grade) => {
            Grade::incorrect(Why::NoAnswer(instead))
        }
        _ => grade,
    }
}

/// Whether a phrase that is said instead of answers is so for this card as well: not where the card
/// lists it, nor where it is another card's answer and so an attempt. For a statement, "no idea" is
/// no "no".
fn is_instead(place: usize, deck: &Graded, given: &str, grade: Grade) -> bool {
    let card = &deck.cards[place];
    let is = |form: &String| form.trim().to_lowercase() == given.trim().to_lowercase();
    let is_listed = || card.accept.iter().chain(&card.close).chain(&card.reject).any(is);
    let is_found = grade.verdict != Verdict::Incorrect && !matches!(card.key, Key::TrueFalse(_));
    let is_foreign = || {
        let Index { vocabulary, owners, .. } = deck.index();
        let folded = vocabulary.read(given);
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        owners.is_foreign(folded.joined(0, folded.len()), place)
    };
    !is_found && !is_listed() && !is_foreign()
}

/// Compares what was typed with what counts as an answer, by the kind of the key.
fn compared(place: usize, deck: &Graded, given: &str) -> Grade {
    let Index { vocabulary, owners, .. } = deck.index();
    let (card, key) = deck.index().card(place);
    if let KeyKind::Number(key) = key {
        return number::judge(key, vocabulary, card, given);
    }
    let given = &vocabulary.read_answer(given, &card.signs);
    if given.len() == 0 {
        return Grade::incorrect(Why::NoAnswer(Instead::Unknown));
    }
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    let answer = Answer { vocabulary, owners, card, place, given };
    match key {
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
