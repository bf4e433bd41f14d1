//! Which of their homes a person's conversation with the bot alone is about, where it lies outside
//! all of them: those that there are to choose from, and the one that they have chosen.

use chrono::{DateTime, Utc};

use super::pool::on;
use super::record::record;
use super::write::Write;
use super::{Result, Store, text};
use crate::domain::id::{CommunityId, HomeId, MemberId};
use crate::domain::place::{Home, Identity};

/// How many homes of one person are looked at, where they studied last first.
const MANY: i64 = 100;

/// Those that they have left are no homes of theirs any more, as far as that is known.
const KNOWN: &str = "SELECT h.id, h.external, i.community, i.member, \
         (SELECT COUNT(*) FROM quizzes \
          WHERE solo = i.member AND is_over = 0 AND posting IS NULL) AS playing \
     FROM identities i JOIN homes h ON h.community = i.community AND h.platform = i.platform \
     WHERE i.platform = $1 AND i.external = $2 AND h.external <> $3 \
         AND NOT EXISTS (SELECT 1 FROM absences WHERE member = i.member) \
     ORDER BY \
         COALESCE((SELECT MAX(study_day) FROM study_days WHERE member = i.member), '') DESC, \
         h.id \
     LIMIT $4";

const CHOSEN: &str = "SELECT h.external FROM direct_homes d \
         JOIN homes h ON h.id = d.home \
         JOIN identities i ON i.community = h.community AND i.platform = d.platform \
             AND i.external = d.person \
     WHERE d.platform = $1 AND d.person = $2 \
         AND NOT EXISTS (SELECT 1 FROM absences WHERE member = i.member)";

const CHOOSE: &str = "INSERT INTO direct_homes (platform, person, home, chosen_at) \
     VALUES ($1, $2, $3, $4) \
     ON CONFLICT (platform, person) DO UPDATE SET home = excluded.home, \
         chosen_at = excluded.chosen_at";

/// A home in which a person is known and which they have not left, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHome {
    /// Its id in this database.
    pub id: HomeId,
    /// Its platform and the platform's id of it.
    pub home: Home,
    /// The community whose home it is.
    pub community: CommunityId,
    /// Who the person is there.
    pub member: MemberId,
    /// Whether a quiz of their own is open there.
    pub is_playing: bool,
}

record! {
    struct KnownHomeRecord {
        id: i64,
        external: String,
        community: i64,
        member: i64,
        playing: i64,
    }
}

impl KnownHomeRecord {
    fn on(self, platform: &'static str) -> KnownHome {
        KnownHome {
            id: HomeId(self.id),
            home: Home { platform, id: self.external },
            community: CommunityId(self.community),
            member: MemberId(self.member),
            is_playing: self.playing > 0,
        }
    }
}

impl Store {
    /// The homes on their platform in which a person is known and which they have not left, at most
    /// a hundred, where they studied last first. The one that they have made up by themselves,
    /// `alone`, is none of them.
    pub async fn known_homes(&self, person: &Identity, alone: &str) -> Result<Vec<KnownHome>> {
        let rows: Vec<KnownHomeRecord> = on!(&self.read, |db| {
            let known = sqlx::query_as(KNOWN).bind(person.platform);
            known.bind(text::printable(&person.id)).bind(alone).bind(MANY).fetch_all(db).await
        })?;
        Ok(rows.into_iter().map(|row| row.on(person.platform)).collect())
    }

    /// The home that a person has chosen for their conversation with the bot, by the platform's id
    /// of it, as long as they are known there and have not left it.
    pub async fn chosen_home(&self, person: &Identity) -> Result<Option<String>> {
        Ok(on!(&self.read, |db| {
            let chosen = sqlx::query_scalar(CHOSEN).bind(person.platform);
            chosen.bind(text::printable(&person.id)).fetch_optional(db).await
        })?)
    }
}

/// Writes down which home a person has chosen; it takes the place of the one of before.
pub(super) fn choose_home(person: &Identity, home: HomeId, now: DateTime<Utc>) -> Write {
    let choose = Write::new(CHOOSE).text(person.platform).text(text::printable(&person.id));
    choose.number(home.0).number(now.timestamp())
}

#[cfg(test)]
mod tests {
    use super::super::plan::plan;
    use super::*;

    #[tokio::test]
    async fn a_persons_homes_are_found_without_a_look_at_the_rows_of_others() {
        for sql in [KNOWN, CHOSEN] {
            let plan = plan(sql).await;
            assert!(!plan.contains("SCAN"), "{sql}\n{plan}");
        }
    }
}
