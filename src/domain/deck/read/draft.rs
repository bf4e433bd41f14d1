//! A deck as its file states it, each value with its place, and the rules that make a [`Deck`] of
//! it.

mod card;
mod key;

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{CardPlaces, Places};
use crate::domain::deck::diagnostic::Diagnostic;
use crate::domain::deck::{Deck, Habits};

pub(super) use card::DraftCard;
pub(super) use key::DraftKey;

/// The longest id, in characters.
const MAX_ID: usize = 80;
/// The longest title or topic.
const MAX_TITLE: usize = 100;
/// The longest prompt or explanation; a Discord embed has room for both.
const MAX_PROSE: usize = 1_000;
/// The longest answer or other form.
const MAX_FORM: usize = 300;

/// A value and its place in the file, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

/// A value that a file may lack, or state in a form of which nothing can be made.
#[derive(Debug, Clone, Default)]
pub(super) enum Field<T> {
    #[default]
    Absent,
    /// What is wrong has been said already.
    Broken,
    Is(Placed<T>),
}

/// A deck as its file states it.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The place of the deck's own part, for what it lacks.
    pub(super) head: Range<usize>,
    pub(super) id: Field<String>,
    pub(super) title: Field<String>,
    pub(super) optional: Vec<Placed<String>>,
    pub(super) same: Vec<Placed<Vec<Placed<String>>>>,
    pub(super) others: Vec<Placed<String>>,
    pub(super) strict_accents: bool,
    pub(super) cards: Vec<DraftCard>,
}

impl Draft {
    /// The deck, if nothing is wrong; otherwise all that is wrong goes onto the list.
    pub(super) fn finish(self, wrong: &mut Vec<Diagnostic>) -> Option<(Deck, Places)> {
        let id = required(self.id, "deck", "id", &self.head, wrong)
            .and_then(|id| checked_id(&id, wrong));
        let title = required(self.title, "deck", "title", &self.head, wrong)
            .and_then(|title| checked_line(&title, "`title`", MAX_TITLE, wrong));
        let habits = Habits {
            optional: forms(&self.optional, "optional", wrong).0,
            same: self.same.iter().map(|group| same_group(group, wrong)).collect(),
            others: forms(&self.others, "others", wrong).0,
            strict_accents: self.strict_accents,
        };
        if self.cards.is_empty() && wrong.is_empty() {
            let help = "add a `[[card]]` with `id`, `topic`, `prompt` and `answer`";
            wrong.push(Diagnostic::error(self.head, "the deck has no cards").help(help));
        }
        once_each(self.cards.iter().filter_map(|card| card.id.placed()), "id", wrong);
        once_each(self.cards.iter().flat_map(|card| &card.sources), "source", wrong);

        let finished: Vec<_> = self.cards.into_iter().map(|card| card.finish(wrong)).collect();
        let (cards, places): (Vec<_>, Vec<CardPlaces>) = finished.into_iter().flatten().unzip();
        let (Some(id), Some(title), true) = (id, title, wrong.is_empty()) else { return None };
        Some((Deck { id, title, habits, cards }, Places { cards: places }))
    }
}

impl<T> Field<T> {
    /// The value and its place, if there is one.
    pub(super) fn placed(&self) -> Option<&Placed<T>> {
        match self {
            Self::Is(placed) => Some(placed),
            Self::Absent | Self::Broken => None,
        }
    }
}

/// The value of a field without which there is no deck or card.
fn required<T>(
    field: Field<T>,
    owner: &str,
    name: &str,
    head: &Range<usize>,
    wrong: &mut Vec<Diagnostic>,
) -> Option<Placed<T>> {
    match field {
        Field::Is(placed) => Some(placed),
        Field::Broken => None,
        Field::Absent => {
            let message = format!("this {owner} has no `{name}`");
            let help = match name {
                "id" => "add an `id` of small letters, digits and hyphens; it stays the same \
                    forever"
                    .to_owned(),
                "answer" => {
                    "add `answer = \"…\"`, `true`, `false`, or `{ number | items | choices | self \
                        = … }`"
                        .into()
                }
                _ => format!("add `{name} = \"…\"`"),
            };
            wrong.push(Diagnostic::error(head.clone(), message).help(help));
            None
        }
    }
}

