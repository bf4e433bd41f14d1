//! What may stand in a column: texts without control characters, names folded for search, days and
//! times as stored.

use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Error, Result};
use crate::domain::calendar::Turn;

/// The longest name that is kept, in characters; platforms allow at most 80.
pub(super) const NAME_LENGTH: usize = 100;

/// The longest answer that is kept, in characters.
pub(super) const GIVEN_LENGTH: usize = 500;

/// The text without control characters, which PostgreSQL refuses (NUL) and nobody reads.
pub(super) fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// The first `length` characters of the text, without control characters.
pub(super) fn cut(text: &str, length: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(length).collect()
}

/// A name without case, accents and stray spaces: in SQL both databases would fold it differently.
pub(super) fn folded(name: &str) -> String {
    let bare: String =
        name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a day as `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Result<NaiveDate> {
    text.parse().map_err(Error::unreadable)
}

/// Reads an instant kept in UTC seconds.
pub(super) fn time(seconds: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, 0)
        .ok_or_else(|| Error::unreadable(format!("no time: {seconds}")))
}

/// Reads a zone kept by its name in the IANA database.
pub(super) fn zone(name: &str) -> Result<Tz> {
    Tz::from_str(name).map_err(Error::unreadable)
}

/// Reads when study days turn. One that cannot be read is as good as none: the usual one counts
/// until another is chosen.
pub(super) fn turn(text: &str) -> Turn {
    text.parse().unwrap_or_default()
}

/// Names of platforms that were read. There are a handful, so each may stay for good.
static PLATFORMS: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

/// The most names that are believed: more are no platforms but a broken table.
const MOST_PLATFORMS: usize = 64;

/// Reads a platform kept by its name, whether or not it runs in this process.
pub(super) fn platform(name: &str) -> Result<&'static str> {
    let mut known = PLATFORMS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.iter().find(|known| **known == name) {
        return Ok(known);
    }
    if known.len() == MOST_PLATFORMS {
        return Err(Error::unreadable(format!("no such platform: {name}")));
    }
    let name: &'static str = String::leak(name.to_owned());
    known.push(name);
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_people_take_for_one_fold_to_the_same_text() {
        for (name, typed) in [
            ("José  García", "jose garcia"),
            ("ＡＮＮＡ", "anna"),
            (" Łuk ", "łuk"),
            ("Zoë", "ZOE"),
        ] {
            assert_eq!(folded(name), folded(typed), "{name} and {typed}");
        }
        assert_ne!(folded("Anna"), folded("Hanna"));
    }

    #[test]
    fn a_long_answer_is_cut_between_characters_and_loses_its_control_characters() {
        assert_eq!(cut("\0é\u{7}éé\n", 2), "éé");
        assert_eq!(printable("a\0b\tc"), "abc");
    }
}
