//! Repetition of events: the part of RRULE that calendars of holidays use.
//!
//! A rule walks over stretches of days: single days, weeks or months. Which days of a stretch fit
//! is reckoned at once, so a stretch costs the same however long the rule's lists are.

mod fitting;

use std::iter;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use self::fitting::{Fitting, MonthDays, Months, Weekdays, low};
use super::NotOffDays;
use super::steps::Steps;

/// The longest interval, in periods.
const LONGEST_INTERVAL: u32 = 100_000;

/// How an event repeats: the value of its RRULE, with the date on which it starts.
#[derive(Debug)]
pub(super) struct Rule {
    start: NaiveDate,
    every: Every,
    interval: u32,
    /// How often it happens in all.
    count: Option<u32>,
    /// The last date on which it may happen.
    until: Option<NaiveDate>,
    fitting: Fitting,
}

/// The unit of time in which a rule counts (FREQ).
#[derive(Debug, Clone, Copy)]
enum Every {
    Day,
    /// With the day on which a week begins.
    Week(Weekday),
    Month,
    Year,
}

/// What a rule says; nothing where it is silent.
#[derive(Debug, Default)]
struct Parts {
    every: Option<Every>,
    interval: Option<u32>,
    count: Option<u32>,
    until: Option<NaiveDate>,
    months: Option<Months>,
    month_days: Option<MonthDays>,
    weekdays: Option<Weekdays>,
    week_begins: Option<Weekday>,
}

/// How many parts and members of lists the value of RRULE has.
pub(super) fn size(text: &str) -> usize {
    text.split([';', ',']).count()
}

impl Rule {
    /// Reads the value of RRULE, with `last` for that of UNTIL; nothing if a part of it is not
    /// understood.
    pub(super) fn read(
        text: &str,
        start: NaiveDate,
        last: impl Fn(&str) -> Option<NaiveDate>,
    ) -> Option<Self> {
        let mut parts = Parts::default();
        for part in text.trim_end_matches(';').split(';') {
            let (name, value) = part.split_once('=')?;
            match name.to_ascii_uppercase().as_str() {
                "FREQ" => set(&mut parts.every, every(value)?)?,
                "INTERVAL" => set(&mut parts.interval, number(value, LONGEST_INTERVAL)?)?,
                "COUNT" => set(&mut parts.count, number(value, u32::MAX)?)?,
                "UNTIL" => set(&mut parts.until, last(value)?)?,
                "BYMONTH" => set(&mut parts.months, Months::read(value)?)?,
                "BYMONTHDAY" => set(&mut parts.month_days, MonthDays::read(value)?)?,
                "BYDAY" => set(&mut parts.weekdays, Weekdays::read(value)?)?,
                "WKST" => set(&mut parts.week_begins, fitting::weekday(value)?)?,
                _ => return None,
            }
        }
        Self::of(&parts, start)
    }

    /// The rule that these parts make for an event that starts on `start`; nothing if they say what
    /// is not understood.
    fn of(parts: &Parts, start: NaiveDate) -> Option<Self> {
        let mut every = parts.every?;
        let is_year = matches!(every, Every::Year);
        // The place of a weekday is that in a month, unless a year is meant as a whole, which
        // nobody's holidays are.
        let in_month = matches!(every, Every::Month) || (is_year && parts.months.is_some());
        if parts.weekdays.is_some_and(|days| days.placed) && !in_month {
            return None;
        }
        // What the rule does not say, the start does.
        let by_date = (is_year || matches!(every, Every::Month)) && parts.weekdays.is_none();
        let months = if is_year && by_date { Months::one(start.month()) } else { Months::ALL };
        let month_days = if by_date { MonthDays::one(start.day()) } else { MonthDays::ALL };
        let weekdays = if matches!(every, Every::Week(_)) {
            Weekdays::one(start.weekday())
        } else {
            Weekdays::ALL
        };
        let interval = parts.interval.unwrap_or(1);
        every = match every {
            // Every day and every week without a gap: so the days that fit are found by the month.
            Every::Day | Every::Week(_) if interval == 1 => Every::Month,
            Every::Week(_) => Every::Week(parts.week_begins.unwrap_or(Weekday::Mon)),
            every => every,
        };
        let fitting = Fitting {
            months: parts.months.unwrap_or(months),
            month_days: parts.month_days.unwrap_or(month_days),
            weekdays: parts.weekdays.unwrap_or(weekdays),
        };
        Some(Self { start, every, interval, count: parts.count, until: parts.until, fitting })
    }

