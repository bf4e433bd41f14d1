//! Times, days, zones and dates as people type them, with refusals that repeat no more than a few words of it.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime, WeekdaySet};
use chrono_tz::Tz;

use super::refusal::{Refusal, repeated};
use crate::domain::calendar::clock::{NotATime, parse_time};
use crate::domain::calendar::days::{NotDays, parse_days};
use crate::domain::calendar::off_days::MAX_DAYS;
use crate::domain::calendar::{UnknownZone, parse_zone};

/// A time by the wall clock.
pub(super) fn time(text: &str) -> Result<NaiveTime, Refusal> {
    parse_time(text).map_err(|refused| NotATime { given: repeated(&refused.given) }.into())
}

/// Days of the week.
pub(super) fn days(text: &str) -> Result<WeekdaySet, Refusal> {
    let short = |refused| match refused {
        NotDays::Unknown { given } => NotDays::Unknown { given: repeated(&given) },
        NotDays::NoneLeft => NotDays::NoneLeft,
    };
    parse_days(text).map_err(|refused| short(refused).into())
}

/// A time zone.
pub(super) fn zone(text: &str) -> Result<Tz, Refusal> {
    parse_zone(text).map_err(|refused| UnknownZone { given: repeated(&refused.given), ..refused }.into())
}

/// Dates, or `none`.
pub(super) fn dates(text: &str) -> Result<BTreeSet<NaiveDate>, Refusal> {
    if text.trim().eq_ignore_ascii_case("none") {
        return Ok(BTreeSet::new());
    }
    let words = text.split([',', ';', ' ']).filter(|word| !word.is_empty()).take(MAX_DAYS);
    words.map(|word| word.parse().map_err(|_| Refusal::NotADate { given: repeated(word) })).collect()
}
