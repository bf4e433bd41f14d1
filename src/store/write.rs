//! Writes as data: all that is to change, statement by statement, handed over as a whole.
//!
//! Whoever writes decides beforehand, from what was read, and hands the statements over together. A
//! statement may have to change a row: where it does not, what was decided from has changed in the
//! meantime, and nothing of the whole list is kept. So no transaction is open while a program
//! thinks, and nobody who hangs up in the middle leaves half of one.
//!
//! SQLite gets all statements at once: a member waits while an answer is recorded, and most of that
//! time would go into handing each statement to the thread of the connection and its outcome back.
//! PostgreSQL takes one statement at a time.

use std::fmt::Write as _;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Either, Executor, Result, SqliteConnection};
use tokio_stream::StreamExt;

/// One statement with its arguments.
#[derive(Debug, Clone)]
pub(super) struct Write {
    sql: &'static str,
    arguments: Vec<Argument>,
    must_change: bool,
}

/// What stands for a `$1` in a statement.
#[derive(Debug, Clone)]
enum Argument {
    Number(Option<i64>),
    Text(Option<String>),
}

/// What became of a list of writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// All of it is durable; how many rows each statement has changed, in their order.
    Done(Vec<u64>),
    /// Nothing was changed: the statement at this place, counted from 0, had to change a row and
    /// found none.
    Outdated(usize),
}

impl Default for Written {
    fn default() -> Self {
        Self::Done(Vec::new())
    }
}

impl Write {
    /// A statement without arguments, for a [`Write::number`] or a [`Write::text`] for each of
    /// `$1`, `$2` and so on. No `$` may stand in it for anything else.
    pub(super) fn new(sql: &'static str) -> Self {
        debug_assert!(is_numbered(sql), "a `$` that is no argument: {sql}");
        Self { sql, arguments: Vec::new(), must_change: false }
    }

    /// A statement with numbers only.
    pub(super) fn of(sql: &'static str, numbers: &[i64]) -> Self {
        numbers.iter().fold(Self::new(sql), |write, number| write.number(*number))
    }

    /// The next argument: a number, or none.
    pub(super) fn number(mut self, number: impl Into<Option<i64>>) -> Self {
        self.arguments.push(Argument::Number(number.into()));
        self
    }

    /// The next argument: a text.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.arguments.push(Argument::Text(Some(text.into())));
        self
    }

    /// The next argument: a text, or none.
    pub(super) fn text_if_any(mut self, text: Option<impl Into<String>>) -> Self {
        self.arguments.push(Argument::Text(text.map(Into::into)));
        self
    }

    /// If it changes no row, what it was made from is out of date.
    pub(super) fn must_change(mut self) -> Self {
        self.must_change = true;
        self
    }
}

impl Written {
    /// How many rows the statement at this place has changed; none if the list was out of date.
    pub(super) fn changed(&self, place: usize) -> u64 {
        match self {
            Self::Done(changed) => changed.get(place).copied().unwrap_or_default(),
            Self::Outdated(_) => 0,
        }
    }

    /// Whether all of it is durable.
    pub(super) fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }
}

/// How many statements SQLite gets as one text at most. It copies what is left of a text with each
/// statement that it takes from it, and keeps what it has made of a text that may come again.
const AT_ONCE: usize = 32;

/// A list of writes for SQLite, as texts of statements whose arguments are numbered through.
#[derive(Debug)]
pub(super) struct Batch {
    parts: Vec<(String, Vec<Write>)>,
}

impl Batch {
    /// Joins the statements; to be done before anybody waits for the database.
    pub(super) fn new(mut writes: Vec<Write>) -> Self {
        let mut parts = Vec::with_capacity(writes.len().div_ceil(AT_ONCE));
        while !writes.is_empty() {
            let rest = writes.split_off(writes.len().min(AT_ONCE));
            parts.push((joined(&writes), writes));
            writes = rest;
        }
        Self { parts }
    }

