//! Commands and options that cannot be taken as they were given.

use crate::app::click::{Click, LONGEST};
use crate::app::reply::{Button, ButtonStyle};
use crate::app::request::{NotTaken, Who};
use crate::app::texts::{in_words, meant};

/// What may have been meant by a line that names no command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// The command, or the first word of several.
    pub command: &'static str,
    /// The line with that name, and the rest of it as it was typed: of any length.
    pub line: String,
    /// Whom the command is for.
    pub who: Who,
}

/// Why a command cannot be taken as it was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandRefusal {
    /// The beginning of a line is the name of no command.
    #[error("There is no command “/{given}”. \
        {mend}", mend = meant(nearest.as_deref().map(|near| format!("/{near}")), "Type /help to \
            see what I can do; an answer that begins with a slash goes by /answer."))]
    UnknownCommand {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// What may have been meant.
        nearest: Option<String>,
        /// The line that may have been meant, if there is one.
        instead: Vec<Meant>,
    },
    /// The first word of several commands, and a second word that is none of theirs.
    #[error("There is no command “/{given}”. There is {}.", in_words(commands, "and"))]
    NotOfFamily {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// The commands that begin with its first word.
        commands: Vec<String>,
        /// What it would be as each of those.
        instead: Vec<Meant>,
    },
    /// A command that needs its second word.
    #[error("/{word} needs one more word. There is {}.", in_words(commands, "and"))]
    HalfCommand {
        /// The word that stands before the missing one: `deck`.
        word: String,
        /// The commands that begin with it.
        commands: Vec<String>,
        /// What it would be as each of those.
        instead: Vec<Meant>,
    },
    /// A command has no option of that name.
    #[error("/{command} has no option “{given}”. {}", mend_option(nearest.as_deref(), options))]
    UnknownOption {
        /// The command, as its row in the table names it: `daily set`.
        command: &'static str,
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// What may have been meant.
        nearest: Option<String>,
        /// The options that the command has, in the order of its row.
        options: Vec<String>,
    },
    /// Text that belongs to no option.
    #[error("I do not know what to do with “{given}”. {}", how_to_write(command, options))]
    Stray {
        /// The command, as its row in the table names it: `daily set`.
        command: &'static str,
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// The options that the command has, in the order of its row.
        options: Vec<String>,
    },
    /// Words that may be for one option or for another.
    #[error("“{given}” may be {}. Write which it is, like {}:…", in_words(options, "or"),
        options.first().map_or("", String::as_str))]
    Unsure {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// The options that it may be for, two at least.
        options: Vec<String>,
    },
    /// An option that the command needs is not there.
    #[error("/{command} needs “{option}”. Write it like /{command} {option}:…")]
    Missing {
        /// The command, as its row in the table names it: `daily set`.
        command: &'static str,
        /// The option, as its row in the table names it.
        option: &'static str,
    },
    /// A number outside its range.
    #[error("{option} takes {min} to {max}; {given} is too {}. Try \
        {option}:{}.", if *high { "many" } else { "few" }, if *high { max } else { min })]
    OutOfRange {
        /// The option, as its row in the table names it.
        option: &'static str,
        /// The least value that is taken.
        min: u32,
        /// The greatest value that is taken.
        max: u32,
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// Whether it is above the range.
        high: bool,
    },
    /// Not a number where one is needed.
    #[error(
        "{option} takes a whole number from {min} to {max}, not “{given}”. Try {option}:{default}."
    )]
    NotANumber {
        /// The option, as its row in the table names it.
        option: &'static str,
        /// The least value that is taken.
        min: u32,
        /// The greatest value that is taken.
        max: u32,
        /// The value that is taken when the option is left out.
        default: u32,
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
    },
    /// Not one of an option's words.
    #[error("{option} takes {}, not “{given}”. Try {option}:{nearest}.", listed(words))]
    UnknownWord {
        /// The option, as its row in the table names it.
        option: &'static str,
        /// The words it takes.
        words: Vec<String>,
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// The word that may have been meant.
        nearest: &'static str,
    },
    /// A file that was not taken in.
    #[error("{why} {}", mend_file(why, smaller))]
    NotTaken {
        /// The option, as its row in the table names it.
        option: &'static str,
        /// What has become of the file.
        why: NotTaken,
        /// What to do about one that is too large, a sentence.
        smaller: &'static str,
    },
    /// Text where a file is needed.
    #[error("{option} takes a file, and “{given}” is only words. Attach the file itself.")]
    NotAFile {
        /// The option, as its row in the table names it.
        option: &'static str,
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
    },
    /// A file where something else is needed.
    #[error("{option} takes no file. Write what it is to say.")]
    NoFile {
        /// The option, as its row in the table names it.
        option: &'static str,
    },
    /// A command for admins.
    #[error(
        "Only admins may use /{command}: those who manage this community, and whom they have named \
         with /admins add. {}", mend_rights(*is_told)
    )]
    NotAdmin {
        /// The command, as its row in the table names it: `daily set`.
        command: &'static str,
        /// Whether admins can be told from others where it was used.
        is_told: bool,
    },
    /// A command for admins, and the platform does not say whether its asker is one.
    #[error(
        "I could not look up your profile just now, so I do not know whether you may use \
         /{command}. Please try again in a moment."
    )]
    NotToldWho {
        /// The command, as its row in the table names it: `daily set`.
        command: &'static str,
    },
}

