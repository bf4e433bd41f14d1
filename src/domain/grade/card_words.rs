//! The words of one card, by what they are worth in an answer to it.

use super::given::WordId;
use super::signs::is_signs;
use super::vocabulary::Vocabulary;
use crate::domain::deck::{Card, Key};

/// The words of one card.
#[derive(Debug)]
pub(super) struct CardWords {
    /// The words of its prompt and topic, sorted, each once: harmless around an answer, and worth
    /// nothing alone.
    pub(super) prompt: Vec<WordId>,
    /// The words of its topic alone, as they stand there.
    pub(super) topic: Vec<WordId>,
    /// The words of its right forms, sorted, each once; none for a list and a number.
    pub(super) own: Vec<WordId>,
    /// Its forms of signs alone (`===`), made plain; where there are any, signs are words.
    pub(super) signs: Box<[Box<str>]>,
}

impl CardWords {
    /// The words of a card with this prompt and these words in its right forms.
    pub(super) fn new(
        vocabulary: &Vocabulary,
        card: &Card,
        mut prompt: Vec<WordId>,
        mut own: Vec<WordId>,
    ) -> Self {
        let topic = vocabulary.words_of(&card.topic);
        prompt.extend(&topic);
        for words in [&mut own, &mut prompt] {
            words.sort_unstable();
            words.dedup();
        }
        Self { prompt, topic, own, signs: signs_of(vocabulary, card) }
    }

    /// Whether a word stands in the prompt or is the topic's.
    #[inline]
    pub(super) fn has_in_prompt(&self, word: WordId) -> bool {
        self.prompt.binary_search(&word).is_ok()
    }

    /// Whether a word stands in a right form.
    #[inline]
    pub(super) fn is_own(&self, word: WordId) -> bool {
        self.own.binary_search(&word).is_ok()
    }
}

/// The forms of a card that are signs alone, made plain.
fn signs_of(vocabulary: &Vocabulary, card: &Card) -> Box<[Box<str>]> {
    let of_key: Vec<&String> = match &card.key {
        Key::Term(answer) | Key::SelfGraded(answer) => vec![answer],
        Key::Choices { choices, .. } => choices.iter().collect(),
        Key::List { items, .. } => items.iter().flatten().collect(),
        Key::TrueFalse(_) | Key::Number { .. } => return Box::default(),
    };
    let all = of_key.into_iter().chain(&card.accept).chain(&card.close).chain(&card.reject);
    all.filter(|text| is_signs(text)).map(|text| vocabulary.clean(text).trim().into()).collect()
}
