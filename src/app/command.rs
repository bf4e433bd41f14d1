//! The table of commands: names, options, help. Adapters register from it, the page completes from
//! it.
//!
//! [`read`] takes a command from one typed line, [`Given::check`] from a platform's own options;
//! both hold it against the table.

mod given;
mod line;
pub mod refusal;

pub use given::Given;
pub(super) use given::find;
pub use line::read;

use serde::Serialize;

use super::request::Who;

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
    /// A time by the wall clock, as people write it.
    Time,
    /// Days of the week, as people write them.
    Days,
    /// A time zone.
    Zone,
    /// A channel of the community, by the platform's id of it.
    Channel,
    /// A file; the option's value is its text.
    File,
}

const DECK: CommandOption =
    CommandOption { name: "deck", about: "Which deck", takes: Takes::Deck, required: false };
const TOPIC: CommandOption = CommandOption {
    name: "topic",
    about: "Only cards of this topic",
    takes: Takes::Topic,
    required: false,
};
const MEMBER: CommandOption = CommandOption {
    name: "member",
    about: "Whose; yours if left out",
    takes: Takes::Member,
    required: false,
};

const CHANNEL: CommandOption = CommandOption {
    name: "channel",
    about: "Which channel; this one if left out",
    takes: Takes::Channel,
    required: false,
};
const ZONE: CommandOption = CommandOption {
    name: "zone",
    about: "The time zone, like Europe/Berlin",
    takes: Takes::Zone,
    required: false,
};
const DAYS: CommandOption = CommandOption {
    name: "days",
    about: "The days, like daily, mon-fri or mon,wed,fri",
    takes: Takes::Days,
    required: false,
};

