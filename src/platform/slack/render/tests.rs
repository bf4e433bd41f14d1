//! What is rendered looks as it should, stays within Slack's limits, and is taken by Slack's rules
//! as somebody else wrote them down.

mod any;
mod forms;
mod oracle;
mod shown;

use serde_json::Value;

use crate::app::click::Click;
use crate::app::reply::{Block, Field, Form, Input, Message};

/// A block a line, without what is the same everywhere.
fn brief(value: &Value) -> String {
    let blocks = value["blocks"].as_array().unwrap().iter().map(line);
    blocks.collect::<Vec<_>>().join("\n")
}

fn line(block: &Value) -> String {
    let text = |value: &Value| value["text"].as_str().unwrap_or_default().to_owned();
    match block["type"].as_str().unwrap() {
        kind @ ("section" | "header") => format!("[{kind}] {}", text(&block["text"])),
        "context" => format!("[context] {}", text(&block["elements"][0])),
        "actions" => {
            let elements = block["elements"].as_array().unwrap().iter();
            format!("[actions] {}", elements.map(element).collect::<Vec<_>>().join(" | "))
        }
        "input" => {
            let optional = if block["optional"] == true { ", optional" } else { "" };
            let hint = block.get("hint").map(|hint| format!(" ({})", text(hint)));
            format!(
                "[input {}{optional}] {}: {}{}",
                block["block_id"].as_str().unwrap(),
                text(&block["label"]),
                block["element"],
                hint.unwrap_or_default(),
            )
        }
        _ => block.to_string(),
    }
}

fn element(element: &Value) -> String {
    let style = element["style"].as_str().map(|style| format!(" ({style})")).unwrap_or_default();
    let id = element["action_id"].as_str().unwrap();
    match element["type"].as_str().unwrap() {
        "button" => {
            let does = element["value"].as_str().or(element["url"].as_str()).unwrap();
            format!("{id}: {}{style} = {does}", element["text"]["text"].as_str().unwrap())
        }
        _ => element.to_string(),
    }
}

/// A form with these fields.
fn form(fields: Vec<Field>) -> Form {
    Form {
        action: Click::line("/daily set"),
        title: "/daily set".to_owned(),
        intro: "Set the card of the day.".to_owned(),
        error: None,
        fields,
        submit: "Send".to_owned(),
    }
}

/// A field that must be filled in, of this name and kind, with nothing in it.
fn field(name: &str, input: Input) -> Field {
    Field {
        name: name.to_owned(),
        label: name.to_uppercase(),
        placeholder: String::new(),
        max_length: 400,
        multiline: false,
        input,
        value: String::new(),
        is_optional: false,
        error: None,
    }
}

/// The texts of a JSON value under a key, wherever they stand.
fn texts<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == key => found.push(text),
                    other => texts(other, key, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, key, found)),
        _ => {}
    }
}

#[test]
fn a_picture_that_nobody_describes_is_told_by_its_name() {
    let block = Block::Picture {
        name: "board.png".to_owned(),
        alt: "\u{7f}".to_owned(),
        png: "iVBORw0KGgo=".to_owned(),
        dark: None,
        about: Vec::new(),
        instead: Vec::new(),
    };
    let body = super::body(&Message::private(vec![block])).with_pictures(&[]);
    assert_eq!(brief(&serde_json::to_value(&body).unwrap()), "[context] board.png");
}

#[test]
fn where_slack_has_no_file_of_a_picture_its_table_stands_there() {
    let table = Block::Table {
        head: vec!["Rank".to_owned(), "Name".to_owned()],
        rows: vec![vec!["1".into(), "Anna".into()]],
        marked: None,
    };
    let block = Block::Picture {
        name: "board.png".to_owned(),
        alt: "1. Anna 120".to_owned(),
        png: "iVBORw0KGgo=".to_owned(),
        dark: None,
        about: Vec::new(),
        instead: vec![table.clone()],
    };
    let message = Message::private(vec![block]);
    let shown = super::body(&message).with_pictures(&[Some("F1".to_owned())]);
    assert_eq!(serde_json::to_value(&shown.blocks[0]).unwrap()["type"], "image");
    let words = super::body(&Message::private(vec![table]));
    assert_eq!(super::body(&message).with_pictures(&[]).blocks, words.blocks);
}
