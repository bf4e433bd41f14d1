//! `/reminder`: its rows in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::options::{DAYS, ZONE};
use crate::app::command::shape::{Command, CommandOption, Takes};
use crate::app::request::Who;

/// A command of a member's own reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum ReminderCommand {
    /// A nudge at the own hour.
    Set,
    /// No nudges any more.
    Off,
    /// When one is nudged.
    Show,
}

/// The time of the reminder, by the wall clock.
pub(in crate::app) const TIME: CommandOption =
    CommandOption::required("time", "The time, like 18:00 or 6pm", Takes::Time);

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[(ReminderCommand, Command)] = &[
    (
        ReminderCommand::Set,
        Command {
            name: "reminder set",
            about: "A nudge at your own hour, only if you have not studied",
            options: &[TIME, DAYS, ZONE],
            who: Who::Anyone,
        },
    ),
    (
        ReminderCommand::Off,
        Command {
            name: "reminder off",
            about: "No nudges any more",
            options: &[],
            who: Who::Anyone,
        },
    ),
    (
        ReminderCommand::Show,
        Command {
            name: "reminder show",
            about: "When you are nudged",
            options: &[],
            who: Who::Anyone,
        },
    ),
];
