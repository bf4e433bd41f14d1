//! What cannot be done about a reminder. A word: it imports nothing of its capability.

/// Why something cannot be done about a reminder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReminderRefusal {
    /// A member without a reminder.
    #[error("You have no reminder. Set one with /reminder set time:18:00.")]
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
