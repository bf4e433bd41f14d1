//! Synonyms: phrases that a deck takes for one, put for one another before anything is compared.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::fold::{Break, Folded, Humps, fold};
use super::given::{Given, WordId};
use super::root::Abbreviations;

/// A phrase that stands for another.
#[derive(Debug, PartialEq, Eq)]
struct Synonym {
    /// The words of the phrase, by number.
    phrase: Vec<WordId>,
    /// The phrase that is put for it: the roots of its words, and their numbers.
    first: Vec<(Box<str>, WordId)>,
}

/// All phrases for which a deck puts another: by their first word, of one word the longest first.
#[derive(Debug, Default)]
pub(super) struct Synonyms(FxHashMap<WordId, Vec<Synonym>>);

impl Synonyms {
    /// Puts `first` for `phrase` from now on, unless another is put for it already. A phrase
    /// without words stands for nothing.
    pub(super) fn add(&mut self, phrase: Vec<WordId>, first: &[(Box<str>, WordId)]) {
        let Some(head) = phrase.first() else { return };
        let known = self.0.entry(*head).or_default();
        if known.iter().all(|same| same.phrase != phrase) {
            known.push(Synonym { phrase, first: first.to_vec() });
            known.sort_by_key(|same| Reverse(same.phrase.len()));
        }
    }

    /// Puts the first of each group of synonyms for the others.
    pub(super) fn unify(&self, given: Given) -> Given {
        if (0..given.len()).all(|i| self.at(&given, i).is_none()) {
            return given;
        }
        let folded = Folded::with_capacity(given.folded.plain.len() + 16);
        let words = Vec::with_capacity(given.len() + 4);
        let mut out =
            Given { folded, words, before_synonyms: Some(given.folded.text.as_str().into()) };
        let mut i = 0;
        while i < given.len() {
            if let Some(Synonym { phrase, first }) = self.at(&given, i) {
                for (n, (root, word)) in first.iter().enumerate() {
                    let before = if n == 0 { given.before(i) } else { Break::Space };
                    out.folded.push(root, root, before, given.folded.tokens[i].capitals);
                    out.words.push(*word);
                }
                i += phrase.len();
            } else {
                out.copy(&given, i);
                i += 1;
            }
        }
        out
    }

    /// The longest synonym that begins at word `i`, unless it is a part of an identifier.
    fn at(&self, given: &Given, i: usize) -> Option<&Synonym> {
        if given.before(i) == Break::Hump {
            return None;
        }
        let ends =
            |to: usize| given.folded.tokens.get(to).is_none_or(|token| token.before != Break::Hump);
        let all = self.0.get(&given.words[i])?;
        all.iter()
            .find(|same| given.words[i..].starts_with(&same.phrase) && ends(i + same.phrase.len()))
    }

    /// The words of all phrases that stand for one whose words are all among `words`: where "read
    /// capacity unit" may stand, "RCU" may.
    pub(super) fn of_words(&self, words: &[WordId]) -> Vec<WordId> {
        self.0
            .values()
            .flatten()
            .filter(|same| same.first.iter().all(|(_, word)| words.contains(word)))
            .flat_map(|same| same.phrase.iter().copied())
            .collect()
    }
}

/// The ways in which a phrase that is made plain may be written, each by the roots of its words: as
/// one word, as words parted at humps, and as words with their humps kept.
pub(super) fn ways(phrase: &str, abbreviations: &Abbreviations) -> [Vec<Box<str>>; 3] {
    let parted = fold(phrase, Humps::Part, abbreviations);
    let whole = fold(phrase, Humps::Keep, abbreviations);
    [vec![parted.text.as_str().into()], roots(&parted), roots(&whole)]
}

/// The roots of a text's words.
fn roots(folded: &Folded) -> Vec<Box<str>> {
    (0..folded.len()).map(|i| folded.root(i).into()).collect()
}

/// Whether one text begins with another, shorter one, whatever their case.
pub(super) fn is_beginning(short: &str, long: &str) -> bool {
    short.len() < long.len() && long.to_lowercase().starts_with(&short.to_lowercase())
}
