//! The store: everything that must survive a restart, in SQLite or PostgreSQL by the same SQL text.
//!
//! A file per family of tables, each with its SQL beside its methods; the `on!` macro runs a text
//! on either database. Reads go through one handle and writes through another, since SQLite has a
//! single writer.

mod answer;
mod aside;
mod board;
pub mod chat;
mod clock;
mod commit;
mod community;
mod conversation;
mod data;
mod deed;
mod event;
mod in_use;
mod inspect;
mod log;
mod open;
mod open_error;
mod outcome;
pub mod packed;
mod people;
pub mod personal;
#[cfg(test)]
mod plan;
mod pool;
mod posting;
mod quiz;
mod record;
mod reminder;
mod schedule;
mod season;
mod shown;
mod sqlite_writer;
mod standing;
mod stats;
mod streak;
mod team;
mod text;
mod upgrade;
mod write;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, WeekdaySet};
use chrono_tz::Tz;

use sqlx::sqlite::SqliteConnectOptions;

use crate::domain::calendar::schedule::Schedule;
use crate::domain::grade::Verdict;
use crate::domain::id::{AnswerId, CommunityId, MemberId, NudgeId, PostingId, QuizId, ScheduleId};
use crate::domain::place::Place;
use crate::domain::reminder::Mood;

pub use self::aside::Family;
pub use self::board::PageOf;
pub use self::clock::StudiedAhead;
pub use self::data::{GivenAnswer, MemberData, WrittenMessage};
pub use self::deed::Deed;
pub use self::inspect::Inspection;
use self::log::Log;
pub use self::log::{Checkpoints, LogNews, LogState};
pub use self::open_error::OpenError;
pub use self::personal::FORMER;
use self::pool::{Pool, Writer};
pub use self::season::{FinalBoardRow, NewSeason, SeasonRow};
pub use self::shown::Shown;
pub use self::stats::Hits;
pub use self::streak::{DueStreak, KeptStreak, Reckoned};
pub use self::team::{DraftRow, Mate, NewTeam, TeamRow};

/// The database behind one handle; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    write: Writer,
    read: Pool,
    /// The write-ahead log of SQLite, if this program folds it in.
    log: Option<Arc<Log>>,
    /// The file whose log is left as it is when the store is closed.
    unfolded: Option<Arc<SqliteConnectOptions>>,
}

/// A fault of the database while it was in use.
pub type Result<T> = std::result::Result<T, sqlx::Error>;

/// A community as the store knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Community {
    /// Its id.
    pub id: CommunityId,
    /// Its zone, in which its standings and schedules are reckoned.
    pub zone: Tz,
}

/// A member as the store knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The id.
    pub id: MemberId,
    /// The community.
    pub community: CommunityId,
    /// The platform's id of the person.
    pub external: String,
    /// The name that others see.
    pub name: String,
    /// The own zone, if it is known; otherwise the community's counts.
    pub zone: Option<Tz>,
}

/// A quiz as it is kept: its state as the domain wrote it, and what finds it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizRow {
    /// The id.
    pub id: QuizId,
    /// The community.
    pub community: CommunityId,
    /// Where it runs.
    pub place: Place,
    /// Whose it is, if it is a solo quiz.
    pub solo: Option<MemberId>,
    /// The card of the day that it answers, if it does.
    pub posting: Option<PostingId>,
    /// The state, as JSON.
    pub state: String,
    /// Grows by one with each change, from 1; a change is taken only on top of the version it was
    /// made from.
    pub version: i64,
    /// When something happens by itself: the open round's end.
    pub wakes_at: Option<DateTime<Utc>>,
    /// Whether it is over.
    pub over: bool,
}

/// One graded answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// The id.
    pub id: AnswerId,
    /// Who answered.
    pub member: MemberId,
    /// In which community.
    pub community: CommunityId,
    /// In which quiz.
    pub quiz: QuizId,
    /// In which of its rounds, from 1.
    pub round: u32,
    /// Of which deck.
    pub deck: String,
    /// Which card.
    pub card: String,
    /// What was typed or chosen.
    pub given: String,
    /// How it was judged.
    pub verdict: Verdict,
    /// What it earned under the rules of its day: what it adds to the standings.
    pub points: u32,
    /// Whether its points are quiz points, which are capped each study day; not those of a card of
    /// the day.
    pub counts_to_cap: bool,
    /// The member's study day on which it counts.
    pub study_day: NaiveDate,
    /// The community's study day under which its points stand on the leaderboard.
    pub board_day: NaiveDate,
    /// When.
    pub at: DateTime<Utc>,
}

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

/// An event of a platform that is handled, so that it changes nothing when it comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandledEvent {
    /// The platform's name and its id of the event.
    pub id: String,
    /// Who did it.
    pub member: MemberId,
    /// The reply to give if it comes again, as JSON in which members are ids.
    pub reply: String,
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

/// Whether a schedule posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleState {
    /// It does.
    On,
    /// Not for now.
    Paused,
    /// Not any more.
    Off,
}

/// A channel's schedule as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleRow {
    /// The id.
    pub id: ScheduleId,
    /// The community.
    pub community: CommunityId,
    /// Where it posts.
    pub place: Place,
    /// From which deck.
    pub deck: String,
    /// When.
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

/// At which step of its life a posting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostingState {
    /// To be sent.
    Due,
    /// In its channel.
    Posted,
    /// Resolved.
    Closed,
    /// Never sent.
    Missed,
}

/// One card of the day as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingRow {
    /// The id, which is also the mark by which the message is known on its platform.
    pub id: PostingId,
    /// The community.
    pub community: CommunityId,
    /// Where it goes.
    pub place: Place,
    /// Of which schedule, if it is not one that somebody asked for without a schedule.
    pub schedule: Option<ScheduleId>,
    /// For which local date.
    pub date: NaiveDate,
    /// Of which deck.
    pub deck: String,
    /// Which card.
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
    /// When it closes.
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

/// A member's reminder as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderRow {
    /// Whose.
    pub member: MemberId,
    /// At which time by the wall clock.
    pub at: NaiveTime,
    /// Of which zone.
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
}

/// One reminder on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NudgeRow {
    /// The id, which is also the mark by which the message is known on its platform.
    pub id: NudgeId,
    /// To whom.
    pub member: MemberId,
    /// Whether it was sent.
    pub sent: bool,
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

/// What a member has earned on a study day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Earned {
    /// Points from quizzes on that study day.
    pub quiz_points: u32,
    /// Whether the card in question earned points on that study day already.
    pub card: bool,
}

/// A member's points in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Who.
    pub member: MemberId,
    /// The name that others see.
    pub name: String,
    /// The sum.
    pub points: i64,
}
