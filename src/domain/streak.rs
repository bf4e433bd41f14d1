//! Streaks: study days in a row, with freezes for the missed ones.
//!
//! Days are lived through one after the other, from the first studied one on. A studied day counts, whichever day it
//! is. A day on which the community does not study changes nothing. A missed one is protected by a freeze if one is
//! held, and otherwise ends the streak. Today may still be studied, so it never ends anything.

use chrono::NaiveDate;

use super::calendar::StudyDays;

/// Each time so many days of a streak have counted, it earns a freeze.
const DAYS_PER_FREEZE: u32 = 7;

/// The most freezes that a member can hold.
const MOST_FREEZES: u32 = 2;

/// A member's study days in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Streak {
    /// Days that count in the streak that still runs.
    pub current: u32,
    /// Days that counted in the longest streak ever, this one included.
    pub longest: u32,
    /// Freezes held.
    pub freezes: u32,
    /// Whether today counts already.
    pub studied_today: bool,
}

/// What a day does to a streak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    /// It was studied.
    Counted,
    /// It was missed.
    Missed,
    /// Nobody was expected to study, or it is not over.
    Free,
}

/// The streak of a member who studied on `studied` (oldest first), in a community that studies on `expected`.
///
/// A day after `today` can be among the studied ones when the member has moved to a zone further west; it counts.
pub fn streak(studied: &[NaiveDate], expected: &StudyDays, today: NaiveDate) -> Streak {
    let mut streak = Streak { studied_today: studied.binary_search(&today).is_ok(), ..Streak::default() };
    let mut studied = studied.iter().copied().peekable();
    let Some(first) = studied.peek().copied() else { return streak };
    for date in first.iter_days() {
        let counted = studied.next_if(|day| *day <= date).is_some();
        while studied.next_if(|day| *day <= date).is_some() {}
        streak.live(match date {
            _ if counted => Day::Counted,
            _ if date < today && expected.include(date) => Day::Missed,
            _ => Day::Free,
        });
        if date >= today && studied.peek().is_none() {
            break;
        }
    }
    streak
}

