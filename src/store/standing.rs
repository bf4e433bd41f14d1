//! Standings: kept up with every answer, in every period and for the member's team, and counted for
//! ranks.
//!
//! A rank is the number of members with more points. Counting them would cost the more the larger
//! the community, so `standing_counts` knows how many members lie in each span of points, for spans
//! of four widths: a rank adds up at most [`STEP`] spans of each width (see `board.rs`), and an
//! answer moves its member from one span to another in the narrow ones and rarely in the wide ones.

use chrono::{DateTime, NaiveDate, Utc};

use super::admin::dismiss_if_named;
use super::pool::on;
use super::write::Write;
use super::{Result, Store};
use crate::domain::id::{CommunityId, MemberId};
use crate::domain::standing::Period;

/// The widths of the spans of points, each [`STEP`] times the one before.
pub(super) const WIDTHS: [i64; 4] = [1, 32, 1_024, 32_768];

/// How many spans make one of the next width.
pub(super) const STEP: i64 = 32;

/// The periods of an answer: those that are given, and the season that is running on its day.
macro_rules! with_periods {
    ($rest:literal) => {
        concat!(
            "WITH periods (period) AS ( \
                 SELECT CAST($4 AS TEXT) UNION ALL SELECT CAST($5 AS TEXT) \
                 UNION ALL SELECT CAST($6 AS TEXT) UNION ALL SELECT CAST($7 AS TEXT) \
                 UNION ALL SELECT 'season ' || CAST(id AS TEXT) FROM seasons \
                 WHERE community = $2 AND final_board IS NULL AND first_day <= $8 \
                     AND last_day >= $8) ",
            $rest
        )
    };
}

const ADD_POINTS: &str = with_periods!(
    "INSERT INTO standings (member, scope, period, points, listed) \
     SELECT CAST($1 AS BIGINT), scopes.scope, periods.period, CAST($3 AS BIGINT), 1 \
     FROM ( \
         SELECT CAST($2 AS BIGINT) AS scope \
         UNION ALL SELECT team FROM team_members WHERE member = $1) AS scopes \
         CROSS JOIN periods \
     WHERE TRUE \
     ORDER BY 2, 3 \
     ON CONFLICT (member, scope, period) DO UPDATE SET \
         points = standings.points + excluded.points"
);

/// Counts the member among those of the new points and no longer among those of the old ones. In
/// order, so that two transactions never wait for each other. `listed + 0` keeps SQLite from
/// looking for the few rows of a member in the index of all listed ones.
const MOVE_COUNTS: &str = with_periods!(
    ", \
         changed AS ( \
             SELECT period, points FROM standings \
             WHERE member = $1 AND scope = $2 AND listed + 0 = 1 \
                 AND period IN (SELECT period FROM periods)), \
         widths (width) AS ( \
             SELECT 1 UNION ALL SELECT 32 UNION ALL SELECT 1024 UNION ALL SELECT 32768), \
         moves AS ( \
             SELECT period, width, points / width AS bucket, 1 AS members \
             FROM changed CROSS JOIN widths \
             UNION ALL SELECT period, width, (points - CAST($3 AS BIGINT)) / width, -1 \
             FROM changed CROSS JOIN widths \
             WHERE points > $3) \
     INSERT INTO standing_counts (scope, period, width, bucket, members) \
     SELECT CAST($2 AS BIGINT), period, width, bucket, CAST(SUM(members) AS BIGINT) \
     FROM moves \
     GROUP BY period, width, bucket \
     HAVING SUM(members) <> 0 \
     ORDER BY period, width, bucket \
     ON CONFLICT (scope, period, width, bucket) DO UPDATE SET \
         members = standing_counts.members + excluded.members"
);

/// Counts a member's rows in ($3 is 1) or out ($3 is -1), in one period or in all: those that are
/// listed ($5 is 1) or those that are not ($5 is 0).
const COUNT_ROWS: &str = "INSERT INTO standing_counts (scope, period, width, bucket, members) \
     SELECT s.scope, s.period, w.width, s.points / w.width, CAST($3 AS BIGINT) \
     FROM standings s CROSS JOIN ( \
             SELECT 1 AS width UNION ALL SELECT 32 UNION ALL SELECT 1024 \
             UNION ALL SELECT 32768) AS w \
     WHERE s.member = $1 AND s.scope = $2 AND s.listed + 0 = $5 \
         AND ($4 = '' OR s.period = $4) \
     ORDER BY s.period, w.width, s.points / w.width \
     ON CONFLICT (scope, period, width, bucket) DO UPDATE SET \
         members = standing_counts.members + excluded.members";

const LIST: &str = "UPDATE standings SET listed = $3 WHERE member = $1 AND scope = $2";

const REMOVE_POINTS: &str =
    "DELETE FROM standings WHERE member = $1 AND scope = $2 AND period = $3";

const PUT_POINTS: &str = "INSERT INTO standings (member, scope, period, points, listed) \
     SELECT $1, $2, $3, $4, \
         CASE WHEN EXISTS (SELECT 1 FROM absences WHERE member = $1) THEN 0 ELSE 1 END";

const LEAVE: &str =
    "INSERT INTO absences (member, since) VALUES ($1, $2) ON CONFLICT (member) DO NOTHING";

