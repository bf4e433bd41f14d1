//! Why the store could not do something, in what matters to whoever asked for it: whether trying
//! again would end the same way, and whether somebody else was only faster.

use std::fmt;

/// A fault of the store while it was in use.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row holds what this program never wrote.
    #[error("what is kept cannot be read{row}")]
    Unreadable {
        /// The row, where it is known.
        row: RowOf,
        /// What of it cannot be read, and why.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A row that must be there is not.
    #[error("a row that must be there is missing")]
    Missing,
    /// Another transaction was faster, or drew the same id: nothing is wrong, and nothing was done.
    #[error("another transaction was faster")]
    Raced(#[source] Option<DatabaseFault>),
    /// The store has been closed, since the program is about to end.
    #[error("the database is closed")]
    Closed,
    /// The database, or the way to it, failed.
    #[error("the database failed")]
    Failed(#[source] DatabaseFault),
}

/// Which row cannot be read: its table and its id, or none where only a statement is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowOf(Option<(&'static str, i64)>);

/// What the database said.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct DatabaseFault(sqlx::Error);

impl fmt::Display for RowOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some((table, id)) => write!(f, " (row {id} of {table})"),
            None => Ok(()),
        }
    }
}

impl Error {
    /// The error for a value that this program never wrote.
    pub(super) fn unreadable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unreadable { row: RowOf::default(), cause: cause.into() }
    }

    /// The same, in a row of a table that is known.
    pub(super) fn in_row(self, table: &'static str, id: i64) -> Self {
        match self {
            Self::Unreadable { row: RowOf(None), cause } => {
                Self::Unreadable { row: RowOf(Some((table, id))), cause }
            }
            other => other,
        }
    }

    /// Whether trying again later would end the same way.
    pub fn is_lasting(&self) -> bool {
        matches!(self, Self::Unreadable { .. })
    }

    /// Whether it only says that somebody else was faster: what was to be done may be decided anew.
    pub fn is_race(&self) -> bool {
        matches!(self, Self::Raced(_))
    }

    /// The library's own error, for those who tell a database's faults apart; or this one, if it is
    /// none of a database.
    pub(super) fn into_fault(self) -> Result<sqlx::Error, Self> {
        match self {
            Self::Raced(Some(DatabaseFault(fault))) | Self::Failed(DatabaseFault(fault)) => {
                Ok(fault)
            }
            other => Err(other),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(fault: sqlx::Error) -> Self {
        match fault {
            sqlx::Error::Decode(cause) => Self::unreadable(cause),
            fault @ sqlx::Error::ColumnDecode { .. } => Self::unreadable(fault),
            sqlx::Error::RowNotFound => Self::Missing,
            sqlx::Error::PoolClosed => Self::Closed,
            fault if is_race(&fault) => Self::Raced(Some(DatabaseFault(fault))),
            fault => Self::Failed(DatabaseFault(fault)),
        }
    }
}

/// What a claim got; nothing if it met another claim that waited for it in turn. What is left is
/// found at the next look.
pub(super) fn unless_race<T: Default>(claimed: Result<T, Error>) -> Result<T, Error> {
    match claimed {
        Err(fault) if fault.is_race() => Ok(T::default()),
        claimed => claimed,
    }
}

/// Whether a fault only says that another transaction was faster, or drew the same id.
fn is_race(fault: &sqlx::Error) -> bool {
    const SERIALIZATION_FAILURE: &str = "40001";
    const DEADLOCK_DETECTED: &str = "40P01";
    fault.as_database_error().is_some_and(|fault| {
        fault.is_unique_violation()
            || matches!(fault.code().as_deref(), Some(SERIALIZATION_FAILURE | DEADLOCK_DETECTED))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_read_lasts_and_it_says_where_it_stands() {
        let broken = Error::from(sqlx::Error::Decode("no time: -1".into()));
        assert!(broken.is_lasting() && !broken.is_race());
        assert_eq!(broken.to_string(), "what is kept cannot be read");
        let broken = broken.in_row("quizzes", 7).in_row("seasons", 8);
        assert_eq!(broken.to_string(), "what is kept cannot be read (row 7 of quizzes)");
        for fault in [sqlx::Error::RowNotFound, sqlx::Error::PoolClosed, sqlx::Error::PoolTimedOut]
        {
            let fault = Error::from(fault).in_row("quizzes", 7);
            assert!(!fault.is_lasting() && !fault.is_race(), "{fault}");
        }
    }
}
