//! The boards' rows of a member who has earned points on a day that has not come: read, and written
//! as `domain::standing::moving` makes them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::super::pool::on;
use super::super::standing::put_points;
use super::super::write::Write;
use super::super::{Result, Store, text};
use crate::domain::id::{CommunityId, MemberId};
use crate::domain::standing::Period;
use crate::domain::standing::moving::{EarnedPoints, OF_A_DAY};

const DAYS: &str = "SELECT board_day, points FROM board_days \
     WHERE community = $1 AND board_day >= $2 AND member = $3";

const PUT_DAY: &str = "INSERT INTO board_days (community, member, board_day, points) \
     VALUES ($1, $2, $3, $4) \
     ON CONFLICT (community, board_day, member) DO UPDATE SET points = excluded.points";

const DROP_DAY: &str =
    "DELETE FROM board_days WHERE community = $1 AND member = $2 AND board_day = $3";

const SCOPES: &str = "SELECT scope, points FROM standings WHERE member = $1 AND period = $2";

const DROP: &str = "DELETE FROM standings WHERE member = $1 AND scope = $2 AND period = $3";

const PUT: &str = "INSERT INTO standings (member, scope, period, points, listed) \
     VALUES ($1, $2, $3, $4, 1) \
     ON CONFLICT (member, scope, period) DO UPDATE SET points = excluded.points";

const SEASONS: &str = "SELECT id FROM seasons \
     WHERE community = $1 AND final_board IS NULL AND first_day <= $2 AND last_day >= $2";

impl Store {
    /// Moves what a member has earned on days of the community after `today` to today, on all
    /// boards, and takes back what was earned twice.
    pub(super) async fn move_points(
        &self,
        community: CommunityId,
        member: MemberId,
        today: NaiveDate,
        twice: i64,
    ) -> Result<Vec<Write>> {
        let mut points = EarnedPoints::default();
        let days: Vec<(String, i64)> = on!(&self.read, |db| {
            let days = sqlx::query_as(DAYS).bind(community.0).bind(today.to_string());
            days.bind(member.0).fetch_all(db).await
        })?;
        for (day, earned) in days {
            points.by_day.insert(text::day(&day)?, earned);
        }
        let ahead = points.days_after(today);
        let periods = if twice > 0 { self.periods_of(community, today).await? } else { Vec::new() };
        let moved = ahead.iter().chain([&today]);
        let moved = moved.flat_map(|day| OF_A_DAY.map(|period| period.key(*day)));
        let all: BTreeSet<String> = moved.chain(periods.iter().cloned()).collect();
        for period in all {
            let scopes: Vec<(i64, i64)> = on!(&self.read, |db| {
                sqlx::query_as(SCOPES).bind(member.0).bind(&period).fetch_all(db).await
            })?;
            for (scope, earned) in scopes {
                points.by_period.insert((period.clone(), scope), earned);
            }
        }
        let before = points.clone();
        for day in ahead {
            points.move_day(day, today);
        }
        if twice > 0 {
            points.take(today, &periods, twice);
        }
        Ok(difference(&before, &points, community, member))
    }

    /// The periods in which points of a day count.
    async fn periods_of(&self, community: CommunityId, day: NaiveDate) -> Result<Vec<String>> {
        let seasons: Vec<i64> = on!(&self.read, |db| {
            sqlx::query_scalar(SEASONS).bind(community.0).bind(day.to_string()).fetch_all(db).await
        })?;
        let of_all = OF_A_DAY.into_iter().chain([Period::All]).map(|period| period.key(day));
        Ok(of_all.chain(seasons.into_iter().map(|season| format!("season {season}"))).collect())
    }
}

/// The writes that make of a member's points as they were those that they are to be.
fn difference(
    before: &EarnedPoints,
    after: &EarnedPoints,
    community: CommunityId,
    member: MemberId,
) -> Vec<Write> {
    let mut writes = Vec::new();
    let days: BTreeSet<&NaiveDate> = before.by_day.keys().chain(after.by_day.keys()).collect();
    for day in days {
        let points = after.by_day.get(day);
        if points == before.by_day.get(day) {
            continue;
        }
        let sql = if points.is_some() { PUT_DAY } else { DROP_DAY };
        let put = Write::of(sql, &[community.0, member.0]).text(day.to_string());
        writes.push(points.into_iter().fold(put, |put, points| put.number(*points)));
    }
    let periods: BTreeSet<&(String, i64)> =
        before.by_period.keys().chain(after.by_period.keys()).collect();
    for key @ (period, scope) in periods {
        let points = after.by_period.get(key);
        if points == before.by_period.get(key) {
            continue;
        }
        if *scope == community.0 {
            let points = points.map_or(0, |points| u32::try_from(*points).unwrap_or(u32::MAX));
            writes.extend(put_points(community, member, period, points));
        } else {
            let sql = if points.is_some() { PUT } else { DROP };
            let put = Write::of(sql, &[member.0, *scope]).text(period);
            writes.push(points.into_iter().fold(put, |put, points| put.number(*points)));
        }
    }
    writes
}
