//! Off-days from a calendar file (`.ics`): the dates on which any of its events falls.
//!
//! Anybody who may set a schedule hands such a file in, so none may cost much: its text is read in
//! one go, and what it asks for is counted in steps, which end.

mod events;
mod moment;
mod repeat;
mod steps;

use std::collections::BTreeSet;
use std::iter;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;

use self::events::{Event, MAX_EVENTS};
use self::moment::Moment;
use self::repeat::Rule;
use self::steps::Steps;
use crate::domain::size::{self, grouped};

pub use self::steps::MAX_STEPS;

/// The largest calendar file, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// The most dates that are taken.
pub const MAX_DAYS: usize = 2_000;

/// How much of an event's name is repeated, in characters.
const LONGEST_NAME: usize = 40;

/// Why no off-days can be taken from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOffDays {
    /// The file is larger than `MAX_BYTES`.
    #[error(
        "A calendar file has at most {most} and {} events; this one has {large}. Export only the \
            holidays.",
        grouped(MAX_EVENTS as u64), large = sizes(*bytes).0, most = sizes(*bytes).1
    )]
    TooLarge {
        /// The size of the file in bytes, where that is known: of one that goes on, not all is
        /// read.
        bytes: Option<u64>,
    },
    /// It has more than `MAX_EVENTS` events.
    #[error(
        "A calendar file has at most 1 MB and {} events; this one has {} events. Export only the \
            holidays.",
        grouped(MAX_EVENTS as u64),
        grouped(*events as u64)
    )]
    TooManyEvents {
        /// How many events the file has.
        events: usize,
    },
    /// It is no calendar at all.
    #[error("That is no calendar file. Export one as .ics (iCalendar) and attach it again.")]
    NotACalendar,
    /// No event of it falls into the time that matters.
    #[error("There is no event from today on in that calendar file, so it names no off-days.")]
    Empty,
    /// It covers more than `MAX_DAYS` days.
    #[error(
        "That calendar names {} off-days, and I take {} at most. Export only the holidays.",
        grouped(*days as u64),
        grouped(MAX_DAYS as u64)
    )]
    TooMany {
        /// How many days the calendar leaves out.
        days: usize,
    },
    /// It takes more steps than `MAX_STEPS`, which bounds the work that a file makes.
    #[error(
        "That calendar has more repetitions and dates than I can work out. \
         Export only the holidays of the coming years."
    )]
    TooMuch,
    /// An event without a readable date.
    #[error("The event “{event}” has no date that I can read. Mend it or take it out of the file.")]
    Date {
        /// The event's name (SUMMARY), clipped to `LONGEST_NAME` characters.
        event: String,
    },
    /// An event that repeats in a way that is not understood.
    #[error(
        "The event “{event}” repeats in a way that I do not understand. List its dates one by one \
            in the file."
    )]
    Rule {
        /// The event's name (SUMMARY), clipped to `LONGEST_NAME` characters.
        event: String,
    },
}

