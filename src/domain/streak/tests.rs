//! Streaks by tables and properties.

use std::collections::BTreeSet;

use chrono::{TimeDelta, Weekday};
use chrono_tz::TZ_VARIANTS;
use proptest::prelude::*;

use super::*;

/// A Monday, with which the weeks of these tests begin.
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

/// Days from a Monday on, the last one today: `x` studied with one card, a digit with so many,
/// anything else not; spaces are for the eye.
fn written(days: &str) -> (Vec<Studied>, NaiveDate) {
    let days: Vec<char> = days.chars().filter(|c| *c != ' ').collect();
    let cards = |c: char| if c == 'x' { Some(1) } else { c.to_digit(10) };
    let studied = days
        .iter()
        .enumerate()
        .filter_map(|(n, c)| Some(Studied { day: day(n), cards: cards(*c)? }));
    (studied.collect(), day(days.len() - 1))
}

fn lived(days: &str, expected: &StudyDays) -> Streak {
    let (studied, today) = written(days);
    streak(&studied, expected, today)
}

fn dates(days: &[usize]) -> Vec<Studied> {
    days.iter().map(|number| Studied { day: day(*number), cards: 1 }).collect()
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
        // The seventh day earns a freeze, the fourteenth another, the twenty-first none: two are
        // the most.
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
        assert_eq!(
            (streak.current, streak.longest, streak.freezes),
            (current, longest, freezes),
            "{days}"
        );
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
        assert_eq!(
            (streak.current, streak.longest, streak.freezes),
            (current, longest, freezes),
            "{days}"
        );
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
    let ahead = streak(&dates(&[0, 1, 2]), &StudyDays::default(), day(1));
    assert_eq!((ahead.current, ahead.studied_today), (3, true));
    let skipped = streak(&dates(&[0, 2]), &StudyDays::default(), day(1));
    assert_eq!((skipped.current, skipped.studied_today), (2, false));
}

#[test]
fn nine_cards_on_the_two_days_after_a_missed_one_repair_the_streak() {
    for (days, current, repair) in [
        // Broken, with the way back.
        ("xxx..", 0, Some((3, 9, 5))),
        ("xxx.4", 1, Some((3, 5, 5))),
        ("xxx.4.", 1, Some((3, 5, 5))),
        ("xxx...", 0, Some((3, 9, 5))),
        // Repaired on one day, on both, and on the second alone; the missed days do not count.
        ("xxx.9", 4, None),
        ("xxx.45", 5, None),
        ("xxx..9", 4, None),
        // Too few, and too late.
        ("xxx.441", 3, None),
        ("xxx...9", 1, None),
        ("xxx....", 0, None),
        // A freeze is spent first; a day that was protected needs no repair.
        ("xxxxxxx .", 7, None),
        ("xxxxxxx ..9", 8, None),
    ] {
        let streak = lived(days, &StudyDays::default());
        let wanted =
            repair.map(|(lost, cards_left, last)| Repair { lost, cards_left, last_day: day(last) });
        assert_eq!((streak.current, streak.repair), (current, wanted), "{days}");
    }
}

#[test]
fn each_of_the_last_days_has_its_reason() {
    let holidays = BTreeSet::from([day(7)]);
    let excused = BTreeSet::from([day(8)]);
    let expected = StudyDays { holidays, excused, ..on_weekdays() };
    // Two weeks from a Monday, and the Monday after them.
    let (studied, today) = written("xxxxxxx .. .9.. . .");
    let reasons =
        last_days(&studied, &expected, day(14), day(1), 14).into_iter().rev().map(|(_, fate)| fate);
    assert_eq!(today, day(14));
    assert_eq!(
        reasons.collect::<Vec<_>>(),
        [
            [Fate::Counted; 6].as_slice(),
            &[
                Fate::Holiday,
                Fate::Excused,
                Fate::Frozen,
                Fate::Counted,
                Fate::Broken,
                Fate::Free,
                Fate::Free
            ],
            &[Fate::Open],
        ]
        .concat()
    );
    let (studied, today) = written("...x.9..");
    let reasons = last_days(&studied, &StudyDays::default(), today, today - Days::new(99), 10);
    let dates: Vec<NaiveDate> = reasons.iter().map(|(date, _)| *date).collect();
    assert!(dates.is_sorted_by(|a, b| *a == *b + Days::new(1)) && dates[0] == today);
    let fates: Vec<Fate> = reasons.into_iter().map(|(_, fate)| fate).collect();
    let rest = [
        Fate::Counted,
        Fate::Repaired,
        Fate::Counted,
        Fate::Idle,
        Fate::Idle,
        Fate::Idle,
        Fate::Idle,
        Fate::Idle,
    ];
    assert_eq!(fates, [&[Fate::Open, Fate::Broken], &rest[..]].concat());
    let never = last_days(&[], &on_weekdays(), day(7), day(1), 3);
    assert_eq!(never, [(day(7), Fate::Open), (day(6), Fate::Free), (day(5), Fate::Free)]);
}

#[test]
fn no_day_before_a_member_joined_is_explained() {
    let days = |studied: &[usize], today, joined| {
        let days = last_days(&dates(studied), &StudyDays::default(), day(today), day(joined), 14);
        days.into_iter().rev().map(|(date, _)| (date - start()).num_days()).collect::<Vec<_>>()
    };
    assert_eq!(days(&[], 20, 20), [20], "joined today");
    assert_eq!(days(&[], 20, 18), [18, 19, 20]);
    assert_eq!(days(&[20], 20, 18), [18, 19, 20]);
    assert_eq!(days(&[], 20, 1), (7..=20).collect::<Vec<_>>(), "long ago");
    assert_eq!(days(&[17, 18], 20, 19), [17, 18, 19, 20], "what was studied is told in any case");
    assert_eq!(days(&[], 20, 21), [20], "joined tomorrow, by the clock of another zone");
}