impl CommandRefusal {
    /// What may have been meant by a line that names no command; none for one that names one.
    pub(in crate::app) fn meant(&self) -> &[Meant] {
        match self {
            Self::UnknownCommand { instead, .. }
            | Self::NotOfFamily { instead, .. }
            | Self::HalfCommand { instead, .. } => instead,
            _ => &[],
        }
    }

    /// The refusal with what its asker may do alone: an admin may do all that may have been meant.
    pub(in crate::app) fn for_asker(mut self, is_admin: bool) -> Self {
        if let Self::UnknownCommand { instead, .. }
        | Self::NotOfFamily { instead, .. }
        | Self::HalfCommand { instead, .. } = &mut self
        {
            instead.retain(|meant| is_admin || meant.who == Who::Anyone);
        }
        self
    }

    /// Buttons for what may have been meant, as far as they hold the whole line.
    pub(in crate::app) fn instead(&self) -> Vec<Button> {
        let is_guess = matches!(self, Self::UnknownCommand { .. });
        let mut buttons = Vec::new();
        for Meant { command, line, .. } in self.meant() {
            let click = Click::line(line);
            if click.to_string().len() <= LONGEST {
                let yes = if is_guess { "Yes, " } else { "" };
                buttons.push(Button::new(click, &format!("{yes}/{command}"), ButtonStyle::Plain));
            }
        }
        buttons
    }
}

fn mend_option(nearest: Option<&str>, options: &[String]) -> String {
    match nearest {
        Some(nearest) => format!("Did you mean “{nearest}”?"),
        None if options.is_empty() => "It takes none.".to_owned(),
        None => format!("It takes {}.", in_words(options, "and")),
    }
}

fn mend_file(why: &NotTaken, smaller: &'static str) -> &'static str {
    match why {
        NotTaken::TooLarge { .. } => smaller,
        NotTaken::Cut { .. } | NotTaken::Lost { .. } => "Attach it again.",
    }
}

fn how_to_write(command: &str, options: &[String]) -> String {
    match options {
        [] => format!("/{command} stands alone."),
        [first, ..] => {
            format!("/{command} takes {}; write them like {first}:…", in_words(options, "and"))
        }
    }
}

fn mend_rights(is_told: bool) -> &'static str {
    if is_told { "Ask one of them." } else { "If you are one, type it in a channel, not here." }
}

/// The words that an option takes; of a long row, where it begins and ends.
fn listed(words: &[String]) -> String {
    /// More are a row that is known by its ends.
    const FEW: usize = 6;
    match words {
        [first, .., last] if words.len() > FEW => format!("{first} to {last}"),
        _ => in_words(words, "or"),
    }
}
