//! A form as a person sees it.

use serde_json::Value;

use super::super::limits::modal::TEXT;
use super::seen::parts;

/// An open form.
#[derive(Clone, Debug)]
pub(crate) struct Modal {
    /// The interaction that opened it.
    pub(super) opened_by: u64,
    pub(super) custom_id: String,
    pub(crate) title: String,
    /// What stands over the fields.
    pub(crate) texts: Vec<String>,
    pub(crate) fields: Vec<Field>,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(super) custom_id: String,
    pub(crate) label: String,
    pub(crate) placeholder: Option<String>,
    /// What stands in it at first.
    pub(crate) value: String,
    /// Whether it has several lines.
    pub(crate) long: bool,
    required: bool,
    least: u64,
    most: u64,
}

impl Modal {
    pub(super) fn new(opened_by: u64, data: &Value) -> Self {
        let rows = data["components"].as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            opened_by,
            custom_id: text(&data["custom_id"]),
            title: text(&data["title"]),
            texts: rows
                .iter()
                .filter(|row| row["type"] == TEXT)
                .map(|row| text(&row["content"]))
                .collect(),
            fields: parts(rows).map(Field::new).collect(),
        }
    }
}

impl Field {
    fn new(field: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            custom_id: text(&field["custom_id"]),
            label: text(&field["label"]),
            placeholder: field["placeholder"].as_str().map(ToOwned::to_owned),
            value: text(&field["value"]),
            long: field["style"] == 2,
            required: field["required"] != false,
            least: field["min_length"].as_u64().unwrap_or(0),
            most: field["max_length"].as_u64().unwrap_or(4000),
        }
    }

    /// Whether the form lets this text be sent.
    pub(crate) fn takes(&self, text: &str) -> bool {
        let length = text.chars().count() as u64;
        let empty = length == 0 && !self.required;
        length <= self.most && (empty || length >= self.least.max(u64::from(self.required)))
    }
}
