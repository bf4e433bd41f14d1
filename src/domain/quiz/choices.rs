//! Choices for a card that has none of its own, made from its sisters.

use std::mem::discriminant;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::Style;
use crate::domain::deck::{Card, Deck, Key};
use crate::domain::grade::{Verdict, grade};

/// How many texts are on offer.
const OPTIONS: usize = 4;

/// What a number is multiplied with to get others of its kind.
const SCALES: [f64; 6] = [2.0, 0.5, 10.0, 5.0, 0.1, 3.0];

/// The card's own choices in random order, or choices made from the answers of sister cards: those of the same topic
/// first, then the rest of the deck. None of them but one is anything the grader would take. `None` if there is
/// nothing to choose from.
pub fn choices(card: &Card, deck: &Deck, rng: &mut StdRng) -> Option<Style> {
    let right = card.key.shown();
    let mut options = match &card.key {
        Key::Choices { choices, .. } => choices.clone(),
        Key::SelfGraded(_) | Key::TrueFalse(_) => return None,
        key => {
            let mut options = vec![right.clone()];
            for candidate in candidates(card, deck, rng) {
                if options.len() == OPTIONS {
                    break;
                }
                let folded = candidate.to_lowercase();
                let new = options.iter().all(|option| option.to_lowercase() != folded);
                if new && (matches!(key, Key::Number { .. }) || is_wrong(card, deck, &candidate)) {
                    options.push(candidate);
                }
            }
            options
        }
    };
    if options.len() < 2 {
        return None;
    }
    options.shuffle(rng);
    let correct = options.iter().position(|option| *option == right)?;
    Some(Style::Choices { options, correct })
}

fn is_wrong(card: &Card, deck: &Deck, given: &str) -> bool {
    grade(card, deck, given).verdict == Verdict::Incorrect
}

/// Texts that could stand beside the right one, best first.
fn candidates(card: &Card, deck: &Deck, rng: &mut StdRng) -> Vec<String> {
    let (mut sisters, mut others): (Vec<&Card>, Vec<&Card>) = deck
        .cards()
        .iter()
        .filter(|other| other.id != card.id && same_kind(&other.key, &card.key))
        .partition(|other| other.topic == card.topic);
    sisters.shuffle(rng);
    others.shuffle(rng);
    let answers = |cards: Vec<&Card>| cards.into_iter().map(|card| card.key.shown()).collect::<Vec<_>>();
    match &card.key {
        Key::Number { number, unit } => {
            let mut found = answers(sisters);
            found.extend(scaled(*number, unit.as_deref(), rng));
            found.extend(answers(others));
            found
        }
        _ => [answers(sisters), answers(others)].concat(),
    }
}

/// Whether two keys ask for the same kind of thing; numbers only if they have the same unit.
fn same_kind(one: &Key, other: &Key) -> bool {
    match (one, other) {
        (Key::Number { unit: one, .. }, Key::Number { unit: other, .. }) => one == other,
        _ => discriminant(one) == discriminant(other),
    }
}

/// Other numbers of the same size and unit; whole ones for a whole number.
fn scaled(number: f64, unit: Option<&str>, rng: &mut StdRng) -> Vec<String> {
    let mut scales = SCALES;
    scales.shuffle(rng);
    let like = |value: &f64| value.is_finite() && (number.fract() != 0.0 || value.fract() == 0.0);
    let values = scales.iter().map(|scale| number * scale);
    // Nothing scaled differs from zero.
    let values: Vec<f64> = if number == 0.0 { vec![1.0, 2.0, 10.0] } else { values.collect() };
    values
        .into_iter()
        .filter(like)
        .map(|value| Key::Number { number: value, unit: unit.map(str::to_owned) }.shown())
        .collect()
}
