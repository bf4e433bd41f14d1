//! Dates as people write them.

use chrono::{Datelike, Month, NaiveDate};

/// Text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADate {
    /// It is nothing that is read as a date.
    #[error("“{given}” is no date. Write it like 2026-06-30 or 30 June 2026.")]
    Unknown {
        /// What was typed, whatever its length.
        given: String,
    },
    /// It is written as a date, but the month has no such day.
    #[error("{day} {} {year} is no day, since that month has {last} days. Write another date.",
        month.name())]
    NoSuchDay {
        /// The day as it was typed.
        day: u32,
        /// The month that has no such day.
        month: Month,
        /// The year as it was typed.
        year: i32,
        /// How many days the month has in that year.
        last: u32,
    },
}

/// Reads a date with its year: `2026-06-30`, `30.6.2026`, `30 June 2026`, `Jun 30, 2026`.
///
/// Figures with slashes between them are not read, since half the world means another day by them.
///
/// ```
/// use studyhall::domain::calendar::date::parse_date;
///
/// assert_eq!(parse_date("30 June 2026").unwrap().to_string(), "2026-06-30");
/// let told = "30 February 2026 is no day, since that month has 28 days. Write another date.";
/// assert_eq!(parse_date("2026-02-30").unwrap_err().to_string(), told);
/// ```
pub fn parse_date(text: &str) -> Result<NaiveDate, NotADate> {
    let text = text.trim().trim_end_matches('.');
    let unknown = || NotADate::Unknown { given: text.to_owned() };
    let (year, month, day) = parts(text).ok_or_else(unknown)?;
    let first = NaiveDate::from_ymd_opt(year, month.number_from_month(), 1).ok_or_else(unknown)?;
    let last = first.num_days_in_month().into();
    let date = first.with_day(day).filter(|_| day > 0);
    date.ok_or(NotADate::NoSuchDay { day, month, year, last })
}

/// Year, month and day as they are written, whether or not the month has that day.
fn parts(text: &str) -> Option<(i32, Month, u32)> {
    // Longer than any date.
    if text.len() > 40 {
        return None;
    }
    let words = |by: char| text.split(by).map(str::trim).collect::<Vec<_>>();
    if let [year, month, day] = words('-')[..] {
        return Some((year_in(year)?, Month::try_from(small(month)?).ok()?, small(day)?.into()));
    }
    if let [day, month, year] = words('.')[..]
        && let Some(month) = small(month)
    {
        return Some((year_in(year)?, Month::try_from(month).ok()?, small(day)?.into()));
    }
    let spaced = text.replace([',', '.'], " ");
    let [first, second, year] = spaced.split_whitespace().collect::<Vec<_>>()[..] else {
        return None;
    };
    let (day, month) = match month_in(second) {
        Some(month) => (first, month),
        None => (second, month_in(first)?),
    };
    Some((year_in(year)?, month, day_in(day)?))
}

/// A figure of one or two digits.
fn small(text: &str) -> Option<u8> {
    let is_small = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_small)
}

/// A year in four digits: of fewer, nobody knows the century.
fn year_in(text: &str) -> Option<i32> {
    let is_year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_year)
}

/// A day of a month: `3`, `3rd`.
fn day_in(text: &str) -> Option<u32> {
    let folded = text.to_lowercase();
    let bare = folded.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_day = matches!(&folded[bare.len()..], "" | "st" | "nd" | "rd" | "th");
    small(bare).filter(|_| is_day).map(u32::from)
}

/// A month by its name or the beginning of it, three letters at least.
fn month_in(text: &str) -> Option<Month> {
    let folded = text.to_lowercase();
    let is_meant = |month: &Month| month.name().to_lowercase().starts_with(&folded);
    let months = (1..=12).filter_map(|number: u8| Month::try_from(number).ok());
    months.into_iter().find(is_meant).filter(|_| folded.len() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in [
            "2026-06-03",
            " 2026-6-3. ",
            "3.6.2026",
            "03.06.2026",
            "3 June 2026",
            "3. June 2026",
            "3rd jun 2026",
            "June 3, 2026",
            "Jun 3rd 2026",
        ] {
            assert_eq!(parse_date(text).map(|date| date.to_string()), Ok("2026-06-03".into()));
        }
        assert_eq!(parse_date("29 Feb 2028").unwrap().to_string(), "2028-02-29");
    }

    #[test]
    fn what_is_no_date_is_told_from_a_day_that_does_not_exist() {
        for text in [
            "",
            "tomorrow",
            "30 June",
            "6/3/2026",
            "2026-13-01",
            "3 Ju 2026",
            "03-06-26",
            "3rf June 2026",
        ] {
            assert_eq!(parse_date(text), Err(NotADate::Unknown { given: text.to_owned() }));
        }
        for (text, said) in [
            ("30 February 2026", "30 February 2026 is no day, since that month has 28 days."),
            ("2028-02-30", "30 February 2028 is no day, since that month has 29 days."),
            ("31.4.2026", "31 April 2026 is no day, since that month has 30 days."),
            ("2026-06-00", "0 June 2026 is no day, since that month has 30 days."),
        ] {
            let refused = parse_date(text).unwrap_err().to_string();
            assert_eq!(refused, format!("{said} Write another date."));
        }
    }
}
