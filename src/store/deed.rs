//! What a flow may change besides quizzes and answers, in the same transaction.

use super::season::{NewSeason, end_now, start};
use super::streak::switch;
use super::team::{NewTeam, create, join, leave, move_members, put_draft};
use super::write::Write;
use super::{DraftRow, Member, Result, Store};
use crate::domain::id::{CommunityId, MemberId, SeasonId, TeamId};

/// One thing to change. What no longer fits makes the whole change stale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A new team; it fits if its name is free.
    CreateTeam(NewTeam),
    /// A member joins a team; it fits if they are in none.
    JoinTeam(MemberId, TeamId),
    /// A member leaves a team; it fits if they are in it.
    LeaveTeam(MemberId, TeamId),
    /// Teams as they were drawn up, new or at the next step; it fits if nobody was faster.
    PutDraft(DraftRow),
    /// Puts members into teams, or into none, wherever they were.
    MoveMembers(Vec<(MemberId, Option<TeamId>)>),
    /// A new season; it fits if none is running.
    StartSeason(NewSeason),
    /// A season's time is over now.
    EndSeason(SeasonId, i64),
    /// Forgets a member.
    Forget(Member),
    /// Switches a streak off or on.
    SwitchStreak(CommunityId, MemberId, bool),
}

impl Store {
    /// The writes that make it so.
    pub(super) async fn writes_of(&self, deed: &Deed, now: i64) -> Result<Vec<Write>> {
        Ok(match deed {
            Deed::CreateTeam(team) => vec![create(team, now)],
            Deed::JoinTeam(member, team) => vec![join(*member, *team, now)],
            Deed::LeaveTeam(member, team) => vec![leave(*member, *team)],
            Deed::PutDraft(draft) => vec![put_draft(draft)],
            Deed::MoveMembers(moves) => move_members(moves, now),
            Deed::StartSeason(season) => start(season),
            Deed::EndSeason(season, at) => vec![end_now(*season, *at)],
            Deed::Forget(member) => self.forget(member, now).await?,
            Deed::SwitchStreak(community, member, off) => vec![switch(*community, *member, *off)],
        })
    }
}
