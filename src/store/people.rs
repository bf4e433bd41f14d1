//! Members by their platform's own ids: for a platform that has no list of people itself, and for
//! people who write to the bot directly, outside any community.

use std::collections::HashMap;

use super::aside::legible;
use super::community::MemberRecord;
use super::personal::forgotten;
use super::pool::on;
use super::record::Checked;
use super::{Member, Result, Store};
use crate::domain::id::MemberId;

const SEEN: &str = concat!(
    "SELECT members.id, members.community, members.external, members.name, \
         COALESCE(members.chosen_zone, members.zone) AS zone \
     FROM members JOIN communities ON communities.id = members.community \
     WHERE communities.platform = $1 AND communities.external = $2 \
         AND SUBSTR(members.external, 1, 10) <> '",
    forgotten!(),
    "' ORDER BY members.created_at, members.id"
);

const SEEN_ONE: &str = "SELECT members.id, members.community, members.external, members.name, \
         COALESCE(members.chosen_zone, members.zone) AS zone \
     FROM members JOIN communities ON communities.id = members.community \
     WHERE communities.platform = $1 AND communities.external = $2 AND members.external = $3";

const COMMUNITY_OF: &str = "SELECT external FROM communities \
     WHERE platform = $2 \
         AND id IN ( \
             SELECT community FROM quizzes WHERE id = $1 \
             UNION ALL SELECT community FROM postings WHERE id = $1 \
             UNION ALL SELECT community FROM drafts WHERE id = $1 \
             UNION ALL SELECT community FROM members \
             WHERE id = (SELECT member FROM nudges WHERE id = $1))";

/// Where a solo quiz is open, else where they last studied among others, else where they were last
/// met.
const HOME: &str = "SELECT communities.external FROM members \
         JOIN communities ON communities.id = members.community \
     WHERE communities.platform = $1 AND members.external = $2 \
     ORDER BY \
         COALESCE((SELECT MAX(id) FROM quizzes WHERE solo = members.id AND is_over = 0), 0) DESC, \
         CASE WHEN communities.external = $3 THEN 1 ELSE 0 END, \
         COALESCE((SELECT MAX(study_day) FROM study_days WHERE member = members.id), '') DESC, \
         members.id DESC \
     LIMIT 1";

/// How many names are looked up at once: those of a page of a board.
const NAMED: usize = 16;

/// An id may stand there several times, so that any number of them can be asked for.
const NAMES: &str = concat!(
    "SELECT id, name FROM members \
    WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
        AND SUBSTR(external, 1, 10) <> '",
    forgotten!(),
    "'"
);

impl Store {
    /// The names of members as they are now; those whom nobody knows, or who are forgotten, are not
    /// among them.
    pub async fn names(&self, members: &[MemberId]) -> Result<HashMap<MemberId, String>> {
        let mut names = HashMap::with_capacity(members.len());
        for asked in members.chunks(NAMED) {
            let rows: Vec<(i64, String)> = on!(&self.read, |db| {
                let ids = (0..NAMED).map(|place| asked.get(place).unwrap_or(&asked[0]).0);
                ids.fold(sqlx::query_as(NAMES), sqlx::query::QueryAs::bind).fetch_all(db).await
            })?;
            names.extend(rows.into_iter().map(|(id, name)| (MemberId(id), name)));
        }
        Ok(names)
    }

    /// The platform's id of the community to which a quiz, a posting, a draft of teams or a
    /// reminder belongs.
    pub async fn community_of(&self, platform: &str, id: i64) -> Result<Option<String>> {
        Ok(on!(&self.read, |db| sqlx::query_scalar(COMMUNITY_OF)
            .bind(id)
            .bind(platform)
            .fetch_optional(db)
            .await)?)
    }

    /// The platform's id of the community that a person belongs to; of several, the one where they
    /// have a quiz open or studied last. The one that they make up by themselves, `alone`, comes
    /// after those of others.
    pub async fn home(
        &self,
        platform: &str,
        external: &str,
        alone: &str,
    ) -> Result<Option<String>> {
        Ok(on!(&self.read, |db| {
            sqlx::query_scalar(HOME)
                .bind(platform)
                .bind(external)
                .bind(alone)
                .fetch_optional(db)
                .await
        })?)
    }

    /// Everybody who has been seen in a community and is not forgotten, first comers first.
    pub async fn members_seen(&self, platform: &str, community: &str) -> Result<Vec<Member>> {
        let rows: Vec<Checked<MemberRecord>> = on!(&self.read, |db| sqlx::query_as(SEEN)
            .bind(platform)
            .bind(community)
            .fetch_all(db)
            .await?);
        Ok(legible("members", rows, Member::try_from))
    }

    /// The member of a community whom the platform knows by this id, if they have been seen; nobody
    /// is made.
    pub async fn member_seen(
        &self,
        platform: &str,
        community: &str,
        external: &str,
    ) -> Result<Option<Member>> {
        let row: Option<MemberRecord> = on!(&self.read, |db| {
            sqlx::query_as(SEEN_ONE)
                .bind(platform)
                .bind(community)
                .bind(external)
                .fetch_optional(db)
                .await?
        });
        row.map(Member::try_from).transpose()
    }
}
