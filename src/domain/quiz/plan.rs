//! Which cards a quiz asks and how each is answered.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::choices::choices;
use super::{Round, Style};
use crate::domain::deck::{Card, Deck, Key};

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
    /// In the own words.
    Typed,
    /// By picking.
    Choices,
}

/// Up to `count` cards of a deck, or of one of its topics, in random order and none twice.
pub fn draw<'a>(deck: &'a Deck, topic: Option<&str>, count: u32, rng: &mut StdRng) -> Vec<&'a Card> {
    let mut cards: Vec<&Card> =
        deck.cards().iter().filter(|card| topic.is_none_or(|topic| card.topic == topic)).collect();
    cards.shuffle(rng);
    cards.truncate(count as usize);
    cards
}

/// A round that asks `card` as wished, as far as the card allows.
pub fn round(card: &Card, deck: &Deck, wish: Wish, rng: &mut StdRng) -> Round {
    let style = style(card, deck, wish, rng);
    let seconds = seconds(card, &style);
    Round::new(card.id.clone(), style, seconds)
}

fn style(card: &Card, deck: &Deck, wish: Wish, rng: &mut StdRng) -> Style {
    match (&card.key, wish) {
        (Key::SelfGraded(_), _) => Style::SelfGraded,
        (Key::TrueFalse(_), Wish::Auto | Wish::Choices) => Style::TrueFalse,
        // The question of such a card makes no sense without its choices.
        (Key::Choices { .. }, _) | (_, Wish::Choices) => choices(card, deck, rng).unwrap_or(Style::Typed),
        _ => Style::Typed,
    }
}

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
