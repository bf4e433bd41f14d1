//! The `answer` of a card in TOML, whose form tells the kind of key.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::draft::{DraftKey, Field, Placed};
use super::table::{Table, quoted};
use crate::domain::decimal::Decimal;
use crate::domain::deck::diagnostic::Diagnostic;

/// The kinds that are tables: the key that tells the kind, and all keys that the kind knows.
const KINDS: &[(&str, &[&str])] = &[
    ("number", &["number", "unit"]),
    ("items", &["items", "ordered"]),
    ("choices", &["choices", "correct"]),
    ("self", &["self"]),
];

/// Reads the `answer` of a card.
pub(super) fn read(card: &Table<'_>, wrong: &mut Vec<Diagnostic>) -> Field<DraftKey> {
    let Some(answer) = card.value("answer") else { return Field::Absent };
    let value = match answer.get_ref() {
        DeValue::String(term) => Some(DraftKey::Term(term.clone().into_owned())),
        DeValue::Boolean(value) => Some(DraftKey::TrueFalse(*value)),
        DeValue::Table(table) => of_table(table, answer, wrong),
        other => {
            let help = match other {
                DeValue::Integer(_) | DeValue::Float(_) => {
                    "write `{ number = 20, unit = \"seconds\" }`"
                }
                DeValue::Array(_) => {
                    "write `{ items = [[\"…\"], [\"…\"]] }` or `{ choices = […], correct = \"…\" }`"
                }
                _ => "put it in quotes",
            };
            card.wrong_type("answer", "text, `true`, `false` or a table", help, wrong);
            None
        }
    };
    value.map_or(Field::Broken, |value| Field::Is(Placed { value, span: answer.span() }))
}

/// The key that a table states: it holds exactly one of the words that name a kind.
fn of_table(
    table: &DeTable<'_>,
    place: &Spanned<DeValue<'_>>,
    wrong: &mut Vec<Diagnostic>,
) -> Option<DraftKey> {
    let mut named = KINDS.iter().filter(|(kind, _)| table.contains_key(*kind));
    let (Some((kind, known)), None) = (named.next(), named.next()) else {
        let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
        // A slip in the telling key shows here too, with the name that was meant.
        let every: Vec<&str> = KINDS.iter().flat_map(|(_, known)| known.iter().copied()).collect();
        Table::new(table, &every, wrong);
        let message = format!("an answer in braces holds exactly one of {}", quoted(&kinds));
        wrong.push(
            Diagnostic::error(place.span(), message).help("write for example `{ number = 20 }`"),
        );
        return None;
    };
    let table = Table::new(table, known, wrong);
    Some(match *kind {
        "number" => {
            DraftKey::Number { number: number(&table, wrong), unit: table.text("unit", wrong) }
        }
        "items" => {
            let before = wrong.len();
            let (items, ordered) = (table.groups("items", wrong), table.flag("ordered", wrong));
            // Too few items are worth a word only if none was lost to another error.
            if wrong.len() > before {
                return None;
            }
            DraftKey::List { items, ordered }
        }
        "choices" => {
            let before = wrong.len();
            let (choices, correct) = (table.texts("choices", wrong), table.text("correct", wrong));
            if wrong.len() > before {
                return None;
            }
            DraftKey::Choices { choices, correct }
        }
        _ => DraftKey::SelfGraded(table.text("self", wrong)),
    })
}

/// The value of `number`, an integer or a decimal.
fn number(table: &Table<'_>, wrong: &mut Vec<Diagnostic>) -> Field<Decimal> {
    let Some(value) = table.value("number") else { return Field::Absent };
    let number = match value.get_ref() {
        DeValue::Integer(digits) if digits.radix() == 10 => digits.as_str().parse().ok(),
        DeValue::Integer(digits) => {
            i64::from_str_radix(digits.as_str(), digits.radix()).ok().map(Decimal::from)
        }
        DeValue::Float(digits) => {
            let number = digits.as_str().parse().ok();
            // What is left is written as infinite, as no number at all, or as one beyond all
            // measure.
            if number.is_none() {
                let said = Diagnostic::error(value.span(), "`number` is not a finite number");
                wrong.push(said.help("write a number such as `20` or `0.5`"));
                return Field::Broken;
            }
            number
        }
        _ => None,
    };
    if let Some(value_of) = number {
        return Field::Is(Placed { value: value_of, span: value.span() });
    }
    table.wrong_type("number", "a number", "write it in digits, without quotes", wrong);
    Field::Broken
}
