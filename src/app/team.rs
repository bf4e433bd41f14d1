//! `/team create`, `join`, `leave`, `list`: members who compete together.

mod balance;
pub mod click;
pub(super) mod command;
mod draft;
pub mod refusal;
mod view;

pub(super) use self::balance::clicked;
pub(super) use self::view::race as race_view;

use rand::rngs::StdRng;

use self::command::TeamCommand;
use super::App;
use super::asking::Asking;
use super::command::Given;
use super::command::options::NAME;
use super::decision::{Decision, Fault};
use super::reply::{Audience, Message, Reply, Text};
use super::texts::repeated;
use crate::app::team::refusal::TeamRefusal;
use crate::domain::id::TeamId;
use crate::domain::nearest::nearest;
use crate::domain::standing::Period;
use crate::domain::team::{name, race};
use crate::store::{Deed, NewTeam, TeamRow};

/// The most teams of a community: a board of more would be read by nobody.
const MOST_TEAMS: usize = 100;

/// Does what a command asks for.
pub(super) async fn run(
    app: &App,
    asking: &Asking<'_>,
    command: TeamCommand,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match command {
        TeamCommand::Create => create(app, asking, given, rng).await,
        TeamCommand::Join => join(app, asking, given).await,
        TeamCommand::Leave => leave(app, asking).await,
        TeamCommand::List => list(app, asking).await,
        TeamCommand::Balance => balance::propose(app, asking, given, rng).await,
    }
}

/// Whether a command can succeed for its asker, whatever its options are.
pub(super) async fn possible(
    app: &App,
    asking: &Asking<'_>,
    command: TeamCommand,
) -> Result<(), Fault> {
    match command {
        TeamCommand::Create | TeamCommand::Join => in_no_team(app, asking).await,
        TeamCommand::Leave | TeamCommand::List | TeamCommand::Balance => Ok(()),
    }
}

/// Creates a team with the asker in it. The name of a team that everyone has left is free again.
async fn create(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let name = name(given.required(&NAME)).map_err(TeamRefusal::BadName)?;
    in_no_team(app, asking).await?;
    let member = asking.member.id;
    let known = app.store.team_called(asking.community.id, &name).await?;
    // Of a team that everyone has left, what was earned for it is kept.
    let how = match known {
        Some(_) => {
            " anew; it goes on with the points that were earned for it before. Join in with "
        }
        None => ". Join in with ",
    };
    let deeds = match known {
        Some(team) if team.size > 0 => return Err(TeamRefusal::Taken { name: team.name }.into()),
        Some(left) => vec![Deed::JoinTeam(member, left.id)],
        None if app.store.teams(asking.community.id).await?.len() >= MOST_TEAMS => {
            return Err(TeamRefusal::ManyTeams { most: MOST_TEAMS }.into());
        }
        None => {
            let id = TeamId::fresh(asking.now, rng);
            let team = NewTeam { id, community: asking.community.id, name: name.clone() };
            vec![Deed::CreateTeam(team), Deed::JoinTeam(member, id)]
        }
    };
    let text = Text::default()
        .strong_member(asking.member.id, &asking.member.name)
        .plain(" founded the team ")
        .strong(&name)
        .plain(how)
        .code(format!("/team join {name}"))
        .plain(".");
    Ok(Decision::deeds(deeds, tell(asking, text)))
}

/// Puts the asker into a team.
async fn join(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let team = find(app, asking, given.required(&NAME)).await?;
    in_no_team(app, asking).await?;
    let member = &asking.member;
    let text = Text::default().strong_member(member.id, &member.name).plain(" joined the team ");
    let text = text.strong(&team.name).plain(".");
    Ok(Decision::deeds(vec![Deed::JoinTeam(asking.member.id, team.id)], tell(asking, text)))
}

/// Takes the asker out of their team. What they earned for it stays with it.
async fn leave(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let team = app.store.team_of(asking.member.id).await?.ok_or(TeamRefusal::NoTeam)?;
    let what_becomes = if team.size > 1 {
        ". The points that you earned for it stay with it; the next ones are yours, or your next \
            team's."
    } else {
        ". You were its last member, so it is off the boards now, with the points that were earned \
            for it. Whoever founds \
         a team of that name goes on with them."
    };
    let text = Text::from("You have left the team ").strong(&team.name).plain(what_becomes);
    let reply = Reply::one(Message::notice(text));
    Ok(Decision::deeds(vec![Deed::LeaveTeam(asking.member.id, team.id)], reply))
}

/// Shows the teams of the week.
async fn list(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let tallies =
        app.store.team_tallies(asking.community.id, &Period::Week.key(asking.board_day())).await?;
    let own = app.store.team_of(asking.member.id).await?.map(|team| team.id);
    Ok(Decision::say(Reply::one(Message::private(view::race(
        "Teams, this week",
        &race(&tallies),
        own,
    )))))
}

/// The team of this name.
async fn find(app: &App, asking: &Asking<'_>, typed: &str) -> Result<TeamRow, Fault> {
    if let Some(team) =
        app.store.team_called(asking.community.id, typed).await?.filter(|team| team.size > 0)
    {
        return Ok(team);
    }
    let teams = app.store.teams(asking.community.id).await?;
    let names = teams.iter().filter(|team| team.size > 0).map(|team| team.name.as_str());
    let near = nearest(typed, names).map(str::to_owned);
    Err(TeamRefusal::UnknownTeam { given: repeated(typed), nearest: near }.into())
}

async fn in_no_team(app: &App, asking: &Asking<'_>) -> Result<(), Fault> {
    match app.store.team_of(asking.member.id).await? {
        Some(team) => Err(TeamRefusal::InTeam { name: team.name }.into()),
        None => Ok(()),
    }
}

/// To everyone where it was said, for a team is everyone's business; in a conversation of two, to
/// the asker.
fn tell(asking: &Asking<'_>, text: Text) -> Reply {
    let audience = if asking.place.direct { Audience::Asker } else { Audience::Everyone };
    Reply::one(Message { audience, ..Message::notice(text) })
}
