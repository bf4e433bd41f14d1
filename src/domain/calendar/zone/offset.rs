//! Offsets from UTC, as people write them: `GMT+1`, `UTC +2`, `+05:30`, `-3.5`.

use std::ops::RangeInclusive;

/// The offsets that clocks on Earth have, in minutes.
const LEAST: i32 = -12 * 60;
const MOST: i32 = 14 * 60;

/// An offset that somebody wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Ahead of UTC by so many seconds; behind it if negative.
    Ahead(i32),
    /// More than any clock on Earth.
    OffEarth,
}

impl Written {
    /// Reads an offset. Before it may stand `UTC` or `GMT`, which alone are none; without them it
    /// begins with its sign.
    pub(super) fn read(text: &str) -> Option<Self> {
        let folded: String =
            text.trim().to_lowercase().chars().map(plain).filter(|c| !c.is_whitespace()).collect();
        let (named, rest) = match ["utc", "gmt"].iter().find_map(|name| folded.strip_prefix(name)) {
            Some(rest) => (true, rest),
            None => (false, folded.as_str()),
        };
        let (sign, rest) = match rest.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None if rest.starts_with('+') => (1, &rest[1..]),
            None if named => (1, rest),
            None => return None,
        };
        let ahead = sign * minutes(rest)?;
        Some(if (LEAST..=MOST).contains(&ahead) { Self::Ahead(ahead * 60) } else { Self::OffEarth })
    }
}

/// One kind of minus and of plus for all that are typed.
fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{ff0b}' | '\u{b1}' => '+',
        c => c,
    }
}

/// The number that a text of so many digits is.
fn number(text: &str, digits: RangeInclusive<usize>) -> Option<i32> {
    let fits = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// The minutes that hours with their part say: `2`, `02`, `0530`, `5:30`, `5.5`.
fn minutes(text: &str) -> Option<i32> {
    if let Some((hours, minutes)) = text.split_once(':') {
        let minutes = number(minutes, 2..=2).filter(|minutes| *minutes < 60)?;
        return Some(number(hours, 1..=2)? * 60 + minutes);
    }
    if let Some((hours, part)) = text.split_once(['.', ',']) {
        let minutes = match part {
            "0" | "00" => 0,
            "25" => 15,
            "5" | "50" | "30" => 30,
            "75" | "45" => 45,
            _ => return None,
        };
        return Some(number(hours, 1..=2)? * 60 + minutes);
    }
    match text.len() {
        3 | 4 => {
            let (hours, minutes) = text.split_at_checked(text.len() - 2)?;
            let minutes = number(minutes, 2..=2).filter(|minutes| *minutes < 60)?;
            Some(number(hours, 1..=2)? * 60 + minutes)
        }
        _ => Some(number(text, 1..=2)? * 60),
    }
}

/// An offset as it is shown: `UTC+1`, `UTC−3:30`, `UTC`.
pub fn show_offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '−' } else { '+' }, seconds.abs() / 60);
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_as_people_write_them() {
        let ahead = |hours: i32, minutes: i32| Some(Written::Ahead((hours * 60 + minutes) * 60));
        for (typed, read) in [
            ("GMT+1", ahead(1, 0)),
            ("gmt + 1", ahead(1, 0)),
            ("UTC+2", ahead(2, 0)),
            ("UTC2", ahead(2, 0)),
            ("UTC+02:00", ahead(2, 0)),
            ("+02:00", ahead(2, 0)),
            ("+2", ahead(2, 0)),
            ("+0200", ahead(2, 0)),
            ("GMT-5", ahead(-5, 0)),
            ("UTC−5", ahead(-5, 0)),
            ("UTC–03:30", ahead(-3, -30)),
            ("+05:30", ahead(5, 30)),
            ("+530", ahead(5, 30)),
            ("+5.5", ahead(5, 30)),
            ("GMT+5,5", ahead(5, 30)),
            ("+5:45", ahead(5, 45)),
            ("UTC±0", ahead(0, 0)),
            ("GMT+0", ahead(0, 0)),
            ("GMT0", ahead(0, 0)),
            ("-12", ahead(-12, 0)),
            ("+14", ahead(14, 0)),
            ("+15:00", Some(Written::OffEarth)),
            ("+99", Some(Written::OffEarth)),
            ("UTC-13", Some(Written::OffEarth)),
            ("+14:30", Some(Written::OffEarth)),
            ("+5:75", None),
            ("+", None),
            ("UTC", None),
            ("GMT", None),
            ("2", None),
            ("+٢", None),
            ("+12345", None),
            ("Etc/GMT+1", None),
            ("", None),
        ] {
            assert_eq!(Written::read(typed), read, "{typed}");
        }
    }

    #[test]
    fn offsets_are_shown_from_utc() {
        let shown = [0, 3_600, -12_600, 20_700, -18_000].map(show_offset);
        assert_eq!(shown, ["UTC", "UTC+1", "UTC−3:30", "UTC+5:45", "UTC−5"]);
    }
}
