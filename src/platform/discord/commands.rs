//! The table of commands as Discord registers it.
//!
//! Source: <https://discord.com/developers/docs/interactions/application-commands>.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use serenity::model::Permissions;

use crate::app::command::{Command, CommandOption, Takes, commands, family};

/// Discord's numbers for what an option is.
mod kind {
    pub(super) const SUBCOMMAND: u8 = 1;
    pub(super) const STRING: u8 = 3;
    pub(super) const INTEGER: u8 = 4;
    pub(super) const BOOLEAN: u8 = 5;
    pub(super) const USER: u8 = 6;
    pub(super) const CHANNEL: u8 = 7;
    pub(super) const ATTACHMENT: u8 = 11;
}

/// Channels in which a card of the day may be posted: those for text and for announcements.
const TEXT_CHANNELS: [u8; 2] = [0, 5];

/// Who may manage a community: whoever Discord lets manage the server itself.
pub(super) const MANAGES: Permissions = Permissions::MANAGE_GUILD;

/// Every command: one of two words is a subcommand of the first.
pub fn table() -> Vec<Value> {
    let mut table: Vec<Value> = Vec::new();
    for command in commands() {
        let Some((family, name)) = command.name.split_once(' ') else {
            table.push(top(command.name, command.about, &options(command)));
            continue;
        };
        let sub = json!({
            "type": kind::SUBCOMMAND,
            "name": name,
            "description": command.about,
            "options": options(command),
        });
        let known = table.iter_mut().find(|known| known["name"] == family);
        match known.and_then(|known| known["options"].as_array_mut()) {
            Some(subs) => subs.push(sub),
            None => table.push(top(family, about_family(family), &[sub])),
        }
    }
    table
}

/// Whether what Discord has is what we would register. Discord adds fields of its own and leaves
/// out what is usual.
pub(super) fn is_current(registered: &[Value], table: &[Value]) -> bool {
    registered.len() == table.len() && table.iter().all(|ours| is_among(ours, registered))
}

/// Whether a command of ours is registered as it is now.
fn is_among(ours: &Value, registered: &[Value]) -> bool {
    let theirs = registered.iter().find(|theirs| theirs["name"] == ours["name"]);
    theirs.is_some_and(|theirs| agrees(ours, theirs))
}

/// What stands for a command in a text so that it can be pressed, by the command's line:
/// `</daily set:812>` for `/daily set`.
///
/// Source: <https://discord.com/developers/docs/reference#message-formatting>.
pub(super) fn mentions(registered: &[Value]) -> HashMap<String, String> {
    let mut mentions = HashMap::new();
    for command in commands() {
        let top = registered.iter().find(|known| known["name"] == command.family());
        if let Some(id) = top.and_then(|known| known["id"].as_str()) {
            let name = command.name;
            mentions.insert(format!("/{name}"), format!("</{name}:{id}>"));
        }
    }
    mentions
}

fn top(name: &str, about: &str, options: &[Value]) -> Value {
    json!({
        "type": 1, "name": name, "description": about, "options": options,
        // Discord knows permissions alone, and would hide what is for admins from members whom
        // those have named; a bot may not show it to some. So all is shown, and each command says
        // itself whom it is for.
        "default_member_permissions": null,
        // Added to servers only; used there and in direct messages with the bot.
        "integration_types": [0],
        "contexts": [0, 1],
    })
}