impl Streak {
    fn live(&mut self, day: Day) {
        match day {
            Day::Counted => {
                self.current += 1;
                self.longest = self.longest.max(self.current);
                if self.current.is_multiple_of(DAYS_PER_FREEZE) {
                    self.freezes = (self.freezes + 1).min(MOST_FREEZES);
                }
            }
            Day::Missed if self.freezes > 0 => self.freezes -= 1,
            Day::Missed => self.current = 0,
            Day::Free => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{Days, Weekday};
    use proptest::prelude::*;

    use super::*;

    /// A Monday.
    fn start() -> NaiveDate {
        "2026-01-05".parse().unwrap()
    }

    fn day(number: usize) -> NaiveDate {
        start() + Days::new(number as u64)
    }

    fn on_weekdays() -> StudyDays {
        let weekdays = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        StudyDays { weekdays: weekdays.into_iter().collect(), ..StudyDays::default() }
    }

    /// Days from a Monday on, the last one today: `x` studied, anything else not; spaces are for the eye.
    fn lived(days: &str, expected: &StudyDays) -> Streak {
        let days: Vec<char> = days.chars().filter(|c| *c != ' ').collect();
        let studied: Vec<NaiveDate> = (0..days.len()).filter(|n| days[*n] == 'x').map(day).collect();
        streak(&studied, expected, day(days.len() - 1))
    }

    #[test]
    fn where_every_day_is_a_study_day() {
        for (days, current, longest, freezes) in [
            (".", 0, 0, 0),
            ("x", 1, 1, 0),
            ("xxx", 3, 3, 0),
            // Today is not over, so it breaks nothing yet; yesterday is, and does.
            ("xxx.", 3, 3, 0),
            ("xxx..", 0, 3, 0),
            ("xxx.xx", 2, 3, 0),
            // The seventh day earns a freeze, the fourteenth another, the twenty-first none: two are the most.
            ("xxxxxx", 6, 6, 0),
            ("xxxxxxx", 7, 7, 1),
            ("xxxxxxx xxxxxxx", 14, 14, 2),
            ("xxxxxxx xxxxxxx xxxxxxx", 21, 21, 2),
            // A missed day takes a freeze; it is protected, but does not count.
            ("xxxxxxx .x", 8, 8, 0),
            ("xxxxxxx ..", 7, 7, 0),
            ("xxxxxxx ..x", 1, 7, 0),
            ("xxxxxxx xxxxxxx ..x", 15, 15, 0),
            ("xxxxxxx xxxxxxx ...x", 1, 14, 0),
            // Counted days on both sides of a protected one are in a row: the fourteenth earns.
            ("xxxxxxx .xxxxxx x", 14, 14, 1),
            // A streak that broke earns from the beginning.
            ("xxxxx.xxxxxx", 6, 6, 0),
            ("xxxxx.xxxxxxx", 7, 7, 1),
        ] {
            let streak = lived(days, &StudyDays::default());
            assert_eq!((streak.current, streak.longest, streak.freezes), (current, longest, freezes), "{days}");
            assert_eq!(streak.studied_today, days.ends_with('x'), "{days}");
        }
    }

    #[test]
    fn where_the_weekend_is_free() {
        for (days, current, longest, freezes) in [
            // The weekend neither breaks nor counts.
            ("xxxxx..", 5, 5, 0),
            ("xxxxx.. x", 6, 6, 0),
            // Unless it is studied.
            ("xxxxxx. x", 7, 7, 1),
            ("xxxxxxx x", 8, 8, 1),
            // A missed Monday breaks on Tuesday, whatever the weekend was.
            ("xxxxx.. .", 5, 5, 0),
            ("xxxxx.. ..", 0, 5, 0),
            ("..x.x..", 1, 1, 0),
            // A freeze is not spent on a weekend.
            ("xxxxxxx xxxxx.. x", 13, 13, 1),
            ("xxxxxxx xxxx... x", 12, 12, 0),
        ] {
            let streak = lived(days, &on_weekdays());
            assert_eq!((streak.current, streak.longest, streak.freezes), (current, longest, freezes), "{days}");
        }
    }

    #[test]
    fn holidays_and_days_on_which_the_bot_was_down_break_nothing() {
        let holidays = BTreeSet::from([day(1)]);
        let excused = BTreeSet::from([day(2)]);
        let expected = StudyDays { holidays, excused, ..StudyDays::default() };
        assert_eq!(lived("x..x", &expected).current, 2);
        assert_eq!(lived("xxxx", &expected).current, 4);
        assert_eq!(lived("x...x", &expected).current, 1);
    }

    #[test]
    fn a_day_that_is_tomorrow_since_the_member_moved_west_still_counts() {
        let ahead = streak(&[day(0), day(1), day(2)], &StudyDays::default(), day(1));
        assert_eq!((ahead.current, ahead.studied_today), (3, true));
        let skipped = streak(&[day(0), day(2)], &StudyDays::default(), day(1));
        assert_eq!((skipped.current, skipped.studied_today), (2, false));
    }

    proptest! {
        #[test]
        fn studying_today_never_hurts(days in "[x.]{1,80}", weekdays_only in any::<bool>()) {
            let expected = if weekdays_only { on_weekdays() } else { StudyDays::default() };
            let before = lived(&format!("{days}."), &expected);
            let after = lived(&format!("{days}x"), &expected);
            prop_assert_eq!(after.current, before.current + 1);
            prop_assert!(after.longest >= before.longest && after.freezes >= before.freezes);
        }

        #[test]
        fn a_streak_stays_within_its_bounds(days in "[x.]{1,80}", weekdays_only in any::<bool>()) {
            let expected = if weekdays_only { on_weekdays() } else { StudyDays::default() };
            let streak = lived(&days, &expected);
            let studied = days.matches('x').count();
            prop_assert!(streak.current <= streak.longest && streak.longest as usize <= studied);
            prop_assert!(streak.freezes <= MOST_FREEZES);
        }

        #[test]
        fn the_longest_streak_is_never_lost(days in "[x.]{1,80}", next in "[x.]") {
            let expected = StudyDays::default();
            let (before, after) = (lived(&days, &expected), lived(&(days + &next), &expected));
            prop_assert!(after.longest >= before.longest);
        }
    }
}
