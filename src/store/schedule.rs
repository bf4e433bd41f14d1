//! Schedules: one for each channel, found by the instant at which they are due.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::aside::legible;
use super::commit::unless_race;
use super::pool::{Tx, on, once};
use super::posting::add_posting;
use super::record::{Checked, record};
use super::streak::mark_all;
use super::{Error, Family, PostingRow, Result, Store, text};
use crate::domain::calendar::clock::{parse_time, show_time};
use crate::domain::calendar::days::{parse_days, show_days};
use crate::domain::calendar::schedule::Schedule;
use crate::domain::id::{CommunityId, MemberId, ScheduleId};
use crate::domain::place::Place;

/// The columns of a schedule `schedules` with its community's names.
macro_rules! columns {
    () => {
        "id, community, \
         (SELECT platform FROM communities WHERE communities.id = schedules.community) AS \
         platform, \
         (SELECT external FROM communities WHERE communities.id = schedules.community) AS \
         external, \
         channel, deck, clock, zone, weekdays, off_days, set_by, state, note, version, next_at, \
         summary, told"
    };
}

const SCHEDULE: &str = concat!("SELECT ", columns!(), " FROM schedules WHERE id = $1");

const SCHEDULE_AT: &str =
    concat!("SELECT ", columns!(), " FROM schedules WHERE community = $1 AND channel = $2");

const SCHEDULES_OF: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM schedules WHERE community = $1 AND state <> 'off' ORDER BY id"
);

const SCHEDULES_AFTER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM schedules WHERE id > $1 AND state = 'on' ORDER BY id LIMIT $2"
);

const UNTIL: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM schedules WHERE next_at <= $1 ORDER BY next_at DESC LIMIT $2"
);

/// Those that have paused by themselves.
const PAUSED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM schedules WHERE state = 'paused' AND note <> '' ORDER BY id"
);

const UNTOLD: &str =
    concat!("SELECT ", columns!(), " FROM schedules WHERE told = 0 ORDER BY id LIMIT $1");

const TOLD: &str = "UPDATE schedules SET told = 1 WHERE id = $1 AND told = 0";

/// Whoever comes second finds the claim of the first, which it may take over only if that has run
/// out.
const CLAIM: &str = "INSERT INTO schedule_claims (schedule, claim, until) \
     SELECT id, $1, $2 FROM schedules WHERE next_at <= $3 \
         AND NOT EXISTS (SELECT 1 FROM schedule_claims WHERE schedule = schedules.id AND until >= \
         $3) \
     ORDER BY next_at LIMIT $4 \
     ON CONFLICT (schedule) DO UPDATE SET claim = excluded.claim, until = excluded.until \
         WHERE schedule_claims.until < $3";

const CLAIMED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM schedules WHERE id IN (SELECT schedule FROM schedule_claims WHERE claim = $1) ORDER BY \
        next_at"
);

const RELEASE: &str = "DELETE FROM schedule_claims WHERE schedule = $1";

const ADD: &str = "INSERT INTO schedules \
         (id, community, channel, deck, clock, zone, weekdays, off_days, set_by, state, note, \
         version, next_at, \
          summary) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13) ON CONFLICT DO NOTHING";

const CHANGE: &str = "UPDATE schedules SET deck = $1, clock = $2, zone = $3, weekdays = $4, \
    off_days = $5, set_by = $6, \
         state = $7, note = $8, version = version + 1, next_at = $9, \
         summary = $10, told = $11 \
     WHERE id = $12 AND version = $13";

/// A schedule that was changed in the meantime has its next instant already.
const ADVANCE: &str = "UPDATE schedules SET next_at = $1 WHERE id = $2 AND version = $3";

const HAND_BACK: &str = "UPDATE schedule_claims SET until = $1 WHERE schedule = $2 AND claim = $3";

