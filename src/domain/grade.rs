//! Grading: is what a person typed the answer of this card?
pub mod bare;

use super::deck::{Card, Deck, Habits};

/// What a grader needs to know of a deck, built once at load.
#[derive(Debug)]
pub struct Index;
impl Index {
    /// Builds the index of a deck.
    pub fn new(_habits: &Habits, _cards: &[Card]) -> Self {
        Self
    }
}
/// How an answer was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
    pub why: std::borrow::Cow<'static, str>,
}
/// Judges `given` as an answer to `card` of `deck`.
pub fn grade(_card: &Card, _deck: &Deck, _given: &str) -> Grade {
    Grade { verdict: Verdict::Incorrect, why: "".into() }
}
