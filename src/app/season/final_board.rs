//! A season's final board as a value, kept for good; also the board of a week, in its summary.

use serde::{Deserialize, Serialize};

use crate::app::reply::Text;
use crate::domain::id::MemberId;

/// A season's board as it stood at its end, kept for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::app) struct Final {
    pub(in crate::app) members: Vec<FinalRow>,
    pub(in crate::app) teams: Vec<FinalRow>,
    /// How many members had points.
    pub(super) count: u64,
}

impl Final {
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers are always valid JSON")
    }
}

/// A row of a final board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::app) struct FinalRow {
    pub(super) rank: u64,
    /// Whose it is; none for a team.
    pub(super) member: Option<MemberId>,
    /// The team's name. A member's is looked up when the row is shown, and not kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) name: String,
    pub(in crate::app) points: i64,
}

impl FinalRow {
    /// Whose row it is, as text.
    pub(in crate::app) fn named(&self) -> Text {
        match self.member {
            Some(member) => Text::default().member(member, ""),
            None => self.name.as_str().into(),
        }
    }
}