const NAME: CommandOption =
    CommandOption { name: "name", about: "Its name", takes: Takes::Text, required: true };

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
        options: &[CommandOption {
            name: "text",
            about: "Your answer",
            takes: Takes::Text,
            required: true,
        }],
        who: Who::Anyone,
    },
    Command {
        name: "leaderboard",
        about: "Who has how many points",
        options: &[
            CommandOption {
                name: "period",
                about: "Since when",
                takes: Takes::OneOf { words: &["week", "today", "month", "season", "all"] },
                required: false,
            },
            CommandOption {
                name: "board",
                about: "Points of members or teams, or streaks",
                takes: Takes::OneOf { words: &["members", "teams", "streaks"] },
                required: false,
            },
        ],
        who: Who::Anyone,
    },
    Command {
        name: "daily today",
        about: "How today's card stands",
        options: &[CHANNEL],
        who: Who::Anyone,
    },
    Command {
        name: "daily set",
        about: "When a channel gets its card of the day",
        options: &[
            CommandOption {
                name: "time",
                about: "The time, like 09:00 or 9am",
                takes: Takes::Time,
                required: false,
            },
            DAYS,
            ZONE,
            DECK,
            CHANNEL,
            CommandOption {
                name: "off",
                about: "Dates without a card, like 2026-12-25, 2026-12-26; or none",
                takes: Takes::Text,
                required: false,
            },
            CommandOption {
                name: "summary",
                about: "Last week's summary with the first card of a week",
                takes: Takes::OneOf { words: &["on", "off"] },
                required: false,
            },
            CommandOption {
                name: "calendar",
                about: "A calendar file (.ics) whose events are days without a card",
                takes: Takes::File,
                required: false,
            },
        ],
        who: Who::Admins,
    },
    Command {
        name: "daily now",
        about: "Post today's card at once",
        options: &[DECK, CHANNEL],
        who: Who::Admins,
    },
    Command {
        name: "daily pause",
        about: "Post no card for a while",
        options: &[CHANNEL],
        who: Who::Admins,
    },
    Command {
        name: "daily resume",
        about: "Go on posting cards",
        options: &[CHANNEL],
        who: Who::Admins,
    },
    Command {
        name: "daily off",
        about: "End the card of the day",
        options: &[CHANNEL],
        who: Who::Admins,
    },
    Command {
        name: "daily preview",
        about: "When the next cards come",
        options: &[CHANNEL],
        who: Who::Anyone,
    },
    Command {
        name: "reminder set",
        about: "A nudge at your own hour, only if you have not studied",
        options: &[
            CommandOption {
                name: "time",
                about: "The time, like 18:00 or 6pm",
                takes: Takes::Time,
                required: true,
            },
            DAYS,
            ZONE,
        ],
        who: Who::Anyone,
    },
    Command { name: "reminder off", about: "No nudges any more", options: &[], who: Who::Anyone },
    Command { name: "reminder show", about: "When you are nudged", options: &[], who: Who::Anyone },
    Command {
        name: "timezone",
        about: "See or choose your time zone",
        options: &[ZONE],
        who: Who::Anyone,
    },
    Command {
        name: "streak show",
        about: "Study days in a row",
        options: &[MEMBER],
        who: Who::Anyone,
    },
    Command {
        name: "streak why",
        about: "Why each of the last 14 days counted or not",
        options: &[],
        who: Who::Anyone,
    },
    Command {
        name: "streak off",
        about: "Keep your streak out of sight",
        options: &[],
        who: Who::Anyone,
    },
    Command { name: "streak on", about: "Show your streak again", options: &[], who: Who::Anyone },
    Command {
        name: "stats",
        about: "Accuracy, cards seen and study days",
        options: &[MEMBER],
        who: Who::Anyone,
    },
    Command {
        name: "mydata export",
        about: "Everything I keep about you, as a file",
        options: &[],
        who: Who::Anyone,
    },
    Command {
        name: "mydata delete",
        about: "Have me forget you; I ask first",
        options: &[],
        who: Who::Anyone,
    },
    Command {
        name: "team create",
        about: "Found a team and join it",
        options: &[NAME],
        who: Who::Anyone,
    },
    Command { name: "team join", about: "Join a team", options: &[NAME], who: Who::Anyone },
    Command { name: "team leave", about: "Leave your team", options: &[], who: Who::Anyone },
    Command {
        name: "team list",
        about: "The teams and their race",
        options: &[],
        who: Who::Anyone,
    },
    Command {
        name: "team balance",
        about: "Draw up teams of like strength, to look at first",
        options: &[CommandOption {
            name: "teams",
            about: "How many, 2 to 10",
            takes: Takes::Number { min: 2, max: 10, default: 2 },
            required: false,
        }],
        who: Who::Admins,
    },
    Command {
        name: "season start",
        about: "Start a season with a board of its own",
        options: &[
            NAME,
            CommandOption {
                name: "until",
                about: "Its last day, such as 2026-06-30",
                takes: Takes::Text,
                required: true,
            },
        ],
        who: Who::Admins,
    },
    Command { name: "season end", about: "End the season now", options: &[], who: Who::Admins },
    Command {
        name: "season list",
        about: "The seasons and who won them",
        options: &[],
        who: Who::Anyone,
    },
    Command {
        name: "deck list",
        about: "The decks and their topics",
        options: &[],
        who: Who::Anyone,
    },
    Command {
        name: "deck show",
        about: "What a deck holds",
        options: &[DECK, TOPIC],
        who: Who::Anyone,
    },
    Command {
        name: "help",
        about: "What I can do and how to begin",
        options: &[],
        who: Who::Anyone,
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_platform_can_register_the_table() {
        let names: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name).collect();
        assert_eq!(names.len(), COMMANDS.len(), "names are unique");
        let is_name = |name: &str| {
            (1..=32).contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        };
        for command in COMMANDS {
            let words: Vec<&str> = command.name.split(' ').collect();
            assert!(words.len() <= 2 && words.iter().all(|word| is_name(word)), "{}", command.name);
            assert!((1..=100).contains(&command.about.chars().count()), "{}", command.name);
            assert!(command.options.len() <= 25, "{}", command.name);
            // Discord takes required options first.
            assert!(
                command.options.is_sorted_by_key(|option| !option.required),
                "{}",
                command.name
            );
            let unique: BTreeSet<&str> = command.options.iter().map(|option| option.name).collect();
            assert_eq!(unique.len(), command.options.len(), "{}", command.name);
            for option in command.options {
                assert!(is_name(option.name), "{} {}", command.name, option.name);
                assert!(
                    (1..=100).contains(&option.about.chars().count()),
                    "{} {}",
                    command.name,
                    option.name
                );
                if let Takes::Number { min, max, default } = option.takes {
                    assert!((min..=max).contains(&default), "{} {}", command.name, option.name);
                }
            }
        }
    }

    #[test]
    fn no_command_is_the_beginning_of_another() {
        // `/deck` with subcommands cannot be a command of its own on Discord.
        for command in COMMANDS {
            let family = format!("{} ", command.name);
            assert!(
                !COMMANDS.iter().any(|other| other.name.starts_with(&family)),
                "{}",
                command.name
            );
        }
    }
}
