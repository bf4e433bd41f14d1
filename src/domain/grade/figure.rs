//! Figures as people write them: digits with thousands marks and decimals, minutes and seconds,
//! words.

use super::count::{great, small};
use super::fraction::Fraction;
use crate::domain::decimal::Decimal;

/// A piece of an answer to a number card.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// A number.
    Number {
        /// What it is worth; nothing for what has no worth (`1/0`, `007`).
        value: Option<Fraction>,
        /// What it is worth in another reading: with thousands mark and decimal mark the other way
        /// round, or where a dash parted from it is a sign.
        other: Option<Fraction>,
    },
    /// A word in lower case, or a sign that stands for one (`%`).
    Word(String),
    /// A sign that makes a range or a bound: `-` between numbers, `~`, `<`, `>`, `/`.
    Sign(char),
}

/// Splits an answer, in lower case, into numbers, words and signs.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
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
            let negative = i > 0
                && chars[i - 1] == '-'
                && (i < 2 || chars[i - 2].is_whitespace() || chars[i - 2] == '(');
            let (number, next) = read_number(&chars, i);
            if negative && matches!(pieces.last(), Some(Piece::Sign('-'))) {
                pieces.pop();
            }
            pieces.push(if negative { negated(number) } else { number });
            i = next;
        } else if c.is_alphabetic() || matches!(c, '%' | '°' | 'µ') {
            let end = (i + 1..chars.len())
                .find(|j| !(chars[*j].is_alphabetic() || chars[*j] == '\'') || chars[i] == '%')
                .unwrap_or(chars.len());
            let word: String = chars[i..end].iter().filter(|c| **c != '\'').collect();
            pieces.push(Piece::Word(word));
            i = end;
        } else {
            // "~~" strikes out or frames; one alone before a figure means "about".
            let lone = i == 0 || chars[i - 1] != '~';
            let about = c == '~'
                && lone
                && chars.get(i + 1).is_some_and(|next| next.is_ascii_digit() || *next == ' ');
            if about || matches!(c, '-' | '<' | '>' | '/') {
                pieces.push(Piece::Sign(c));
            } else if c == '÷' {
                pieces.push(Piece::Sign('/'));
            }
            i += 1;
        }
    }
    signed(spelled(pieces))
}

/// A number with the other sign.
fn negated(number: Piece) -> Piece {
    match number {
        Piece::Number { value, other } => {
            let turned = |worth: Option<Fraction>| worth.map(|worth| worth.negated());
            Piece::Number { value: turned(value), other: turned(other) }
        }
        other => other,
    }
}

/// The decimal number that these digits are, each part of it digits alone.
fn decimal(whole: &str, decimals: &str) -> Option<Fraction> {
    format!("{whole}.{decimals}").parse::<Decimal>().ok().map(Fraction::from)
}

/// Where the digits from `start` on end.
fn digits_end(chars: &[char], start: usize) -> usize {
    chars[start.min(chars.len())..]
        .iter()
        .position(|c| !c.is_ascii_digit())
        .map_or(chars.len(), |n| start + n)
}

/// Reads a number in digits that begins at `start`: thousands marks, decimals, `k`, minutes and
/// seconds.
fn read_number(chars: &[char], start: usize) -> (Piece, usize) {
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let text = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    let mut i = digits_end(chars, start);
    let mut whole = text(start, i);
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    let mut other = None;
    // Groups of three behind a mark: 3,500 · 3.500 · 3 500 · 3'500 · 3_500.
    if (1..=3).contains(&whole.len()) && !whole.starts_with('0') {
        let mark = chars.get(i).copied();
        let mut grouped = whole.clone();
        let mut end = i;
        while mark.is_some_and(|mark| {
            matches!(mark, ',' | '.' | ' ' | '\'' | '_') && chars.get(end) == Some(&mark)
        }) && digit(end + 1)
            && digit(end + 2)
            && digit(end + 3)
            && !digit(end + 4)
        {
            grouped.extend(&chars[end + 1..end + 4]);
            end += 4;
        }
        if end > i {
            let one_point = mark == Some('.') && end == i + 4;
            other = one_point.then(|| decimal(&whole, &text(i + 1, end))).flatten();
            whole = grouped;
            i = end;
        }
    }
    let mut value = decimal(&whole, "");
    if digit(i + 1) && matches!(chars.get(i), Some('.' | ',')) {
        let (comma, from) = (chars[i] == ',', i + 1);
        i = digits_end(chars, from);
        value = if comma && i - from > 3 { None } else { decimal(&whole, &text(from, i)) };
    } else if chars.get(i) == Some(&':') && digit(i + 1) && digit(i + 2) && !digit(i + 3) {
        let seconds: Option<Decimal> = text(i + 1, i + 3).parse().ok();
        let minutes: Option<Decimal> = whole.parse().ok();
        let value = minutes
            .zip(seconds)
            .map(|(minutes, seconds)| minutes.times(&60.into()).plus(&seconds).into());
        return (Piece::Number { value, other: None }, i + 3);
    }
    if let Some((power, end)) = power_of_ten(chars, i) {
        // Nobody writes thousands marks before a power of ten.
        let read = other.take().or(value);
        value = power.zip(read).map(|(power, read)| read.times(&power));
        i = end;
    }
    if let Some((below, end)) = divisor(chars, i) {
        let value = value.as_ref().and_then(Fraction::whole).zip(below);
        return (
            Piece::Number {
                value: value.and_then(|(above, below)| Fraction::new(above.clone(), below)),
                other: None,
            },
            end,
        );
    }
    let letter = |i: usize| chars.get(i).is_some_and(|c| c.is_alphabetic());
    if chars.get(i) == Some(&'k') && !letter(i + 1) {
        let thousand = |worth: Fraction| worth.times(&1_000.into());
        (value, other) = (value.map(thousand), other.map(thousand));
        i += 1;
    } else if letter(i)
        && letter(i + 1)
        && !letter(i + 2)
        && matches!((chars[i], chars[i + 1]), ('s', 't') | ('n' | 'r', 'd') | ('t', 'h'))
    {
        i += 2;
    }
    (Piece::Number { value: value.filter(|_| !leading_zero), other }, i)
}

