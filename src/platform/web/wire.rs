//! What travels between page and server, as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::click::Click;
use crate::app::command::{self, Command};
use crate::app::decks::Decks;
use crate::app::played::{About, Spot};
use crate::app::reply::{Block, Button, Form, Menu, Message, Span};
use crate::app::request::{self, Addressee, Files};
use crate::store::chat::ChatMessage;

/// The page's name for the conversation of a person with the bot.
pub(super) const DIRECT: &str = "direct";

/// The name of the message that is the bot's own page for its person.
const HOME: &str = "home";

/// What the page completes from.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Tables {
    commands: Vec<&'static Command>,
    decks: Vec<DeckRow>,
}

/// A deck, and what of it can be completed.
#[derive(Debug, Clone, Serialize)]
struct DeckRow {
    id: String,
    title: String,
    topics: Vec<TopicRow>,
}

/// A topic of a deck.
#[derive(Debug, Clone, Serialize)]
struct TopicRow {
    name: String,
    /// How many cards are about it.
    count: usize,
}

impl Tables {
    pub(super) fn of(decks: &Decks) -> Self {
        let decks = decks.iter().map(|deck| {
            let topics = deck
                .topics()
                .into_iter()
                .map(|(name, count)| TopicRow { name: name.to_owned(), count });
            DeckRow { id: deck.id.clone(), title: deck.title.clone(), topics: topics.collect() }
        });
        Self { commands: command::commands().collect(), decks: decks.collect() }
    }
}

/// A person as the page knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Person {
    /// The page's id of the member, made when they came in.
    pub(super) id: String,
    pub(super) name: String,
}

/// The answer of `/api/start`.
#[derive(Debug, Serialize)]
pub(super) struct Start<'a> {
    #[serde(flatten)]
    pub(super) tables: &'a Tables,
    pub(super) people: Vec<Person>,
    /// The names of the teams.
    pub(super) teams: Vec<String>,
}

/// The question of `/api/enter`.
#[derive(Debug, Deserialize)]
pub(super) struct Enter {
    pub(super) name: String,
    #[serde(default)]
    pub(super) zone: Option<String>,
}

/// The question of `/api/act`.
#[derive(Debug, Deserialize)]
pub(super) struct Act {
    /// Made by the page, a new one for each thing done, the same when it is sent again.
    pub(super) event: String,
    pub(super) who: String,
    pub(super) place: String,
    pub(super) action: Action,
    /// The files that come along, by the names of their options or fields; one that is larger than
    /// its option takes is only told of.
    #[serde(default)]
    pub(super) files: BTreeMap<String, ToldFile>,
}

/// What the page tells of a file.
#[derive(Debug, Deserialize)]
pub(super) struct ToldFile {
    pub(super) name: String,
    #[serde(default)]
    pub(super) media_type: Option<String>,
    pub(super) bytes: u64,
}

/// What somebody did on the page: typed a line or words, pressed a button, sent a form.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(super) enum Action {
    /// A line that begins with a slash.
    Line {
        text: String,
    },
    /// Words: with the question that stood in the bar over the box where they were typed, if there
    /// was one.
    Said {
        text: String,
        addressed: bool,
        #[serde(default)]
        question: Option<String>,
        /// Whether they are no answer, since their author has taken the question out of the bar.
        #[serde(default)]
        talk: bool,
    },
    Click {
        action: String,
    },
    /// Opened the bot's own page.
    Home,
    Submit {
        action: String,
        fields: BTreeMap<String, String>,
    },
}

impl Action {
    /// Whether it is words that are meant for the bot, which nobody else sees.
    pub(super) fn is_to_bot(&self) -> bool {
        matches!(self, Self::Said { addressed: true, .. } | Self::Said { question: Some(_), .. })
    }
}

impl Action {
    /// The most bytes that a file may have which is given for this option or field; none if no file
    /// is taken there.
    pub(super) fn most_bytes(&self, option: &str) -> Option<u64> {
        match self {
            Self::Line { text } => command::parse(text).ok()?.most_bytes(option),
            Self::Submit { action, .. } => match Click::read(action) {
                Click::Line(line) => command::parse(&line).ok()?.most_bytes(option),
                _ => None,
            },
            Self::Said { .. } | Self::Click { .. } | Self::Home => None,
        }
    }

    /// What it asks of the application, with the files that came along.
    pub(super) fn with(self, files: Files) -> request::Action {
        match self {
            // What is no command stays as it is, to be refused like any other.
            Self::Line { text } => match command::parse(&text) {
                Ok(written) if !files.is_empty() => written.with_files(files),
                _ => request::Action::Line(text),
            },
            Self::Said { text, talk: true, question: None, addressed: false } => {
                request::Action::Said { text, to: Addressee::Talk }
            }
            Self::Said { text, addressed, question, .. } => {
                request::Action::Said { text, to: addressee(addressed, question.as_deref()) }
            }
            Self::Click { action } => request::Action::Click(Click::read(&action)),
            Self::Home => request::Action::Home,
            Self::Submit { action, fields } => {
                request::Action::Submit { action: Click::read(&action), fields, files }
            }
        }
    }
}

