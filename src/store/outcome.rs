//! What came of cards: how a community fared with each, and with one posting.

use super::pool::on;
use super::{Error, Result, Store, text};
use crate::domain::id::{CommunityId, MemberId, PostingId};
use crate::domain::posting::choice::Seen;

const SEEN: &str = "SELECT card, posted_on, answers, wrong FROM community_cards \
     WHERE community = $1 AND deck = $2";

const FINISHED: &str = "SELECT m.id, m.name FROM quizzes q \
         JOIN members m ON m.id = q.solo \
     WHERE q.posting = $1 AND q.is_over = 1 \
     ORDER BY q.id LIMIT $2";

const RIGHT: &str = "SELECT COUNT(DISTINCT a.member) FROM quizzes q \
         JOIN answers a ON a.quiz = q.id \
     WHERE q.posting = $1 AND a.verdict = 'correct'";

const WRONG: &str = "SELECT a.member, a.given FROM quizzes q \
         JOIN answers a ON a.quiz = q.id \
     WHERE q.posting = $1 AND a.verdict = 'incorrect' \
     ORDER BY a.id LIMIT $2";

impl Store {
    /// What a community has had to do with the cards of a deck.
    pub async fn cards_seen(
        &self,
        community: CommunityId,
        deck: &str,
    ) -> Result<Vec<(String, Seen)>> {
        let rows: Vec<(String, Option<String>, i64, i64)> =
            on!(&self.read, |db| sqlx::query_as(SEEN)
                .bind(community.0)
                .bind(deck)
                .fetch_all(db)
                .await)?;
        let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        let seen = |(card, posted, answers, wrong): (String, Option<String>, i64, i64)| {
            let posted = posted.as_deref().map(text::day).transpose()?;
            Ok((card, Seen { posted, answers: count(answers), wrong: count(wrong) }))
        };
        rows.into_iter().map(seen).collect()
    }

    /// The names of those who have finished a posting, in order, at most `limit`.
    pub async fn finished(
        &self,
        posting: PostingId,
        limit: u32,
    ) -> Result<Vec<(MemberId, String)>> {
        let rows: Vec<(i64, String)> = on!(&self.read, |db| {
            sqlx::query_as(FINISHED).bind(posting.0).bind(i64::from(limit)).fetch_all(db).await
        })?;
        Ok(rows.into_iter().map(|(id, name)| (MemberId(id), name)).collect())
    }

    /// How many members were right about a posting.
    pub async fn right(&self, posting: PostingId) -> Result<u32> {
        let count: i64 =
            on!(&self.read, |db| sqlx::query_scalar(RIGHT).bind(posting.0).fetch_one(db).await)?;
        u32::try_from(count).map_err(Error::unreadable)
    }

    /// Wrong answers to a posting with who gave them, at most `limit`.
    pub async fn wrong(&self, posting: PostingId, limit: u32) -> Result<Vec<(MemberId, String)>> {
        let rows: Vec<(i64, String)> = on!(&self.read, |db| {
            sqlx::query_as(WRONG).bind(posting.0).bind(i64::from(limit)).fetch_all(db).await
        })?;
        Ok(rows.into_iter().map(|(member, given)| (MemberId(member), given)).collect())
    }
}
