//! The families of rows that something happens to by itself.

/// Rows that something happens to by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Quizzes whose round's time is over.
    Quizzes,
    /// Schedules that are due.
    Schedules,
    /// Cards of the day that are to be sent, changed or closed.
    Postings,
    /// Reminders that are due, by their member.
    Reminders,
    /// Seasons whose time is over.
    Seasons,
    /// Final boards that are to be posted, by their season.
    FinalBoards,
    /// Streaks that are to be reckoned, by their member.
    Streaks,
}

impl Family {
    /// All families of such rows.
    pub const ALL: [Self; 7] = [
        Self::Quizzes,
        Self::Schedules,
        Self::Postings,
        Self::Reminders,
        Self::Seasons,
        Self::FinalBoards,
        Self::Streaks,
    ];

    /// The table in which they stand.
    pub fn table(self) -> &'static str {
        match self {
            Self::Quizzes => "quizzes",
            Self::Schedules => "schedules",
            Self::Postings => "postings",
            Self::Reminders => "reminders",
            Self::Seasons | Self::FinalBoards => "seasons",
            Self::Streaks => "streaks",
        }
    }
}