/// The power of ten that is written behind a number as in `2e3`, and where it ends; one of absurd
/// size is none.
fn power_of_ten(chars: &[char], at: usize) -> Option<(Option<Decimal>, usize)> {
    let sign = usize::from(matches!(chars.get(at + 1), Some('-' | '+')));
    let (from, end) = (at + 1 + sign, digits_end(chars, at + 1 + sign));
    let written = chars.get(at) == Some(&'e')
        && end > from
        && !chars.get(end).is_some_and(|c| c.is_alphabetic());
    written.then(|| (format!("1{}", chars[at..end].iter().collect::<String>()).parse().ok(), end))
}

/// What a number is divided by, if a stroke and another number follow it, and where that ends.
fn divisor(chars: &[char], at: usize) -> Option<(Option<Decimal>, usize)> {
    let past_spaces =
        |from: usize| (from..chars.len()).find(|i| chars[*i] != ' ').unwrap_or(chars.len());
    let stroke = past_spaces(at);
    let from = past_spaces(stroke + 1);
    let whole = digits_end(chars, from + usize::from(chars.get(from) == Some(&'-')));
    let point =
        chars.get(whole) == Some(&'.') && chars.get(whole + 1).is_some_and(char::is_ascii_digit);
    let end = if point { digits_end(chars, whole + 1) } else { whole };
    let divided = matches!(chars.get(stroke), Some('/' | '÷'))
        && chars[..end].last().is_some_and(char::is_ascii_digit);
    (divided && end > from).then(|| (chars[from..end].iter().collect::<String>().parse().ok(), end))
}

/// Puts numbers for number words: `four hundred four` is one number.
fn spelled(pieces: Vec<Piece>) -> Vec<Piece> {
    let begins = |i: usize| match &pieces[i] {
        Piece::Word(word) => small(word).is_some() || great(word).is_some(),
        Piece::Number { .. } => {
            matches!(pieces.get(i + 1), Some(Piece::Word(word)) if great(word).is_some())
        }
        Piece::Sign(_) => false,
    };
    if !(0..pieces.len()).any(begins) {
        return pieces;
    }
    let mut out: Vec<Piece> = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        if begins(i) {
            let (number, next) = read_spelled(&pieces, i);
            out.push(number);
            i = next;
        } else {
            out.push(pieces[i].clone());
            i += 1;
        }
    }
    out
}

