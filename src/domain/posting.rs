//! Postings: one card of the day, from the moment it is due until it closes.
//!
//! A posting is *due* when its row is made, then *posted* and at last *closed*; or it is *missed*.
//! A process that sends, refreshes or closes it *claims* it first, and says afterwards what came of
//! it; only the claim that still holds may say so.

pub mod choice;
pub mod ideas;

use chrono::{DateTime, TimeDelta, Utc};

/// How late a posting may go out; after that it is missed.
pub const LATEST: TimeDelta = TimeDelta::hours(6);

/// From when on a posting is marked as late; up to that it is only a busy minute.
const UNREMARKABLE: TimeDelta = TimeDelta::minutes(5);

/// How long a claim holds, so that the posting of a process that died is sent by another.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);

/// How long a posting stays open if no other takes its place.
pub const OPEN: TimeDelta = TimeDelta::hours(24);

/// How a posting stands to its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// Its time has not come.
    Early,
    /// It goes out as it should.
    InTime,
    /// It goes out late, and says so.
    Late,
    /// Its time has passed; it is not sent any more.
    Missed,
}

/// How a posting that was due at `due` stands at `now`.
pub fn timeliness(due: DateTime<Utc>, now: DateTime<Utc>) -> Timeliness {
    match now - due {
        late if late < TimeDelta::zero() => Timeliness::Early,
        late if late <= UNREMARKABLE => Timeliness::InTime,
        late if late <= LATEST => Timeliness::Late,
        _ => Timeliness::Missed,
    }
}

/// The right of one process to send a posting, or to change it, for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The number of this claim; another process's claim of the same posting has another.
    pub number: i64,
    /// Until when nobody else may take the posting up: [`LEASE`] after it was claimed.
    pub until: DateTime<Utc>,
    /// Whether a process has tried to send it before and may have done so.
    pub tried: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn overdue_up_to_six_hours_is_late_and_more_is_missed() {
        for (seconds, expected) in [
            (-1, Timeliness::Early),
            (0, Timeliness::InTime),
            (5, Timeliness::InTime),
            (300, Timeliness::InTime),
            (301, Timeliness::Late),
            (6 * 3_600, Timeliness::Late),
            (6 * 3_600 + 1, Timeliness::Missed),
            (30 * 86_400, Timeliness::Missed),
        ] {
            assert_eq!(
                timeliness(due(), due() + TimeDelta::seconds(seconds)),
                expected,
                "{seconds}"
            );
        }
    }
}
