//! Which days of a month fit a rule. A set of days is a number with a bit for each, the first day's
//! being the lowest.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, Weekday};

/// How often a day of the week comes in a month at most.
const WEEKS: usize = 5;

/// The first so many days.
pub(super) fn low(days: i64) -> u64 {
    match u32::try_from(days) {
        Ok(days) => 1_u64.checked_shl(days).map_or(u64::MAX, |bit| bit - 1),
        Err(_) if days < 0 => 0,
        Err(_) => u64::MAX,
    }
}

/// What the dates of a rule must fit.
#[derive(Debug)]
pub(super) struct Fitting {
    pub(super) months: Months,
    pub(super) month_days: MonthDays,
    pub(super) weekdays: Weekdays,
}

impl Fitting {
    /// Which of the days from `first` on fit; these may be a month, or a week with days of the next
    /// month.
    pub(super) fn days(&self, first: NaiveDate, length: u32) -> u64 {
        let Some(month) = first.with_day(1) else { return 0 };
        let here = u32::from(month.num_days_in_month()) - first.day0();
        let mut days = self.month(month) >> first.day0();
        if here < length {
            let next = month.checked_add_months(chrono::Months::new(1));
            days |= next.map_or(0, |next| self.month(next)) << here;
        }
        days & low(length.into())
    }

    /// Which days of a month fit that begins on `first`.
    fn month(&self, first: NaiveDate) -> u64 {
        let length = first.num_days_in_month().into();
        let days =
            self.month_days.of_month(length) & self.weekdays.of_month(first.weekday(), length);
        if self.months.contains(first.month()) { days & low(length.into()) } else { 0 }
    }
}

/// A set of months: bit 1 is January, bit 12 December.
#[derive(Debug, Clone, Copy)]
pub(super) struct Months(u32);

impl Months {
    pub(super) const ALL: Self = Self(u32::MAX);

    pub(super) fn one(month: u32) -> Self {
        Self(1 << month)
    }

    /// Reads the value of BYMONTH.
    pub(super) fn read(text: &str) -> Option<Self> {
        text.split(',').try_fold(Self(0), |months, text| {
            let month = text.parse().ok().filter(|month| (1..=12).contains(month))?;
            Some(Self(months.0 | Self::one(month).0))
        })
    }

    pub(super) fn contains(self, month: u32) -> bool {
        self.0 & Self::one(month).0 != 0
    }
}

/// Days of the month, counted from its first and from its last.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MonthDays {
    from_first: u64,
    from_last: u64,
}

impl MonthDays {
    pub(super) const ALL: Self = Self { from_first: u64::MAX, from_last: 0 };

    pub(super) fn one(day: u32) -> Self {
        Self { from_first: 1 << (day - 1), from_last: 0 }
    }

    /// Reads the value of BYMONTHDAY.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut days = Self::default();
        for text in text.split(',') {
            let (end, day) = counted(text, 1..=31)?;
            let days = match end {
                End::First => &mut days.from_first,
                End::Last => &mut days.from_last,
            };
            *days |= 1 << (day - 1);
        }
        Some(days)
    }

    /// The days that fit in a month of so many days: bit 0 is the first.
    fn of_month(self, length: u32) -> u64 {
        self.from_first | self.from_last.reverse_bits() >> (u64::BITS - length)
    }
}

/// Days of the week by their place in a month: those that come as its first, as its second and so
/// on, and those that come as its last, as its last but one and so on. Each has a bit, Monday's
/// being the lowest.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Weekdays {
    from_first: [u64; WEEKS],
    from_last: [u64; WEEKS],
    /// Whether there are places at all, rather than days wherever they come.
    pub(super) placed: bool,
}

impl Weekdays {
    pub(super) const ALL: Self =
        Self { from_first: [0x7f; WEEKS], from_last: [0; WEEKS], placed: false };

    pub(super) fn one(day: Weekday) -> Self {
        Self { from_first: [bit(day); WEEKS], ..Self::default() }
    }

    /// Reads the value of BYDAY, such as `MO`, `4TH,-1MO`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut days = Self::default();
        for text in text.split(',') {
            let (place, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
            let day = weekday(day)?;
            if place.is_empty() {
                days.from_first.iter_mut().for_each(|week| *week |= bit(day));
                continue;
            }
            let (end, place) = counted(place, 1..=WEEKS)?;
            let weeks = match end {
                End::First => &mut days.from_first,
                End::Last => &mut days.from_last,
            };
            *weeks.get_mut(place - 1)? |= bit(day);
            days.placed = true;
        }
        Some(days)
    }

    /// The days that fit in a month of so many days that begins on `first`: bit 0 is its first day.
    fn of_month(&self, first: Weekday, length: u32) -> u64 {
        let first = first.num_days_from_monday();
        // The fifth week from the last day may begin before the month: a week of room is left for
        // it.
        let mut days = 0;
        for (week, (from_first, from_last)) in
            (0_u32..).zip(self.from_first.iter().zip(self.from_last))
        {
            days |= turned(*from_first, first) << (7 + 7 * week);
            days |= turned(from_last, first + length) << (length - 7 * week);
        }
        days >> 7
    }
}

/// A day of the week as a bit, Monday's being the lowest.
fn bit(day: Weekday) -> u64 {
    1 << day.num_days_from_monday()
}

/// Days of the week in order from a day so many days after a Monday.
fn turned(weekdays: u64, by: u32) -> u64 {
    (weekdays | weekdays << 7) >> (by % 7) & 0x7f
}

/// The end of a month or year from which days are counted.
enum End {
    First,
    Last,
}

/// A place such as `2`, or `-1` for the last.
fn counted<N: std::str::FromStr + PartialOrd>(
    text: &str,
    allowed: RangeInclusive<N>,
) -> Option<(End, N)> {
    let (end, place) =
        text.strip_prefix('-').map_or((End::First, text), |place| (End::Last, place));
    place.parse().ok().filter(|place| allowed.contains(place)).map(|place| (end, place))
}

/// A day of the week as the format writes it: `MO`.
pub(super) fn weekday(text: &str) -> Option<Weekday> {
    Some(match text.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}
