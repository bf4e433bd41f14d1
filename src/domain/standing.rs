//! Standings: the periods that have a board, ranks with ties, and the part of a board that a member
//! sees.

pub mod moving;

use chrono::{Datelike, NaiveDate, Weekday};

use super::id::{MemberId, SeasonId};

/// How many rows a page of a board shows, besides the asker's own.
pub const BOARD_ROWS: u64 = 10;

/// A span of days with a board of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// The community's study day, from 04:00 to 04:00.
    Today,
    /// The ISO week, Monday to Sunday.
    Week,
    /// The calendar month, from its first day.
    Month,
    /// A season, whose dates an admin has set.
    Season(SeasonId),
    /// All time since the community began.
    All,
}

impl Period {
    /// The name under which the points of this period are kept, for a community whose study day is
    /// `today`.
    ///
    /// ```
    /// use studyhall::domain::standing::Period;
    ///
    /// let saturday = "2026-05-02".parse().unwrap();
    /// assert_eq!(Period::Week.key(saturday), "week 2026-04-27");
    /// ```
    pub fn key(self, today: NaiveDate) -> String {
        match self {
            Self::Today => format!("day {today}"),
            Self::Week => format!("week {}", today.week(Weekday::Mon).first_day()),
            Self::Month => format!("month {}", today.with_day(1).unwrap_or(today)),
            Self::Season(season) => format!("season {season}"),
            Self::All => "all".to_owned(),
        }
    }
}

/// The name under which running streaks are kept, as if their days were points of a period.
pub const STREAKS_KEY: &str = "streak";

/// A row of a board, with rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The rank, from 1; equal points share one, and the next is as much lower as there are sharers
    /// (1, 2, 2, 4).
    pub rank: u64,
    /// The member whose row it is.
    pub member: MemberId,
    /// The name that others see.
    pub name: String,
    /// Points, or the days of a streak.
    pub points: i64,
}

/// What the asker sees of a board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Board {
    /// The rows of the page, best first, at most [`BOARD_ROWS`].
    pub rows: Vec<Standing>,
    /// The asker's own row, on this page or not; none without points.
    pub own: Option<Own>,
    /// How many members have a row.
    pub members: u64,
    /// Which page it is, from 1.
    pub page: u64,
}

/// The asker's own row, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The row itself, with its rank.
    pub standing: Standing,
    /// The page on which it stands, from 1.
    pub page: u64,
    /// How far the asker is behind the next better rank; none at the first.
    pub behind: Option<Behind>,
}

/// The distance to the next better rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// The next better rank, from 1.
    pub rank: u64,
    /// The points that are missing to share it.
    pub points: i64,
}

impl Board {
    /// How many pages there are; an empty board has one.
    pub fn pages(&self) -> u64 {
        self.members.div_ceil(BOARD_ROWS).max(1)
    }
}

