//! Points: what a correct answer earns, and why it sometimes earns less.

use std::cmp::Ordering;

/// The most that quizzes add to a member's standings on one study day: the card of the day stays
/// worth a quarter of what the busiest earns on a day, and grinding does not win.
pub const QUIZ_CAP: u32 = 30;

/// How many points a hint takes off a correct answer.
pub const HINT_COST: u32 = 2;

const FIRST_TRY: u32 = 5;
const LATER_TRY: u32 = 3;

const DAILY_FIRST_TRY: u32 = 10;
const DAILY_LATER_TRY: u32 = 6;

/// What the first, second and third member with a correct answer get on top in a channel.
const ORDER_BONUS: [u32; 3] = [3, 2, 1];

/// A correct answer in a quiz, with all that decides on its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earning {
    /// Whether it was right at the first try.
    pub first_try: bool,
    /// Whether the member had asked for a hint.
    pub hint: bool,
    /// How many members had it right before in the same round; none alone.
    pub ahead: Option<usize>,
    /// What quizzes have added to the member's standings on this study day; more than the cap where
    /// it was higher before.
    pub quiz_points: u32,
    /// Whether this card has earned the member points on this study day.
    pub card_earned: bool,
}

/// What a correct answer earns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Award {
    /// What it adds to the standings.
    pub points: u32,
    /// What it counts in the quiz's own result, which no cap touches.
    pub worth: u32,
    /// Why that is fewer than such an answer brings otherwise, or that it is the last that counts
    /// in full.
    pub limit: Option<Limit>,
}

impl Award {
    /// Nothing earned, and nothing to say about it.
    pub const NONE: Self = Self { points: 0, worth: 0, limit: None };
}

/// What limits the points of an answer, or of those after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The card has earned points on this study day already.
    CardEarned,
    /// It counts in full, and now the quiz points of this study day are full.
    CapFilled,
    /// The quiz points of this study day left no room for all or any of its own.
    Cap,
}

/// The points of a correct answer in a quiz.
///
/// ```
/// use studyhall::domain::points::{Earning, quiz_points};
///
/// let answer = Earning {
///     first_try: true,
///     hint: false,
///     ahead: Some(0),
///     quiz_points: 0,
///     card_earned: false,
/// };
/// assert_eq!(quiz_points(&answer).points, 5 + 3);
/// ```
pub fn quiz_points(earning: &Earning) -> Award {
    if earning.card_earned {
        return Award { limit: Some(Limit::CardEarned), ..Award::NONE };
    }
    let base = if earning.first_try { FIRST_TRY } else { LATER_TRY };
    let cost = if earning.hint { HINT_COST } else { 0 };
    let bonus = earning.ahead.and_then(|ahead| ORDER_BONUS.get(ahead)).copied().unwrap_or(0);
    let worth = base.saturating_sub(cost) + bonus;
    let room = QUIZ_CAP.saturating_sub(earning.quiz_points);
    let limit = match worth.cmp(&room) {
        Ordering::Less => None,
        Ordering::Equal => Some(Limit::CapFilled),
        Ordering::Greater => Some(Limit::Cap),
    };
    Award { points: worth.min(room), worth, limit }
}

