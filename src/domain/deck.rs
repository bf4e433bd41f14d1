//! Decks: a set of cards, each with one question and its key.
//!
//! [`read`] turns the bytes of a deck file into a [`Deck`] or into errors that point at the place;
//! [`check`] warns of what is legal but unkind to learners. How a key is compared with an answer is
//! the grader's affair, which makes of a deck what it needs; a deck knows nothing of it.

pub mod check;
pub mod diagnostic;
pub mod read;

use super::decimal::Decimal;

/// A set of cards with what its subject takes for granted: a plain value, which may be changed at
/// will. To be played it is made ready once, as a `grade::Graded`.
#[derive(Debug, Clone, PartialEq)]
pub struct Deck {
    /// Stable name, as people type it: `aws-developer-associate`.
    pub id: String,
    /// Title for people: `AWS Certified Developer – Associate`.
    pub title: String,
    /// The subject's own habits, which the grader follows.
    pub habits: Habits,
    /// All cards, in the file's order; in a deck that was read, each id and each source is one
    /// card's.
    pub cards: Vec<Card>,
}

/// What is special about a subject's language, stated by the deck and followed by the grader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Habits {
    /// Words that a learner may add or leave out: vendor names and the like.
    pub optional: Vec<String>,
    /// Groups of words or phrases that the subject's people take for one.
    pub same: Vec<Vec<String>>,
    /// Names of the subject that no card asks for: one of them is never a slip for an answer.
    pub others: Vec<String>,
    /// Whether accents must be typed as the key has them (`résumé` is not `resume`).
    pub strict_accents: bool,
}

/// One question with its key.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Stable forever: members' history hangs on it.
    pub id: String,
    /// What the card is about; quizzes can be narrowed to it.
    pub topic: String,
    /// The question, which stands alone.
    pub prompt: String,
    /// What counts as an answer.
    pub key: Key,
    /// Other forms that are right.
    pub accept: Vec<String>,
    /// Forms that earn "be more specific".
    pub close: Vec<String>,
    /// Forms that are wrong however near they look.
    pub reject: Vec<String>,
    /// A nudge shown on request instead of the one made from the key.
    pub hint: Option<String>,
    /// One or two sentences that teach, shown with the verdict.
    pub explain: Option<String>,
    /// Ids of the facts that this card covers; the `grade` command takes them for the card's id.
    pub sources: Vec<String>,
}

/// What counts as an answer of a card.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// A word or phrase, in its canonical form.
    Term(String),
    /// A statement that holds or does not.
    TrueFalse(bool),
    /// A number, with its unit where it has one.
    Number {
        /// The value, counted in `unit` where there is one.
        number: Decimal,
        /// The unit as people write it: `seconds`, `KB`, `RCUs`.
        unit: Option<String>,
    },
    /// Several things, each with its forms, the first of them canonical.
    List {
        /// The wanted items; each has at least one form.
        items: Vec<Vec<String>>,
        /// Whether the items must be given in this order.
        ordered: bool,
    },
    /// One of several given texts.
    Choices {
        /// The texts on offer, at least two, in the file's order.
        choices: Vec<String>,
        /// The right one's place in `choices`.
        correct: usize,
    },
    /// What a good answer says; revealed, then graded by the member.
    SelfGraded(String),
}

impl Key {
    /// Whether a text is the answer, or the right choice, character by character as the deck writes
    /// it; a list's items parted by commas. A number is told by its value and a statement by what
    /// is said, never by its characters.
    pub(super) fn is_written(&self, text: &str) -> bool {
        match self {
            Self::Term(answer) | Self::SelfGraded(answer) => answer.trim() == text,
            Self::Choices { choices, correct } => choices[*correct].trim() == text,
            Self::List { items, .. } => {
                let mut rest = Some(text);
                for (n, form) in items.iter().filter_map(|forms| forms.first()).enumerate() {
                    let comma = if n == 0 { "" } else { ", " };
                    rest =
                        rest.and_then(|rest| rest.strip_prefix(comma)?.strip_prefix(form.as_str()));
                }
                rest == Some("")
            }
            Self::Number { .. } | Self::TrueFalse(_) => false,
        }
    }

    /// The answer as shown to people.
    pub fn shown(&self) -> String {
        match self {
            Self::Term(answer) | Self::SelfGraded(answer) => answer.clone(),
            Self::TrueFalse(value) => if *value { "True" } else { "False" }.to_owned(),
            Self::Number { number, unit: Some(unit) } => format!("{number} {unit}"),
            Self::Number { number, unit: None } => number.to_string(),
            Self::List { items, .. } => items
                .iter()
                .filter_map(|forms| forms.first())
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", "),
            Self::Choices { choices, correct } => choices[*correct].clone(),
        }
    }
}

impl Deck {
    /// The topics in the order of their first card, each once, with the number of their cards.
    pub fn topics(&self) -> Vec<(&str, usize)> {
        let mut topics: Vec<(&str, usize)> = Vec::new();
        for card in &self.cards {
            match topics.iter_mut().find(|(topic, _)| *topic == card.topic) {
                Some((_, count)) => *count += 1,
                None => topics.push((&card.topic, 1)),
            }
        }
        topics
    }
}
