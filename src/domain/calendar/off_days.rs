//! Off-days from a calendar file (`.ics`): the dates on which any of its events falls.

mod repeat;

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use icalendar::parser::{Component, Property, read_calendar, unfold};

use self::repeat::Rule;

/// The largest calendar file, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// The most events that are read.
const MAX_EVENTS: usize = 2_000;

/// The most dates that are taken.
pub const MAX_DAYS: usize = 2_000;

/// How deep components may be nested: events stand in a calendar, alarms in events.
const MAX_DEPTH: usize = 4;

/// How much of an event's name is repeated, in characters.
const LONGEST_NAME: usize = 40;

/// Why no off-days can be taken from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOffDays {
    /// It is too large.
    #[error(
        "A calendar file has at most 1 MB and {MAX_EVENTS} events, and this one has more. Export only the holidays."
    )]
    TooLarge,
    /// It is no calendar at all.
    #[error("That is no calendar file. Export one as .ics (iCalendar) and attach it again.")]
    NotACalendar,
    /// No event of it falls into the time that matters.
    #[error("There is no event from today on in that calendar file, so it names no off-days.")]
    Empty,
    /// It covers too many days.
    #[error("That calendar names more than {MAX_DAYS} off-days. Export only the holidays.")]
    TooMany,
    /// An event without a readable date.
    #[error("The event “{event}” has no date that I can read. Mend it or take it out of the file.")]
    Date {
        /// Its name.
        event: String,
    },
    /// An event that repeats in a way that is not understood.
    #[error("The event “{event}” repeats in a way that I do not understand. List its dates one by one in the file.")]
    Rule {
        /// Its name.
        event: String,
    },
}

/// The dates of `zone` on which an event of the file falls, from `from` to `to` (both included).
///
/// An all-day event covers its dates up to, but without, its end, as the format has it; one with times covers each
/// date on which a part of it lies.
pub fn read(file: &[u8], zone: Tz, from: NaiveDate, to: NaiveDate) -> Result<BTreeSet<NaiveDate>, NotOffDays> {
    if file.len() > MAX_BYTES {
        return Err(NotOffDays::TooLarge);
    }
    let text = std::str::from_utf8(file).map_err(|_| NotOffDays::NotACalendar)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    // The parser follows nesting by recursion, and fills gaps on its own: what is not a calendar is told apart before.
    if !is_calendar(text) {
        return Err(NotOffDays::NotACalendar);
    }
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).map_err(|_| NotOffDays::NotACalendar)?;
    let events: Vec<&Component<'_>> = calendar.components.iter().filter(|part| part.name == "VEVENT").collect();
    if events.len() > MAX_EVENTS {
        return Err(NotOffDays::TooLarge);
    }
    let mut days = BTreeSet::new();
    for event in events {
        if text_of(event, "STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
            continue;
        }
        add(event, zone, (from, to), &mut days)?;
        if days.len() > MAX_DAYS {
            return Err(NotOffDays::TooMany);
        }
    }
    if days.is_empty() { Err(NotOffDays::Empty) } else { Ok(days) }
}

/// Whether a text is a whole calendar by its frame, without components too deep in each other.
fn is_calendar(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut lines = text.lines().map(str::trim_end).peekable();
    let begins = lines.peek().is_some_and(|line| line.eq_ignore_ascii_case("BEGIN:VCALENDAR"));
    let ends = text.lines().next_back().is_some_and(|line| line.trim_end().eq_ignore_ascii_case("END:VCALENDAR"));
    let shallow = lines.all(|line| {
        let verb = line.split_once(':').map_or("", |(verb, _)| verb);
        if verb.eq_ignore_ascii_case("BEGIN") {
            depth += 1;
        } else if verb.eq_ignore_ascii_case("END") {
            depth = depth.saturating_sub(1);
        }
        depth <= MAX_DEPTH
    });
    begins && ends && shallow
}

/// Adds the dates of an event and of its repetitions.
fn add(
    event: &Component<'_>,
    zone: Tz,
    (from, to): (NaiveDate, NaiveDate),
    days: &mut BTreeSet<NaiveDate>,
) -> Result<(), NotOffDays> {
    let no_date = || NotOffDays::Date { event: name_of(event) };
    let start = event.find_prop("DTSTART").ok_or_else(no_date)?;
    let start = Moment::read(start, zone).ok_or_else(no_date)?;
    let length = length(event, start, zone).ok_or_else(no_date)?;
    let mut spare = |first: NaiveDate| {
        let covered = first.iter_days().take(length).skip_while(|day| *day < from).take_while(|day| *day <= to);
        // One more than are allowed is enough to see that they are too many.
        days.extend(covered.take(MAX_DAYS + 1));
    };
    let excepted: Vec<NaiveDate> = dates(event, "EXDATE", zone).ok_or_else(no_date)?;
    for date in dates(event, "RDATE", zone).ok_or_else(no_date)? {
        spare(date);
    }
    let Some(rule) = event.find_prop("RRULE") else {
        spare(start.date());
        return Ok(());
    };
    let rule = Rule::read(rule.val.as_str(), start.date()).ok_or_else(|| NotOffDays::Rule { event: name_of(event) })?;
    // A repetition that began before `from` may reach into it.
    let early = from.checked_sub_days(Days::new(length as u64)).unwrap_or(from);
    for date in rule.dates(early, to).filter(|date| !excepted.contains(date)) {
        spare(date);
    }
    Ok(())
}

