//! How a member does: by card, and by the hour of the day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::pool::on;
use super::{Error, Result, Store};
use crate::domain::id::{CommunityId, MemberId};

/// Questions are counted, not tries: one is right if any of its answers was. A close answer may be
/// tried again, so it alone is neither right nor wrong.
const BY_CARD: &str = "SELECT deck, card, COUNT(*), CAST(SUM(known) AS BIGINT) \
     FROM (SELECT deck, card, MAX(CASE verdict WHEN 'correct' THEN 1 ELSE 0 END) AS known \
         FROM answers \
         WHERE member = $1 AND verdict <> 'close' \
         GROUP BY deck, card, quiz, round) AS questions \
     GROUP BY deck, card";

/// A question belongs to the hour of its first answer.
const BY_HOUR: &str = "SELECT ((first_at + CAST($2 AS BIGINT)) / 3600) % 24, COUNT(*), \
         CAST(SUM(known) AS BIGINT) \
     FROM (SELECT MIN(answered_at) AS first_at, \
             MAX(CASE verdict WHEN 'correct' THEN 1 ELSE 0 END) AS known \
         FROM answers \
         WHERE member = $1 AND verdict <> 'close' \
         GROUP BY quiz, round) AS questions \
     GROUP BY 1 \
     ORDER BY 1";

/// Those missed by the most first; of each member's answers only those of these days are read.
const MOST_MISSED: &str = "SELECT deck, card, COUNT(*), CAST(SUM(known) AS BIGINT) \
     FROM (SELECT a.deck, a.card, MAX(CASE a.verdict WHEN 'correct' THEN 1 ELSE 0 END) AS known \
         FROM members m \
         JOIN answers a ON a.member = m.id AND a.study_day >= $2 AND a.study_day <= $3 \
         WHERE m.community = $1 AND a.verdict <> 'close' \
         GROUP BY a.deck, a.card, a.member, a.quiz, a.round) AS questions \
     GROUP BY deck, card \
     HAVING SUM(1 - known) > 0 \
     ORDER BY SUM(1 - known) DESC, 3, deck, card \
     LIMIT 10";

/// How the latest answers of everyone to the cards of a deck came out. Bounded, since there is no
/// index by card, and a deck's cards change.
const LATEST: &str = "SELECT card, COUNT(*), \
         CAST(SUM(CASE verdict WHEN 'correct' THEN 1 ELSE 0 END) AS BIGINT) \
     FROM (SELECT deck, card, verdict FROM answers ORDER BY id DESC LIMIT 20000) AS latest \
     WHERE deck = $1 AND verdict <> 'close' \
     GROUP BY card";

/// Questions, and how many of them were known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hits {
    /// Questions that were answered, whatever tries it took.
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

    /// How the latest answers of all members to the cards of a deck came out, by card; tries are
    /// counted.
    pub async fn latest_hits(&self, deck: &str) -> Result<Vec<(String, Hits)>> {
        let rows: Vec<(String, i64, i64)> =
            on!(&self.read, |db| sqlx::query_as(LATEST).bind(deck).fetch_all(db).await)?;
        rows.into_iter()
            .map(|(card, answers, right)| Ok((card, Hits::read(answers, right)?)))
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
