//! `/mydata`: its rows in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::shape::Command;
use crate::app::request::Who;

/// A command of a member's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum MyDataCommand {
    /// Everything, as a file.
    Export,
    /// The question whether to forget.
    Delete,
}

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[(MyDataCommand, Command)] = &[
    (
        MyDataCommand::Export,
        Command {
            name: "mydata export",
            about: "Everything I keep about you, as a file",
            options: &[],
            who: Who::Anyone,
        },
    ),
    (
        MyDataCommand::Delete,
        Command {
            name: "mydata delete",
            about: "Have me forget you; I ask first",
            options: &[],
            who: Who::Anyone,
        },
    ),
];
