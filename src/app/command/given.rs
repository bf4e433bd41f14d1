//! A command as somebody gave it, held against the table.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::refusal::CommandRefusal;
use super::shape::{Command, CommandOption, NumberOption, Takes, WordOption};
use super::table::{Runs, commands, rows};
use crate::app::request::{Action, Files, NotTaken, Upload};
use crate::app::texts::repeated;
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
    /// Values by the names under which they were given, as typed.
    pub options: BTreeMap<String, String>,
    /// The files that came with it, by the names of their options.
    pub files: Files,
    /// Whether a form brought it: what is in it would be typed twice if it were lost.
    pub by_form: bool,
}

impl Written {
    /// A command by its name, with options and files of its own or of a form.
    pub(in crate::app) fn new(
        name: &str,
        options: &BTreeMap<String, String>,
        files: &Files,
    ) -> Result<Self, CommandRefusal> {
        let (_, command) = find(name)?;
        Ok(Self { command, options: options.clone(), files: files.clone(), by_form: false })
    }

    /// Holds the options against the table.
    pub(in crate::app) fn check(&self) -> Result<Given, CommandRefusal> {
        Given::check(self.command.name, &self.options, &self.files)
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
        let (runs, command) = find(name)?;
        let (mut values, mut taken) = (BTreeMap::new(), BTreeMap::new());
        for (name, file) in files {
            let option = find_option(command, name)?;
            taken.insert(option.name, uploaded(option, file)?);
        }
        for (name, value) in options {
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

    /// The line that asks for the same with another value of an option. None if something cannot
    /// stand in a line: a file, or text with quotes.
    pub fn line_with(&self, option: &str, value: &str) -> Option<String> {
        if !self.files.is_empty() {
            return None;
        }
        let mut line = format!("/{}", self.command.name);
        for (name, typed) in &self.values {
            let value = if *name == option { value } else { typed.as_str() };
            if value.contains(['"', '“', '”', '„']) {
                return None;
            }
            let quote = if value.contains(char::is_whitespace) { "\"" } else { "" };
            // Writing to a string never fails.
            let _ = write!(line, " {name}:{quote}{value}{quote}");
        }
        Some(line)
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

/// The command with this name.
pub(in crate::app) fn find(name: &str) -> Result<(Runs, &'static Command), CommandRefusal> {
    if let Some(row) = rows().find(|(_, command)| command.name == name) {
        return Ok(row);
    }
    let first = name.split(' ').next().unwrap_or_default();
    let family: Vec<String> = commands()
        .filter(|command| command.name.split_once(' ').is_some_and(|(word, _)| word == name))
        .map(|command| format!("/{}", command.name))
        .collect();
    if !family.is_empty() {
        return Err(CommandRefusal::HalfCommand { word: name.to_owned(), commands: family });
    }
    let near = nearest(name, commands().map(|command| command.name))
        .or_else(|| nearest(first, commands().map(|command| command.name)));
    Err(CommandRefusal::UnknownCommand { given: repeated(name), nearest: near.map(str::to_owned) })
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

fn valid(option: &'static CommandOption, value: &str) -> Result<String, CommandRefusal> {
    match option.takes {
        Takes::Number { min, max, default } => number(option, value, (min, max, default)),
        Takes::OneOf { words } => word(option, value, words),
        Takes::Check => match yes_or_no(value) {
            Some(yes) => Ok(if yes { YES } else { NO }.to_owned()),
            None => word(option, value, &[YES, NO]),
        },
        Takes::Text
        | Takes::Deck
        | Takes::Topic
        | Takes::Question
        | Takes::Member
        | Takes::Time
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
