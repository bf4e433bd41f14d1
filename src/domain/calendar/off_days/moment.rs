//! Dates, times and lengths as calendar files write them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::events::Line;

/// A date, or a local time in the schedule's zone.
#[derive(Debug, Clone, Copy)]
pub(super) enum Moment {
    Day(NaiveDate),
    Time(NaiveDateTime),
}

impl Moment {
    /// The moment of a line such as DTSTART, in `zone`.
    pub(super) fn read(line: Line<'_>, zone: Tz) -> Option<Self> {
        // A zone by a name of the author's own, as some programs write it, is taken for the
        // community's.
        Self::of(line.value, line.zone(), zone)
    }

    /// The moment of a text in `theirs` as it is in `ours`.
    pub(super) fn of(text: &str, theirs: Option<Tz>, ours: Tz) -> Option<Self> {
        let Some((day, clock)) = text.split_once('T') else {
            return day(text).map(Self::Day);
        };
        let (clock, utc) = clock.strip_suffix('Z').map_or((clock, false), |clock| (clock, true));
        let time = time(day, clock)?;
        let instant: Option<DateTime<Tz>> = match theirs {
            _ if utc => Some(time.and_utc().with_timezone(&ours)),
            Some(theirs) => {
                time.and_local_timezone(theirs).earliest().map(|time| time.with_timezone(&ours))
            }
            None => None,
        };
        Some(Self::Time(instant.map_or(time, |instant| instant.naive_local())))
    }

    /// The local date on which it lies.
    pub(super) fn date(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Time(time) => time.date(),
        }
    }

    /// The moment later by a length.
    pub(super) fn later(self, by: TimeDelta) -> Option<Self> {
        Some(match self {
            Self::Day(day) => Self::Day(day.checked_add_signed(by)?),
            Self::Time(time) => Self::Time(time.checked_add_signed(by)?),
        })
    }

    /// The last date that is covered if this is the end.
    pub(super) fn last_before(self) -> Option<NaiveDate> {
        // Midnight at the end, and the end date of an all-day event, are not covered any more.
        match self {
            Self::Day(day) => day.pred_opt(),
            Self::Time(time) => {
                time.checked_sub_signed(TimeDelta::seconds(1)).map(|time| time.date())
            }
        }
    }
}

/// The last date on which an event may happen that starts and repeats until then.
pub(super) fn last(start: Line<'_>, until: &str, zone: Tz) -> Option<NaiveDate> {
    // The end may be written in UTC, where its date is another than on the author's clock, by which
    // the event repeats.
    let clock = if start.value.ends_with('Z') { Tz::UTC } else { start.zone().unwrap_or(zone) };
    let Moment::Time(first) = Moment::of(start.value, Some(clock), clock)? else {
        return day(until.get(..8)?);
    };
    let last = match Moment::of(until, Some(clock), clock)? {
        Moment::Time(until) if until.time() < first.time() => until.date().pred_opt()?,
        until => until.date(),
    };
    last.checked_add_signed(Moment::read(start, zone)?.date() - first.date())
}

/// `20261225`. Digits alone: a year of more than four would bring dates at the ends of what can be
/// reckoned.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let [year, month, day] = numbers(text, [4, 2, 2])?;
    NaiveDate::from_ymd_opt(year.cast_signed(), month, day)
}

/// A date with the time of day that is written behind it, as in `20261225T180000`.
fn time(day: &str, clock: &str) -> Option<NaiveDateTime> {
    let [hour, minute, second] = numbers(clock, [2, 2, 2])?;
    // A leap second is told by its minute.
    self::day(day)?.and_hms_opt(hour, minute, if second == 60 { 59 } else { second })
}

/// The numbers of so many digits each that make up a text.
fn numbers<const N: usize>(text: &str, digits: [usize; N]) -> Option<[u32; N]> {
    if text.len() != digits.iter().sum::<usize>()
        || !text.bytes().all(|digit| digit.is_ascii_digit())
    {
        return None;
    }
    let mut rest = text;
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let (mine, more) = rest.split_at(digits);
        *number = mine.parse().ok()?;
        rest = more;
    }
    Some(numbers)
}

/// The length that a DURATION says: `P2D`, `P1W`, `PT1H30M`. None is negative.
pub(super) fn duration(text: &str) -> Option<TimeDelta> {
    let mut rest = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
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
    TimeDelta::try_seconds(seconds)
}
