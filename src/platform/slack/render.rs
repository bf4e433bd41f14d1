//! A message of ours as Slack shows it: blocks with the text, rows of buttons, and pictures and
//! files that Slack is given apart.
//!
//! Slack's limits are those of <https://docs.slack.dev/reference/block-kit/blocks>, with room to
//! spare, since it counts all blocks of a message together as well.

mod buttons;
mod fields;
mod mrkdwn;
mod parts;
mod pictures;
#[cfg(test)]
mod tests;
mod view;

use serde::Serialize;
use slack_morphism::blocks::SlackBlock;

pub(super) use self::mrkdwn::escaped;
use self::parts::{Part, Shown};
pub(super) use self::pictures::Picture;
pub(super) use self::view::{errors, home, modal, told};
use crate::app::reply::{Block, File, Message, Text};

/// The longest text beside the blocks, in UTF-16 units.
const LONGEST_TEXT: usize = 3_000;

/// How much fits into one message or view.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// How many blocks, pictures included.
    blocks: usize,
    /// How long all texts together may be, in UTF-16 units.
    units: usize,
}

/// What fits into a message: Slack takes 50 blocks, and refuses texts of about 13,000 together.
const MESSAGE: Room = Room { blocks: 45, units: 11_000 };

/// What fits into a view, of which Slack takes 100 blocks.
const VIEW: Room = Room { blocks: 95, ..MESSAGE };

/// A message as Slack's API takes it, and as an answer to a command or a press; a caller adds where
/// it goes, and metadata.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Body {
    /// What notices show and what is read aloud: the words alone, escaped; never empty.
    pub(super) text: String,
    /// What is shown, top to bottom, at most 50; pictures are not among them yet.
    pub(super) blocks: Vec<SlackBlock>,
    /// The pictures that belong between the blocks, top to bottom.
    #[serde(skip)]
    pub(super) pictures: Vec<Picture>,
    /// The files that go with it, in order.
    #[serde(skip)]
    pub(super) files: Vec<File>,
}

/// A message as one or, if it is long, several of Slack's; buttons and menu stand under the last,
/// and the files go with it.
pub(super) fn bodies(message: &Message) -> Vec<Body> {
    let under = buttons::under(message);
    let mut pages: Vec<Vec<Part>> = vec![Vec::new()];
    for part in parts(message) {
        match pages.last_mut() {
            Some(page) if MESSAGE.holds(page.iter().chain([&part])) => page.push(part),
            _ => pages.push(vec![part]),
        }
    }
    if let Some(mut last) = pages.pop() {
        // Buttons stand under something that says what they are about.
        if !MESSAGE.holds(last.iter().chain(&under))
            && let Some(part) = last.pop()
        {
            if !last.is_empty() {
                pages.push(last);
            }
            last = vec![part];
        }
        last.extend(under);
        pages.push(last);
    }
    let mut bodies: Vec<Body> = pages.into_iter().map(|page| Body::of(page, message)).collect();
    if let Some(last) = bodies.last_mut() {
        last.files = files(message);
    }
    bodies
}

/// A message as one of Slack's, cut if it is too long: for what takes the place of another.
pub(super) fn body(message: &Message) -> Body {
    within(MESSAGE, message)
}

/// A sentence of the adapter's own, not escaped.
pub(super) fn sentence(text: &str) -> Body {
    body(&Message::private(vec![Block::Paragraph { text: Text::from(text) }]))
}

/// A message in so much room, what is too much left out and a mark in its place.
fn within(room: Room, message: &Message) -> Body {
    let under = buttons::under(message);
    let mut parts = cut(room.beside(&under), parts(message));
    parts.extend(under);
    Body { files: files(message), ..Body::of(parts, message) }
}

/// What a message says, with what its buttons stand for.
fn parts(message: &Message) -> Vec<Part> {
    let mut parts = parts::parts(message);
    parts.extend(buttons::legend(message));
    parts
}

fn files(message: &Message) -> Vec<File> {
    let files = message.blocks.iter().filter_map(|block| match block {
        Block::File(file) => Some(file.clone()),
        _ => None,
    });
    files.collect()
}

/// What fits, and a mark where more would follow. A picture is kept wherever it stands.
fn cut(room: Room, parts: Vec<Part>) -> Vec<Part> {
    if room.holds(&parts) {
        return parts;
    }
    let mark = Part::cut();
    let pictures = parts.iter().filter(|part| part.is_picture());
    let mut left = room.beside(pictures.chain([&mark]));
    let mut mark = Some(mark);
    let mut kept = Vec::new();
    for part in parts {
        if part.is_picture() {
            kept.push(part);
        } else if mark.is_some() && left.holds([&part]) {
            left = left.beside([&part]);
            kept.push(part);
        } else {
            kept.extend(mark.take());
        }
    }
    kept
}

impl Room {
    fn holds<'a>(self, parts: impl IntoIterator<Item = &'a Part>) -> bool {
        let (blocks, units) = taken(parts);
        blocks <= self.blocks && units <= self.units
    }

    /// What is left of it beside these.
    fn beside<'a>(self, parts: impl IntoIterator<Item = &'a Part>) -> Self {
        let (blocks, units) = taken(parts);
        Self { blocks: self.blocks.saturating_sub(blocks), units: self.units.saturating_sub(units) }
    }
}

/// How many blocks these are, and how long their texts are together, in UTF-16 units.
fn taken<'a>(parts: impl IntoIterator<Item = &'a Part>) -> (usize, usize) {
    parts.into_iter().fold((0, 0), |(blocks, units), part| (blocks + 1, units + part.units))
}

impl Body {
    /// These parts of a message, without its files.
    fn of(parts: Vec<Part>, message: &Message) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut blocks = Vec::new();
        let mut pictures = Vec::new();
        for part in parts {
            if !part.words.trim().is_empty() {
                words.push(part.words.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            match part.shown {
                Shown::Block(block) => blocks.push(*block),
                Shown::Picture(picture) => {
                    pictures.push(Picture { place: blocks.len(), ..picture });
                }
            }
        }
        // Slack wants a text beside the blocks, also of a message that has none.
        if words.is_empty() {
            let labels: Vec<&str> =
                message.buttons.iter().map(|button| button.label.as_str()).collect();
            words.push(labels.join(", "));
        }
        let mut text = mrkdwn::escaped_within(&words.join("\n"), LONGEST_TEXT);
        if text.trim().is_empty() {
            "…".clone_into(&mut text);
        }
        if blocks.is_empty() && pictures.is_empty() {
            blocks.push(parts::section(&text));
        }
        Self { text, blocks, pictures, files: Vec::new() }
    }

    /// The message with its pictures where they belong, by the ids that Slack gave their files, in
    /// the order of `pictures`. Where one has no id, what it shows stands in words.
    #[must_use]
    pub(super) fn with_pictures(self, ids: &[Option<String>]) -> Self {
        let mut pictures = self.pictures.iter().enumerate().peekable();
        let mut blocks = Vec::with_capacity(self.blocks.len() + self.pictures.len());
        for (place, block) in self.blocks.into_iter().map(Some).chain([None]).enumerate() {
            while let Some((number, picture)) =
                pictures.next_if(|(_, picture)| picture.place == place)
            {
                blocks.push(picture.block(ids.get(number).and_then(Option::as_ref)));
            }
            blocks.extend(block);
        }
        Self { text: self.text, blocks, pictures: Vec::new(), files: self.files }
    }
}
