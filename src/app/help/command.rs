//! `/help`: its row in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::shape::{Command, CommandOption, Takes};
use crate::app::request::Who;

/// What is to be told of: a command, or what one wants to do.
pub(in crate::app) const COMMAND: CommandOption =
    CommandOption::optional("command", "Of which command; of all if left out", Takes::Text);

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[((), Command)] = &[(
    (),
    Command {
        name: "help",
        about: "What I can do and how to begin",
        options: &[COMMAND],
        who: Who::Anyone,
    },
)];