const RETURN: &str = "DELETE FROM absences WHERE member = $1";

const IS_AWAY: &str = "SELECT COUNT(*) FROM absences WHERE member = $1";

const POINTS_BETWEEN: &str = "SELECT b.member, m.name, CAST(SUM(b.points) AS BIGINT) AS points \
     FROM board_days b JOIN members m ON m.id = b.member \
     WHERE b.community = $1 AND b.board_day >= $2 AND b.board_day <= $3 \
         AND NOT EXISTS (SELECT 1 FROM absences a WHERE a.member = b.member) \
     GROUP BY b.member, m.name \
     ORDER BY points DESC, b.member";

/// A member's points in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberPoints {
    /// The member who has earned them.
    pub member: MemberId,
    /// The name that others see.
    pub name: String,
    /// The sum of the points over the days of the period.
    pub points: i64,
}

impl Store {
    /// Points of all members with any, from `from` to `to` (both included; the community's study
    /// days), most first. It adds up every day of every member: for a draft of teams, not for a
    /// board.
    pub async fn points_between(
        &self,
        community: CommunityId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<MemberPoints>> {
        let rows: Vec<(i64, String, i64)> = on!(&self.read, |db| {
            let rows = sqlx::query_as(POINTS_BETWEEN).bind(community.0);
            rows.bind(from.to_string()).bind(to.to_string()).fetch_all(db).await
        })?;
        let read = |(member, name, points)| MemberPoints { member: MemberId(member), name, points };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Takes a member who has left the community off its boards, and from those who are named as
    /// admins. What they earned for a team stays with it.
    pub async fn member_left(
        &self,
        community: CommunityId,
        member: MemberId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let [leave, count, list] = take_off_boards(community, member, now.timestamp());
        // Whoever has left already has nothing more to be taken off.
        let writes = vec![leave.must_change(), count, list, dismiss_if_named(member)];
        self.write(writes).await.map(drop)
    }

    /// Puts a member who is back on the boards again.
    pub async fn member_returned(&self, community: CommunityId, member: MemberId) -> Result<()> {
        self.write(returned(community, member).into()).await.map(drop)
    }

    /// Whether a member has left the community.
    pub async fn is_away(&self, member: MemberId) -> Result<bool> {
        let count: i64 =
            on!(&self.read, |db| sqlx::query_scalar(IS_AWAY).bind(member.0).fetch_one(db).await)?;
        Ok(count > 0)
    }
}

/// Adds points that a member has earned on a day of the community to all boards on which they
/// count.
pub(super) fn add_points(
    community: CommunityId,
    member: MemberId,
    day: NaiveDate,
    points: u32,
) -> [Write; 2] {
    [ADD_POINTS, MOVE_COUNTS].map(|sql| {
        let add = Write::of(sql, &[member.0, community.0, i64::from(points)]);
        let periods = [Period::Today, Period::Week, Period::Month, Period::All];
        periods.into_iter().fold(add, |add, period| add.text(period.key(day))).text(day.to_string())
    })
}

/// Makes these a member's points in a period of the community, whatever they were.
pub(super) fn put_points(
    community: CommunityId,
    member: MemberId,
    period: &str,
    points: u32,
) -> Vec<Write> {
    let row = |sql| Write::of(sql, &[member.0, community.0]).text(period);
    let mut writes = vec![count_rows(community, member, -1, true, period), row(REMOVE_POINTS)];
    if points > 0 {
        writes.push(row(PUT_POINTS).number(i64::from(points)));
        writes.push(count_rows(community, member, 1, true, period));
    }
    writes
}

/// Takes a member off the boards of their community; what they earned for a team stays with it.
pub(super) fn take_off_boards(community: CommunityId, member: MemberId, now: i64) -> [Write; 3] {
    [
        Write::of(LEAVE, &[member.0, now]),
        count_rows(community, member, -1, true, ""),
        Write::of(LIST, &[member.0, community.0, 0]),
    ]
}

/// Puts a member on the boards again; out of date if they were not away.
pub(super) fn returned(community: CommunityId, member: MemberId) -> [Write; 3] {
    [
        Write::of(RETURN, &[member.0]).must_change(),
        // What they have earned in private while they were away is listed, and counted, already.
        count_rows(community, member, 1, false, ""),
        Write::of(LIST, &[member.0, community.0, 1]),
    ]
}

/// Counts a member's rows in (`change` is 1) or out (-1): those that are listed, or those that are
/// not; without a period, those of all periods.
fn count_rows(
    community: CommunityId,
    member: MemberId,
    change: i64,
    listed: bool,
    period: &str,
) -> Write {
    let count = Write::of(COUNT_ROWS, &[member.0, community.0, change]);
    count.text(period).number(i64::from(listed))
}

#[cfg(test)]
mod tests {
    use super::super::plan::plan;
    use super::*;

    #[tokio::test]
    async fn an_answer_does_not_look_at_the_rows_of_other_members() {
        for sql in [ADD_POINTS, MOVE_COUNTS, COUNT_ROWS, LIST, REMOVE_POINTS] {
            let plan = plan(sql).await;
            assert!(
                !plan.contains("standings_by_points") && !plan.contains("SCAN standings"),
                "{sql}\n{plan}"
            );
        }
    }
}
