//! What was typed, or what a deck has written: folded, each word known by a number.

use super::fold::{Break, Folded};
use super::letters::Letters;

/// A word of a deck's vocabulary, by number; [`UNKNOWN`] for every other word.
pub(super) type WordId = u32;

/// The number of a word that is not in the vocabulary: perhaps a slip, perhaps another thing.
pub(super) const UNKNOWN: WordId = 0;

/// A text, folded, with its words looked up.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// The folded text, with a synonym put for each phrase that has one.
    pub(super) folded: Folded,
    /// Its words by number, one for each token of `folded`.
    pub(super) words: Vec<WordId>,
    /// The roots before synonyms were put for one another, written as one; `None` where none was.
    pub(super) before_synonyms: Option<Box<str>>,
}

impl Given {
    /// The roots as they were written, without synonyms put for one another.
    pub(super) fn as_written(&self) -> &str {
        self.before_synonyms.as_deref().unwrap_or(&self.folded.text)
    }

    /// How many words the text has.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The roots of words `from..to`, written as one.
    #[inline]
    pub(super) fn joined(&self, from: usize, to: usize) -> &str {
        self.folded.joined(from, to)
    }

    /// The root of word `i`.
    #[inline]
    pub(super) fn root(&self, i: usize) -> &str {
        self.folded.root(i)
    }

    /// The letters of words `from..to`.
    pub(super) fn letters(&self, from: usize, to: usize) -> Letters {
        self.folded.tokens[from..to]
            .iter()
            .fold(Letters::default(), |all, token| all.and(token.letters))
    }

    /// What stands before word `i`.
    #[inline]
    pub(super) fn before(&self, i: usize) -> Break {
        self.folded.tokens[i].before
    }

    /// Words `from..to` as a text of their own.
    pub(super) fn part(&self, from: usize, to: usize) -> Self {
        let mut part = Self::default();
        for i in from..to {
            part.copy(self, i);
        }
        part
    }

    /// Appends word `i` of another text of the same vocabulary.
    pub(super) fn copy(&mut self, other: &Self, i: usize) {
        let token = &other.folded.tokens[i];
        self.folded.push(other.root(i), other.folded.plain(i), token.before, token.capitals);
        self.words.push(other.words[i]);
    }
}
