//! What cannot be done about a reminder. A word: it imports nothing of its capability.

use crate::app::click::Click;
use crate::app::reply::{Button, ButtonStyle};

/// Why something cannot be done about a reminder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReminderRefusal {
    /// A member without a reminder.
    #[error("You have no reminder yet. Set one with /reminder set time:18:00.")]
    NoReminder,
    /// The button stands under another member's reminder.
    #[error("That reminder is not yours. Set your own with /reminder set time:18:00.")]
    NotYourReminder,
    /// It would be night.
    #[error(
        "That would be in the night, and I am quiet then. I will remind you at your usual time."
    )]
    TooLateToday,
}

impl ReminderRefusal {
    /// What may be done instead, by buttons.
    pub(in crate::app) fn instead(&self) -> Vec<Button> {
        match self {
            Self::NoReminder | Self::NotYourReminder => {
                vec![Button::new(Click::line("/reminder set"), "Remind me", ButtonStyle::Primary)]
            }
            Self::TooLateToday => Vec::new(),
        }
    }
}
