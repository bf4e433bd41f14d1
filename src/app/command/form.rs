//! A command as a form: a field for each of its options.

use super::shape::{Command, CommandOption, Takes};
use crate::app::click::Click;
use crate::app::reply::{Field, Form, Input};
use crate::app::texts::clipped;

/// The longest title of a form, in characters (the narrowest platform's limit).
const LONGEST_TITLE: usize = 45;

/// The longest text that a field takes, in characters: all that any option takes is shorter.
pub(in crate::app) const LONGEST_TEXT: u32 = 1_000;

/// How the form of a command looks that is filled in rather than typed.
struct Look {
    title: &'static str,
    intro: &'static str,
    submit: &'static str,
}

/// The look of a command's form, if it has one of its own.
fn look(command: &Command) -> Option<Look> {
    match command.name {
        "settings" => Some(Look { title: "Your settings", intro: "", submit: "Save" }),
        "setup" => Some(Look {
            title: "Card of the day",
            intro: "This channel gets a card at this time, and the first one at once.",
            submit: "Set up",
        }),
        _ => None,
    }
}

/// A form of these fields whose sending gives the command.
pub(in crate::app) fn form(command: &Command, fields: Vec<Field>) -> Form {
    let name = format!("/{}", command.name);
    let look = look(command);
    Form {
        action: Click::line(&name),
        title: look.as_ref().map_or(clipped(&name, LONGEST_TITLE), |look| look.title.to_owned()),
        intro: look.as_ref().map_or(command.about, |look| look.intro).to_owned(),
        error: None,
        fields: fields.into_iter().map(|field| needed(field, look.is_some())).collect(),
        submit: look.map_or("Send", |look| look.submit).to_owned(),
    }
}

/// A field, which is not to be emptied in a form that is filled in.
fn needed(field: Field, is_filled_in: bool) -> Field {
    Field { is_optional: field.is_optional && !is_filled_in, ..field }
}

/// The field for an option, with what stands in it at first.
pub(in crate::app) fn field(option: &CommandOption, value: &str) -> Field {
    let label = if option.label.is_empty() { option.name } else { option.label };
    Field {
        name: option.name.to_owned(),
        label: capitalized(label),
        placeholder: option.about.to_owned(),
        max_length: LONGEST_TEXT,
        multiline: false,
        input: input(option),
        value: clipped(value, LONGEST_TEXT as usize),
        is_optional: !option.required,
        error: None,
    }
}

/// How an option is filled in.
pub(in crate::app) fn input(option: &CommandOption) -> Input {
    match option.takes {
        Takes::Number { min, max, .. } => Input::Number { min, max },
        Takes::OneOf { words, .. } => {
            Input::Choice { words: words.iter().map(|&word| word.to_owned()).collect() }
        }
        Takes::Time => Input::Time,
        Takes::Date => Input::Date,
        Takes::Zone => Input::Zone,
        Takes::Check => Input::Check,
        Takes::File { most, endings, .. } => {
            let endings = endings.iter().map(|&ending| ending.to_owned()).collect();
            Input::File { most, endings }
        }
        _ => Input::Text,
    }
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
