//! Rows of buttons, and selects.

use std::collections::HashSet;

use serde_json::Value;

use super::super::refused::Form;

const ROW: u64 = 1;
pub(crate) const BUTTON: u64 = 2;
pub(crate) const SELECT: u64 = 3;
/// The style of a button that opens an address.
const LINK: u64 = 5;

/// Checks a message's components.
pub(crate) fn check(form: &mut Form, components: &Value) {
    let Some(rows) = components.as_array() else { return };
    form.count("components", rows.len(), 5);
    let mut ids = HashSet::new();
    for (place, row) in rows.iter().enumerate() {
        let place = format!("components.{place}");
        if row["type"] != ROW {
            form.wrong(
                &format!("{place}.type"),
                "BASE_TYPE_CHOICES",
                "Value of field \"type\" must be one of (1,).",
            );
            continue;
        }
        let children = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        check_row(form, &place, children);
        for (number, child) in children.iter().enumerate() {
            let place = format!("{place}.components.{number}");
            check_child(form, &place, child);
            if child["custom_id"].as_str().is_some_and(|id| !ids.insert(id)) {
                let text = "Component custom id cannot be duplicated";
                form.wrong(&format!("{place}.custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", text);
            }
        }
    }
}

fn check_row(form: &mut Form, place: &str, children: &[Value]) {
    if !(1..=5).contains(&children.len()) {
        let text = "Must be between 1 and 5 in length.";
        form.wrong(&format!("{place}.components"), "BASE_TYPE_BAD_LENGTH", text);
    }
    if children.len() > 1 && children.iter().any(|child| child["type"] == SELECT) {
        let text = "The specified component exceeds the maximum width";
        form.wrong(&format!("{place}.components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", text);
    }
}

fn check_child(form: &mut Form, place: &str, child: &Value) {
    match child["type"].as_u64() {
        Some(BUTTON) => check_button(form, place, child),
        Some(SELECT) => check_select(form, place, child),
        _ => {
            form.wrong(
                &format!("{place}.type"),
                "BASE_TYPE_CHOICES",
                "Value of field \"type\" must be one of (2, 3).",
            );
        }
    }
}

fn check_button(form: &mut Form, place: &str, button: &Value) {
    let style = button["style"].as_u64().unwrap_or_default();
    let label = button["label"].as_str().unwrap_or_default();
    form.length(&format!("{place}.label"), label, 0, 80);
    if label.is_empty() && button["emoji"].is_null() {
        form.wrong(
            &format!("{place}.label"),
            "BUTTON_COMPONENT_INVALID",
            "A button needs a label or an emoji.",
        );
    }
    match style {
        1..=4 => custom_id(form, place, button),
        LINK if button["custom_id"].is_null() && button["url"].is_string() => {}
        LINK => form.wrong(
            &format!("{place}.url"),
            "BUTTON_COMPONENT_INVALID_URL",
            "A link button has a URL alone.",
        ),
        _ => form.wrong(
            &format!("{place}.style"),
            "BASE_TYPE_CHOICES",
            "Value must be one of (1, 2, 3, 4, 5).",
        ),
    }
}

fn check_select(form: &mut Form, place: &str, select: &Value) {
    custom_id(form, place, select);
    form.length(
        &format!("{place}.placeholder"),
        select["placeholder"].as_str().unwrap_or_default(),
        0,
        150,
    );
    let options = select["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !(1..=25).contains(&options.len()) {
        let text = "Must be between 1 and 25 in length.";
        form.wrong(&format!("{place}.options"), "BASE_TYPE_BAD_LENGTH", text);
    }
    let mut values = HashSet::new();
    for (number, option) in options.iter().enumerate() {
        let place = format!("{place}.options.{number}");
        form.length(
            &format!("{place}.label"),
            option["label"].as_str().unwrap_or_default(),
            1,
            100,
        );
        let value = option["value"].as_str().unwrap_or_default();
        form.length(&format!("{place}.value"), value, 1, 100);
        form.length(
            &format!("{place}.description"),
            option["description"].as_str().unwrap_or_default(),
            0,
            100,
        );
        if !values.insert(value) {
            let text = "The specified option value is already used";
            form.wrong(&format!("{place}.value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", text);
        }
    }
    let least = select["min_values"].as_u64().unwrap_or(1);
    let most = select["max_values"].as_u64().unwrap_or(1);
    let count = options.len() as u64;
    if least > most || most > count || most == 0 {
        form.wrong(
            &format!("{place}.max_values"),
            "SELECT_COMPONENT_VALUES_RANGE",
            "No such choice is possible.",
        );
    }
}

/// Checks the id that comes back with a click.
pub(super) fn custom_id(form: &mut Form, place: &str, component: &Value) {
    match component["custom_id"].as_str() {
        Some(id) => form.length(&format!("{place}.custom_id"), id, 1, 100),
        None => form.required(&format!("{place}.custom_id")),
    }
}
