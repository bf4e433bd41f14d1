//! Times, days, zones and dates that cannot be read. A word: it imports nothing of its capability.

use crate::app::click::{self, Click};
use crate::app::reply::{Button, ButtonStyle};
use crate::app::texts::repeated;
use crate::domain::calendar::UnknownZone;
use crate::domain::calendar::clock::NotATime;
use crate::domain::calendar::date;
use crate::domain::calendar::days::NotDays;
use crate::domain::size::grouped;

/// Why a time, days, a zone or a date cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misread {
    /// No time of day.
    #[error(transparent)]
    NotATime(#[from] NotATime),
    /// No time of day, where a word for none would have been taken, too.
    #[error("“{given}” is no time of day. Write it like 18:00 or 6 pm, or write off for none.")]
    NotATimeOrOff {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
    },
    /// No days of the week.
    #[error(transparent)]
    NotDays(#[from] NotDays),
    /// No date, or a day that does not exist.
    #[error(transparent)]
    NoDate(#[from] date::NotADate),
    /// A text names no time zone; it may still say where somebody is.
    #[error("{told}")]
    UnknownZone {
        /// What is wrong and which places there are.
        told: String,
        /// The same command with each of those places.
        instead: Vec<Instead>,
    },
    /// A word in a list of dates is none.
    #[error("“{given}” is no date. List off-days like 2026-12-25, 2026-12-26, or write none.")]
    NotADate {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
    },
    /// Too many dates in a list.
    #[error("You have listed {} off-days, and I take {} at most. List those of the coming years.",
        grouped(*given as u64), grouped(*most as u64))]
    ManyDates {
        /// How many dates were listed.
        given: usize,
        /// How many are taken at most.
        most: usize,
    },
}

/// What may be done instead of what was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// What its button says, at most 200 characters.
    pub label: String,
    /// The line that it stands for, such as `/timezone zone:Asia/Kolkata`.
    pub line: String,
}

impl Misread {
    /// No time of day, with a few words of what was typed.
    pub(in crate::app) fn time(NotATime { given }: NotATime) -> Self {
        NotATime { given: repeated(&given) }.into()
    }

    /// No time of day and no word for none, with a few words of what was typed.
    pub(in crate::app) fn time_or_off(NotATime { given }: NotATime) -> Self {
        Self::NotATimeOrOff { given: repeated(&given) }
    }

    /// No days of the week, with a few words of what was typed.
    pub(in crate::app) fn days(refused: NotDays) -> Self {
        match refused {
            NotDays::Unknown { given } => NotDays::Unknown { given: repeated(&given) }.into(),
            NotDays::NoneLeft => NotDays::NoneLeft.into(),
        }
    }

    /// No date, with a few words of what was typed.
    pub(in crate::app) fn date(refused: date::NotADate) -> Self {
        match refused {
            date::NotADate::Unknown { given } => {
                date::NotADate::Unknown { given: repeated(&given) }.into()
            }
            no_such_day @ date::NotADate::NoSuchDay { .. } => no_such_day.into(),
        }
    }

    /// No zone, with a few words of what was typed, and without the time that it is anywhere.
    pub(in crate::app) fn zone(refused: UnknownZone) -> Self {
        let short = repeated(&refused.given);
        Self::UnknownZone { told: refused.about(short).to_string(), instead: Vec::new() }
    }

    /// Buttons for what may be done instead.
    pub(in crate::app) fn instead(&self) -> Vec<Button> {
        let Self::UnknownZone { instead, .. } = self else { return Vec::new() };
        let mut buttons = Vec::new();
        for Instead { label, line } in instead {
            let click = Click::line(line);
            // A command with long options does not fit into a button; its zones stand in the
            // sentence.
            if click.to_string().len() <= click::LONGEST {
                buttons.push(Button::new(click, label, ButtonStyle::Plain));
            }
        }
        buttons
    }
}
