//! The store: everything that must survive a restart, in SQLite or PostgreSQL by the same SQL text.
//!
//! A file per family of tables, each with its SQL beside its methods; the `on!` macro runs a text on either database.
//! Reads go through one handle and writes through another, since SQLite has a single writer.

pub mod chat;
mod open;
mod open_error;
mod people;
mod pool;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use rand::rngs::StdRng;

use crate::app::request::Place;
use crate::domain::grade::Verdict;
use crate::domain::id::{AnswerId, CommunityId, MemberId, QuizId};

pub use self::open_error::OpenError;
use self::pool::Pool;

/// The database behind one handle; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    write: Pool,
    read: Pool,
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
    /// The state, as JSON.
    pub state: String,
    /// Grows by one with each change; a change is taken only on top of the version it was made from.
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
    /// What it earned.
    pub points: u32,
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
    /// The platform's event and the reply to give if it comes again, as JSON.
    pub event: Option<(String, String)>,
    /// Quizzes to write: new ones have version 0, changed ones the version that was read.
    pub quizzes: Vec<QuizRow>,
    /// An answer to record, with what its member had earned that study day when its points were reckoned.
    pub answer: Option<(AnswerRow, Earned)>,
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

impl Store {
    /// The community with this name on its platform; made with `zone` at its first sight.
    pub async fn community(
        &self,
        _platform: &str,
        _external: &str,
        _zone: Tz,
        _now: DateTime<Utc>,
        _rng: &mut StdRng,
    ) -> Result<Community> {
        unimplemented!()
    }

    /// The member with this id on the platform; made at first sight, the name and a known zone brought up to date.
    pub async fn member(
        &self,
        _community: CommunityId,
        _external: &str,
        _name: &str,
        _zone: Option<Tz>,
        _now: DateTime<Utc>,
        _rng: &mut StdRng,
    ) -> Result<Member> {
        unimplemented!()
    }

    /// All members of a community whose names fold to the same text as `name`, or whose platform id it is.
    pub async fn members_called(&self, _community: CommunityId, _name: &str) -> Result<Vec<Member>> {
        unimplemented!()
    }

    /// The quiz with this id.
    pub async fn quiz(&self, _id: QuizId) -> Result<Option<QuizRow>> {
        unimplemented!()
    }

    /// The member's open solo quiz, the newest if there are several.
    pub async fn solo_quiz(&self, _member: MemberId) -> Result<Option<QuizRow>> {
        unimplemented!()
    }

    /// The open channel quiz of a place.
    pub async fn channel_quiz(&self, _community: CommunityId, _channel: &str) -> Result<Option<QuizRow>> {
        unimplemented!()
    }

    /// Open quizzes whose `wakes_at` has come, oldest first.
    pub async fn due_quizzes(&self, _now: DateTime<Utc>, _limit: u32) -> Result<Vec<QuizRow>> {
        unimplemented!()
    }

    /// The earliest `wakes_at` of all open quizzes.
    pub async fn next_wake(&self) -> Result<Option<DateTime<Utc>>> {
        unimplemented!()
    }

    /// The reply that was given to an event, as JSON, if it has been handled.
    pub async fn reply_to(&self, _event: &str) -> Result<Option<String>> {
        unimplemented!()
    }

    /// What a member has earned on a study day, in all and with this card.
    pub async fn earned(&self, _member: MemberId, _deck: &str, _card: &str, _study_day: NaiveDate) -> Result<Earned> {
        unimplemented!()
    }

    /// Commits a change in one transaction.
    pub async fn commit(&self, _change: &Change) -> Result<Committed> {
        unimplemented!()
    }

    /// Points of all members with any, from `from` to `to` (both included; the community's study days), most first.
    pub async fn tallies(&self, _community: CommunityId, _from: NaiveDate, _to: NaiveDate) -> Result<Vec<Tally>> {
        unimplemented!()
    }

    /// The study days of a member with at least one graded answer, oldest first.
    pub async fn study_days(&self, _member: MemberId) -> Result<Vec<NaiveDate>> {
        unimplemented!()
    }

    /// The study days of all members of a community, for its board of streaks.
    pub async fn all_study_days(&self, _community: CommunityId) -> Result<Vec<(Member, Vec<NaiveDate>)>> {
        unimplemented!()
    }

    /// Forgets handled events from before `before`.
    pub async fn forget_events(&self, _before: DateTime<Utc>) -> Result<u64> {
        unimplemented!()
    }
}