/// The dates of `zone` on which an event of the file falls, from `from` to `to` (both included).
///
/// An all-day event covers its dates up to, but without, its end, as the format has it; one with
/// times covers each date on which a part of it lies.
pub fn read(
    file: &[u8],
    zone: Tz,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeSet<NaiveDate>, NotOffDays> {
    read_counted(file, zone, from, to).0
}

/// As [`read`], with the steps that it took: [`MAX_STEPS`] at most, whatever the file.
pub fn read_counted(
    file: &[u8],
    zone: Tz,
    from: NaiveDate,
    to: NaiveDate,
) -> (Result<BTreeSet<NaiveDate>, NotOffDays>, usize) {
    let mut reading = Reading { zone, from, to, steps: Steps::new(), days: BTreeSet::new() };
    let read = reading.read(file);
    let steps = reading.steps.taken();
    (read.map(|()| reading.days), steps)
}

/// A file being read: for which zone and which dates, and what has come of it so far.
struct Reading {
    zone: Tz,
    from: NaiveDate,
    to: NaiveDate,
    steps: Steps,
    /// The off-days found so far.
    days: BTreeSet<NaiveDate>,
}

impl Reading {
    fn read(&mut self, file: &[u8]) -> Result<(), NotOffDays> {
        if file.len() > MAX_BYTES {
            return Err(NotOffDays::TooLarge { bytes: Some(file.len() as u64) });
        }
        let text = std::str::from_utf8(file).map_err(|_| NotOffDays::NotACalendar)?;
        let unfolded = events::unfolded(text.trim_start_matches('\u{feff}').trim());
        for event in events::read(&unfolded)? {
            self.steps.take(1)?;
            if event.text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
                continue;
            }
            self.add(&event)?;
        }
        match self.days.len() {
            0 => Err(NotOffDays::Empty),
            // There are no more of them than days are looked at.
            days if days > MAX_DAYS => Err(NotOffDays::TooMany { days }),
            _ => Ok(()),
        }
    }

    /// Adds the dates of an event and of its repetitions.
    fn add(&mut self, event: &Event<'_>) -> Result<(), NotOffDays> {
        let no_date = || NotOffDays::Date { event: name_of(event) };
        let line = event.line("DTSTART").ok_or_else(no_date)?;
        let start = Moment::read(line, self.zone).ok_or_else(no_date)?;
        let longer = longer(event, start, self.zone).ok_or_else(no_date)?;
        let excepted: BTreeSet<NaiveDate> = self.dates(event, "EXDATE")?.into_iter().collect();
        for date in self.dates(event, "RDATE")? {
            self.cover(date, longer)?;
        }
        let Some(rule) = event.text("RRULE") else {
            return self.cover(start.date(), longer);
        };
        self.steps.take(repeat::size(rule))?;
        let rule = Rule::read(rule, start.date(), |until| moment::last(line, until, self.zone));
        let rule = rule.ok_or_else(|| NotOffDays::Rule { event: name_of(event) })?;
        // A repetition that began before `from` may reach into it.
        let early = self.from.checked_sub_days(longer).unwrap_or(NaiveDate::MIN);
        let dates = rule.dates(early, self.to, &mut self.steps)?;
        self.steps.take(dates.len())?;
        for date in dates.into_iter().filter(|date| !excepted.contains(date)) {
            self.cover(date, longer)?;
        }
        Ok(())
    }

    /// The dates that all lines of a name list.
    fn dates(&mut self, event: &Event<'_>, name: &str) -> Result<Vec<NaiveDate>, NotOffDays> {
        let mut dates = Vec::new();
        for line in event.lines(name) {
            let theirs = line.zone();
            for text in line.value.split(',') {
                self.steps.take(1)?;
                // A period is named by its beginning.
                let text = text.split('/').next().unwrap_or_default().trim();
                let moment = Moment::of(text, theirs, self.zone);
                dates
                    .push(moment.ok_or_else(|| NotOffDays::Date { event: name_of(event) })?.date());
            }
        }
        Ok(dates)
    }

    /// Adds a date and those up to so many days later, as far as they matter.
    fn cover(&mut self, first: NaiveDate, longer: Days) -> Result<(), NotOffDays> {
        let last = first.checked_add_days(longer).unwrap_or(NaiveDate::MAX).min(self.to);
        let first = first.max(self.from);
        if first <= last {
            self.steps
                .take(usize::try_from((last - first).num_days() + 1).unwrap_or(usize::MAX))?;
            let next = |day: &NaiveDate| day.succ_opt().filter(|day| *day <= last);
            self.days.extend(iter::successors(Some(first), next));
        }
        Ok(())
    }
}

/// How many days longer than one an event is.
fn longer(event: &Event<'_>, start: Moment, zone: Tz) -> Option<Days> {
    let end = match (event.line("DTEND"), event.text("DURATION")) {
        (Some(end), _) => Moment::read(end, zone)?,
        (None, Some(duration)) => start.later(moment::duration(duration)?)?,
        (None, None) => return Some(Days::new(0)),
    };
    let days = (end.last_before()? - start.date()).num_days();
    Some(Days::new(u64::try_from(days).unwrap_or(0)))
}

/// An event's name for a sentence about it, clipped, without control characters.
fn name_of(event: &Event<'_>) -> String {
    let name = event.text("SUMMARY").unwrap_or("without a name");
    let clean: String =
        unescaped(name).filter(|c| !c.is_control()).take(LONGEST_NAME + 1).collect();
    if clean.chars().count() > LONGEST_NAME {
        clean.chars().take(LONGEST_NAME).chain(['…']).collect()
    } else {
        clean
    }
}

/// A text without the backslashes before what has a meaning in lists; `\n` is the end of a line.
fn unescaped(text: &str) -> impl Iterator<Item = char> {
    let mut chars = text.chars().peekable();
    iter::from_fn(move || match chars.next()? {
        '\\' => match chars.next_if(|c| r"\,;:nN".contains(*c)) {
            Some('n' | 'N') => Some('\n'),
            escaped => escaped.or(Some('\\')),
        },
        c => Some(c),
    })
}

/// How large a file is that is too large, and how large it may be.
fn sizes(bytes: Option<u64>) -> (String, String) {
    let most = MAX_BYTES as u64;
    bytes.map_or_else(|| ("more".to_owned(), size::most(most)), |bytes| size::against(bytes, most))
}

#[cfg(test)]
mod tests;
