//! `studyhall slack manifest`: what Slack makes the app of, within Slack's limits.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{studyhall, text};

/// What the program prints for these further words of the call.
fn manifest(further: &[&str]) -> String {
    let output = studyhall(&[&["slack", "manifest"], further].concat(), b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    text(&output.stdout).to_owned()
}

fn json() -> Value {
    serde_json::from_str(&manifest(&["--json"])).unwrap()
}

#[test]
fn the_file_is_what_the_program_prints() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/slack/manifest.yaml");
    assert!(
        std::fs::read_to_string(file).unwrap_or_default() == manifest(&[]),
        "the tables have changed; write the file anew with `cargo run -- slack manifest > \
         slack/manifest.yaml`"
    );
}

#[test]
fn yaml_and_json_say_the_same() {
    assert_eq!(read_yaml(&manifest(&[])), json());
}

#[test]
fn it_needs_neither_settings_nor_a_database() {
    let dir = tempfile::tempdir().unwrap();
    let output = super::studyhall_in(dir.path(), &["slack", "manifest"], b"");
    assert!(output.status.success());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    let output = super::studyhall_in(dir.path(), &["slack"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("manifest"), "{}", text(&output.stderr));
}

/// The text at a path, of which Slack takes so many characters.
fn within(value: &Value, path: &str, (least, most): (usize, usize)) {
    let Some(text) = value.pointer(path).and_then(Value::as_str) else {
        panic!("there is no text at {path} in {value:#}")
    };
    let length = text.chars().count();
    assert!((least..=most).contains(&length), "{path} has {length} characters: {text}");
}

#[test]
fn every_text_is_within_the_limits_of_slack() {
    let manifest = json();
    for (path, limits) in [
        ("/display_information/name", (1, 35)),
        ("/display_information/description", (1, 140)),
        ("/display_information/long_description", (175, 4000)),
        ("/features/bot_user/display_name", (1, 80)),
    ] {
        within(&manifest, path, limits);
    }
    let color = manifest["display_information"]["background_color"].as_str().unwrap();
    assert!(color.len() == 7 && u32::from_str_radix(&color[1..], 16).is_ok(), "{color}");
    let name = manifest["features"]["bot_user"]["display_name"].as_str().unwrap();
    assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{name}");
    let shortcuts = manifest["features"]["shortcuts"].as_array().unwrap();
    assert!(shortcuts.len() <= 10);
    for shortcut in shortcuts {
        within(shortcut, "/name", (1, 24));
        within(shortcut, "/callback_id", (1, 255));
        within(shortcut, "/description", (1, 150));
    }
    let commands = manifest["features"]["slash_commands"].as_array().unwrap();
    assert!((8..=25).contains(&commands.len()), "{}", commands.len());
    for command in commands {
        within(command, "/command", (2, 32));
        within(command, "/description", (1, 2000));
        within(command, "/usage_hint", (0, 1000));
        assert_eq!(command["should_escape"], true);
        // An address to send it to is for apps without Socket Mode.
        assert_eq!(command.get("url"), None);
    }
    let names: BTreeSet<&str> =
        commands.iter().filter_map(|command| command["command"].as_str()).collect();
    assert_eq!(names.len(), commands.len());
    // Those that Slack keeps for itself, of the ones that a study bot might take.
    for reserved in ["/remind", "/me", "/who", "/status", "/help", "/feed", "/search", "/topic"] {
        assert!(!names.contains(reserved), "{reserved}");
    }
}

#[test]
fn the_app_speaks_by_socket_and_as_a_bot_alone() {
    let manifest = json();
    let settings = &manifest["settings"];
    for (setting, value) in [
        ("socket_mode_enabled", true),
        ("org_deploy_enabled", true),
        ("token_rotation_enabled", false),
    ] {
        assert_eq!(settings[setting], value, "{setting}");
    }
    assert_eq!(settings["interactivity"], serde_json::json!({ "is_enabled": true }));
    let scopes = manifest["oauth_config"]["scopes"].as_object().unwrap();
    assert_eq!(scopes.keys().collect::<Vec<_>>(), ["bot"]);
    assert_eq!(manifest["features"].get("assistant_view"), None);
    assert_eq!(manifest["features"].get("agent_view"), None);
}

#[test]
fn every_scope_has_its_reason_beside_it() {
    let yaml = manifest(&[]);
    let scopes = json()["oauth_config"]["scopes"]["bot"].as_array().cloned().unwrap();
    assert!(!scopes.is_empty());
    for scope in scopes.iter().filter_map(Value::as_str) {
        let line = yaml.lines().find(|line| line.trim_start().starts_with(&format!("- {scope}")));
        let reason = line.and_then(|line| line.split_once(" # ")).map(|(_, reason)| reason);
        assert!(reason.is_some_and(|reason| reason.len() >= 10), "{scope}: {line:?}");
    }
}

/// Lines of YAML of the kind that the program writes: each with its indent and its text.
fn read_yaml(yaml: &str) -> Value {
    let is_said = |line: &&str| !line.trim_start().starts_with('#');
    let mut lines: Vec<(usize, &str)> = yaml
        .lines()
        .filter(is_said)
        .map(|line| (line.len() - line.trim_start().len(), line.trim_start()))
        .rev()
        .collect();
    let value = read_block(&mut lines, 0);
    assert!(lines.is_empty(), "{lines:?} is left");
    value
}

/// The lines of this indent and what is further in, taken off the end.
fn read_block(lines: &mut Vec<(usize, &str)>, indent: usize) -> Value {
    let (mut items, mut fields) = (Vec::new(), Map::new());
    while let Some((_, line)) = lines.pop_if(|(deep, _)| *deep == indent) {
        if let Some(item) = line.strip_prefix("- ") {
            items.push(if field_of(item).is_some() {
                lines.push((indent + 2, item));
                read_block(lines, indent + 2)
            } else {
                read_scalar(item)
            });
        } else {
            let (name, value) = field_of(line).unwrap_or_else(|| panic!("no field: {line}"));
            let value =
                if value.is_empty() { read_block(lines, indent + 2) } else { read_scalar(value) };
            assert_eq!(fields.insert(name.to_owned(), value), None, "{name} is there twice");
        }
    }
    assert!(items.is_empty() != fields.is_empty(), "a list and fields, or neither: {lines:?}");
    if items.is_empty() { Value::Object(fields) } else { Value::Array(items) }
}

/// The name of a field and what stands behind it on its line.
fn field_of(line: &str) -> Option<(&str, &str)> {
    let name = line.strip_suffix(':').map(|name| (name, ""));
    name.or_else(|| line.split_once(": ")).filter(|(name, _)| !name.contains([' ', '"', '#']))
}

/// One text, number or word, perhaps with a remark behind it.
fn read_scalar(text: &str) -> Value {
    let bare = text.split_once(" #").map_or(text, |(bare, _)| bare);
    if text.starts_with('"') {
        let mut read = serde_json::Deserializer::from_str(text).into_iter();
        let value = read.next().unwrap().unwrap();
        let rest = text[read.byte_offset()..].trim();
        assert!(rest.is_empty() || rest.starts_with('#'), "{text}");
        return value;
    }
    serde_json::from_str(bare).unwrap_or_else(|_| Value::from(bare))
}
