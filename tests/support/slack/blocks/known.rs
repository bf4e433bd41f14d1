//! Which properties blocks, elements and objects have: reference/block-kit and its pages.

use serde_json::Value;

/// The properties of a type: those that must be there, and those that may.
type Shape = (&'static str, &'static [&'static str], &'static [&'static str]);

const BLOCKS: &[Shape] = &[
    ("section", &[], &["text", "fields", "accessory", "expand"]),
    ("header", &["text"], &[]),
    ("divider", &[], &[]),
    ("image", &["alt_text"], &["image_url", "slack_file", "title"]),
    ("context", &["elements"], &[]),
    ("actions", &["elements"], &[]),
    ("input", &["label", "element"], &["dispatch_action", "hint", "optional"]),
    ("markdown", &["text"], &[]),
    ("rich_text", &["elements"], &[]),
    ("table", &["rows"], &["column_settings"]),
    ("data_table", &["rows", "caption"], &["page_size", "row_header_column_index"]),
];

const ELEMENTS: &[Shape] = &[
    (
        "button",
        &["text"],
        &["action_id", "url", "value", "style", "confirm", "accessibility_label"],
    ),
    (
        "static_select",
        &[],
        &[
            "placeholder",
            "options",
            "option_groups",
            "initial_option",
            "confirm",
            "focus_on_load",
            "action_id",
        ],
    ),
    (
        "external_select",
        &[],
        &[
            "placeholder",
            "initial_option",
            "confirm",
            "focus_on_load",
            "action_id",
            "min_query_length",
        ],
    ),
    (
        "multi_static_select",
        &[],
        &[
            "placeholder",
            "options",
            "option_groups",
            "initial_options",
            "confirm",
            "focus_on_load",
            "action_id",
            "max_selected_items",
        ],
    ),
    (
        "users_select",
        &[],
        &["placeholder", "initial_user", "confirm", "focus_on_load", "action_id"],
    ),
    (
        "channels_select",
        &[],
        &[
            "placeholder",
            "initial_channel",
            "confirm",
            "focus_on_load",
            "action_id",
            "response_url_enabled",
        ],
    ),
    (
        "conversations_select",
        &[],
        &[
            "placeholder",
            "initial_conversation",
            "confirm",
            "focus_on_load",
            "action_id",
            "default_to_current_conversation",
            "filter",
            "response_url_enabled",
        ],
    ),
    ("datepicker", &[], &["placeholder", "initial_date", "confirm", "focus_on_load", "action_id"]),
    (
        "timepicker",
        &[],
        &["placeholder", "initial_time", "confirm", "focus_on_load", "action_id", "timezone"],
    ),
    (
        "plain_text_input",
        &[],
        &[
            "placeholder",
            "initial_value",
            "multiline",
            "min_length",
            "max_length",
            "dispatch_action_config",
            "focus_on_load",
            "action_id",
        ],
    ),
    (
        "number_input",
        &["is_decimal_allowed"],
        &[
            "placeholder",
            "initial_value",
            "min_value",
            "max_value",
            "dispatch_action_config",
            "focus_on_load",
            "action_id",
        ],
    ),
    ("checkboxes", &["options"], &["initial_options", "confirm", "focus_on_load", "action_id"]),
    ("radio_buttons", &["options"], &["initial_option", "confirm", "focus_on_load", "action_id"]),
    ("overflow", &["options"], &["confirm", "action_id"]),
    ("file_input", &[], &["filetypes", "max_files", "action_id"]),
    ("image", &["alt_text"], &["image_url", "slack_file"]),
];

const OPTION: Shape = ("option", &["text", "value"], &["description", "url"]);
const GROUP: Shape = ("option group", &["label", "options"], &[]);
const CONFIRM: Shape = ("confirm", &["title", "text", "confirm", "deny"], &["style"]);
const DISPATCH: Shape = ("dispatch_action_config", &[], &["trigger_actions_on"]);
const FILE: Shape = ("slack_file", &[], &["id", "url"]);

const MODAL: Shape = (
    "modal",
    &["title", "blocks"],
    &[
        "close",
        "submit",
        "private_metadata",
        "callback_id",
        "clear_on_close",
        "notify_on_close",
        "external_id",
        "submit_disabled",
    ],
);
const HOME: Shape = ("home", &["blocks"], &["private_metadata", "callback_id", "external_id"]);

/// The most characters of an option's text and value; `@slack/types` says 75 of values, probing
/// 150: the lower one is safe.
const OPTION_LENGTH: usize = 75;

/// Notes what is wrong with a block's properties.
pub(super) fn check(block: &Value, path: &str, wrong: &mut Vec<String>) {
    let kind = block["type"].as_str().unwrap_or_default();
    let Some(shape) = BLOCKS.iter().find(|shape| shape.0 == kind) else {
        wrong.push(format!("{path}: no block {kind:?} that is known here"));
        return;
    };
    properties(block, shape, &["type", "block_id"], path, wrong);
    // Their inside is left to the rules of others.
    if !["markdown", "rich_text", "table", "data_table"].contains(&kind) {
        inside(block, path, wrong);
    }
}

/// Notes what is wrong with a view's properties.
pub(super) fn check_view(view: &Value, kind: &str, wrong: &mut Vec<String>) {
    let shape = if kind == "home" { &HOME } else { &MODAL };
    properties(view, shape, &["type"], "/view", wrong);
    for (name, value) in view.as_object().into_iter().flatten() {
        if ["title", "close", "submit"].contains(&name.as_str()) {
            text(value, &format!("/view/{name}"), wrong);
        }
    }
}

fn properties(
    value: &Value,
    (name, must, may): &Shape,
    always: &[&str],
    path: &str,
    wrong: &mut Vec<String>,
) {
    let Some(fields) = value.as_object() else {
        wrong.push(format!("{path}: no object"));
        return;
    };
    for field in fields.keys().map(String::as_str) {
        if !must.contains(&field) && !may.contains(&field) && !always.contains(&field) {
            wrong.push(format!("{path}: {name} has no `{field}`"));
        }
    }
    for field in must.iter().filter(|field| fields.get(**field).is_none_or(Value::is_null)) {
        wrong.push(format!("{path}: {name} needs `{field}`"));
    }
}

/// The parts of a block, element or object, each by its name.
fn inside(value: &Value, path: &str, wrong: &mut Vec<String>) {
    for (name, part) in value.as_object().into_iter().flatten() {
        let path = format!("{path}/{name}");
        match name.as_str() {
            "text" | "title" | "label" | "hint" | "placeholder" | "description" => {
                text(part, &path, wrong);
            }
            "fields" => each(part, &path, wrong, text),
            "elements" => each(part, &path, wrong, element),
            "element" | "accessory" => element(part, &path, wrong),
            "options" | "initial_options" => each(part, &path, wrong, option),
            "initial_option" => option(part, &path, wrong),
            "option_groups" => each(part, &path, wrong, group),
            "confirm" => confirm(part, &path, wrong),
            "slack_file" => properties(part, &FILE, &[], &path, wrong),
            "dispatch_action_config" => properties(part, &DISPATCH, &[], &path, wrong),
            _ => {}
        }
    }
}

fn each(
    list: &Value,
    path: &str,
    wrong: &mut Vec<String>,
    check: fn(&Value, &str, &mut Vec<String>),
) {
    let Some(list) = list.as_array() else {
        wrong.push(format!("{path}: no list"));
        return;
    };
    for (place, one) in list.iter().enumerate() {
        check(one, &format!("{path}/{place}"), wrong);
    }
}

fn text(value: &Value, path: &str, wrong: &mut Vec<String>) {
    let own: &[&str] = match value["type"].as_str() {
        Some("plain_text") => &["emoji"],
        Some("mrkdwn") => &["verbatim"],
        _ => {
            wrong.push(format!("{path}: no text object"));
            return;
        }
    };
    properties(value, &("text", &["text"], own), &["type"], path, wrong);
    if value["text"] == "" {
        wrong.push(format!("{path}: an empty text"));
    }
}

fn element(value: &Value, path: &str, wrong: &mut Vec<String>) {
    let kind = value["type"].as_str().unwrap_or_default();
    if kind == "mrkdwn" || kind == "plain_text" {
        return text(value, path, wrong);
    }
    let Some(shape) = ELEMENTS.iter().find(|shape| shape.0 == kind) else {
        wrong.push(format!("{path}: no element {kind:?} that is known here"));
        return;
    };
    properties(value, shape, &["type"], path, wrong);
    inside(value, path, wrong);
}

fn option(value: &Value, path: &str, wrong: &mut Vec<String>) {
    properties(value, &OPTION, &[], path, wrong);
    inside(value, path, wrong);
    for told in [&value["value"], &value["text"]["text"]] {
        if told.as_str().is_some_and(|told| told.chars().count() > OPTION_LENGTH) {
            wrong.push(format!("{path}: more than {OPTION_LENGTH} characters: {told}"));
        }
    }
}

fn group(value: &Value, path: &str, wrong: &mut Vec<String>) {
    properties(value, &GROUP, &[], path, wrong);
    inside(value, path, wrong);
}

fn confirm(value: &Value, path: &str, wrong: &mut Vec<String>) {
    properties(value, &CONFIRM, &[], path, wrong);
    for name in ["title", "text", "confirm", "deny"] {
        text(&value[name], &format!("{path}/{name}"), wrong);
    }
}
