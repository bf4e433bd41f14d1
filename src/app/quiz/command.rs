//! `/quiz`: its row in the table of commands. A word: it imports nothing of its
//! capability.

use crate::app::command::options::{DECK, TOPIC};
use crate::app::command::shape::{Command, NumberOption, WordOption};
use crate::app::request::Who;
use crate::domain::quiz::plan::Wish;

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

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[((), Command)] = &[(
    (),
    Command {
        name: "quiz",
        about: "Play a few cards, alone or with the channel",
        options: &[DECK, TOPIC, QUESTIONS.option, STYLE.option, WITH.option],
        who: Who::Anyone,
    },
)];
