//! The store: everything that must survive a restart, in SQLite or PostgreSQL by the same SQL text.
//!
//! A file per family of tables, each with its SQL beside its methods; the `on!` macro runs a text
//! on either database. Reads go through one handle and writes through another, since SQLite has a
//! single writer.

mod admin;
mod answer;
mod aside;
mod board;
pub mod chat;
mod claim;
mod clock;
mod commit;
mod community;
mod conversation;
mod data;
mod deed;
mod direct_home;
mod error;
mod event;
mod family;
mod greeting;
mod in_use;
mod inspect;
mod log;
mod migrate;
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
mod reply_address;
mod schedule;
mod schema;
mod season;
mod settings;
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

use sqlx::sqlite::SqliteConnectOptions;

pub use self::admin::NamedAdmin;
pub use self::answer::{AnswerRow, Earned};
pub use self::board::PageOf;
pub use self::clock::StudiedAhead;
pub use self::commit::{Change, Committed};
pub use self::community::{Community, KnownMember, Member, MemberNews, NewCommunity, NewMember};
pub use self::data::{GivenAnswer, KnownAs, MemberData, WrittenMessage};
pub use self::deed::Deed;
pub use self::direct_home::KnownHome;
pub use self::error::{DatabaseFault, Error, RowOf};
pub use self::event::HandledEvent;
pub use self::family::Family;
pub use self::inspect::{Before, Inspection};
use self::log::Log;
pub use self::log::{Checkpoints, LogNews, LogState};
pub use self::migrate::{Progress, Tell};
pub use self::open_error::OpenError;
pub use self::people::Whereabouts;
pub use self::personal::FORMER;
use self::pool::{Pool, Writer};
pub use self::posting::{PostingRow, PostingState};
pub use self::quiz::QuizRow;
pub use self::reminder::{NudgeRow, ReminderRow};
pub use self::schedule::{Advanced, ScheduleRow, ScheduleState};
pub use self::season::{FinalBoardRow, NewSeason, SeasonRow};
pub use self::shown::Shown;
pub use self::standing::MemberPoints;
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

/// What the store gives, or why it could not.
pub type Result<T> = std::result::Result<T, Error>;
