//! `/quiz` and `/answer`: their rows in the table of commands. A word: it imports nothing of its
//! capability.

use crate::app::command::options::{DECK, TOPIC};
use crate::app::command::shape::{Command, CommandOption, NumberOption, Takes, WordOption};
use crate::app::request::Who;
use crate::domain::quiz::plan::Wish;

/// A command of a quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum QuizCommand {
    /// `/quiz`: play a few cards.
    Start,
    /// `/answer`: answer the open question.
    Answer,
}

/// With whom a quiz is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum With {
    /// The asker alone, whom nobody else sees playing.
    Me,
    /// With everyone in the channel.
    Channel,
}

/// How many questions a quiz has.
pub(in crate::app) const QUESTIONS: NumberOption =
    NumberOption::new("questions", "How many, 1 to 25", (1, 25), 5);

/// How the cards are asked.
pub(in crate::app) const STYLE: WordOption<Wish> = WordOption::new(
    "style",
    "Type the answers, pick from choices, or as each card suits best",
    &["auto", "typed", "choices"],
    &[Wish::Auto, Wish::Typed, Wish::Choices],
);

/// With whom a quiz is played.
pub(in crate::app) const WITH: WordOption<With> = WordOption::new(
    "with",
    "Alone, or everyone in the channel",
    &["me", "channel"],
    &[With::Me, With::Channel],
);

/// What is answered, in the words of whoever answers.
pub(in crate::app) const TEXT: CommandOption =
    CommandOption::required("text", "Your answer", Takes::Text);

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[(QuizCommand, Command)] = &[
    (
        QuizCommand::Start,
        Command {
            name: "quiz",
            about: "Play a few cards, alone or with the channel",
            options: &[DECK, TOPIC, QUESTIONS.option, STYLE.option, WITH.option],
            who: Who::Anyone,
        },
    ),
    (
        QuizCommand::Answer,
        Command {
            name: "answer",
            about: "Answer the open question, privately",
            options: &[TEXT],
            who: Who::Anyone,
        },
    ),
];
