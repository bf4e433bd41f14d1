//! Schedules: one for each channel, found by the instant at which they are due.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::aside::legible;
use super::claim::{SCHEDULES, family};
use super::pool::on;
use super::posting::add_posting;
use super::record::{Checked, record};
use super::streak::mark_all;
use super::write::{Write, Written};
use super::{Error, Family, PostingRow, Result, Store, text};
use crate::domain::calendar::clock::{parse_time, show_time};
use crate::domain::calendar::days::{parse_days, show_days};
use crate::domain::calendar::schedule::Schedule;
use crate::domain::id::{CommunityId, MemberId, ScheduleId};
use crate::domain::place::{Home, Place};

/// The columns of a schedule `schedules` with its home.
macro_rules! columns {
    () => {
        "id, community, \
             (SELECT platform FROM homes WHERE homes.id = schedules.home) AS platform, \
             (SELECT external FROM homes WHERE homes.id = schedules.home) AS external, \
             channel, deck, clock, zone, weekdays, off_days, set_by, state, note, version, \
             next_at, summary, told"
    };
}

const SCHEDULE: &str = concat!("SELECT ", columns!(), " FROM schedules WHERE id = $1");

const SCHEDULE_AT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM schedules \
     WHERE home = (SELECT id FROM homes WHERE platform = $1 AND external = $2) AND channel = $3"
);

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

const CLAIMED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM schedules \
     WHERE id IN (SELECT id FROM claims WHERE family = ",
    family!(schedules),
    " AND claim = $1) ORDER BY next_at"
);

const ADD: &str = "INSERT INTO schedules ( \
         id, community, home, channel, deck, clock, zone, weekdays, off_days, set_by, state, \
             note, version, next_at, summary) \
     SELECT $1, $2, id, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15 FROM homes \
     WHERE platform = $3 AND external = $4 \
     ON CONFLICT DO NOTHING";

const CHANGE: &str = "UPDATE schedules \
     SET deck = $1, clock = $2, zone = $3, weekdays = $4, off_days = $5, set_by = $6, \
         state = $7, note = $8, version = version + 1, next_at = $9, summary = $10, told = $11 \
     WHERE id = $12 AND version = $13";

/// A schedule that was changed in the meantime has its next instant already.
const ADVANCE: &str = "UPDATE schedules SET next_at = $1 WHERE id = $2 AND version = $3";

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
    /// The id under which it is kept.
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
    /// Whether it posts, pauses or is off.
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
    /// A row of `schedules` with its home.
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
            place: Place {
                home: Home::new(platform, row.external),
                channel: row.channel,
                direct: false,
            },
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
    pub async fn schedule_at(&self, place: &Place) -> Result<Option<ScheduleRow>> {
        let (home, channel) = (text::printable(&place.home.id), text::printable(&place.channel));
        let row: Option<ScheduleRecord> = on!(&self.read, |db| {
            let schedule = sqlx::query_as(SCHEDULE_AT).bind(place.home.platform).bind(&home);
            schedule.bind(&channel).fetch_optional(db).await
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

    /// Schedules that are on, in the order of their ids: from behind `after`, or the first.
    pub async fn schedules_after(
        &self,
        after: Option<ScheduleId>,
        limit: u32,
    ) -> Result<Vec<ScheduleRow>> {
        let rows = on!(&self.read, |db| {
            sqlx::query_as(SCHEDULES_AFTER)
                .bind(after.map_or(i64::MIN, |after| after.0))
                .bind(i64::from(limit))
                .fetch_all(db)
                .await
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
        if !self.claim(&SCHEDULES, claim, now, until, limit).await? {
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
        let advance = Write::new(ADVANCE)
            .number(next_at.map(|at| at.timestamp()))
            .number(schedule.id.0)
            .number(schedule.version);
        let writes = [advance.must_change(), SCHEDULES.release(schedule.id.0)].into_iter();
        match self.write(writes.chain(postings.iter().flat_map(add_posting)).collect()).await {
            Ok(Written::Done(_)) => Ok(Advanced::Done),
            Ok(Written::Outdated(_)) => Ok(Advanced::Changed),
            Err(fault) if fault.is_race() => Ok(Advanced::Raced),
            Err(fault) => Err(fault),
        }
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
        Ok(self.write_one(Write::of(TOLD, &[schedule.0])).await? > 0)
    }

    /// Gives a claimed schedule back, to be taken up again at `again`.
    pub async fn hand_back_schedule(
        &self,
        schedule: ScheduleId,
        claim: i64,
        again: DateTime<Utc>,
    ) -> Result<()> {
        self.write_one(SCHEDULES.hand_back(schedule.0, claim, again)).await.map(drop)
    }

    /// When the next schedule is due, or may be claimed again.
    pub async fn next_schedule(&self) -> Result<Option<DateTime<Utc>>> {
        self.next_of(&SCHEDULES).await
    }
}

/// Writes a schedule, and so changes on which days its community studies; out of date if it has
/// been changed since it was read, or its channel has one already.
pub(super) fn put_schedule(row: &ScheduleRow) -> [Write; 3] {
    let put = if row.version == 0 { add(row) } else { change(row) };
    [put.must_change(), SCHEDULES.release(row.id.0), mark_all(row.community)]
}

fn add(row: &ScheduleRow) -> Write {
    let add = Write::of(ADD, &[row.id.0, row.community.0])
        .text(row.place.home.platform)
        .text(text::printable(&row.place.home.id))
        .text(text::printable(&row.place.channel));
    let add = when(row, add);
    add.number(i64::from(row.summary))
}

fn change(row: &ScheduleRow) -> Write {
    when(row, Write::new(CHANGE))
        .number(i64::from(row.summary))
        .number(i64::from(row.told))
        .number(row.id.0)
        .number(row.version)
}

/// What both say of a schedule: from which deck it posts and when, who set it, and how it stands.
fn when(row: &ScheduleRow, put: Write) -> Write {
    let days: Vec<String> = row.schedule.off_days.iter().map(NaiveDate::to_string).collect();
    let state = match row.state {
        ScheduleState::On => "on",
        ScheduleState::Paused => "paused",
        ScheduleState::Off => "off",
    };
    put.text(&row.deck)
        .text(show_time(row.schedule.at))
        .text(row.schedule.zone.name())
        .text(show_days(row.schedule.days))
        .text(days.join(","))
        .number(row.set_by.0)
        .text(state)
        .text(&row.note)
        .number(row.next_at.map(|at| at.timestamp()))
}
