//! What the buttons of a card of the day send back, besides those of its question. A word: it
//! imports nothing of the card of the day.

use std::fmt;

use crate::domain::id::PostingId;

/// What a button under a card of the day asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DailyClick {
    /// Say who has answered the card.
    Who(PostingId),
    /// Repeat the latest cards of its channel.
    CatchUp(PostingId),
}

impl DailyClick {
    /// The card that it is about.
    pub fn posting(self) -> PostingId {
        match self {
            Self::Who(posting) | Self::CatchUp(posting) => posting,
        }
    }

    /// The click whose text is `verb:rest`, if it is one of a card of the day.
    pub(in crate::app) fn read(verb: &str, rest: &str) -> Option<Self> {
        match verb {
            "who" => rest.parse().ok().map(Self::Who),
            "catch-up" => rest.parse().ok().map(Self::CatchUp),
            _ => None,
        }
    }
}

impl fmt::Display for DailyClick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Who(posting) => write!(f, "who:{posting}"),
            Self::CatchUp(posting) => write!(f, "catch-up:{posting}"),
        }
    }
}
