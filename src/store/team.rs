//! Teams, who is in them, and drafts of them.

use super::pool::on;
use super::write::Write;
use super::{Error, Result, Store, text};
use crate::domain::id::{CommunityId, DraftId, MemberId, TeamId};
use crate::domain::team::Tally;

const TEAMS: &str = "SELECT t.id, t.name, \
         (SELECT COUNT(*) FROM team_members m WHERE m.team = t.id) \
     FROM teams t \
     WHERE t.community = $1 \
     ORDER BY t.id";

const TEAM_CALLED: &str = "SELECT t.id, t.name, \
         (SELECT COUNT(*) FROM team_members m WHERE m.team = t.id) \
     FROM teams t \
     WHERE t.community = $1 AND t.folded_name = $2";

const TEAM_OF: &str = "SELECT t.id, t.name, \
         (SELECT COUNT(*) FROM team_members m WHERE m.team = t.id) \
     FROM team_members mine JOIN teams t ON t.id = mine.team \
     WHERE mine.member = $1";

const MATES: &str = "SELECT m.member, members.name, m.team FROM team_members m \
         JOIN teams t ON t.id = m.team \
         JOIN members ON members.id = m.member \
     WHERE t.community = $1 \
     ORDER BY m.member";

/// The best five of each team: those with at least the points of its fifth. The bound is looked up
/// once for a team.
const BEST: &str = "SELECT t.id, s.points FROM teams t \
         JOIN standings s ON s.scope = t.id AND s.period = $2 AND s.listed = 1 \
             AND s.points >= COALESCE(( \
                 SELECT f.points FROM standings f \
                 WHERE f.scope = t.id AND f.period = $2 AND f.listed = 1 \
                 ORDER BY f.points DESC, f.member LIMIT 1 OFFSET 4), 0) \
     WHERE t.community = $1";

const CREATE: &str = "INSERT INTO teams (id, community, name, folded_name, created_at) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

const JOIN: &str =
    "INSERT INTO team_members (member, team, joined_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

const LEAVE: &str = "DELETE FROM team_members WHERE member = $1 AND team = $2";

const LEAVE_ANY: &str = "DELETE FROM team_members WHERE member = $1";

const DRAFT: &str = "SELECT id, community, plan, status, version FROM drafts WHERE id = $1";

const ADD_DRAFT: &str =
    "INSERT INTO drafts (id, community, plan, status, version) VALUES ($1, $2, $3, $4, 1)";

const CHANGE_DRAFT: &str = "UPDATE drafts SET plan = $1, status = $2, version = version + 1 \
     WHERE id = $3 AND version = $4";

/// A team as the store knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRow {
    /// The id under which it is kept.
    pub id: TeamId,
    /// The name that others see.
    pub name: String,
    /// How many members it has.
    pub size: i64,
}

/// A team to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTeam {
    /// The id under which it will be kept.
    pub id: TeamId,
    /// The community whose members may join it.
    pub community: CommunityId,
    /// The name that others will see.
    pub name: String,
}

/// A member of a team, as others see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mate {
    /// The member who is in it.
    pub member: MemberId,
    /// The name that others see.
    pub name: String,
    /// The team in which they are.
    pub team: TeamId,
}

/// Teams as they were drawn up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// The id under which it is kept.
    pub id: DraftId,
    /// The community whose members it sorts.
    pub community: CommunityId,
    /// Who goes where, as JSON.
    pub plan: String,
    /// `shown`, `applied` or `undone`.
    pub status: String,
    /// Grows with each step, from 1; a new one has 0.
    pub version: i64,
}

type Row = (i64, String, i64);

fn team((id, name, size): Row) -> TeamRow {
    TeamRow { id: TeamId(id), name, size }
}

impl Store {
    /// A community's teams, those that everyone has left among them, oldest first.
    pub async fn teams(&self, community: CommunityId) -> Result<Vec<TeamRow>> {
        let rows: Vec<Row> =
            on!(&self.read, |db| sqlx::query_as(TEAMS).bind(community.0).fetch_all(db).await)?;
        Ok(rows.into_iter().map(team).collect())
    }

