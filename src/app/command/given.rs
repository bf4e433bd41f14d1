//! A command as somebody gave it, held against the table.

use std::collections::BTreeMap;

use super::missed::missed;
use super::refusal::CommandRefusal;
use super::shape::{Command, CommandOption, NumberOption, Takes, WordOption};
use super::table::{Runs, rows};
use crate::app::request::{Action, Files, NotTaken, Upload};
use crate::app::texts::repeated;
use crate::domain::calendar::clock::{parse_time, show_time};
use crate::domain::nearest::nearest;
use crate::domain::visible::is_seen;

/// A command with options that the table allows. Decks, topics and members are still as typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Its row in the table.
    pub command: &'static Command,
    /// What it asks for.
    pub(in crate::app) runs: Runs,
    values: BTreeMap<&'static str, String>,
    files: BTreeMap<&'static str, Upload>,
}

/// A command as it was written, before its options are held against the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// Its row in the table.
    pub command: &'static Command,
    /// Values by the names under which they were given, as typed; under `WORDS` what was given
    /// under no name.
    pub options: BTreeMap<String, String>,
    /// The files that came with it, by the names of their options.
    pub files: Files,
    /// How it came: what may be wrong with it depends on that.
    pub(in crate::app) by: By,
    /// The options that the words under no name may be for, where there are several.
    pub(in crate::app) unsure: Vec<String>,
}

/// How a command came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum By {
    /// By a platform's own options, each of which was given under its name.
    Options,
    /// By a line, in which a value may run on into words for other options.
    Line,
    /// By a form: what is in it would be typed twice if it were lost.
    Form,
}

/// The name under which words stand that were given under no option's name.
pub(in crate::app) const WORDS: &str = "";

impl Written {
    /// A command by its name, with options and files of its own or of a form.
    pub(in crate::app) fn new(
        name: &str,
        options: &BTreeMap<String, String>,
        files: &Files,
    ) -> Result<Self, CommandRefusal> {
        let (_, command) = found(name)?;
        Ok(Self::of(command, options.clone(), files.clone(), By::Options))
    }

    /// A command with what was given for it.
    pub(in crate::app) fn of(
        command: &'static Command,
        options: BTreeMap<String, String>,
        files: Files,
        by: By,
    ) -> Self {
        Self { command, options, files, by, unsure: Vec::new() }
    }

    /// What it asks for; none if its row is not in the table.
    pub(in crate::app) fn runs(&self) -> Option<Runs> {
        find(self.command.name).map(|(runs, _)| runs)
    }

    /// The word that was given for an option, if it is one that the option takes.
    pub(in crate::app) fn word<T: Copy>(&self, words: &WordOption<T>) -> Option<T> {
        words.meaning(&self.options.get(words.option.name)?.trim().to_lowercase())
    }

    /// Whether nothing was given for it, not even by a form that was sent empty.
    pub(in crate::app) fn is_bare(&self) -> bool {
        let is_something = |value: &String| value.chars().any(is_seen);
        let is_form = self.by == By::Form;
        !is_form && self.files.is_empty() && !self.options.values().any(is_something)
    }

    /// Holds the options against the table.
    pub(in crate::app) fn check(&self) -> Result<Given, CommandRefusal> {
        match self.options.get(WORDS) {
            Some(words) if self.unsure.len() > 1 => {
                Err(CommandRefusal::Unsure { given: repeated(words), options: self.unsure.clone() })
            }
            _ => Given::check(self.command.name, &self.options, &self.files),
        }
    }

    /// The same with each value under the name of the option that it was meant for, and without
    /// what was meant for none: all that a form can be filled in with.
    pub(in crate::app) fn understood(&self) -> Self {
        let mut options = BTreeMap::new();
        for (name, value) in &self.options {
            if let Some(option) = meant_option(self.command, name) {
                let is_exact = option.name == name;
                if is_exact || !self.options.contains_key(option.name) {
                    options.insert(option.name.to_owned(), value.clone());
                }
            }
        }
        Self { options, ..self.clone() }
    }

    /// The most bytes that an option takes as a file; none if it takes no file.
    pub fn most_bytes(&self, option: &str) -> Option<u64> {
        let option = find_option(self.command, option).ok()?;
        match option.takes {
            Takes::File { most, .. } => Some(most),
            _ => None,
        }
    }

