//! Nothing that Discord sends is lost: every leaf that a person filled in arrives, whatever its
//! kind. What this relies on is stated beside the fake of Discord: no form of ours has a label or a
//! menu in it, whose values serenity does not hand on.

use serde_json::{Value, json};
use serenity::model::application::Interaction;

use super::*;

/// An interaction as the gateway brings it.
fn interaction(kind: u8, data: &Value) -> Value {
    json!({
        "id": "101", "application_id": "102", "type": kind, "token": "token", "version": 1,
        "data": data, "guild_id": "103", "channel_id": "104",
        "channel": { "id": "104", "type": 0, "name": "exam", "permissions": "0" },
        "member": {
            "user": { "id": "105", "username": "ben", "discriminator": "0", "avatar": null },
            "roles": [], "joined_at": "2026-01-01T00:00:00Z", "deaf": false, "mute": false,
            "flags": 0, "permissions": "0",
        },
        "locale": "pt-BR", "guild_locale": "en-US", "app_permissions": "0",
        "entitlements": [], "authorizing_integration_owners": { "0": "103" }, "context": 0,
        "attachment_size_limit": 10_485_760,
    })
}

/// Read as the gateway reads it.
fn heard(json: &Value) -> Heard {
    let interaction: Interaction = serde_json::from_str(&json.to_string()).unwrap();
    Heard::of(&interaction).expect("an interaction that asks for something")
}

