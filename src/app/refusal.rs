//! What a person may read when something cannot be done: what, where, how to mend it. What each
//! capability refuses stands in its own `refusal.rs`; this joins them.

mod again;

use self::again::Again;
use super::admins::refusal::AdminsRefusal;
use super::click::Click;
use super::command::refusal::CommandRefusal;
use super::command::{Written, marked};
use super::daily::refusal::DailyRefusal;
use super::finding::refusal::NotFound;
use super::help::refusal::HelpRefusal;
use super::leaderboard::refusal::BoardRefusal;
use super::mydata::refusal::MyDataRefusal;
use super::quiz::refusal::QuizRefusal;
use super::reading::refusal::Misread;
use super::reminder::refusal::ReminderRefusal;
use super::reply::{Block, Button, Message, Reply};
use super::season::refusal::SeasonRefusal;
use super::speaking::refusal::CannotSpeak;
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
            /// A command that is asked for again by a form.
            #[error("{}", .0.refusal)]
            Again(Box<Again>),
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
    /// A place in which nothing can be said to everyone.
    CannotSpeak(CannotSpeak),
    /// What cannot be done in a quiz or with a question.
    Quiz(QuizRefusal),
    /// The card of the day.
    Daily(DailyRefusal),
    /// What cannot be done about a member's reminder.
    Reminder(ReminderRefusal),
    /// A page that a board does not have.
    Board(BoardRefusal),
    /// What cannot be done about teams and drafts of them.
    Team(TeamRefusal),
    /// What cannot be done about seasons.
    Season(SeasonRefusal),
    /// Stats of somebody who has not answered anything.
    Stats(StatsRefusal),
    /// A streak that its member keeps out of sight.
    Streak(StreakRefusal),
    /// Forgetting somebody who has been forgotten.
    MyData(MyDataRefusal),
    /// What cannot be done about members who are named as admins.
    Admins(AdminsRefusal),
    /// Help about something that it does not know.
    Help(HelpRefusal),
);

impl Refusal {
    /// The refusal as a private reply, with buttons for what may be done instead.
    pub fn reply(&self) -> Reply {
        let mut message = Message::refused(marked(&self.to_string())).with(self.instead());
        if let Self::Again(again) = self {
            message.blocks.extend(again.by_command().map(|text| Block::Note { text }));
        }
        let form = match self {
            Self::Again(again) => again.opens().cloned(),
            _ => None,
        };
        Reply { form, ..Reply::one(message) }
    }

    /// The refusal of a command, with a form where it is about one of its options.
    pub(super) fn asked_again(self, written: &Written) -> Self {
        Again::of(&self, written).map_or(self, |again| Self::Again(Box::new(again)))
    }

    /// The refusal with its form in place of the one that was sent, by what that sends back.
    pub(super) fn in_place_of(self, action: &Click) -> Self {
        match self {
            Self::Again(again) => Self::Again(Box::new(again.in_place_of(action.clone()))),
            refusal => refusal,
        }
    }

    /// The refusal with its form opened, if it has one.
    pub(super) fn opened(self) -> Self {
        match self {
            Self::Again(again) => Self::Again(Box::new(again.opened())),
            refusal => refusal,
        }
    }

    fn instead(&self) -> Vec<Button> {
        match self {
            Self::Command(refusal) => refusal.instead(),
            Self::Quiz(refusal) => refusal.instead(),
            Self::Misread(refusal) => refusal.instead(),
            Self::Reminder(refusal) => refusal.instead(),
            Self::Again(again) => again.buttons(),
            _ => Vec::new(),
        }
    }
}