    /// The dates on which it happens, from `from` to `to`.
    pub(super) fn dates(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        steps: &mut Steps,
    ) -> Result<Vec<NaiveDate>, NotOffDays> {
        let last = self.until.map_or(to, |until| until.min(to));
        let mut left = self.count.unwrap_or(u32::MAX);
        let mut dates = Vec::new();
        for stretch in self.stretches(from).take_while(|stretch| stretch.first <= last) {
            steps.take(1)?;
            let place = |day: NaiveDate| (day - stretch.first).num_days();
            let days = self.fitting.days(stretch.first, stretch.length);
            let days = days & !low(place(self.start)) & low(place(last) + 1);
            let early = days & low(place(from));
            left = left.saturating_sub(early.count_ones());
            for place in places(days & !early) {
                if left == 0 {
                    break;
                }
                left -= 1;
                steps.take(1)?;
                dates.extend(stretch.first.checked_add_days(Days::new(place.into())));
            }
            if left == 0 {
                break;
            }
        }
        Ok(dates)
    }

    /// The stretches of its periods in order, from the period of `from` on, or from its start if it
    /// has a count.
    fn stretches(&self, from: NaiveDate) -> impl Iterator<Item = Stretch> {
        let (every, interval) = (self.every, i64::from(self.interval));
        // Only a count needs to know how often it happened before.
        let begin = if self.count.is_some() { self.start } else { self.start.max(from) };
        let start = every.number(self.start);
        let skipped = (every.number(begin) - start) / interval;
        let numbers = iter::successors(Some(start + skipped * interval), move |number| {
            number.checked_add(interval)
        });
        let periods = numbers.map_while(move |number| every.first(number));
        periods.flat_map(|first| self.stretches_of(first))
    }

    /// The stretches of the period that begins on `first`: of a year the months that may fit, else
    /// the whole of it.
    fn stretches_of(&self, first: NaiveDate) -> impl Iterator<Item = Stretch> {
        let (every, month) = (self.every, first.month());
        let is_year = matches!(every, Every::Year);
        let months = if is_year { 1..=12 } else { month..=month };
        let months = months.filter(move |month| !is_year || self.fitting.months.contains(*month));
        let firsts = months.filter_map(move |month| first.with_month(month));
        firsts.map(move |first| Stretch { first, length: every.length(first) })
    }
}

/// Days that follow each other, a month of them at most.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    first: NaiveDate,
    length: u32,
}

impl Every {
    /// The number of the period in which a day lies.
    fn number(self, day: NaiveDate) -> i64 {
        match self {
            Self::Day => day.num_days_from_ce().into(),
            Self::Week(begins) => {
                (i64::from(day.num_days_from_ce()) - first_of_weeks(begins)).div_euclid(7)
            }
            Self::Month => i64::from(day.year()) * 12 + i64::from(day.month0()),
            Self::Year => day.year().into(),
        }
    }

    /// The first day of the period with a number; nothing beyond the ends of what can be reckoned.
    fn first(self, number: i64) -> Option<NaiveDate> {
        let by_days = |days: i64| NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?);
        let by_month = |year: i64, month0: i64| {
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, u32::try_from(month0 + 1).ok()?, 1)
        };
        match self {
            Self::Day => by_days(number),
            Self::Week(begins) => {
                by_days(number.checked_mul(7)?.checked_add(first_of_weeks(begins))?)
            }
            Self::Month => by_month(number.div_euclid(12), number.rem_euclid(12)),
            Self::Year => by_month(number, 0),
        }
    }

    /// How many days a stretch has that begins on `first`.
    fn length(self, first: NaiveDate) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week(_) => 7,
            Self::Month | Self::Year => first.num_days_in_month().into(),
        }
    }
}

/// The first day of the week with the number 0: the first day of the first year, a Monday, was day
/// 1.
fn first_of_weeks(begins: Weekday) -> i64 {
    1 + i64::from(begins.num_days_from_monday())
}

/// The places of the bits that are set.
fn places(mut bits: u64) -> impl Iterator<Item = u32> {
    iter::from_fn(move || {
        let place = (bits != 0).then(|| bits.trailing_zeros())?;
        bits &= bits - 1;
        Some(place)
    })
}

/// The value of FREQ, a week beginning on Monday until WKST says otherwise.
fn every(text: &str) -> Option<Every> {
    Some(match text.to_ascii_uppercase().as_str() {
        "DAILY" => Every::Day,
        "WEEKLY" => Every::Week(Weekday::Mon),
        "MONTHLY" => Every::Month,
        "YEARLY" => Every::Year,
        _ => return None,
    })
}

/// Sets a part; nothing if the rule says it twice, of which no one could tell what holds.
fn set<T>(part: &mut Option<T>, value: T) -> Option<()> {
    part.replace(value).is_none().then_some(())
}

/// A number from 1 on.
fn number(text: &str, most: u32) -> Option<u32> {
    text.parse().ok().filter(|number| (1..=most).contains(number))
}
