//! Teams as a draft has drawn them up, kept until it is applied or undone.

use serde::{Deserialize, Serialize};

use crate::domain::id::{MemberId, TeamId};

/// Teams as they were drawn up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) teams: Vec<Drafted>,
    /// Where everyone was before it was applied.
    pub(super) before: Vec<(MemberId, Option<TeamId>)>,
}

/// One of the teams.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Drafted {
    pub(super) id: TeamId,
    pub(super) name: String,
    pub(super) is_new: bool,
    pub(super) members: Vec<Placed>,
}

/// A member with the points that they were drawn for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Placed {
    pub(super) id: MemberId,
    /// The name, where the draft has just been drawn up; it is not kept.
    #[serde(skip)]
    pub(super) name: String,
    pub(super) points: i64,
}
