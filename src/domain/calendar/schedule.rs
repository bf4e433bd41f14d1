//! Schedules: a wall-clock time on some days of the week in a zone, and the instants that it means.

use std::collections::BTreeSet;

use chrono::{
    DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta,
    TimeZone, Utc, WeekdaySet,
};
use chrono_tz::Tz;

/// How far ahead is looked: enough for any weekday, and for years of off-days in a row.
const HORIZON_DAYS: usize = 4_000;

/// "Mon–Fri 09:00 Europe/Berlin", less the days that are listed as off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The time of day by the wall clock.
    pub at: NaiveTime,
    /// The zone of that clock.
    pub zone: Tz,
    /// The days of the week on which it is due.
    pub days: WeekdaySet,
    /// Local dates on which it is not due, such as holidays.
    pub off_days: BTreeSet<NaiveDate>,
}

/// One time at which a schedule is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The local date for which it is.
    pub date: NaiveDate,
    /// The instant at which it is due.
    pub at: DateTime<Utc>,
    /// What the wall clock does at that time.
    pub clock: Clock,
}

/// What the wall clock does at the time of an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// It shows the asked time once, as on nearly every day.
    Steady,
    /// It skips the asked time, so the occurrence comes later by as much as is skipped.
    Skips,
    /// It shows the asked time twice; the occurrence is the first.
    Repeats,
}

/// A day of a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    /// The schedule is due on that day.
    Due(Occurrence),
    /// It would have been due, but the date is listed as off.
    Off(NaiveDate),
}

impl Schedule {
    /// The first occurrence strictly after `now`; none if every day for years is off.
    ///
    /// ```
    /// use std::collections::BTreeSet;
    /// use chrono::{NaiveTime, WeekdaySet};
    /// use studyhall::domain::calendar::schedule::Schedule;
    ///
    /// let at = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
    /// let zone = chrono_tz::Europe::Berlin;
    /// let daily = Schedule { at, zone, days: WeekdaySet::ALL, off_days: BTreeSet::new() };
    /// // On 29 March 2026 the clocks of Berlin skip from 02:00 to 03:00, so 02:30 becomes 03:30.
    /// let next = daily.next_after("2026-03-28T12:00:00Z".parse().unwrap()).unwrap();
    /// assert_eq!(next.at.to_rfc3339(), "2026-03-29T01:30:00+00:00");
    /// ```
    pub fn next_after(&self, now: DateTime<Utc>) -> Option<Occurrence> {
        self.coming(now).find_map(|coming| match coming {
            Coming::Due(occurrence) => Some(occurrence),
            Coming::Off(_) => None,
        })
    }

    /// All occurrences strictly after `now`, in order, with the off-days between them.
    pub fn coming(&self, now: DateTime<Utc>) -> impl Iterator<Item = Coming> {
        // A shift of the clock may carry an occurrence over midnight, so the day before may still
        // be to come.
        let local = now.with_timezone(&self.zone).date_naive();
        let first = local.pred_opt().unwrap_or(local);
        let mut last = now;
        let dates =
            first.iter_days().take(HORIZON_DAYS).filter(|date| self.days.contains(date.weekday()));
        dates.filter_map(move |date| {
            let occurrence = occurrence(self.zone, date, self.at);
            // A date that a zone left out altogether falls on the instant of the day after: one
            // instant, one posting.
            if occurrence.at <= last {
                return None;
            }
            if self.off_days.contains(&date) {
                return Some(Coming::Off(date));
            }
            last = occurrence.at;
            Some(Coming::Due(occurrence))
        })
    }

    /// What of [`Self::coming`] is still left where these dates have their card already: each date
    /// has one, at whatever time and in whatever zone it was posted.
    pub fn left(
        &self,
        now: DateTime<Utc>,
        taken: &BTreeSet<NaiveDate>,
    ) -> impl Iterator<Item = Coming> {
        self.coming(now).filter(|coming| match coming {
            Coming::Due(occurrence) => !taken.contains(&occurrence.date),
            Coming::Off(_) => true,
        })
    }

    /// The occurrence of a date, if the schedule has one.
    pub fn on(&self, date: NaiveDate) -> Option<Occurrence> {
        let due = self.days.contains(date.weekday()) && !self.off_days.contains(&date);
        due.then(|| occurrence(self.zone, date, self.at))
    }
}

