//! What a flow decides: something to say, and what is to change with it.

use super::caught::{Panicked, caught};
use super::refusal::Refusal;
use super::reply::Reply;
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
    /// A quiz can no longer be played, since its deck has lost one of its cards; this is its row.
    #[error("a quiz has lost a card")]
    DeckChanged(Box<QuizRow>),
    /// A quiz has to wait, since its deck is away; this is its row.
    #[error("the deck of a quiz is away")]
    DeckAway(Box<QuizRow>),
    /// A kept quiz cannot be read; this is its row.
    #[error("a quiz cannot be read")]
    Unreadable(Box<QuizRow>, #[source] serde_json::Error),
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] sqlx::Error),
    /// What the database kept cannot be read, or what it is to keep cannot be written.
    #[error("a kept value could not be read or written")]
    Kept(#[from] serde_json::Error),
    /// Others were faster each time.
    #[error("others were faster each time")]
    Contended,
    /// The program panicked.
    #[error(transparent)]
    Panicked(#[from] Panicked),
}

impl Fault {
    /// Whether trying again later would end the same way.
    pub(super) fn is_lasting(&self) -> bool {
        match self {
            Self::Kept(_) | Self::Unreadable(..) | Self::Panicked(_) => true,
            Self::Store(fault) => {
                matches!(fault, sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. })
            }
            Self::Refused(_) | Self::DeckChanged(_) | Self::DeckAway(_) | Self::Contended => false,
        }
    }
}

/// Decides about one row; a panic is a fault like others.
pub(super) async fn guarded<T>(work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    caught(work).await?
}

impl Decision {
    /// Nothing to say and nothing to do.
    pub(super) fn silence() -> Self {
        Self::say(Reply::default())
    }

    /// Says something and changes nothing.
    pub(super) fn say(reply: Reply) -> Self {
        Self { change: None, reply }
    }

    /// Changes a quiz and says something, which is as new as the quiz.
    pub(super) fn play(quiz: QuizRow, mut reply: Reply) -> Self {
        for message in &mut reply.messages {
            message.revision = quiz.version.saturating_add(1);
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
        Self::end(quiz, &Refusal::DeckChanged)
    }

    /// Ends a quiz that cannot be read, and says whose fault it is.
    pub(super) fn end_of_unreadable(quiz: QuizRow) -> Self {
        Self::end(quiz, &Refusal::QuizLost)
    }

    /// Ends a quiz without a look at it.
    pub(super) fn end(quiz: QuizRow, why: &Refusal) -> Self {
        Self::play(QuizRow { over: true, wakes_at: None, ..quiz }, why.reply())
    }
}
