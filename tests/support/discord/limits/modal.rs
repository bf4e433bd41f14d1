//! Forms.

use std::collections::HashSet;

use serde_json::Value;

use super::super::refused::{Form, Refused};
use super::components::custom_id;

/// The kind of a field that takes text.
pub(crate) const TEXT_INPUT: u64 = 4;

/// The kind of a text that stands between the fields.
pub(crate) const TEXT: u64 = 10;

/// Checks the data of a response of type 9. Discord takes labels as well, with texts, menus and
/// files in them; this does not, since serenity does not hand on what comes back in one.
pub(crate) fn check(data: &Value) -> Result<(), Refused> {
    let mut form = Form::default();
    form.length("data.title", data["title"].as_str().unwrap_or_default(), 1, 45);
    custom_id(&mut form, "data", data);
    let rows = data["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    // Texts count as well. Its schema says 40, its pages say 5.
    if !(1..=5).contains(&rows.len()) {
        form.wrong("data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
    }
    let mut ids = HashSet::new();
    for (place, row) in rows.iter().enumerate() {
        if row["type"] == TEXT {
            let content = row["content"].as_str().unwrap_or_default();
            form.length(&format!("data.components.{place}.content"), content, 1, 4000);
            continue;
        }
        let fields = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        let place = format!("data.components.{place}.components");
        let [field] = fields else {
            form.wrong(&place, "BASE_TYPE_BAD_LENGTH", "Must be 1 in length.");
            continue;
        };
        let place = format!("{place}.0");
        check_field(&mut form, &place, field);
        if field["custom_id"].as_str().is_some_and(|id| !ids.insert(id)) {
            let text = "Component custom id cannot be duplicated";
            form.wrong(&format!("{place}.custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", text);
        }
    }
    form.finish()
}

fn check_field(form: &mut Form, place: &str, field: &Value) {
    if field["type"] != TEXT_INPUT {
        form.wrong(
            &format!("{place}.type"),
            "BASE_TYPE_CHOICES",
            "Value of field \"type\" must be one of (4,).",
        );
    }
    if !matches!(field["style"].as_u64(), Some(1 | 2)) {
        form.wrong(&format!("{place}.style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2).");
    }
    custom_id(form, place, field);
    form.length(&format!("{place}.label"), field["label"].as_str().unwrap_or_default(), 1, 45);
    form.length(
        &format!("{place}.placeholder"),
        field["placeholder"].as_str().unwrap_or_default(),
        0,
        100,
    );
    let least = field["min_length"].as_u64().unwrap_or(0);
    let most = field["max_length"].as_u64().unwrap_or(4000);
    if most > 4000 || most == 0 || least > most {
        form.wrong(
            &format!("{place}.max_length"),
            "NUMBER_TYPE_MAX",
            "int value should be between 1 and 4000.",
        );
    }
    let value = field["value"].as_str().unwrap_or_default();
    form.length(&format!("{place}.value"), value, 0, usize::try_from(most.min(4000)).unwrap());
}
