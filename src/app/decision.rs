//! What a flow decides: something to say, and what is to change with it.

use super::caught::{Panicked, caught};
use super::refusal::Refusal;
use super::reply::Reply;
use super::{App, show};
use crate::store::{AnswerRow, CalendarChange, Change, Deed, Earned, Family, QuizRow};

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
    fn is_lasting(&self) -> bool {
        match self {
            Self::Kept(_) | Self::Unreadable(..) | Self::Panicked(_) => true,
            Self::Store(fault) => {
                matches!(fault, sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. })
            }
            Self::Refused(_) | Self::DeckChanged(_) | Self::DeckAway(_) | Self::Contended => false,
        }
    }
}

impl App {
    /// Notes that the program has panicked over a row, and sets that aside.
    pub async fn panicked(&self, family: Family, id: i64, panicked: Panicked) {
        if let Err(fault) = self.failed(family, id, &panicked.into()).await {
            let cause = &fault as &dyn std::error::Error;
            tracing::error!(table = family.table(), id, cause, "could not set a row aside");
        }
    }

    /// Notes that something that happens by itself has failed over one row, and sets the row aside
    /// if it would fail again; whether it did. Nobody else waits for it.
    pub(super) async fn failed(
        &self,
        family: Family,
        id: i64,
        fault: &Fault,
    ) -> Result<bool, sqlx::Error> {
        let table = family.table();
        let lasting = fault.is_lasting();
        tracing::error!(
            table,
            id,
            lasting,
            cause = fault as &dyn std::error::Error,
            "something failed over a row"
        );
        if !fault.is_lasting() {
            return Ok(false);
        }
        tracing::error!(table, id, "the row is set aside");
        self.store.set_aside(family, id).await?;
        self.counts.set_aside(table);
        Ok(true)
    }
}

/// Decides about one row; a panic is a fault like others.
pub(super) async fn guarded<T>(work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    caught(work).await?
}

impl Decision {
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
        Self::play(QuizRow { over: true, wakes_at: None, ..quiz }, show::refusal(why))
    }
}
