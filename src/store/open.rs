//! Opening a database: where it is, with which settings, and whether it can be written.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection};

use super::Store;
use super::log::{self, Checkpoints, Log};
use super::migrate::{self, Tell};
use super::open_error::{OpenError, postgres_name};
use super::pool::Engine;
use super::sqlite_writer::SqliteWriter;

/// How long is waited for somebody else's lock: with SQLite for another process that is writing.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long PostgreSQL may take to accept the first connection.
const FIRST_CONTACT: Duration = Duration::from_secs(10);

/// Bytes of a page of a new database; one that is there keeps its own. Each page that a commit
/// touches goes to the log as a whole, and an answer changes a few dozen bytes on each of many.
/// With pages of 512 bytes the log would be smaller still, but answers one after the other slower.
const PAGE_SIZE: u32 = 1_024;

/// Connections that read while the one writer of SQLite writes. More of them answer no sooner, and
/// each takes memory.
const SQLITE_READERS: u32 = 2;

/// How many connections to PostgreSQL are open at most.
const POSTGRES_CONNECTIONS: u32 = 8;

impl Store {
    /// Opens the database at `url` (`sqlite:PATH`, a bare path, or `postgres://…`) and brings its
    /// schema up to date.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        Self::open_with(url, Checkpoints::On, &|_| ()).await
    }

    /// The same, where somebody else may be the one who folds in the write-ahead log of SQLite, and
    /// `tell` is told of each thing that takes its time.
    pub async fn open_with(
        url: &str,
        checkpoints: Checkpoints,
        tell: Tell<'_>,
    ) -> Result<Self, OpenError> {
        match options(url)? {
            Engine::Sqlite(options) => Self::open_sqlite(options, checkpoints, tell).await,
            Engine::Postgres(options) => Self::open_postgres(options, tell).await,
        }
    }

    /// Closes all connections; on SQLite the write-ahead log is folded in, unless that is left to
    /// somebody else.
    pub async fn close(&self) {
        let unfolded = match &self.unfolded {
            Some(options) => log::keep_unfolded(options).await,
            None => None,
        };
        if let Some(log) = &self.log {
            log.close().await;
        }
        // The writer goes last: the last connection to close folds the log in.
        self.read.close().await;
        self.write.close().await;
        if let Some(connection) = unfolded {
            let _ = connection.close().await;
        }
    }

    async fn open_sqlite(
        options: SqliteConnectOptions,
        checkpoints: Checkpoints,
        tell: Tell<'_>,
    ) -> Result<Self, OpenError> {
        let path = PathBuf::from(options.get_filename());
        let explain = |fault| OpenError::sqlite(&path, fault);
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            // A verdict that a member has seen must survive a power cut, so each commit reaches the
            // disk.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .foreign_keys(true)
            .page_size(PAGE_SIZE)
            // What a savepoint can undo is kept in memory; on disk, it would be written and read
            // with each change.
            .pragma("temp_store", "MEMORY");
        let options = match checkpoints {
            Checkpoints::On => options.pragma("journal_size_limit", log::KEPT.to_string()),
            Checkpoints::Off => options.pragma("wal_autocheckpoint", "0"),
        };
        // One writer, kept open: changes queue in the program instead of failing on the lock.
        let mut writer = options.connect().await.map_err(explain)?;
        migrate::sqlite(&mut writer, &options, tell).await?;
        let file = match checkpoints {
            Checkpoints::On => {
                fold_in_at(&mut writer, log::KEPT).await.map_err(explain)?;
                Some(log::file_of(&path))
            }
            Checkpoints::Off => None,
        };
        let write = Engine::Sqlite(SqliteWriter::new(writer, file));
        let log = (checkpoints == Checkpoints::On).then(|| Arc::new(Log::new(&options)));
        let unfolded = (checkpoints == Checkpoints::Off).then(|| Arc::new(options.clone()));
        let read = SqlitePoolOptions::new().max_connections(SQLITE_READERS);
        // Half the usual cache: what is read again is mostly the few pages of open quizzes, and
        // there are several readers.
        let reader = options.pragma("query_only", "ON").pragma("cache_size", "-1000");
        let read = Engine::Sqlite(read.connect_lazy_with(reader));
        let store = Self { write, read, log, unfolded };
        let name = path.display().to_string();
        let upgraded = store.upgrade().await;
        upgraded.map_err(|fault| OpenError::upgrade(name, fault, explain))?;
        Ok(store)
    }

    async fn open_postgres(options: PgConnectOptions, tell: Tell<'_>) -> Result<Self, OpenError> {
        let explain = |fault| OpenError::postgres(&options, fault);
        // The pool would try a refusing server again and again until its own time limit; a person
        // waits for a word. And whoever brings the schema up to date waits for another process that
        // does so, however long that takes.
        let quiet = options.clone().disable_statement_logging();
        let mut connection = contact(&quiet).await.map_err(explain)?;
        migrate::postgres(&mut connection, &postgres_name(&options), explain, tell).await?;
        connection.close().await.map_err(explain)?;
        // A locked table holds up who needs it for a while, and nobody for good.
        let wait = format!("{}s", BUSY_TIMEOUT.as_secs());
        let bounded = options.clone().options([("lock_timeout", wait)]);
        let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS);
        let pool = pool.connect_with(bounded).await.map_err(explain)?;
        let store = Self {
            write: Engine::Postgres(pool.clone()),
            read: Engine::Postgres(pool),
            log: None,
            unfolded: None,
        };
        let upgraded = store.upgrade().await;
        upgraded.map_err(|fault| OpenError::upgrade(postgres_name(&options), fault, explain))?;
        Ok(store)
    }
}

