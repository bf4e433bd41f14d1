//! The wrong ideas that several members had about a card.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::id::MemberId;

/// The most common wrong ideas with how many members had each, most first, at most `most`.
///
/// Ideas are told apart by their words without case, accents, punctuation and articles; each is
/// shown as it was typed first. A member who had an idea twice had it once.
pub fn common(wrong: &[(MemberId, String)], most: usize) -> Vec<(&str, usize)> {
    let mut ideas: BTreeMap<String, (usize, &str, BTreeSet<MemberId>)> = BTreeMap::new();
    for (place, (member, given)) in wrong.iter().enumerate() {
        let normal = normal(given);
        if !normal.is_empty() {
            ideas
                .entry(normal)
                .or_insert_with(|| (place, given, BTreeSet::new()))
                .2
                .insert(*member);
        }
    }
    let mut ideas: Vec<(usize, usize, &str)> =
        ideas.into_values().map(|(place, given, members)| (members.len(), place, given)).collect();
    ideas.sort_by_key(|(count, place, _)| (std::cmp::Reverse(*count), *place));
    ideas.into_iter().take(most).map(|(count, _, given)| (given.trim(), count)).collect()
}

/// What two answers have in common that count as one idea: the words without accents, case,
/// punctuation and articles.
fn normal(text: &str) -> String {
    let bare = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let words: String = bare.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words = words.split_whitespace().filter(|word| !matches!(*word, "a" | "an" | "the"));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_common_ideas_are_counted_by_members_and_shown_as_typed() {
        let wrong = [
            (1, "The Mekong"),
            (2, "mekong!"),
            (3, "Sao Paulo"),
            (1, "Mekong"),
            (4, "São  Paulo"),
            (5, "Oslo"),
            (6, "?!"),
        ];
        let wrong = wrong.map(|(member, given)| (MemberId(member), given.to_owned()));
        assert_eq!(common(&wrong, 2), [("The Mekong", 2), ("Sao Paulo", 2)]);
        assert_eq!(common(&wrong, 9)[2..], [("Oslo", 1)]);
        assert_eq!(common(&[], 2), []);
    }
}
