//! What the buttons under a draft of teams send back. A word: it imports nothing of the teams.

use std::fmt;

use crate::domain::id::DraftId;

/// A button under a draft of teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamClick {
    /// Make the drawn teams the real ones.
    Apply(DraftId),
    /// Put everyone back into the team before.
    Undo(DraftId),
}

impl TeamClick {
    /// The draft that it is about.
    pub fn draft(self) -> DraftId {
        match self {
            Self::Apply(draft) | Self::Undo(draft) => draft,
        }
    }

    /// The click whose text is `verb:rest`, if it is one of a draft.
    pub(in crate::app) fn read(verb: &str, rest: &str) -> Option<Self> {
        match verb {
            "apply-draft" => rest.parse().ok().map(Self::Apply),
            "undo-draft" => rest.parse().ok().map(Self::Undo),
            _ => None,
        }
    }
}

impl fmt::Display for TeamClick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Apply(draft) => write!(f, "apply-draft:{draft}"),
            Self::Undo(draft) => write!(f, "undo-draft:{draft}"),
        }
    }
}
