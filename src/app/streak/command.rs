//! `/streak`: its rows in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::options::MEMBER;
use crate::app::command::shape::Command;
use crate::app::request::Who;

/// A command of a streak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum StreakCommand {
    /// Study days in a row.
    Show,
    /// Why each of the last days counted or not.
    Why,
    /// The own streak out of sight.
    Off,
    /// The own streak shown again.
    On,
}

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[(StreakCommand, Command)] = &[
    (
        StreakCommand::Show,
        Command {
            name: "streak show",
            about: "Study days in a row",
            options: &[MEMBER],
            who: Who::Anyone,
        },
    ),
    (
        StreakCommand::Why,
        Command {
            name: "streak why",
            about: "Why each of the last 14 days counted or not",
            options: &[],
            who: Who::Anyone,
        },
    ),
    (
        StreakCommand::Off,
        Command {
            name: "streak off",
            about: "Keep your streak out of sight",
            options: &[],
            who: Who::Anyone,
        },
    ),
    (
        StreakCommand::On,
        Command {
            name: "streak on",
            about: "Show your streak again",
            options: &[],
            who: Who::Anyone,
        },
    ),
];
