//! A menu under a message: one of many things, where buttons would be too many.

use serde::{Deserialize, Serialize};

use crate::app::click::Click;
use crate::app::texts::clipped;

/// The most choices of a menu (the narrowest platform's limit).
pub const MOST_CHOICES: usize = 25;

/// The longest label of a choice, in characters (the narrowest platform's limit is 75).
const LONGEST_LABEL: usize = 75;

/// Several things of which one is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    /// What it asks for while nothing is chosen, at most 100 characters.
    pub prompt: String,
    /// What can be chosen, top to bottom: one to [`MOST_CHOICES`], each with another action.
    pub choices: Vec<Choice>,
}

/// One of the things in a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What choosing it sends back, as its text: what a button of it would.
    pub action: Click,
    /// What it says, at most 75 characters.
    pub label: String,
}

impl Choice {
    /// A choice; too long a label is cut.
    pub fn new(click: impl Into<Click>, label: &str) -> Self {
        Self { action: click.into(), label: clipped(label, LONGEST_LABEL) }
    }
}
