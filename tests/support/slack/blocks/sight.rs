//! What a person sees of blocks.

use serde_json::Value;

/// All texts in Slack's markup, as they were written.
pub(crate) fn markup(blocks: &[Value]) -> Vec<String> {
    let mut texts = vec![];
    for block in blocks {
        collect(block, &mut |value| {
            if value["type"] == "mrkdwn" {
                texts.extend(value["text"].as_str().map(ToOwned::to_owned));
            }
        });
    }
    texts
}

/// How many characters all texts of a block have.
pub(crate) fn characters(block: &Value) -> usize {
    let mut count = 0;
    collect(block, &mut |value| {
        count += value["text"].as_str().map_or(0, |text| text.chars().count());
    });
    count
}

fn collect(value: &Value, found: &mut impl FnMut(&Value)) {
    match value {
        Value::Object(fields) => {
            found(value);
            for part in fields.values() {
                collect(part, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|part| collect(part, found)),
        _ => {}
    }
}

/// All that is to be read in blocks, in order; what stands on buttons and in menus is not.
pub(crate) fn visible(blocks: &[Value]) -> String {
    let mut lines = vec![];
    for block in blocks {
        match block["type"].as_str().unwrap_or_default() {
            "section" => {
                lines.push(words(&block["text"]));
                lines.extend(block["fields"].as_array().into_iter().flatten().map(words));
                if block["accessory"]["type"] == "image" {
                    lines.push(picture(&block["accessory"]));
                }
            }
            "header" => lines.push(words(&block["text"])),
            "image" => {
                lines.push(words(&block["title"]));
                lines.push(picture(block));
            }
            "context" => {
                for element in block["elements"].as_array().into_iter().flatten() {
                    let image = element["type"] == "image";
                    lines.push(if image { picture(element) } else { words(element) });
                }
            }
            "input" => {
                lines.push(words(&block["label"]));
                lines.push(words(&block["hint"]));
            }
            "markdown" => lines.extend(block["text"].as_str().map(ToOwned::to_owned)),
            "rich_text" | "table" | "data_table" => {
                collect(block, &mut |value| {
                    lines.extend(value["text"].as_str().map(ToOwned::to_owned));
                });
            }
            _ => {}
        }
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn picture(image: &Value) -> String {
    image["alt_text"].as_str().map(|alt| format!("[{alt}]")).unwrap_or_default()
}

/// A text object as a person reads it.
pub(crate) fn words(text: &Value) -> String {
    let written = text["text"].as_str().unwrap_or_default();
    if text["type"] == "mrkdwn" { read(written) } else { written.to_owned() }
}

/// Markup as a person reads it: references by their labels, entities as what they stand for.
pub(crate) fn read(text: &str) -> String {
    let mut told = String::new();
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once('<') {
        told.push_str(plain);
        let Some((inner, after)) = after.split_once('>') else {
            told.push('<');
            rest = after;
            continue;
        };
        let (target, label) = inner.split_once('|').unwrap_or((inner, inner));
        told.push_str(if target.starts_with('#') && label != inner { "#" } else { "" });
        told.push_str(label);
        rest = after;
    }
    told.push_str(rest);
    told.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What a person types, as Slack passes it on.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
