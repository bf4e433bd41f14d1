//! What boards and streaks are made of: points of a span of days, and the days on which members studied.

use chrono::NaiveDate;

use super::community::MemberRecord;
use super::pool::on;
use super::{Member, Result, Store, Tally, text};
use crate::domain::id::{CommunityId, MemberId};

const TALLIES: &str = "SELECT b.member, m.name, CAST(SUM(b.points) AS BIGINT) AS points \
     FROM board_days b JOIN members m ON m.id = b.member \
     WHERE b.community = $1 AND b.board_day >= $2 AND b.board_day <= $3 \
     GROUP BY b.member, m.name ORDER BY points DESC, b.member";

const STUDY_DAYS: &str = "SELECT study_day FROM study_days WHERE member = $1 ORDER BY study_day";

const ALL_STUDY_DAYS: &str = "SELECT m.id, m.community, m.external, m.name, COALESCE(m.chosen_zone, m.zone) AS zone, d.study_day \
     FROM members m JOIN study_days d ON d.member = m.id WHERE m.community = $1 ORDER BY m.id, d.study_day";

/// A member with one of the days on which they studied.
#[derive(sqlx::FromRow)]
struct StudiedRecord {
    #[sqlx(flatten)]
    member: MemberRecord,
    study_day: String,
}

impl Store {
    /// Points of all members with any, from `from` to `to` (both included; the community's study days), most first.
    pub async fn tallies(&self, community: CommunityId, from: NaiveDate, to: NaiveDate) -> Result<Vec<Tally>> {
        let rows: Vec<(i64, String, i64)> = on!(&self.read, |db| {
            let tallies = sqlx::query_as(TALLIES).bind(community.0);
            tallies.bind(from.to_string()).bind(to.to_string()).fetch_all(db).await
        })?;
        let tally = |(member, name, points)| Tally { member: MemberId(member), name, points };
        Ok(rows.into_iter().map(tally).collect())
    }

    /// The study days of a member with at least one graded answer, oldest first.
    pub async fn study_days(&self, member: MemberId) -> Result<Vec<NaiveDate>> {
        let days: Vec<String> =
            on!(&self.read, |db| sqlx::query_scalar(STUDY_DAYS).bind(member.0).fetch_all(db).await)?;
        days.iter().map(|day| text::day(day)).collect()
    }

    /// The study days of all members of a community, for its board of streaks.
    pub async fn all_study_days(&self, community: CommunityId) -> Result<Vec<(Member, Vec<NaiveDate>)>> {
        let rows: Vec<StudiedRecord> =
            on!(&self.read, |db| sqlx::query_as(ALL_STUDY_DAYS).bind(community.0).fetch_all(db).await)?;
        let mut members: Vec<(Member, Vec<NaiveDate>)> = Vec::new();
        for row in rows {
            let (member, day) = (Member::try_from(row.member)?, text::day(&row.study_day)?);
            match members.last_mut() {
                Some((last, days)) if last.id == member.id => days.push(day),
                _ => members.push((member, vec![day])),
            }
        }
        Ok(members)
    }
}
