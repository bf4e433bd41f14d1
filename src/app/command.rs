//! Commands: what they and their options are, the table of them, and how one is read.
//!
//! Adapters register from the table, the page completes from it. [`read`] takes a command from one
//! typed line, [`Given::check`] from a platform's own options; both hold it against the table.

mod family;
pub(super) mod form;
mod given;
mod line;
mod marked;
mod missed;
pub(super) mod options;
mod places;
mod quotes;
mod reading;
pub mod refusal;
pub(super) mod shape;
pub(super) mod table;
mod words;

pub use family::{Family, family};
pub(super) use family::{GOALS, Goal, families};
pub(super) use given::{By, valid};
pub use given::{Given, Written, most_bytes};
pub(super) use line::{is_bare, meant_line};
pub use line::{is_command, parse, read};
pub use marked::marked;
pub use shape::{Command, CommandOption, Takes};
pub use table::commands;
