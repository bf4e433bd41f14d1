//! `/team`: its rows in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::options::NAME;
use crate::app::command::shape::{Command, CommandOption, NumberOption, Takes};
use crate::app::request::Who;

/// A command of teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum TeamCommand {
    /// `/team create`: a new team with the asker in it.
    Create,
    /// `/team join`: the asker into a team.
    Join,
    /// `/team leave`: the asker out of their team.
    Leave,
    /// The teams and their race.
    List,
    /// Teams of like strength.
    Balance,
}

/// A team that there is.
pub(in crate::app) const TEAM: CommandOption =
    CommandOption::required("name", "Which team", Takes::Team);

/// How many teams are drawn up.
pub(in crate::app) const TEAMS: NumberOption =
    NumberOption::new("teams", "How many, 2 to 10", (2, 10), 2);

/// What `/team balance` is called.
pub(in crate::app) const BALANCE: &str = "team balance";

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[(TeamCommand, Command)] = &[
    (
        TeamCommand::Create,
        Command {
            name: "team create",
            about: "Found a team and join it",
            options: &[NAME],
            who: Who::Anyone,
        },
    ),
    (
        TeamCommand::Join,
        Command { name: "team join", about: "Join a team", options: &[TEAM], who: Who::Anyone },
    ),
    (
        TeamCommand::Leave,
        Command { name: "team leave", about: "Leave your team", options: &[], who: Who::Anyone },
    ),
    (
        TeamCommand::List,
        Command {
            name: "team list",
            about: "The teams and their race",
            options: &[],
            who: Who::Anyone,
        },
    ),
    (
        TeamCommand::Balance,
        Command {
            name: BALANCE,
            about: "Draw up teams of like strength, to look at first",
            options: &[TEAMS.option],
            who: Who::Admins,
        },
    ),
];
