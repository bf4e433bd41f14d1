//! Reminders: one for each member, found by the instant at which they are due, and the nudges that
//! came of them.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, WeekdaySet};
use chrono_tz::Tz;

use super::claim::{REMINDERS, family};
use super::pool::on;
use super::record::{Checked, record};
use super::write::Write;
use super::{Error, Family, Result, Store, text};
use crate::domain::calendar::clock::{parse_time, show_time};
use crate::domain::calendar::days::{parse_days, show_days};
use crate::domain::calendar::{Turn, study_day};
use crate::domain::id::{MemberId, NudgeId};
use crate::domain::reminder::Mood;

const COLUMNS: &str = "SELECT r.member, r.clock, r.zone, r.weekdays, r.state, r.mood, r.sent_on, \
         r.not_on, r.closed, r.version, r.next_at, m.turn \
     FROM reminders r JOIN members m ON m.id = r.member \
     WHERE r.member = $1";

const CLAIMED: &str = concat!(
    "SELECT r.member, r.clock, r.zone, r.weekdays, r.state, r.mood, r.sent_on, r.not_on, \
         r.closed, r.version, r.next_at, m.turn \
     FROM reminders r JOIN members m ON m.id = r.member \
     WHERE r.member IN (SELECT id FROM claims WHERE family = ",
    family!(reminders),
    " AND claim = $1) ORDER BY r.next_at"
);

const AFTER: &str = "SELECT r.member, r.clock, r.zone, r.weekdays, r.state, r.mood, r.sent_on, \
         r.not_on, r.closed, r.version, r.next_at, m.turn \
     FROM reminders r JOIN members m ON m.id = r.member \
     WHERE r.member > $1 AND r.state = 'on' \
     ORDER BY r.member LIMIT $2";

const ADD: &str = "INSERT INTO reminders ( \
         member, clock, zone, weekdays, state, mood, sent_on, not_on, closed, version, next_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10) ON CONFLICT DO NOTHING";

const CHANGE: &str = "UPDATE reminders \
     SET clock = $2, zone = $3, weekdays = $4, state = $5, mood = $6, sent_on = $7, \
         not_on = $8, closed = $9, version = version + 1, next_at = $10 \
     WHERE member = $1 AND version = $11";

const ADD_NUDGE: &str = "INSERT INTO nudges (id, member, due_at, sent_at) \
     VALUES ($1, $2, $3, NULL) ON CONFLICT DO NOTHING";

const NUDGE_AT: &str = "SELECT id, member, sent_at FROM nudges WHERE member = $1 AND due_at = $2";

const NUDGE: &str = "SELECT id, member, sent_at FROM nudges WHERE id = $1";

const SENT: &str = "UPDATE nudges SET sent_at = $1 WHERE id = $2";

const STUDIED_SINCE: &str = "SELECT COUNT(*) FROM study_days WHERE member = $1 AND study_day >= $2";

/// A member's reminder as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderRow {
    /// The member who is reminded.
    pub member: MemberId,
    /// At which time by the wall clock.
    pub at: NaiveTime,
    /// The zone whose wall clock it is.
    pub zone: Tz,
    /// On which days of the week.
    pub days: WeekdaySet,
    /// Whether it is on.
    pub on: bool,
    /// How the member has taken the latest ones.
    pub mood: Mood,
    /// The study day of the latest one.
    pub sent_on: Option<NaiveDate>,
    /// A study day on which none is wanted.
    pub not_on: Option<NaiveDate>,
    /// Whether direct messages turned out to be closed, which its member is to be told.
    pub closed: bool,
    /// Grows with each change; a change is taken only on top of the version it was made from.
    pub version: i64,
    /// When it is due next, reckoned from time, days and zone or put off by the member.
    pub next_at: Option<DateTime<Utc>>,
    /// When the member's study days turn; it is kept with the member.
    pub turn: Turn,
}

/// One reminder on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NudgeRow {
    /// The id, which is also the mark by which the message is known on its platform.
    pub id: NudgeId,
    /// The member to whom it goes.
    pub member: MemberId,
    /// Whether it was sent.
    pub sent: bool,
}

record! {
    struct ReminderRecord {
        member: i64,
        clock: String,
        zone: String,
        weekdays: String,
        state: String,
        mood: i64,
        sent_on: Option<String>,
        not_on: Option<String>,
        closed: i64,
        version: i64,
        next_at: Option<i64>,
        turn: String,
    }
}

impl TryFrom<ReminderRecord> for ReminderRow {
    type Error = Error;

    fn try_from(row: ReminderRecord) -> Result<Self> {
        Self::read(&row).map_err(|fault| fault.in_row("reminders", row.member))
    }
}

impl ReminderRow {
    fn read(row: &ReminderRecord) -> Result<Self> {
        Ok(Self {
            member: MemberId(row.member),
            at: parse_time(&row.clock).map_err(Error::unreadable)?,
            zone: text::zone(&row.zone)?,
            days: parse_days(&row.weekdays).map_err(Error::unreadable)?,
            on: row.state == "on",
            mood: Mood::of_level(u32::try_from(row.mood).map_err(Error::unreadable)?),
            sent_on: row.sent_on.as_deref().map(text::day).transpose()?,
            not_on: row.not_on.as_deref().map(text::day).transpose()?,
            closed: row.closed != 0,
            version: row.version,
            next_at: row.next_at.map(text::time).transpose()?,
            turn: text::turn(&row.turn),
        })
    }

