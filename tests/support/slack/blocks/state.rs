//! What elements have filled in: reference/interaction-payloads/view-interactions.

use serde_json::{Value, json};

/// The name under which an element tells its value, none for those without one.
pub(crate) fn key(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "plain_text_input" | "number_input" => "value",
        "static_select" | "external_select" | "radio_buttons" => "selected_option",
        "multi_static_select" | "checkboxes" => "selected_options",
        "datepicker" => "selected_date",
        "timepicker" => "selected_time",
        "users_select" => "selected_user",
        "channels_select" => "selected_channel",
        "conversations_select" => "selected_conversation",
        "file_input" => "files",
        _ => return None,
    })
}

/// What an element tells before anybody has touched it.
pub(crate) fn initial(element: &Value) -> Option<Value> {
    let kind = element["type"].as_str().unwrap_or_default();
    let key = key(kind)?;
    let begun = match key {
        "selected_options" => element.get("initial_options").cloned().unwrap_or(json!([])),
        "files" => json!([]),
        other => {
            let name = other.replace("selected_", "initial_");
            let name = if other == "value" { "initial_value" } else { &name };
            element.get(name).cloned().unwrap_or_default()
        }
    };
    Some(json!({ "type": kind, key: begun }))
}

/// Whether something is filled in.
pub(crate) fn is_filled(state: &Value) -> bool {
    let kind = state["type"].as_str().unwrap_or_default();
    match key(kind).map(|key| &state[key]) {
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(value) => !value.is_null(),
        None => false,
    }
}