const NEXT: &str = "SELECT \
         (SELECT next_at FROM schedules WHERE next_at IS NOT NULL \
              AND NOT EXISTS (SELECT 1 FROM schedule_claims WHERE schedule = schedules.id) \
          ORDER BY next_at LIMIT 1), \
         (SELECT MIN(until) FROM schedule_claims)";

/// Whether a schedule posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleState {
    /// It posts its cards.
    On,
    /// It posts nothing until somebody resumes it or its cause is gone.
    Paused,
    /// It was switched off; its row stays for its channel's next one.
    Off,
}

/// A channel's schedule as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleRow {
    /// The schedule's id.
    pub id: ScheduleId,
    /// The community whose cards it posts.
    pub community: CommunityId,
    /// The channel in which it posts.
    pub place: Place,
    /// The id of the deck from which its cards come.
    pub deck: String,
    /// At which time, on which days and in which zone it posts.
    pub schedule: Schedule,
    /// Who set it last.
    pub set_by: MemberId,
    /// Whether it posts.
    pub state: ScheduleState,
    /// Why the program paused it by itself; empty if it did not.
    pub note: String,
    /// Grows with each change; a change is taken only on top of the version it was made from.
    pub version: i64,
    /// When it is due next, reckoned from the schedule; none unless it is on.
    pub next_at: Option<DateTime<Utc>>,
    /// Whether the first card of a week brings the summary of the one before.
    pub summary: bool,
    /// Whether those whom it concerns know that the program has paused it by itself; true also
    /// where it has not.
    pub told: bool,
}

/// What became of a schedule that was to move on, with the postings of what was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advanced {
    /// Its postings and its next instant are durable.
    Done,
    /// It has been changed since it was claimed, so nothing was made.
    Changed,
    /// An id was taken, or another transaction was in the way, so nothing was made: try again with
    /// other ids.
    Raced,
}

record! {
    /// A row of `schedules` with its community's names.
    struct ScheduleRecord {
        id: i64,
        community: i64,
        platform: String,
        external: String,
        channel: String,
        deck: String,
        clock: String,
        zone: String,
        weekdays: String,
        off_days: String,
        set_by: i64,
        state: String,
        note: String,
        version: i64,
        next_at: Option<i64>,
        summary: i64,
        told: i64,
    }
}

impl TryFrom<ScheduleRecord> for ScheduleRow {
    type Error = Error;

    fn try_from(row: ScheduleRecord) -> Result<Self> {
        let id = row.id;
        Self::read(row).map_err(|fault| fault.in_row("schedules", id))
    }
}

impl ScheduleRow {
    fn read(row: ScheduleRecord) -> Result<Self> {
        let platform = text::platform(&row.platform)?;
        let off_days: Result<BTreeSet<NaiveDate>> =
            row.off_days.split(',').filter(|day| !day.is_empty()).map(text::day).collect();
        Ok(Self {
            id: ScheduleId(row.id),
            community: CommunityId(row.community),
            place: Place { platform, community: row.external, channel: row.channel, direct: false },
            deck: row.deck,
            schedule: Schedule {
                at: parse_time(&row.clock).map_err(Error::unreadable)?,
                zone: text::zone(&row.zone)?,
                days: parse_days(&row.weekdays).map_err(Error::unreadable)?,
                off_days: off_days?,
            },
            set_by: MemberId(row.set_by),
            state: match row.state.as_str() {
                "on" => ScheduleState::On,
                "paused" => ScheduleState::Paused,
                _ => ScheduleState::Off,
            },
            note: row.note,
            version: row.version,
            next_at: row.next_at.map(text::time).transpose()?,
            summary: row.summary != 0,
            told: row.told != 0,
        })
    }
}

impl Store {
    /// The schedule with this id.
    pub async fn schedule(&self, id: ScheduleId) -> Result<Option<ScheduleRow>> {
        let row: Option<ScheduleRecord> =
            on!(&self.read, |db| sqlx::query_as(SCHEDULE).bind(id.0).fetch_optional(db).await)?;
        row.map(ScheduleRow::try_from).transpose()
    }

