//! Choices for a card that has none of its own: wrong answers of the kind and number asked for.
//!
//! Each kind of key has its own file. `terms` takes answers of sister cards, the most alike first;
//! `shape` tells how alike two answers look. `figures` makes numbers near the right one. `lists`
//! puts wrong items in the places of some right ones. What all of them share is `wrong`: nothing is
//! offered that the card, or another of the same question, would take.
//!
//! The right choice must not be known by its looks. So wrong ones are drawn to be longer as often
//! as shorter, and the choices of a list are made so that no item stands in more of them than
//! another.

mod drawn;
mod figures;
mod lists;
mod near;
mod shape;
mod terms;
mod wrong;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::Style;
use crate::domain::deck::{Card, Key};
use crate::domain::grade::Graded;
use wrong::Wrong;

/// How many texts are on offer at most.
const OPTIONS: usize = 4;

/// The card's own choices in random order, or choices made for it, two to four: the right answer
/// and wrong ones like it. `None` if the deck has nothing to put beside the right answer, or if
/// there is nothing to choose.
pub fn choices(card: &Card, deck: &Graded, rng: &mut StdRng) -> Option<Style> {
    let right = card.key.shown();
    let wrong = Wrong::new(card, deck);
    let beside = match &card.key {
        Key::SelfGraded(_) | Key::TrueFalse(_) => return None,
        Key::Choices { choices, correct } => {
            let mut others = choices.clone();
            others.remove(*correct);
            others
        }
        Key::Term(answer) => terms::beside(answer, &wrong, rng),
        Key::Number { number, unit } => figures::beside(number, unit.as_deref(), &wrong, rng),
        Key::List { items, ordered } => lists::beside(items, *ordered, &wrong, rng),
    };
    if beside.is_empty() {
        return None;
    }
    let mut options: Vec<(String, bool)> = beside.into_iter().map(|text| (text, false)).collect();
    options.push((right, true));
    options.shuffle(rng);
    let correct = options.iter().position(|(_, is_right)| *is_right)?;
    Some(Style::Choices { options: options.into_iter().map(|(text, _)| text).collect(), correct })
}

#[cfg(test)]
mod tests;
