//! How a member does: by card, and by the hour of the day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::pool::on;
use super::{Error, Result, Store};
use crate::domain::id::{CommunityId, MemberId};

/// A close answer may be tried again, so it is neither right nor wrong.
const BY_CARD: &str = "SELECT deck, card, COUNT(*), \
         CAST(SUM(CASE verdict WHEN 'correct' THEN 1 ELSE 0 END) AS BIGINT) \
     FROM answers \
     WHERE member = $1 AND verdict <> 'close' \
     GROUP BY deck, card";

const BY_HOUR: &str = "SELECT ((answered_at + CAST($2 AS BIGINT)) / 3600) % 24, COUNT(*), \
         CAST(SUM(CASE verdict WHEN 'correct' THEN 1 ELSE 0 END) AS BIGINT) \
     FROM answers \
     WHERE member = $1 AND verdict <> 'close' \
     GROUP BY 1 \
     ORDER BY 1";

/// Those with the most wrong answers first; of each member's answers only those of these days are
/// read.
const MOST_MISSED: &str = "SELECT a.deck, a.card, COUNT(*), \
         CAST(SUM(CASE a.verdict WHEN 'correct' THEN 1 ELSE 0 END) AS BIGINT) \
     FROM members m JOIN answers a ON a.member = m.id AND a.study_day >= $2 AND a.study_day <= $3 \
     WHERE m.community = $1 AND a.verdict <> 'close' \
     GROUP BY a.deck, a.card \
     HAVING SUM(CASE a.verdict WHEN 'incorrect' THEN 1 ELSE 0 END) > 0 \
     ORDER BY SUM(CASE a.verdict WHEN 'incorrect' THEN 1 ELSE 0 END) DESC, 3, a.deck, a.card \
     LIMIT 10";

/// Answers, and how many of them were right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hits {
    /// Answers that were right or wrong.
    pub answers: u32,
    /// Those of them that were right.
    pub right: u32,
}

impl Hits {
    fn read(answers: i64, right: i64) -> Result<Self> {
        let number = |count| u32::try_from(count).map_err(Error::unreadable);
        Ok(Self { answers: number(answers)?, right: number(right)? })
    }
}

impl Store {
    /// A member's answers by deck and card.
    pub async fn hits_by_card(&self, member: MemberId) -> Result<Vec<(String, String, Hits)>> {
        let rows: Vec<(String, String, i64, i64)> =
            on!(&self.read, |db| sqlx::query_as(BY_CARD).bind(member.0).fetch_all(db).await)?;
        rows.into_iter()
            .map(|(deck, card, answers, right)| Ok((deck, card, Hits::read(answers, right)?)))
            .collect()
    }

    /// The ten cards that a community missed most often from `from` to `to`, both included.
    pub async fn most_missed(
        &self,
        community: CommunityId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(String, String, Hits)>> {
        let rows: Vec<(String, String, i64, i64)> = on!(&self.read, |db| {
            let missed = sqlx::query_as(MOST_MISSED).bind(community.0);
            missed.bind(from.to_string()).bind(to.to_string()).fetch_all(db).await
        })?;
        rows.into_iter()
            .map(|(deck, card, answers, right)| Ok((deck, card, Hits::read(answers, right)?)))
            .collect()
    }

    /// A member's answers by the hour of the day, in a zone so many seconds ahead of UTC.
    pub async fn hits_by_hour(&self, member: MemberId, ahead: i32) -> Result<Vec<(u32, Hits)>> {
        let rows: Vec<(i64, i64, i64)> = on!(&self.read, |db| {
            sqlx::query_as(BY_HOUR).bind(member.0).bind(i64::from(ahead)).fetch_all(db).await
        })?;
        let hour = |hour: i64| u32::try_from(hour).map_err(Error::unreadable);
        rows.into_iter()
            .map(|(at, answers, right)| Ok((hour(at)?, Hits::read(answers, right)?)))
            .collect()
    }
}
