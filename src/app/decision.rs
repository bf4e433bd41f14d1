//! What a flow decides: something to say, and what is to change with it.

use super::caught::{Panicked, caught};
use super::refusal::{Refusal, Refuses};
use super::reply::Reply;
use crate::store::{AnswerRow, Change, Deed, Earned, Error, QuizRow};

/// What a flow decided.
#[derive(Debug)]
pub(super) struct Decision {
    /// What changes, if anything.
    pub(super) change: Option<Change>,
    /// What is said once the change is durable.
    pub(super) reply: Reply,
    /// Whether it cannot be decided before the community's streaks are up to date: then nothing is
    /// changed or said, and the flow is asked again.
    pub(super) needs_streaks: bool,
}

/// Why a flow came to no decision.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// It cannot be done; the asker may read why.
    #[error(transparent)]
    Refused(Refusal),
    /// A kept quiz cannot be taken up now, or never again.
    #[error(transparent)]
    Unplayable(Box<Unplayable>),
    /// The store could not do what it was asked; the cause is its own error.
    #[error(transparent)]
    Store(#[from] Error),
    /// What the database kept cannot be read, or what it is to keep cannot be written.
    #[error("a kept value could not be read or written")]
    Kept(#[from] serde_json::Error),
    /// A file that somebody handed in cannot be read from where it lies.
    #[error("a file that was handed in could not be read")]
    File(#[source] std::io::Error),
    /// Others were faster each time.
    #[error("others were faster each time")]
    Contended,
    /// The program panicked over it; where stands in the log.
    #[error(transparent)]
    Panicked(#[from] Panicked),
}

/// A kept quiz that cannot be taken up.
#[derive(Debug, thiserror::Error)]
#[error("a quiz cannot be played")]
pub(super) struct Unplayable {
    /// The quiz as it is kept.
    pub(super) row: QuizRow,
    /// What stands in its way.
    #[source]
    pub(super) why: Obstacle,
}

/// Why a kept quiz cannot be taken up.
#[derive(Debug, thiserror::Error)]
pub(super) enum Obstacle {
    /// Its deck has lost one of its cards, so it can never go on.
    #[error("its deck has lost a card")]
    DeckChanged,
    /// Its deck is away; it waits.
    #[error("its deck is away")]
    DeckAway,
    /// What was kept of it is no quiz.
    #[error("its state cannot be read")]
    Unreadable(#[source] serde_json::Error),
}

impl<R: Refuses> From<R> for Fault {
    fn from(refusal: R) -> Self {
        Self::Refused(refusal.into())
    }
}

impl Fault {
    /// Whether trying again later would end the same way.
    pub(super) fn is_lasting(&self) -> bool {
        match self {
            Self::Kept(_) | Self::Panicked(_) => true,
            Self::Unplayable(unplayable) => matches!(unplayable.why, Obstacle::Unreadable(_)),
            Self::Store(fault) => fault.is_lasting(),
            Self::Refused(_) | Self::File(_) | Self::Contended => false,
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
        Self { change: None, reply, needs_streaks: false }
    }

    /// Decides nothing before the community's streaks are up to date.
    pub(super) fn after_streaks() -> Self {
        Self { needs_streaks: true, ..Self::silence() }
    }

    /// Changes a quiz and says something, which is as new as the quiz.
    pub(super) fn play(quiz: QuizRow, mut reply: Reply) -> Self {
        for message in &mut reply.messages {
            message.revision = quiz.version.saturating_add(1);
        }
        Self::say(reply).with(Deed::PutQuiz(quiz))
    }

    /// Changes these things and says something.
    pub(super) fn deeds(deeds: Vec<Deed>, reply: Reply) -> Self {
        Self { change: Some(deeds.into_iter().collect()), ..Self::say(reply) }
    }

    /// Records an answer with it.
    pub(super) fn with_answer(self, answer: AnswerRow, earned: Earned) -> Self {
        self.with(Deed::Record(answer, earned))
    }

    /// Changes one more thing with it.
    pub(super) fn with(mut self, deed: Deed) -> Self {
        self.change = Some(self.change.unwrap_or_default().with(deed));
        self
    }
}
