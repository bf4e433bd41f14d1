//! What cannot be done in a quiz. A word: it imports nothing of its capability.

use crate::app::click::Click;
use crate::app::reply::{Button, ButtonStyle};
use crate::domain::quiz::Barred;

/// The longest answer that is taken, in characters.
pub(in crate::app) const LONGEST_ANSWER: usize = 1_000;

/// Why something cannot be done in a quiz, or with the question of a card of the day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuizRefusal {
    /// A quiz with the channel in a conversation with the bot alone.
    #[error("A quiz with the channel needs a channel. Start it there, or play alone with /quiz.")]
    NoChannel,
    /// No question waits for an answer.
    #[error("No question is waiting for your answer here. Start a quiz with /quiz.")]
    NoQuestion,
    /// A reply to a message of the bot's that asks nothing.
    #[error(
        "Nothing in that message waits for an answer. Reply to an open question, or press its \
            Answer button."
    )]
    AsksNothing,
    /// The asker has finished this card of the day.
    #[error("You have finished this card. The channel sees the answer when it closes.")]
    CardFinished,
    /// None of the questions that are open here is the one that was named.
    #[error("No question that is open here says “{given}”. {}", listed(open))]
    UnknownQuestion {
        /// What was typed, clipped.
        given: String,
        /// What is open, newest first.
        open: Vec<String>,
    },
    /// An answer has nothing in it that can be seen.
    #[error("There was nothing in your answer. Type a word or two and send it again.")]
    EmptyAnswer,
    /// Far too much was typed.
    #[error("An answer has at most 1,000 characters and yours has {count}. Send a shorter one.")]
    LongAnswer {
        /// How many characters, with separators.
        count: String,
    },
    /// Typed text on a question with choices that fits none of them.
    #[error(
        "That is none of the choices. Press one of the buttons under the question, or type its \
            text."
    )]
    NoSuchChoice,
    /// A question without a hint.
    #[error("There is no hint for this question. Answer it, or skip it.")]
    NoHint,
    /// Going on or stopping, by somebody who neither started the channel's quiz nor is an admin.
    #[error("That is for {starter}, who started this quiz, or an admin. Ask one of them.")]
    StarterOnly {
        /// Who started it, by name.
        starter: String,
    },
    /// The rules of the quiz bar it.
    #[error("{}", barred(*_0))]
    Barred(Barred),
    /// The quiz is not known here, or not any more.
    #[error("I do not know that quiz any more. Start a new one with /quiz.")]
    UnknownQuiz,
    /// The quiz cannot go on because its deck has changed.
    #[error(
        "The deck of that quiz has changed since it began, so I have ended it. Start a new one \
            with /quiz."
    )]
    DeckChanged,
    /// The quiz cannot be read.
    #[error(
        "Something went wrong on our side with that quiz, so I have ended it. Start a new one with \
            /quiz."
    )]
    QuizLost,
    /// The quiz waits for its deck.
    #[error(
        "The deck of that quiz is away at the moment. The quiz waits: go on when the deck is back, \
            or stop it."
    )]
    QuizWaits,
    /// A quiz was stopped whose deck is away.
    #[error("I have stopped that quiz. Start a new one with /quiz.")]
    StoppedUnseen,
    /// A quiz that is to be repeated had no wrong answer of the asker.
    #[error(
        "You missed none of these cards, so there is nothing to repeat. Start another quiz with \
            /quiz."
    )]
    NothingMissed,
}

/// What can be named instead.
fn listed(open: &[String]) -> String {
    if open.is_empty() {
        return "Nothing is open here: start a quiz with /quiz.".to_owned();
    }
    format!("Open here: {}", open.join("; "))
}

fn barred(barred: Barred) -> String {
    match barred {
        Barred::Over => "That quiz is over. Start another with /quiz.".to_owned(),
        Barred::Moved(open) => {
            format!("That question is over. The quiz has moved on to question {open}.")
        }
        Barred::NotYours => {
            "This quiz belongs to somebody else. Start your own with /quiz.".to_owned()
        }
        Barred::Done => {
            "You have finished this question. The next one comes when it closes.".to_owned()
        }
        Barred::AllDone => {
            "You have finished this question, the last one. The result comes when it closes."
                .to_owned()
        }
        Barred::StarterOnly(_) => {
            "That is for the person who started this quiz, or an admin. Ask one of them.".to_owned()
        }
        Barred::OtherStyle => {
            "This question is answered in another way. Use the buttons under it.".to_owned()
        }
    }
}

impl From<Barred> for QuizRefusal {
    fn from(barred: Barred) -> Self {
        Self::Barred(barred)
    }
}

impl QuizRefusal {
    /// Buttons for what may be done instead.
    pub(in crate::app) fn instead(&self) -> Vec<Button> {
        match self {
            Self::NoQuestion => {
                vec![Button::new(Click::line("/quiz"), "Start a quiz", ButtonStyle::Primary)]
            }
            _ => Vec::new(),
        }
    }
}