    /// The member's study day at an instant, by the clock of the reminder.
    pub fn study_day(&self, instant: DateTime<Utc>) -> NaiveDate {
        study_day(instant, self.zone, self.turn)
    }
}

impl Store {
    /// The reminder of a member, also one that is off.
    pub async fn reminder(&self, member: MemberId) -> Result<Option<ReminderRow>> {
        let row: Option<ReminderRecord> =
            on!(&self.read, |db| sqlx::query_as(COLUMNS).bind(member.0).fetch_optional(db).await)?;
        row.map(ReminderRow::try_from).transpose()
    }

    /// Reminders that are on, at most `limit`: of members from behind `after`, or the first.
    pub async fn reminders_after(
        &self,
        after: Option<MemberId>,
        limit: u32,
    ) -> Result<Vec<ReminderRow>> {
        let rows: Vec<Checked<ReminderRecord>> = on!(&self.read, |db| {
            sqlx::query_as(AFTER)
                .bind(after.map_or(i64::MIN, |after| after.0))
                .bind(i64::from(limit))
                .fetch_all(db)
                .await
        })?;
        self.readable(Family::Reminders, rows).await
    }

    /// Claims reminders that are due until `until`; no other process gets them before that. The
    /// number `claim` is this claim's alone.
    pub async fn claim_reminders(
        &self,
        claim: i64,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ReminderRow>> {
        if !self.claim(&REMINDERS, claim, now, until, limit).await? {
            return Ok(Vec::new());
        }
        let rows: Vec<Checked<ReminderRecord>> =
            on!(&self.read, |db| sqlx::query_as(CLAIMED).bind(claim).fetch_all(db).await)?;
        self.readable(Family::Reminders, rows).await
    }

    /// Gives a claimed reminder back, to be taken up again at `again`.
    pub async fn hand_back_reminder(
        &self,
        member: MemberId,
        claim: i64,
        again: DateTime<Utc>,
    ) -> Result<()> {
        self.write_one(REMINDERS.hand_back(member.0, claim, again)).await.map(drop)
    }

    /// When the next reminder is due, or may be claimed again.
    pub async fn next_reminder(&self) -> Result<Option<DateTime<Utc>>> {
        self.next_of(&REMINDERS).await
    }

    /// The nudge of a member for an instant, made now unless there is one; and whether it was there
    /// before.
    pub async fn nudge_at(
        &self,
        id: NudgeId,
        member: MemberId,
        due: DateTime<Utc>,
    ) -> Result<(NudgeRow, bool)> {
        let add = Write::of(ADD_NUDGE, &[id.0, member.0, due.timestamp()]);
        let added = self.write_one(add).await;
        let (id, member, sent): (i64, i64, Option<i64>) = on!(&self.read, |db| {
            sqlx::query_as(NUDGE_AT).bind(member.0).bind(due.timestamp()).fetch_one(db).await
        })?;
        Ok((
            NudgeRow { id: NudgeId(id), member: MemberId(member), sent: sent.is_some() },
            added? == 0,
        ))
    }

    /// The nudge with this id.
    pub async fn nudge(&self, id: NudgeId) -> Result<Option<NudgeRow>> {
        let row: Option<(i64, i64, Option<i64>)> =
            on!(&self.read, |db| sqlx::query_as(NUDGE).bind(id.0).fetch_optional(db).await)?;
        Ok(row.map(|(id, member, sent)| NudgeRow {
            id: NudgeId(id),
            member: MemberId(member),
            sent: sent.is_some(),
        }))
    }

    /// Writes down what became of a claimed reminder, with the nudge that was sent, if one was.
    /// False if its member has changed it in the meantime; the nudge is written down all the same.
    pub async fn settle_reminder(
        &self,
        reminder: &ReminderRow,
        sent: Option<NudgeId>,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let nudge = sent.map(|nudge| Write::of(SENT, &[now.timestamp(), nudge.0]));
        let put = put_reminder(reminder).into_iter();
        Ok(self.write(put.chain(nudge).collect()).await?.changed(0) > 0)
    }

    /// Whether a member has studied on a study day or since.
    pub async fn studied_since(&self, member: MemberId, day: NaiveDate) -> Result<bool> {
        let days: i64 = on!(&self.read, |db| {
            sqlx::query_scalar(STUDIED_SINCE)
                .bind(member.0)
                .bind(day.to_string())
                .fetch_one(db)
                .await
        })?;
        Ok(days > 0)
    }
}

/// Writes a reminder, and so ends its claim; the first statement changes no row if the reminder has
/// been changed since it was read.
pub(super) fn put_reminder(row: &ReminderRow) -> [Write; 2] {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let put = Write::new(if row.version == 0 { ADD } else { CHANGE })
        .number(row.member.0)
        .text(show_time(row.at))
        .text(row.zone.name())
        .text(show_days(row.days))
        .text(if row.on { "on" } else { "off" })
        .number(i64::from(row.mood.level()))
        .text_if_any(day(row.sent_on))
        .text_if_any(day(row.not_on))
        .number(i64::from(row.closed))
        .number(row.next_at.map(|at| at.timestamp()));
    let put = if row.version == 0 { put } else { put.number(row.version) };
    [put, REMINDERS.release(row.member.0)]
}
