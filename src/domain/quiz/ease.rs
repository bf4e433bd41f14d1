//! A newcomer's first cards are ones that most get right.

use std::collections::HashMap;
use std::hash::BuildHasher;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use crate::domain::deck::{Card, Key};

/// From how many answers to a card on the share of right ones says how easy it is.
pub const TELLING: u32 = 20;

/// How many of a newcomer's cards are easy.
const EASY: usize = 2;

/// Of how many of the easiest cards those are drawn at least; and the part of all from which they
/// are.
const LEAST: usize = 6;
const ONE_IN: usize = 4;

/// Puts easy cards before those that were drawn for a newcomer, in place of as many of the last
/// ones. `all` are the cards that might have been drawn, and `known` the shares of right answers,
/// from 0 to 1, by cards' ids, of those that have been answered [`TELLING`] times.
pub fn ease_in<'a>(
    drawn: Vec<&'a Card>,
    all: impl IntoIterator<Item = &'a Card>,
    known: &HashMap<String, f64, impl BuildHasher>,
    rng: &mut StdRng,
) -> Vec<&'a Card> {
    let mut easiest: Vec<&Card> = all.into_iter().collect();
    let ease_of = |card: &Card| known.get(&card.id).copied().unwrap_or_else(|| looks_easy(card));
    easiest.sort_by(|one, other| ease_of(other).total_cmp(&ease_of(one)));
    easiest.truncate((easiest.len() / ONE_IN).max(LEAST));
    easiest.shuffle(rng);
    let count = drawn.len();
    let mut cards: Vec<&Card> = easiest.into_iter().take(EASY.min(count)).collect();
    for card in drawn {
        if cards.len() < count && cards.iter().all(|other| other.id != card.id) {
            cards.push(card);
        }
    }
    cards
}

/// How easy a card looks, from 0 to 1: by the kind of its key and by how much there is to type.
fn looks_easy(card: &Card) -> f64 {
    match &card.key {
        Key::TrueFalse(_) => 0.75,
        Key::Choices { .. } => 0.7,
        Key::Term(answer) => match (answer.split_whitespace().count(), answer.chars().count()) {
            (1, 0..=8) => 0.7,
            (1..=2, 0..=16) => 0.55,
            _ => 0.35,
        },
        Key::Number { .. } => 0.45,
        Key::List { .. } => 0.25,
        Key::SelfGraded(_) => 0.2,
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn card(id: &str, key: Key) -> Card {
        Card {
            id: id.into(),
            topic: "Any".into(),
            prompt: "Which?".into(),
            key,
            accept: Vec::new(),
            close: Vec::new(),
            reject: Vec::new(),
            hint: None,
            explain: None,
            sources: Vec::new(),
        }
    }

    /// Ten long answers, and six short ones.
    fn cards() -> Vec<Card> {
        let long = (0..10).map(|number| {
            card(&format!("long-{number}"), Key::Term("a term of many words to type".into()))
        });
        let short = (0..6).map(|number| card(&format!("short-{number}"), Key::Term("Lima".into())));
        long.chain(short).collect()
    }

    fn first_ids(drawn: &[usize], known: &HashMap<String, f64>) -> Vec<String> {
        let cards = cards();
        let drawn = drawn.iter().map(|place| &cards[*place]).collect();
        let eased = ease_in(drawn, &cards, known, &mut StdRng::seed_from_u64(7));
        eased.into_iter().map(|card| card.id.clone()).collect()
    }

    #[test]
    fn the_first_two_are_easy_and_none_comes_twice() {
        let ids = first_ids(&[0, 1, 2, 10, 11], &HashMap::new());
        assert_eq!(ids.len(), 5);
        assert!(ids[..2].iter().all(|id| id.starts_with("short")), "{ids:?}");
        let mut unique = ids.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), 5, "{ids:?}");
        assert_eq!(first_ids(&[0], &HashMap::new()).len(), 1);
        assert!(first_ids(&[], &HashMap::new()).is_empty());
    }

    #[test]
    fn what_was_answered_often_tells_more_than_looks() {
        let known = (0..6)
            .flat_map(|number| [(format!("short-{number}"), 0.1), (format!("long-{number}"), 0.9)])
            .collect();
        let ids = first_ids(&[6, 7, 8, 9, 10], &known);
        assert!(ids[..2].iter().all(|id| id.starts_with("long")), "{ids:?}");
    }
}
