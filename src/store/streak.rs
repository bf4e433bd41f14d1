//! The days on which members studied, and what is kept of the streaks that are reckoned from them.
//!
//! A streak follows from its member's study days. What is kept of it serves the board of streaks,
//! which could not reckon everybody's: an answer or a turn of the day makes it due, and
//! [`Store::put_streak`] brings it up to date.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::community::MemberRecord;
use super::pool::on;
use super::record::{Checked, record};
use super::standing::put_points;
use super::write::Write;
use super::{Error, Family, Member, Result, Store, text};
use crate::domain::id::{CommunityId, MemberId, PostingId};
use crate::domain::standing::STREAKS_KEY;
use crate::domain::streak::{Studied, skipped};

const STUDY_DAYS: &str = "SELECT study_day FROM study_days WHERE member = $1 ORDER BY study_day";

const STUDIED: &str =
    "SELECT study_day, cards FROM study_days WHERE member = $1 ORDER BY study_day";

const KEPT: &str = "SELECT longest, is_off, mark FROM streaks WHERE member = $1";

const JOINED_AT: &str = "SELECT created_at FROM members WHERE id = $1";

const SKIPPED_DAYS: &str =
    "SELECT skipped_day FROM skipped_days WHERE member = $1 ORDER BY skipped_day";

const ZONE_OF: &str = "SELECT m.community, COALESCE(m.chosen_zone, m.zone, c.zone), m.turn \
     FROM members m JOIN communities c ON c.id = m.community \
     WHERE m.id = $1";

const SKIP_DAY: &str =
    "INSERT INTO skipped_days (member, skipped_day) VALUES ($1, $2) ON CONFLICT DO NOTHING";

/// Makes the streak of a member due whose zone still is the one that was read ($3).
const MARK_MOVED: &str = "INSERT INTO streaks ( \
         member, community, longest, mending, is_off, mark, due_at) \
     SELECT m.id, m.community, 0, 0, 0, 1, 0 FROM members m \
         JOIN communities c ON c.id = m.community \
     WHERE m.id = $1 AND m.community = $2 AND COALESCE(m.chosen_zone, m.zone, c.zone) = $3 \
     ON CONFLICT (member) DO UPDATE SET mark = streaks.mark + 1, due_at = 0";

/// Makes the streak due after the first answer of a study day, and after each one while it may be
/// repaired.
const MARK_ANSWERED: &str = "INSERT INTO streaks ( \
         member, community, longest, mending, is_off, mark, due_at) \
     VALUES ($1, $2, 0, 0, 0, 1, 0) \
     ON CONFLICT (member) DO UPDATE SET mark = streaks.mark + 1, due_at = 0 \
     WHERE streaks.mending = 1 \
         OR 1 = (SELECT answers FROM study_days WHERE member = $1 AND study_day = $3)";

const MARK_ALL: &str = "UPDATE streaks SET mark = mark + 1, due_at = 0 WHERE community = $1";

const MARK_MISSED: &str = "UPDATE streaks SET mark = mark + 1, due_at = 0 \
     WHERE community = (SELECT community FROM postings WHERE id = $1)";

const SWITCH: &str = "INSERT INTO streaks ( \
         member, community, longest, mending, is_off, mark, due_at) \
     VALUES ($1, $2, 0, 0, $3, 1, 0) \
     ON CONFLICT (member) DO UPDATE SET is_off = excluded.is_off, mark = streaks.mark + 1, \
         due_at = 0";

const DUE: &str = "SELECT m.id, m.community, m.name, \
         COALESCE(m.chosen_zone, m.zone) AS zone, m.turn, c.zone AS community_zone, s.mark \
     FROM streaks s JOIN members m ON m.id = s.member JOIN communities c ON c.id = s.community \
     WHERE s.due_at <= $1 \
     ORDER BY s.due_at LIMIT $2";

const DUE_OF: &str = "SELECT m.id, m.community, m.name, \
         COALESCE(m.chosen_zone, m.zone) AS zone, m.turn, c.zone AS community_zone, s.mark \
     FROM streaks s JOIN members m ON m.id = s.member JOIN communities c ON c.id = s.community \
     WHERE s.community = $3 AND s.due_at <= $1 \
     ORDER BY s.due_at LIMIT $2";

/// Leaves alone what has been marked again since it was read: then it is due once more.
const PUT: &str = "UPDATE streaks \
     SET longest = CASE WHEN longest > $3 THEN longest ELSE $3 END, mending = $4, due_at = $5 \
     WHERE member = $1 AND mark = $2";

/// What is kept of a streak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeptStreak {
    /// The longest that was ever reckoned.
    pub longest: u32,
    /// Whether its member has switched it off.
    pub off: bool,
}

/// A streak that is to be reckoned again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueStreak {
    /// The member whose streak it is.
    pub member: Member,
    /// The zone of the community, for members without one of their own.
    pub community_zone: Tz,
    /// Grows with each reason to reckon it again.
    pub mark: i64,
}

/// A streak as it was reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoned {
    /// Days that count in the streak that runs.
    pub current: u32,
    /// Days that counted in the longest.
    pub longest: u32,
    /// Whether answers may still repair it.
    pub mending: bool,
    /// When it is due again.
    pub due_at: Option<DateTime<Utc>>,
}

record! {
    struct DueRecord {
        ..member: MemberRecord,
        community_zone: String,
        mark: i64,
    }
}

impl TryFrom<DueRecord> for DueStreak {
    type Error = Error;

    fn try_from(row: DueRecord) -> Result<Self> {
        let community_zone = text::zone(&row.community_zone)?;
        Ok(Self { member: row.member.try_into()?, community_zone, mark: row.mark })
    }
}