/// The board of these members, as a store that sorts all of them would make it: most points first;
/// of equal points the asker first, the others in the order of their ids.
pub fn board(
    rows: impl IntoIterator<Item = (MemberId, String, i64)>,
    asker: MemberId,
    page: u64,
) -> Board {
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(member, _, points)| (-points, *member != asker, *member));
    let ahead = |points: i64| rows.iter().filter(|(_, _, better)| *better > points).count() as u64;
    let standing = |(member, name, points): &(MemberId, String, i64)| Standing {
        rank: ahead(*points) + 1,
        member: *member,
        name: name.clone(),
        points: *points,
    };
    let own = rows.iter().position(|(member, ..)| *member == asker).map(|place| {
        let better = rows[..place].iter().rev().find(|(_, _, points)| *points > rows[place].2);
        let behind = better.map(|(_, _, points)| Behind {
            rank: ahead(*points) + 1,
            points: points - rows[place].2,
        });
        Own { standing: standing(&rows[place]), page: place as u64 / BOARD_ROWS + 1, behind }
    });
    let shown = (0..)
        .zip(&rows)
        .filter(|(place, _)| place / BOARD_ROWS + 1 == page)
        .map(|(_, row)| standing(row))
        .collect();
    Board { rows: shown, own, members: rows.len() as u64, page }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(points: &[i64], asker: i64, page: u64) -> Board {
        let row = |(n, points): (i64, &i64)| (MemberId(n), format!("member {n}"), *points);
        board((0..).zip(points).map(row), MemberId(asker), page)
    }

    #[test]
    fn periods_turn_when_people_expect_it() {
        for (period, today, key) in [
            (Period::Today, "2026-05-02", "day 2026-05-02"),
            // A Saturday, a Sunday, a Monday.
            (Period::Week, "2026-05-02", "week 2026-04-27"),
            (Period::Week, "2026-05-03", "week 2026-04-27"),
            (Period::Week, "2026-05-04", "week 2026-05-04"),
            // A week belongs to two years.
            (Period::Week, "2027-01-01", "week 2026-12-28"),
            (Period::Month, "2026-04-30", "month 2026-04-01"),
            (Period::Month, "2028-02-29", "month 2028-02-01"),
            (Period::Season(SeasonId(7)), "2026-05-02", "season 7"),
            (Period::All, "2026-05-02", "all"),
        ] {
            assert_eq!(period.key(today.parse().unwrap()), key, "{today}");
        }
    }

    #[test]
    fn equal_points_share_a_rank_and_the_next_rank_is_lower_by_as_many() {
        for (points, ranks) in [
            (&[][..], &[][..]),
            (&[7], &[1]),
            (&[50, 40, 40, 30], &[1, 2, 2, 4]),
            (&[5, 5, 5, 1, 1, 0], &[1, 1, 1, 4, 4, 6]),
        ] {
            assert_eq!(
                of(points, 0, 1).rows.iter().map(|row| row.rank).collect::<Vec<_>>(),
                ranks,
                "{points:?}"
            );
        }
    }

    #[test]
    fn the_asker_sees_a_page_the_own_row_and_the_distance_to_the_next() {
        let points = [90, 80, 80, 70, 60, 50, 40, 30, 20, 10, 9, 9, 4];
        for (asker, own, behind) in [
            (0, Some((1, 1)), None),
            (2, Some((2, 1)), Some(Behind { rank: 1, points: 10 })),
            (3, Some((4, 1)), Some(Behind { rank: 2, points: 10 })),
            (11, Some((11, 2)), Some(Behind { rank: 10, points: 1 })),
            (12, Some((13, 2)), Some(Behind { rank: 11, points: 5 })),
            (99, None, None),
        ] {
            let board = of(&points, asker, 1);
            assert_eq!((board.rows.len(), board.members, board.pages()), (10, 13, 2));
            let place = board.own.as_ref().map(|own| (own.standing.rank, own.page));
            assert_eq!(
                (place, board.own.and_then(|own| own.behind)),
                (own, behind),
                "member {asker}"
            );
        }
        assert_eq!(
            of(&points, 0, 2).rows.iter().map(|row| row.rank).collect::<Vec<_>>(),
            [11, 11, 13]
        );
        assert_eq!(of(&points, 0, 3).rows, []);
        assert_eq!(
            (of(&[], 0, 1).pages(), of(&[1; 10], 0, 1).pages(), of(&[1; 11], 0, 1).pages()),
            (1, 1, 2)
        );
    }

    proptest! {
        #[test]
        fn a_rank_is_one_more_than_the_number_of_better_members(
            points in prop::collection::vec(0_i64..20, 0..40)
        ) {
            for page in 1..=4 {
                for row in of(&points, 0, page).rows {
                    let better = points.iter().filter(|better| **better > row.points).count();
                    prop_assert_eq!(row.rank, 1 + better as u64);
                }
            }
        }
    }
}
