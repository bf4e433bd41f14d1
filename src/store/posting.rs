//! Postings: made when they are due, claimed to be sent, refreshed or closed, and confirmed by
//! whoever holds the claim.

mod row;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use self::row::PostingRecord;
pub use self::row::{PostingRow, PostingState};
use super::claim::{POSTINGS, family};
use super::pool::on;
use super::streak::mark_missed;
use super::write::Write;
use super::{Family, Result, Store, text};
use crate::domain::id::{CommunityId, PostingId, ScheduleId};
use crate::domain::place::Place;
use crate::domain::posting;

/// The columns of a posting `postings` with its home.
macro_rules! columns {
    () => {
        "id, community, \
             (SELECT platform FROM homes WHERE homes.id = postings.home) AS platform, \
             (SELECT external FROM homes WHERE homes.id = postings.home) AS external, \
             channel, schedule, local_date, deck, card, round, state, due_at, tried, reference, \
             posted_at, closes_at, answered, shown, summary, asked_by"
    };
}

const POSTING: &str = concat!("SELECT ", columns!(), " FROM postings WHERE id = $1");

const LATEST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM postings \
     WHERE community = $1 \
         AND home = (SELECT id FROM homes WHERE platform = $2 AND external = $3) \
         AND channel = $4 AND state <> 'missed' \
     ORDER BY due_at DESC, id DESC LIMIT $5"
);

const ON_DATE: &str =
    concat!("SELECT ", columns!(), " FROM postings WHERE schedule = $1 AND local_date = $2");

const OPEN: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM postings \
     WHERE community = $1 AND state = 'posted' AND closes_at > $2 \
     ORDER BY due_at DESC LIMIT 10"
);

const CLAIMED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM postings \
     WHERE id IN (SELECT id FROM claims WHERE family = ",
    family!(postings),
    " AND claim = $1) ORDER BY wake_at"
);

/// What a new posting sets.
macro_rules! add {
    () => {
        "INSERT INTO postings ( \
             id, community, home, channel, schedule, local_date, deck, card, round, state, \
                 due_at, tried, reference, posted_at, closes_at, answered, shown, wake_at, \
                 summary, asked_by) \
         SELECT $1, $2, id, $5, $6, $7, $8, $9, $10, $11, $12, 0, '', NULL, NULL, 0, 0, $13, \
             $14, $15 \
         FROM homes \
         WHERE platform = $3 AND external = $4"
    };
}

/// Only a day that has its posting already is passed over in silence; an id that is taken is a
/// fault, or its day would never get one.
const ADD_OF_SCHEDULE: &str = concat!(add!(), " ON CONFLICT (schedule, local_date) DO NOTHING");

/// Of a card that was asked for and could not be posted nothing is left to keep, once it is asked
/// for again.
const CLEAR_MISSED: &str = "DELETE FROM postings \
     WHERE home = (SELECT id FROM homes WHERE platform = $1 AND external = $2) \
         AND channel = $3 AND local_date = $4 AND schedule IS NULL AND state = 'missed'";

const ADD_ALONE: &str =
    concat!(add!(), " ON CONFLICT (home, channel, local_date) WHERE schedule IS NULL DO NOTHING");

/// The card of a posting, if it was made, was last shown on its day.
const SHOWN_AS_CARD: &str = "INSERT INTO community_cards ( \
         community, deck, card, answers, wrong, posted_on) \
     SELECT community, deck, card, 0, 0, local_date FROM postings \
     WHERE id = $1 \
     ON CONFLICT (community, deck, card) DO UPDATE SET posted_on = excluded.posted_on";

const POSTED: &str = "UPDATE postings \
     SET state = 'posted', reference = $1, posted_at = $2, closes_at = $3, \
         wake_at = CASE WHEN answered > shown THEN $2 ELSE $3 END \
     WHERE id = $4 AND state = 'due'";

/// The one before closes when the next is posted.
const CLOSE_OTHERS: &str = "UPDATE postings SET closes_at = $1, wake_at = $1 \
     WHERE community = $2 AND home = (SELECT home FROM postings WHERE id = $4) \
         AND channel = $3 AND state = 'posted' AND id <> $4 AND closes_at > $1";

const REFRESHED: &str = "UPDATE postings SET shown = $1, \
         wake_at = CASE WHEN answered > $1 AND closes_at > $2 THEN $2 ELSE closes_at END \
     WHERE id = $3 AND state = 'posted'";

const ENDED: &str = "UPDATE postings SET state = $1, wake_at = NULL WHERE id = $2";

const TRIED: &str = "UPDATE postings SET tried = $1 WHERE id = $2";

/// One that stands there but is not confirmed yet counts its answers, too.
const ANSWERED: &str = "UPDATE postings SET answered = answered + 1, \
         wake_at = CASE WHEN wake_at > $2 AND state = 'posted' THEN $2 ELSE wake_at END \
     WHERE id = $1 AND (state = 'due' OR (state = 'posted' AND closes_at > $2))";

