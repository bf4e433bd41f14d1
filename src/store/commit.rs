//! One request, one transaction: all of a change is durable, or none of it happened.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::answer::add_answer;
use super::deed::apply;
use super::event::add_event;
use super::pool::Tx;
use super::posting::{add_posting, answered};
use super::quiz::put_quizzes;
use super::reminder::{choose_zone, put_reminder};
use super::schedule::put_schedule;
use super::write::Write;
use super::{
    AnswerRow, Deed, Earned, HandledEvent, PostingRow, QuizRow, ReminderRow, Result, ScheduleRow,
    Store,
};
use crate::domain::id::{MemberId, PostingId};

/// Everything that one request changes, committed together or not at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// The platform's event that brings it.
    pub event: Option<HandledEvent>,
    /// Quizzes to write: new ones have version 0, changed ones the version that was read.
    pub quizzes: Vec<QuizRow>,
    /// An answer to record, with what its member had earned that study day when its points were
    /// reckoned.
    pub answer: Option<(AnswerRow, Earned)>,
    /// What else changes, in this order.
    pub deeds: Vec<Deed>,
    /// What changes in the calendar.
    pub calendar: Vec<CalendarChange>,
}

/// One change of the calendar.
#[derive(Debug, Clone, PartialEq)]
pub enum CalendarChange {
    /// A schedule to write: a new one has version 0, a changed one the version that was read.
    PutSchedule(ScheduleRow),
    /// A posting that is due at once.
    AddPosting(PostingRow),
    /// One more member has finished this posting.
    Answered(PostingId),
    /// A reminder to write, with its version like a schedule's.
    PutReminder(ReminderRow),
    /// The zone that a member chose.
    ChooseZone(MemberId, Tz),
}

/// What became of a [`Change`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committed {
    /// It is durable.
    Done,
    /// Somebody was faster: read again and decide again.
    Stale,
    /// The event had been handled before; this was the reply, as JSON.
    Seen(String),
}

impl Store {
    /// Commits a change in one transaction; what it returns is durable.
    ///
    /// No lock is held between reading and committing. Instead each write carries what was read (a
    /// quiz its version, an answer the points earned before), and one that no longer fits makes the
    /// whole change [`Committed::Stale`].
    pub async fn commit(&self, change: &Change, now: DateTime<Utc>) -> Result<Committed> {
        match self.write_change(change, now).await {
            Err(fault) if fault.is_race() => Ok(Committed::Stale),
            outcome => outcome,
        }
    }

    async fn write_change(&self, change: &Change, now: DateTime<Utc>) -> Result<Committed> {
        let event = change.event.iter().map(|event| add_event(event, now));
        let answer = change.answer.iter().flat_map(|(answer, earned)| add_answer(answer, *earned));
        let writes: Vec<Write> = event.chain(put_quizzes(&change.quizzes)).chain(answer).collect();
        let (mut tx, outdated) = self.write.begin_with(writes).await?;
        if let (Some(0), Some(event)) = (outdated, &change.event) {
            tx.rollback().await?;
            // It may have been forgotten this very moment; then the change is simply to be tried
            // again.
            return Ok(self.reply_to(&event.id).await?.map_or(Committed::Stale, Committed::Seen));
        }
        let mut fits = outdated.is_none();
        for deed in &change.deeds {
            fits = fits && apply(&mut tx, deed, now.timestamp()).await?;
        }
        for step in &change.calendar {
            fits = fits && change_calendar(&mut tx, step, now).await?;
        }
        if !fits {
            tx.rollback().await?;
            return Ok(Committed::Stale);
        }
        tx.commit().await?;
        Ok(Committed::Done)
    }
}

/// Makes one change of the calendar; false if it no longer fits.
async fn change_calendar(tx: &mut Tx, change: &CalendarChange, now: DateTime<Utc>) -> Result<bool> {
    match change {
        CalendarChange::PutSchedule(schedule) => put_schedule(tx, schedule).await,
        CalendarChange::AddPosting(posting) => add_posting(tx, posting).await,
        CalendarChange::Answered(posting) => answered(tx, *posting, now).await,
        CalendarChange::PutReminder(reminder) => put_reminder(tx, reminder).await,
        CalendarChange::ChooseZone(member, zone) => {
            choose_zone(tx, *member, *zone, now).await.map(|()| true)
        }
    }
}

/// What a claim got; nothing if it met another claim that waited for it in turn. What is left is
/// found at the next look.
pub(super) fn unless_race<T: Default>(claimed: Result<T>) -> Result<T> {
    match claimed {
        Err(fault) if fault.is_race() => Ok(T::default()),
        claimed => claimed,
    }
}
