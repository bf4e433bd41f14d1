//! Synonyms: phrases that a deck takes for one, put for one another before anything is compared.

use super::clean::clean;
use super::fold::{Break, Folded, Humps, fold};
use super::form::Given;
use super::index::{Index, WordId};

/// A phrase that stands for another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Synonym {
    /// Its words.
    phrase: Vec<WordId>,
    /// The roots of the phrase that is put for it.
    first: Vec<Box<str>>,
}

impl Index {
    /// Learns a group of synonyms: each may be written as words, with humps, or as one word.
    pub(super) fn learn_same(&mut self, group: &[String]) {
        let Some(first) = group.first() else { return };
        let first = fold(&clean(first, self.strict_accents), Humps::Part, &self.abbreviations);
        let target: Vec<Box<str>> = (0..first.len()).map(|i| first.root(i).into()).collect();
        for root in &target {
            self.learn_root(root);
        }
        for member in group {
            let plain = clean(member, self.strict_accents).into_owned();
            let parted = fold(&plain, Humps::Part, &self.abbreviations);
            let whole = fold(&plain, Humps::Keep, &self.abbreviations);
            let mut ways: Vec<Vec<Box<str>>> = vec![vec![parted.text.as_str().into()]];
            for folded in [&parted, &whole] {
                ways.push((0..folded.len()).map(|i| folded.root(i).into()).collect());
            }
            for way in ways {
                // The first way stays as it is, but must be seen where a shorter way is a part of
                // it ("Dynamo" of "DynamoDB").
                if way == target && !group.iter().any(|other| is_beginning(other, member)) {
                    continue;
                }
                let ids: Vec<WordId> = way.iter().map(|root| self.learn_root(root)).collect();
                let Some(head) = ids.first().copied() else { continue };
                self.words[head as usize].same = true;
                self.words[head as usize].named = true;
                let known = self.same.entry(head).or_default();
                if known.iter().all(|same| same.phrase != ids) {
                    known.push(Synonym { phrase: ids, first: target.clone() });
                    known.sort_by_key(|same| std::cmp::Reverse(same.phrase.len()));
                }
            }
        }
    }

    /// Puts the first of each group of synonyms for the others.
    pub(super) fn unify(&self, given: Given) -> Given {
        if (0..given.len()).all(|i| self.synonym_at(&given, i).is_none()) {
            return given;
        }
        let folded = Folded::with_capacity(given.folded.plain.len() + 16);
        let words = Vec::with_capacity(given.len() + 4);
        let mut out =
            Given { folded, words, before_synonyms: Some(given.folded.text.as_str().into()) };
        let mut i = 0;
        while i < given.len() {
            if let Some(Synonym { phrase, first }) = self.synonym_at(&given, i) {
                for (n, root) in first.iter().enumerate() {
                    let before = if n == 0 { given.before(i) } else { Break::Space };
                    self.append(&mut out, root, root, before, given.folded.tokens[i].capitals);
                }
                i += phrase.len();
            } else {
                self.copy(&mut out, &given, i);
                i += 1;
            }
        }
        out
    }

    /// The longest synonym that begins at word `i`, unless it is a part of an identifier.
    fn synonym_at(&self, given: &Given, i: usize) -> Option<&Synonym> {
        if !self.words[given.words[i] as usize].same || given.before(i) == Break::Hump {
            return None;
        }
        let ends =
            |to: usize| given.folded.tokens.get(to).is_none_or(|token| token.before != Break::Hump);
        let all = self.same.get(&given.words[i])?;
        all.iter()
            .find(|same| given.words[i..].starts_with(&same.phrase) && ends(i + same.phrase.len()))
    }

    /// Adds the words of all synonyms of phrases that `words` hold: where "read capacity unit" may
    /// stand, "RCU" may.
    pub(super) fn add_synonyms(&self, words: &mut Vec<WordId>) {
        let holds =
            |target: &[Box<str>]| target.iter().all(|root| words.contains(&self.id_of_root(root)));
        let more: Vec<WordId> = self
            .same
            .values()
            .flatten()
            .filter(|same| holds(&same.first))
            .flat_map(|same| same.phrase.clone())
            .collect();
        words.extend(more);
    }
}

/// Whether one text begins with another, shorter one.
fn is_beginning(short: &str, long: &str) -> bool {
    short.len() < long.len() && long.to_lowercase().starts_with(&short.to_lowercase())
}
