//! The built-in deck, as quizzes ask it.

use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::app::decks::Decks;
use studyhall::domain::deck::{Card, Key};
use studyhall::domain::grade::{Verdict, grade};
use studyhall::domain::quiz::Style;
use studyhall::domain::quiz::heading::topic;
use studyhall::domain::quiz::hint::hint;
use studyhall::domain::quiz::plan::{Wish, round};

#[test]
fn every_card_can_be_picked_from_choices_of_which_only_one_is_right() {
    let (decks, _) = Decks::load(None);
    for deck in decks.iter() {
        for card in &deck.cards {
            let round = round(card, deck, Wish::Choices, &mut StdRng::seed_from_u64(1));
            let Style::Choices { options, correct } = round.style else {
                let has_none = matches!(card.key, Key::TrueFalse(_) | Key::SelfGraded(_));
                // The only one that is answered by yes or no with a reason.
                let is_alone = card.key.shown() == "Yes, only if cluster mode is enabled";
                assert!(has_none || is_alone, "{} has no choices", card.id);
                continue;
            };
            assert_eq!(options[correct], card.key.shown(), "{}", card.id);
            assert!((2..=4).contains(&options.len()), "{}: {options:?}", card.id);
            for (place, option) in options.iter().enumerate() {
                let right = grade(card, deck, option).verdict == Verdict::Correct;
                assert_eq!(right, place == correct, "{}: {option}", card.id);
            }
        }
    }
}

#[test]
fn no_heading_gives_the_answer_away() {
    let (decks, _) = Decks::load(None);
    let deck = decks.first().unwrap();
    let mut hidden = 0;
    for card in &deck.cards {
        let shown = topic(card, deck);
        hidden += usize::from(shown.is_none());
        let Some(shown) = shown.map(|topic| deck.plain(topic)) else { continue };
        for form in right_forms(card) {
            assert!(!shown.holds(&deck.plain(form)), "{}: {form}", card.id);
        }
    }
    assert!((10..40).contains(&hidden), "{hidden} topics are hidden");
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
                let said = deck.plain(&hint);
                for form in right_forms(card).filter(|form| form.len() > 2) {
                    assert!(!said.holds(&deck.plain(form)), "{}: {form} in {hint}", card.id);
                }
            }
        }
    }
}

/// The right forms of a card that asks for a term; of others none, since an item of a list may be a
/// word of any hint.
fn right_forms(card: &Card) -> impl Iterator<Item = &str> {
    let answer = match &card.key {
        Key::Term(answer) => Some(answer),
        _ => None,
    };
    answer
        .into_iter()
        .flat_map(|answer| std::iter::once(answer).chain(&card.accept))
        .map(String::as_str)
}
