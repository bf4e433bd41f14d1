//! A command that cannot be taken as it was given because of one of its options: it is asked for
//! again by a form in which the others are filled in, so that nothing is typed twice.

use std::collections::BTreeMap;

use super::Refusal;
use crate::app::click::{Click, LONGEST};
use crate::app::command::refusal::CommandRefusal;
use crate::app::command::{Command, CommandOption, Takes, Written};
use crate::app::reading::refusal::Misread;
use crate::app::reply::{Button, ButtonStyle, Field, Form, Input, MOST_FIELDS};
use crate::app::texts::clipped;

/// The longest title of a form, in characters (the narrowest platform's limit).
const LONGEST_TITLE: usize = 45;

/// The longest text that a field takes, in characters: all that any option takes is shorter.
const LONGEST_TEXT: u32 = 500;

/// A refused command with its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Why it was refused.
    pub(super) refusal: Refusal,
    /// Asks for all of it again.
    pub(super) form: Form,
    /// The line that gives the same, by which the form can be opened later.
    line: String,
}

impl Again {
    /// The form for what was written, if the refusal is about one of its options and a form can
    /// hold what was given.
    pub(super) fn of(refusal: &Refusal, written: &Written) -> Option<Self> {
        let wrong = at_fault(refusal, written.command)?;
        let form = form(refusal, written, wrong)?;
        Some(Self { refusal: refusal.clone(), form, line: line(written) })
    }

    /// Opens the form, for whom it did not open by itself.
    pub(super) fn button(&self) -> Button {
        Button::new(Click::line(&self.line), "Fill in a form", ButtonStyle::Plain)
    }
}

/// The option that a refusal is about.
fn at_fault(refusal: &Refusal, command: &Command) -> Option<&'static CommandOption> {
    let named = |name: &str| command.options.iter().find(|option| option.name == name);
    let taking = |takes: Takes| command.options.iter().find(|option| option.takes == takes);
    match refusal {
        Refusal::Command(
            CommandRefusal::Missing { option, .. }
            | CommandRefusal::NotANumber { option, .. }
            | CommandRefusal::OutOfRange { option, .. }
            | CommandRefusal::UnknownWord { option, .. },
        ) => named(option),
        Refusal::Misread(Misread::NotATime(_)) => taking(Takes::Time),
        Refusal::Misread(Misread::NotDays(_)) => taking(Takes::Days),
        // Where there are places to choose from, they are buttons.
        Refusal::Misread(Misread::UnknownZone { instead, .. }) if instead.is_empty() => {
            taking(Takes::Zone)
        }
        _ => None,
    }
}

fn form(refusal: &Refusal, written: &Written, wrong: &CommandOption) -> Option<Form> {
    let Written { command, options } = written;
    let is_given = |option: &CommandOption| options.contains_key(option.name);
    // What no field can hold would be lost.
    if command.options.iter().any(|option| is_given(option) && input(option).is_none()) {
        return None;
    }
    let mut asked: Vec<&CommandOption> =
        command.options.iter().filter(|option| input(option).is_some()).collect();
    asked.sort_by_key(|option| (option.name != wrong.name, !option.required && !is_given(option)));
    let left_out = asked.split_off(asked.len().min(MOST_FIELDS));
    if left_out.into_iter().any(|option| option.required || is_given(option)) {
        return None;
    }
    // Shown in the order in which the command has them.
    let fields = command.options.iter().filter(|option| asked.contains(option));
    let is_missing = matches!(refusal, Refusal::Command(CommandRefusal::Missing { .. }));
    let fields = fields.filter_map(|option| {
        let error = (option.name == wrong.name && !is_missing).then(|| refusal.to_string());
        field(option, options, error)
    });
    Some(Form {
        action: Click::line(format!("/{}", command.name)),
        title: clipped(&format!("/{}", command.name), LONGEST_TITLE),
        intro: command.about.to_owned(),
        fields: fields.collect(),
        submit: "Send".to_owned(),
    })
}

/// The field for an option, with what was given for it.
fn field(
    option: &CommandOption,
    options: &BTreeMap<String, String>,
    error: Option<String>,
) -> Option<Field> {
    Some(Field {
        name: option.name.to_owned(),
        label: capitalized(option.name),
        placeholder: option.about.to_owned(),
        max_length: LONGEST_TEXT,
        multiline: false,
        input: input(option)?,
        value: clipped(options.get(option.name).map_or("", |value| value), LONGEST_TEXT as usize),
        is_optional: !option.required,
        error,
    })
}

/// How an option is filled in; none where a form cannot ask for it.
fn input(option: &CommandOption) -> Option<Input> {
    match option.takes {
        Takes::Text | Takes::Deck | Takes::Topic | Takes::Member | Takes::Days | Takes::Zone => {
            Some(Input::Text)
        }
        Takes::Number { min, max, .. } => Some(Input::Number { min, max }),
        Takes::OneOf { words } => {
            Some(Input::Choice { words: words.iter().map(|&word| word.to_owned()).collect() })
        }
        Takes::Time => Some(Input::Time),
        Takes::Question | Takes::Channel | Takes::File => None,
    }
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The command with what was given, as far as a button holds it.
fn line(written: &Written) -> String {
    let bare = format!("/{}", written.command.name);
    let mut whole = bare.clone();
    for (name, value) in &written.options {
        let quote = if value.contains(char::is_whitespace) { "\"" } else { "" };
        whole += " ";
        whole += name;
        whole += ":";
        whole += quote;
        whole += value;
        whole += quote;
    }
    let is_clear = !whole.contains(['“', '”', '„']) && whole.matches('"').count() % 2 == 0;
    let fits = Click::line(&whole).to_string().len() <= LONGEST;
    if is_clear && fits { whole } else { bare }
}
