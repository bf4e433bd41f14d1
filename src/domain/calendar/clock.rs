//! Times of the wall clock, as people write them.

use std::fmt;

use chrono::{NaiveTime, Timelike};

/// Text that is no time of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotATime {
    /// What was typed, without white space around it.
    pub given: String,
}

impl std::error::Error for NotATime {}

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = &self.given;
        if is_end_of_day(given) {
            // Of which day it is would be anybody's guess: on days mon-fri, it could be Tuesday to
            // Saturday.
            return write!(
                f,
                "“{given}” could be the midnight before a day or after it. Write 00:00 or 23:59."
            );
        }
        write!(f, "“{given}” is no time of day. Write it like 09:00, 9 am or 21:30.")
    }
}

/// The time of day that a person wrote: `09:00`, `9`, `930`, `9:30 pm`, `9am`, `21.30`, `18h`,
/// `noon`. Without am or pm it is by the clock of 24 hours.
///
/// ```
/// use studyhall::domain::calendar::clock::{parse_time, show_time};
///
/// assert_eq!(show_time(parse_time("9am").unwrap()), "09:00");
/// let told = "“25:00” is no time of day. Write it like 09:00, 9 am or 21:30.";
/// assert_eq!(parse_time("25:00").unwrap_err().to_string(), told);
/// ```
pub fn parse_time(text: &str) -> Result<NaiveTime, NotATime> {
    read(text).ok_or_else(|| NotATime { given: text.trim().to_owned() })
}

/// The word in place of a time for none.
pub const OFF: &str = "off";

/// The time of day that a person wrote, or none for a word that says so.
pub fn parse_time_or_off(text: &str) -> Result<Option<NaiveTime>, NotATime> {
    if [OFF, "none", "no", "never", "-"].contains(&text.trim().to_lowercase().as_str()) {
        return Ok(None);
    }
    parse_time(text).map(Some)
}

/// A time of day as it is shown and kept: `09:00`.
pub fn show_time(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The time of day that a text says, if it says one.
fn read(text: &str) -> Option<NaiveTime> {
    let folded = text.trim().to_lowercase();
    match folded.as_str() {
        "noon" | "midday" | "12 noon" => return NaiveTime::from_hms_opt(12, 0, 0),
        "midnight" | "12 midnight" => return Some(NaiveTime::MIN),
        _ => {}
    }
    let (clock, half) = halved(&folded);
    let (hour, minute) = hour_and_minute(clock)?;
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(Half::Morning) => hour % 12,
        Some(Half::Afternoon) => hour % 12 + 12,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// `9:30`, `9.30`, `9h30`, `18h`, `0930`, `930`, `9`; a full stop after it ends the sentence that
/// it was copied from.
fn hour_and_minute(clock: &str) -> Option<(u32, u32)> {
    let clock = clock.strip_suffix('.').unwrap_or(clock);
    if let Some(hour) = clock.strip_suffix('h') {
        return Some((digits(hour.trim_end(), 1)?, 0));
    }
    if let Some((hour, minute)) = clock.split_once([':', '.', 'h']) {
        return Some((digits(hour, 1)?, digits(minute, 2)?));
    }
    match clock.len() {
        3 | 4 => {
            let (hour, minute) = clock.split_at_checked(clock.len() - 2)?;
            Some((digits(hour, 1)?, digits(minute, 2)?))
        }
        _ => Some((digits(clock, 1)?, 0)),
    }
}

/// Whether somebody wrote the midnight with which a day ends.
fn is_end_of_day(text: &str) -> bool {
    hour_and_minute(&text.trim().to_lowercase()) == Some((24, 0))
}

/// A half of the day.
#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

/// Takes `am` or `pm` off the end.
fn halved(text: &str) -> (&str, Option<Half>) {
    for (ends, half) in
        [(["am", "a.m.", "a.m"], Half::Morning), (["pm", "p.m.", "p.m"], Half::Afternoon)]
    {
        if let Some(clock) = ends.iter().find_map(|end| text.strip_suffix(end)) {
            return (clock.trim_end(), Some(half));
        }
    }
    (text, None)
}

/// A number of `least` to two digits and nothing else.
fn digits(text: &str, least: usize) -> Option<u32> {
    let fits = (least..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (typed, read) in [
            ("09:00", Some("09:00")),
            ("9:00", Some("09:00")),
            (" 9am ", Some("09:00")),
            ("9 AM", Some("09:00")),
            ("9:30 pm", Some("21:30")),
            ("9.30 p.m.", Some("21:30")),
            ("21.30", Some("21:30")),
            ("7h05", Some("07:05")),
            ("12am", Some("00:00")),
            ("12:15 pm", Some("12:15")),
            ("00:00", Some("00:00")),
            ("23:59", Some("23:59")),
            ("9", Some("09:00")),
            ("18", Some("18:00")),
            ("0", Some("00:00")),
            ("noon", Some("12:00")),
            ("Midnight", Some("00:00")),
            ("0930", Some("09:30")),
            ("930", Some("09:30")),
            ("930pm", Some("21:30")),
            ("2130", Some("21:30")),
            ("9.30", Some("09:30")),
            ("18h", Some("18:00")),
            ("18 h", Some("18:00")),
            ("21h30", Some("21:30")),
            ("12pm", Some("12:00")),
            ("12 noon", Some("12:00")),
            ("09:00.", Some("09:00")),
            ("9 a.m", Some("09:00")),
            ("25:00", None),
            ("24:00", None),
            ("24", None),
            ("2400", None),
            ("25", None),
            ("9:75", None),
            ("975", None),
            ("2575", None),
            ("12345", None),
            ("h", None),
            ("am", None),
            ("9::30", None),
            ("09:60", None),
            ("9:5", None),
            ("13pm", None),
            ("0am", None),
            ("nine", None),
            ("09:00:00", None),
            ("-9:00", None),
            ("٠٩:٠٠", None),
            ("", None),
        ] {
            assert_eq!(parse_time(typed).ok().map(show_time).as_deref(), read, "{typed}");
        }
    }

    #[test]
    fn the_midnight_that_ends_a_day_is_asked_about() {
        for typed in ["24:00", "24", "2400", "24h"] {
            let told = parse_time(typed).unwrap_err().to_string();
            assert_eq!(
                told,
                format!(
                    "“{typed}” could be the midnight before a day or after it. Write 00:00 or \
                        23:59."
                )
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(minutes in 0_u32..1_440) {
            let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
            prop_assert_eq!(parse_time(&show_time(time)), Ok(time));
        }

        #[test]
        fn any_text_is_a_time_or_refused_with_a_sentence(text in "\\PC{0,30}") {
            if let Err(refused) = parse_time(&text) {
                prop_assert!(refused.to_string().ends_with('.'));
            }
        }
    }
}
