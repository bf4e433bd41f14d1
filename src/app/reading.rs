//! Times, days, zones and dates as people type them, with refusals that repeat no more than a few
//! words of it.

pub mod refusal;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, WeekdaySet};
use chrono_tz::Tz;

use self::refusal::{Instead, Misread};
use super::command::Given;
use super::command::options::ZONE;
use super::texts::repeated;
use crate::domain::calendar::clock::{parse_time, parse_time_or_off};
use crate::domain::calendar::days::parse_days;
use crate::domain::calendar::off_days::MAX_DAYS;
use crate::domain::calendar::parse_zone;
use crate::domain::calendar::zone::clock_at;

/// A time by the wall clock.
pub(super) fn time(text: &str) -> Result<NaiveTime, Misread> {
    parse_time(text).map_err(Misread::time)
}

/// A time by the wall clock, or none for a word that says so.
pub(super) fn time_or_off(text: &str) -> Result<Option<NaiveTime>, Misread> {
    parse_time_or_off(text).map_err(Misread::time_or_off)
}

/// Days of the week.
pub(super) fn days(text: &str) -> Result<WeekdaySet, Misread> {
    parse_days(text).map_err(Misread::days)
}

/// The time zone of a command's option `zone`, if it has one. Where the text is no zone's name but
/// says where, the refusal offers the places, each with the command that takes it.
pub(super) fn zone(given: &Given, now: DateTime<Utc>) -> Result<Option<Tz>, Misread> {
    let Some(text) = given.text(&ZONE) else { return Ok(None) };
    let unknown = match parse_zone(text) {
        Ok(zone) => return Ok(Some(zone)),
        Err(unknown) => unknown,
    };
    let instead = |zone: Tz| {
        let line = given.line_with(ZONE.name, zone.name())?;
        Some(Instead { label: format!("{zone}, {}", clock_at(zone, now)), line })
    };
    let instead = unknown.places(now).into_iter().filter_map(instead).collect();
    let short = repeated(&unknown.given);
    Err(Misread::UnknownZone { told: unknown.about(short).told(now), instead })
}

/// Dates, parted by commas or spaces, or the word `none` for no date.
pub(super) fn dates(text: &str) -> Result<BTreeSet<NaiveDate>, Misread> {
    if text.trim().eq_ignore_ascii_case("none") {
        return Ok(BTreeSet::new());
    }
    let words = || text.split([',', ';', ' ']).filter(|word| !word.is_empty());
    let given = words().count();
    if given > MAX_DAYS {
        return Err(Misread::ManyDates { given, most: MAX_DAYS });
    }
    words()
        .map(|word| word.parse().map_err(|_| Misread::NotADate { given: repeated(word) }))
        .collect()
}
