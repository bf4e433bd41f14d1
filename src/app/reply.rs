//! What any platform can show: messages made of blocks and buttons, and forms.
//!
//! Names, answers and deck texts travel as plain strings inside [`Span`]s; each adapter escapes
//! them for its own platform, so nothing here is markup.

mod button;
mod file;
mod form;
mod menu;
mod setting;
mod text;

use serde::{Deserialize, Serialize};

use super::played::{About, Spot};
use crate::domain::id::MemberId;

pub use self::button::{Address, Button, ButtonStyle, Does};
pub use self::file::File;
pub use self::form::{Field, Form, Input, MOST_FIELDS};
pub use self::menu::{Choice, MOST_CHOICES, Menu};
pub use self::setting::Setting;
pub use self::text::{CommandLine, Named, Span, Text};

/// What a request brings back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// Messages to show, in order.
    pub messages: Vec<Message>,
    /// A form to open for the asker, if any. Where a platform opens it, the messages to the asker
    /// are not shown: they are for whoever it does not open for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// A discreet sign on what the asker said to everyone, where a platform has such; it then
    /// stands for the private messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign: Option<Sign>,
    /// The open question whose right answer the asker has just said to everyone. Where a platform
    /// can, it keeps the words from the others until that question is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoils: Option<Spot>,
    /// Whether its message is the bot's own page for the asker, to be put where a platform has a
    /// place for such.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub home: bool,
    /// What of their own the asker can change on that page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<Setting>,
}

/// A discreet sign on what somebody said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// It was taken for an answer and is wrong.
    Wrong,
    /// It was taken for an answer and is nearly right.
    Close,
}

impl Reply {
    /// A reply of one message.
    pub fn one(message: Message) -> Self {
        Self { messages: vec![message], ..Self::default() }
    }

    /// A reply that opens a form and says nothing else.
    pub fn form(form: Form) -> Self {
        Self { form: Some(form), ..Self::default() }
    }
}

/// Who sees a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everyone in the place.
    Everyone,
    /// The asker alone; marked "only you".
    Asker,
}

/// One message of the bot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// A name under which a later message with the same name replaces this one (`quiz:812.2`). An
    /// asker's message and everyone's may bear the same name without touching each other.
    pub key: Option<String>,
    /// The quiz or card of the day that it is about, and which round; none where it is about
    /// neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// Who of those in its place sees it.
    pub audience: Audience,
    /// What it says, top to bottom.
    pub blocks: Vec<Block>,
    /// What can be done with it, left to right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
    /// What can be chosen under the buttons, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub menu: Option<Box<Menu>>,
    /// The thread that it belongs to, where a platform has threads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<Thread>,
    /// How new its content is: of two messages of one name, which may reach an adapter in any
    /// order, the one with the greater number stays. 0 where the order does not matter.
    #[serde(default)]
    pub revision: i64,
}

impl Message {
    /// A message to the asker alone that replaces nothing.
    pub fn private(blocks: Vec<Block>) -> Self {
        Self {
            key: None,
            about: None,
            audience: Audience::Asker,
            blocks,
            buttons: Vec::new(),
            menu: None,
            thread: None,
            revision: 0,
        }
    }

    /// A message to everyone that replaces nothing.
    pub fn to_everyone(blocks: Vec<Block>) -> Self {
        Self { audience: Audience::Everyone, ..Self::private(blocks) }
    }

    /// A callout to the asker alone: something to know.
    pub fn notice(text: impl Into<Text>) -> Self {
        Self::private(vec![Block::Callout { tone: Tone::Notice, text: text.into() }])
    }

    /// A callout to the asker alone: what could not be done.
    pub fn refused(text: impl Into<Text>) -> Self {
        Self::private(vec![Block::Callout { tone: Tone::Refused, text: text.into() }])
    }

    /// The message under this name, so that it replaces the one of the same name.
    #[must_use]
    pub fn keyed(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    /// The message as one about this quiz, card of the day, or round.
    #[must_use]
    pub fn about(self, about: impl Into<About>) -> Self {
        Self { about: Some(about.into()), ..self }
    }

    /// The message in this thread, if it belongs to one.
    #[must_use]
    pub fn in_thread(self, thread: Option<Thread>) -> Self {
        Self { thread, ..self }
    }

    /// The message with these buttons under it.
    #[must_use]
    pub fn with(self, buttons: Vec<Button>) -> Self {
        Self { buttons, ..self }
    }

    /// The message with this menu under it.
    #[must_use]
    pub fn with_menu(self, menu: Option<Menu>) -> Self {
        Self { menu: menu.map(Box::new), ..self }
    }
}

/// A run of messages that belong together, such as the questions of a channel's quiz. Where a
/// platform has threads, the first message of the run stands in the channel and the others in a
/// thread under it; elsewhere all stand in the channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The run's name, which all its messages have in common (`quiz:812`).
    pub name: String,
    /// Its title for people, at most 100 characters (the narrowest platform's limit).
    pub title: String,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Block {
    /// A line that says what the rest is about.
    Heading {
        /// What it says, in stretches of different looks.
        text: Text,
    },
    /// A paragraph of running text.
    Paragraph {
        /// What it says, in stretches of different looks.
        text: Text,
    },
    /// The question of a card, set apart.
    Question {
        /// What it says, in stretches of different looks.
        text: Text,
    },
    /// A verdict or a notice with a tone; the tone is shown by word and sign, never by color alone.
    Callout {
        /// How it is meant: which word and sign go with it.
        tone: Tone,
        /// What it says, in stretches of different looks.
        text: Text,
    },
    /// Items one under the other.
    List {
        /// Whether the items are numbered.
        numbered: bool,
        /// The items, top to bottom.
        items: Vec<Text>,
    },
    /// Rows and columns, such as a leaderboard.
    Table {
        /// The titles of the columns, left to right.
        head: Vec<String>,
        /// Cells, row by row, as many as there are titles.
        rows: Vec<Vec<Text>>,
        /// The row to point out (the asker's own), if it is among them.
        marked: Option<usize>,
    },
    /// A picture, with what it shows in words. It says all that `instead` says, and never stands
    /// beside it.
    Picture {
        /// File name, with its ending (`standings.png`).
        name: String,
        /// What it shows, for those who do not see it.
        alt: String,
        /// The PNG, in base64.
        png: String,
        /// The same for those who read on a dark ground, where the platform can tell.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dark: Option<String>,
        /// The members whose names are in the picture: what is kept of it goes with any of them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        about: Vec<MemberId>,
        /// What says the same in words, for where the picture cannot be shown.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        instead: Vec<Block>,
    },
    /// A file to keep.
    File(File),
    /// A small remark under the rest.
    Note {
        /// What it says, in stretches of different looks.
        text: Text,
    },
}

/// How a callout feels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// A right answer, which earns points.
    Correct,
    /// The right idea, not specific enough.
    Close,
    /// A wrong answer, be there another try or not.
    Incorrect,
    /// Something that the reader should know.
    Notice,
    /// Something could not be done.
    Refused,
}

impl Block {
    /// All texts in it.
    pub fn texts_mut(&mut self) -> Vec<&mut Text> {
        match self {
            Self::Heading { text }
            | Self::Paragraph { text }
            | Self::Question { text }
            | Self::Callout { text, .. }
            | Self::Note { text } => vec![text],
            Self::List { items, .. } => items.iter_mut().collect(),
            Self::Table { rows, .. } => rows.iter_mut().flatten().collect(),
            Self::Picture { instead, .. } => instead.iter_mut().flat_map(Self::texts_mut).collect(),
            Self::File(_) => Vec::new(),
        }
    }
}
