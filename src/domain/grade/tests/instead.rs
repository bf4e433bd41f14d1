//! What is said instead of an answer is told by a reason of its own, whatever kind of card it is,
//! and wherever the words are no answer.

use super::*;
use crate::domain::grade::instead::Instead;
use crate::domain::grade::why::Why;

/// Cards of all kinds, and a card of which "stop" is the answer.
fn cards() -> Graded {
    let mut traffic = card("road", "Signs", "What does an octagon say?", term("Stop"));
    traffic.accept = vec!["halt".into()];
    let mut passive = card("cards", "Bridge", "What ends the bidding?", term("three passes"));
    passive.close = vec!["pass".into()];
    deck(vec![
        card("capital", "Peru", "Which city governs Peru?", term("Lima")),
        card("round", "Earth", "The Earth is flat.", Key::TrueFalse(false)),
        card("days", "Earth", "How many days has a week?", number(7, "days")),
        card("poles", "Earth", "Which poles are there?", list(&[&["north"], &["south"]], false)),
        traffic,
        passive,
    ])
}

#[test]
fn what_is_no_answer_is_none_to_a_card_of_any_kind() {
    let deck = cards();
    for id in ["capital", "round", "days", "poles"] {
        for (given, instead) in [
            ("i don't know", Instead::Unknown),
            ("idk", Instead::Unknown),
            ("?", Instead::Unknown),
            ("pass", Instead::Unknown),
            ("Not sure", Instead::Unknown),
            ("no idea", Instead::Unknown),
            ("skip", Instead::Skip),
            ("hint", Instead::Hint),
            ("help", Instead::Help),
            ("hello", Instead::Greeting),
        ] {
            let grade = grade(deck.card(id).unwrap(), &deck, given);
            assert_eq!(grade.verdict, Verdict::Incorrect, "{id}: {given}");
            assert_eq!(grade.why, Why::NoAnswer(instead), "{id}: {given}");
        }
    }
}

#[test]
fn the_words_of_cards_are_answers() {
    let deck = cards();
    let judged = |id: &str, given: &str| grade(deck.card(id).unwrap(), &deck, given);
    assert_eq!(judged("road", "stop").verdict, Verdict::Correct);
    assert_eq!(judged("road", "Stop!").verdict, Verdict::Correct);
    // Another card's answer is an attempt.
    for id in ["capital", "days", "poles"] {
        assert_eq!(judged(id, "stop").why.name(), None, "{id}");
    }
    assert_eq!(judged("cards", "pass").verdict, Verdict::Close);
    assert_eq!(judged("cards", "skip").why, Why::NoAnswer(Instead::Skip));
    for (id, given) in [("capital", "Quito"), ("round", "no"), ("days", "3"), ("poles", "west")] {
        assert_eq!(judged(id, given).why.name(), None, "{id}: {given}");
    }
}