    /// The schedule of a channel, also one that is off.
    pub async fn schedule_at(
        &self,
        community: CommunityId,
        channel: &str,
    ) -> Result<Option<ScheduleRow>> {
        let channel = text::printable(channel);
        let row: Option<ScheduleRecord> = on!(&self.read, |db| {
            sqlx::query_as(SCHEDULE_AT).bind(community.0).bind(&channel).fetch_optional(db).await
        })?;
        row.map(ScheduleRow::try_from).transpose()
    }

    /// The schedules of a community, oldest first, without those that are off.
    pub async fn schedules(&self, community: CommunityId) -> Result<Vec<ScheduleRow>> {
        let rows: Vec<Checked<ScheduleRecord>> =
            on!(&self.read, |db| sqlx::query_as(SCHEDULES_OF)
                .bind(community.0)
                .fetch_all(db)
                .await)?;
        Ok(legible("schedules", rows, ScheduleRow::try_from))
    }

    /// Schedules that are on, in the order of their ids, from behind `after`.
    pub async fn schedules_after(&self, after: ScheduleId, limit: u32) -> Result<Vec<ScheduleRow>> {
        let rows = on!(&self.read, |db| {
            sqlx::query_as(SCHEDULES_AFTER).bind(after.0).bind(i64::from(limit)).fetch_all(db).await
        })?;
        self.readable::<ScheduleRecord, _>(Family::Schedules, rows).await
    }

