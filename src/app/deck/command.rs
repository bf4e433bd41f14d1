//! `/deck`: its rows in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::options::{DECK, TOPIC};
use crate::app::command::shape::Command;
use crate::app::request::Who;

/// A command of decks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum DeckCommand {
    /// The decks and their topics.
    List,
    /// What a deck holds.
    Show,
}

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[(DeckCommand, Command)] = &[
    (
        DeckCommand::List,
        Command {
            name: "deck list",
            about: "The decks and their topics",
            options: &[],
            who: Who::Anyone,
        },
    ),
    (
        DeckCommand::Show,
        Command {
            name: "deck show",
            about: "What a deck holds",
            options: &[DECK, TOPIC],
            who: Who::Anyone,
        },
    ),
];
