//! The suggestions of an autocompletion.

use serde_json::Value;

use super::super::refused::{Form, Refused};

/// The most suggestions.
pub(crate) const MOST: usize = 25;

/// Checks the data of a response of type 8.
pub(crate) fn check(data: &Value) -> Result<(), Refused> {
    let mut form = Form::default();
    let empty = vec![];
    let choices = data["choices"].as_array().unwrap_or(&empty);
    form.count("data.choices", choices.len(), MOST);
    for (place, choice) in choices.iter().enumerate() {
        check_choice(&mut form, &format!("data.choices.{place}"), choice);
    }
    form.finish()
}

/// Checks one choice, of a command's option as well.
pub(super) fn check_choice(form: &mut Form, place: &str, choice: &Value) {
    form.length(&format!("{place}.name"), choice["name"].as_str().unwrap_or_default(), 1, 100);
    if let Some(value) = choice["value"].as_str() {
        form.length(&format!("{place}.value"), value, 1, 100);
    } else if !choice["value"].is_number() {
        form.required(&format!("{place}.value"));
    }
}
