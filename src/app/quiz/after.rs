//! What follows a round: the next question, or the summary.

use super::game::Game;
use super::summary::After;
use super::{closed, question, summary};
use crate::app::App;
use crate::app::asking::Asking;
use crate::app::decision::Fault;
use crate::app::reply::Message;
use crate::app::streak;
use crate::store::Member;

/// The next question, or the summary after the last.
pub(super) async fn after_solo_round(
    app: &App,
    asking: &Asking<'_>,
    game: &Game,
) -> Result<Message, Fault> {
    if let Some(open) = game.quiz.open() {
        return Ok(question::open(game, open));
    }
    let streak = streak::after_this(app, asking, &game.quiz).await?;
    // A verdict waits for nothing beside it: what cannot be looked up is not offered.
    let offers_reminder = matches!(app.store.reminder(asking.member.id).await, Ok(None));
    Ok(summary::solo(
        game,
        asking.member.id,
        &After { streak, turn: asking.member.turn, offers_reminder },
    ))
}

/// What a channel sees when a round has closed: its answer, and the next question or the summary;
/// and who closed it before its time, if somebody did.
pub(super) fn after_round(game: &Game, number: u32, by: Option<&Member>) -> Vec<Message> {
    let next = match game.quiz.open() {
        Some(open) => question::open(game, open),
        None => summary::channel(game),
    };
    vec![closed::message(game, number, by), next]
}
