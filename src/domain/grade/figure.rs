//! Figures as people write them: digits with thousands marks and decimals, minutes and seconds,
//! words.

mod spelled;

use self::spelled::spelled;
use super::fraction::Fraction;
use crate::domain::decimal::Decimal;

/// A piece of an answer to a number card.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// A number, in digits or in words, with its sign.
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
        if begins_number(&chars, i) {
            let negative = follows_minus(&chars, i);
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
            if matches!(c, '-' | '<' | '>' | '/') || is_about(&chars, i) {
                pieces.push(Piece::Sign(c));
            } else if c == '÷' {
                pieces.push(Piece::Sign('/'));
            }
            i += 1;
        }
    }
    signed(spelled(pieces))
}

/// Whether a digit stands at `at`.
fn is_digit(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(char::is_ascii_digit)
}

/// Whether a letter of any script stands at `at`.
fn is_letter(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(|c| c.is_alphabetic())
}

/// Whether a number in digits begins at `at`: with a digit, or with a point before one (`.5`) that
/// ends no word.
fn begins_number(chars: &[char], at: usize) -> bool {
    let after_word = at > 0 && chars[at - 1].is_alphanumeric();
    is_digit(chars, at) || (chars[at] == '.' && is_digit(chars, at + 1) && !after_word)
}

/// Whether the dash before `at` is a sign: where nothing but space stands before it. That of "3-5"
/// makes a range.
fn follows_minus(chars: &[char], at: usize) -> bool {
    at > 0
        && chars[at - 1] == '-'
        && (at < 2 || chars[at - 2].is_whitespace() || chars[at - 2] == '(')
}

