//! A page of a board, as its buttons name it. A word: it imports nothing of the boards.

use std::fmt;
use std::str::FromStr;

/// A page of a board in a message: `1f3a.members.week.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// The message in which it is shown; its pages replace each other.
    pub message: u32,
    /// Whose ranks it shows.
    pub kind: BoardKind,
    /// Of which period; streaks have none, and name the week.
    pub period: BoardPeriod,
    /// Which page, from 1; none is the one on which the asker stands.
    pub page: Option<u64>,
}

/// What a board ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoardKind {
    /// The points of members.
    Members,
    /// Points of teams; all on one page.
    Teams,
    /// Study days in a row.
    Streaks,
}

/// Text that is no page of a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPage;

/// The span of time of a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoardPeriod {
    /// The community's study day.
    Today,
    /// The ISO week, from Monday on.
    Week,
    /// The calendar month in which it is asked.
    Month,
    /// The season that is running.
    Season,
    /// Everything since the community began.
    All,
}

impl View {
    /// The name of its message.
    pub fn key(self) -> String {
        format!("board:{:x}", self.message)
    }
}

impl BoardKind {
    const ALL: [Self; 3] = [Self::Members, Self::Teams, Self::Streaks];

    /// The board that is called `word` in commands and buttons.
    pub fn called(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Teams => "teams",
            Self::Streaks => "streaks",
        }
    }
}

impl BoardPeriod {
    const ALL: [Self; 5] = [Self::Today, Self::Week, Self::Month, Self::Season, Self::All];

    /// The period that is called `word` in commands and buttons.
    pub fn called(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.word() == word)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "week",
            Self::Month => "month",
            Self::Season => "season",
            Self::All => "all",
        }
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}.{}.{}.", self.message, self.kind.word(), self.period.word())?;
        match self.page {
            Some(page) => page.fmt(f),
            None => f.write_str("own"),
        }
    }
}

impl FromStr for View {
    type Err = NotAPage;

    fn from_str(text: &str) -> Result<Self, NotAPage> {
        let parts: Vec<&str> = text.split('.').collect();
        let &[message, kind, period, page] = parts.as_slice() else { return Err(NotAPage) };
        Ok(Self {
            message: u32::from_str_radix(message, 16).map_err(|_| NotAPage)?,
            kind: BoardKind::called(kind).ok_or(NotAPage)?,
            period: BoardPeriod::called(period).ok_or(NotAPage)?,
            page: if page == "own" { None } else { Some(page.parse().map_err(|_| NotAPage)?) },
        })
    }
}