/// The points of a correct answer to the card of the day; the cap of quizzes does not touch them.
///
/// ```
/// use studyhall::domain::points::daily_points;
///
/// assert_eq!(daily_points(true, false, false).points, 10);
/// ```
pub fn daily_points(first_try: bool, hint: bool, card_earned: bool) -> Award {
    if card_earned {
        return Award { limit: Some(Limit::CardEarned), ..Award::NONE };
    }
    let base = if first_try { DAILY_FIRST_TRY } else { DAILY_LATER_TRY };
    let cost = if hint { HINT_COST } else { 0 };
    let points = base - cost;
    Award { points, worth: points, limit: None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    use super::*;

    /// Nobody to be ahead of.
    const ALONE: Option<usize> = None;

    #[test]
    fn an_answer_earns_what_the_rules_say() {
        for (first_try, hint, ahead, before, card_earned, points, worth, limit) in [
            (true, false, ALONE, 0, false, 5, 5, None),
            (false, false, ALONE, 0, false, 3, 3, None),
            (true, true, ALONE, 0, false, 3, 3, None),
            (false, true, ALONE, 0, false, 1, 1, None),
            (true, false, Some(0), 0, false, 8, 8, None),
            (true, false, Some(1), 0, false, 7, 7, None),
            (true, false, Some(2), 0, false, 6, 6, None),
            (true, false, Some(3), 0, false, 5, 5, None),
            (false, true, Some(0), 0, false, 4, 4, None),
            // The day's 30 points: full to the last one, then nothing but the quiz's own result.
            (true, false, ALONE, 24, false, 5, 5, None),
            (true, false, ALONE, 25, false, 5, 5, Some(Limit::CapFilled)),
            (true, false, ALONE, 26, false, 4, 5, Some(Limit::Cap)),
            (true, false, Some(0), 29, false, 1, 8, Some(Limit::Cap)),
            (true, false, ALONE, 30, false, 0, 5, Some(Limit::Cap)),
            // Earned under the cap of earlier days, which was 60.
            (true, false, ALONE, 45, false, 0, 5, Some(Limit::Cap)),
            (true, false, Some(0), 0, true, 0, 0, Some(Limit::CardEarned)),
            (true, false, ALONE, 30, true, 0, 0, Some(Limit::CardEarned)),
        ] {
            let earning = Earning { first_try, hint, ahead, quiz_points: before, card_earned };
            assert_eq!(quiz_points(&earning), Award { points, worth, limit }, "{earning:?}");
        }
    }

    #[test]
    fn the_card_of_the_day_earns_more_and_once() {
        for (first_try, hint, card_earned, points, limit) in [
            (true, false, false, 10, None),
            (false, false, false, 6, None),
            (true, true, false, 8, None),
            (false, true, false, 4, None),
            (true, false, true, 0, Some(Limit::CardEarned)),
        ] {
            assert_eq!(
                daily_points(first_try, hint, card_earned),
                Award { points, worth: points, limit }
            );
        }
    }

    #[test]
    fn the_card_of_the_day_is_a_quarter_of_what_the_busiest_earns_on_a_day() {
        let card = daily_points(true, false, false).points;
        assert_eq!(card * 4, card + QUIZ_CAP);
    }

    /// What so many cards earn on a day, with two tries at each, alone or half of them in races.
    fn a_sitting(rng: &mut StdRng, cards: u32, accuracy: f64, races: bool) -> u32 {
        let mut day = 0;
        for _ in 0..cards {
            let first_try = rng.random_bool(accuracy);
            if first_try || rng.random_bool(accuracy) {
                let ahead = (races && rng.random_bool(0.5)).then(|| rng.random_range(0..4));
                let earning =
                    Earning { first_try, hint: false, ahead, quiz_points: day, card_earned: false };
                day += quiz_points(&earning).points;
            }
        }
        day
    }

    /// The cap makes a sitting worth three cards of the day, however long it is: whoever crams once
    /// a week loses against whoever answers each day's card right. Whoever fills the cap on every
    /// single day does get ahead of the card alone; that is study each day as well, and takes a
    /// dozen right answers.
    #[test]
    fn in_500_seasons_who_crams_once_a_week_never_beats_who_answers_the_daily_card() {
        const WEEKS: u32 = 8;
        let mut rng = StdRng::seed_from_u64(500);
        let steady: u32 = (0..WEEKS * 7).map(|_| daily_points(true, false, false).points).sum();
        let crammed = |rng: &mut StdRng| {
            let (cards, accuracy) = (rng.random_range(20..1_000), rng.random_range(0.4..1.0));
            a_sitting(rng, cards, accuracy, true)
        };
        let crammed: Vec<u32> =
            (0..500).map(|_| (0..WEEKS).map(|_| crammed(&mut rng)).sum()).collect();
        let (best, won) =
            (crammed.iter().max(), crammed.iter().filter(|points| **points >= steady).count());
        println!(
            "500 seasons of {WEEKS} weeks: the daily card {steady} points, one sitting a week at \
                most {best:?}"
        );
        assert_eq!(won, 0);
        assert_eq!(
            best,
            Some(&(WEEKS * QUIZ_CAP)),
            "the sittings were long enough to fill the cap"
        );
    }

    /// Beyond one long quiz a day, more answers bring nothing: a hundred and more, in races too,
    /// lose against the daily card and a quiz of 25 questions.
    #[test]
    fn in_500_seasons_who_grinds_every_day_never_beats_who_answers_the_daily_card_and_one_quiz() {
        const DAYS: u32 = 40;
        let mut rng = StdRng::seed_from_u64(501);
        let mut closest = u32::MAX;
        for _ in 0..500 {
            let accuracy = rng.random_range(0.6..1.0);
            let card = daily_points(true, false, false).points;
            let steady: u32 =
                (0..DAYS).map(|_| card + a_sitting(&mut rng, 25, accuracy, false)).sum();
            let ground: u32 = (0..DAYS).map(|_| a_sitting(&mut rng, 150, 0.9, true)).sum();
            assert!(
                steady > ground,
                "{steady} points for the card and a quiz, {ground} for over a hundred answers"
            );
            closest = closest.min(steady - ground);
        }
        println!(
            "500 seasons of {DAYS} days: the card and one quiz are ahead of over a hundred answers \
                by at least {closest}"
        );
    }

    proptest! {
        #[test]
        fn a_day_of_answers_never_passes_the_cap(
            answers in prop::collection::vec(
                (any::<bool>(), any::<bool>(), prop::option::of(0_usize..5)),
                0..60,
            )
        ) {
            let mut day = 0;
            for (first_try, hint, ahead) in answers {
                let earning =
                    Earning { first_try, hint, ahead, quiz_points: day, card_earned: false };
                let award = quiz_points(&earning);
                let worth = quiz_points(&Earning { quiz_points: 0, ..earning }).points;
                prop_assert_eq!(award.worth, worth);
                prop_assert_eq!(award.points, worth.min(QUIZ_CAP - day));
                prop_assert_eq!(award.limit == Some(Limit::Cap), award.points < worth);
                day += award.points;
                prop_assert!(day <= QUIZ_CAP);
            }
        }
    }
}
