//! Numbers: compared by value and unit, never by spelling. 20, twenty, 20s and "20 sec" are one; 30 is not.

use super::fold::push_root;
use super::index::{CardKey, Form, Index, WordId};
use super::role::Role;
use super::unit::{Dimension, Unit, misspelled, unit};
use super::{Grade, why};
use crate::domain::deck::Card;

/// A number with its unit, ready to be compared.
#[derive(Debug)]
pub(super) struct NumberKey {
    value: f64,
    /// The unit, if every subject knows it.
    measure: Option<Unit>,
    /// Roots of words that may stand beside the number: the unit's, the accepted forms'.
    words: Vec<WordId>,
    /// Whether a unit is asked for at all.
    bare: bool,
    accept: Vec<Form>,
    close: Vec<Form>,
    reject: Vec<Form>,
}

impl NumberKey {
    /// The key of a number card.
    pub(super) fn new(index: &Index, value: f64, unit_text: Option<&str>, card: &Card) -> Self {
        let unit_text = unit_text.unwrap_or("").trim();
        let mut words = index.read(unit_text).words;
        for form in &card.accept {
            words.extend(index.read(form).words);
        }
        words.sort_unstable();
        words.dedup();
        let all = |texts: &[String]| texts.iter().flat_map(|text| index.forms(text)).collect();
        Self {
            value,
            measure: unit(&unit_text.to_lowercase(), None),
            words,
            bare: unit_text.is_empty(),
            accept: all(&card.accept),
            close: all(&card.close),
            reject: all(&card.reject),
        }
    }
}

/// A piece of an answer to a number card.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    /// A number; `other` is what it means where the thousands mark and the decimal mark are the other way round.
    Number { value: f64, other: Option<f64> },
    /// A word in lower case, or a sign that stands for one (`%`).
    Word(String),
    /// A sign that makes a range or a bound: `-` between numbers, `~`, `<`, `>`, `/`.
    Sign(char),
}

/// Judges an answer to a number card.
pub(super) fn judge(key: &NumberKey, index: &Index, card: &CardKey, given: &str) -> Grade {
    let folded = index.read(given);
    let is = |forms: &[Form]| forms.iter().any(|form| form.given.folded.text == folded.folded.text);
    if is(&key.accept) {
        return Grade::correct(why::RIGHT);
    }
    if is(&key.close) {
        return Grade::close(why::RELATED);
    }
    if is(&key.reject) {
        return Grade::incorrect(why::FIGURE);
    }
    let pieces = pieces(&index.clean(given).to_lowercase());
    let reading = Reading::of(&pieces, index);
    reading.judge(key, index, card, &pieces)
}

/// What the words around the numbers say.
#[derive(Debug, Default)]
struct Reading {
    numbers: Vec<usize>,
    /// What the words say together.
    said: Role,
}

impl Reading {
    fn of(pieces: &[Piece], index: &Index) -> Self {
        let mut reading = Self::default();
        for (i, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Number { .. } => reading.numbers.push(i),
                Piece::Word(word) => {
                    reading.said = reading.said.and(index.role_of(word));
                }
                Piece::Sign('~') => reading.said = reading.said.and(Role::VAGUE),
                Piece::Sign('<' | '>') => reading.said = reading.said.and(Role::BOUND),
                Piece::Sign(_) => {}
            }
        }
        reading
    }

    fn judge(&self, key: &NumberKey, index: &Index, card: &CardKey, pieces: &[Piece]) -> Grade {
        if self.numbers.is_empty() {
            return self.without_number(key, pieces);
        }
        if self.said.is(Role::DENIAL) {
            return Grade::incorrect(why::DENIED);
        }
        let mut wrong = None;
        for i in &self.numbers {
            match compare(key, index, card, pieces, *i) {
                Match::Same => {}
                Match::OtherUnit => wrong = wrong.or(Some(why::UNIT)),
                Match::OtherValue => wrong = Some(why::FIGURE),
            }
        }
        match wrong {
            Some(_) if self.numbers.len() > 1 => Grade::incorrect(why::TWO),
            Some(why) => Grade::incorrect(why),
            None if self.said.is(Role::BOUND) => Grade::incorrect(why::BOUND),
            None if self.said.is(Role::HEDGE) && self.numbers.len() > 1 => Grade::incorrect(why::TWO),
            None if self.said.is(Role::VAGUE) => Grade::close(why::VAGUE),
            None => Grade::correct(why::RIGHT),
        }
    }

    /// "A few seconds": the unit without the figure.
    fn without_number(&self, key: &NumberKey, pieces: &[Piece]) -> Grade {
        let unit_said = key.measure.is_some_and(|measure| {
            pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Word(word) if unit(word, Some(measure.dimension)) == Some(measure)))
        });
        if unit_said && self.said.is(Role::VAGUE) && !self.said.is(Role::DENIAL) {
            Grade::close(why::NUMBER_MISSING)
        } else {
            Grade::incorrect(why::NO_FIGURE)
        }
    }
}