/// What a family's commands do. Discord wants a sentence, though it shows it nowhere yet.
fn about_family(name: &'static str) -> &'static str {
    family(name).map_or(name, |family| family.about)
}

fn options(command: &Command) -> Vec<Value> {
    command.options.iter().map(option).collect()
}

fn option(option: &CommandOption) -> Value {
    let mut fields = Map::new();
    let kind = match option.takes {
        Takes::Text | Takes::Date => kind::STRING,
        Takes::Deck
        | Takes::Topic
        | Takes::Question
        | Takes::Team
        | Takes::Time
        | Takes::TimeOrOff
        | Takes::Days
        | Takes::Zone => {
            fields.insert("autocomplete".to_owned(), true.into());
            kind::STRING
        }
        Takes::Number { min, max, .. } => {
            fields.insert("min_value".to_owned(), min.into());
            fields.insert("max_value".to_owned(), max.into());
            kind::INTEGER
        }
        Takes::OneOf { words, .. } => {
            let choices = words.iter().map(|word| json!({ "name": word, "value": word })).collect();
            fields.insert("choices".to_owned(), Value::Array(choices));
            kind::STRING
        }
        Takes::Check => kind::BOOLEAN,
        Takes::Member => kind::USER,
        Takes::Channel => {
            fields.insert("channel_types".to_owned(), json!(TEXT_CHANNELS));
            kind::CHANNEL
        }
        Takes::File { .. } => kind::ATTACHMENT,
    };
    fields.insert("type".to_owned(), kind.into());
    fields.insert("name".to_owned(), option.name.into());
    fields.insert("description".to_owned(), option.about.into());
    fields.insert("required".to_owned(), option.required.into());
    Value::Object(fields)
}

/// Whether all of ours is in theirs, as far as it is not what Discord takes for granted.
fn agrees(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            ours.iter().all(|(name, value)| match theirs.get(name) {
                Some(other) => agrees(value, other),
                None => is_usual(value),
            })
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, theirs)| agrees(ours, theirs))
        }
        // 1 and 1.0 are one number, which JSON may be written as either.
        (Value::Number(ours), Value::Number(theirs)) => ours.as_f64() == theirs.as_f64(),
        (ours, theirs) => ours == theirs || is_usual(ours) && is_usual(theirs),
    }
}

fn is_usual(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_within_the_limits_of_discord() {
        let table = table();
        assert!(table.len() <= 100);
        for command in &table {
            check(command);
            let names = ["name", "description"].map(|field| command[field].as_str().unwrap());
            let size: usize = names.iter().map(|text| text.chars().count()).sum::<usize>()
                + size_of_options(command);
            assert!(size <= 8_000, "{}: {size} characters", names[0]);
        }
    }

    fn check(part: &Value) {
        let (name, about) = (part["name"].as_str().unwrap(), part["description"].as_str().unwrap());
        assert!((1..=32).contains(&name.len()), "{name}");
        assert!((1..=100).contains(&about.chars().count()), "{name}: {about}");
        let options = part["options"].as_array().cloned().unwrap_or_default();
        assert!(options.len() <= 25, "{name}");
        assert!(
            options.is_sorted_by_key(|option| option["required"] == false),
            "{name}: required options first"
        );
        assert!(
            part["choices"].as_array().is_none_or(|choices| (1..=25).contains(&choices.len())),
            "{name}"
        );
        options.iter().for_each(check);
    }

    fn size_of_options(part: &Value) -> usize {
        let length = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
        let of = |option: &Value| {
            let choices = option["choices"].as_array().cloned().unwrap_or_default();
            let choices: usize =
                choices.iter().map(|one| length(&one["name"]) + length(&one["value"])).sum();
            length(&option["name"])
                + length(&option["description"])
                + choices
                + size_of_options(option)
        };
        part["options"].as_array().map_or(0, |options| options.iter().map(of).sum())
    }

    #[test]
    fn the_table_as_discord_receives_it() {
        // As text: how numbers look in JSON's own tree depends on what else a build has.
        let table = serde_json::to_value(table()).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&table).unwrap());
    }

    #[test]
    fn what_discord_adds_or_leaves_out_is_no_change() {
        let table = table();
        let mut registered = table.clone();
        for command in &mut registered {
            command["id"] = "812".into();
            command["version"] = "1".into();
            let fields = command.as_object_mut().unwrap();
            fields.retain(|_, value| !is_usual(value));
            for option in command["options"].as_array_mut().into_iter().flatten() {
                option.as_object_mut().unwrap().retain(|_, value| !is_usual(value));
            }
        }
        registered.reverse();
        assert!(is_current(&registered, &table));
        registered[0]["description"] = "another".into();
        assert!(!is_current(&registered, &table));
        assert!(!is_current(&table[1..], &table));
    }
}
