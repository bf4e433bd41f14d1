//! `/season`: its rows in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::options::NAME;
use crate::app::command::shape::{Command, CommandOption, Takes};
use crate::app::request::Who;

/// A command of seasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum SeasonCommand {
    /// `/season start`: a season begins today.
    Start,
    /// The season ends now.
    End,
    /// The seasons and who won them.
    List,
}

/// The last day of the season.
pub(in crate::app) const UNTIL: CommandOption =
    CommandOption::required("until", "Its last day, such as 2026-06-30", Takes::Date);

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[(SeasonCommand, Command)] = &[
    (
        SeasonCommand::Start,
        Command {
            name: "season start",
            about: "Start a season with a board of its own",
            options: &[NAME, UNTIL],
            who: Who::Admins,
        },
    ),
    (
        SeasonCommand::End,
        Command { name: "season end", about: "End the season now", options: &[], who: Who::Admins },
    ),
    (
        SeasonCommand::List,
        Command {
            name: "season list",
            about: "The seasons and who won them",
            options: &[],
            who: Who::Anyone,
        },
    ),
];
