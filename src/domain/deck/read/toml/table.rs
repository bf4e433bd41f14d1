//! A TOML table read key by key, with a word for everything that is not as expected.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::draft::{Field, Placed};
use crate::domain::deck::diagnostic::Diagnostic;
use crate::domain::nearest::nearest;

/// A table of which the known keys are read and all others are complained of.
pub(super) struct Table<'a>(&'a DeTable<'a>);

impl<'a> Table<'a> {
    /// Takes up a table; keys of it that are not `known` are errors.
    pub(super) fn new(table: &'a DeTable<'a>, known: &[&str], wrong: &mut Vec<Diagnostic>) -> Self {
        for (key, _) in table {
            let name = key.get_ref();
            if known.contains(&name.as_ref()) {
                continue;
            }
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here are {}", quoted(known)),
            };
            wrong.push(Diagnostic::error(key.span(), format!("unknown key `{name}`")).help(help));
        }
        Self(table)
    }

    /// The value of a key, if the table has it.
    pub(super) fn value(&self, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.0.get(name)
    }

    /// The place of a value; the start of the file if there is none.
    pub(super) fn place(&self, name: &str) -> Range<usize> {
        self.value(name).map_or(0..0, Spanned::span)
    }

    /// Complains that a value is not what is `wanted`.
    pub(super) fn wrong_type(
        &self,
        name: &str,
        wanted: &str,
        help: &str,
        wrong: &mut Vec<Diagnostic>,
    ) {
        if let Some(value) = self.value(name) {
            wrong.push(wrong_type(value, &format!("`{name}`"), wanted, help));
        }
    }

    /// The text that a key has.
    pub(super) fn text(&self, name: &str, wrong: &mut Vec<Diagnostic>) -> Field<String> {
        let Some(value) = self.value(name) else { return Field::Absent };
        text(value, &format!("`{name}`"), wrong).map_or(Field::Broken, Field::Is)
    }

    /// Whether a key says `true`; absent it does not.
    pub(super) fn flag(&self, name: &str, wrong: &mut Vec<Diagnostic>) -> bool {
        match self.value(name).map(Spanned::get_ref) {
            Some(DeValue::Boolean(flag)) => *flag,
            Some(_) => {
                self.wrong_type(name, "`true` or `false`", "write it without quotes", wrong);
                false
            }
            None => false,
        }
    }

    /// A list of texts; empty if the key is absent.
    pub(super) fn texts(&self, name: &str, wrong: &mut Vec<Diagnostic>) -> Vec<Placed<String>> {
        match self.value(name) {
            Some(list) => texts(list, name, wrong),
            None => Vec::new(),
        }
    }

    /// A list of lists of texts; a text alone stands for a list of one.
    pub(super) fn groups(
        &self,
        name: &str,
        wrong: &mut Vec<Diagnostic>,
    ) -> Vec<Placed<Vec<Placed<String>>>> {
        let Some(value) = self.value(name) else { return Vec::new() };
        let DeValue::Array(groups) = value.get_ref() else {
            self.wrong_type(name, "a list", "write `[[\"…\", \"…\"], [\"…\"]]`", wrong);
            return Vec::new();
        };
        let mut read = Vec::with_capacity(groups.len());
        for group in groups {
            let forms = match group.get_ref() {
                DeValue::String(_) => text(group, &entry_of(name), wrong).into_iter().collect(),
                DeValue::Array(_) => texts(group, name, wrong),
                _ => {
                    wrong.push(wrong_type(
                        group,
                        &entry_of(name),
                        "a list of texts",
                        "write `[\"…\", \"…\"]`",
                    ));
                    continue;
                }
            };
            read.push(Placed { value: forms, span: group.span() });
        }
        read
    }
}

fn text(
    value: &Spanned<DeValue<'_>>,
    what: &str,
    wrong: &mut Vec<Diagnostic>,
) -> Option<Placed<String>> {
    if let DeValue::String(text) = value.get_ref() {
        return Some(Placed { value: text.clone().into_owned(), span: value.span() });
    }
    wrong.push(wrong_type(value, what, "text", "put it in quotes"));
    None
}

/// The texts of a list; what is none is complained of and left out.
fn texts(
    list: &Spanned<DeValue<'_>>,
    name: &str,
    wrong: &mut Vec<Diagnostic>,
) -> Vec<Placed<String>> {
    let DeValue::Array(items) = list.get_ref() else {
        wrong.push(wrong_type(
            list,
            &format!("`{name}`"),
            "a list of texts",
            "write `[\"…\", \"…\"]`",
        ));
        return Vec::new();
    };
    let what = entry_of(name);
    items.iter().filter_map(|item| text(item, &what, wrong)).collect()
}

/// What an entry of a list is called in a complaint.
fn entry_of(name: &str) -> String {
    format!("an entry of `{name}`")
}

fn wrong_type(value: &Spanned<DeValue<'_>>, what: &str, wanted: &str, help: &str) -> Diagnostic {
    let found = match value.get_ref() {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    Diagnostic::error(value.span(), format!("{what} must be {wanted}, not {found}")).help(help)
}

/// The names in backquotes, with commas between.
pub(super) fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