/// All that somebody filled in, chose or pressed: the leaves of these names, wherever they stand.
fn leaves(json: &Value, found: &mut Vec<String>) {
    const NAMES: [&str; 7] =
        ["value", "values", "custom_id", "locale", "filename", "size", "content_type"];
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                let is_file = fields.get("type") == Some(&json!(11)) && name == "value";
                // The id of a file leads to what else is told of it; a menu is only called so.
                let stands_for_more = is_file || value == "menu";
                if NAMES.contains(&name.as_str()) && !stands_for_more {
                    let one = std::slice::from_ref(value);
                    let values = value.as_array().map_or(one, Vec::as_slice);
                    found.extend(values.iter().map(text_of));
                } else {
                    leaves(value, found);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| leaves(value, found)),
        _ => {}
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// All texts that the request has of it.
fn arrived(heard: &Heard) -> Vec<String> {
    let mut texts: Vec<String> = match &heard.action {
        Action::Command { options, .. } => options.values().cloned().collect(),
        Action::Click(click) => vec![click.to_string()],
        Action::Submit { action, fields, .. } => {
            let fields = fields.iter().flat_map(|(name, value)| [name.clone(), value.clone()]);
            fields.chain([action.to_string()]).collect()
        }
        other => panic!("{other:?}"),
    };
    for file in &heard.attached {
        texts.push(file.told.name.clone());
        texts.extend(file.told.media_type.clone());
        texts.extend(file.told.bytes.map(|bytes| bytes.to_string()));
    }
    texts.extend(heard.asker.language.as_ref().map(ToString::to_string));
    texts
}

/// Asserts that every leaf arrives, and that there are as many of them as the test knows.
fn check(json: &Value, count: usize) -> Heard {
    let heard = heard(json);
    let mut wanted = Vec::new();
    leaves(json, &mut wanted);
    assert_eq!(wanted.len(), count, "{wanted:?}");
    let arrived = arrived(&heard);
    for leaf in wanted {
        let is_there = |text: &String| *text == leaf || text.eq_ignore_ascii_case(&leaf);
        assert!(arrived.iter().any(is_there), "{leaf:?} does not arrive: {arrived:?}");
    }
    heard
}

#[test]
fn every_kind_of_option_arrives() {
    let options = json!([
        { "name": "string", "type": 3, "value": "  two\nlines 🦉 " },
        { "name": "integer", "type": 4, "value": -9_007_199_254_740_991_i64 },
        { "name": "yes", "type": 5, "value": true },
        { "name": "no", "type": 5, "value": false },
        { "name": "user", "type": 6, "value": "206" },
        { "name": "channel", "type": 7, "value": "207" },
        { "name": "role", "type": 8, "value": "208" },
        { "name": "mentionable", "type": 9, "value": "209" },
        { "name": "number", "type": 10, "value": 2.5 },
        { "name": "file", "type": 11, "value": "211" },
        { "name": "other", "type": 11, "value": "212" },
    ]);
    let file = |id: &str, name: &str, size: u32| {
        json!({
            "id": id, "filename": name, "size": size, "content_type": format!("text/{name}"),
            "url": "https://cdn.discordapp.com/a", "proxy_url": "https://media.discordapp.net/a",
            "ephemeral": true,
        })
    };
    let resolved = json!({ "attachments": {
        "211": file("211", "off.ics", 1_468_006), "212": file("212", "on.ics", 7),
    } });
    for (options, name) in [
        (options.clone(), "daily"),
        (json!([{ "name": "set", "type": 1, "options": options }]), "daily set"),
        (
            json!([{ "name": "at", "type": 2, "options": [
                { "name": "once", "type": 1, "options": options },
            ] }]),
            "daily at once",
        ),
    ] {
        let data = json!({
            "id": "201", "name": "daily", "type": 1, "options": options, "resolved": resolved,
        });
        let heard = check(&interaction(2, &data), 9 + 2 * 3 + 1);
        let Action::Command { name: heard_as, options, .. } = &heard.action else { panic!() };
        assert_eq!((heard_as.as_str(), options.len(), heard.attached.len()), (name, 9, 2));
    }
    let bare = json!({ "id": "201", "name": "help", "type": 1 });
    check(&interaction(2, &bare), 1);
}

#[test]
fn buttons_menus_and_forms_arrive() {
    let button = json!({ "custom_id": "answer:812.2", "component_type": 2 });
    let menu = json!({
        "custom_id": "menu", "component_type": 3, "values": ["line:/timezone zone:Asia/Tokyo"],
    });
    let message = json!({
        "id": "301", "channel_id": "104", "author": { "id": "102", "username": "bot" },
        "content": "", "timestamp": "2026-01-01T00:00:00Z", "edited_timestamp": null,
        "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": false, "type": 0, "components": [], "flags": 64,
    });
    for data in [button, menu] {
        let mut json = interaction(3, &data);
        json["message"] = message.clone();
        check(&json, 2);
    }
    let form = json!({ "custom_id": "line:/reminder set", "components": [
        { "type": 10, "id": 1 },
        row("time", "18:00"), row("days", ""), row("zone", "  Europe/Berlin "),
    ] });
    let heard = check(&interaction(5, &form), 1 + 3 * 2 + 1);
    let Action::Submit { fields, .. } = &heard.action else { panic!() };
    assert_eq!((fields.len(), fields["days"].as_str(), heard.is_whole), (3, "", true));
}

/// A row of a form with its field.
fn row(name: &str, value: &str) -> Value {
    let field = json!({ "type": 4, "id": 7, "custom_id": name, "value": value });
    json!({ "type": 1, "id": 6, "components": [field] })
}

#[test]
fn a_form_with_a_part_that_is_not_read_is_noticed() {
    let label = |part: Value| json!({ "type": 18, "id": 2, "component": part });
    for (part, what) in [
        (label(json!({ "type": 4, "id": 3, "custom_id": "days", "value": "mon" })), "a text"),
        (label(json!({ "type": 3, "id": 3, "custom_id": "days", "values": ["mon"] })), "a menu"),
        (label(json!({ "type": 19, "id": 3, "custom_id": "file", "values": ["211"] })), "a file"),
        (json!({ "type": 99, "id": 3, "custom_id": "days", "value": "mon" }), "something new"),
    ] {
        let rows = json!([row("time", "18:00"), part]);
        let form = json!({ "custom_id": "line:/reminder set", "components": rows });
        assert!(!heard(&interaction(5, &form)).is_whole, "{what}");
    }
}