/// Whether `~` at `at` means "about": alone, before a figure. "~~" strikes out or frames.
fn is_about(chars: &[char], at: usize) -> bool {
    chars[at] == '~'
        && (at == 0 || chars[at - 1] != '~')
        && (is_digit(chars, at + 1) || chars.get(at + 1) == Some(&' '))
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

/// The characters `from..to` as a text.
fn text_of(chars: &[char], from: usize, to: usize) -> String {
    chars[from..to].iter().collect()
}

/// Reads a number in digits that begins at `start`, and tells where it ends: thousands marks,
/// decimals, minutes and seconds, a power of ten, a fraction, `k`, the ending of an ordinal.
fn read_number(chars: &[char], start: usize) -> (Piece, usize) {
    let first = digits_end(chars, start);
    let leading_zero = first - start > 1 && chars[start] == '0';
    let (whole, mut other, end) = whole_part(chars, start, first);
    if let Some((value, end)) = minutes_and_seconds(chars, &whole, end) {
        return (Piece::Number { value, other: None }, end);
    }
    let (mut value, mut end) =
        with_decimals(chars, &whole, end).unwrap_or_else(|| (decimal(&whole, ""), end));
    if let Some((power, behind)) = power_of_ten(chars, end) {
        // Nobody writes thousands marks before a power of ten.
        let read = other.take().or(value);
        value = power.zip(read).map(|(power, read)| read.times(&power));
        end = behind;
    }
    if let Some((below, end)) = divisor(chars, end) {
        let parts = value.as_ref().and_then(Fraction::whole).zip(below);
        let value = parts.and_then(|(above, below)| Fraction::new(above.clone(), below));
        return (Piece::Number { value, other: None }, end);
    }
    if chars.get(end) == Some(&'k') && !is_letter(chars, end + 1) {
        let thousand = |worth: Fraction| worth.times(&1_000.into());
        (value, other) = (value.map(thousand), other.map(thousand));
        end += 1;
    } else if is_ordinal(chars, end) {
        end += 2;
    }
    // "007" is a name made of digits.
    (Piece::Number { value: value.filter(|_| !leading_zero), other }, end)
}

/// The digits of a number's whole part, whose first ones are `start..end`, with the groups of
/// three behind a mark taken in (`3,500`, `3.500`, `3 500`, `3'500`, `3_500`); what the number is
/// worth if its one point parts decimals instead; and where it ends.
fn whole_part(chars: &[char], start: usize, end: usize) -> (String, Option<Fraction>, usize) {
    let first = text_of(chars, start, end);
    let mark = chars.get(end).filter(|c| matches!(c, ',' | '.' | ' ' | '\'' | '_')).copied();
    let groups_may_follow = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let Some(mark) = mark.filter(|_| groups_may_follow) else { return (first, None, end) };
    let mut digits = first.clone();
    let mut at = end;
    while chars.get(at) == Some(&mark) && digits_end(chars, at + 1) == at + 4 {
        digits.extend(&chars[at + 1..at + 4]);
        at += 4;
    }
    let one_point = mark == '.' && at == end + 4;
    let other = if one_point { decimal(&first, &text_of(chars, end + 1, at)) } else { None };
    (digits, other, at)
}

/// What a number is worth with the decimals that stand at `at`, if any do, and where they end. More
/// than three digits behind a comma are neither decimals nor thousands, and worth nothing.
fn with_decimals(chars: &[char], whole: &str, at: usize) -> Option<(Option<Fraction>, usize)> {
    let mark = chars.get(at).filter(|c| matches!(c, '.' | ','))?;
    let (from, end) = (at + 1, digits_end(chars, at + 1));
    if end == from {
        return None;
    }
    let unclear = *mark == ',' && end - from > 3;
    let value = if unclear { None } else { decimal(whole, &text_of(chars, from, end)) };
    Some((value, end))
}

/// The seconds that minutes with a colon and two digits behind them are (`2:05`), and where they
/// end.
fn minutes_and_seconds(
    chars: &[char],
    minutes: &str,
    at: usize,
) -> Option<(Option<Fraction>, usize)> {
    if chars.get(at) != Some(&':') || digits_end(chars, at + 1) != at + 3 {
        return None;
    }
    let seconds: Option<Decimal> = text_of(chars, at + 1, at + 3).parse().ok();
    let minutes: Option<Decimal> = minutes.parse().ok();
    let value = minutes
        .zip(seconds)
        .map(|(minutes, seconds)| minutes.times(&60.into()).plus(&seconds).into());
    Some((value, at + 3))
}

/// Whether the ending of an ordinal stands at `at`: `1st`, `2nd`, `3rd`, `4th`.
fn is_ordinal(chars: &[char], at: usize) -> bool {
    let ending = chars.get(at..at + 2);
    matches!(ending, Some(['s', 't'] | ['n' | 'r', 'd'] | ['t', 'h'])) && !is_letter(chars, at + 2)
}

/// The power of ten that is written behind a number as in `2e3`, and where it ends; one of absurd
/// size is none.
fn power_of_ten(chars: &[char], at: usize) -> Option<(Option<Decimal>, usize)> {
    let sign = usize::from(matches!(chars.get(at + 1), Some('-' | '+')));
    let (from, end) = (at + 1 + sign, digits_end(chars, at + 1 + sign));
    let written = chars.get(at) == Some(&'e') && end > from && !is_letter(chars, end);
    written.then(|| (format!("1{}", text_of(chars, at, end)).parse().ok(), end))
}

/// What a number is divided by, if a stroke and another number follow it, and where that ends.
fn divisor(chars: &[char], at: usize) -> Option<(Option<Decimal>, usize)> {
    let past_spaces =
        |from: usize| (from..chars.len()).find(|i| chars[*i] != ' ').unwrap_or(chars.len());
    let stroke = past_spaces(at);
    let from = past_spaces(stroke + 1);
    let whole = digits_end(chars, from + usize::from(chars.get(from) == Some(&'-')));
    let point = chars.get(whole) == Some(&'.') && is_digit(chars, whole + 1);
    let end = if point { digits_end(chars, whole + 1) } else { whole };
    let divided = matches!(chars.get(stroke), Some('/' | '÷'))
        && chars[..end].last().is_some_and(char::is_ascii_digit);
    (divided && end > from).then(|| (text_of(chars, from, end).parse().ok(), end))
}

/// Turns numbers behind "minus"; a dash parted from the number at the beginning may be a sign or a
/// bullet.
fn signed(pieces: Vec<Piece>) -> Vec<Piece> {
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

/// Whether a piece may turn the sign of the number behind it.
fn may_turn(piece: &Piece) -> bool {
    match piece {
        Piece::Sign(sign) => *sign == '-',
        Piece::Word(word) => is_minus(word),
        Piece::Number { .. } => false,
    }
}

/// Whether a word turns the sign of the number behind it.
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
