//! `/setup` and `/daily`: their rows in the table of commands. A word: it imports nothing of its
//! capability.

use crate::app::command::options::{CHANNEL, DAYS, DECK, ZONE};
use crate::app::command::shape::{Command, CommandOption, Takes};
use crate::app::request::Who;
use crate::domain::calendar::off_days::MAX_BYTES;

/// A command of the card of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum DailyCommand {
    /// A channel's schedule and its first card, by one form.
    Setup,
    /// How today's card stands.
    Today,
    /// When a channel gets its card.
    Set,
    /// Today's card at once.
    Now,
    /// No card for a while.
    Pause,
    /// The channel gets cards again after a pause.
    Resume,
    /// The end of it.
    Off,
    /// When the next cards come.
    Preview,
}

/// The time of the card, by the wall clock; needed unless the channel has one.
pub(in crate::app) const TIME: CommandOption =
    CommandOption::optional("time", "The time, like 09:00 or 9am", Takes::Time);

/// Dates without a card.
pub(in crate::app) const OFF: CommandOption = CommandOption::optional(
    "off",
    "Dates without a card, like 2026-12-25, 2026-12-26; or none",
    Takes::Text,
);

/// Whether the first card of a week brings the summary of the one before.
pub(in crate::app) const SUMMARY: CommandOption = CommandOption::optional(
    "summary",
    "Last week's summary with the first card of a week",
    Takes::Check,
);

/// A calendar file (iCalendar) whose events are off-days.
pub(in crate::app) const CALENDAR: CommandOption = CommandOption::optional(
    "calendar",
    "A calendar file (.ics) whose events are days without a card",
    Takes::File {
        most: MAX_BYTES as u64,
        endings: &[".ics"],
        smaller: "Export only the holidays.",
    },
);

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[(DailyCommand, Command)] = &[
    (
        DailyCommand::Setup,
        Command {
            name: "setup",
            about: "Give a channel its card of the day; the first one comes at once",
            options: &[TIME, DAYS, ZONE, DECK, CHANNEL],
            who: Who::Admins,
        },
    ),
    (
        DailyCommand::Today,
        Command {
            name: "daily today",
            about: "How today's card stands",
            options: &[CHANNEL],
            who: Who::Anyone,
        },
    ),
    (
        DailyCommand::Set,
        Command {
            name: "daily set",
            about: "When a channel gets its card of the day",
            options: &[TIME, DAYS, ZONE, DECK, CHANNEL, OFF, SUMMARY, CALENDAR],
            who: Who::Admins,
        },
    ),
    (
        DailyCommand::Now,
        Command {
            name: "daily now",
            about: "Post today's card at once",
            options: &[DECK, CHANNEL],
            who: Who::Admins,
        },
    ),
    (
        DailyCommand::Pause,
        Command {
            name: "daily pause",
            about: "Post no card for a while",
            options: &[CHANNEL],
            who: Who::Admins,
        },
    ),
    (
        DailyCommand::Resume,
        Command {
            name: "daily resume",
            about: "Go on posting cards",
            options: &[CHANNEL],
            who: Who::Admins,
        },
    ),
    (
        DailyCommand::Off,
        Command {
            name: "daily off",
            about: "End the card of the day",
            options: &[CHANNEL],
            who: Who::Admins,
        },
    ),
    (
        DailyCommand::Preview,
        Command {
            name: "daily preview",
            about: "When the next cards come",
            options: &[CHANNEL],
            who: Who::Anyone,
        },
    ),
];
