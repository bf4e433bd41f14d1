//! What a flow may change besides quizzes and answers, in the same transaction.

use super::personal::forget;
use super::pool::{Tx, on};
use super::season::{NewSeason, end_now, start};
use super::streak::switch;
use super::team::{NewTeam, create, join, leave, move_members, put_draft};
use super::{DraftRow, Member, Result};
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

/// Does it; false if it no longer fits.
pub(super) async fn apply(tx: &mut Tx, deed: &Deed, now: i64) -> Result<bool> {
    match deed {
        Deed::CreateTeam(team) => create(tx, team, now).await,
        Deed::JoinTeam(member, team) => join(tx, *member, *team, now).await,
        Deed::LeaveTeam(member, team) => leave(tx, *member, *team).await,
        Deed::PutDraft(draft) => put_draft(tx, draft).await,
        Deed::MoveMembers(moves) => move_members(tx, moves, now).await.map(|()| true),
        Deed::StartSeason(season) => start(tx, season).await,
        Deed::EndSeason(season, at) => end_now(tx, *season, *at).await,
        Deed::Forget(member) => forget(tx, member, now).await.map(|()| true),
        Deed::SwitchStreak(community, member, off) => {
            switch(tx, *community, *member, *off).await.map(|()| true)
        }
    }
}

/// Runs one statement with numbers only; how many rows it changed.
pub(super) async fn run(tx: &mut Tx, sql: &'static str, numbers: &[i64]) -> Result<u64> {
    let changed = on!(tx, |tx| {
        let query = numbers.iter().fold(sqlx::query(sql), |query, number| query.bind(*number));
        query.execute(&mut **tx).await?.rows_affected()
    });
    Ok(changed)
}
