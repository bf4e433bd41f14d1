//! Points of a day that has not come, moved to the day on which they were earned; and what was
//! earned twice, taken back.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Period;

/// The periods that a day belongs to and another may not.
pub const OF_A_DAY: [Period; 3] = [Period::Today, Period::Week, Period::Month];

/// The points of one member, as far as they are looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EarnedPoints {
    /// By day of the community; each at least 1.
    pub by_day: BTreeMap<NaiveDate, i64>,
    /// By the key of a period ([`Period::key`]) and the scope for which they count there: the
    /// community's number or a team's. Each at least 1.
    pub by_period: BTreeMap<(String, i64), i64>,
}

impl EarnedPoints {
    /// The days after `today`, on which nobody can have earned anything.
    pub fn days_after(&self, today: NaiveDate) -> Vec<NaiveDate> {
        self.by_day.keys().copied().filter(|day| *day > today).collect()
    }

    /// Moves all points of one day to another, on every board that holds the one and not the other.
    pub fn move_day(&mut self, from: NaiveDate, to: NaiveDate) {
        let points = self.by_day.remove(&from).unwrap_or_default();
        add(&mut self.by_day, to, points);
        for period in OF_A_DAY {
            let (old, new) = (period.key(from), period.key(to));
            if old == new {
                continue;
            }
            for scope in self.scopes(&old) {
                add(&mut self.by_period, (old.clone(), scope), -points);
                add(&mut self.by_period, (new.clone(), scope), points);
            }
        }
    }

    /// Takes points of a day back from all boards on which they count: those of `periods`, by key.
    pub fn take(&mut self, day: NaiveDate, periods: &[String], points: i64) {
        add(&mut self.by_day, day, -points);
        for period in periods {
            for scope in self.scopes(period) {
                add(&mut self.by_period, (period.clone(), scope), -points);
            }
        }
    }

    /// The scopes for which the member has points in a period.
    fn scopes(&self, period: &str) -> Vec<i64> {
        let keys = self.by_period.keys();
        keys.filter(|(known, _)| known == period).map(|(_, scope)| *scope).collect()
    }
}

/// Adds points to one entry; below one, it goes.
fn add<K: Ord>(points: &mut BTreeMap<K, i64>, key: K, more: i64) {
    let sum = points.get(&key).copied().unwrap_or_default() + more;
    if sum > 0 {
        points.insert(key, sum);
    } else {
        points.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The community, and a team in it.
    const SCOPES: [i64; 2] = [1, 7];

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Points of some days, as the boards would show them.
    fn earned(days: &[(&str, i64)]) -> EarnedPoints {
        let mut points = EarnedPoints::default();
        for (text, more) in days {
            let day = day(text);
            add(&mut points.by_day, day, *more);
            for key in OF_A_DAY.into_iter().chain([Period::All]).map(|period| period.key(day)) {
                for scope in SCOPES {
                    add(&mut points.by_period, (key.clone(), scope), *more);
                }
            }
        }
        points
    }

    #[test]
    fn points_of_a_day_that_has_not_come_count_today_on_every_board() {
        // Saturday 2 May 2026: tomorrow is of the same week, Monday of the same month alone, and
        // the first of June of neither.
        let today = "2026-05-02";
        for ahead in ["2026-05-03", "2026-05-04", "2026-06-01", "2027-01-01"] {
            for before in [0, 5] {
                let mut points = earned(&[(today, before), (ahead, 3)]);
                assert_eq!(points.days_after(day(today)), [day(ahead)]);
                points.move_day(day(ahead), day(today));
                assert_eq!(points, earned(&[(today, before + 3)]), "{ahead}, {before} before");
            }
        }
    }

    #[test]
    fn what_was_earned_twice_is_taken_from_every_board() {
        let today = day("2026-05-02");
        let keys: Vec<String> = [Period::Today, Period::Week, Period::Month, Period::All]
            .map(|period| period.key(today))
            .into();
        let mut points = earned(&[("2026-05-02", 8)]);
        points.take(today, &keys, 3);
        assert_eq!(points, earned(&[("2026-05-02", 5)]));
        points.take(today, &keys, 5);
        assert_eq!(points, EarnedPoints::default(), "nothing is left of nothing");
    }
}
