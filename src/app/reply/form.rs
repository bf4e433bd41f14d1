//! Forms: several fields that are sent together.

use serde::{Deserialize, Serialize};

use crate::app::click::Click;

/// The most fields of a form on every platform. The narrowest takes five parts, and the text above
/// is one: it has no room beside five fields.
pub const MOST_FIELDS: usize = 5;

/// A form for the asker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// What sending it sends back, as its text.
    pub action: Click,
    /// Title, at most 45 characters (the narrowest platform's limit).
    pub title: String,
    /// A text above the fields, such as the question; may be empty.
    pub intro: String,
    /// Why what was sent cannot be taken, where that is about no field alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Its fields, at least one. A platform that cannot show more than [`MOST_FIELDS`] opens no
    /// form with more.
    pub fields: Vec<Field>,
    /// What the button that sends it says.
    pub submit: String,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name in what is sent back.
    pub name: String,
    /// Its label, at most 45 characters.
    pub label: String,
    /// A pale example inside, at most 100 characters.
    pub placeholder: String,
    /// The longest text that is taken, in characters.
    pub max_length: u32,
    /// Whether it has several lines.
    pub multiline: bool,
    /// Which kind of value it takes.
    #[serde(default, skip_serializing_if = "Input::is_text")]
    pub input: Input,
    /// What stands in it at first; it may be what could not be taken.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Whether it may be left empty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_optional: bool,
    /// Why what stands in it cannot be taken, if it was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What a field takes. Where a platform has no field of that kind, it is text, and whoever reads it
/// refuses what is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Input {
    /// Text of any kind.
    #[default]
    Text,
    /// A whole number in a range, both ends included.
    Number {
        /// The least that is taken.
        min: u32,
        /// The greatest that is taken.
        max: u32,
    },
    /// One of a few words.
    Choice {
        /// The words, at least one.
        words: Vec<String>,
    },
    /// A time zone by its name: `Europe/Berlin`. Where a platform can, it is completed while it is
    /// typed.
    Zone,
    /// A time by the wall clock.
    Time,
    /// A date with its year: `2026-06-30`.
    Date,
    /// A box: `yes` where it is checked, `no` where it is not.
    Check,
    /// A file, which is sent beside the fields. A platform whose forms have no such field opens no
    /// form with one. What stands in it at first is the name of a file that was given already.
    File {
        /// The largest that is taken, in bytes.
        most: u64,
        /// How names of such files usually end, each with its dot; others are taken, too.
        endings: Vec<String>,
    },
}

impl Form {
    /// Whether it has a field for a file, which not every platform's forms have.
    pub fn takes_file(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.input, Input::File { .. }))
    }
}

impl Input {
    fn is_text(&self) -> bool {
        *self == Self::Text
    }
}