/// Has a commit fold the log in that finds more than so many bytes in it.
async fn fold_in_at(writer: &mut SqliteConnection, bytes: u64) -> sqlx::Result<()> {
    let page: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(&mut *writer).await?;
    let pages = bytes / page.unsigned_abs().max(1);
    let pragma = format!("PRAGMA wal_autocheckpoint = {pages}");
    sqlx::query(AssertSqlSafe(pragma)).execute(writer).await.map(drop)
}

/// How the database at `url` is reached.
pub(super) fn options(
    url: &str,
) -> Result<Engine<SqliteConnectOptions, PgConnectOptions>, OpenError> {
    match url.split_once(':').filter(|(scheme, rest)| is_scheme(scheme, rest)) {
        _ if url.trim().is_empty() => Err(OpenError::Empty),
        None => {
            Ok(Engine::Sqlite(SqliteConnectOptions::new().filename(url).create_if_missing(true)))
        }
        Some(("sqlite", rest)) => sqlite_options(url, rest).map(Engine::Sqlite),
        Some(("postgres" | "postgresql", _)) => postgres_options(url).map(Engine::Postgres),
        Some((scheme, _)) => Err(OpenError::UnknownScheme { scheme: scheme.to_owned() }),
    }
}

/// A connection to PostgreSQL, or the reason why there is none, in a bounded time.
pub(super) async fn contact(options: &PgConnectOptions) -> sqlx::Result<PgConnection> {
    tokio::time::timeout(FIRST_CONTACT, options.connect())
        .await
        .unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

/// Whether what stands before a colon is the scheme of an address, not part of a path
/// (`C:\studyhall.db`, `a:b.db`).
fn is_scheme(scheme: &str, rest: &str) -> bool {
    matches!(scheme, "sqlite" | "postgres" | "postgresql") || rest.starts_with("//")
}

fn sqlite_options(url: &str, rest: &str) -> Result<SqliteConnectOptions, OpenError> {
    if rest.contains(":memory:") || rest.contains("mode=memory") {
        return Err(OpenError::InMemory);
    }
    if rest.trim_start_matches('/').is_empty() {
        return Err(OpenError::Empty);
    }
    let malformed =
        |_| OpenError::Malformed { kind: "a SQLite file", example: "sqlite:studyhall.db" };
    let options = SqliteConnectOptions::from_str(url).map_err(malformed)?;
    // Who names a mode decides whether the file may be created.
    Ok(if rest.contains("mode=") { options } else { options.create_if_missing(true) })
}

fn postgres_options(url: &str) -> Result<PgConnectOptions, OpenError> {
    let example = "postgres://user:password@localhost:5432/studyhall";
    let malformed = |_| OpenError::Malformed { kind: "a PostgreSQL address", example };
    let options = PgConnectOptions::from_str(url).map_err(malformed)?;
    Ok(options.application_name("studyhall"))
}