/// Text of some lines, trimmed; or what is wrong with it.
fn checked_prose(
    text: &Placed<String>,
    what: &str,
    max: usize,
    wrong: &mut Vec<Diagnostic>,
) -> Option<String> {
    checked(text, what, max, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'), wrong)
}

/// Text of one line, trimmed; or what is wrong with it.
fn checked_line(
    text: &Placed<String>,
    what: &str,
    max: usize,
    wrong: &mut Vec<Diagnostic>,
) -> Option<String> {
    checked(text, what, max, char::is_control, wrong)
}

/// A text, trimmed; or nothing and what is wrong with it: it is empty, longer than `max`
/// characters, or holds a `forbidden` one.
fn checked(
    text: &Placed<String>,
    what: &str,
    max: usize,
    forbidden: impl Fn(char) -> bool,
    wrong: &mut Vec<Diagnostic>,
) -> Option<String> {
    let trimmed = text.value.trim();
    let length = trimmed.chars().count();
    let said = if trimmed.is_empty() {
        Diagnostic::error(text.span.clone(), format!("{what} is empty"))
            .help("fill it in or take it out")
    } else if length > max {
        let message = format!("{what} has {length} characters; at most {max} fit");
        Diagnostic::error(text.span.clone(), message).help("shorten it")
    } else if let Some(odd) = trimmed.chars().find(|c| forbidden(*c)) {
        if odd == '\n' || odd == '\r' {
            Diagnostic::error(text.span.clone(), format!("{what} has more than one line"))
                .help("write it in one line")
        } else {
            let message = format!("{what} holds the control character U+{:04X}", u32::from(odd));
            Diagnostic::error(text.span.clone(), message).help("take it out")
        }
    } else {
        return Some(trimmed.to_owned());
    };
    wrong.push(said);
    None
}

/// An id, if it is one of small letters, digits and hyphens; otherwise what is wrong with it.
fn checked_id(id: &Placed<String>, wrong: &mut Vec<Diagnostic>) -> Option<String> {
    let text = checked_line(id, "`id`", MAX_ID, wrong)?;
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let Some(odd) = id.value.chars().find(|c| !allowed(*c)) else { return Some(text) };
    let mut help = "use small letters a to z, digits and hyphens".to_owned();
    if let Some(mended) = hyphenated(&text) {
        help = format!("{help}, such as `{mended}`");
    }
    wrong.push(Diagnostic::error(id.span.clone(), format!("an id cannot hold {odd:?}")).help(help));
    None
}

/// The nearest legal id, for the mend; none if letters would be lost.
fn hyphenated(text: &str) -> Option<String> {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let id = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    (id.is_ascii() && !id.is_empty()).then_some(id)
}

/// Forms of an answer or words of the subject, with their places.
fn forms(
    list: &[Placed<String>],
    name: &str,
    wrong: &mut Vec<Diagnostic>,
) -> (Vec<String>, Vec<Range<usize>>) {
    let what = format!("an entry of `{name}`");
    list.iter()
        .filter_map(|form| Some((checked_line(form, &what, MAX_FORM, wrong)?, form.span.clone())))
        .unzip()
}

/// A group of synonyms; what is wrong with it is noted.
fn same_group(group: &Placed<Vec<Placed<String>>>, wrong: &mut Vec<Diagnostic>) -> Vec<String> {
    if group.value.len() < 2 {
        let message = "a group of `same` needs at least two forms";
        let help = "write groups such as `same = [[\"DDB\", \"DynamoDB\"]]`";
        wrong.push(Diagnostic::error(group.span.clone(), message).help(help));
    }
    forms(&group.value, "same", wrong).0
}

/// Complains of every value that stands in the deck before.
fn once_each<'a>(
    values: impl Iterator<Item = &'a Placed<String>>,
    what: &str,
    wrong: &mut Vec<Diagnostic>,
) {
    let mut seen: HashMap<&str, &Range<usize>> = HashMap::new();
    for Placed { value, span } in values {
        if let Some(first) = seen.get(value.as_str()) {
            let said =
                Diagnostic::error(span.clone(), format!("the {what} `{value}` is used twice"));
            let help = format!("each {what} belongs to one card");
            wrong.push(said.help(help).also((*first).clone(), "first used here"));
        } else if !value.is_empty() {
            seen.insert(value, span);
        }
    }
}
