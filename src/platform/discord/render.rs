//! A message of ours as Discord shows it: an embed with the text, rows of buttons, files.

mod buttons;
mod markdown;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Value, json};
use serenity::builder::{CreateActionRow, CreateAllowedMentions, CreateEmbed};

pub(super) use self::markdown::escaped;
use super::rest::File;
use crate::app::reply::{Block, Button, Form, MOST_FIELDS, Message, Text, Tone};
use crate::platform::shown::{clipped, lines, sign, units};
use crate::platform::table;

/// The longest description of an embed, in UTF-16 units: Discord takes 4,096, and we leave room to
/// spare for how it counts.
const LONGEST_TEXT: usize = 4_000;

/// The longest title of an embed that Discord takes, in UTF-16 units.
const LONGEST_TITLE: usize = 256;

/// The longest title of a form that Discord takes, in UTF-16 units.
const LONGEST_FORM_TITLE: usize = 45;

/// The longest text in a form that Discord takes, in characters.
const LONGEST_ASKED: usize = 4_000;

/// Discord's kind of a component that shows text.
pub(super) const TEXT: u8 = 10;

/// The longest description of a file that Discord takes, in UTF-16 units.
const LONGEST_ALT: usize = 1_024;

/// The color at the side where no tone gives another.
const CALM: u32 = 0x4f_6b_ed;

/// A message as Discord's API takes it; an adapter adds flags or a nonce.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Body {
    embeds: Vec<CreateEmbed>,
    components: Vec<CreateActionRow>,
    /// Empty: nothing that we send pings anybody.
    allowed_mentions: CreateAllowedMentions,
    /// Sent also where there is none: in a change, what is not listed is taken away.
    attachments: Vec<Attachment>,
    /// The files that go with it, in the order of `attachments`.
    #[serde(skip)]
    pub(super) files: Vec<File>,
}

/// What is told of a file that goes with a message.
#[derive(Debug, Clone, Serialize)]
struct Attachment {
    /// The number under which the file goes with the request, from 0.
    id: usize,
    filename: String,
    description: String,
}

/// A message as one or, if it is long, several of Discord's; the buttons stand under the last.
pub(super) fn bodies(message: &Message) -> Vec<Body> {
    let mut title = None;
    let mut parts = Vec::new();
    let mut files = Vec::new();
    for block in &message.blocks {
        match block {
            Block::Heading { text } if title.is_none() && parts.is_empty() => {
                title = Some(markdown::text(text));
            }
            Block::Picture { name, alt, png, instead, .. } => match picture(name, alt, png) {
                Some(picture) => files.push(picture),
                None => parts.extend(instead.iter().map(part)),
            },
            Block::File(file) => {
                files
                    .push((File::of(&file.name, &file.media_type, &file.bytes), file.name.clone()));
            }
            other => parts.push(part(other)),
        }
    }
    parts.extend(buttons::legend(&message.buttons));
    let color = message.blocks.iter().find_map(tone).map_or(CALM, color);
    let mut texts = pages(&parts);
    // Buttons or a picture alone stand under an empty text.
    if texts.is_empty() {
        texts.push(String::new());
    }
    let mut bodies: Vec<Body> =
        texts.into_iter().map(|text| Body::of(title.take(), text, color)).collect();
    if let Some(last) = bodies.last_mut() {
        last.components = buttons::rows(&message.buttons);
        last.components.extend(message.menu.as_deref().map(buttons::menu));
        last.attach(files);
    }
    bodies
}

/// A message as one of Discord's, cut if it is too long: for what takes the place of another.
pub(super) fn body(message: &Message) -> Body {
    let mut bodies = bodies(message);
    let last = bodies.pop();
    // The text of the first, but what stands under a message stands under the last.
    let mut first = if bodies.is_empty() { None } else { Some(bodies.swap_remove(0)) };
    if let (Some(first), Some(last)) = (&mut first, &last) {
        first.components.clone_from(&last.components);
        first.attachments.clone_from(&last.attachments);
        first.files.clone_from(&last.files);
    }
    first.or(last).unwrap_or_else(|| Body::of(None, String::new(), CALM))
}

/// Buttons as they stand under a message.
pub(super) fn rows(buttons: &[Button]) -> Vec<CreateActionRow> {
    buttons::rows(buttons)
}

/// A sentence of the adapter's own.
pub(super) fn sentence(text: String) -> Body {
    Body::of(None, text, CALM)
}

