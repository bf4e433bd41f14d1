//! One SQL text, two databases: the pools behind the store and the macro that runs a query on
//! either.

use sqlx::{PgPool, Postgres, SqlitePool, Transaction};

use super::Result;
use super::sqlite_writer::{SqliteChange, SqliteWriter};
use super::write::{Write, write_each};

/// The same thing for SQLite or for PostgreSQL.
#[derive(Debug, Clone)]
pub(super) enum Engine<S, P> {
    /// The embedded database.
    Sqlite(S),
    /// The server.
    Postgres(P),
}

/// Connections to the database.
pub(super) type Pool = Engine<SqlitePool, PgPool>;

/// Whatever writes to the database.
pub(super) type Writer = Engine<SqliteWriter, PgPool>;

/// A transaction; dropped without [`Tx::commit`], it leaves no trace.
pub(super) type Tx = Engine<SqliteChange, Transaction<'static, Postgres>>;

/// Expands `$body` once for each kind of database; the SQL text is the same.
macro_rules! on {
    ($engine:expr, |$db:ident| $body:expr) => {
        match $engine {
            $crate::store::pool::Engine::Sqlite($db) => $body,
            $crate::store::pool::Engine::Postgres($db) => $body,
        }
    };
}
pub(super) use on;

/// Runs one statement that writes; `$body` is its outcome.
macro_rules! once {
    ($store:expr, |$db:ident| $body:expr) => {
        match &$store.write {
            $crate::store::pool::Engine::Postgres($db) => $body,
            $crate::store::pool::Engine::Sqlite(writer) => {
                let (mut change, _) = writer.begin(Vec::new()).await?;
                let $db = &mut *change;
                let outcome: $crate::store::Result<_> = $body;
                if outcome.is_ok() {
                    change.commit().await?;
                }
                outcome
            }
        }
    };
}
pub(super) use once;

impl Pool {
    /// Closes all connections and waits until they are closed.
    pub(super) async fn close(&self) {
        on!(self, |db| db.close().await);
    }
}

impl Writer {
    /// Begins a transaction.
    ///
    /// It begins in a task of its own, so that it has either begun or not even if whoever waits for
    /// it is dropped in the middle, as a request is whose client hangs up. A connection that went
    /// back to the pool with a BEGIN on its way would carry the next statements into a transaction
    /// that nobody commits, and keep their locks.
    pub(super) async fn begin(&self) -> sqlx::Result<Tx> {
        self.begin_with(Vec::new()).await.map(|(tx, _)| tx)
    }

    /// Begins a transaction with these statements, up to the first that had to change a row and did
    /// not: its place among them. Then the transaction is only good for [`Tx::rollback`].
    pub(super) async fn begin_with(
        &self,
        statements: Vec<Write>,
    ) -> sqlx::Result<(Tx, Option<usize>)> {
        match self {
            Self::Sqlite(writer) => {
                let (change, outdated) = writer.begin(statements).await?;
                Ok((Tx::Sqlite(change), outdated))
            }
            Self::Postgres(pool) => {
                let pool = pool.clone();
                // The task is never aborted; only the end of the whole program can cut it off.
                let begun = tokio::spawn(async move { pool.begin().await });
                let mut tx = begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))?;
                let outdated = write_each(&mut tx, &statements).await?;
                Ok((Tx::Postgres(tx), outdated))
            }
        }
    }

    /// Closes all connections and waits until they are closed.
    pub(super) async fn close(&self) {
        on!(self, |db| db.close().await);
    }
}

impl Tx {
    /// Makes it durable.
    pub(super) async fn commit(self) -> Result<()> {
        Ok(on!(self, |tx| tx.commit().await)?)
    }

    /// Undoes it, now rather than when the connection is next used; what was written before it is
    /// seen by all then.
    pub(super) async fn rollback(self) -> Result<()> {
        Ok(on!(self, |tx| tx.rollback().await)?)
    }
}
