//! Figures as people write them: digits with thousands marks and decimals, minutes and seconds, words.

/// A piece of an answer to a number card.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// A number; `other` is what it means where the thousands mark and the decimal mark are the other way round.
    Number { value: f64, other: Option<f64> },
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
            // "~~" strikes out or frames; one alone before a figure means "about".
            let lone = i == 0 || chars[i - 1] != '~';
            let about = c == '~' && lone && chars.get(i + 1).is_some_and(|next| next.is_ascii_digit() || *next == ' ');
            if about || matches!(c, '-' | '<' | '>' | '/') {
                pieces.push(Piece::Sign(c));
            }
            i += 1;
        }
    }
    spelled(pieces)
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
const SMALL: [(&str, f64); 32] = [
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
    ("single", 1.0),
];

/// The number below a hundred that a word says.
pub(super) fn spelled_out(word: &str) -> Option<f64> {
    let word = word.to_lowercase();
    SMALL.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// Words that multiply what stands before them.
const GREAT: [(&str, f64); 5] =
    [("dozen", 12.0), ("hundred", 100.0), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

/// Puts numbers for number words: `four hundred four` is one number.
fn spelled(pieces: Vec<Piece>) -> Vec<Piece> {
    let small = |word: &str| SMALL.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    let great =
        |word: &str| GREAT.iter().find(|(name, _)| *name == word.trim_end_matches('s')).map(|(_, value)| *value);
    let begins = |i: usize| match &pieces[i] {
        Piece::Word(word) => small(word).is_some() || great(word).is_some(),
        Piece::Number { .. } => matches!(pieces.get(i + 1), Some(Piece::Word(word)) if great(word).is_some()),
        Piece::Sign(_) => false,
    };
    if !(0..pieces.len()).any(begins) {
        return pieces;
    }
    let mut out: Vec<Piece> = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        if !begins(i) {
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