/// How a number with its unit compares with the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Same,
    OtherValue,
    OtherUnit,
}

/// Compares the number at `at` and the words behind it with the key.
fn compare(key: &NumberKey, index: &Index, card: &CardKey, pieces: &[Piece], at: usize) -> Match {
    let Piece::Number { value, other } = pieces[at] else { return Match::OtherValue };
    let equal = |wanted: f64, factor: f64| {
        [Some(value), other].into_iter().flatten().any(|value| close_enough(value * factor, wanted))
    };
    let dimension = key.measure.map(|measure| measure.dimension);
    match unit_behind(key, index, card, &pieces[at + 1..], dimension) {
        Behind::Nothing => {
            if equal(key.value, 1.0) {
                Match::Same
            } else {
                Match::OtherValue
            }
        }
        Behind::Unit(said) => match key.measure {
            Some(measure) if measure.dimension == said.dimension => {
                let same = equal(key.value * measure.factor, said.factor)
                    || equal(key.value * measure.binary, said.binary)
                    || (measure.dimension == Dimension::Data && equal(key.value * measure.binary, said.factor));
                if same {
                    Match::Same
                } else if equal(key.value, 1.0) {
                    Match::OtherUnit
                } else {
                    Match::OtherValue
                }
            }
            _ => Match::OtherUnit,
        },
        Behind::Stranger => {
            if equal(key.value, 1.0) {
                Match::OtherUnit
            } else {
                Match::OtherValue
            }
        }
    }
}

fn close_enough(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1e-12)
}

/// What stands behind a number.
enum Behind {
    Nothing,
    Unit(Unit),
    Stranger,
}

/// Reads the words from a number to the next one: a unit of measure, the key's own words, or something else.
fn unit_behind(key: &NumberKey, index: &Index, card: &CardKey, rest: &[Piece], wanted: Option<Dimension>) -> Behind {
    let mut found = Behind::Nothing;
    for (n, piece) in rest.iter().enumerate() {
        let word = match piece {
            Piece::Number { .. } => break,
            Piece::Sign(_) => continue,
            Piece::Word(word) => word,
        };
        let role = index.role_of(word);
        if role.is(Role::EXPLAINS) {
            break;
        }
        let id = index.id_of(word);
        if key.words.contains(&id) && id != super::index::UNKNOWN && key.measure.is_none() {
            continue;
        }
        if let Some(said) = unit(word, wanted).or_else(|| wanted.and_then(|dimension| misspelled(word, dimension))) {
            // "3,500 requests per minute": a measure beside a unit of another kind changes it, unless the key has it too.
            let degree = wanted == Some(Dimension::Temperature) && said.dimension == Dimension::Angle;
            if degree || (key.measure.is_none() && key.bare && word.len() < 2) {
                continue;
            }
            return Behind::Unit(said);
        }
        let harmless = role.is(Role::FILLER)
            || role.is(Role::VAGUE)
            || role.is(Role::BOUND)
            || role.is(Role::HEDGE)
            || role.is(Role::CATEGORY)
            || matches!(
                word.as_str(),
                "max" | "maximum" | "up" | "most" | "each" | "per" | "every" | "total" | "only" | "exactly"
            )
            || (id != super::index::UNKNOWN && (index.optional(id) || card.prompt.binary_search(&id).is_ok()))
            || near_own_word(key, index, word);
        if harmless || !word.chars().any(char::is_alphanumeric) {
            continue;
        }
        // Only what stands right behind the number can be its unit; a card without a unit has none to be wrong.
        if n == 0 || !key.bare {
            found = Behind::Stranger;
        }
        if key.bare && !index.is_word(id) {
            found = Behind::Nothing;
        }
    }
    found
}