    /// The command as an action, with these files in place of the names under which its options
    /// know them.
    pub fn with_files(mut self, files: Files) -> Action {
        self.options.retain(|option, _| !files.contains_key(option));
        Action::Command { name: self.command.name.to_owned(), options: self.options, files }
    }
}

/// The most bytes that an option of the command with this name takes as a file; none if there is no
/// such option, or it takes no file.
pub fn most_bytes(command: &str, option: &str) -> Option<u64> {
    Written::new(command, &BTreeMap::new(), &Files::new()).ok()?.most_bytes(option)
}

impl Given {
    /// Holds a command's name, options and files against the table. Options in which nothing is to
    /// be seen count as left out.
    pub fn check(
        name: &str,
        options: &BTreeMap<String, String>,
        files: &Files,
    ) -> Result<Self, CommandRefusal> {
        let (runs, command) = found(name)?;
        let (mut values, mut taken) = (BTreeMap::new(), BTreeMap::new());
        for (name, file) in files {
            let option = find_option(command, name)?;
            taken.insert(option.name, uploaded(option, file)?);
        }
        for (name, value) in options {
            if name == WORDS {
                let (command, options) = (command.name, option_names(command));
                return Err(CommandRefusal::Stray { command, given: repeated(value), options });
            }
            let option = find_option(command, name)?;
            let value = value.trim();
            if value.chars().any(is_seen) && !taken.contains_key(option.name) {
                values.insert(option.name, valid(option, value)?);
            }
        }
        let is_given = |name: &str| values.contains_key(name) || taken.contains_key(name);
        match command.options.iter().find(|option| option.required && !is_given(option.name)) {
            Some(option) => {
                Err(CommandRefusal::Missing { command: command.name, option: option.name })
            }
            None => Ok(Self { command, runs, values, files: taken }),
        }
    }

    /// An option's file, if one was given.
    pub(in crate::app) fn file(&self, option: &CommandOption) -> Option<&Upload> {
        self.files.get(option.name)
    }

    /// An option's value as it was given, by the option's name.
    pub fn value(&self, option: &str) -> Option<&str> {
        self.values.get(option).map(String::as_str)
    }

    /// An option's text, if it was given.
    pub(in crate::app) fn text(&self, option: &CommandOption) -> Option<&str> {
        self.value(option.name)
    }

    /// The text of an option that the command needs.
    pub(in crate::app) fn required(&self, option: &CommandOption) -> &str {
        self.text(option).unwrap_or_default()
    }

    /// All values by the names of their options; none if a file came with them.
    pub(super) fn typed(&self) -> Option<BTreeMap<String, String>> {
        let values = self.values.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        self.files.is_empty().then(|| values.collect())
    }

    /// An option's number, or its default.
    pub(in crate::app) fn number(&self, number: &NumberOption) -> u32 {
        let given = self.text(&number.option).and_then(|text| text.parse().ok());
        given.unwrap_or(number.default)
    }

    /// Whether an option was answered by yes, if it was answered.
    pub(in crate::app) fn checked(&self, option: &CommandOption) -> Option<bool> {
        self.text(option).and_then(yes_or_no)
    }

    /// What an option's word stands for, if one was given.
    pub(in crate::app) fn chosen<T: Copy>(&self, words: &WordOption<T>) -> Option<T> {
        self.text(&words.option).and_then(|word| words.meaning(word))
    }

    /// What an option's word stands for, or the first of its words.
    pub(in crate::app) fn word<T: Copy>(&self, words: &WordOption<T>) -> T {
        self.chosen(words).unwrap_or_else(|| words.default())
    }
}

/// How a yes and a no are written, in options and in the fields of forms.
pub(in crate::app) const YES: &str = "yes";
pub(in crate::app) const NO: &str = "no";

/// A yes or a no, however it is written; none if it is neither.
pub(in crate::app) fn yes_or_no(text: &str) -> Option<bool> {
    // What platforms and programs of before write for them comes after what people do.
    match text.trim().to_lowercase().as_str() {
        YES | "y" | "on" | "true" => Some(true),
        NO | "n" | "off" | "false" => Some(false),
        _ => None,
    }
}

