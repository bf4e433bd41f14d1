//! Text as stretches of different looks, in which members are named by their ids.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::id::MemberId;

/// Text of several spans.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text(pub Vec<Span>);

/// A stretch of text of one look. The strings are raw: adapters escape them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Text as it stands, escaped by the adapter.
    Plain(String),
    /// Text of weight, such as a name or an answer.
    Strong(String),
    /// To be typed as it stands, such as an option or an id.
    Code(String),
    /// A command to be typed as it stands, or pressed where the platform can.
    Command(CommandLine),
    /// A member, by the name that they have now.
    Member(Named),
    /// An instant, in UTC seconds: shown as how far it is from now ("in 45 seconds"), counting down
    /// where the platform can.
    Instant(i64),
}

/// A command that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandLine {
    /// The line: `/quiz`, `/daily set time:09:00`.
    pub line: String,
    /// What a platform puts in its place so that it can be pressed; put in by its adapter.
    #[serde(skip)]
    pub mention: Option<String>,
}

/// A member who is named in a text. Where the text is kept, it keeps the id alone; the name is put
/// in when it is shown (`app/naming.rs`), so that whoever is renamed or forgotten is so everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Who is named, also after they have changed their name.
    pub id: MemberId,
    /// The name that others see; empty until it is put in.
    #[serde(skip)]
    pub name: String,
    /// Whether it has weight.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
}

impl Text {
    /// Adds a stretch of plain text behind it.
    #[must_use]
    pub fn plain(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Plain(text.into()));
        self
    }

    /// Adds text of weight.
    #[must_use]
    pub fn strong(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Strong(text.into()));
        self
    }

    /// Adds a member's name; an empty one is put in later.
    #[must_use]
    pub fn member(mut self, id: MemberId, name: impl Into<String>) -> Self {
        self.0.push(Span::Member(Named { id, name: name.into(), strong: false }));
        self
    }

    /// Adds a member's name as text of weight; an empty one is put in later.
    #[must_use]
    pub fn strong_member(mut self, id: MemberId, name: impl Into<String>) -> Self {
        self.0.push(Span::Member(Named { id, name: name.into(), strong: true }));
        self
    }

    /// Adds another text behind it.
    #[must_use]
    pub fn text(mut self, text: Self) -> Self {
        self.0.extend(text.0);
        self
    }

    /// Adds an instant, as how far it is from now.
    #[must_use]
    pub fn instant(mut self, at: DateTime<Utc>) -> Self {
        self.0.push(Span::Instant(at.timestamp()));
        self
    }

    /// Adds text to be typed as it stands; what begins with a slash is a command.
    #[must_use]
    pub fn code(mut self, text: impl Into<String>) -> Self {
        let line = text.into();
        let is_command = line.starts_with('/');
        self.0.push(if is_command {
            Span::Command(CommandLine { line, mention: None })
        } else {
            Span::Code(line)
        });
        self
    }
}

impl Span {
    /// The span as text alone: a member's name is a stretch of text like others, and a command is
    /// to be typed.
    #[must_use]
    pub fn plainly(self) -> Self {
        match self {
            Self::Member(Named { name, strong: true, .. }) => Self::Strong(name),
            Self::Member(Named { name, strong: false, .. }) => Self::Plain(name),
            Self::Command(command) => Self::Code(command.line),
            other => other,
        }
    }
}

impl fmt::Display for Text {
    /// The words without their looks; an instant as its time of day in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for span in &self.0 {
            match span {
                Span::Plain(text) | Span::Strong(text) | Span::Code(text) => f.write_str(text)?,
                Span::Command(command) => f.write_str(&command.line)?,
                Span::Member(named) => f.write_str(&named.name)?,
                Span::Instant(at) => match DateTime::from_timestamp(*at, 0) {
                    Some(at) => write!(f, "at {} UTC", at.format("%H:%M"))?,
                    None => f.write_str("some day")?,
                },
            }
        }
        Ok(())
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Self {
        Self(vec![Span::Plain(text.into())])
    }
}