impl Store {
    /// The study days of a member with at least one graded answer, oldest first.
    pub async fn study_days(&self, member: MemberId) -> Result<Vec<NaiveDate>> {
        let days: Vec<String> = on!(&self.read, |db| sqlx::query_scalar(STUDY_DAYS)
            .bind(member.0)
            .fetch_all(db)
            .await)?;
        days.iter().map(|day| text::day(day)).collect()
    }

    /// The study days of a member with the number of different cards answered on each, oldest
    /// first.
    pub async fn studied(&self, member: MemberId) -> Result<Vec<Studied>> {
        let rows: Vec<(String, i64)> =
            on!(&self.read, |db| sqlx::query_as(STUDIED).bind(member.0).fetch_all(db).await)?;
        let studied = |(day, cards): &(String, i64)| {
            Ok(Studied {
                day: text::day(day)?,
                cards: u32::try_from(*cards).map_err(Error::unreadable)?,
            })
        };
        rows.iter().map(studied).collect()
    }

    /// When a member was met for the first time; none if they have not been met yet.
    pub async fn joined_at(&self, member: MemberId) -> Result<Option<DateTime<Utc>>> {
        let at: Option<i64> = on!(&self.read, |db| {
            sqlx::query_scalar(JOINED_AT).bind(member.0).fetch_optional(db).await
        })?;
        at.map(text::time).transpose()
    }

    /// Dates on which a member had no chance to study, since their clock was set forward from one
    /// zone to another.
    pub async fn skipped_days(&self, member: MemberId) -> Result<Vec<NaiveDate>> {
        let days: Vec<String> = on!(&self.read, |db| sqlx::query_scalar(SKIPPED_DAYS)
            .bind(member.0)
            .fetch_all(db)
            .await)?;
        days.iter().map(|day| text::day(day)).collect()
    }

    /// What is kept of a member's streak.
    pub async fn kept_streak(&self, member: MemberId) -> Result<KeptStreak> {
        let row: Option<(i64, i64, i64)> =
            on!(&self.read, |db| sqlx::query_as(KEPT).bind(member.0).fetch_optional(db).await)?;
        let Some((longest, off, _)) = row else { return Ok(KeptStreak::default()) };
        Ok(KeptStreak {
            longest: u32::try_from(longest).map_err(Error::unreadable)?,
            off: off != 0,
        })
    }

    /// Streaks that are to be reckoned again by now, of all communities or of one.
    pub async fn due_streaks(
        &self,
        community: Option<CommunityId>,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<DueStreak>> {
        let (now, limit) = (now.timestamp(), i64::from(limit));
        let rows: Vec<Checked<DueRecord>> = on!(&self.read, |db| match community {
            None => sqlx::query_as(DUE).bind(now).bind(limit).fetch_all(db).await?,
            Some(one) =>
                sqlx::query_as(DUE_OF).bind(now).bind(limit).bind(one.0).fetch_all(db).await?,
        });
        self.readable(Family::Streaks, rows).await
    }

    /// Keeps a streak as it was reckoned, and puts it on the board of streaks or off it.
    pub async fn put_streak(&self, due: &DueStreak, streak: &Reckoned) -> Result<()> {
        let member = &due.member;
        let put = Write::of(PUT, &[member.id.0, due.mark, i64::from(streak.longest)])
            .number(i64::from(streak.mending))
            .number(streak.due_at.map(|at| at.timestamp()));
        let points = put_points(member.community, member.id, STREAKS_KEY, streak.current);
        self.write([put.must_change()].into_iter().chain(points).collect()).await.map(drop)
    }
}

impl Store {
    /// Remembers the dates that a member loses because their zone is about to change; out of date
    /// if it has changed since it was read here.
    pub(super) async fn moved(
        &self,
        member: MemberId,
        to: Tz,
        now: DateTime<Utc>,
    ) -> Result<Vec<Write>> {
        let row: Option<(i64, String, String)> =
            on!(&self.read, |db| sqlx::query_as(ZONE_OF).bind(member.0).fetch_optional(db).await)?;
        // Whoever is met with this very change has no day to lose.
        let Some((community, from, turn)) = row else { return Ok(Vec::new()) };
        let mark = Write::new(MARK_MOVED).number(member.0).number(community).text(&from);
        // From one that cannot be read, nobody knows which dates are lost.
        let turn = text::turn(&turn);
        let days = text::zone(&from).map(|from| skipped(now, from, to, turn)).unwrap_or_default();
        let skips =
            days.into_iter().map(|day| Write::new(SKIP_DAY).number(member.0).text(day.to_string()));
        Ok([mark.must_change()].into_iter().chain(skips).collect())
    }
}

/// Makes all streaks of a community due, since the days on which it studies have changed.
pub(super) fn mark_all(community: CommunityId) -> Write {
    Write::of(MARK_ALL, &[community.0])
}

/// Makes all streaks of a community due, since this posting of it was missed.
pub(super) fn mark_missed(posting: PostingId) -> Write {
    Write::of(MARK_MISSED, &[posting.0])
}

/// Switches a member's streak off or on. Nothing of it is forgotten.
pub(super) fn switch(community: CommunityId, member: MemberId, off: bool) -> Write {
    Write::of(SWITCH, &[member.0, community.0, i64::from(off)])
}

/// Makes a streak due after an answer on a study day, which is to be written before.
pub(super) fn mark_answered(community: CommunityId, member: MemberId, day: NaiveDate) -> Write {
    Write::of(MARK_ANSWERED, &[member.0, community.0]).text(day.to_string())
}
