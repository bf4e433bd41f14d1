//! What a message says, as Slack's blocks top to bottom: sections, quotes, tables, pictures.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use slack_morphism::blocks::{
    SlackBlock, SlackBlockMarkDownText, SlackBlockPlainText, SlackBlockPlainTextOnly,
    SlackContextBlock, SlackHeaderBlock, SlackSectionBlock,
};

use super::Picture;
use super::mrkdwn::{self, LONGEST, Page};
use crate::app::reply::{Block, Message, Span, Text};
use crate::platform::shown::{clipped, lines, sign, units};
use crate::platform::table;

/// The longest header that Slack takes, in characters.
const LONGEST_HEADER: usize = 150;

/// What goes around a table: Slack shows what stands between in one width, and as it is.
const FENCE: &str = "```";

/// A block of a message, and what it says.
#[derive(Debug)]
pub(super) struct Part {
    /// The block, or a picture that becomes one once Slack has its file.
    pub(super) shown: Shown,
    /// What it says in words, not escaped; empty if it says nothing.
    pub(super) words: String,
    /// How long all its texts are, in UTF-16 units.
    pub(super) units: usize,
}

/// What stands at a place of a message.
#[derive(Debug)]
pub(super) enum Shown {
    /// A block as it is sent, of any kind.
    Block(Box<SlackBlock>),
    /// A picture, whose file Slack is to be given first.
    Picture(Picture),
}

impl Part {
    /// A section that says this.
    pub(super) fn section(page: Page) -> Self {
        let units = units(&page.markup);
        Self { shown: Shown::Block(Box::new(section(&page.markup))), words: page.words, units }
    }

    fn context(page: Page) -> Self {
        let units = units(&page.markup);
        Self { shown: Shown::Block(Box::new(context(&page.markup))), words: page.words, units }
    }

    /// Whether it is a picture, which stays where texts are cut.
    pub(super) fn is_picture(&self) -> bool {
        matches!(self.shown, Shown::Picture(_))
    }

    /// The mark where a message was cut.
    pub(super) fn cut() -> Self {
        Self { shown: Shown::Block(Box::new(context("…"))), words: String::new(), units: 1 }
    }
}

/// All blocks of a message, without what stands under it.
pub(super) fn parts(message: &Message) -> Vec<Part> {
    let blocks = message.blocks.iter().enumerate();
    blocks.flat_map(|(place, block)| of_block(block, place == 0)).collect()
}

/// A section of text in mrkdwn, in which no name and no address is linked by itself.
pub(super) fn section(markup: &str) -> SlackBlock {
    SlackSectionBlock::new().with_text(marked(markup).into()).into()
}

/// A line of small text in mrkdwn.
pub(super) fn context(markup: &str) -> SlackBlock {
    SlackContextBlock::new(vec![marked(markup).into()]).into()
}

/// Text as it stands, in which `:smile:` is no picture; at most so many units. A blank one becomes
/// an ellipsis, since Slack takes none.
pub(super) fn plain(text: &str, most: usize) -> SlackBlockPlainTextOnly {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = if line.trim().is_empty() { "…" } else { line.as_str() };
    SlackBlockPlainText::new(clipped(line, most)).with_emoji(false).into()
}

/// What the question says, set apart by a mark before each line.
pub(super) fn quoted(text: &Text) -> Vec<Part> {
    let pages = mrkdwn::pages(text).into_iter().map(|mut page| {
        page.markup = lines(&page.markup, "> ");
        Part::section(page)
    });
    pages.collect()
}

fn marked(markup: &str) -> SlackBlockMarkDownText {
    SlackBlockMarkDownText::new(markup.to_owned()).with_verbatim(true)
}

fn of_block(block: &Block, is_first: bool) -> Vec<Part> {
    match block {
        Block::Heading { text } => heading(text, is_first),
        Block::Paragraph { text } => sections(mrkdwn::pages(text)),
        Block::Question { text } => quoted(text),
        Block::Callout { tone, text } => {
            sections(mrkdwn::pages(&Text::from(format!("{} ", sign(*tone))).text(text.clone())))
        }
        Block::List { numbered, items } => sections(list(*numbered, items)),
        Block::Table { head, rows, marked } => table(head, rows, *marked),
        Block::Picture { name, alt, png, instead, .. } => picture(name, alt, png, instead),
        Block::File(file) => note(&Text::from(format!("📎 {}", file.name))),
        Block::Note { text } => note(text),
    }
}

