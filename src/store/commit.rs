//! One request, one transaction: all of a change is durable, or none of it happened.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::answer::add_answer;
use super::event::add_event;
use super::posting::{add_asked_posting, answered};
use super::quiz::put_quizzes;
use super::reminder::put_reminder;
use super::schedule::put_schedule;
use super::write::{Write, Written};
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
        match self.write(self.writes_of_change(change, now).await?).await {
            Ok(Written::Done(_)) => Ok(Committed::Done),
            Ok(Written::Outdated(place)) => match &change.event {
                // It may have been forgotten this very moment; then the change is simply to be tried
                // again.
                Some(event) if place == 0 => {
                    Ok(self.reply_to(&event.id).await?.map_or(Committed::Stale, Committed::Seen))
                }
                _ => Ok(Committed::Stale),
            },
            Err(fault) if fault.is_race() => Ok(Committed::Stale),
            Err(fault) => Err(fault),
        }
    }

    async fn writes_of_change(&self, change: &Change, now: DateTime<Utc>) -> Result<Vec<Write>> {
        let event = change.event.iter().map(|event| add_event(event, now));
        let answer = change.answer.iter().flat_map(|(answer, earned)| add_answer(answer, *earned));
        let mut writes: Vec<Write> =
            event.chain(put_quizzes(&change.quizzes)).chain(answer).collect();
        for deed in &change.deeds {
            writes.extend(self.writes_of(deed, now.timestamp()).await?);
        }
        for step in &change.calendar {
            writes.extend(self.writes_of_calendar(step, now).await?);
        }
        Ok(writes)
    }

    async fn writes_of_calendar(
        &self,
        change: &CalendarChange,
        now: DateTime<Utc>,
    ) -> Result<Vec<Write>> {
        Ok(match change {
            CalendarChange::PutSchedule(schedule) => put_schedule(schedule).into(),
            CalendarChange::AddPosting(posting) => add_asked_posting(posting),
            CalendarChange::Answered(posting) => vec![answered(*posting, now)],
            CalendarChange::PutReminder(reminder) => vec![put_reminder(reminder).must_change()],
            CalendarChange::ChooseZone(member, zone) => {
                self.choose_zone(*member, *zone, now).await?
            }
        })
    }
}