/// Whether a word is a slip for one of the key's own.
fn near_own_word(key: &NumberKey, index: &Index, word: &str) -> bool {
    index.id_of(word) == super::index::UNKNOWN
        && key
            .accept
            .iter()
            .flat_map(|form| (0..form.given.len()).map(|i| form.given.root(i)))
            .any(|own| super::slip::slips(own, word, super::slip::allowed(own.len())).is_some())
}

/// Splits an answer, in lower case, into numbers, words and signs.
fn pieces(text: &str) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if c.is_ascii_digit()
            || (c == '.'
                && chars.get(i + 1).is_some_and(char::is_ascii_digit)
                && !(i > 0 && chars[i - 1].is_alphanumeric()))
        {
            let negative =
                i > 0 && chars[i - 1] == '-' && (i < 2 || chars[i - 2].is_whitespace() || chars[i - 2] == '(');
            let (piece, next) = read_number(&chars, i, negative);
            if negative && matches!(pieces.last(), Some(Piece::Sign('-'))) {
                pieces.pop();
            }
            pieces.push(piece);
            i = next;
        } else if c.is_alphabetic() || matches!(c, '%' | '°' | 'µ') {
            let end = (i + 1..chars.len())
                .find(|j| !(chars[*j].is_alphabetic() || chars[*j] == '\'') || chars[i] == '%')
                .unwrap_or(chars.len());
            let word: String = chars[i..end].iter().filter(|c| **c != '\'').collect();
            pieces.push(Piece::Word(word));
            i = end;
        } else {
            if matches!(c, '-' | '~' | '<' | '>' | '/') {
                pieces.push(Piece::Sign(c));
            }
            i += 1;
        }
    }
    spelled(&pieces)
}

/// Reads a number in digits that begins at `start`: thousands marks, decimals, `k`, minutes and seconds.
fn read_number(chars: &[char], start: usize, negative: bool) -> (Piece, usize) {
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let mut whole = String::new();
    let mut i = start;
    while digit(i) {
        whole.push(chars[i]);
        i += 1;
    }
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    let mut other = None;
    // Groups of three behind a mark: 3,500 · 3.500 · 3 500 · 3'500 · 3_500.
    if (1..=3).contains(&whole.len()) && !whole.starts_with('0') {
        let mark = chars.get(i).copied();
        let mut grouped = whole.clone();
        let mut end = i;
        while mark.is_some_and(|mark| matches!(mark, ',' | '.' | ' ' | '\'' | '_') && chars.get(end) == Some(&mark))
            && digit(end + 1)
            && digit(end + 2)
            && digit(end + 3)
            && !digit(end + 4)
        {
            grouped.extend(&chars[end + 1..end + 4]);
            end += 4;
        }
        if end > i {
            let as_decimal = format!("{whole}.{}", chars[i + 1..i + 4].iter().collect::<String>()).parse::<f64>().ok();
            other = if mark == Some('.') && end == i + 4 { as_decimal } else { None };
            whole = grouped;
            i = end;
        }
    }
    let mut value: f64 = whole.parse().unwrap_or(f64::NAN);
    if digit(i + 1) && matches!(chars.get(i), Some('.' | ',')) {
        let comma = chars[i] == ',';
        let from = i + 1;
        i = from;
        while digit(i) {
            i += 1;
        }
        let decimals: String = chars[from..i].iter().collect();
        value = if comma && decimals.len() > 3 {
            f64::NAN
        } else {
            format!("{whole}.{decimals}").parse().unwrap_or(f64::NAN)
        };
    } else if chars.get(i) == Some(&':') && digit(i + 1) && digit(i + 2) && !digit(i + 3) {
        let seconds: f64 = chars[i + 1..i + 3].iter().collect::<String>().parse().unwrap_or(f64::NAN);
        return (Piece::Number { value: value * 60.0 + seconds, other: None }, i + 3);
    } else if chars.get(i) == Some(&'/') && digit(i + 1) {
        let from = i + 1;
        i = from;
        while digit(i) {
            i += 1;
        }
        let below: f64 = chars[from..i].iter().collect::<String>().parse().unwrap_or(f64::NAN);
        return (Piece::Number { value: value / below, other: None }, i);
    }
    let letter = |i: usize| chars.get(i).is_some_and(|c| c.is_alphabetic());
    if chars.get(i) == Some(&'k') && !letter(i + 1) {
        value *= 1_000.0;
        i += 1;
    } else if letter(i)
        && letter(i + 1)
        && !letter(i + 2)
        && matches!((chars[i], chars[i + 1]), ('s', 't') | ('n' | 'r', 'd') | ('t', 'h'))
    {
        i += 2;
    }
    if leading_zero {
        value = f64::NAN;
    }
    let sign = if negative { -1.0 } else { 1.0 };
    (Piece::Number { value: value * sign, other: other.map(|value| value * sign) }, i)
}