    /// Runs the statements one after the other behind an opening one, up to the first that had to
    /// change a row and did not. What was changed then is only good for being undone.
    pub(super) async fn run(
        &self,
        connection: &mut SqliteConnection,
        opening: &'static str,
    ) -> Result<Written> {
        let mut changed = Vec::new();
        let may_come_again = self.parts.len() == 1;
        for (place, (text, writes)) in self.parts.iter().enumerate() {
            let text = if place == 0 { format!("{opening};{text}") } else { text.clone() };
            let query = sqlx::query(AssertSqlSafe(text)).persistent(may_come_again);
            let arguments = writes.iter().flat_map(|write| &write.arguments);
            let query = arguments.fold(query, |query, argument| match argument {
                Argument::Number(number) => query.bind(*number),
                Argument::Text(text) => query.bind(text.clone()),
            });
            let outcomes = connection.fetch_many(query).filter_map(|outcome| match outcome {
                Ok(Either::Left(outcome)) => Some(Ok(outcome.rows_affected())),
                Ok(Either::Right(_)) => None,
                Err(fault) => Some(Err(fault)),
            });
            let mut outcomes = std::pin::pin!(outcomes);
            if place == 0 {
                outcomes.next().await.transpose()?;
            }
            for write in writes {
                let rows = outcomes.next().await.transpose()?.unwrap_or_default();
                if rows == 0 && write.must_change {
                    return Ok(Written::Outdated(changed.len()));
                }
                changed.push(rows);
            }
            // Whatever is left is the end.
            outcomes.next().await.transpose()?;
        }
        Ok(Written::Done(changed))
    }
}

/// Runs statements one after the other on PostgreSQL, whose transaction has begun, up to the first
/// that had to change a row and did not.
pub(super) async fn write_each(connection: &mut PgConnection, writes: &[Write]) -> Result<Written> {
    let mut changed = Vec::with_capacity(writes.len());
    for (place, write) in writes.iter().enumerate() {
        let query =
            write.arguments.iter().fold(sqlx::query(write.sql), |query, argument| match argument {
                Argument::Number(number) => query.bind(*number),
                Argument::Text(text) => query.bind(text.as_deref()),
            });
        let rows = query.execute(&mut *connection).await?.rows_affected();
        if rows == 0 && write.must_change {
            return Ok(Written::Outdated(place));
        }
        changed.push(rows);
    }
    Ok(Written::Done(changed))
}

/// Whether each `$` of a statement stands before the number of an argument, and none in quotes,
/// where it would be a mere letter.
fn is_numbered(sql: &str) -> bool {
    let mut quote = None;
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            // A doubled quote ends one text and begins another.
            (Some(begun), _) if letter == begun => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (Some(_), '$') => return false,
            (None, '$') if !letters.peek().is_some_and(char::is_ascii_digit) => return false,
            _ => {}
        }
    }
    quote.is_none()
}

/// All statements as one text, their arguments numbered through.
fn joined(writes: &[Write]) -> String {
    let mut text = String::with_capacity(writes.iter().map(|write| write.sql.len() + 16).sum());
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
        let text = "DELETE FROM a WHERE b = $1 OR c = $2 OR d = $1;DELETE FROM e;DELETE FROM f \
            WHERE g IN ($3, $4);";
        assert_eq!(joined(&writes), text);
    }

    #[test]
    fn a_dollar_that_is_no_argument_is_refused() {
        for good in ["SELECT $1, '1 ', \"a\", $12", "UPDATE a SET b = 'it''s' || $1"] {
            assert!(is_numbered(good), "{good}");
        }
        for bad in
            ["SELECT '$1'", "SELECT 'it''s $' || $1", "SELECT \"$1\"", "SELECT $a", "SELECT '"]
        {
            assert!(!is_numbered(bad), "{bad}");
        }
    }

    #[test]
    #[should_panic(expected = "a `$` that is no argument")]
    fn no_write_is_made_of_a_statement_with_one() {
        let _ = Write::new("UPDATE a SET price = '$1'");
    }
}
