//! A command as a form: a field for each of its options.

use super::shape::{Command, CommandOption, Takes};
use crate::app::click::Click;
use crate::app::reply::{Field, Form, Input};
use crate::app::texts::clipped;

/// The longest title of a form, in characters (the narrowest platform's limit).
const LONGEST_TITLE: usize = 45;

/// The longest text that a field takes, in characters: all that any option takes is shorter.
pub(in crate::app) const LONGEST_TEXT: u32 = 1_000;

/// A form of these fields whose sending gives the command.
pub(in crate::app) fn form(command: &Command, fields: Vec<Field>) -> Form {
    Form {
        action: Click::line(format!("/{}", command.name)),
        title: clipped(&format!("/{}", command.name), LONGEST_TITLE),
        intro: String::new(),
        error: None,
        fields,
        submit: "Send".to_owned(),
    }
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
        Takes::OneOf { words } => {
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
