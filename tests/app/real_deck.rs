//! The built-in deck, as quizzes ask it.

use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::app::decks::Decks;
use studyhall::domain::deck::Key;
use studyhall::domain::grade::{Verdict, grade};
use studyhall::domain::quiz::Style;
use studyhall::domain::quiz::hint::hint;
use studyhall::domain::quiz::plan::{Wish, round};

#[test]
fn every_card_can_be_picked_from_choices_of_which_only_one_is_right() {
    let (decks, _) = Decks::load(None);
    for deck in decks.iter() {
        for card in &deck.cards {
            let round = round(card, deck, Wish::Choices, &mut StdRng::seed_from_u64(1));
            let Style::Choices { options, correct } = round.style else {
                assert!(
                    matches!(card.key, Key::TrueFalse(_) | Key::SelfGraded(_)),
                    "{} has no choices",
                    card.id
                );
                continue;
            };
            assert_eq!(options[correct], card.key.shown(), "{}", card.id);
            assert!(options.len() >= 3, "{}: {options:?}", card.id);
            for (place, option) in options.iter().enumerate() {
                let right = grade(card, deck, option).verdict == Verdict::Correct;
                assert_eq!(right, place == correct, "{}: {option}", card.id);
            }
        }
    }
}

#[test]
fn no_hint_gives_the_answer_away() {
    let (decks, _) = Decks::load(None);
    for deck in decks.iter() {
        for card in &deck.cards {
            if let Some(hint) = hint(card, deck) {
                assert_ne!(
                    grade(card, deck, &hint).verdict,
                    Verdict::Correct,
                    "{}: {hint}",
                    card.id
                );
                assert!(!hint.contains(&card.key.shown()), "{}: {hint}", card.id);
            }
        }
    }
}