/// For whom words are meant: as an answer to the question in the bar, for the bot, or for everyone.
fn addressee(addressed: bool, question: Option<&str>) -> Addressee {
    match question.map(str::parse) {
        Some(Ok(spot)) => Addressee::Question(spot),
        Some(Err(_)) => Addressee::NoQuestion,
        None if addressed => Addressee::Bot,
        None => Addressee::Everyone { under: None },
    }
}

/// The answer of `/api/act`; the messages themselves come by the stream.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Done {
    /// A form to open.
    pub(super) form: Option<Form>,
    /// Whether the bot's own page was opened, to be brought into sight.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) home: bool,
    /// The page has seen everything that came of it when its stream has reached this revision.
    pub(super) revision: i64,
    /// What is said to somebody who has just been forgotten; nothing of it is kept, and no stream
    /// brings it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) farewell: Option<String>,
}

/// What a message says, as it is kept and sent.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(super) enum Body {
    /// What a person said, without control characters.
    Said {
        text: String,
        /// The question whose right answer it says; the others see it when that is over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        spoils: Option<Spot>,
    },
    /// What the bot said, with what can be done with it.
    Bot {
        blocks: Vec<Block>,
        buttons: Vec<Button>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        menu: Option<Box<Menu>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<About>,
    },
}

impl From<Message> for Body {
    fn from(message: Message) -> Self {
        let Message { blocks, buttons, menu, about, .. } = message;
        Self::Bot { blocks, buttons, menu, about }
    }
}

impl Body {
    /// What can be done with it.
    fn clicks(&self) -> impl Iterator<Item = &Click> {
        let buttons = match self {
            Self::Said { .. } => &[],
            Self::Bot { buttons, .. } => buttons.as_slice(),
        };
        buttons.iter().filter_map(Button::click)
    }

    /// The round that a message with this name is about, as everyone's message about it and each
    /// member's own name it alike.
    fn round(&self, key: &str) -> Option<String> {
        self.spot(key).map(|spot| format!("{}.{}", spot.of.id(), spot.round))
    }

    fn spot(&self, key: &str) -> Option<Spot> {
        let about = match self {
            Self::Said { .. } => None,
            Self::Bot { about, .. } => *about,
        };
        // What was kept until December 2026 says so in its name alone.
        about.and_then(About::spot).or_else(|| {
            key.strip_prefix("quiz:").or_else(|| key.strip_prefix("mine:"))?.parse::<Spot>().ok()
        })
    }

    /// What it is made of, in which members may be named.
    pub(super) fn blocks_mut(&mut self) -> &mut [Block] {
        match self {
            Self::Said { .. } => &mut [],
            Self::Bot { blocks, .. } => blocks,
        }
    }

    /// The question that waits for an answer in it: the one that it is about, not one that it only
    /// offers to answer.
    pub(super) fn question(&self, key: &str) -> Option<Spot> {
        let about = self.spot(key)?;
        let is_about = |spot: &Spot| (spot.of.id(), spot.round) == (about.of.id(), about.round);
        self.clicks().filter(|click| click.answers()).filter_map(Click::spot).find(is_about)
    }

    /// The buttons that are about one's own answer.
    fn own(&self) -> Vec<String> {
        self.clicks().filter(|click| click.is_own()).map(Click::to_string).collect()
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings, numbers and lists are always valid JSON")
    }
}

/// A message on its way to the page.
#[derive(Debug, Serialize)]
pub(super) struct PageMessage<'a> {
    /// The number of the tab that it is for.
    to: usize,
    id: i64,
    place: &'a str,
    private: bool,
    author: Option<&'a str>,
    at: i64,
    /// The round that it is about, which everyone's message and one's own have in common.
    round: Option<String>,
    /// The question in it that waits for an answer, as a line names it that answers it.
    question: Option<String>,
    /// Whether it is the bot's own page for its person.
    home: bool,
    /// What its buttons send that are about one's own answer.
    own: Vec<String>,
    body: Body,
}

impl<'a> PageMessage<'a> {
    /// A kept message with its body, in which the names have been put in, and its place named as
    /// the page of `who` names it.
    pub(super) fn new(to: usize, message: &'a ChatMessage, mut body: Body, direct: &str) -> Self {
        let in_direct = message.place == direct;
        // The page knows no spans of members; their names stand as plain or strong text.
        for text in body.blocks_mut().iter_mut().flat_map(Block::texts_mut) {
            text.0 = std::mem::take(&mut text.0).into_iter().map(Span::plainly).collect();
        }
        Self {
            to,
            id: message.id,
            place: if in_direct { DIRECT } else { &message.place },
            // In a conversation of two, everything is private, and saying so on each message would
            // be noise.
            private: !in_direct && !message.visible_to.is_empty(),
            author: (!message.author.is_empty()).then_some(message.author.as_str()),
            at: message.at,
            round: body.round(&message.key),
            question: body.question(&message.key).map(|spot| spot.to_string()),
            home: message.key == HOME,
            own: body.own(),
            body,
        }
    }
}