    /// Claims schedules that are due until `until`; no other process gets them before that. The
    /// number `claim` is the claimer's alone.
    pub async fn claim_schedules(
        &self,
        claim: i64,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ScheduleRow>> {
        let claimed: Result<u64> = once!(self, |db| {
            let due = sqlx::query(CLAIM).bind(claim).bind(until.timestamp()).bind(now.timestamp());
            Ok(due.bind(i64::from(limit)).execute(db).await?.rows_affected())
        });
        if unless_race(claimed)? == 0 {
            return Ok(Vec::new());
        }
        let rows = on!(&self.read, |db| sqlx::query_as(CLAIMED).bind(claim).fetch_all(db).await)?;
        self.readable::<ScheduleRecord, _>(Family::Schedules, rows).await
    }

    /// Makes the rows of postings of a claimed schedule and sets its next instant, all or nothing;
    /// a posting of a date that has one is left out.
    pub async fn advance_schedule(
        &self,
        schedule: &ScheduleRow,
        postings: &[PostingRow],
        next_at: Option<DateTime<Utc>>,
    ) -> Result<Advanced> {
        match self.write_postings(schedule, postings, next_at).await {
            Err(fault) if fault.is_race() => Ok(Advanced::Raced),
            advanced => advanced,
        }
    }

    async fn write_postings(
        &self,
        schedule: &ScheduleRow,
        postings: &[PostingRow],
        next_at: Option<DateTime<Utc>>,
    ) -> Result<Advanced> {
        let mut tx = self.write.begin().await?;
        let advanced = on!(&mut tx, |tx| {
            let advance =
                sqlx::query(ADVANCE).bind(next_at.map(|at| at.timestamp())).bind(schedule.id.0);
            advance.bind(schedule.version).execute(&mut **tx).await?.rows_affected()
        });
        if advanced == 0 {
            tx.rollback().await?;
            return Ok(Advanced::Changed);
        }
        release(&mut tx, schedule.id).await?;
        for posting in postings {
            add_posting(&mut tx, posting).await?;
        }
        tx.commit().await?;
        Ok(Advanced::Done)
    }

    /// Schedules that are due by `until`, the latest first.
    pub async fn schedules_until(
        &self,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ScheduleRow>> {
        let rows = on!(&self.read, |db| {
            sqlx::query_as(UNTIL).bind(until.timestamp()).bind(i64::from(limit)).fetch_all(db).await
        })?;
        self.readable::<ScheduleRecord, _>(Family::Schedules, rows).await
    }

    /// The schedules that have paused by themselves.
    pub async fn paused_schedules(&self) -> Result<Vec<ScheduleRow>> {
        let rows: Vec<Checked<ScheduleRecord>> =
            on!(&self.read, |db| sqlx::query_as(PAUSED).fetch_all(db).await)?;
        Ok(legible("schedules", rows, ScheduleRow::try_from))
    }

    /// The schedules of whose pause nobody was told.
    pub async fn untold_schedules(&self, limit: u32) -> Result<Vec<ScheduleRow>> {
        let rows = on!(&self.read, |db| sqlx::query_as(UNTOLD)
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        self.readable::<ScheduleRecord, _>(Family::Schedules, rows).await
    }

    /// Notes that they are being told; false if somebody else does it.
    pub async fn schedule_told(&self, schedule: ScheduleId) -> Result<bool> {
        once!(self, |db| Ok(
            sqlx::query(TOLD).bind(schedule.0).execute(db).await?.rows_affected() > 0
        ))
    }

    /// Gives a claimed schedule back, to be taken up again at `again`.
    pub async fn hand_back_schedule(
        &self,
        schedule: ScheduleId,
        claim: i64,
        again: DateTime<Utc>,
    ) -> Result<()> {
        once!(self, |db| {
            let back = sqlx::query(HAND_BACK).bind(again.timestamp()).bind(schedule.0);
            back.bind(claim).execute(db).await.map(drop).map_err(Error::from)
        })
    }

    /// When the next schedule is due, or may be claimed again.
    pub async fn next_schedule(&self) -> Result<Option<DateTime<Utc>>> {
        let (due, claimed): (Option<i64>, Option<i64>) =
            on!(&self.read, |db| sqlx::query_as(NEXT).fetch_one(db).await)?;
        [due, claimed.map(|until| until.saturating_add(1))]
            .into_iter()
            .flatten()
            .min()
            .map(text::time)
            .transpose()
    }
}

/// Writes a schedule, and so changes on which days its community studies; false if it has been
/// changed since it was read, or its channel has one already.
pub(super) async fn put_schedule(tx: &mut Tx, row: &ScheduleRow) -> Result<bool> {
    let days: Vec<String> = row.schedule.off_days.iter().map(NaiveDate::to_string).collect();
    let (clock, weekdays) = (show_time(row.schedule.at), show_days(row.schedule.days));
    let (zone, next_at) = (row.schedule.zone.name(), row.next_at.map(|at| at.timestamp()));
    let summary = i64::from(row.summary);
    let state = match row.state {
        ScheduleState::On => "on",
        ScheduleState::Paused => "paused",
        ScheduleState::Off => "off",
    };
    let written = on!(&mut *tx, |tx| {
        let put = if row.version == 0 {
            let add = sqlx::query(ADD)
                .bind(row.id.0)
                .bind(row.community.0)
                .bind(text::printable(&row.place.channel));
            let add =
                add.bind(&row.deck).bind(clock).bind(zone).bind(weekdays).bind(days.join(","));
            add.bind(row.set_by.0).bind(state).bind(&row.note).bind(next_at).bind(summary)
        } else {
            let change = sqlx::query(CHANGE)
                .bind(&row.deck)
                .bind(clock)
                .bind(zone)
                .bind(weekdays)
                .bind(days.join(","));
            let change = change.bind(row.set_by.0).bind(state).bind(&row.note).bind(next_at);
            change.bind(summary).bind(i64::from(row.told)).bind(row.id.0).bind(row.version)
        };
        put.execute(&mut **tx).await?.rows_affected()
    });
    if written > 0 {
        release(tx, row.id).await?;
        mark_all(tx, row.community).await?;
    }
    Ok(written > 0)
}

/// Ends the claim of a schedule, whoever has it.
async fn release(tx: &mut Tx, schedule: ScheduleId) -> Result<()> {
    on!(tx, |tx| sqlx::query(RELEASE)
        .bind(schedule.0)
        .execute(&mut **tx)
        .await
        .map(drop)
        .map_err(Error::from))
}
