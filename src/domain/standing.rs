//! Standings: the days of a period, ranks with ties, and the part of a board that a member sees.

use chrono::{Datelike, NaiveDate, Weekday};

use super::id::MemberId;

/// How many rows a board shows, besides the asker's own.
pub const BOARD_ROWS: usize = 10;

/// Days are stored as text of four-digit years, so these are the ends of all time.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a date of the calendar");
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date of the calendar");

/// A span of days with a board of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// The study day.
    Today,
    /// The ISO week, Monday to Sunday.
    Week,
    /// The month.
    Month,
    /// All time.
    All,
}

impl Period {
    /// The period that is called `word` in commands.
    pub fn called(word: &str) -> Option<Self> {
        match word {
            "today" => Some(Self::Today),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "all" => Some(Self::All),
            _ => None,
        }
    }

    /// Its first and last day, for a community whose study day is `today`.
    pub fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Today => (today, today),
            Self::Week => {
                let week = today.week(Weekday::Mon);
                (week.first_day(), week.last_day())
            }
            Self::Month => {
                let first = today.with_day(1).unwrap_or(today);
                let length = u32::from(today.num_days_in_month());
                (first, today.with_day(length).unwrap_or(today))
            }
            Self::All => (FIRST_DAY, LAST_DAY),
        }
    }
}

/// A row of a board, with rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The rank, from 1; equal points share one, and the next is as much lower as there are sharers (1, 2, 2, 4).
    pub rank: usize,
    /// Who.
    pub member: MemberId,
    /// The name that others see.
    pub name: String,
    /// Points, or the days of a streak.
    pub points: i64,
}

/// What the asker sees of a board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Board {
    /// The first rows.
    pub top: Vec<Standing>,
    /// The asker's own row, among the first or not; none without points.
    pub own: Option<Standing>,
    /// How far the asker is behind the next better rank; none at the first, and none without points.
    pub behind: Option<Behind>,
    /// How many members have a row.
    pub members: usize,
}

/// The distance to the next better rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// That rank.
    pub rank: usize,
    /// The points that are missing to share it.
    pub points: i64,
}

/// Ranks members by points, most first; those of equal points stand in the order of their names.
pub fn ranked(rows: impl IntoIterator<Item = (MemberId, String, i64)>) -> Vec<Standing> {
    let mut standings: Vec<Standing> =
        rows.into_iter().map(|(member, name, points)| Standing { rank: 0, member, name, points }).collect();
    standings.sort_by_cached_key(|row| (-row.points, row.name.to_lowercase(), row.member));
    let (mut rank, mut points) = (0, None);
    for (place, row) in standings.iter_mut().enumerate() {
        if points != Some(row.points) {
            (rank, points) = (place + 1, Some(row.points));
        }
        row.rank = rank;
    }
    standings
}

/// The part of a board of `standings` (as [`ranked`] made them) that `asker` sees.
pub fn board(standings: &[Standing], asker: MemberId) -> Board {
    let own = standings.iter().find(|row| row.member == asker);
    let behind = own.and_then(|own| {
        let better = standings.iter().rev().find(|row| row.points > own.points)?;
        Some(Behind { rank: better.rank, points: better.points - own.points })
    });
    let top = standings.iter().take(BOARD_ROWS).cloned().collect();
    Board { top, own: own.cloned(), behind, members: standings.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(points: &[i64]) -> Vec<Standing> {
        let row = |(n, points): (i64, &i64)| (MemberId(n), format!("member {n}"), *points);
        ranked((0..).zip(points).map(row))
    }

    #[test]
    fn periods_have_the_days_that_people_expect() {
        for (period, today, first, last) in [
            ("today", "2026-05-02", "2026-05-02", "2026-05-02"),
            // A Saturday, a Sunday, a Monday.
            ("week", "2026-05-02", "2026-04-27", "2026-05-03"),
            ("week", "2026-05-03", "2026-04-27", "2026-05-03"),
            ("week", "2026-05-04", "2026-05-04", "2026-05-10"),
            // A week belongs to two years.
            ("week", "2027-01-01", "2026-12-28", "2027-01-03"),
            ("month", "2026-04-30", "2026-04-01", "2026-04-30"),
            ("month", "2028-02-01", "2028-02-01", "2028-02-29"),
            ("all", "2026-05-02", "0001-01-01", "9999-12-31"),
        ] {
            let (from, to) = Period::called(period).unwrap().days(today.parse().unwrap());
            assert_eq!((from.to_string().as_str(), to.to_string().as_str()), (first, last), "{period} of {today}");
        }
        assert_eq!(Period::called("fortnight"), None);
    }

    #[test]
    fn equal_points_share_a_rank_and_the_next_rank_is_lower_by_as_many() {
        for (points, ranks) in [
            (&[][..], &[][..]),
            (&[7], &[1]),
            (&[50, 40, 40, 30], &[1, 2, 2, 4]),
            (&[5, 5, 5, 1, 1, 0], &[1, 1, 1, 4, 4, 6]),
        ] {
            assert_eq!(rows(points).iter().map(|row| row.rank).collect::<Vec<_>>(), ranks, "{points:?}");
        }
    }

    #[test]
    fn members_of_equal_points_stand_in_the_order_of_their_names() {
        let names = ranked([(MemberId(1), "zoe".to_owned(), 3), (MemberId(2), "Ann".to_owned(), 3)]);
        assert_eq!(names.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Ann", "zoe"]);
    }

    #[test]
    fn the_asker_sees_the_first_ten_the_own_row_and_the_distance_to_the_next() {
        let standings = rows(&[90, 80, 80, 70, 60, 50, 40, 30, 20, 10, 9, 9, 4]);
        for (asker, rank, behind) in [
            (0, Some(1), None),
            (2, Some(2), Some(Behind { rank: 1, points: 10 })),
            (3, Some(4), Some(Behind { rank: 2, points: 10 })),
            (11, Some(11), Some(Behind { rank: 10, points: 1 })),
            (12, Some(13), Some(Behind { rank: 11, points: 5 })),
            (99, None, None),
        ] {
            let board = board(&standings, MemberId(asker));
            assert_eq!((board.own.map(|own| own.rank), board.behind), (rank, behind), "member {asker}");
            assert_eq!((board.top.len(), board.members), (10, 13));
        }
    }

    proptest! {
        #[test]
        fn a_rank_is_one_more_than_the_number_of_better_members(points in prop::collection::vec(0_i64..20, 0..40)) {
            for row in rows(&points) {
                prop_assert_eq!(row.rank, 1 + points.iter().filter(|better| **better > row.points).count());
            }
        }
    }
}
