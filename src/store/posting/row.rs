//! A posting as its row holds it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::id::{CommunityId, MemberId, PostingId, ScheduleId};
use crate::domain::place::{Home, Place};
use crate::store::record::record;
use crate::store::{Error, Result, text};

/// At which step of its life a posting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostingState {
    /// It is still to be sent.
    Due,
    /// It stands in its channel and can be answered.
    Posted,
    /// Its answer has been told.
    Closed,
    /// It was never sent, and never will be.
    Missed,
}

/// One card of the day as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingRow {
    /// The id, which is also the mark by which the message is known on its platform.
    pub id: PostingId,
    /// The community whose card it is.
    pub community: CommunityId,
    /// The channel to which it is sent.
    pub place: Place,
    /// Of which schedule, if it is not one that somebody asked for without a schedule.
    pub schedule: Option<ScheduleId>,
    /// For which local date.
    pub date: NaiveDate,
    /// The id of the card's deck.
    pub deck: String,
    /// The id of the card; empty if it was missed before one was chosen.
    pub card: String,
    /// How the card is asked, as JSON.
    pub round: String,
    /// The step of its life.
    pub state: PostingState,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// Whether it may have been sent by somebody who could not say so any more.
    pub tried: bool,
    /// The platform's name of its message.
    pub reference: String,
    /// When it was sent.
    pub posted_at: Option<DateTime<Utc>>,
    /// When its answer is told, once it was sent.
    pub closes_at: Option<DateTime<Utc>>,
    /// Members who have finished it.
    pub answered: u32,
    /// How many of them its message shows.
    pub shown: u32,
    /// What it says about the week before, as JSON; empty for nothing.
    pub summary: String,
    /// Who asked for it at once, if its schedule did not bring it.
    pub asked_by: Option<MemberId>,
}

record! {
    /// A row of `postings` with its home.
    pub(in crate::store) struct PostingRecord {
        id: i64,
        community: i64,
        platform: String,
        external: String,
        channel: String,
        schedule: Option<i64>,
        local_date: String,
        deck: String,
        card: String,
        round: String,
        state: String,
        due_at: i64,
        tried: i64,
        reference: String,
        posted_at: Option<i64>,
        closes_at: Option<i64>,
        answered: i64,
        shown: i64,
        summary: String,
        asked_by: Option<i64>,
    }
}

impl TryFrom<PostingRecord> for PostingRow {
    type Error = Error;

    fn try_from(row: PostingRecord) -> Result<Self> {
        let id = row.id;
        Self::read(row).map_err(|fault| fault.in_row("postings", id))
    }
}

impl PostingRow {
    fn read(row: PostingRecord) -> Result<Self> {
        let platform = text::platform(&row.platform)?;
        Ok(Self {
            id: PostingId(row.id),
            community: CommunityId(row.community),
            place: Place {
                home: Home::new(platform, row.external),
                channel: row.channel,
                direct: false,
            },
            schedule: row.schedule.map(ScheduleId),
            date: text::day(&row.local_date)?,
            deck: row.deck,
            card: row.card,
            round: row.round,
            state: match row.state.as_str() {
                "due" => PostingState::Due,
                "posted" => PostingState::Posted,
                "closed" => PostingState::Closed,
                _ => PostingState::Missed,
            },
            due_at: text::time(row.due_at)?,
            tried: row.tried != 0,
            reference: row.reference,
            posted_at: row.posted_at.map(text::time).transpose()?,
            closes_at: row.closes_at.map(text::time).transpose()?,
            answered: u32::try_from(row.answered).map_err(Error::unreadable)?,
            shown: u32::try_from(row.shown).map_err(Error::unreadable)?,
            summary: row.summary,
            asked_by: row.asked_by.map(MemberId),
        })
    }
}
