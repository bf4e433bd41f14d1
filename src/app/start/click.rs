//! What the buttons send back by which somebody says which community a conversation is about. A
//! word: it imports nothing of the home view.

use std::fmt;

use crate::domain::id::HomeId;

/// The word of the button that asks which community is wanted.
const ASK: &str = "which";

/// A press by which somebody chooses what their conversation with the bot is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HomeClick {
    /// Show the homes that there are to choose from.
    Ask,
    /// The conversation is about this home from now on.
    Choose(HomeId),
}

impl HomeClick {
    /// The click whose text is `verb:rest`, if it is one of these: `home:which`, `home:812`.
    pub(in crate::app) fn read(verb: &str, rest: &str) -> Option<Self> {
        match (verb, rest) {
            ("home", ASK) => Some(Self::Ask),
            ("home", id) => id.parse().ok().map(Self::Choose),
            _ => None,
        }
    }
}

impl fmt::Display for HomeClick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ask => write!(f, "home:{ASK}"),
            Self::Choose(home) => write!(f, "home:{home}"),
        }
    }
}
