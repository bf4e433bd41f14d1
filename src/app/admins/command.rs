//! `/admins`: its rows in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::shape::{Command, CommandOption, Takes};
use crate::app::request::Who;

/// A command about members who are named as admins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum AdminsCommand {
    /// Name a member as an admin.
    Add,
    /// Take back that a member is named.
    Remove,
    /// Show who is named.
    List,
}

/// The member who is named, or is no more, by name or by the platform's id of them.
pub(in crate::app) const WHOM: CommandOption =
    CommandOption::required("member", "Who it is, by name", Takes::Member);

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[(AdminsCommand, Command)] = &[
    (
        AdminsCommand::Add,
        Command {
            name: "admins add",
            about: "Name a member who may do what admins do",
            options: &[WHOM],
            who: Who::Admins,
        },
    ),
    (
        AdminsCommand::Remove,
        Command {
            name: "admins remove",
            about: "Take back that a member was named",
            options: &[WHOM],
            who: Who::Admins,
        },
    ),
    (
        AdminsCommand::List,
        Command {
            name: "admins list",
            about: "Who was named, by whom and when",
            options: &[],
            who: Who::Admins,
        },
    ),
];
