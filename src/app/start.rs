//! The home view: where a member stands, and the five things that one needs, each by a button.

mod view;

use self::view::Standing;
use super::App;
use super::asking::Asking;
use super::decision::{Decision, Fault};
use super::reply::Reply;
use super::streak::Lived;
use crate::domain::standing::Period;
use crate::store::{PageOf, ScheduleRow, ScheduleState};

/// Shows the asker where they stand, and how to go on.
pub(super) async fn home(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let (community, member) = (asking.community.id, &asking.member);
    let week = Period::Week.key(asking.board_day());
    let board = app.store.board(community, &week, Some(member.id), PageOf::Number(1)).await?;
    let lived = Lived::load(app, member).await?;
    let streak = (!lived.kept.off).then(|| lived.streak(asking.study_day()));
    let schedules = app.store.schedules(community).await?;
    let home = &asking.place.home;
    let runs = |row: &&ScheduleRow| row.state == ScheduleState::On && row.place.home == *home;
    let standing = Standing {
        name: &member.name,
        points: board.own.map_or(0, |own| own.standing.points),
        streak,
        reminder: app.store.reminder(member.id).await?.filter(|reminder| reminder.on),
        playing: app.store.solo_quiz(member.id).await?.map(|row| row.id),
        // In a conversation of two, the command has to say which channel's card is meant.
        card_in: schedules.iter().find(runs).map(|row| row.place.channel.as_str()),
    };
    Ok(Decision::say(Reply { home: true, ..Reply::one(view::home(&standing)) }))
}