/// Words for numbers below a hundred.
const SMALL: [(&str, f64); 31] = [
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fourty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("once", 1.0),
    ("twice", 2.0),
];

/// Words that multiply what stands before them.
const GREAT: [(&str, f64); 5] =
    [("dozen", 12.0), ("hundred", 100.0), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

/// Puts numbers for number words: `four hundred four` is one number.
fn spelled(pieces: &[Piece]) -> Vec<Piece> {
    let small = |word: &str| SMALL.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    let great =
        |word: &str| GREAT.iter().find(|(name, _)| *name == word.trim_end_matches('s')).map(|(_, value)| *value);
    let mut out: Vec<Piece> = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        let begins = match &pieces[i] {
            Piece::Word(word) => small(word).is_some() || great(word).is_some(),
            Piece::Number { .. } => matches!(pieces.get(i + 1), Some(Piece::Word(word)) if great(word).is_some()),
            Piece::Sign(_) => false,
        };
        if !begins {
            out.push(pieces[i].clone());
            i += 1;
            continue;
        }
        let (mut sum, mut part) = (0.0, 0.0_f64);
        while let Some(piece) = pieces.get(i) {
            match piece {
                Piece::Number { value, .. } if part == 0.0 => part = *value,
                Piece::Word(word) => {
                    if let Some(value) = small(word) {
                        // "twenty, thirty" are two numbers; "twenty-five" and "hundred five" are one.
                        if part % 10.0 != 0.0 || (part % 100.0 != 0.0 && value >= 10.0) {
                            break;
                        }
                        part += value;
                    } else if let Some(factor) = great(word) {
                        part = if part == 0.0 { 1.0 } else { part } * factor;
                        if factor >= 1e3 {
                            sum += part;
                            part = 0.0;
                        }
                    } else if !(word == "and"
                        && part >= 100.0
                        && matches!(pieces.get(i + 1), Some(Piece::Word(next)) if small(next).is_some()))
                    {
                        break;
                    }
                }
                Piece::Sign('-')
                    if part >= 20.0
                        && matches!(pieces.get(i + 1), Some(Piece::Word(next)) if small(next).is_some_and(|v| v < 10.0)) =>
                    {}
                _ => break,
            }
            i += 1;
        }
        out.push(Piece::Number { value: sum + part, other: None });
    }
    out
}

impl Index {
    /// The number of a word in lower case.
    fn id_of(&self, word: &str) -> WordId {
        let mut root = String::with_capacity(word.len());
        push_root(&mut root, word);
        self.id_of_root(&root)
    }

    /// The part that a word in lower case plays.
    fn role_of(&self, word: &str) -> Role {
        self.role(self.id_of(word))
    }
}