/// The instant at which the clocks of `zone` show `at` on `date`. In a gap the time moves forward
/// by the gap; of a doubled time the first counts.
pub fn occurrence(zone: Tz, date: NaiveDate, at: NaiveTime) -> Occurrence {
    let local = date.and_time(at);
    let (instant, clock) = match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(instant) => (instant.to_utc(), Clock::Steady),
        MappedLocalTime::Ambiguous(one, other) => (one.min(other).to_utc(), Clock::Repeats),
        MappedLocalTime::None => {
            // By the offset that was in force before the gap, 02:30 is what the clocks then call
            // 03:30.
            ((local - offset_before_gap(zone, local)).and_utc(), Clock::Skips)
        }
    };
    Occurrence { date, at: instant, clock }
}

/// The offset in force right before the gap in which `local` lies.
fn offset_before_gap(zone: Tz, local: NaiveDateTime) -> TimeDelta {
    // Gaps begin on quarters of an hour, and the longest ever (Apia's lost day) lasted 24 hours.
    let earlier = (0..=2 * 24 * 4).map(|quarters| local - TimeDelta::minutes(15 * quarters));
    let seconds = earlier
        .filter_map(|local| zone.from_local_datetime(&local).latest())
        .map(|instant| instant.offset().fix().local_minus_utc())
        .next()
        .unwrap_or_default();
    TimeDelta::seconds(seconds.into())
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use chrono_tz::TZ_VARIANTS;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::clock::parse_time;
    use crate::domain::calendar::days::parse_days;

    fn schedule(at: &str, zone: &str, days: &str) -> Schedule {
        Schedule {
            at: parse_time(at).unwrap(),
            zone: zone.parse().unwrap(),
            days: parse_days(days).unwrap(),
            off_days: BTreeSet::new(),
        }
    }

    fn instants(schedule: &Schedule, from: &str, count: usize) -> Vec<String> {
        let mut now: DateTime<Utc> = from.parse().unwrap();
        let mut instants = Vec::new();
        for _ in 0..count {
            let next = schedule.next_after(now).unwrap();
            assert!(next.at > now);
            now = next.at;
            instants.push(now.format("%a %FT%RZ").to_string());
        }
        instants
    }

    #[test]
    fn a_schedule_keeps_the_wall_clock_through_changes() {
        for (at, zone, days, from, expected) in [
            // The gap: forward by the gap.
            (
                "02:30",
                "Europe/Berlin",
                "daily",
                "2026-03-27T12:00:00Z",
                ["Sat 2026-03-28T01:30Z", "Sun 2026-03-29T01:30Z", "Mon 2026-03-30T00:30Z"],
            ),
            // The doubled hour: once, the first.
            (
                "02:30",
                "Europe/Berlin",
                "daily",
                "2026-10-24T12:00:00Z",
                ["Sun 2026-10-25T00:30Z", "Mon 2026-10-26T01:30Z", "Tue 2026-10-27T01:30Z"],
            ),
            // Between the two passes of the doubled hour it has been.
            (
                "02:30",
                "Europe/Berlin",
                "daily",
                "2026-10-25T00:45:00Z",
                ["Mon 2026-10-26T01:30Z", "Tue 2026-10-27T01:30Z", "Wed 2026-10-28T01:30Z"],
            ),
            // Strictly after.
            (
                "09:00",
                "America/New_York",
                "mon-fri",
                "2026-10-30T13:00:00Z",
                ["Mon 2026-11-02T14:00Z", "Tue 2026-11-03T14:00Z", "Wed 2026-11-04T14:00Z"],
            ),
            // Half an hour at Lord Howe.
            (
                "02:15",
                "Australia/Lord_Howe",
                "sun",
                "2026-10-01T00:00:00Z",
                ["Sat 2026-10-03T15:45Z", "Sat 2026-10-10T15:15Z", "Sat 2026-10-17T15:15Z"],
            ),
            // In Cairo midnight does not come on that Friday.
            (
                "00:00",
                "Africa/Cairo",
                "daily",
                "2026-04-22T23:00:00Z",
                ["Thu 2026-04-23T22:00Z", "Fri 2026-04-24T21:00Z", "Sat 2026-04-25T21:00Z"],
            ),
            // In Nuuk the gap reaches over midnight.
            (
                "23:30",
                "America/Nuuk",
                "daily",
                "2026-03-28T01:00:00Z",
                ["Sat 2026-03-28T01:30Z", "Sun 2026-03-29T01:30Z", "Mon 2026-03-30T00:30Z"],
            ),
            // Apia had no 30 December 2011: one instant for two dates.
            (
                "09:00",
                "Pacific/Apia",
                "daily",
                "2011-12-29T12:00:00Z",
                ["Thu 2011-12-29T19:00Z", "Fri 2011-12-30T19:00Z", "Sat 2011-12-31T19:00Z"],
            ),
        ] {
            assert_eq!(
                instants(&schedule(at, zone, days), from, 3),
                expected,
                "{at} {zone} {days}"
            );
        }
    }

    #[test]
    fn off_days_are_left_out_and_shown_in_between() {
        let mut daily = schedule("09:00", "UTC", "mon-fri");
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        daily.off_days = [day("2026-12-25"), day("2026-12-26"), day("2026-12-28")].into();
        let shown: Vec<String> = daily
            .coming("2026-12-24T00:00:00Z".parse().unwrap())
            .take(4)
            .map(|coming| match coming {
                Coming::Due(occurrence) => format!("{}", occurrence.date),
                Coming::Off(date) => format!("off {date}"),
            })
            .collect();
        assert_eq!(shown, ["2026-12-24", "off 2026-12-25", "off 2026-12-28", "2026-12-29"]);
        assert_eq!(daily.on(day("2026-12-25")), None);
        assert!(daily.on(day("2026-12-24")).is_some());
    }

    #[test]
    fn a_schedule_whose_every_day_is_off_has_no_next() {
        let mut daily = schedule("09:00", "UTC", "daily");
        let start: NaiveDate = "2026-01-01".parse().unwrap();
        daily.off_days = start.iter_days().take(5_000).collect();
        assert_eq!(daily.next_after("2026-01-02T00:00:00Z".parse().unwrap()), None);
    }

    /// Asserts what must hold of any run of occurrences from `now` on.
    fn check_run(schedule: &Schedule, mut now: DateTime<Utc>, count: usize) {
        let mut last: Option<NaiveDate> = None;
        for _ in 0..count {
            let next = schedule.next_after(now).unwrap();
            let context = || format!("{schedule:?} after {now}: {next:?}");
            assert!(next.at > now, "ascending: {}", context());
            let local = next.date.and_time(schedule.at);
            let shown = next.at.with_timezone(&schedule.zone).naive_local();
            match schedule.zone.from_local_datetime(&local) {
                MappedLocalTime::None => {
                    assert!(shown > local && next.clock == Clock::Skips, "{}", context());
                }
                MappedLocalTime::Single(_) => {
                    assert!(shown == local && next.clock == Clock::Steady, "{}", context());
                }
                MappedLocalTime::Ambiguous(first, second) => {
                    assert!(
                        first < second && next.at == first && next.clock == Clock::Repeats,
                        "{}",
                        context()
                    );
                }
            }
            if let Some(last) = last {
                // Each asked day once, none left out.
                let due = last
                    .iter_days()
                    .skip(1)
                    .find(|date| schedule.days.contains(date.weekday()))
                    .unwrap();
                assert_eq!(next.date, due, "{}", context());
            }
            (now, last) = (next.at, Some(next.date));
        }
    }

    #[test]
    fn in_every_zone_from_2024_to_2030_each_asked_day_comes_once_and_in_order() {
        let from: DateTime<Utc> = "2024-01-01T00:00:00Z".parse().unwrap();
        let times = ["02:30", "00:00", "23:30", "09:00", "01:59", "03:00"];
        for (place, zone) in TZ_VARIANTS.iter().enumerate() {
            // Most clocks change on a Sunday, some on a Friday or Saturday or the night after.
            let days = ["sun", "sun,mon", "sat,sun", "fri,sat", "sun"][place % 5];
            let weeks = 365;
            let schedule = schedule(times[place % times.len()], zone.name(), days);
            check_run(&schedule, from, weeks * schedule.days.len() as usize);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        #[test]
        fn a_run_of_occurrences_ascends_and_keeps_the_clock(
            zone in proptest::sample::select(&TZ_VARIANTS[..]),
            minutes in 0_u32..1_440,
            bits in 1_u8..128,
            // 2024 to 2030.
            start in 1_704_067_200_i64..1_924_992_000,
        ) {
            let at = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
            let week = std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ()));
            let wanted = |(place, day): (u32, Weekday)| (bits >> place & 1 == 1).then_some(day);
            let days = (0..7).zip(week).filter_map(wanted).collect();
            let schedule = Schedule { at, zone, days, off_days: BTreeSet::new() };
            check_run(&schedule, DateTime::from_timestamp(start, 0).unwrap(), 40);
        }
    }
}