fn sections(pages: Vec<Page>) -> Vec<Part> {
    pages.into_iter().map(Part::section).collect()
}

fn note(text: &Text) -> Vec<Part> {
    mrkdwn::pages(text).into_iter().map(Part::context).collect()
}

/// A header if it begins the message and Slack takes it, else a line in bold.
fn heading(text: &Text, is_first: bool) -> Vec<Part> {
    let words = mrkdwn::words(text);
    let length = units(&words);
    if !is_first || words.trim().is_empty() || length > LONGEST_HEADER {
        return sections(mrkdwn::pages(&Text(text.0.iter().map(strong).collect())));
    }
    let header = SlackHeaderBlock::new(plain(&words, LONGEST_HEADER));
    vec![Part { shown: Shown::Block(Box::new(header.into())), words, units: length }]
}

fn strong(span: &Span) -> Span {
    match span {
        Span::Plain(plain) => Span::Strong(plain.clone()),
        Span::Member(named) => Span::Strong(named.name.clone()),
        other => other.clone(),
    }
}

fn list(numbered: bool, items: &[Text]) -> Vec<Page> {
    mrkdwn::listed(items.iter().enumerate().map(|(place, item)| {
        let before = if numbered { format!("{}. ", place + 1) } else { "• ".to_owned() };
        (before, item.clone())
    }))
}

/// A table in one width, broken between rows where it is too long for one section; each begins
/// with the titles.
fn table(head: &[String], rows: &[Vec<Text>], marked: Option<usize>) -> Vec<Part> {
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(mrkdwn::words).collect()).collect();
    let told = |row: &[String]| row.join(", ");
    let mut shown = table::rows(head, &cells, marked).into_iter();
    // Titles of any length would leave no room for rows.
    let titles = mrkdwn::escaped_within(&shown.next().unwrap_or_default(), LONGEST / 4);
    let begun = || Page::of(titles.clone(), told(head));
    let mut pages = vec![begun()];
    for (row, cells) in shown.zip(&cells) {
        let row = mrkdwn::escaped_within(&row, LONGEST / 2);
        let taken = pages.last().map_or(0, |page| units(&page.markup));
        if taken + units(&row) > LONGEST - 2 * (FENCE.len() + 1) {
            pages.push(begun());
        }
        if let Some(page) = pages.last_mut() {
            page.markup.extend(["\n", &row]);
            page.words.extend(["; ", &told(cells)]);
        }
    }
    for page in &mut pages {
        page.markup = format!("{FENCE}\n{}\n{FENCE}", page.markup);
    }
    sections(pages)
}

/// A picture; where its bytes cannot be read, what says the same.
fn picture(name: &str, alt: &str, png: &str, instead: &[Block]) -> Vec<Part> {
    let mut instead: Vec<Part> = instead.iter().flat_map(|block| of_block(block, false)).collect();
    // What controls a screen is not shown, so nothing may be left.
    let seen: String = alt.chars().filter(|c| !c.is_control()).collect();
    let alt = if seen.trim().is_empty() { name } else { seen.as_str() };
    match STANDARD.decode(png) {
        Ok(png) => {
            // More than one block would take more room than the picture.
            let instead = if instead.len() == 1 { instead.pop() } else { None };
            let of_instead = instead.as_ref().map_or(0, |part| part.units);
            let instead = instead.and_then(|part| match part.shown {
                Shown::Block(block) => Some(block),
                Shown::Picture(_) => None,
            });
            let (name, alt) = (name.to_owned(), alt.to_owned());
            let picture = Picture { name, alt: alt.clone(), png, instead, place: 0 };
            let units = picture.units().max(of_instead);
            vec![Part { shown: Shown::Picture(picture), words: alt, units }]
        }
        Err(_) if !instead.is_empty() => instead,
        Err(_) => note(&Text::from(alt)),
    }
}
