//! One SQL text, two databases: the pools behind the store and the macro that runs a query on
//! either.

use sqlx::{PgPool, SqlitePool};

use super::sqlite_writer::SqliteWriter;
use super::write::{Write, Written, write_each};
use super::{Result, Store};

/// The same thing for SQLite or for PostgreSQL.
#[derive(Debug, Clone)]
pub(super) enum Engine<S, P> {
    /// Of the embedded database, SQLite.
    Sqlite(S),
    /// Of a PostgreSQL server.
    Postgres(P),
}

/// Connections to the database.
pub(super) type Pool = Engine<SqlitePool, PgPool>;

/// Whatever writes to the database.
pub(super) type Writer = Engine<SqliteWriter, PgPool>;

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

impl Pool {
    /// Whether a connection to a file is in use at this moment.
    pub(super) fn is_in_use(&self) -> bool {
        match self {
            Self::Sqlite(pool) => {
                usize::try_from(pool.size()).is_ok_and(|all| pool.num_idle() < all)
            }
            Self::Postgres(_) => false,
        }
    }

    /// Closes all connections and waits until they are closed.
    pub(super) async fn close(&self) {
        on!(self, |db| db.close().await);
    }
}

impl Writer {
    /// Makes all of these writes durable, or none.
    ///
    /// It is done in a task of its own, so that it is done or not even if whoever waits for it is
    /// dropped in the middle, as a request is whose client hangs up. A connection that went back to
    /// the pool with a BEGIN on its way would carry the next statements into a transaction that
    /// nobody commits, and keep their locks.
    async fn write(&self, writes: Vec<Write>) -> sqlx::Result<Written> {
        match self {
            Self::Sqlite(sqlite) => sqlite.write(writes).await,
            Self::Postgres(pool) => {
                let pool = pool.clone();
                // The task is never aborted; only the end of the whole program can cut it off.
                let written = tokio::spawn(async move { transact(&pool, &writes).await });
                written.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
            }
        }
    }

    /// Closes all connections and waits until they are closed.
    pub(super) async fn close(&self) {
        on!(self, |db| db.close().await);
    }
}

/// A transaction of these writes on PostgreSQL.
async fn transact(pool: &PgPool, writes: &[Write]) -> sqlx::Result<Written> {
    if writes.len() == 1 {
        // It is a transaction by itself.
        return write_each(&mut *pool.acquire().await?, writes).await;
    }
    let mut tx = pool.begin().await?;
    let written = write_each(&mut tx, writes).await?;
    if written.is_done() {
        tx.commit().await?;
    } else {
        // Now rather than when the connection is next used; what was written before it is seen by
        // all then.
        tx.rollback().await?;
    }
    Ok(written)
}

impl Store {
    /// Makes all of these writes durable, or none: the store's one way of writing.
    pub(super) async fn write(&self, writes: Vec<Write>) -> Result<Written> {
        if writes.is_empty() {
            return Ok(Written::Done(Vec::new()));
        }
        Ok(self.write.write(writes).await?)
    }

    /// Makes one write; how many rows it has changed.
    pub(super) async fn write_one(&self, write: Write) -> Result<u64> {
        Ok(self.write(vec![write]).await?.changed(0))
    }
}
