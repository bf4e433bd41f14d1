//! What one does with a question besides answering it: a hint, a skip, a look at the answer, next,
//! stop.

use super::after::{after_round, after_solo_round};
use super::game::{Game, Mode};
use super::refusal::QuizRefusal;
use super::{closed, question, verdict};
use crate::app::App;
use crate::app::asking::Asking;
use crate::app::decision::{Decision, Fault};
use crate::app::reply::{Message, Reply};
use crate::domain::quiz::Barred;
use crate::domain::quiz::hint::hint as hint_for;

/// Shows a hint; the first look at it is what costs.
pub(super) fn hint(asking: &Asking<'_>, mut game: Game, number: u32) -> Result<Decision, Fault> {
    let member = asking.member.id;
    game.quiz.may_answer(number, member).map_err(QuizRefusal::from)?;
    if hint_for(game.asked(number).card, &game.deck).is_none() {
        return Err(QuizRefusal::NoHint.into());
    }
    game.quiz.hinted(number, member, asking.now).map_err(QuizRefusal::from)?;
    game.show_here(asking);
    let message = question::own(&game, number, member);
    Ok(Decision::play(game.kept()?, Reply::one(message)))
}

/// Shows the answer of a self-graded card and asks whether the member had it.
pub(super) fn reveal(asking: &Asking<'_>, mut game: Game, number: u32) -> Result<Decision, Fault> {
    game.quiz.shown(number, asking.member.id, asking.now).map_err(QuizRefusal::from)?;
    game.show_here(asking);
    let message = question::revealed(&game, number);
    Ok(Decision::play(game.kept()?, Reply::one(message)))
}

/// Passes over a question of a solo quiz.
pub(super) async fn skip(
    app: &App,
    asking: &Asking<'_>,
    mut game: Game,
    number: u32,
) -> Result<Decision, Fault> {
    if matches!(game.mode(), Mode::Card(_)) {
        return Err(QuizRefusal::UnknownQuiz.into());
    }
    game.quiz.skipped(number, asking.member.id, asking.now).map_err(QuizRefusal::from)?;
    game.show_here(asking);
    let messages =
        vec![verdict::skipped(&game, number), after_solo_round(app, asking, &game).await?];
    Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
}

/// Takes a member among those for whom the channel's questions wait.
pub(super) fn join(asking: &Asking<'_>, mut game: Game) -> Result<Decision, Fault> {
    let open = game.quiz.open().ok_or(QuizRefusal::from(Barred::Over))?;
    game.quiz.join(asking.member.id, asking.now).map_err(QuizRefusal::from)?;
    let welcome = Message::notice(
        "You are in. Each question waits for your answer, as long as its time lasts.".to_owned(),
    );
    let messages = vec![welcome, question::open(&game, open)];
    Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
}

/// Closes the channel's question before its time and asks the next.
pub(super) async fn next(
    app: &App,
    asking: &Asking<'_>,
    mut game: Game,
    number: u32,
) -> Result<Decision, Fault> {
    let closed = game.quiz.next(number, asking.member.id, asking.is_admin(), asking.now);
    if let Err(barred) = closed {
        return Err(refused(app, barred).await?.into());
    }
    let messages = after_round(&game, number, Some(&asking.member));
    Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
}

/// Ends a quiz before its last question.
pub(super) async fn stop(
    app: &App,
    asking: &Asking<'_>,
    mut game: Game,
) -> Result<Decision, Fault> {
    let (mode, open) = (game.mode(), game.quiz.open());
    if matches!(mode, Mode::Card(_)) {
        return Err(QuizRefusal::UnknownQuiz.into());
    }
    if let Err(barred) = game.quiz.stopped(asking.member.id, asking.is_admin()) {
        return Err(refused(app, barred).await?.into());
    }
    let messages = if mode == Mode::Channel {
        open.map(|open| after_round(&game, open, Some(&asking.member))).unwrap_or_default()
    } else {
        let stopped = open.map(|open| closed::stopped(&game, open));
        stopped.into_iter().chain([after_solo_round(app, asking, &game).await?]).collect()
    };
    Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
}

/// What bars going on or stopping, with the name of whom to ask.
async fn refused(app: &App, barred: Barred) -> Result<QuizRefusal, Fault> {
    let Barred::StarterOnly(starter) = barred else { return Ok(barred.into()) };
    let mut names = app.store.names(&[starter]).await?;
    Ok(match names.remove(&starter) {
        Some(starter) => QuizRefusal::StarterOnly { starter },
        None => barred.into(),
    })
}
