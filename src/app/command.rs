//! The table of commands: names, options, help. Adapters register from it, the page completes from it.

use serde::Serialize;

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

/// Who may use a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Everyone in the community.
    Anyone,
    /// Those whom the platform lets manage the community.
    Admins,
}

/// One option of a command.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CommandOption {
    /// Its name, in lower case.
    pub name: &'static str,
    /// One line, at most 100 characters.
    pub about: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether the command needs it.
    pub required: bool,
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Takes {
    /// Any text.
    Text,
    /// A whole number in a range, both ends included.
    Number {
        /// Least value.
        min: u32,
        /// Greatest value.
        max: u32,
        /// What is taken when it is left out.
        default: u32,
    },
    /// One of a few words; the first is the default.
    OneOf {
        /// The words.
        words: &'static [&'static str],
    },
    /// A deck's id.
    Deck,
    /// A topic of the chosen deck.
    Topic,
    /// A member of the community.
    Member,
}

const DECK: CommandOption = CommandOption { name: "deck", about: "Which deck", takes: Takes::Deck, required: false };
const TOPIC: CommandOption =
    CommandOption { name: "topic", about: "Only cards of this topic", takes: Takes::Topic, required: false };
const MEMBER: CommandOption =
    CommandOption { name: "member", about: "Whose; yours if left out", takes: Takes::Member, required: false };

/// Every command, in the order in which help lists them.
pub const COMMANDS: &[Command] = &[
    Command {
        name: "quiz",
        about: "Play a few cards, alone or with the channel",
        options: &[
            DECK,
            TOPIC,
            CommandOption {
                name: "questions",
                about: "How many, 1 to 25",
                takes: Takes::Number { min: 1, max: 25, default: 5 },
                required: false,
            },
            CommandOption {
                name: "style",
                about: "Type the answers, pick from choices, or as each card suits best",
                takes: Takes::OneOf { words: &["auto", "typed", "choices"] },
                required: false,
            },
            CommandOption {
                name: "with",
                about: "Alone, or everyone in the channel",
                takes: Takes::OneOf { words: &["me", "channel"] },
                required: false,
            },
        ],
        who: Who::Anyone,
    },
    Command {
        name: "answer",
        about: "Answer the open question, privately",
        options: &[CommandOption { name: "text", about: "Your answer", takes: Takes::Text, required: true }],
        who: Who::Anyone,
    },
    Command {
        name: "leaderboard",
        about: "Who has how many points",
        options: &[
            CommandOption {
                name: "period",
                about: "Since when",
                takes: Takes::OneOf { words: &["week", "today", "month", "all"] },
                required: false,
            },
            CommandOption {
                name: "board",
                about: "Points of members, or their streaks",
                takes: Takes::OneOf { words: &["members", "streaks"] },
                required: false,
            },
        ],
        who: Who::Anyone,
    },
    Command { name: "streak show", about: "Study days in a row", options: &[MEMBER], who: Who::Anyone },
    Command { name: "deck list", about: "The decks and their topics", options: &[], who: Who::Anyone },
    Command { name: "deck show", about: "What a deck holds", options: &[DECK, TOPIC], who: Who::Anyone },
    Command { name: "help", about: "What I can do and how to begin", options: &[], who: Who::Anyone },
];
