//! What comes in at the one door: who, where, and what was typed or clicked.

mod upload;

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::Serialize;

use super::click::Click;
use super::played::Spot;
use super::texts::in_words;
use crate::domain::id::PostingId;
use crate::domain::language::Language;
use crate::domain::place::{Identity, Place};

pub use self::upload::{Files, NotTaken, Upload};

/// One thing that a person did, in words of no platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The platform's own id of the event. The same event delivered twice changes nothing and gets
    /// the same reply.
    pub event: String,
    /// Where the person is.
    pub place: Place,
    /// The person, as the platform describes them.
    pub asker: Asker,
    /// What the person typed, clicked or sent.
    pub action: Action,
    /// Why the bot could show nothing to everyone at this place; none if it could.
    pub hindrance: Option<Hindrance>,
}

impl Request {
    /// Who the person is on the platform of the place.
    pub fn identity(&self) -> Identity {
        Identity::new(self.place.home.platform, &self.asker.id)
    }
}

/// What hinders the bot from showing something to everyone at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// It lacks permissions there.
    Lacking {
        /// By the names in the platform's settings; one at least.
        permissions: Vec<&'static str>,
        /// Where somebody who manages the place gives it those, in the platform's words: `Channel
        /// Settings`.
        given_under: &'static str,
    },
    /// It is not in the channel, and comes in when somebody who is there invites it.
    NotIn {
        /// What invites it when it is typed there, in the platform's words: `/invite @Studyhall`.
        invite: String,
    },
    /// The channel is archived, so that nobody can post in it.
    Archived,
    /// A conversation of other people, which it cannot join.
    OfOthers,
}

/// Which channel a sentence about a hindrance speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The one in which something was asked for.
    This,
    /// Another that was named.
    That,
    /// The one of a schedule, which goes on by itself once the hindrance is gone.
    Its,
}

impl Which {
    fn word(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::That => "that",
            Self::Its => "its",
        }
    }
}

impl Hindrance {
    /// That nobody but the asker reads something there, and why, in a sentence.
    pub fn unread(&self) -> String {
        match self {
            Self::Lacking { permissions, .. } => format!(
                "The channel does not read this, since I lack the permission{} {} there.",
                if permissions.len() == 1 { "" } else { "s" },
                in_words(permissions, "and"),
            ),
            Self::NotIn { invite } => format!(
                "The channel does not read this, since I am not in it; {invite} brings me in."
            ),
            Self::Archived => "The channel does not read this, since it is archived.".to_owned(),
            Self::OfOthers => "Nobody else reads this, since I cannot join a conversation between \
                other people."
                .to_owned(),
        }
    }

    /// What hinders, and how it is mended, in a sentence or two about a channel.
    pub fn told(&self, which: Which) -> String {
        let word = which.word();
        match self {
            Self::Lacking { permissions, given_under } => format!(
                "I may not post in {word} channel: I lack the permission{} {}. Somebody who \
                 manages the channel can give me that under {given_under}.",
                if permissions.len() == 1 { "" } else { "s" },
                in_words(permissions, "and"),
            ),
            Self::NotIn { invite } => {
                // What goes on by itself need not be asked for again.
                let then = if which == Which::Its { "" } else { ", then try again" };
                format!("I am not in {word} channel yet. Invite me with {invite}{then}.")
            }
            Self::Archived => format!(
                "I cannot post in {word} channel, since it is archived. Open it again, or use \
                 another one."
            ),
            Self::OfOthers => format!(
                "I cannot join {word} conversation, since it is between other people. Use a \
                 channel instead."
            ),
        }
    }
}

/// The person who asks, as the platform describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// The platform's id of the person.
    pub id: String,
    /// The name that others see.
    pub name: String,
    /// The zone of the person's profile, where the platform knows it.
    pub zone: Option<Tz>,
    /// The language in which the platform is shown to the person, where it tells.
    pub language: Option<Language>,
    /// Whether the platform lets this person manage the community; none where it did not say just
    /// now, though it usually does.
    pub admin: Option<bool>,
}

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A slash command with its options as typed, by name: `quiz`, `deck show`.
    Command {
        /// The words of the command, one space between, without the slash.
        name: String,
        /// Option values as text.
        options: BTreeMap<String, String>,
        /// The files that came with it, by the names of their options.
        files: Files,
    },
    /// A slash command as one line of text, for platforms without options of their own: `/quiz
    /// topic:Lambda`.
    Line(String),
    /// A click on a button, with what the button stands for.
    Click(Click),
    /// A form sent back, with its action and its fields.
    Submit {
        /// What the form stands for.
        action: Click,
        /// The fields by name.
        fields: BTreeMap<String, String>,
        /// The files that stood in fields, by the names of those.
        files: Files,
    },
    /// The bot's own page was opened, or the bot was called without a word.
    Home,
    /// Text that is no command.
    Said {
        /// What was typed, as it came: of any length, on any number of lines.
        text: String,
        /// For whom it was meant.
        to: Addressee,
    },
}

/// For whom text is meant that is no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addressee {
    /// The bot, as an answer to this question: a reply to its message, a line in its thread that
    /// mentions the bot, or one that was typed with the question before one's eyes.
    Question(Spot),
    /// The bot, in reply to a message of its own that asks nothing, or nothing any more.
    NoQuestion,
    /// The bot: a direct message or a mention that is no reply to a message of its own.
    Bot,
    /// Everyone who reads there, and no question: its author has said so.
    Talk,
    /// Everyone who reads there; an answer may be overheard in it.
    Everyone {
        /// The card of the day under whose message it stands, where a platform has threads.
        under: Option<PostingId>,
    },
}

impl Action {
    /// What kind it is, for logs: never what was typed.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Command { .. } => "command",
            Self::Line(_) => "line",
            Self::Click(_) => "click",
            Self::Submit { .. } => "submit",
            Self::Home => "home",
            Self::Said { .. } => "said",
        }
    }
}

/// Who may use a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Everyone in the community.
    Anyone,
    /// Those whom the platform lets manage the community, and members whom an admin has named.
    Admins,
}