/// The command with exactly this name, with what it asks for.
pub(in crate::app) fn find(name: &str) -> Option<(Runs, &'static Command)> {
    rows().find(|(_, command)| command.name == name)
}

/// The command with this name, or what may have been meant by it.
fn found(name: &str) -> Result<(Runs, &'static Command), CommandRefusal> {
    find(name).ok_or_else(|| missed(name))
}

pub(super) fn find_option(
    command: &'static Command,
    name: &str,
) -> Result<&'static CommandOption, CommandRefusal> {
    if let Some(option) =
        command.options.iter().find(|option| option.name.eq_ignore_ascii_case(name))
    {
        return Ok(option);
    }
    let near = nearest(name, command.options.iter().map(|option| option.name));
    Err(CommandRefusal::UnknownOption {
        command: command.name,
        given: repeated(name),
        nearest: near.map(str::to_owned),
        options: option_names(command),
    })
}

/// The option that a name means: its own, or the one to which it is near enough.
pub(super) fn meant_option(
    command: &'static Command,
    name: &str,
) -> Option<&'static CommandOption> {
    let near = nearest(name, command.options.iter().map(|option| option.name))?;
    command.options.iter().find(|option| option.name == near)
}

pub(super) fn option_names(command: &Command) -> Vec<String> {
    command.options.iter().map(|option| option.name.to_owned()).collect()
}

/// The file of an option, if the option takes one and it could be had.
fn uploaded(
    option: &'static CommandOption,
    file: &Result<Upload, NotTaken>,
) -> Result<Upload, CommandRefusal> {
    let Takes::File { smaller, .. } = option.takes else {
        return Err(CommandRefusal::NoFile { option: option.name });
    };
    file.clone().map_err(|why| CommandRefusal::NotTaken { option: option.name, why, smaller })
}

/// A value as its option takes it, or why it does not, as far as the table says. What only the
/// taker of an option can read stays as it was given.
pub(in crate::app) fn valid(
    option: &'static CommandOption,
    value: &str,
) -> Result<String, CommandRefusal> {
    match option.takes {
        Takes::Number { min, max, default } => number(option, value, (min, max, default)),
        Takes::OneOf { words, .. } => word(option, value, words),
        Takes::Check => match yes_or_no(value) {
            Some(yes) => Ok(if yes { YES } else { NO }.to_owned()),
            None => word(option, value, &[YES, NO]),
        },
        Takes::Text
        | Takes::Team
        | Takes::Deck
        | Takes::Topic
        | Takes::Question
        | Takes::Member
        | Takes::Time
        | Takes::TimeOrOff
        | Takes::Date
        | Takes::Days
        | Takes::Zone
        | Takes::Channel => Ok(value.to_owned()),
        Takes::File { .. } => {
            Err(CommandRefusal::NotAFile { option: option.name, given: repeated(value) })
        }
    }
}

fn number(
    option: &'static CommandOption,
    value: &str,
    (min, max, default): (u32, u32, u32),
) -> Result<String, CommandRefusal> {
    let name = option.name;
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CommandRefusal::NotANumber {
            option: name,
            min,
            max,
            default,
            given: repeated(value),
        });
    }
    let below = value.starts_with('-');
    match value.parse::<u32>() {
        Ok(number) if (min..=max).contains(&number) => Ok(number.to_string()),
        parsed => {
            let high = !below && parsed.map_or(true, |number| number > max);
            Err(CommandRefusal::OutOfRange { option: name, min, max, given: repeated(value), high })
        }
    }
}

fn word(
    option: &'static CommandOption,
    value: &str,
    words: &'static [&'static str],
) -> Result<String, CommandRefusal> {
    let folded = value.to_lowercase();
    // A word that is a time is meant by each way to write that.
    let folded = match parse_time(value) {
        Ok(time) if words.contains(&show_time(time).as_str()) => show_time(time),
        _ => folded,
    };
    if let Some(word) = words.iter().find(|word| **word == folded) {
        return Ok((*word).to_owned());
    }
    Err(CommandRefusal::UnknownWord {
        option: option.name,
        words: words.iter().map(|&word| word.to_owned()).collect(),
        given: repeated(value),
        nearest: nearest(value, words.iter().copied())
            .or(words.first().copied())
            .unwrap_or_default(),
    })
}
