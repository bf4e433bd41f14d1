//! A command as its user's client sends it: values of the right types, and only what the client
//! lets through.

use serde_json::{Map, Value, json};

use super::super::people::Channel;
use super::super::world::World;

const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;

/// The data of a command such as `daily set`, with its options as texts. In an autocompletion the
/// last is being typed.
pub(super) fn command(world: &World, path: &str, given: &[(&str, &str)], typing: bool) -> Value {
    let mut words = path.split(' ');
    let name = words.next().unwrap();
    let known = world.commands.iter().find(|command| command["name"] == name);
    let known = known.unwrap_or_else(|| panic!("there is no command /{name}"));
    let mut resolved = json!({});
    let options = below(world, known, &words.collect::<Vec<_>>(), given, typing, &mut resolved);
    let mut data = json!({ "id": known["id"], "name": name, "type": 1, "options": options });
    if resolved != json!({}) {
        data["resolved"] = resolved;
    }
    data
}

fn below(
    world: &World,
    parent: &Value,
    words: &[&str],
    given: &[(&str, &str)],
    typing: bool,
    resolved: &mut Value,
) -> Value {
    let known = parent["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    if let Some((word, words)) = words.split_first() {
        let child = known
            .iter()
            .find(|option| option["name"] == *word)
            .unwrap_or_else(|| panic!("no {word} here"));
        let options = below(world, child, words, given, typing, resolved);
        return json!([{ "name": word, "type": child["type"], "options": options }]);
    }
    let nested =
        known.iter().any(|option| matches!(option["type"].as_u64(), Some(SUBCOMMAND | GROUP)));
    assert!(!nested, "{} needs a subcommand", parent["name"]);
    if !typing {
        let missing = known.iter().find(|option| option["required"] == true && !has(given, option));
        assert!(missing.is_none(), "the client wants {missing:?}");
    }
    let last = given.len().saturating_sub(1);
    let values = given.iter().enumerate().map(|(place, (name, text))| {
        let option = known.iter().find(|option| option["name"] == *name);
        let option = option.unwrap_or_else(|| panic!("{} has no option {name}", parent["name"]));
        if typing && place == last {
            assert!(option["autocomplete"] == true, "{name} does not complete");
            return json!({ "name": name, "type": option["type"], "value": text, "focused": true });
        }
        let value = value(world, option, text, resolved);
        json!({ "name": name, "type": option["type"], "value": value })
    });
    values.collect()
}

fn has(given: &[(&str, &str)], option: &Value) -> bool {
    given.iter().any(|(name, _)| option["name"] == *name)
}

/// A text as the value of an option, if the client lets it through.
fn value(world: &World, option: &Value, text: &str, resolved: &mut Value) -> Value {
    let name = &option["name"];
    let value = match option["type"].as_u64().unwrap() {
        3 => json!(text),
        4 => json!(
            text.parse::<i64>()
                .unwrap_or_else(|_| panic!("{name} takes a whole number, not {text}"))
        ),
        5 => json!(
            text.parse::<bool>()
                .unwrap_or_else(|_| panic!("{name} takes true or false, not {text}"))
        ),
        10 => json!(
            text.parse::<f64>().unwrap_or_else(|_| panic!("{name} takes a number, not {text}"))
        ),
        6 => {
            resolved["users"][text] = world.user_json(text.parse().unwrap());
            json!(text)
        }
        7 => {
            resolved["channels"][text] =
                chosen_channel(world, &world.channels[&text.parse().unwrap()]);
            json!(text)
        }
        // A kept file by its name, or one that nobody fetches by its name and size: `off.ics 812`.
        11 => {
            let kept = world.attached.iter().find(|file| file.name == text);
            let (file, size, media_type, host) = if let Some(file) = kept {
                (&*file.name, file.told, &*file.media_type, &*world.url)
            } else {
                let (file, size) = text.split_once(' ').expect("a name and a size");
                let size = size.parse().expect("a size in bytes");
                (file, size, "text/calendar", "https://cdn.discordapp.com")
            };
            let url = format!("{host}/ephemeral-attachments/{file}");
            let id = (77 + resolved["attachments"].as_object().map_or(0, Map::len)).to_string();
            resolved["attachments"][&id] = json!({
                "id": id,
                "filename": file,
                "size": size,
                "url": url,
                "proxy_url": url,
                "ephemeral": true,
                "content_type": media_type,
            });
            json!(id)
        }
        kind => panic!("the fake's client knows no options of type {kind}"),
    };
    let choices = option["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(
        choices.is_empty() || choices.iter().any(|choice| choice["value"] == value),
        "{name} has no choice {text}"
    );
    if let Some(number) = value.as_f64() {
        assert!(
            option["min_value"].as_f64().is_none_or(|least| number >= least),
            "{name} is at least more than {text}"
        );
        assert!(
            option["max_value"].as_f64().is_none_or(|most| number <= most),
            "{name} is at most less than {text}"
        );
    }
    let length = text.chars().count() as u64;
    assert!(
        option["min_length"].as_u64().is_none_or(|least| length >= least),
        "{text} is too short for {name}"
    );
    assert!(
        length <= option["max_length"].as_u64().unwrap_or(6000),
        "{text} is too long for {name}"
    );
    value
}

fn chosen_channel(world: &World, channel: &Channel) -> Value {
    let mut json = json!({
        "id": channel.id.to_string(), "name": channel.name, "type": channel.kind,
        "permissions": world.permissions(world.bot, channel).to_string(), "flags": 0,
    });
    if let Some(parent) = channel.parent {
        json["parent_id"] = json!(parent.to_string());
    }
    json
}
