//! Which cards a quiz asks and how each is answered.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::choices::choices;
use super::{Round, Style};
use crate::domain::deck::{Card, Deck, Key};
use crate::domain::grade::Graded;

/// How long a channel has for a typed question, in seconds.
const TYPED_SECONDS: u32 = 90;

/// How long a channel has to pick, in seconds.
const PICKED_SECONDS: u32 = 45;

/// What each item of a list beyond the first adds, in seconds.
const ITEM_SECONDS: u32 = 15;

/// How the member wants to answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wish {
    /// As each card suits best.
    #[default]
    Auto,
    /// By typing, wherever the question makes sense without choices.
    Typed,
    /// By picking one of several texts, wherever such can be made.
    Choices,
}

/// Up to `count` cards of a deck, or of one of its topics, in random order and none twice.
pub fn draw<'a>(
    deck: &'a Deck,
    topic: Option<&str>,
    count: u32,
    rng: &mut StdRng,
) -> Vec<&'a Card> {
    let mut cards: Vec<&Card> =
        deck.cards.iter().filter(|card| topic.is_none_or(|topic| card.topic == topic)).collect();
    cards.shuffle(rng);
    cards.truncate(count as usize);
    cards
}

/// A round that asks `card` as wished, as far as the card allows.
pub fn round(card: &Card, deck: &Graded, wish: Wish, rng: &mut StdRng) -> Round {
    let style = style(card, deck, wish, rng);
    let seconds = seconds(card, &style);
    Round::new(card.id.clone(), style, seconds)
}

/// How a card is answered: as wished, as far as its key allows.
fn style(card: &Card, deck: &Graded, wish: Wish, rng: &mut StdRng) -> Style {
    match (&card.key, wish) {
        (Key::SelfGraded(_), _) => Style::SelfGraded,
        (Key::TrueFalse(_), Wish::Auto | Wish::Choices) => Style::TrueFalse,
        // The question of such a card makes no sense without its choices.
        (Key::Choices { .. }, _) | (_, Wish::Choices) => {
            choices(card, deck, rng).unwrap_or(Style::Typed)
        }
        _ => Style::Typed,
    }
}

/// How long a channel has for a card, in seconds: longer for each item of a list, up to ten.
fn seconds(card: &Card, style: &Style) -> u32 {
    match (style, &card.key) {
        (Style::Choices { .. } | Style::TrueFalse, _) => PICKED_SECONDS,
        (_, Key::List { items, .. }) => {
            let more = u32::try_from(items.len().saturating_sub(1)).unwrap_or(u32::MAX).min(10);
            TYPED_SECONDS + more * ITEM_SECONDS
        }
        _ => TYPED_SECONDS,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::SeedableRng;

    use super::*;
    use crate::domain::deck::Habits;

    fn deck() -> Graded {
        let choices = Key::Choices { choices: vec!["Nile".into(), "Rhine".into()], correct: 0 };
        let keys = [
            ("term", "One", Key::Term("Lima".into())),
            ("other", "One", Key::Term("Oslo".into())),
            ("truth", "Two", Key::TrueFalse(true)),
            ("choices", "Two", choices),
            ("self", "Two", Key::SelfGraded("Because.".into())),
            (
                "list",
                "Two",
                Key::List { items: vec![vec!["Po".into()], vec!["Don".into()]], ordered: false },
            ),
            ("reason", "Two", Key::Term("Yes, if it is wide enough".into())),
        ];
        let card = |(id, topic, key): (&str, &str, Key)| Card {
            id: id.into(),
            topic: topic.into(),
            prompt: "Which?".into(),
            key,
            accept: Vec::new(),
            close: Vec::new(),
            reject: Vec::new(),
            hint: None,
            explain: None,
            sources: Vec::new(),
        };
        Graded::new(Deck {
            id: "deck".into(),
            title: "Deck".into(),
            habits: Habits::default(),
            cards: keys.into_iter().map(card).collect(),
        })
    }

    #[test]
    fn each_card_is_asked_as_wished_as_far_as_it_can_be() {
        let deck = deck();
        for (card, wish, asked, seconds) in [
            ("term", Wish::Auto, "typed", 90),
            ("term", Wish::Choices, "choices", 45),
            ("truth", Wish::Auto, "true or false", 45),
            ("truth", Wish::Typed, "typed", 90),
            ("choices", Wish::Auto, "choices", 45),
            ("choices", Wish::Typed, "choices", 45),
            ("self", Wish::Choices, "self-graded", 90),
            ("list", Wish::Auto, "typed", 105),
            ("list", Wish::Choices, "choices", 45),
            // It has no sister to take choices from.
            ("reason", Wish::Choices, "typed", 90),
        ] {
            let round = round(deck.card(card).unwrap(), &deck, wish, &mut StdRng::seed_from_u64(1));
            let style = match round.style {
                Style::Typed => "typed",
                Style::Choices { .. } => "choices",
                Style::TrueFalse => "true or false",
                Style::SelfGraded => "self-graded",
            };
            assert_eq!((style, round.seconds), (asked, seconds), "{card} {wish:?}");
        }
    }

    #[test]
    fn cards_are_drawn_from_the_topic_and_none_twice() {
        let deck = deck();
        for (topic, count, drawn) in
            [(None, 25, 7), (None, 3, 3), (Some("One"), 5, 2), (Some("Three"), 5, 0)]
        {
            let cards = draw(&deck, topic, count, &mut StdRng::seed_from_u64(1));
            let ids: BTreeSet<&str> = cards.iter().map(|card| card.id.as_str()).collect();
            assert_eq!((cards.len(), ids.len()), (drawn, drawn), "{topic:?} {count}");
            assert!(cards.iter().all(|card| topic.is_none_or(|topic| card.topic == topic)));
        }
    }
}
