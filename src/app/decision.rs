//! What a flow decides: something to say, and what is to change with it.

use super::refusal::Refusal;
use super::reply::Reply;
use super::show;
use crate::store::{AnswerRow, CalendarChange, Change, Deed, Earned, QuizRow};

/// What a flow decided.
#[derive(Debug)]
pub(super) struct Decision {
    /// What changes, if anything.
    pub(super) change: Option<Change>,
    /// What is said once the change is durable.
    pub(super) reply: Reply,
}

/// Why a flow came to no decision.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// It cannot be done; the asker may read why.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A quiz can no longer be played, since the deck has changed under it; this is its row.
    #[error("a quiz has lost its deck")]
    DeckChanged(Box<QuizRow>),
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] sqlx::Error),
    /// What the database kept cannot be read, or what it is to keep cannot be written.
    #[error("a kept value could not be read or written")]
    Kept(#[from] serde_json::Error),
    /// Others were faster each time.
    #[error("others were faster each time")]
    Contended,
}

impl Decision {
    /// Says something and changes nothing.
    pub(super) fn say(reply: Reply) -> Self {
        Self { change: None, reply }
    }

    /// Changes a quiz and says something, which is as new as the quiz.
    pub(super) fn play(quiz: QuizRow, mut reply: Reply) -> Self {
        for message in &mut reply.messages {
            message.revision = quiz.version + 1;
        }
        Self { change: Some(Change { quizzes: vec![quiz], ..Change::default() }), reply }
    }

    /// Changes these things and says something.
    pub(super) fn deeds(deeds: Vec<Deed>, reply: Reply) -> Self {
        Self { change: Some(Change { deeds, ..Change::default() }), reply }
    }

    /// Records an answer with it.
    pub(super) fn with_answer(mut self, answer: AnswerRow, earned: Earned) -> Self {
        self.change.get_or_insert_default().answer = Some((answer, earned));
        self
    }

    /// Changes the calendar with it.
    pub(super) fn with(mut self, change: CalendarChange) -> Self {
        self.change.get_or_insert_default().calendar.push(change);
        self
    }

    /// Ends a quiz whose deck has changed, and says so.
    pub(super) fn end_of_lost(quiz: QuizRow) -> Self {
        let ended = QuizRow { over: true, wakes_at: None, ..quiz };
        Self::play(ended, show::refusal(&Refusal::DeckChanged))
    }
}
