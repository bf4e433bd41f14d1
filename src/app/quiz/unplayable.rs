//! Quizzes that cannot be taken up: they wait for their deck, or are ended without a look at them.

use super::refusal::QuizRefusal;
use super::view::waiting;
use crate::app::asking::Asking;
use crate::app::decision::{Decision, Fault, Obstacle, Unplayable};
use crate::app::refusal::Refusal;
use crate::app::reply::Reply;
use crate::domain::quiz::Quiz;
use crate::store::QuizRow;

/// What is said to whoever meets a quiz that cannot be taken up, and what becomes of it.
pub(in crate::app) fn met(Unplayable { row, why }: Unplayable) -> Decision {
    match why {
        Obstacle::DeckAway => Decision::say(Reply::one(waiting(row.id))),
        Obstacle::DeckChanged => end(row, QuizRefusal::DeckChanged),
        Obstacle::Unreadable(error) => {
            let cause = &error as &dyn std::error::Error;
            let id = row.id.0;
            tracing::error!(table = "quizzes", id, cause, "a quiz cannot be read and is ended");
            lost(row)
        }
    }
}

/// Ends a quiz that can be of no use any more, and says whose fault it is.
pub(super) fn lost(row: QuizRow) -> Decision {
    end(row, QuizRefusal::QuizLost)
}

/// Ends a quiz whose deck is away, so that there is nothing of it to show.
pub(super) fn stop_unseen(asking: &Asking<'_>, row: QuizRow) -> Result<Decision, Fault> {
    let mut quiz: Quiz = serde_json::from_str(&row.state)?;
    quiz.stopped(asking.member.id, asking.is_admin()).map_err(QuizRefusal::from)?;
    let state = serde_json::to_string(&quiz)?;
    Ok(end(QuizRow { state, ..row }, QuizRefusal::StoppedUnseen))
}

fn end(row: QuizRow, why: QuizRefusal) -> Decision {
    Decision::play(QuizRow { over: true, wakes_at: None, ..row }, Refusal::from(why).reply())
}
