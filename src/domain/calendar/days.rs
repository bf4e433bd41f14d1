//! Days of the week, as people write them: `daily`, `mon-fri`, `mon,wed,fri`.

use std::fmt;

use chrono::{Weekday, WeekdaySet};

const NAMES: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// Monday to Friday: what `mon-fri`, `weekdays` and `workdays` mean.
pub const WORKDAYS: WeekdaySet =
    WeekdaySet::from_array([Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]);

/// Text that names no days of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDays {
    /// It names none at all.
    NoneLeft,
    /// A word of it is no day.
    Unknown {
        /// The word that is no day, as it was typed.
        given: String,
    },
}

impl std::error::Error for NotDays {}

impl fmt::Display for NotDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoneLeft => f.write_str(
                "No day of the week is left. Name at least one, like daily, mon-fri or \
                    mon,wed,fri.",
            ),
            Self::Unknown { given } => {
                write!(
                    f,
                    "“{given}” is no day of the week. Write days like daily, mon-fri or \
                    mon,wed,fri."
                )
            }
        }
    }
}

/// The days that a person wrote.
///
/// ```
/// use studyhall::domain::calendar::days::{parse_days, show_days};
///
/// assert_eq!(show_days(parse_days("Mon–Fri").unwrap()), "mon-fri");
/// assert_eq!(show_days(parse_days("fri, mon and wednesday").unwrap()), "mon,wed,fri");
/// ```
pub fn parse_days(text: &str) -> Result<WeekdaySet, NotDays> {
    let mut days = WeekdaySet::EMPTY;
    let folded = unified(text);
    for part in folded
        .split([',', ';', '/', '+', '&', ' '])
        .filter(|part| !part.is_empty() && *part != "and")
    {
        let found = named(part).or_else(|| span(part));
        let found = found.ok_or_else(|| NotDays::Unknown { given: part.to_owned() })?;
        days = days.union(found);
    }
    if days.is_empty() { Err(NotDays::NoneLeft) } else { Ok(days) }
}

/// Days as they are shown and kept; spans of three or more are drawn together.
pub fn show_days(days: WeekdaySet) -> String {
    if days == WeekdaySet::ALL {
        return "daily".to_owned();
    }
    let mut parts: Vec<String> = Vec::new();
    let mut rest = days.iter(Weekday::Mon).peekable();
    while let Some(first) = rest.next() {
        let mut last = first;
        while let Some(next) = rest.next_if(|next| *next == last.succ()) {
            last = next;
        }
        let length = last.days_since(first) + 1;
        match length {
            1 => parts.push(short(first)),
            2 => parts.extend([short(first), short(last)]),
            _ => parts.push(format!("{}-{}", short(first), short(last))),
        }
    }
    parts.join(",")
}

/// In lower case, with one kind of dash and none of the spaces around it.
fn unified(text: &str) -> String {
    let dashed: String = text
        .trim()
        .to_lowercase()
        .chars()
        .map(|c| if matches!(c, '\u{2010}'..='\u{2015}') { '-' } else { c })
        .collect();
    let words: Vec<&str> = dashed.split_whitespace().collect();
    words
        .join(" ")
        .replace("every day", "daily")
        .replace(" to ", "-")
        .replace(" - ", "-")
        .replace(" -", "-")
        .replace("- ", "-")
}

/// The days that one word in small letters names: a group of them or a single day.
fn named(word: &str) -> Option<WeekdaySet> {
    match word {
        "daily" | "everyday" | "all" => Some(WeekdaySet::ALL),
        "weekdays" | "workdays" => Some(WORKDAYS),
        "weekend" | "weekends" => Some(WORKDAYS.symmetric_difference(WeekdaySet::ALL)),
        word => day(word).map(WeekdaySet::single),
    }
}

/// A day by its name or a beginning of at least two letters; a plural is no other day.
fn day(word: &str) -> Option<Weekday> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let singular = if word.ends_with("days") { &word[..word.len() - 1] } else { word };
    let fits = |name: &str| singular.len() >= 2 && name.starts_with(singular);
    NAMES.iter().find(|(name, _)| fits(name)).map(|(_, day)| *day)
}

/// `mon-fri`, also around the end of the week: `fri-mon`.
fn span(part: &str) -> Option<WeekdaySet> {
    let (first, last) = part.split_once('-')?;
    let (first, last) = (day(first)?, day(last)?);
    let length = last.days_since(first) as usize + 1;
    Some(std::iter::successors(Some(first), |day| Some(day.succ())).take(length).collect())
}

/// A day in three small letters, as `mon`.
fn short(day: Weekday) -> String {
    day.to_string().to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (typed, read) in [
            ("daily", "daily"),
            ("Every day", "daily"),
            ("mon-fri", "mon-fri"),
            ("Mon–Fri", "mon-fri"),
            ("Monday to Friday", "mon-fri"),
            ("mon - fri", "mon-fri"),
            ("weekdays", "mon-fri"),
            ("weekends", "sat,sun"),
            ("mon,wed,fri", "mon,wed,fri"),
            ("Mondays and Thursdays", "mon,thu"),
            ("tues thurs", "tue,thu"),
            ("fri-mon", "mon,fri-sun"),
            ("mo,di", "“di” is no day of the week. Write days like daily, mon-fri or mon,wed,fri."),
            ("m", "“m” is no day of the week. Write days like daily, mon-fri or mon,wed,fri."),
            (
                "mon-",
                "“mon-” is no day of the week. Write days like daily, mon-fri or mon,wed,fri.",
            ),
            (
                "",
                "No day of the week is left. Name at least one, like daily, mon-fri or \
                    mon,wed,fri.",
            ),
            (
                " , ",
                "No day of the week is left. Name at least one, like daily, mon-fri or \
                    mon,wed,fri.",
            ),
        ] {
            let shown = parse_days(typed).map_or_else(|refused| refused.to_string(), show_days);
            assert_eq!(shown, read, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(bits in 1_u8..128) {
            let chosen = NAMES.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
            let days: WeekdaySet = chosen.map(|(_, (_, day))| *day).collect();
            prop_assert_eq!(parse_days(&show_days(days)), Ok(days));
        }

        #[test]
        fn any_text_is_days_or_refused_with_a_sentence(text in "\\PC{0,30}") {
            if let Err(refused) = parse_days(&text) {
                prop_assert!(refused.to_string().ends_with("mon,wed,fri."));
            }
        }
    }
}
