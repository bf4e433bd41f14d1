//! Ids: made by the program, ordered by time, told apart by type.

use std::fmt;
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

/// A community: a Discord server, a Slack workspace, or the local page's room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CommunityId(pub i64);

/// A person in a community.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MemberId(pub i64);

/// A run of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct QuizId(pub i64);

/// One recorded answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AnswerId(pub i64);

/// When a community wants its card of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ScheduleId(pub i64);

/// One card of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PostingId(pub i64);

/// One reminder on its way to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NudgeId(pub i64);

/// Members who compete together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TeamId(pub i64);

/// A named span of dates with its own board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SeasonId(pub i64);

/// Teams as they were drawn up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DraftId(pub i64);

impl CommunityId {
    /// A new id, ordered by time.
    pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
        Self(fresh(now, rng))
    }
}

impl MemberId {
    /// A new id, ordered by time.
    pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
        Self(fresh(now, rng))
    }
}

impl QuizId {
    /// A new id, ordered by time.
    pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
        Self(fresh(now, rng))
    }
}

impl AnswerId {
    /// A new id, ordered by time.
    pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
        Self(fresh(now, rng))
    }
}

impl ScheduleId {
    /// A new id, ordered by time.
    pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
        Self(fresh(now, rng))
    }
}

impl fmt::Display for ScheduleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ScheduleId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl PostingId {
    /// A new id, ordered by time.
    pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
        Self(fresh(now, rng))
    }
}

impl fmt::Display for PostingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for PostingId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl NudgeId {
    /// A new id, ordered by time.
    pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
        Self(fresh(now, rng))
    }
}

impl fmt::Display for NudgeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for NudgeId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl TeamId {
    /// A new id, ordered by time.
    pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
        Self(fresh(now, rng))
    }
}

impl SeasonId {
    /// A new id, ordered by time.
    pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
        Self(fresh(now, rng))
    }
}

impl DraftId {
    /// A new id, ordered by time.
    pub fn fresh(now: DateTime<Utc>, rng: &mut StdRng) -> Self {
        Self(fresh(now, rng))
    }
}

impl fmt::Display for SeasonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for DraftId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for QuizId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for QuizId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
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
}
