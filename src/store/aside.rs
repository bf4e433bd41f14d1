//! Rows that cannot be read, or over which the program has failed: they are set aside, so that
//! nobody else waits for them and they do not come again at each start. Nothing of them is thrown
//! away.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::record::Checked;
use super::write::Write;
use super::{Error, Family, Result, Store, claim};

/// Of how many rows it is remembered that they were logged.
const MANY_LOGGED: usize = 10_000;

/// Makes a row of a family due never, and leaves nobody waiting for it.
fn aside(family: Family) -> &'static str {
    match family {
        Family::Quizzes => {
            "UPDATE quizzes SET is_over = 1, wakes_at = NULL, version = version + 1 WHERE id = $1"
        }
        // Nobody can be told of what cannot be read.
        Family::Schedules => {
            "UPDATE schedules \
             SET state = 'paused', next_at = NULL, told = 1, version = version + 1, \
                 note = 'Something went wrong on our side.' \
             WHERE id = $1"
        }
        Family::Postings => {
            "UPDATE postings SET wake_at = NULL, \
                 state = CASE WHEN state = 'due' THEN 'missed' ELSE 'closed' END \
             WHERE id = $1"
        }
        Family::Reminders => {
            "UPDATE reminders SET next_at = NULL, version = version + 1 WHERE member = $1"
        }
        // A season must end some day: on the last of the year 9999.
        Family::Seasons => "UPDATE seasons SET ends_at = 253402300799 WHERE id = $1",
        Family::FinalBoards => "UPDATE seasons SET post_at = NULL WHERE id = $1",
        Family::Streaks => "UPDATE streaks SET due_at = NULL, mark = mark + 1 WHERE member = $1",
    }
}

fn log_unreadable(family: Family, id: i64, fault: &Error) {
    let cause = fault as &dyn std::error::Error;
    tracing::error!(table = family.table(), id, cause, "a row cannot be read and is set aside");
}

/// The rows of a list that can be read, for somebody who asks for it; what cannot be read is left
/// out, and logged once.
pub(super) fn legible<T, Row>(
    table: &'static str,
    rows: Vec<Checked<T>>,
    read: impl Fn(T) -> Result<Row>,
) -> Vec<Row> {
    static LOGGED: Mutex<BTreeSet<(&str, i64)>> = Mutex::new(BTreeSet::new());
    let mut legible = Vec::with_capacity(rows.len());
    for Checked { id, row } in rows {
        match row.map_err(Error::from).and_then(&read) {
            Ok(row) => legible.push(row),
            Err(fault) => {
                let mut logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
                if logged.len() < MANY_LOGGED && logged.insert((table, id)) {
                    let cause = &fault as &dyn std::error::Error;
                    tracing::error!(table, id, cause, "a row cannot be read and is left out");
                }
            }
        }
    }
    legible
}

impl Store {
    /// Sets a row aside.
    pub async fn set_aside(&self, family: Family, id: i64) -> Result<()> {
        let release = claim::of(family).map(|claims| claims.release(id));
        let aside = Write::of(aside(family), &[id]);
        self.write([aside].into_iter().chain(release).collect()).await.map(drop)
    }

    /// The rows that can be read; the others are logged and set aside.
    pub(super) async fn readable<T, Row>(
        &self,
        family: Family,
        rows: Vec<Checked<T>>,
    ) -> Result<Vec<Row>>
    where
        Row: TryFrom<T, Error = Error>,
    {
        let mut readable = Vec::with_capacity(rows.len());
        for Checked { id, row } in rows {
            match row.map_err(Error::from).and_then(Row::try_from) {
                Ok(row) => readable.push(row),
                Err(fault) => {
                    log_unreadable(family, id, &fault);
                    self.set_aside(family, id).await?;
                }
            }
        }
        Ok(readable)
    }
}
