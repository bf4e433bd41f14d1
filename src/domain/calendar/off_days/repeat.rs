//! Repetition of events: the part of RRULE that calendars of holidays use.

use chrono::{Datelike, NaiveDate, Weekday};

/// How an event repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    start: NaiveDate,
    every: Every,
    interval: i32,
    /// How often it happens in all.
    count: Option<usize>,
    /// The last date on which it may happen.
    until: Option<NaiveDate>,
    months: Vec<u32>,
    month_days: Vec<i32>,
    /// Days of the week, each with its place in the month or year (0 for every one).
    weekdays: Vec<(i32, Weekday)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

impl Rule {
    /// Reads the value of RRULE; nothing if a part of it is not understood.
    pub(super) fn read(text: &str, start: NaiveDate) -> Option<Self> {
        let mut rule = Self {
            start,
            every: Every::Day,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
        };
        let mut has_frequency = false;
        for part in text.trim().trim_end_matches(';').split(';') {
            let (name, value) = part.split_once('=')?;
            match name.to_ascii_uppercase().as_str() {
                "FREQ" => {
                    rule.every = every(value)?;
                    has_frequency = true;
                }
                "INTERVAL" => rule.interval = value.parse().ok().filter(|interval| *interval > 0)?,
                "COUNT" => rule.count = Some(value.parse().ok()?),
                "UNTIL" => rule.until = Some(NaiveDate::parse_from_str(value.get(..8)?, "%Y%m%d").ok()?),
                "BYMONTH" => rule.months = numbers(value, 1..=12)?,
                "BYMONTHDAY" => rule.month_days = numbers(value, -31..=31)?,
                "BYDAY" => rule.weekdays = value.split(',').map(weekday).collect::<Option<_>>()?,
                // It matters only where weeks are counted by twos and more.
                "WKST" if rule.interval == 1 || value.eq_ignore_ascii_case("MO") => {}
                _ => return None,
            }
        }
        // The place of a weekday is that in a month, unless a year is meant as a whole, which nobody's holidays are.
        let placed = rule.weekdays.iter().any(|(place, _)| *place != 0);
        let in_month = rule.every == Every::Month || (rule.every == Every::Year && !rule.months.is_empty());
        (has_frequency && (!placed || in_month)).then_some(rule)
    }

    /// The dates on which it happens, from `from` to `to`.
    pub(super) fn dates(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let until = self.until.map_or(to, |until| until.min(to));
        // Only a count needs to know how often it happened before.
        let first = if self.count.is_some() { self.start } else { self.start.max(from) };
        let days = first.iter_days().take_while(move |day| *day <= until);
        days.filter(|day| self.fits(*day)).take(self.count.unwrap_or(usize::MAX)).filter(move |day| *day >= from)
    }

    fn fits(&self, day: NaiveDate) -> bool {
        let periods = match self.every {
            Every::Day => i32::try_from((day - self.start).num_days()).unwrap_or_default(),
            Every::Week => {
                let monday =
                    |day: NaiveDate| day.num_days_from_ce() - day.weekday().num_days_from_monday().cast_signed();
                (monday(day) - monday(self.start)) / 7
            }
            Every::Month => months(day) - months(self.start),
            Every::Year => day.year() - self.start.year(),
        };
        periods % self.interval == 0 && self.fits_month(day) && self.fits_month_day(day) && self.fits_weekday(day)
    }

    fn fits_month(&self, day: NaiveDate) -> bool {
        if self.months.is_empty() {
            return self.every != Every::Year || !self.weekdays.is_empty() || day.month() == self.start.month();
        }
        self.months.contains(&day.month())
    }

    fn fits_month_day(&self, day: NaiveDate) -> bool {
        let (place, length) = (day.day().cast_signed(), i32::from(day.num_days_in_month()));
        if self.month_days.is_empty() {
            let by_date = matches!(self.every, Every::Month | Every::Year) && self.weekdays.is_empty();
            return !by_date || day.day() == self.start.day();
        }
        self.month_days.iter().any(|wanted| *wanted == place || *wanted == place - length - 1)
    }

    fn fits_weekday(&self, day: NaiveDate) -> bool {
        if self.weekdays.is_empty() {
            return self.every != Every::Week || day.weekday() == self.start.weekday();
        }
        let place = day.day0().cast_signed() / 7 + 1;
        let from_end = -((i32::from(day.num_days_in_month()) - day.day().cast_signed()) / 7 + 1);
        let fits = |(wanted, weekday): &(i32, Weekday)| {
            *weekday == day.weekday() && (*wanted == 0 || *wanted == place || *wanted == from_end)
        };
        self.weekdays.iter().any(fits)
    }
}

fn months(day: NaiveDate) -> i32 {
    day.year() * 12 + day.month0().cast_signed()
}

fn every(text: &str) -> Option<Every> {
    Some(match text.to_ascii_uppercase().as_str() {
        "DAILY" => Every::Day,
        "WEEKLY" => Every::Week,
        "MONTHLY" => Every::Month,
        "YEARLY" => Every::Year,
        _ => return None,
    })
}

fn numbers<N: std::str::FromStr + PartialOrd>(text: &str, range: std::ops::RangeInclusive<N>) -> Option<Vec<N>> {
    text.split(',').map(|number| number.parse().ok().filter(|number| range.contains(number))).collect()
}

/// `MO`, `4TH`, `-1MO`.
fn weekday(text: &str) -> Option<(i32, Weekday)> {
    let split = text.len().checked_sub(2)?;
    let (place, day) = (text.get(..split)?, text.get(split..)?);
    let place =
        if place.is_empty() { 0 } else { place.parse().ok().filter(|place: &i32| *place != 0 && place.abs() <= 5)? };
    let day = match day.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    Some((place, day))
}
