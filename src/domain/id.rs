//! Ids: made by the program, ordered by time, told apart by type.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use rand::RngExt;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

/// Milliseconds from the Unix epoch to 2024-01-01T00:00:00Z, where our ids begin.
const EPOCH_MS: i64 = 1_704_067_200_000;

/// Low bits of an id that are drawn by lot; the bits above hold milliseconds since 2024.
const CHANCE_BITS: u32 = 21;

/// A new id: positive, later ones greater, two of one millisecond alike once in two million.
/// Whoever stores it draws another when it is taken: among a thousand of one millisecond, one time
/// in four two are alike.
fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> i64 {
    let ms = (now.timestamp_millis() - EPOCH_MS).max(0);
    (ms << CHANCE_BITS) | rng.random_range(0..1_i64 << CHANCE_BITS)
}

/// Makes the type of an id: a number that no other id is taken for, with `fresh`, which makes a new
/// one. What follows the name adds to that:
///
/// - `written`: it can be written into a text, such as a button's (`Display`).
/// - `read`: it can be read back from there (`FromStr`).
///
/// ```text
/// id! {
///     /// A run of questions.
///     QuizId: written, read
/// }
/// let id = QuizId::fresh(now, rng);
/// assert_eq!(id.to_string().parse(), Ok(id));
/// ```
macro_rules! id {
    ($(#[$doc:meta])* $name:ident $(: $($more:ident),+)?) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        pub struct $name(pub i64);

        impl $name {
            /// A new id, ordered by time.
            pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
                Self(fresh(now, rng))
            }
        }

        $($(id! { @$more $name })+)?
    };
    (@written $name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
    (@read $name:ident) => {
        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id! {
    /// A community: a Discord server, a Slack workspace, or the local page's room.
    CommunityId
}

id! {
    /// Where a community is on a platform.
    HomeId: written, read
}

id! {
    /// A person in a community.
    MemberId
}

id! {
    /// A quiz: a run of questions, for one member or for a channel.
    QuizId: written, read
}

id! {
    /// An answer as it was given and judged.
    AnswerId
}

id! {
    /// A schedule: when a community wants its card of the day.
    ScheduleId: written, read
}

id! {
    /// A posting: one card of the day, of one schedule on one date.
    PostingId: written, read
}

id! {
    /// One reminder on its way to a member.
    NudgeId: written, read
}

id! {
    /// A team: members of a community who compete together.
    TeamId
}

id! {
    /// A season: a named span of dates with its own board.
    SeasonId: written
}

id! {
    /// A draft: teams as they were drawn up, to be taken over or undone.
    DraftId: written, read
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn later_ids_are_greater_and_all_are_positive() {
        let mut rng = StdRng::seed_from_u64(1);
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let ids: Vec<i64> = (0..1_000)
            .map(|ms| fresh(start + chrono::TimeDelta::milliseconds(ms), &mut rng))
            .collect();
        assert!(ids.iter().all(|id| *id > 0));
        assert!(ids.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn an_id_is_read_as_it_is_written() {
        let id = QuizId::fresh(DateTime::UNIX_EPOCH, &mut StdRng::seed_from_u64(1));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("7a".parse::<QuizId>().is_err());
    }
}
