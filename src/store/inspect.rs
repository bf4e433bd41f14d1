//! Looking at a database without changing it, and asking whether it answers.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::log;
use super::open::{BUSY_TIMEOUT, contact, options};
use super::open_error::{OpenError, postgres_name};
use super::pool::{Engine, on};
use super::{Result, Store, migrate, schema};

/// Finds nothing; but the database must be there, and be ours.
const PING: &str = "SELECT COUNT(*) FROM events WHERE id = ''";

/// Undone again at once: it shows that something may be written, even where there is no table yet.
const PROBE: &str = "CREATE TABLE studyhall_probe (id BIGINT)";

/// The clock of the database's machine.
const CLOCK: &str = "SELECT CAST(CURRENT_TIMESTAMP AS TEXT)";

/// What a look at a database has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inspection {
    /// It is a file that does not exist yet, in a folder that does.
    Absent {
        /// Its name, without a password.
        name: String,
    },
    /// It can be opened and written.
    Present {
        /// Its name, without a password.
        name: String,
        /// How many steps of our schema it has not taken; it takes them when the program starts.
        pending: usize,
        /// What comes before them, if one rewrites what is there.
        before: Option<Before>,
        /// The time by the database's own clock, where it has one; read last.
        time: Option<DateTime<Utc>>,
        /// The size of its write-ahead log, in bytes; 0 on PostgreSQL.
        log: u64,
    },
}

/// What comes before a step that rewrites a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// The program copies the file.
    Copy {
        /// How many bytes of room are missing for it, if any are.
        missing: Option<u64>,
    },
    /// Its operator takes a backup.
    Backup,
}

impl Store {
    /// Whether `url` has the form of a database's address; nothing is opened or asked.
    pub fn check_url(url: &str) -> std::result::Result<(), OpenError> {
        options(url).map(drop)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        on!(&self.read, |db| sqlx::query_scalar::<_, i64>(PING).fetch_one(db).await.map(drop))?;
        Ok(())
    }

    /// Looks at the database at `url` and leaves no trace.
    pub async fn inspect(url: &str) -> std::result::Result<Inspection, OpenError> {
        match options(url)? {
            Engine::Sqlite(options) => inspect_file(options).await,
            Engine::Postgres(options) => {
                let explain = |fault| OpenError::postgres(&options, fault);
                let connection = contact(&options).await.map_err(explain)?;
                inspect(Engine::Postgres(connection), postgres_name(&options), explain).await
            }
        }
    }
}

async fn inspect_file(options: SqliteConnectOptions) -> std::result::Result<Inspection, OpenError> {
    let path = PathBuf::from(options.get_filename());
    let explain = |fault| OpenError::sqlite(&path, fault);
    if !path.try_exists().unwrap_or(true) {
        let name = path.display().to_string();
        return match path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir())
        {
            Some(folder) => {
                Err(OpenError::FolderMissing { name, folder: folder.display().to_string() })
            }
            None => Ok(Inspection::Absent { name }),
        };
    }
    let options = options.create_if_missing(false).busy_timeout(BUSY_TIMEOUT);
    let bytes = log::size(&log::file_of(&path));
    let connection = options.connect().await.map_err(explain)?;
    // A log that is there is left as it is: somebody else may be the one who folds it in.
    let unfolded = if bytes > 0 { log::keep_unfolded(&options).await } else { None };
    let mut inspected =
        inspect(Engine::Sqlite(connection), path.display().to_string(), explain).await;
    if let Some(connection) = unfolded {
        let _ = connection.close().await;
    }
    if let Ok(Inspection::Present { log, .. }) = &mut inspected {
        *log = bytes;
    }
    if let Ok(Inspection::Present { before: Some(before), .. }) = &mut inspected {
        *before = Before::Copy { missing: migrate::missing_beside(&path) };
    }
    inspected
}

async fn inspect(
    mut connection: Engine<sqlx::SqliteConnection, sqlx::PgConnection>,
    name: String,
    explain: impl Fn(sqlx::Error) -> OpenError,
) -> std::result::Result<Inspection, OpenError> {
    let schema = match &connection {
        Engine::Sqlite(_) => &schema::SQLITE,
        Engine::Postgres(_) => &schema::POSTGRES,
    };
    let pending = on!(&mut connection, |db| {
        let mut tx = db.begin().await.map_err(&explain)?;
        sqlx::query(PROBE).execute(&mut *tx).await.map_err(&explain)?;
        let pending = schema.pending(&mut *tx).await;
        tx.rollback().await.map_err(&explain)?;
        pending.map_err(|error| OpenError::migration(&name, error, &explain))?
    });
    let time = match &mut connection {
        // It has no other clock than ours.
        Engine::Sqlite(_) => None,
        Engine::Postgres(db) => {
            let told: String = sqlx::query_scalar(CLOCK).fetch_one(db).await.map_err(&explain)?;
            Some(time(&told).map_err(&explain)?)
        }
    };
    on!(connection, |db| db.close().await).map_err(&explain)?;
    let before = pending.rewrites().map(|_| Before::Backup);
    Ok(Inspection::Present { name, pending: pending.steps.len(), before, time, log: 0 })
}

/// A time as PostgreSQL writes it in a session in UTC: `2026-05-04 12:00:00.123456+00`.
fn time(told: &str) -> sqlx::Result<DateTime<Utc>> {
    let time = DateTime::parse_from_str(told, "%Y-%m-%d %H:%M:%S%.f%#z");
    time.map(|time| time.to_utc()).map_err(|fault| sqlx::Error::Decode(fault.into()))
}
