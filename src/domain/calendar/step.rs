//! Steps of the wall clock: told by a clock that only goes on, and whether what was written for
//! times to come was written by a clock that was ahead, or the clock is behind now.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// By how much the wall clock must step to be noticed: it is nudged by seconds all the time.
const NOTICED: TimeDelta = TimeDelta::minutes(1);

/// The wall clock against one that only goes on.
#[derive(Debug, Clone, Copy)]
pub struct ClockWatch {
    /// What the wall clock would say if it had gone on evenly since it was last right.
    origin: DateTime<Utc>,
    /// By how much it is off since the beginning, at its latest step.
    off: TimeDelta,
}

/// A step of the wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// By how much; negative where it has gone back.
    pub by: TimeDelta,
    /// Whether it says again what it said at the beginning, had it gone on evenly.
    pub is_back: bool,
}

impl ClockWatch {
    /// Begins with what the wall clock says.
    pub fn new(wall: DateTime<Utc>) -> Self {
        Self { origin: wall, off: TimeDelta::zero() }
    }

    /// The step that the wall clock has made since it was last looked at, when so much time has
    /// gone by since the beginning.
    pub fn step(&mut self, wall: DateTime<Utc>, gone_by: Duration) -> Option<Step> {
        let evenly = self.origin + TimeDelta::from_std(gone_by).unwrap_or(TimeDelta::MAX);
        let off = wall - evenly;
        let by = off - self.off;
        if by.abs() <= NOTICED {
            return None;
        }
        self.off = off;
        Some(Step { by, is_back: off.abs() <= NOTICED })
    }
}

/// The hour since the Unix epoch in which an instant lies.
pub fn hour_of(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(3_600)
}

/// Whether a clock was ahead when the program ran in hours that have not come yet, rather than the
/// clock being behind now. `run` are the hours in which the program has run.
///
/// A clock that was ahead has left the time in which the program lives, with a gap before its hours
/// and few of them; a clock that is behind has hours before it that were lived through one after
/// the other, or none at all where it is.
pub fn was_ahead(now: i64, run: &[i64]) -> bool {
    let (to_come, gone): (Vec<i64>, Vec<i64>) = run.iter().partition(|hour| **hour > now);
    let (Some(next), Some(last), Some(latest)) =
        (to_come.iter().min(), to_come.iter().max(), gone.iter().max())
    else {
        return false;
    };
    let lived_through =
        to_come.len().saturating_mul(2) >= usize::try_from(last - now).unwrap_or(usize::MAX);
    !lived_through && next - now > now - latest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_step_is_noticed_once_and_so_is_the_way_back() {
        let mut watch = ClockWatch::new(at("2026-05-04T12:00:00Z"));
        let step = |hours: i64, is_back: bool| Some(Step { by: TimeDelta::hours(hours), is_back });
        for (minutes, wall, noticed) in [
            (1, "2026-05-04T12:01:00Z", None),
            // A second, and nearly a minute: nothing.
            (2, "2026-05-04T12:02:01Z", None),
            (3, "2026-05-04T12:03:59Z", None),
            (4, "2026-05-06T12:04:00Z", step(48, false)),
            (5, "2026-05-06T12:05:00Z", None),
            (6, "2026-05-04T12:06:00Z", step(-48, true)),
            (7, "2026-05-04T11:07:00Z", step(-1, false)),
            (8, "2027-05-04T11:08:00Z", step(365 * 24, false)),
            (9, "2026-05-04T12:09:00Z", step(1 - 365 * 24, true)),
        ] {
            assert_eq!(watch.step(at(wall), Duration::from_mins(minutes)), noticed, "{wall}");
        }
    }

    #[test]
    fn small_steps_add_up() {
        let mut watch = ClockWatch::new(at("2026-05-04T12:00:00Z"));
        let steps: Vec<bool> = (1..=6)
            .map(|n| {
                watch
                    .step(at("2026-05-04T12:00:00Z") + TimeDelta::seconds(25 * n), Duration::ZERO)
                    .is_some()
            })
            .collect();
        assert_eq!(steps, [false, false, true, false, false, true]);
    }

    #[test]
    fn hours_that_nobody_lived_through_are_told_from_a_clock_that_is_behind() {
        let week: Vec<i64> = (1_000..1_168).collect();
        for (case, now, more, ahead) in [
            ("an ordinary start", 1_168, vec![], false),
            ("after a week without the program", 1_400, vec![], false),
            ("the clock was two days ahead for a moment", 1_168, vec![1_216], true),
            ("a year ahead, for three hours", 1_168, vec![9_928, 9_929, 9_930], true),
            ("the clock is two days behind now", 1_120, vec![], false),
            ("the clock is a year behind now", -7_592, vec![], false),
            ("a year behind, and the program was away before", 900, vec![500], false),
        ] {
            let run: Vec<i64> = week.iter().copied().chain(more).collect();
            assert_eq!(was_ahead(now, &run), ahead, "{case}");
        }
    }
}
