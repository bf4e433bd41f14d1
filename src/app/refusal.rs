//! What a person may read when something cannot be done: what, where, how to mend it. What each
//! capability refuses stands in its own `refusal.rs`; this joins them.

use super::command::refusal::CommandRefusal;
use super::daily::refusal::DailyRefusal;
use super::finding::refusal::NotFound;
use super::leaderboard::refusal::BoardRefusal;
use super::mydata::refusal::MyDataRefusal;
use super::quiz::refusal::QuizRefusal;
use super::reading::refusal::Misread;
use super::reminder::refusal::ReminderRefusal;
use super::reply::{Button, Message, Reply};
use super::season::refusal::SeasonRefusal;
use super::stats::refusal::StatsRefusal;
use super::streak::refusal::StreakRefusal;
use super::team::refusal::TeamRefusal;

/// The refusals of one capability; whoever fails with one fails with a [`Refusal`].
pub(super) trait Refuses: Into<Refusal> {}

/// Joins the refusals of the capabilities to one type.
macro_rules! refusals {
    ($($(#[$about:meta])* $variant:ident($refusal:ident)),* $(,)?) => {
        /// Something that was asked for and cannot be done; its text is for the asker.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $($(#[$about])* #[error(transparent)] $variant(#[from] $refusal),)*
            /// A button or form of another version of the program.
            #[error("That button is no longer in use. Type /help to see what I can do.")]
            UnknownClick,
        }

        impl Refuses for Refusal {}
        $(impl Refuses for $refusal {})*
    };
}

refusals!(
    /// A command or its options.
    Command(CommandRefusal),
    /// The name of a deck, a topic or a member.
    NotFound(NotFound),
    /// A time, days, a zone or a date.
    Misread(Misread),
    /// A quiz.
    Quiz(QuizRefusal),
    /// The card of the day.
    Daily(DailyRefusal),
    /// A reminder.
    Reminder(ReminderRefusal),
    /// A board.
    Board(BoardRefusal),
    /// Teams.
    Team(TeamRefusal),
    /// Seasons.
    Season(SeasonRefusal),
    /// Stats.
    Stats(StatsRefusal),
    /// A streak.
    Streak(StreakRefusal),
    /// A member's data.
    MyData(MyDataRefusal),
);

impl Refusal {
    /// The refusal as a private reply, with buttons for what may be done instead.
    pub fn reply(&self) -> Reply {
        Reply::one(Message::refused(self.to_string()).with(self.instead()))
    }

    fn instead(&self) -> Vec<Button> {
        match self {
            Self::Quiz(refusal) => refusal.instead(),
            Self::Misread(refusal) => refusal.instead(),
            _ => Vec::new(),
        }
    }
}
