//! The hour at which a member's study days turn, which they may choose.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{begin_of, study_day};

/// The hour of the wall clock at which study days turn unless their member has chosen another: who
/// studies past midnight still studies for the evening. Boards and seasons turn at it for everyone.
pub const USUAL_HOUR: u32 = 4;

/// The latest hour at which a study day can turn.
pub const LATEST_HOUR: u32 = 12;

/// When study days turn: at one hour of the wall clock, and before some day at another.
///
/// A choice counts from the first day on that begins after it, so every date is a study day once
/// and in one piece, however often its member chooses: each begins between 00:00 and 12:00 of its
/// own date, so it has twelve hours at the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The hour that counts from `from` on, 0 to [`LATEST_HOUR`].
    hour: u32,
    /// The hour on dates before `from`.
    before: u32,
    from: NaiveDate,
}

/// A text that is no turn of the day, as it was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no turn of the day")]
pub struct NotATurn(String);

impl Default for Turn {
    fn default() -> Self {
        Self::always(USUAL_HOUR)
    }
}

impl Turn {
    fn always(hour: u32) -> Self {
        Self { hour, before: hour, from: NaiveDate::MIN }
    }

    /// The hour that was chosen last, whether it counts already or from some day on.
    pub fn hour(self) -> u32 {
        self.hour
    }

    /// The day from which on the chosen hour counts, if that has not begun on `today`.
    pub fn coming(self, today: NaiveDate) -> Option<NaiveDate> {
        (self.from > today && self.hour != self.before).then_some(self.from)
    }

    /// The time of the wall clock at which a date begins as a study day.
    pub fn time_on(self, date: NaiveDate) -> NaiveTime {
        NaiveTime::from_hms_opt(self.on(date), 0, 0).unwrap_or(NaiveTime::MIN)
    }

    /// At which hour a date begins as a study day.
    pub(super) fn on(self, date: NaiveDate) -> u32 {
        if date < self.from { self.before } else { self.hour }
    }

    /// With another hour, chosen at `now` in `zone`: at most [`LATEST_HOUR`], or that.
    ///
    /// The day that runs goes on. It ends at the new hour, unless that has gone by: then it ends
    /// when it would have ended, and the new hour counts a day later.
    #[must_use]
    pub fn changed(self, hour: u32, now: DateTime<Utc>, zone: Tz) -> Self {
        let hour = hour.min(LATEST_HOUR);
        let next = study_day(now, zone, self) + Days::new(1);
        let is_ahead = begin_of(next, zone, Self::always(hour)) > now;
        let from = if is_ahead { next } else { next + Days::new(1) };
        Self { hour, before: self.on(from - Days::new(1)), from }
    }
}

/// As it is kept: `04:00`, or `00:00 from 2026-05-02, 04:00 before`.
impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:00", self.hour)?;
        if self.hour == self.before {
            return Ok(());
        }
        write!(f, " from {}, {:02}:00 before", self.from, self.before)
    }
}

impl FromStr for Turn {
    type Err = NotATurn;

    fn from_str(text: &str) -> Result<Self, NotATurn> {
        let no_turn = || NotATurn(text.to_owned());
        let Some((hour, rest)) = text.split_once(" from ") else {
            return hour_of(text).map(Self::always).ok_or_else(no_turn);
        };
        let (from, before) = rest.split_once(", ").ok_or_else(no_turn)?;
        let before = before.strip_suffix(" before").and_then(hour_of).ok_or_else(no_turn)?;
        let hour = hour_of(hour).ok_or_else(no_turn)?;
        Ok(Self { hour, before, from: from.parse().map_err(|_| no_turn())? })
    }
}

fn hour_of(text: &str) -> Option<u32> {
    let hour = text.strip_suffix(":00")?.parse().ok()?;
    (hour <= LATEST_HOUR).then_some(hour)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use chrono_tz::{TZ_VARIANTS, UTC};
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_choice_counts_from_the_next_day_that_begins_after_it() {
        for (before, chosen, now, kept) in [
            // In the evening, the day that runs ends at midnight instead of at four.
            ("04:00", 0, "2026-05-01T22:00:00Z", "00:00 from 2026-05-02, 04:00 before"),
            // A minute before four, midnight has gone by: the day that ends now ends at four.
            ("04:00", 0, "2026-05-02T03:59:00Z", "00:00 from 2026-05-03, 04:00 before"),
            ("04:00", 0, "2026-05-02T04:00:00Z", "00:00 from 2026-05-03, 04:00 before"),
            // The day that began at midnight is not taken back at one; it ends at four.
            ("00:00", 4, "2026-05-02T01:00:00Z", "04:00 from 2026-05-03, 00:00 before"),
            ("04:00", 12, "2026-05-02T03:00:00Z", "12:00 from 2026-05-02, 04:00 before"),
            // Who changes their mind before it counts has their day as it was.
            (
                "12:00 from 2026-05-03, 00:00 before",
                4,
                "2026-05-02T11:00:00Z",
                "04:00 from 2026-05-03, 00:00 before",
            ),
            ("12:00 from 2026-05-03, 00:00 before", 0, "2026-05-02T11:00:00Z", "00:00"),
        ] {
            let turn = before.parse::<Turn>().unwrap().changed(chosen, at(now), UTC);
            assert_eq!(turn.to_string(), kept, "{before}, {chosen} at {now}");
        }
    }

    #[test]
    fn what_was_kept_of_a_turn_is_read_again() {
        for text in ["00:00", "04:00", "12:00", "00:00 from 2026-05-02, 04:00 before"] {
            assert_eq!(text.parse::<Turn>().unwrap().to_string(), text);
        }
        for text in
            ["", "4", "13:00", "04:30", "04:00 from", "04:00 from 2026-05-02", "x from y, z"]
        {
            assert_eq!(text.parse::<Turn>(), Err(NotATurn(text.to_owned())));
        }
    }

    proptest! {
        // A member who goes through weeks hour by hour and chooses another turn now and then lives
        // through each date once, and each date has its hours.
        #[test]
        fn no_change_of_the_turn_loses_or_doubles_a_date(
            zone in proptest::sample::select(&TZ_VARIANTS[..]),
            begin in 1_577_836_800_i64..2_208_988_800,
            choices in prop::collection::vec((0_i64..1_200, 0_u32..=12), 1..12),
        ) {
            let begin = DateTime::from_timestamp(begin, 0).unwrap();
            let (mut turn, mut last) = (Turn::default(), None::<NaiveDate>);
            for quarter in 0_i64..1_200 {
                let now = begin + TimeDelta::minutes(15 * quarter);
                let day = study_day(now, zone, turn);
                for (_, hour) in choices.iter().filter(|(when, _)| *when == quarter) {
                    turn = turn.changed(*hour, now, zone);
                    prop_assert_eq!(study_day(now, zone, turn), day, "the day goes on");
                    prop_assert!(begin_of(day, zone, turn) <= now);
                    let kept: Turn = turn.to_string().parse().unwrap();
                    prop_assert_eq!(kept.on(day), turn.on(day));
                }
                let dates = last.map_or(0, |last| (day - last).num_days());
                prop_assert!((0..=1).contains(&dates), "{} days at {}", dates, now);
                last = Some(day);
            }
        }
    }
}