/// Reads the number whose words begin at `start`, perhaps with digits before them (`1.5 million`).
fn read_spelled(pieces: &[Piece], start: usize) -> (Piece, usize) {
    let mut i = start;
    if let Piece::Number { value, other } = &pieces[start] {
        // Digits that are worth nothing, or a fraction, are only multiplied; others are counted on
        // from below.
        let whole = value.as_ref().and_then(Fraction::whole).filter(|_| other.is_none());
        if whole.is_none() {
            let (mut value, mut other) = (value.clone(), other.clone());
            i += 1;
            while let Some(factor) = pieces.get(i).and_then(great_piece) {
                (value, other) =
                    (value.map(|one| one.times(&factor)), other.map(|one| one.times(&factor)));
                i += 1;
            }
            return (Piece::Number { value, other }, i);
        }
    }
    let (mut sum, mut part) = (Decimal::default(), Decimal::default());
    while let Some(piece) = pieces.get(i) {
        match piece {
            Piece::Number { value, .. } if part.is_zero() && (i == start || !sum.is_zero()) => {
                let Some(number) = value.as_ref().and_then(Fraction::whole) else { break };
                part = number.clone();
            }
            Piece::Word(word) => {
                if let Some(value) = small(word) {
                    // "twenty, thirty" are two numbers; "twenty-five" and "hundred five" are one.
                    if !part.ends_in(1) || (!part.ends_in(2) && value >= 10) {
                        break;
                    }
                    part = part.plus(&value.into());
                } else if let Some(factor) = great(word) {
                    part = if part.is_zero() { factor.into() } else { part.times(&factor.into()) };
                    if factor >= 1_000 {
                        sum = sum.plus(&part);
                        part = Decimal::default();
                    }
                } else if !(word == "and"
                    && part.to_f64() >= 100.0
                    && matches!(pieces.get(i + 1), Some(Piece::Word(next)) if small(next).is_some()))
                {
                    break;
                }
            }
            Piece::Sign('-')
                if part.to_f64() >= 20.0
                    && matches!(pieces.get(i + 1), Some(Piece::Word(next)) if small(next).is_some_and(|v| v < 10)) =>
                {}
            _ => break,
        }
        i += 1;
    }
    (Piece::Number { value: Some(sum.plus(&part).into()), other: None }, i)
}

fn great_piece(piece: &Piece) -> Option<Decimal> {
    match piece {
        Piece::Word(word) => great(word).map(Decimal::from),
        _ => None,
    }
}

/// Turns numbers behind "minus"; a dash parted from the number at the beginning may be a sign or a
/// bullet.
fn signed(pieces: Vec<Piece>) -> Vec<Piece> {
    let may_turn = |piece: &Piece| match piece {
        Piece::Sign(sign) => *sign == '-',
        Piece::Word(word) => is_minus(word),
        Piece::Number { .. } => false,
    };
    if !pieces.iter().any(may_turn) {
        return pieces;
    }
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let piece = match (piece, out.last()) {
            (number @ Piece::Number { .. }, Some(Piece::Word(word))) if is_minus(word) => {
                out.pop();
                negated(number)
            }
            (Piece::Number { value: Some(value), other: None }, Some(Piece::Sign('-')))
                if out.len() == 1 =>
            {
                Piece::Number { other: Some(value.negated()), value: Some(value) }
            }
            (piece, _) => piece,
        };
        out.push(piece);
    }
    out
}

fn is_minus(word: &str) -> bool {
    matches!(word, "minus" | "negative")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text is worth, if it is one number in one reading.
    fn worth(text: &str) -> Option<Decimal> {
        match &pieces(text)[..] {
            [Piece::Number { value: Some(value), other: None }] => value.whole().cloned(),
            _ => None,
        }
    }

    #[test]
    fn figures_are_read_in_digits_and_in_words() {
        for (text, value) in [
            ("8849", "8849"),
            ("3,500", "3500"),
            ("3 500.25", "3500.25"),
            ("6.02e23", "6.02e23"),
            ("5e-3", "0.005"),
            ("2k", "2000"),
            ("2:05", "125"),
            ("minus 40", "-40"),
            ("negative forty-one", "-41"),
            ("four hundred and four", "404"),
            ("ten thousand", "10000"),
            ("one hundred million", "100000000"),
            ("1.45 billion", "1450000000"),
            ("3 thousand five hundred", "3500"),
            ("5 dozen", "60"),
            (
                "99999999999999999999999999999999999999991",
                "99999999999999999999999999999999999999991",
            ),
        ] {
            assert_eq!(worth(text), value.parse().ok(), "{text}");
        }
    }

    #[test]
    fn what_has_no_worth_is_a_number_all_the_same() {
        let nothing = [Piece::Number { value: None, other: None }];
        for text in ["1/0", "1 / 0", "5÷0", "0/0", "1/0.00", "1/-0", "1e3/0", "007", "1e99999"] {
            assert!(
                pieces(text).starts_with(&nothing) || pieces(text).ends_with(&nothing),
                "{text}: {:?}",
                pieces(text)
            );
        }
    }

    #[test]
    fn a_fraction_is_exact() {
        let [Piece::Number { value: Some(third), .. }] = &pieces("1 / 3")[..] else {
            panic!("one number")
        };
        assert!(third.times_is(&60.into(), &20.into()));
        assert!(!third.is(&Decimal::nearest(1.0 / 3.0).unwrap()));
    }
}