/// How many dates an event covers, counted from its first.
fn length(event: &Component<'_>, start: Moment, zone: Tz) -> Option<usize> {
    let end = match (event.find_prop("DTEND"), event.find_prop("DURATION")) {
        (Some(end), _) => Moment::read(end, zone)?,
        (None, Some(duration)) => start.later(duration_of(duration.val.as_str())?)?,
        (None, None) => return Some(1),
    };
    // Midnight at the end, and the end date of an all-day event, are not covered any more.
    let last = match end {
        Moment::Day(day) => day.pred_opt()?,
        Moment::Time(time) => time.checked_sub_signed(TimeDelta::seconds(1))?.date(),
    };
    let days = (last - start.date()).num_days() + 1;
    Some(usize::try_from(days.max(1)).ok()?.min(4 * 366))
}

/// A date, or a local time in the schedule's zone.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Day(NaiveDate),
    Time(NaiveDateTime),
}

impl Moment {
    fn read(property: &Property<'_>, zone: Tz) -> Option<Self> {
        let named = property.params.iter().find(|parameter| parameter.key.as_str().eq_ignore_ascii_case("TZID"));
        // A zone by a name of the author's own, as some programs write it, is taken for the community's.
        let theirs = named.and_then(|parameter| parameter.val.as_ref()?.as_str().trim_matches('"').parse::<Tz>().ok());
        Self::of(property.val.as_str().trim(), theirs, zone)
    }

    fn of(text: &str, theirs: Option<Tz>, ours: Tz) -> Option<Self> {
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
            return Some(Self::Day(day));
        }
        let (clock, utc) = text.strip_suffix('Z').map_or((text, false), |clock| (clock, true));
        let time = NaiveDateTime::parse_from_str(clock, "%Y%m%dT%H%M%S").ok()?;
        let instant: Option<DateTime<Tz>> = match theirs {
            _ if utc => Some(time.and_utc().with_timezone(&ours)),
            Some(theirs) => time.and_local_timezone(theirs).earliest().map(|time| time.with_timezone(&ours)),
            None => None,
        };
        Some(Self::Time(instant.map_or(time, |instant| instant.naive_local())))
    }

    fn date(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Time(time) => time.date(),
        }
    }

    fn later(self, by: TimeDelta) -> Option<Self> {
        Some(match self {
            Self::Day(day) => Self::Day(day.checked_add_signed(by)?),
            Self::Time(time) => Self::Time(time.checked_add_signed(by)?),
        })
    }
}

/// `P2D`, `P1W`, `PT1H30M`.
fn duration_of(text: &str) -> Option<TimeDelta> {
    let mut rest = text.trim().strip_prefix('+').unwrap_or(text.trim()).strip_prefix('P')?;
    let mut seconds = 0_i64;
    while !rest.is_empty() {
        rest = rest.strip_prefix('T').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: i64 = rest[..end].parse().ok().filter(|count| *count < 100_000)?;
        let unit = match rest.as_bytes()[end] {
            b'W' => 7 * 86_400,
            b'D' => 86_400,
            b'H' => 3_600,
            b'M' => 60,
            b'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(count * unit)?;
        rest = &rest[end + 1..];
    }
    Some(TimeDelta::seconds(seconds))
}

/// The dates that all properties of a name list; none at all if one of them cannot be read.
fn dates(event: &Component<'_>, name: &str, zone: Tz) -> Option<Vec<NaiveDate>> {
    let listed = event.properties.iter().filter(|property| property.name.as_str().eq_ignore_ascii_case(name));
    let mut dates = Vec::new();
    for property in listed {
        for text in property.val.as_str().split(',').take(MAX_DAYS) {
            let text = text.split('/').next().unwrap_or_default().trim();
            dates.push(Moment::of(text, None, zone)?.date());
        }
    }
    Some(dates)
}

fn text_of<'a>(event: &'a Component<'_>, name: &str) -> Option<&'a str> {
    event.find_prop(name).map(|property| property.val.as_str().trim())
}

fn name_of(event: &Component<'_>) -> String {
    let name = text_of(event, "SUMMARY").unwrap_or("without a name");
    let clean: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME + 1).collect();
    if clean.chars().count() > LONGEST_NAME { clean.chars().take(LONGEST_NAME).chain(['…']).collect() } else { clean }
}

#[cfg(test)]
mod tests;
