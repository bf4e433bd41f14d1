//! People by who they are on platforms: for a platform that has no list of people itself, for those
//! who write to the bot directly, outside any community, and for whoever is to be reached.

use std::collections::HashMap;

use super::aside::legible;
use super::community::MemberRecord;
use super::pool::on;
use super::record::{Checked, record};
use super::{Error, Member, Result, Store, text};
use crate::domain::id::MemberId;
use crate::domain::place::{Home, Identity};

const SEEN: &str = "SELECT m.id, m.community, m.name, COALESCE(m.chosen_zone, m.zone) AS zone, \
         m.turn, i.external \
     FROM homes h \
         JOIN identities i ON i.community = h.community AND i.platform = h.platform \
         JOIN members m ON m.id = i.member \
     WHERE h.platform = $1 AND h.external = $2 \
     ORDER BY i.met_at, m.id";

const SEEN_ONE: &str = "SELECT m.id, m.community, m.name, COALESCE(m.chosen_zone, m.zone) AS zone, \
         m.turn \
     FROM homes h \
         JOIN identities i ON i.community = h.community AND i.platform = h.platform \
         JOIN members m ON m.id = i.member \
     WHERE h.platform = $1 AND h.external = $2 AND i.external = $3";

const MEMBER: &str = "SELECT id, community, name, COALESCE(chosen_zone, zone) AS zone, turn \
     FROM members \
     WHERE id = $1";

/// Where they were met last comes first.
const WHEREABOUTS: &str = "SELECT h.platform, h.external AS home, i.external AS identity \
     FROM identities i JOIN homes h ON h.community = i.community AND h.platform = i.platform \
     WHERE i.member = $1 \
     ORDER BY i.met_at DESC, h.met_at DESC";

const IDENTITY_ON: &str = "SELECT external FROM identities WHERE member = $1 AND platform = $2 \
     ORDER BY met_at DESC LIMIT 1";

/// What takes place somewhere names its home; what does not belongs to every home of its community.
const HOME_OF: &str = "SELECT external FROM homes \
     WHERE platform = $2 \
         AND (id IN ( \
                 SELECT home FROM quizzes WHERE id = $1 \
                 UNION ALL SELECT home FROM postings WHERE id = $1) \
             OR community IN ( \
                 SELECT community FROM drafts WHERE id = $1 \
                 UNION ALL SELECT community FROM members \
                 WHERE id = (SELECT member FROM nudges WHERE id = $1))) \
     ORDER BY met_at LIMIT 1";

/// Where a solo quiz is open, else where they last studied among others, else where they were last
/// met. One that they have left, as far as that is known, comes after those where they still are.
const HOME: &str = "SELECT h.external FROM identities i \
         JOIN homes h ON h.community = i.community AND h.platform = i.platform \
     WHERE i.platform = $1 AND i.external = $2 \
     ORDER BY \
         COALESCE((SELECT MAX(id) FROM quizzes WHERE solo = i.member AND is_over = 0), 0) DESC, \
         CASE WHEN h.external = $3 THEN 1 ELSE 0 END, \
         (SELECT COUNT(*) FROM absences WHERE member = i.member), \
         COALESCE((SELECT MAX(study_day) FROM study_days WHERE member = i.member), '') DESC, \
         i.member DESC \
     LIMIT 1";

/// How many names are looked up at once: those of a page of a board.
const NAMED: usize = 16;

/// An id may stand there several times, so that any number of them can be asked for.
const NAMES: &str = "SELECT id, name FROM members \
     WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         AND is_forgotten = 0";

/// Where a member can be reached: a home of their community, and who they are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// The home of their community.
    pub home: Home,
    /// Who they are there.
    pub identity: Identity,
}

record! {
    struct WhereaboutsRecord {
        platform: String,
        home: String,
        identity: String,
    }
}

record! {
    /// A member with the platform's id of them.
    struct SeenRecord {
        ..member: MemberRecord,
        external: String,
    }
}

impl TryFrom<WhereaboutsRecord> for Whereabouts {
    type Error = Error;

    fn try_from(row: WhereaboutsRecord) -> Result<Self> {
        let platform = text::platform(&row.platform)?;
        let home = Home { platform, id: row.home };
        Ok(Self { home, identity: Identity { platform, id: row.identity } })
    }
}

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

    /// The home in which a quiz or a posting takes place, by the platform's id of the community; of
    /// a draft of teams or a reminder, the first one that their community has on the platform.
    pub async fn home_of(&self, platform: &str, id: i64) -> Result<Option<String>> {
        Ok(on!(&self.read, |db| sqlx::query_scalar(HOME_OF)
            .bind(id)
            .bind(platform)
            .fetch_optional(db)
            .await)?)
    }

    /// The home that a person belongs to, by the platform's id of the community; of several, the
    /// one where they have a quiz open or studied last. The one that they make up by themselves,
    /// `alone`, comes after those of others.
    pub async fn home(&self, person: &Identity, alone: &str) -> Result<Option<String>> {
        Ok(on!(&self.read, |db| {
            let home = sqlx::query_scalar(HOME).bind(person.platform).bind(&person.id);
            home.bind(alone).fetch_optional(db).await
        })?)
    }

    /// Everybody who has been seen in a home and is not forgotten, with the platform's id of them,
    /// first comers first.
    pub async fn members_seen(&self, home: &Home) -> Result<Vec<(String, Member)>> {
        let rows: Vec<Checked<SeenRecord>> = on!(&self.read, |db| sqlx::query_as(SEEN)
            .bind(home.platform)
            .bind(&home.id)
            .fetch_all(db)
            .await?);
        Ok(legible("members", rows, |row: SeenRecord| {
            Ok((row.external, Member::try_from(row.member)?))
        }))
    }

    /// The member whom the platform of a home knows by this id, if they have been seen there;
    /// nobody is made.
    pub async fn member_seen(&self, home: &Home, id: &str) -> Result<Option<Member>> {
        let row: Option<MemberRecord> = on!(&self.read, |db| {
            let one = sqlx::query_as(SEEN_ONE).bind(home.platform).bind(&home.id);
            one.bind(id).fetch_optional(db).await?
        });
        row.map(Member::try_from).transpose()
    }

    /// The member with this id.
    pub async fn member_by_id(&self, id: MemberId) -> Result<Option<Member>> {
        let row: Option<MemberRecord> =
            on!(&self.read, |db| sqlx::query_as(MEMBER).bind(id.0).fetch_optional(db).await?);
        row.map(Member::try_from).transpose()
    }

    /// Every home in which a member can be reached, that where they were met last first; none of
    /// one who is forgotten.
    pub async fn whereabouts(&self, member: MemberId) -> Result<Vec<Whereabouts>> {
        let rows: Vec<WhereaboutsRecord> =
            on!(&self.read, |db| sqlx::query_as(WHEREABOUTS).bind(member.0).fetch_all(db).await?);
        rows.into_iter().map(Whereabouts::try_from).collect()
    }

    /// The platform's id of a member, if they were met there.
    pub async fn identity_on(&self, platform: &str, member: MemberId) -> Result<Option<String>> {
        Ok(on!(&self.read, |db| sqlx::query_scalar(IDENTITY_ON)
            .bind(member.0)
            .bind(platform)
            .fetch_optional(db)
            .await)?)
    }
}
