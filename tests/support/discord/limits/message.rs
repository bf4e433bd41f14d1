//! A message's text, embeds and files.

use serde_json::Value;

use super::super::message::Uploads;
use super::super::refused::{Form, Refused};
use super::components;

/// The most characters of all embeds of a message together.
const ALL_EMBEDS: usize = 6_000;
/// The flag of messages made of the newer components, which the fake does not know.
const COMPONENTS_V2: u64 = 1 << 15;

/// Checks a body that becomes a message or changes one.
pub(crate) fn check(body: &Value, uploads: &Uploads) -> Result<(), Refused> {
    let mut form = Form::default();
    match &body["content"] {
        Value::Null => {}
        Value::String(content) => form.length("content", content, 0, 2000),
        _ => form.wrong("content", "STRING_TYPE_CONVERT", "Could not interpret as string."),
    }
    if let Some(nonce) = body["nonce"].as_str() {
        form.length("nonce", nonce, 0, 25);
    }
    if body["flags"].as_u64().is_some_and(|flags| flags & COMPONENTS_V2 != 0) {
        form.wrong("flags", "UNSUPPORTED", "The fake knows rows of buttons and selects only.");
    }
    check_embeds(&mut form, &body["embeds"]);
    components::check(&mut form, &body["components"]);
    form.count("files", uploads.len(), 10);
    for (place, one) in body["attachments"].as_array().into_iter().flatten().enumerate() {
        let description = one["description"].as_str().unwrap_or_default();
        form.length(&format!("attachments.{place}.description"), description, 0, 1024);
    }
    form.finish()
}

fn check_embeds(form: &mut Form, embeds: &Value) {
    let Some(embeds) = embeds.as_array() else { return };
    form.count("embeds", embeds.len(), 10);
    let mut total = 0;
    for (place, embed) in embeds.iter().enumerate() {
        let place = format!("embeds.{place}");
        let mut text = |path: &str, value: &Value, least: usize, most: usize| {
            let value = value.as_str().unwrap_or_default();
            total += value.chars().count();
            form.length(&format!("{place}.{path}"), value, least, most);
        };
        text("title", &embed["title"], 0, 256);
        text("description", &embed["description"], 0, 4096);
        text("footer.text", &embed["footer"]["text"], 0, 2048);
        text("author.name", &embed["author"]["name"], 0, 256);
        let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
        for (number, field) in fields.iter().enumerate() {
            text(&format!("fields.{number}.name"), &field["name"], 1, 256);
            text(&format!("fields.{number}.value"), &field["value"], 1, 1024);
        }
        form.count(&format!("{place}.fields"), fields.len(), 25);
        if embed["color"].as_u64().is_some_and(|color| color > 0xff_ffff) {
            form.wrong(
                &format!("{place}.color"),
                "NUMBER_TYPE_MAX",
                "int value should be less than or equal to 16777215.",
            );
        }
        let parts =
            ["title", "description", "fields", "image", "thumbnail", "footer", "author", "video"];
        if parts.iter().all(|part| embed[*part].is_null()) {
            form.required(&format!("{place}.description"));
        }
    }
    if total > ALL_EMBEDS {
        form.wrong("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }
}
