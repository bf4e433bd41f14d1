//! Texts laid side by side: whether two say the same, or one says all that the other says.

use std::cmp::Ordering;

use super::Graded;
use super::clean::clean;
use super::role::Role;
use super::vocabulary::Vocabulary;

/// A text as its words, without what the grader overlooks: case, accents, punctuation, plurals, the
/// vendors' names of the deck; with one word for all that the deck takes for one.
///
/// Two are equal if they say the same in other letters: `AllAtOnce` and "all at once".
#[derive(Debug, Clone)]
pub struct Plain {
    /// The roots of the words, side by side.
    text: String,
    /// Where each word ends in `text`, in order; before the first stands the text's beginning.
    ends: Vec<usize>,
}

impl Plain {
    /// A text as a deck with this vocabulary reads it.
    fn new(vocabulary: &Vocabulary, text: &str) -> Self {
        // Where accents count, they do so for answers: who reads `Perú` has read `Peru`.
        let given = vocabulary.read(&clean(text, false));
        let all_optional = given.words.iter().all(|word| vocabulary.optional(*word));
        let mut plain = Self { text: String::new(), ends: Vec::new() };
        for (i, word) in given.words.iter().enumerate() {
            if all_optional || !vocabulary.optional(*word) {
                plain.push(given.root(i));
            }
        }
        if plain.ends.is_empty() {
            plain.push(text.trim());
        }
        plain
    }

    fn push(&mut self, root: &str) {
        self.text.push_str(root);
        self.ends.push(self.text.len());
    }

    /// Whether another text stands here, word by word.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        !other.text.is_empty()
            && starts.into_iter().any(|start| {
                self.text[start..].starts_with(&other.text)
                    && self.ends.contains(&(start + other.text.len()))
            })
    }
}

impl PartialEq for Plain {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Plain {}

impl PartialOrd for Plain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Plain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl Graded {
    /// A text as this deck reads it, for laying it beside others of the deck.
    #[must_use]
    pub fn plain(&self, text: &str) -> Plain {
        Plain::new(&self.index().vocabulary, text)
    }

    /// Whether a text says yes or no and something else, such as why: "Yes, if it is switched on".
    #[must_use]
    pub fn is_yes_or_no_with_reason(&self, text: &str) -> bool {
        let Some((head, _)) = text.split_once([',', ';', ':', '.', '–', '—']) else {
            return false;
        };
        let role = self.index().vocabulary.role_of(&head.trim().to_lowercase());
        role.is(Role::YES) || role.is(Role::NO)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::deck::{Deck, Habits};
    use crate::domain::grade::Graded;

    fn deck(strict_accents: bool) -> Graded {
        let habits = Habits {
            optional: vec!["Amazon".into()],
            same: vec![vec!["Simple Queue Service".into(), "SQS".into()]],
            others: Vec::new(),
            strict_accents,
        };
        Graded::new(Deck { id: "deck".into(), title: "Deck".into(), habits, cards: Vec::new() })
    }

    #[test]
    fn a_text_holds_another_whose_words_it_has_in_a_row() {
        let deck = deck(false);
        for (text, part, holds) in [
            ("SQS", "Amazon SQS", true),
            ("SQS", "Simple Queue Service", true),
            ("Amazon Simple Queue Service (SQS)", "sqs", true),
            ("Step Functions Express", "step function", true),
            ("StepFunctions", "Step Functions", true),
            ("step functions", "StepFunctions", true),
            ("Brasília", "brasilia", true),
            ("Amazon", "Amazon", true),
            ("===", "===", true),
            ("Amazonas", "Amazon", false),
            ("Queue Service", "Simple Queue Service", false),
            ("functions of a step", "step functions", false),
            ("===", "==", false),
            ("stepping stones", "step", false),
        ] {
            assert_eq!(deck.plain(text).holds(&deck.plain(part)), holds, "{text} / {part}");
        }
    }

    #[test]
    fn accents_are_overlooked_even_where_they_must_be_typed() {
        let deck = self::deck(true);
        assert_eq!(deck.plain("Perú"), deck.plain("peru"));
    }

    #[test]
    fn yes_or_no_with_a_reason_is_told_by_its_beginning() {
        let deck = deck(false);
        for (text, says) in [
            ("Yes, only if cluster mode is enabled", true),
            ("No: it never was", true),
            ("Nothing, as far as one knows", false),
            ("No batches", false),
            ("True", false),
        ] {
            assert_eq!(deck.is_yes_or_no_with_reason(text), says, "{text}");
        }
    }
}
