//! `/team balance`: a fair draft, shown before it is applied, and undone by a button.

use std::collections::BTreeMap;

use chrono::Days;
use rand::rngs::StdRng;

use super::click::TeamClick;
use super::command::{BALANCE, TEAMS};
use super::draft::{Drafted, Placed, Plan};
use super::view;
use crate::app::App;
use crate::app::asking::Asking;
use crate::app::command::Given;
use crate::app::decision::{Decision, Fault};
use crate::app::reply::Reply;
use crate::app::team::refusal::TeamRefusal;
use crate::domain::id::{DraftId, MemberId, TeamId};
use crate::domain::team::draft;
use crate::store::{Deed, DraftRow, NewTeam};

/// The days whose points a draft is made from.
const DAYS_LOOKED_AT: u64 = 30;

/// The most members of a draft: more could not be shown before it is applied.
const MOST_MEMBERS: usize = 300;

/// Draws up teams and shows them to the asker alone; nothing changes yet.
pub(super) async fn propose(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let count = given.number(&TEAMS) as usize;
    let names = players(app, asking).await?;
    if names.len() < count * 2 {
        return Err(TeamRefusal::FewPlayers { teams: count, members: names.len() }.into());
    }
    if names.len() > MOST_MEMBERS {
        return Err(TeamRefusal::ManyPlayers { members: names.len(), most: MOST_MEMBERS }.into());
    }
    let members: Vec<(MemberId, i64)> =
        names.iter().map(|(member, (_, points))| (*member, *points)).collect();
    let drafted = draft(&members, count);
    let placed = |(id, points): &(MemberId, i64)| Placed {
        id: *id,
        name: names[id].0.clone(),
        points: *points,
    };
    let mut teams = names_of_teams(app, asking, count, rng).await?;
    for (team, members) in teams.iter_mut().zip(&drafted) {
        team.members = members.iter().map(placed).collect();
    }
    let plan = Plan { teams, before: Vec::new() };
    let id = DraftId::fresh(asking.now, rng);
    let row = DraftRow {
        id,
        community: asking.community.id,
        plan: serde_json::to_string(&plan)?,
        status: "shown".to_owned(),
        version: 0,
    };
    Ok(Decision::deeds(vec![Deed::PutDraft(row)], Reply::one(view::proposal(&plan, id))))
}

/// Does what a button under a draft is for.
pub(in crate::app) async fn clicked(
    app: &App,
    asking: &Asking<'_>,
    click: TeamClick,
) -> Result<Decision, Fault> {
    match click {
        TeamClick::Apply(draft) => apply(app, asking, draft).await,
        TeamClick::Undo(draft) => undo(app, asking, draft).await,
    }
}

/// Makes the drawn teams the real ones.
async fn apply(app: &App, asking: &Asking<'_>, id: DraftId) -> Result<Decision, Fault> {
    let (row, mut plan) = load(app, asking, id, "shown").await?;
    let mates: BTreeMap<MemberId, TeamId> = app
        .store
        .mates(asking.community.id)
        .await?
        .into_iter()
        .map(|mate| (mate.member, mate.team))
        .collect();
    let mut deeds = Vec::new();
    let mut moves = Vec::new();
    for team in &plan.teams {
        // A team of that name may have been founded since; then it is that one.
        let known = app.store.team_called(asking.community.id, &team.name).await?;
        let team_id = known.as_ref().map_or(team.id, |known| known.id);
        if known.is_none() {
            let new =
                NewTeam { id: team.id, community: asking.community.id, name: team.name.clone() };
            deeds.push(Deed::CreateTeam(new));
        }
        moves.extend(team.members.iter().map(|member| (member.id, Some(team_id))));
    }
    plan.before = moves.iter().map(|(member, _)| (*member, mates.get(member).copied())).collect();
    deeds.push(Deed::MoveMembers(moves));
    deeds.push(Deed::PutDraft(DraftRow {
        plan: serde_json::to_string(&plan)?,
        status: "applied".to_owned(),
        ..row
    }));
    Ok(Decision::deeds(deeds, Reply::one(view::applied(&plan, id))))
}

/// Puts everyone back where they were.
async fn undo(app: &App, asking: &Asking<'_>, id: DraftId) -> Result<Decision, Fault> {
    let (row, plan) = load(app, asking, id, "applied").await?;
    let deeds = vec![
        Deed::MoveMembers(plan.before.clone()),
        Deed::PutDraft(DraftRow { status: "undone".to_owned(), ..row }),
    ];
    Ok(Decision::deeds(deeds, Reply::one(view::undone(id))))
}

/// A draft at the step at which the button belongs to it.
async fn load(
    app: &App,
    asking: &Asking<'_>,
    id: DraftId,
    status: &str,
) -> Result<(DraftRow, Plan), Fault> {
    asking.must_be_admin(BALANCE)?;
    let row = app.store.draft(id).await?.filter(|row| row.community == asking.community.id);
    let row = row.filter(|row| row.status == status).ok_or(TeamRefusal::DraftOver)?;
    let mut plan: Plan = serde_json::from_str(&row.plan)?;
    // Whoever has been forgotten since is in no team.
    let drawn = plan.teams.iter().flat_map(|team| &team.members).map(|member| member.id);
    let known = app
        .store
        .names(&drawn.chain(plan.before.iter().map(|(id, _)| *id)).collect::<Vec<_>>())
        .await?;
    for team in &mut plan.teams {
        team.members.retain(|member| known.contains_key(&member.id));
    }
    plan.before.retain(|(member, _)| known.contains_key(member));
    Ok((row, plan))
}

/// Everybody who has points of late or is in a team, with those points.
async fn players(
    app: &App,
    asking: &Asking<'_>,
) -> Result<BTreeMap<MemberId, (String, i64)>, Fault> {
    let today = asking.board_day();
    let tallies = app
        .store
        .points_between(asking.community.id, today - Days::new(DAYS_LOOKED_AT - 1), today)
        .await?;
    let mut players: BTreeMap<MemberId, (String, i64)> =
        tallies.into_iter().map(|tally| (tally.member, (tally.name, tally.points))).collect();
    for mate in app.store.mates(asking.community.id).await? {
        players.entry(mate.member).or_insert((mate.name, 0));
    }
    Ok(players)
}

/// So many teams without members: those that there are, then new ones.
async fn names_of_teams(
    app: &App,
    asking: &Asking<'_>,
    count: usize,
    rng: &mut StdRng,
) -> Result<Vec<Drafted>, Fault> {
    let known = app.store.teams(asking.community.id).await?;
    let empty = |id, name, is_new| Drafted { id, name, is_new, members: Vec::new() };
    let mut teams: Vec<Drafted> = known
        .iter()
        .filter(|team| team.size > 0)
        .take(count)
        .map(|team| empty(team.id, team.name.clone(), false))
        .collect();
    for number in 1.. {
        if teams.len() == count {
            break;
        }
        let name = format!("Team {number}");
        if !teams.iter().any(|team| team.name.eq_ignore_ascii_case(&name)) {
            teams.push(empty(TeamId::fresh(asking.now, rng), name, true));
        }
    }
    Ok(teams)
}
