//! Which card a community gets next: one that it has not seen, then the one that it failed most,
//! and none twice within thirty days while there are others.

use chrono::NaiveDate;
use rand::RngExt;
use rand::rngs::StdRng;

/// For so many days a card does not come again while others are left.
const REST_DAYS: i64 = 30;

/// What a community has had to do with a card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// The local date on which it was last the card of the day.
    pub posted: Option<NaiveDate>,
    /// Graded answers that members gave to it, as the card of the day or in quizzes.
    pub answers: u32,
    /// How many of these answers were wrong.
    pub wrong: u32,
}

/// The card for `today` among `cards` (ids, in the deck's order); none if there are none.
///
/// Of several that fit equally, one is drawn by lot, so that a deck's topics come mixed.
pub fn choose<'a>(
    cards: &[&'a str],
    seen: impl Fn(&str) -> Seen,
    today: NaiveDate,
    rng: &mut StdRng,
) -> Option<&'a str> {
    let ranked = cards.iter().map(|card| (rank(seen(card), today), *card));
    let best = ranked.clone().map(|(rank, _)| rank).min()?;
    let fitting: Vec<&str> =
        ranked.filter(|(rank, _)| *rank == best).map(|(_, card)| card).collect();
    Some(fitting[rng.random_range(0..fitting.len())])
}

/// Where a card stands in the order of choice; the least comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Never the card of the day; fewer answers in quizzes are nearer to never seen.
    Unseen(u32),
    /// Rested; the greatest share of wrong answers first (in negative thousandths), then the
    /// longest rest.
    Rested(i64, i64),
    /// Not rested, since all are not; the longest rest first.
    Tired(i64),
}

/// Where a card stands in the queue: the lowest rank comes next.
fn rank(seen: Seen, today: NaiveDate) -> Rank {
    let Some(posted) = seen.posted else { return Rank::Unseen(seen.answers) };
    let rest = (today - posted).num_days();
    if rest < REST_DAYS {
        return Rank::Tired(-rest);
    }
    // In thousandths, since ranks are compared as whole numbers.
    let failed = i64::from(seen.wrong) * 1_000 / i64::from(seen.answers.max(1));
    Rank::Rested(-failed, -rest)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use chrono::Days;
    use proptest::prelude::*;
    use rand::SeedableRng;

    use super::*;

    fn today() -> NaiveDate {
        "2026-06-01".parse().unwrap()
    }

    fn seen(days_ago: Option<u64>, answers: u32, wrong: u32) -> Seen {
        Seen { posted: days_ago.map(|days| today() - Days::new(days)), answers, wrong }
    }

    #[test]
    fn the_next_card_is_unseen_then_the_one_that_was_failed_most() {
        for (cards, chosen) in [
            (&[("a", seen(Some(40), 9, 9)), ("b", seen(None, 0, 0))][..], "b"),
            (&[("a", seen(None, 3, 3)), ("b", seen(None, 0, 0))], "b"),
            (
                &[
                    ("a", seen(Some(40), 10, 2)),
                    ("b", seen(Some(40), 4, 3)),
                    ("c", seen(Some(99), 0, 0)),
                ],
                "b",
            ),
            // Equally failed: the one that rested longest.
            (&[("a", seen(Some(40), 10, 5)), ("b", seen(Some(50), 2, 1))], "b"),
            // Never within thirty days while others are left.
            (&[("a", seen(Some(29), 10, 10)), ("b", seen(Some(30), 10, 0))], "b"),
            // None is left: the one that rested longest, whatever was failed.
            (&[("a", seen(Some(1), 10, 10)), ("b", seen(Some(29), 10, 0))], "b"),
        ] {
            let names: Vec<&str> = cards.iter().map(|(name, _)| *name).collect();
            let known: HashMap<String, Seen> =
                cards.iter().map(|(name, seen)| ((*name).to_owned(), *seen)).collect();
            let mut rng = StdRng::seed_from_u64(1);
            assert_eq!(
                choose(&names, |card| known[card], today(), &mut rng),
                Some(chosen),
                "{cards:?}"
            );
        }
        assert_eq!(choose(&[], |_| Seen::default(), today(), &mut StdRng::seed_from_u64(1)), None);
    }

    proptest! {
        #[test]
        fn in_a_year_of_days_no_card_comes_twice_within_thirty_days_while_others_are_left(
            count in 1_usize..80, seed in any::<u64>(), wrong in prop::collection::vec(0_u32..5, 80)
        ) {
            let names: Vec<String> = (0..count).map(|number| format!("card {number}")).collect();
            let cards: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut known: HashMap<String, Seen> = HashMap::new();
            let mut rng = StdRng::seed_from_u64(seed);
            for (place, date) in today().iter_days().take(365).enumerate() {
                let seen = |card: &str| known.get(card).copied().unwrap_or_default();
                let card = choose(&cards, seen, date, &mut rng).unwrap();
                let number = names.iter().position(|name| name == card).unwrap();
                let before = known.entry(card.to_owned()).or_default();
                if let Some(posted) = before.posted {
                    prop_assert!(place >= count, "all are seen before any comes again");
                    let rest = (date - posted).num_days();
                    prop_assert!(rest >= 30 || rest >= i64::try_from(count).unwrap(), "{} after {} \
                        days", card, rest);
                }
                (before.posted, before.answers, before.wrong) = (Some(date), 4, wrong[number]);
            }
        }
    }
}
