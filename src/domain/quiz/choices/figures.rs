//! Numbers near the right one: of its unit, its sign and its roundness.

use rand::RngExt;
use rand::rngs::StdRng;

use super::OPTIONS;
use super::near::{around, is_near};
use super::wrong::Wrong;
use crate::domain::decimal::Decimal;
use crate::domain::deck::{Deck, Key};
use crate::domain::grade::Graded;

/// Wrong figures for a card, at most as many as are offered beside the right one: those of sister
/// cards that are near, then others. How many of them are smaller is left to chance.
pub(super) fn beside(
    right: &Decimal,
    unit: Option<&str>,
    wrong: &Wrong<'_>,
    rng: &mut StdRng,
) -> Vec<String> {
    let sides = around(right);
    let mut texts = [Vec::new(), Vec::new()];
    let mut taken = vec![right.clone()];
    let values = sisters(right, unit, wrong).into_iter().chain(sides.into_iter().flatten());
    for value in values.filter(|value| is_possible(value, right, unit)) {
        let Some(text) = shown(&value, right, unit, wrong.deck) else { continue };
        if !taken.contains(&value) && wrong.is_not_right(&text) {
            texts[usize::from(value.to_f64() > right.to_f64())].push(text);
            taken.push(value);
        }
    }
    let below = rng.random_range(0..OPTIONS);
    some_of(texts, below, OPTIONS - 1)
}

/// Other texts for one with a single number in it, which is another number in each: "Symphony
/// No. 5" gives "Symphony No. 4". None for a text with no number, or several.
pub(super) fn inside(text: &str, rng: &mut StdRng) -> Vec<String> {
    let Some(figure) = Figure::of(text) else { return Vec::new() };
    let texts = around(&figure.value)
        .map(|side| side.iter().map(|value| figure.instead(value)).collect::<Vec<String>>());
    some_of(texts, rng.random_range(0..OPTIONS), 2 * OPTIONS)
}

/// The only number in a text, which stands by itself: not the one of `AES256`.
struct Figure<'a> {
    value: Decimal,
    /// Whether commas part its thousands.
    grouped: bool,
    before: &'a str,
    after: &'a str,
}

impl<'a> Figure<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let (before, rest) = text.split_at(start);
        let length = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')));
        let figure = rest[..length.unwrap_or(rest.len())].trim_end_matches([',', '.']);
        let after = &rest[figure.len()..];
        let is_part = before.ends_with(|c: char| c.is_alphanumeric() || "-_.:/".contains(c))
            || after.starts_with(|c: char| c.is_alphanumeric() || "-_:/".contains(c));
        if is_part || after.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let value = figure.replace(',', "").parse().ok()?;
        Some(Self { value, grouped: figure.contains(','), before, after })
    }

    /// The text with another number.
    fn instead(&self, value: &Decimal) -> String {
        let shown = value.to_string();
        let shown = if self.grouped { with_commas(&shown) } else { shown };
        format!("{}{shown}{}", self.before, self.after)
    }
}

/// The figures of sister cards that are near, those of the same topic first.
fn sisters(right: &Decimal, unit: Option<&str>, wrong: &Wrong<'_>) -> Vec<Decimal> {
    let deck: &Deck = wrong.deck;
    let (mut of_topic, mut others) = (Vec::new(), Vec::new());
    for card in &deck.cards {
        let Key::Number { number, unit: other } = &card.key else { continue };
        if is_same_unit(unit, other.as_deref(), wrong) && is_near(number, right) {
            let is_sister = card.topic == wrong.card.topic;
            if is_sister { &mut of_topic } else { &mut others }.push(number.clone());
        }
    }
    [of_topic, others].concat()
}

fn is_same_unit(one: Option<&str>, other: Option<&str>, wrong: &Wrong<'_>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => wrong.deck.plain(one) == wrong.deck.plain(other),
        _ => false,
    }
}

/// Whether there can be so much of this unit: a share of a whole stays one.
fn is_possible(value: &Decimal, right: &Decimal, unit: Option<&str>) -> bool {
    let is_share = matches!(unit, Some("%" | "percent")) && right.to_f64() <= 100.0;
    !(is_share && value.to_f64() > 100.0)
}

/// Another value in the unit of the right one. One of a thing is not written as several are ("1
/// read", "2 reads"), and only a card of the deck can say how: `None` where none does.
fn shown(value: &Decimal, right: &Decimal, unit: Option<&str>, deck: &Graded) -> Option<String> {
    let one = Decimal::from(1);
    let Some(unit) = unit else { return Some(value.to_string()) };
    let is_symbol = !unit.split_whitespace().any(is_word);
    if is_symbol || (*value == one) == (*right == one) {
        return Some(format!("{value} {unit}"));
    }
    let plain = deck.plain(unit);
    for card in &deck.cards {
        let Key::Number { number, unit: Some(other) } = &card.key else { continue };
        if (*number == one) == (*value == one) && deck.plain(other) == plain {
            return Some(format!("{value} {other}"));
        }
    }
    None
}

/// Whether this is written out, so that several are written otherwise: not `KB`, `s`, `°C`.
fn is_word(unit: &str) -> bool {
    unit.chars().filter(|c| c.is_lowercase()).count() > 2 || (unit.len() > 2 && unit.ends_with('s'))
}

/// The first of two sides, `below` of the first side if there are so many, `count` in all.
fn some_of(texts: [Vec<String>; 2], below: usize, count: usize) -> Vec<String> {
    let [mut less, mut more] = texts;
    let spare_less = less.split_off(below.min(less.len()));
    let spare_more = more.split_off(count.saturating_sub(below).min(more.len()));
    let mut some = [less, more, spare_less, spare_more].concat();
    some.truncate(count);
    some
}

/// A number with commas between thousands.
fn with_commas(number: &str) -> String {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if decimals.is_empty() { out } else { format!("{out}.{decimals}") }
}
