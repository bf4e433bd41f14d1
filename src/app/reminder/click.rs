//! What the buttons of a reminder send back. A word: it imports nothing of the reminder.

use std::fmt;

use crate::domain::id::NudgeId;

/// A button under a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NudgeClick {
    /// The reminder under which it stands.
    pub nudge: NudgeId,
    /// What its member wants.
    pub wish: Wish,
}

/// What a member wants of a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Again in an hour.
    Later,
    /// Again in the evening.
    Tonight,
    /// No reminder more on this study day.
    NotToday,
    /// No reminder any more, until one is set.
    Stop,
    /// Reminders go on as before the question whether they are wanted.
    Keep,
}

impl Wish {
    /// Every wish with its word in a button.
    pub(in crate::app) const WORDS: [(Self, &str); 5] = [
        (Self::Later, "later"),
        (Self::Tonight, "tonight"),
        (Self::NotToday, "today"),
        (Self::Stop, "stop"),
        (Self::Keep, "keep"),
    ];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(wish, _)| *wish == self).map_or("", |(_, word)| word)
    }
}

impl NudgeClick {
    /// The click whose text is `verb:rest`, if it is one of a reminder: `nudge:812.later`.
    pub(in crate::app) fn read(verb: &str, rest: &str) -> Option<Self> {
        let (nudge, word) = rest.split_once('.').filter(|_| verb == "nudge")?;
        let (wish, _) = Wish::WORDS.into_iter().find(|(_, known)| *known == word)?;
        Some(Self { nudge: nudge.parse().ok()?, wish })
    }
}

impl fmt::Display for NudgeClick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nudge:{}.{}", self.nudge, self.wish.word())
    }
}