#[test]
fn a_streak_is_looked_at_again_when_a_day_could_be_missed() {
    let clock = (chrono_tz::Europe::Berlin, Turn::default());
    for (days, due_at) in [
        // Studied on Monday: Tuesday could be missed, and is over on Wednesday at 04:00.
        ("x", Some("2026-01-07T03:00:00Z")),
        ("x.", Some("2026-01-07T03:00:00Z")),
        // Studied on Friday: Monday.
        ("xxxxx", Some("2026-01-13T03:00:00Z")),
        ("xxxxx.", Some("2026-01-13T03:00:00Z")),
        // Broken, with the way back open until the end of Thursday.
        ("x..", Some("2026-01-08T03:00:00Z")),
        ("x....", None),
        (".", None),
    ] {
        let (studied, today) = written(days);
        let found = streak(&studied, &on_weekdays(), today);
        let due_at = due_at.map(|at| at.parse().unwrap());
        assert_eq!(due(&found, &on_weekdays(), today, clock), due_at, "{days}");
    }
}

#[test]
fn a_day_that_is_open_again_since_the_member_moved_west_lengthens_nothing_yet() {
    let studied = dates(&[0, 1, 3]);
    let [east, west, later] =
        [3, 2, 3].map(|today| streak(&studied, &StudyDays::default(), day(today)));
    assert_eq!((east.current, east.longest), (1, 2));
    assert_eq!((west.current, west.longest), (3, 2));
    assert_eq!(later, east);
}

#[test]
fn days_that_a_change_of_zone_skips_are_named() {
    let (now, turn) = ("2026-01-06T14:30:00Z".parse().unwrap(), Turn::default());
    // 03:30 in Pago Pago is still Monday's study day; on Kiritimati it is Wednesday.
    assert_eq!(
        skipped(now, Tz::Pacific__Pago_Pago, Tz::Pacific__Kiritimati, turn),
        [day(0), day(1)]
    );
    assert_eq!(skipped(now, Tz::Pacific__Kiritimati, Tz::Pacific__Pago_Pago, turn), []);
    assert_eq!(skipped(now, Tz::Europe__Berlin, Tz::Europe__Madrid, turn), []);
}

/// Something that happens to a member.
#[derive(Debug, Clone)]
enum Happening {
    Wait(i64),
    Answer,
    Move(Tz),
    /// Their day is to turn at this hour.
    Turn(u32),
    /// The bot is down for so many hours.
    Outage(i64),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => (1_i64..30).prop_map(Happening::Wait),
        5 => Just(Happening::Answer),
        1 => proptest::sample::select(&TZ_VARIANTS[..]).prop_map(Happening::Move),
        1 => (0_u32..=12).prop_map(Happening::Turn),
        1 => (1_i64..60).prop_map(Happening::Outage),
    ]
}

proptest! {
    #[test]
    fn no_answers_moves_turns_and_outages_lose_a_counted_day_or_count_one_twice(
        happenings in prop::collection::vec(happening(), 1..80)
    ) {
        let mut now: DateTime<Utc> = "2026-03-20T10:00:00Z".parse().unwrap();
        let (mut zone, mut turn, mut expected) = (Tz::UTC, Turn::default(), StudyDays::default());
        let mut answered: BTreeSet<NaiveDate> = BTreeSet::new();
        let mut before = Streak::default();
        for happening in happenings {
            match happening {
                Happening::Wait(hours) => now += TimeDelta::hours(hours),
                Happening::Answer => { answered.insert(study_day(now, zone, turn)); }
                Happening::Move(to) => {
                    expected.excused.extend(skipped(now, zone, to, turn));
                    zone = to;
                }
                Happening::Turn(hour) => {
                    let today = study_day(now, zone, turn);
                    turn = turn.changed(hour, now, zone);
                    prop_assert_eq!(study_day(now, zone, turn), today);
                }
                Happening::Outage(hours) => {
                    let first = study_day(now, zone, turn);
                    now += TimeDelta::hours(hours);
                    let last = study_day(now, zone, turn);
                    expected.excused.extend(first.iter_days().take_while(|day| *day <= last));
                }
            }
            let studied: Vec<Studied> =
                answered.iter().map(|day| Studied { day: *day, cards: 1 }).collect();
            let today = study_day(now, zone, turn);
            // Every day that was answered on counts, exactly once, and no other.
            let counted: Vec<NaiveDate> = super::lived(&studied, &expected, today)
                .filter(|(_, fate, _)| *fate == Fate::Counted).map(|(date, ..)| date).collect();
            prop_assert_eq!(&counted, &answered.iter().copied().collect::<Vec<_>>());
            // Days since the last one on which the streak broke are all in the current one.
            let broken = super::lived(&studied, &expected, today)
                .filter(|(_, fate, _)| *fate == Fate::Broken).map(|(date, ..)| date).last();
            let streak = streak(&studied, &expected, today);
            let since = answered.iter().filter(|day| broken.is_none_or(|broken| **day > broken));
            prop_assert_eq!(streak.current as usize, since.count());
            prop_assert!(streak.longest >= before.longest, "the longest is never lost");
            // Neither a move nor an outage nor an answer ends a streak; only waiting does.
            if !matches!(happening, Happening::Wait(_)) {
                prop_assert!(
                    streak.current >= before.current,
                    "{:?}: {:?} after {:?}", happening, streak, before
                );
            }
            before = streak;
        }
    }

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
