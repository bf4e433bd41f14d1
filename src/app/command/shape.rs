//! What a command and its options are. Rows of the table are made of these, each beside the
//! capability that it belongs to.

use serde::Serialize;

use crate::app::request::Who;

/// One command, or one subcommand (`deck show`).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Command {
    /// Words with one space between, without the slash.
    pub name: &'static str,
    /// One line, at most 100 characters.
    pub about: &'static str,
    /// Its options, in the order in which people fill them in.
    pub options: &'static [CommandOption],
    /// Who may use it.
    pub who: Who,
}

impl Command {
    /// Its first word, which it shares with the others of its family.
    pub fn family(&self) -> &'static str {
        self.name.split_once(' ').map_or(self.name, |(first, _)| first)
    }
}

/// One option of a command.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CommandOption {
    /// Its name, in lower case.
    pub name: &'static str,
    /// One line, at most 100 characters.
    pub about: &'static str,
    /// What its field in a form is called, at most 45 characters; its name where this is empty.
    #[serde(skip)]
    pub(in crate::app) label: &'static str,
    /// Which kind of value it takes.
    pub takes: Takes,
    /// Whether the command needs it.
    pub required: bool,
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Takes {
    /// Text of any kind.
    Text,
    /// A whole number in a range, both ends included.
    Number {
        /// The least value that is taken.
        min: u32,
        /// The greatest value that is taken.
        max: u32,
        /// What is taken when it is left out.
        default: u32,
    },
    /// One of a few words.
    OneOf {
        /// The words, in lower case.
        words: &'static [&'static str],
        /// Whether the first is taken when it is left out; else all stays as it was.
        has_default: bool,
    },
    /// A deck, by its id or its title.
    Deck,
    /// A topic of the chosen deck.
    Topic,
    /// A question that is open at this place.
    Question,
    /// A team of the community, by its name.
    Team,
    /// A member of the community.
    Member,
    /// A time by the wall clock, as people write it.
    Time,
    /// A time by the wall clock, or a word for none.
    TimeOrOff,
    /// A date with its year, as people write it.
    Date,
    /// Yes or no, in any words for them.
    Check,
    /// Days of the week, as people write them.
    Days,
    /// A time zone, by its name or by what says where.
    Zone,
    /// A channel of the community, by the platform's id of it.
    Channel,
    /// A file. Its bytes come beside the values, never among them.
    File {
        /// The largest that is taken, in bytes; what is larger is not even fetched.
        most: u64,
        /// How names of such files usually end, each with its dot; others are taken, too.
        endings: &'static [&'static str],
        /// What to do about one that is too large, a sentence.
        smaller: &'static str,
    },
}

impl Takes {
    /// Whether any words may be meant for it, as they stand.
    pub(in crate::app) fn is_words(self) -> bool {
        matches!(self, Self::Text | Self::Team)
    }
}

impl CommandOption {
    /// An option that may be left out.
    pub(in crate::app) const fn optional(
        name: &'static str,
        about: &'static str,
        takes: Takes,
    ) -> Self {
        Self { name, about, label: "", takes, required: false }
    }

    /// An option that the command needs.
    pub(in crate::app) const fn required(
        name: &'static str,
        about: &'static str,
        takes: Takes,
    ) -> Self {
        Self { name, about, label: "", takes, required: true }
    }

    /// The option with another label in forms than its name.
    pub(in crate::app) const fn labeled(self, label: &'static str) -> Self {
        Self { label, ..self }
    }
}

/// An option that takes a whole number.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct NumberOption {
    /// The option as it stands in the table.
    pub(in crate::app) option: CommandOption,
    /// What is taken when it is left out.
    pub(in crate::app) default: u32,
}

impl NumberOption {
    /// A number from `min` to `max`, both included.
    pub(in crate::app) const fn new(
        name: &'static str,
        about: &'static str,
        (min, max): (u32, u32),
        default: u32,
    ) -> Self {
        let takes = Takes::Number { min, max, default };
        Self { option: CommandOption::optional(name, about, takes), default }
    }
}

/// An option that takes one of a few words, each of which stands for a value.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct WordOption<T: 'static> {
    /// The option as it stands in the table.
    pub(in crate::app) option: CommandOption,
    words: &'static [&'static str],
    meanings: &'static [T],
}

impl<T: Copy> WordOption<T> {
    /// The words with what they stand for, in the same order; the first is taken when it is left
    /// out.
    pub(in crate::app) const fn new(
        name: &'static str,
        about: &'static str,
        words: &'static [&'static str],
        meanings: &'static [T],
    ) -> Self {
        assert!(!words.is_empty() && words.len() == meanings.len(), "each word has a meaning");
        Self {
            option: CommandOption::optional(name, about, Takes::OneOf { words, has_default: true }),
            words,
            meanings,
        }
    }

    /// The option with another label in forms than its name.
    pub(in crate::app) const fn labeled(self, label: &'static str) -> Self {
        Self { option: self.option.labeled(label), ..self }
    }

    /// The option of which nothing is taken when it is left out.
    pub(in crate::app) const fn without_default(self) -> Self {
        let takes = Takes::OneOf { words: self.words, has_default: false };
        Self { option: CommandOption { takes, ..self.option }, ..self }
    }

    /// What a word stands for.
    pub(in crate::app) fn meaning(&self, word: &str) -> Option<T> {
        let place = self.words.iter().position(|known| *known == word)?;
        self.meanings.get(place).copied()
    }

    /// What the first word stands for.
    pub(in crate::app) fn default(&self) -> T {
        self.meanings[0]
    }
}
