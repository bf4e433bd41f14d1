//! `/answer`: its row in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::shape::{Command, CommandOption, Takes};
use crate::app::request::Who;

/// What is answered, in the words of whoever answers.
pub(in crate::app) const TEXT: CommandOption =
    CommandOption::required("text", "Your answer", Takes::Text);

/// Which question is answered, where several are open.
pub(in crate::app) const QUESTION: CommandOption =
    CommandOption::optional("question", "Which question, where several are open", Takes::Question);

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[((), Command)] = &[(
    (),
    Command {
        name: "answer",
        about: "Answer the open question, privately",
        options: &[TEXT, QUESTION],
        who: Who::Anyone,
    },
)];