/// A form as Discord opens it: what is asked as a text of its own over the fields, since on a phone
/// the form covers the message that it came from. serenity makes no texts in forms.
pub(super) fn modal(form: &Form) -> Value {
    let mut asked = lines(&markdown::escaped(&form.intro), "> ");
    // Its fields have no place for what is wrong with them.
    let errors = form.fields.iter().filter_map(|field| field.error.as_ref());
    for error in form.error.iter().chain(errors) {
        asked += "\n⚠️ ";
        asked += &markdown::escaped(error);
    }
    let mut components = Vec::new();
    // Whoever opens a full form has read elsewhere what is wrong with it.
    if !asked.is_empty() && form.fields.len() < MOST_FIELDS {
        components.push(json!({ "type": TEXT, "content": clipped(&asked, LONGEST_ASKED) }));
    }
    components.extend(form.fields.iter().map(|field| json!(buttons::field(field))));
    json!({
        "custom_id": form.action.to_string(),
        "title": clipped(&form.title, LONGEST_FORM_TITLE),
        "components": components,
    })
}

impl Body {
    fn of(title: Option<String>, text: String, color: u32) -> Self {
        let mut embed = CreateEmbed::new().color(color);
        if let Some(title) = title {
            embed = embed.title(clipped(&title, LONGEST_TITLE));
        }
        // An embed must hold something; a space of no width is something that is not seen.
        let text = if text.is_empty() { "\u{200b}".to_owned() } else { text };
        Self {
            embeds: vec![embed.description(text)],
            components: Vec::new(),
            allowed_mentions: CreateAllowedMentions::new(),
            attachments: Vec::new(),
            files: Vec::new(),
        }
    }

    fn attach(&mut self, files: Vec<(File, String)>) {
        for (id, (file, description)) in files.into_iter().enumerate() {
            self.attachments.push(Attachment { id, filename: file.name.clone(), description });
            self.files.push(file);
        }
    }
}

fn picture(name: &str, alt: &str, png: &str) -> Option<(File, String)> {
    let bytes = STANDARD.decode(png).ok()?;
    Some((File::of(name, "image/png", &bytes), clipped(alt, LONGEST_ALT)))
}

/// A block as Markdown.
fn part(block: &Block) -> String {
    match block {
        Block::Heading { text } => format!("### {}", markdown::text(text)),
        Block::Paragraph { text } => markdown::text(text),
        Block::Question { text } => lines(&markdown::text(text), "> "),
        Block::Callout { tone, text } => format!("{} {}", sign(*tone), markdown::text(text)),
        Block::List { numbered, items } => list(*numbered, items),
        Block::Table { head, rows, marked } => table(head, rows, *marked),
        Block::Note { text } => lines(&markdown::text(text), "-# "),
        Block::Picture { alt, .. } => markdown::escaped(alt),
        Block::File(file) => markdown::escaped(&file.name),
    }
}

fn list(numbered: bool, items: &[Text]) -> String {
    let lines = items.iter().enumerate().map(|(place, item)| {
        let item = markdown::text(item);
        if numbered { format!("{}. {item}", place + 1) } else { format!("- {item}") }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A table in a code block, since Discord has no other.
fn table(head: &[String], rows: &[Vec<Text>], marked: Option<usize>) -> String {
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    format!("```\n{}\n```", table::rows(head, &cells, marked).join("\n"))
}

fn tone(block: &Block) -> Option<Tone> {
    match block {
        Block::Callout { tone, .. } => Some(*tone),
        _ => None,
    }
}

fn color(tone: Tone) -> u32 {
    match tone {
        Tone::Correct => 0x2e_a0_43,
        Tone::Close => 0xd2_99_22,
        Tone::Incorrect => 0xd1_3b_3b,
        Tone::Notice | Tone::Refused => CALM,
    }
}

/// Parts one under the other, cut into texts that an embed can hold: between parts, else between
/// lines, else anywhere.
fn pages(parts: &[String]) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    let pieces = parts.iter().enumerate().flat_map(|(place, part)| {
        let gap = if place == 0 { "" } else { "\n\n" };
        part.lines().enumerate().map(move |(row, line)| (if row == 0 { gap } else { "\n" }, line))
    });
    for (gap, line) in pieces {
        for (number, piece) in chunks(line).into_iter().enumerate() {
            let gap = if number == 0 { gap } else { "" };
            match pages.last_mut() {
                Some(page) if units(page) + units(gap) + units(&piece) <= LONGEST_TEXT => {
                    page.push_str(gap);
                    page.push_str(&piece);
                }
                _ => pages.push(piece),
            }
        }
    }
    pages
}

/// A line in pieces that an embed can hold; nearly always one.
fn chunks(line: &str) -> Vec<String> {
    let mut chunks = vec![String::new()];
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf16() > LONGEST_TEXT {
            chunks.push(String::new());
            length = 0;
        }
        length += c.len_utf16();
        chunks.last_mut().expect("there is one from the start").push(c);
    }
    chunks
}
