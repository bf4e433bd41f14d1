//! The fake's own table of methods against the one that Slack's SDKs carry, where
//! `SLACK_WEB_API_PARAMS` names that file.

use serde_json::Value;

use super::web::args::{Kind, Param};
use super::web::methods::{METHODS, Method};

/// What is newer than that table, each from its method's page (docs.slack.dev/reference/methods).
const NEWER: [(&str, &[&str]); 11] = [
    ("chat.postMessage", &["metadata"]),
    ("chat.update", &["metadata", "file_ids", "reply_broadcast"]),
    ("conversations.history", &["include_all_metadata"]),
    ("conversations.replies", &["include_all_metadata"]),
    ("conversations.open", &["prevent_creation"]),
    ("conversations.list", &["team_id"]),
    ("users.conversations", &["team_id"]),
    ("bots.info", &["team_id"]),
    ("team.info", &["domain"]),
    // A whole word in the table; the pages say that these are required after all.
    ("files.getUploadURLExternal", &[]),
    ("files.completeUploadExternal", &[]),
];

/// Methods that the table does not have: their pages are all there is.
const UNKNOWN: [&str; 6] = [
    "auth.teams.list",
    "apps.connections.open",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
    "files.info",
    "files.delete",
];

/// Where the fake's table and Slack's differ; none where no file is named, with a notice.
pub(crate) fn differences() -> Option<Vec<String>> {
    let Some(path) = std::env::var_os("SLACK_WEB_API_PARAMS") else {
        println!("skipped: no table of Slack's methods in SLACK_WEB_API_PARAMS");
        return None;
    };
    let table: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    Some(METHODS.iter().flat_map(|method| compare(method, &table[method.name])).collect())
}

fn compare(method: &Method, told: &Value) -> Vec<String> {
    let name = method.name;
    if told.is_null() {
        let known = UNKNOWN.contains(&name);
        return if known { vec![] } else { vec![format!("{name} is in no table")] };
    }
    let mut different = vec![];
    if told["json"] != method.json {
        different.push(format!("{name}: whether it reads JSON"));
    }
    let newer = NEWER.iter().find(|(method, _)| *method == name).map_or(&[][..], |(_, new)| new);
    for param in method.params.iter().filter(|param| !newer.contains(&param.name)) {
        let told = &told["params"][param.name];
        if told.is_null() {
            different.push(format!("{name} has no argument {}", param.name));
        } else if !fits(param, told) {
            different.push(format!("{name}: {} is {told}", param.name));
        }
    }
    for (param, told) in told["params"].as_object().into_iter().flatten() {
        let required = told[1] == true;
        if required && !method.params.iter().any(|one| one.name == param && one.required) {
            different.push(format!("{name} requires {param}"));
        }
    }
    different
}

/// Whether a type and duty are the same; objects and lists are texts in that table.
fn fits(param: &Param, told: &Value) -> bool {
    let kind = told[0].as_str().unwrap_or_default();
    let same = match param.kind {
        Kind::Text | Kind::Json | Kind::List => kind == "string",
        Kind::Ts => kind == "string" || kind == "number",
        Kind::Flag => kind == "boolean" || kind == "string",
        Kind::Whole => kind == "integer",
    };
    same && (param.required || told[1] == false)
}
