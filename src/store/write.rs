//! Writes as data: the statements of a change, sent to the database together.
//!
//! A member waits while an answer is recorded, and with SQLite most of that time would go into
//! handing each statement to the thread of the connection and its outcome back. All statements of a
//! change are handed over at once there; PostgreSQL takes one statement at a time.

use std::fmt::Write as _;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Either, Executor, Result, SqliteConnection};
use tokio_stream::StreamExt;

/// One statement with its arguments.
#[derive(Debug)]
pub(super) struct Write {
    sql: &'static str,
    arguments: Vec<Argument>,
    must_change: bool,
}

/// What stands for a `$1` in a statement.
#[derive(Debug, Clone)]
enum Argument {
    Number(Option<i64>),
    Text(String),
}

impl Write {
    /// A statement without arguments, for a [`Write::number`] or a [`Write::text`] for each of
    /// `$1`, `$2` and so on.
    pub(super) fn new(sql: &'static str) -> Self {
        Self { sql, arguments: Vec::new(), must_change: false }
    }

    /// The next argument: a number, or none.
    pub(super) fn number(mut self, number: impl Into<Option<i64>>) -> Self {
        self.arguments.push(Argument::Number(number.into()));
        self
    }

    /// The next argument: a text.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.arguments.push(Argument::Text(text.into()));
        self
    }

    /// If it changes no row, what it was made from is out of date.
    pub(super) fn must_change(mut self) -> Self {
        self.must_change = true;
        self
    }
}

/// Runs statements one after the other behind an opening one, up to the first that had to change a
/// row and did not: its place among them. What was changed then is only good for being undone.
pub(super) async fn write_at_once(
    connection: &mut SqliteConnection,
    opening: &'static str,
    writes: &[Write],
) -> Result<Option<usize>> {
    let query = sqlx::query(AssertSqlSafe(joined(opening, writes)));
    let query = writes.iter().flat_map(|write| &write.arguments).fold(query, |query, argument| {
        match argument {
            Argument::Number(number) => query.bind(*number),
            Argument::Text(text) => query.bind(text.clone()),
        }
    });
    let outcomes = connection.fetch_many(query).filter_map(|outcome| match outcome {
        Ok(Either::Left(outcome)) => Some(Ok(outcome.rows_affected())),
        Ok(Either::Right(_)) => None,
        Err(fault) => Some(Err(fault)),
    });
    let mut outcomes = std::pin::pin!(outcomes);
    outcomes.next().await.transpose()?;
    for (place, write) in writes.iter().enumerate() {
        let changed = outcomes.next().await.transpose()?;
        if changed == Some(0) && write.must_change {
            return Ok(Some(place));
        }
    }
    // Whatever is left is the end.
    outcomes.next().await.transpose()?;
    Ok(None)
}

/// The same for PostgreSQL, whose transaction has begun.
pub(super) async fn write_each(
    connection: &mut PgConnection,
    writes: &[Write],
) -> Result<Option<usize>> {
    for (place, write) in writes.iter().enumerate() {
        let query =
            write.arguments.iter().fold(sqlx::query(write.sql), |query, argument| match argument {
                Argument::Number(number) => query.bind(*number),
                Argument::Text(text) => query.bind(text.as_str()),
            });
        if query.execute(&mut *connection).await?.rows_affected() == 0 && write.must_change {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// All statements as one text, their arguments numbered through.
fn joined(opening: &str, writes: &[Write]) -> String {
    let mut text = String::with_capacity(writes.iter().map(|write| write.sql.len() + 16).sum());
    text.push_str(opening);
    text.push(';');
    let mut before = 0;
    for write in writes {
        let mut parts = write.sql.split('$');
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let number: usize =
                part[..digits].parse().expect("a dollar stands before the number of an argument");
            write!(text, "${}{}", before + number, &part[digits..])
                .expect("a string takes any text");
        }
        text.push(';');
        before += write.arguments.len();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_numbered_through_all_statements() {
        let writes = [
            Write::new("DELETE FROM a WHERE b = $1 OR c = $2 OR d = $1").number(7).text("x"),
            Write::new("DELETE FROM e"),
            Write::new("DELETE FROM f WHERE g IN ($1, $2)").number(None).text("y"),
        ];
        let text = "BEGIN;DELETE FROM a WHERE b = $1 OR c = $2 OR d = $1;DELETE FROM e;DELETE FROM \
            f WHERE g IN ($3, $4);";
        assert_eq!(joined("BEGIN", &writes), text);
    }
}