    /// The team of this name, in any case and with or without accents.
    pub async fn team_called(&self, community: CommunityId, name: &str) -> Result<Option<TeamRow>> {
        let folded = text::folded(name);
        let row: Option<Row> = on!(&self.read, |db| {
            sqlx::query_as(TEAM_CALLED).bind(community.0).bind(&folded).fetch_optional(db).await
        })?;
        Ok(row.map(team))
    }

    /// The team that a member is in.
    pub async fn team_of(&self, member: MemberId) -> Result<Option<TeamRow>> {
        let row: Option<Row> =
            on!(&self.read, |db| sqlx::query_as(TEAM_OF).bind(member.0).fetch_optional(db).await)?;
        Ok(row.map(team))
    }

    /// Everybody who is in a team.
    pub async fn mates(&self, community: CommunityId) -> Result<Vec<Mate>> {
        let rows: Vec<(i64, String, i64)> =
            on!(&self.read, |db| sqlx::query_as(MATES).bind(community.0).fetch_all(db).await)?;
        let mate =
            |(member, name, team)| Mate { member: MemberId(member), name, team: TeamId(team) };
        Ok(rows.into_iter().map(mate).collect())
    }

    /// Each team with what its best members have earned for it in a period.
    pub async fn team_tallies(&self, community: CommunityId, period: &str) -> Result<Vec<Tally>> {
        let best: Vec<(i64, i64)> = on!(&self.read, |db| {
            sqlx::query_as(BEST).bind(community.0).bind(period).fetch_all(db).await
        })?;
        let teams = self.teams(community).await?;
        let tally = |team: TeamRow| {
            let best =
                best.iter().filter(|(id, _)| *id == team.id.0).map(|(_, points)| *points).collect();
            let size = usize::try_from(team.size).map_err(Error::unreadable)?;
            Ok(Tally { team: team.id, name: team.name, size, best })
        };
        teams.into_iter().map(tally).collect()
    }

    /// Teams as they were drawn up under this id.
    pub async fn draft(&self, id: DraftId) -> Result<Option<DraftRow>> {
        let row: Option<(i64, i64, String, String, i64)> =
            on!(&self.read, |db| sqlx::query_as(DRAFT).bind(id.0).fetch_optional(db).await)?;
        let draft = |(id, community, plan, status, version)| DraftRow {
            id: DraftId(id),
            community: CommunityId(community),
            plan,
            status,
            version,
        };
        Ok(row.map(draft))
    }
}

/// A new team; out of date if its name is taken.
pub(super) fn create(team: &NewTeam, now: i64) -> Write {
    let create = Write::new(CREATE).number(team.id.0).number(team.community.0).text(&team.name);
    create.text(text::folded(&team.name)).number(now).must_change()
}

/// A member joins a team; out of date if they are in one.
pub(super) fn join(member: MemberId, team: TeamId, now: i64) -> Write {
    Write::of(JOIN, &[member.0, team.0, now]).must_change()
}

/// A member leaves a team; out of date if they are not in it.
pub(super) fn leave(member: MemberId, team: TeamId) -> Write {
    Write::of(LEAVE, &[member.0, team.0]).must_change()
}

/// Puts members into teams, or into none, wherever they were.
pub(super) fn move_members(moves: &[(MemberId, Option<TeamId>)], now: i64) -> Vec<Write> {
    // In one order, so that two transactions never wait for each other.
    let mut moves = moves.to_vec();
    moves.sort_unstable();
    let mut writes = Vec::with_capacity(2 * moves.len());
    for (member, team) in moves {
        writes.push(Write::of(LEAVE_ANY, &[member.0]));
        writes.extend(team.map(|team| Write::of(JOIN, &[member.0, team.0, now])));
    }
    writes
}

/// Teams as they were drawn up, new or at the next step; out of date if somebody was faster.
pub(super) fn put_draft(draft: &DraftRow) -> Write {
    let put = match draft.version {
        0 => Write::of(ADD_DRAFT, &[draft.id.0, draft.community.0])
            .text(&draft.plan)
            .text(&draft.status),
        version => Write::new(CHANGE_DRAFT)
            .text(&draft.plan)
            .text(&draft.status)
            .number(draft.id.0)
            .number(version),
    };
    put.must_change()
}
