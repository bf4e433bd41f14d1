//! What one does with a question besides answering it: a hint, a skip, a look at the answer, next,
//! stop.

use rand::rngs::StdRng;

use super::after::{after_round, after_solo_round};
use super::game::Game;
use super::{closed, question, verdict};
use crate::app::App;
use crate::app::asking::Asking;
use crate::app::click::Spot;
use crate::app::decision::{Decision, Fault};
use crate::app::refusal::Refusal;
use crate::app::reply::Reply;
use crate::domain::id::QuizId;
use crate::domain::quiz::Quiz;
use crate::domain::quiz::hint::hint as hint_for;
use crate::store::QuizRow;

/// Shows a hint; the first look at it is what costs.
pub(in crate::app) async fn hint(
    app: &App,
    asking: &Asking<'_>,
    spot: Spot,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let mut game = Game::clicked(app, asking, spot.quiz, rng).await?;
    let member = asking.member.id;
    game.quiz.may_answer(spot.round, member).map_err(Refusal::from)?;
    if hint_for(game.round(spot.round).1, &game.deck).is_none() {
        return Err(Refusal::NoHint.into());
    }
    game.quiz.hinted(spot.round, member).map_err(Refusal::from)?;
    let message = if game.quiz.is_solo() {
        question::open(&game, spot.round)
    } else {
        question::own(&game, spot.round, member)
    };
    Ok(Decision::play(game.kept()?, Reply::one(message)))
}

/// Shows the answer of a self-graded card.
pub(in crate::app) async fn show_answer(
    app: &App,
    asking: &Asking<'_>,
    spot: Spot,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let game = Game::clicked(app, asking, spot.quiz, rng).await?;
    reveal(asking, game, spot.round)
}

/// Shows the answer of a self-graded card and asks whether the member had it.
pub(in crate::app) fn reveal(
    asking: &Asking<'_>,
    mut game: Game,
    number: u32,
) -> Result<Decision, Fault> {
    game.quiz.shown(number, asking.member.id).map_err(Refusal::from)?;
    let message = question::revealed(&game, number);
    Ok(Decision::play(game.kept()?, Reply::one(message)))
}

/// Passes over a question of a solo quiz.
pub(in crate::app) async fn skip(
    app: &App,
    asking: &Asking<'_>,
    spot: Spot,
) -> Result<Decision, Fault> {
    let mut game = Game::of_quiz(app, asking, spot.quiz).await?;
    game.quiz.skipped(spot.round, asking.member.id, asking.now).map_err(Refusal::from)?;
    let messages =
        vec![verdict::skipped(&game, spot.round), after_solo_round(app, asking, &game).await?];
    Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
}

/// Closes the channel's question before its time and asks the next.
pub(in crate::app) async fn next(
    app: &App,
    asking: &Asking<'_>,
    spot: Spot,
) -> Result<Decision, Fault> {
    let mut game = Game::of_quiz(app, asking, spot.quiz).await?;
    game.quiz
        .next(spot.round, asking.member.id, asking.admin, asking.now)
        .map_err(Refusal::from)?;
    let messages = after_round(&game, spot.round);
    Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
}

/// Ends a quiz before its last question.
pub(in crate::app) async fn stop(
    app: &App,
    asking: &Asking<'_>,
    id: QuizId,
) -> Result<Decision, Fault> {
    let mut game = match Game::of_quiz(app, asking, id).await {
        Err(Fault::DeckAway(row)) => return stop_unseen(asking, *row),
        game => game?,
    };
    let open = game.quiz.open();
    game.quiz.stopped(asking.member.id, asking.admin).map_err(Refusal::from)?;
    let messages = if game.quiz.is_solo() {
        let stopped = open.map(|open| closed::stopped(&game, open));
        stopped.into_iter().chain([after_solo_round(app, asking, &game).await?]).collect()
    } else {
        open.map(|open| after_round(&game, open)).unwrap_or_default()
    };
    Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
}

/// Ends a quiz whose deck is away, so that there is nothing of it to show.
fn stop_unseen(asking: &Asking<'_>, row: QuizRow) -> Result<Decision, Fault> {
    let mut quiz: Quiz = serde_json::from_str(&row.state)?;
    quiz.stopped(asking.member.id, asking.admin).map_err(Refusal::from)?;
    let state = serde_json::to_string(&quiz)?;
    Ok(Decision::end(QuizRow { state, ..row }, &Refusal::StoppedUnseen))
}
