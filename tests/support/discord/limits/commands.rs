//! Commands as they are registered.

use std::collections::HashSet;

use serde_json::Value;

use super::super::refused::{Form, Refused};
use super::choices::{MOST, check_choice};

const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;
const STRING: u64 = 3;
/// The most characters of names, descriptions and values of one command.
const WHOLE: usize = 8_000;
/// The most commands.
const COMMANDS: usize = 100;

/// Checks a list of commands that replaces all.
pub(crate) fn check_all(body: &Value) -> Result<(), Refused> {
    let commands = body.as_array().map(Vec::as_slice).unwrap_or_default();
    if commands.len() > COMMANDS {
        return Err(Refused::new(
            400,
            30032,
            "Maximum number of application commands reached (100)",
        ));
    }
    let mut form = Form::default();
    let mut names = HashSet::new();
    for (place, command) in commands.iter().enumerate() {
        check_command(&mut form, &place.to_string(), command);
        if !names.insert(&command["name"]) {
            let text = "Application command names must be unique";
            form.wrong(&format!("{place}.name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", text);
        }
    }
    form.finish()
}

/// Checks one command.
pub(crate) fn check_one(command: &Value) -> Result<(), Refused> {
    let mut form = Form::default();
    check_command(&mut form, "command", command);
    form.finish()
}

fn check_command(form: &mut Form, place: &str, command: &Value) {
    check_name(form, place, command);
    form.length(
        &format!("{place}.description"),
        command["description"].as_str().unwrap_or_default(),
        1,
        100,
    );
    check_options(form, place, command, 0);
    if characters(command) > WHOLE {
        form.wrong(place, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
    }
}

fn check_name(form: &mut Form, place: &str, named: &Value) {
    let name = named["name"].as_str().unwrap_or_default();
    form.length(&format!("{place}.name"), name, 1, 32);
    let fits =
        |letter: char| letter == '-' || letter == '_' || letter == '\'' || letter.is_alphanumeric();
    if !name.chars().all(fits) || name != name.to_lowercase() {
        form.wrong(
            &format!("{place}.name"),
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        );
    }
}

fn check_options(form: &mut Form, place: &str, parent: &Value, depth: usize) {
    let options = parent["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    form.count(&format!("{place}.options"), options.len(), 25);
    let mut names = HashSet::new();
    let mut optional = false;
    let nested = |option: &Value| matches!(option["type"].as_u64(), Some(SUBCOMMAND | GROUP));
    if options.iter().any(nested) && !options.iter().all(nested) {
        let text = "Sub-command and sub-command group option types are mutually exclusive to all \
            other types";
        form.wrong(&format!("{place}.options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text);
    }
    for (number, option) in options.iter().enumerate() {
        let place = format!("{place}.options.{number}");
        check_name(form, &place, option);
        form.length(
            &format!("{place}.description"),
            option["description"].as_str().unwrap_or_default(),
            1,
            100,
        );
        if !names.insert(&option["name"]) {
            let text = "Option name already exists in options list";
            form.wrong(
                &format!("{place}.name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                text,
            );
        }
        let required = option["required"] == true;
        if required && optional {
            let text = "Required options must be placed before non-required options";
            form.wrong(&place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text);
        }
        optional |= !required;
        check_kind(form, &place, option, depth);
    }
}

fn check_kind(form: &mut Form, place: &str, option: &Value, depth: usize) {
    match option["type"].as_u64() {
        Some(GROUP) if depth == 0 => check_options(form, place, option, 1),
        Some(SUBCOMMAND) if depth <= 1 => check_options(form, place, option, 2),
        Some(STRING..=11) => check_value(form, place, option),
        _ => form.wrong(
            &format!("{place}.type"),
            "BASE_TYPE_CHOICES",
            "This type of option does not fit here.",
        ),
    }
}

fn check_value(form: &mut Form, place: &str, option: &Value) {
    let choices = option["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    form.count(&format!("{place}.choices"), choices.len(), MOST);
    for (number, choice) in choices.iter().enumerate() {
        check_choice(form, &format!("{place}.choices.{number}"), choice);
        if (option["type"] == STRING) != choice["value"].is_string() {
            form.wrong(
                &format!("{place}.choices.{number}.value"),
                "BASE_TYPE",
                "The value has another type.",
            );
        }
    }
    let takes_choices = matches!(option["type"].as_u64(), Some(STRING | 4 | 10));
    if option["autocomplete"] == true && (!choices.is_empty() || !takes_choices) {
        let text = "Autocomplete cannot be set to true when choices are present";
        form.wrong(place, "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", text);
    }
    if let (Some(least), Some(most)) = (option["min_value"].as_f64(), option["max_value"].as_f64())
        && least > most
    {
        form.wrong(
            &format!("{place}.min_value"),
            "NUMBER_TYPE_MAX",
            "The least value is above the greatest.",
        );
    }
}

/// Characters that count toward a command's size.
fn characters(named: &Value) -> usize {
    let length = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let own = length(&named["name"]) + length(&named["description"]) + length(&named["value"]);
    let below = ["options", "choices"]
        .iter()
        .flat_map(|list| named[*list].as_array().into_iter().flatten());
    own + below.map(characters).sum::<usize>()
}
