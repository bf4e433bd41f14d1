//! The calendar: when a study day turns, which days a community studies, schedules, and time zones
//! by name.

pub mod clock;
pub mod clocks;
pub mod date;
pub mod days;
pub mod off_days;
pub mod schedule;
pub mod step;
pub mod turn;
pub mod zone;

use std::collections::BTreeSet;

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone,
    Timelike, Utc, WeekdaySet,
};
use chrono_tz::Tz;

pub use self::turn::Turn;
pub use self::zone::{UnknownZone, parse_zone};

/// A member's study day at `now` in `zone`: the local date, from its `turn` on by the wall clock.
///
/// ```
/// use chrono::NaiveDate;
/// use chrono_tz::Europe::Berlin;
/// use studyhall::domain::calendar::{Turn, study_day};
///
/// let half_past_one = "2026-05-02T23:30:00Z".parse().unwrap();
/// let day = study_day(half_past_one, Berlin, Turn::default());
/// assert_eq!(day, NaiveDate::from_ymd_opt(2026, 5, 2).unwrap());
/// ```
pub fn study_day(now: DateTime<Utc>, zone: Tz, turn: Turn) -> NaiveDate {
    // The wall clock decides, not the time gone by: four hours before now would turn the day an
    // hour early or late on the two mornings a year when the clocks change.
    let local = now.with_timezone(&zone);
    let date = local.date_naive();
    if local.hour() < turn.on(date) { date.pred_opt().unwrap_or(date) } else { date }
}

/// A community's day at `now`, by which its boards are reckoned: it turns at 04:00 in its zone,
/// whatever its members have chosen for their own.
pub fn board_day(now: DateTime<Utc>, zone: Tz) -> NaiveDate {
    study_day(now, zone, Turn::default())
}

/// The instant at which a study day begins: its turn by the wall clock, or the first moment after
/// it that there is.
pub fn begin_of(day: NaiveDate, zone: Tz, turn: Turn) -> DateTime<Utc> {
    let wanted = day.and_time(NaiveTime::MIN) + TimeDelta::hours(i64::from(turn.on(day)));
    let at = |wanted: NaiveDateTime| match zone.from_local_datetime(&wanted) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
        LocalResult::None => None,
    };
    // The longest gap that a clock ever made was a day.
    let quarters = (0..=96).map(|quarter| wanted + TimeDelta::minutes(15 * quarter));
    quarters.into_iter().find_map(at).unwrap_or_else(|| wanted.and_utc())
}

/// The days on which a community studies; a member who does not study on one of them misses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyDays {
    /// The days of the week on which its schedules post, taken together; all without a schedule.
    pub weekdays: WeekdaySet,
    /// Dates on which nobody is expected.
    pub holidays: BTreeSet<NaiveDate>,
    /// Dates on which the bot was down and nobody could be expected.
    pub excused: BTreeSet<NaiveDate>,
}

impl Default for StudyDays {
    /// Every day, as for a community without a schedule.
    fn default() -> Self {
        Self { weekdays: WeekdaySet::ALL, holidays: BTreeSet::new(), excused: BTreeSet::new() }
    }
}

impl StudyDays {
    /// Whether members are expected to study on `day`.
    pub fn include(&self, day: NaiveDate) -> bool {
        self.weekdays.contains(day.weekday())
            && !self.holidays.contains(&day)
            && !self.excused.contains(&day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::TZ_VARIANTS;
    use proptest::prelude::*;

    #[test]
    fn a_study_day_turns_at_four_by_the_wall_clock() {
        for (zone, now, expected) in [
            ("UTC", "2026-01-10T03:59:59Z", "2026-01-09"),
            ("UTC", "2026-01-10T04:00:00Z", "2026-01-10"),
            ("Asia/Tokyo", "2026-01-09T18:59:59Z", "2026-01-09"),
            ("Asia/Tokyo", "2026-01-09T19:00:00Z", "2026-01-10"),
            // In Berlin the clock skips from 02:00 to 03:00 on 29 March and repeats 02:00 to 03:00
            // on 25 October.
            ("Europe/Berlin", "2026-03-29T01:59:59Z", "2026-03-28"),
            ("Europe/Berlin", "2026-03-29T02:00:00Z", "2026-03-29"),
            ("Europe/Berlin", "2026-10-25T02:59:59Z", "2026-10-24"),
            ("Europe/Berlin", "2026-10-25T03:00:00Z", "2026-10-25"),
            // In Athens 03:00 to 04:00 comes twice.
            ("Europe/Athens", "2026-10-25T00:59:59Z", "2026-10-24"),
            ("Europe/Athens", "2026-10-25T01:59:59Z", "2026-10-24"),
            ("Europe/Athens", "2026-10-25T02:00:00Z", "2026-10-25"),
        ] {
            let day = study_day(now.parse().unwrap(), zone.parse().unwrap(), Turn::default());
            assert_eq!(day.to_string(), expected, "{now} in {zone}");
        }
    }

    #[test]
    fn holidays_and_excused_days_are_no_study_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = StudyDays {
            weekdays: [chrono::Weekday::Mon, chrono::Weekday::Tue].into_iter().collect(),
            holidays: BTreeSet::from([day("2026-01-05")]),
            excused: BTreeSet::from([day("2026-01-13")]),
        };
        let included: Vec<u32> = day("2026-01-01")
            .iter_days()
            .take(21)
            .filter(|d| days.include(*d))
            .map(|d| d.day())
            .collect();
        assert_eq!(included, [6, 12, 19, 20]);
    }

    proptest! {
        #[test]
        fn a_study_day_never_goes_back_and_is_never_far_from_now(
            zone in proptest::sample::select(&TZ_VARIANTS[..]),
            seconds in 1_577_836_800_i64..2_208_988_800,
            later in 0_i64..200_000,
        ) {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            let then = now + chrono::TimeDelta::seconds(later);
            let (day, next) =
                (study_day(now, zone, Turn::default()), study_day(then, zone, Turn::default()));
            prop_assert!(day <= next);
            prop_assert!((day - now.date_naive()).num_days().abs() <= 1);
        }
    }
}
