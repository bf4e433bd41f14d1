//! Whose a quiz is, and why it is over.

use serde::{Deserialize, Serialize};

use crate::domain::id::MemberId;

/// Whether a quiz is one member's or a channel's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One member, in private and without a clock.
    Solo(MemberId),
    /// Everyone in a channel, against the clock; the member is the one who started it.
    Channel(MemberId),
}

/// Why a quiz is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The last of its rounds was played.
    Played,
    /// Its member stopped it; a channel's, its starter or an admin.
    Stopped,
    /// The time of `QUIET_ROUNDS` rounds in a row ran out without an answer.
    Deserted,
}