const POSTED_SINCE: &str = "SELECT COUNT(*) FROM postings \
     WHERE schedule = $1 AND local_date >= $2 AND state <> 'missed'";

const TAKEN: &str = "SELECT local_date FROM postings WHERE schedule = $1 AND local_date >= $2";

const OPEN_AT: &str = "SELECT p.id FROM postings p JOIN homes h ON h.id = p.home \
     WHERE p.reference = $1 AND p.state = 'posted' AND h.platform = $2";

const MISSED: &str =
    "SELECT DISTINCT local_date FROM postings WHERE community = $1 AND state = 'missed'";

impl Store {
    /// The posting with this id.
    pub async fn posting(&self, id: PostingId) -> Result<Option<PostingRow>> {
        let row: Option<PostingRecord> =
            on!(&self.read, |db| sqlx::query_as(POSTING).bind(id.0).fetch_optional(db).await)?;
        row.map(PostingRow::try_from).transpose()
    }

    /// The local dates from `since` on that have a posting of a schedule, whatever became of it:
    /// none of them gets another.
    pub async fn dates_taken(
        &self,
        schedule: ScheduleId,
        since: NaiveDate,
    ) -> Result<BTreeSet<NaiveDate>> {
        let dates: Vec<String> = on!(&self.read, |db| {
            sqlx::query_scalar(TAKEN).bind(schedule.0).bind(since.to_string()).fetch_all(db).await
        })?;
        dates.iter().map(|date| text::day(date)).collect()
    }

    /// The latest postings of a channel, newest first, without those that were missed.
    pub async fn latest_postings(
        &self,
        community: CommunityId,
        place: &Place,
        limit: u32,
    ) -> Result<Vec<PostingRow>> {
        let (home, channel) = (text::printable(&place.home.id), text::printable(&place.channel));
        let rows: Vec<PostingRecord> = on!(&self.read, |db| {
            let latest = sqlx::query_as(LATEST).bind(community.0).bind(place.home.platform);
            latest.bind(&home).bind(&channel).bind(i64::from(limit)).fetch_all(db).await
        })?;
        rows.into_iter().map(PostingRow::try_from).collect()
    }

    /// The posting of a schedule for a local date, whatever became of it.
    pub async fn posting_on(
        &self,
        schedule: ScheduleId,
        date: NaiveDate,
    ) -> Result<Option<PostingRow>> {
        let row: Option<PostingRecord> = on!(&self.read, |db| {
            sqlx::query_as(ON_DATE).bind(schedule.0).bind(date.to_string()).fetch_optional(db).await
        })?;
        row.map(PostingRow::try_from).transpose()
    }

    /// Whether a schedule has had a posting since a date, that date included, without those that
    /// were missed.
    pub async fn has_posted_since(&self, schedule: ScheduleId, date: NaiveDate) -> Result<bool> {
        let count: i64 = on!(&self.read, |db| {
            sqlx::query_scalar(POSTED_SINCE)
                .bind(schedule.0)
                .bind(date.to_string())
                .fetch_one(db)
                .await
        })?;
        Ok(count > 0)
    }

    /// The postings of a community that can be answered at `now`, newest first.
    pub async fn open_postings(
        &self,
        community: CommunityId,
        now: DateTime<Utc>,
    ) -> Result<Vec<PostingRow>> {
        let rows: Vec<PostingRecord> = on!(&self.read, |db| {
            sqlx::query_as(OPEN).bind(community.0).bind(now.timestamp()).fetch_all(db).await
        })?;
        rows.into_iter().map(PostingRow::try_from).collect()
    }

    /// The open posting whose message its platform knows by this name.
    pub async fn posting_at(&self, platform: &str, reference: &str) -> Result<Option<PostingId>> {
        let id: Option<i64> = on!(&self.read, |db| {
            sqlx::query_scalar(OPEN_AT).bind(reference).bind(platform).fetch_optional(db).await
        })?;
        Ok(id.map(PostingId))
    }

