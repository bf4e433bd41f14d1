//! Settings of a member's own, which can be changed where they are shown.

use serde::{Deserialize, Serialize};

use super::form::Input;

/// Something about oneself that can be changed on one's own page, where a platform has such a page
/// with fields in it; elsewhere its command does the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// What it is, a few words: `Time zone`.
    pub label: String,
    /// Which kind of value it takes.
    pub input: Input,
    /// What it is now; empty where it is nothing.
    pub value: String,
    /// The line that sets it, but for the value at its end: `/timezone zone:`. At most 200
    /// characters.
    pub line: String,
}

impl Setting {
    /// A setting by this label, which stands at this value and is set by this line.
    pub fn new(label: &str, input: Input, value: impl Into<String>, line: &str) -> Self {
        Self { label: label.to_owned(), input, value: value.into(), line: line.to_owned() }
    }
}
