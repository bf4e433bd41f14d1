//! `/help`: its row in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::shape::Command;
use crate::app::request::Who;

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[((), Command)] = &[(
    (),
    Command {
        name: "help",
        about: "What I can do and how to begin",
        options: &[],
        who: Who::Anyone,
    },
)];
