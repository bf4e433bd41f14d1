//! A quiz as it is read back: checked, so that one round of it is there to be open.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Ending, Kind, Quiz, Round, Showing};
use crate::domain::id::MemberId;

/// A quiz as it was kept, before it is checked.
#[derive(Deserialize)]
pub(super) struct Kept {
    deck: String,
    kind: Kind,
    rounds: Vec<Round>,
    open: usize,
    #[serde(default)]
    ending: Option<Ending>,
    #[serde(default, with = "super::instant")]
    asked_at: Option<DateTime<Utc>>,
    #[serde(default)]
    shown_in: Vec<Showing>,
    #[serde(default)]
    joined: Vec<MemberId>,
    #[serde(default)]
    quiet: u32,
    #[serde(default)]
    practice: bool,
}

/// What was kept is no quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("round {open} of {rounds} is open")]
pub(super) struct NoOpenRound {
    open: usize,
    rounds: usize,
}

impl TryFrom<Kept> for Quiz {
    type Error = NoOpenRound;

    fn try_from(kept: Kept) -> Result<Self, NoOpenRound> {
        let Kept { deck, kind, rounds, open, ending, asked_at, shown_in, joined, quiet, practice } =
            kept;
        if open >= rounds.len() {
            return Err(NoOpenRound { open, rounds: rounds.len() });
        }
        Ok(Self { deck, kind, rounds, open, ending, asked_at, shown_in, joined, quiet, practice })
    }
}
