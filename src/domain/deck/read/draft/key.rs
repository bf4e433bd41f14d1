//! A key as its file states it, and the rules that make a [`Key`] of it.

use std::ops::Range;

use super::{Field, MAX_FORM, MAX_PROSE, Placed, checked_line, checked_prose, forms, required};
use crate::domain::decimal::Decimal;
use crate::domain::deck::Key;
use crate::domain::deck::diagnostic::Diagnostic;
use crate::domain::nearest::nearest;

/// The longest text on offer, so that it fits a button.
const MAX_CHOICE: usize = 200;
/// The most texts on offer: as many buttons as a Discord message holds.
const MAX_CHOICES: usize = 25;

/// A key as its file states it.
#[derive(Debug)]
pub(in super::super) enum DraftKey {
    Term(String),
    TrueFalse(bool),
    Number { number: Field<Decimal>, unit: Field<String> },
    List { items: Vec<Placed<Vec<Placed<String>>>>, ordered: bool },
    Choices { choices: Vec<Placed<String>>, correct: Field<String> },
    SelfGraded(Field<String>),
}

impl Placed<DraftKey> {
    /// The key and its place, if nothing is wrong with it.
    pub(super) fn finish(self, wrong: &mut Vec<Diagnostic>) -> Option<(Key, Range<usize>)> {
        let span = self.span;
        let key = match self.value {
            DraftKey::Term(value) => {
                let term = Placed { value, span: span.clone() };
                Key::Term(checked_line(&term, "`answer`", MAX_FORM, wrong)?)
            }
            DraftKey::TrueFalse(value) => Key::TrueFalse(value),
            DraftKey::Number { number, unit } => number_key(number, &unit, wrong)?,
            DraftKey::List { items, ordered } => list_key(&items, ordered, &span, wrong)?,
            DraftKey::Choices { choices, correct } => choices_key(&choices, correct, &span, wrong)?,
            DraftKey::SelfGraded(text) => {
                Key::SelfGraded(checked_prose(text.placed()?, "`self`", MAX_PROSE, wrong)?)
            }
        };
        Some((key, span))
    }
}

/// A number with its unit; nothing if either is not as it should be.
fn number_key(
    number: Field<Decimal>,
    unit: &Field<String>,
    wrong: &mut Vec<Diagnostic>,
) -> Option<Key> {
    let before = wrong.len();
    let unit = unit.placed().and_then(|unit| checked_line(unit, "`unit`", MAX_FORM, wrong));
    let Field::Is(number) = number else { return None };
    (wrong.len() == before).then_some(Key::Number { number: number.value, unit })
}

/// A list of two items or more, each with a form. In one whose order does not count no form may
/// stand twice: it would be two items.
fn list_key(
    items: &[Placed<Vec<Placed<String>>>],
    ordered: bool,
    span: &Range<usize>,
    wrong: &mut Vec<Diagnostic>,
) -> Option<Key> {
    let before = wrong.len();
    if items.len() < 2 {
        let said = Diagnostic::error(span.clone(), "a list needs at least two items");
        wrong.push(said.help("write a single answer as `answer = \"…\"`"));
    }
    for item in items.iter().filter(|item| item.value.is_empty()) {
        let said = Diagnostic::error(item.span.clone(), "this item has no form");
        wrong.push(said.help("write the item's forms, the best known first, or take it out"));
    }
    if !ordered {
        let all: Vec<&Placed<String>> = items.iter().flat_map(|item| &item.value).collect();
        no_doubles(&all, "item", wrong);
    }
    let items: Vec<Vec<String>> =
        items.iter().map(|item| forms(&item.value, "items", wrong).0).collect();
    (wrong.len() == before).then_some(Key::List { items, ordered })
}

/// Choices of which one is, letter by letter, the right one.
fn choices_key(
    choices: &[Placed<String>],
    correct: Field<String>,
    span: &Range<usize>,
    wrong: &mut Vec<Diagnostic>,
) -> Option<Key> {
    let before = wrong.len();
    if !(2..=MAX_CHOICES).contains(&choices.len()) {
        let message = format!("a card offers 2 to {MAX_CHOICES} choices, not {}", choices.len());
        wrong.push(Diagnostic::error(span.clone(), message).help("add or take out some"));
    }
    no_doubles(&choices.iter().collect::<Vec<_>>(), "choice", wrong);
    let texts: Vec<String> = choices
        .iter()
        .filter_map(|choice| checked_line(choice, "an entry of `choices`", MAX_CHOICE, wrong))
        .collect();
    let correct = required(correct, "answer", "correct", span, wrong)?;
    let found = texts.iter().position(|text| text == correct.value.trim());
    if found.is_none() {
        let near = nearest(&correct.value, texts.iter().map(String::as_str));
        let help = near.map_or_else(
            || "repeat one of the choices, letter by letter".to_owned(),
            |near| format!("did you mean {near:?}?"),
        );
        wrong.push(Diagnostic::error(correct.span, "`correct` is none of the choices").help(help));
    }
    let correct = found?;
    (wrong.len() == before).then_some(Key::Choices { choices: texts, correct })
}

/// Complains of a form that stands in the key before.
fn no_doubles(forms: &[&Placed<String>], what: &str, wrong: &mut Vec<Diagnostic>) {
    let mut seen = std::collections::HashMap::new();
    for form in forms {
        let folded = form.value.trim().to_lowercase();
        if folded.is_empty() {
            continue;
        }
        if let Some(first) = seen.insert(folded, &form.span) {
            let said = Diagnostic::error(
                form.span.clone(),
                format!("the {what} {:?} is given twice", form.value),
            );
            wrong.push(said.help("take one out").also(first.clone(), "first given here"));
        }
    }
}