    /// Claims postings that are to be sent, refreshed or closed until `until`; no other process
    /// gets them before that. The number `claim` is this claim's alone.
    pub async fn claim_postings(
        &self,
        claim: i64,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<PostingRow>> {
        if !self.claim(&POSTINGS, claim, now, until, limit).await? {
            return Ok(Vec::new());
        }
        let rows = on!(&self.read, |db| sqlx::query_as(CLAIMED).bind(claim).fetch_all(db).await)?;
        self.readable::<PostingRecord, _>(Family::Postings, rows).await
    }

    /// Confirms that a posting stands in its channel since `at` under the platform's name
    /// `reference`, open for answers; the one before it closes. False if the claim was lost.
    pub async fn posted(
        &self,
        row: &PostingRow,
        claim: i64,
        reference: &str,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let confirm = Write::new(POSTED)
            .text(reference)
            .number(at.timestamp())
            .number((at + posting::OPEN).timestamp())
            .number(row.id.0)
            .must_change();
        let close_others = Write::of(CLOSE_OTHERS, &[at.timestamp(), row.community.0])
            .text(&row.place.channel)
            .number(row.id.0);
        let held = POSTINGS.confirm(row.id.0, claim);
        Ok(self.write(vec![held, confirm, close_others]).await?.is_done())
    }

    /// Confirms that a posting's message shows so many answers.
    pub async fn refreshed(
        &self,
        id: PostingId,
        claim: i64,
        shown: u32,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let confirm = Write::of(REFRESHED, &[i64::from(shown), now.timestamp(), id.0]);
        let writes = vec![POSTINGS.confirm(id.0, claim), confirm.must_change()];
        Ok(self.write(writes).await?.is_done())
    }

    /// Confirms that a posting's answer is told.
    pub async fn closed(&self, id: PostingId, claim: i64) -> Result<bool> {
        Ok(self.write(ended(id, claim, "closed").into()).await?.is_done())
    }

    /// Writes down that a posting was never sent.
    pub async fn missed(&self, id: PostingId, claim: i64) -> Result<bool> {
        let writes = ended(id, claim, "missed").into_iter().chain([mark_missed(id)]);
        Ok(self.write(writes.collect()).await?.is_done())
    }

    /// Gives a claimed posting back, to be taken up again at `again`. Whether it was `tried` and
    /// may have been sent is what the next claim is told.
    pub async fn hand_back_posting(
        &self,
        id: PostingId,
        claim: i64,
        tried: bool,
        again: DateTime<Utc>,
    ) -> Result<()> {
        let back = POSTINGS.hand_back(id.0, claim, again);
        let tried = Write::of(TRIED, &[i64::from(tried), id.0]);
        self.write(vec![back, tried]).await.map(drop)
    }

    /// When the next posting is to be sent, refreshed or closed, or may be claimed again.
    pub async fn next_posting(&self) -> Result<Option<DateTime<Utc>>> {
        self.next_of(&POSTINGS).await
    }

    /// The dates on which a card of the community was missed, since nothing ran that could have
    /// sent it.
    pub async fn missed_dates(&self, community: CommunityId) -> Result<Vec<NaiveDate>> {
        let dates: Vec<String> =
            on!(&self.read, |db| sqlx::query_scalar(MISSED).bind(community.0).fetch_all(db).await)?;
        dates.iter().map(|date| text::day(date)).collect()
    }
}

fn ended(id: PostingId, claim: i64, state: &'static str) -> [Write; 2] {
    [POSTINGS.confirm(id.0, claim), Write::new(ENDED).text(state).number(id.0).must_change()]
}

/// Makes the row of a posting, and what follows from it. Where its day has one already the
/// statement that makes it, which is the first, changes nothing, nor do the others. An id that is
/// taken is a unique violation.
pub(super) fn add_posting(row: &PostingRow) -> [Write; 2] {
    let (state, wake) = match row.state {
        PostingState::Missed => ("missed", None),
        _ => ("due", Some(row.due_at.timestamp())),
    };
    let sql = if row.schedule.is_some() { ADD_OF_SCHEDULE } else { ADD_ALONE };
    let add = Write::of(sql, &[row.id.0, row.community.0])
        .text(row.place.home.platform)
        .text(text::printable(&row.place.home.id))
        .text(text::printable(&row.place.channel))
        .number(row.schedule.map(|schedule| schedule.0))
        .text(row.date.to_string())
        .text(&row.deck)
        .text(&row.card)
        .text(&row.round)
        .text(state)
        .number(row.due_at.timestamp())
        .number(wake)
        .text(&row.summary)
        .number(row.asked_by.map(|member| member.0));
    let follows = match row.state {
        PostingState::Missed => mark_missed(row.id),
        _ => Write::of(SHOWN_AS_CARD, &[row.id.0]),
    };
    [add, follows]
}

/// The same for a posting that a request brings; out of date if its day has one already, unless
/// that was missed and asked for without a schedule.
pub(super) fn add_asked_posting(row: &PostingRow) -> Vec<Write> {
    let clear = row.schedule.is_none().then(|| {
        Write::new(CLEAR_MISSED)
            .text(row.place.home.platform)
            .text(text::printable(&row.place.home.id))
            .text(text::printable(&row.place.channel))
            .text(row.date.to_string())
    });
    let [add, follows] = add_posting(row);
    clear.into_iter().chain([add.must_change(), follows]).collect()
}

/// Counts one more who has finished a posting; out of date if it has closed.
pub(super) fn answered(posting: PostingId, now: DateTime<Utc>) -> Write {
    Write::of(ANSWERED, &[posting.0, now.timestamp()]).must_change()
}
