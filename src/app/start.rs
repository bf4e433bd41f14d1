//! The home view: today's card, where a member stands, and what one needs, each by a button; and
//! what the bot says once where it was added.

mod choosing;
pub mod click;
mod greeting;
mod view;

pub(super) use self::choosing::clicked;

use chrono::NaiveDate;
use rand::rngs::StdRng;

use self::view::{Beginner, Season, Standing, Today};
use super::asking::Asking;
use super::decision::{Decision, Fault};
use super::reply::Reply;
use super::settings::Own;
use super::streak::Lived;
use super::{App, daily, quiz, settings};
use crate::domain::id::QuizId;
use crate::domain::standing::Period;
use crate::store::{PageOf, ScheduleRow, ScheduleState};

/// Shows the asker where they stand, and how to go on.
pub(super) async fn home(
    app: &App,
    asking: &Asking<'_>,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let (community, member) = (asking.community.id, &asking.member);
    let week = Period::Week.key(asking.board_day());
    let board = app.store.board(community, &week, Some(member.id), PageOf::Number(1)).await?;
    let lived = Lived::load(app, member).await?;
    let streak = (!lived.kept.off).then(|| lived.streak(asking.study_day()));
    let schedules = app.store.schedules(community).await?;
    let season = app.store.season(community).await?;
    let own = Own::load(app, asking).await?;
    let standing = Standing {
        name: &member.name,
        today: today(app, asking, rng).await?,
        points: board.own.map_or(0, |own| own.standing.points),
        streak,
        reminder: own.nudges(),
        playing: app.store.solo_quiz(member.id).await?.map(|row| row.id),
        // In a conversation of two, the command has to say which channel's card is meant.
        card_in: channel_with_card(&schedules, asking),
        team: app.store.team_of(member.id).await?.map(|team| team.name),
        season: season.map(|season| Season {
            days_left: days_left(asking.board_day(), season.last_day),
            name: season.name,
        }),
        beginner: match schedules.is_empty() {
            true if asking.is_admin() => Some(Beginner::Admin),
            true => Some(Beginner::Member),
            false => None,
        },
    };
    let settings = settings::fields(&own);
    let home = Reply { home: true, settings, ..Reply::one(view::home(standing)) };
    Ok(Decision::say(home))
}

/// Answers "hello" by the three things to begin with.
pub(super) async fn greet(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let schedules = app.store.schedules(asking.community.id).await?;
    let card_in = channel_with_card(&schedules, asking);
    Ok(Decision::say(Reply::one(view::greeting(&asking.member.name, card_in))))
}

/// A channel of the asker's home that gets a card of the day, if any does.
fn channel_with_card<'a>(schedules: &'a [ScheduleRow], asking: &Asking<'_>) -> Option<&'a str> {
    let home = &asking.place.home;
    let mut running = schedules.iter().filter(|row| row.state == ScheduleState::On);
    running.find(|row| row.place.home == *home).map(|row| row.place.channel.as_str())
}

/// The open card of the day of the asker's home, unless there is none: one that they have not
/// finished before one that they have.
async fn today(app: &App, asking: &Asking<'_>, rng: &mut StdRng) -> Result<Option<Today>, Fault> {
    let mut done = None;
    for posting in app.store.open_postings(asking.community.id, asking.now).await? {
        if posting.place.home != asking.place.home {
            continue;
        }
        match daily::attempt_of(app, asking, &posting, QuizId::fresh(asking.now, rng)).await {
            Ok(game) if game.quiz.ending().is_none() => {
                return Ok(Some(Today::Open(quiz::question_alone(&game, 1, asking.member.id))));
            }
            Ok(_) => done = Some(Today::Done),
            // One that waits for its deck.
            Err(Fault::Refused(_) | Fault::Unplayable(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(done)
}

/// How many days are left until the last, that one included.
fn days_left(today: NaiveDate, last: NaiveDate) -> i64 {
    (last - today).num_days() + 1
}
