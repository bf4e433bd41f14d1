//! What holds for whatever is typed.

use proptest::prelude::*;

use super::subjects;
use crate::domain::grade::Verdict::{Correct, Incorrect};
use crate::domain::grade::{grade, grade_at};

proptest! {
    #[test]
    fn whatever_is_typed_gets_a_verdict(given in "\\PC{0,80}", place in 0_usize..27) {
        let deck = subjects();
        let judged = grade_at(place, &deck, &given);
        prop_assert!(!judged.why.to_string().is_empty());
    }

    #[test]
    fn words_of_the_deck_in_any_mixture_get_a_verdict(
        words in proptest::collection::vec(
            "(Rhine|Elbe|not|or|,|/|PutRow|5|00|km|true|no|because|Łódź|\\(|a)",
            0..12,
        ),
        place in 0_usize..27,
    ) {
        grade_at(place, &subjects(), &words.join(" "));
    }

    #[test]
    fn another_cards_answer_is_never_right(mine in 0_usize..27, theirs in 0_usize..27) {
        let deck = subjects();
        let (mine, theirs) = (&deck.cards[mine], &deck.cards[theirs]);
        prop_assume!(mine.key != theirs.key);
        prop_assert_ne!(grade(mine, &deck, &theirs.key.shown()).verdict, Correct);
    }

    #[test]
    fn another_figure_is_never_right(figure in 0_u32..100_000) {
        let deck = subjects();
        prop_assume!(figure != 1989);
        let wall = deck.card("wall").unwrap();
        prop_assert_eq!(grade(wall, &deck, &figure.to_string()).verdict, Incorrect);
    }
}

#[test]
fn an_endless_answer_is_refused_unread() {
    let deck = subjects();
    for given in ["Palma ".repeat(20_000), "\u{202e}".repeat(5_000), "/,".repeat(3_000)] {
        assert_eq!(grade(deck.card("palma").unwrap(), &deck, &given).verdict, Incorrect);
    }
}
