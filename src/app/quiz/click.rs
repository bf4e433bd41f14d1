//! What the buttons of a quiz send back. A word: it imports nothing of the quiz.

use std::fmt;

use crate::app::played::{Played, Spot};
use crate::domain::id::QuizId;

/// What a button or a form of a quiz, or of a card of the day, is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuizClick {
    /// Open the form for an answer; as a form's action: take the answer.
    Answer(Spot),
    /// Show the hint; the first look at it costs points.
    Hint(Spot),
    /// Pass over the question.
    Skip(Spot),
    /// Take part in the channel's quiz.
    Join(QuizId),
    /// Close the channel's question and go on.
    Next(Spot),
    /// Show the answer of a self-graded card.
    Show(Spot),
    /// "I had it", or not.
    Had(Spot, bool),
    /// Pick the choice at this place, from 0; of true and false, true is 0.
    Pick(Spot, u32),
    /// Show the open question again.
    Continue(Played),
    /// End the quiz before its last question.
    Stop(QuizId),
    /// Play the missed cards again.
    Again(QuizId),
}

impl QuizClick {
    /// What it is about.
    pub fn of(self) -> Played {
        match self {
            Self::Continue(of) => of,
            Self::Join(quiz) | Self::Stop(quiz) | Self::Again(quiz) => Played::Quiz(quiz),
            Self::Answer(spot)
            | Self::Hint(spot)
            | Self::Skip(spot)
            | Self::Next(spot)
            | Self::Show(spot)
            | Self::Had(spot, _)
            | Self::Pick(spot, _) => spot.of,
        }
    }

    /// The round that it is about, if it is about one.
    pub fn spot(self) -> Option<Spot> {
        match self {
            Self::Answer(spot)
            | Self::Hint(spot)
            | Self::Skip(spot)
            | Self::Next(spot)
            | Self::Show(spot)
            | Self::Had(spot, _)
            | Self::Pick(spot, _) => Some(spot),
            Self::Join(_) | Self::Continue(_) | Self::Stop(_) | Self::Again(_) => None,
        }
    }

    /// Whether it answers an open question; where its button stands, a typed answer is taken as
    /// well.
    pub fn answers(self) -> bool {
        matches!(self, Self::Answer(_) | Self::Pick(..) | Self::Show(_))
    }

    /// Whether it is about the own answer of whoever clicks, not about the question or the quiz as
    /// a whole.
    pub fn is_own(self) -> bool {
        matches!(
            self,
            Self::Answer(_) | Self::Pick(..) | Self::Hint(_) | Self::Show(_) | Self::Had(..)
        )
    }

    /// The click whose text is `verb:rest`, if it is one of a quiz.
    pub(in crate::app) fn read(verb: &str, rest: &str) -> Option<Self> {
        Some(match verb {
            "answer" => Self::Answer(rest.parse().ok()?),
            "hint" => Self::Hint(rest.parse().ok()?),
            "skip" => Self::Skip(rest.parse().ok()?),
            "next" => Self::Next(rest.parse().ok()?),
            "show" => Self::Show(rest.parse().ok()?),
            "had" => Self::Had(rest.parse().ok()?, true),
            "not-had" => Self::Had(rest.parse().ok()?, false),
            "pick" => {
                let (spot, choice) = rest.rsplit_once('.')?;
                Self::Pick(spot.parse().ok()?, choice.parse().ok()?)
            }
            "continue" => Self::Continue(rest.parse().ok()?),
            "join" => Self::Join(rest.parse().ok()?),
            "stop" => Self::Stop(rest.parse().ok()?),
            "again" => Self::Again(rest.parse().ok()?),
            _ => return None,
        })
    }
}

impl fmt::Display for QuizClick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(spot) => write!(f, "answer:{spot}"),
            Self::Hint(spot) => write!(f, "hint:{spot}"),
            Self::Skip(spot) => write!(f, "skip:{spot}"),
            Self::Next(spot) => write!(f, "next:{spot}"),
            Self::Show(spot) => write!(f, "show:{spot}"),
            Self::Had(spot, true) => write!(f, "had:{spot}"),
            Self::Had(spot, false) => write!(f, "not-had:{spot}"),
            Self::Pick(spot, choice) => write!(f, "pick:{spot}.{choice}"),
            Self::Continue(of) => write!(f, "continue:{of}"),
            Self::Join(quiz) => write!(f, "join:{quiz}"),
            Self::Stop(quiz) => write!(f, "stop:{quiz}"),
            Self::Again(quiz) => write!(f, "again:{quiz}"),
        }
    }
}
