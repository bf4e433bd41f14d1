//! Bringing the schema of a database up to date: in one transaction (on PostgreSQL one for each
//! step), so that a process that is killed in the middle leaves the state before it.
//!
//! Before the first step that rewrites, an SQLite file is copied beside itself. PostgreSQL's own
//! backups are its operator's.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::migrate::MigrateError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection};

use super::log;
use super::open_error::OpenError;
use super::schema::{POSTGRES, SQLITE, Step};

/// Changes nothing, but fails where nothing may be written.
const PROBE: &str = "DELETE FROM events WHERE id = ''";

/// The file of a database: links are followed, and an address is resolved.
const WHERE: &str = "SELECT file FROM pragma_database_list WHERE name = 'main'";

/// The pages that a rewriting step keeps in memory, in kB with a minus before them: those that do
/// not fit are written to the log, each time that they change.
const CACHE: &str = "-65536";

/// How many times its own size a database takes at most while it is rewritten, besides itself.
const ROOM: u64 = 4;

/// What is done to a database before it can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It is copied to this file, before its schema is rewritten.
    Copying(PathBuf),
    /// Its schema takes a step.
    Migrating {
        /// The number of the step.
        step: i64,
        /// What it is about, in a word.
        name: &'static str,
    },
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copying(to) => write!(f, "being copied to {}", to.display()),
            Self::Migrating { step, name } => {
                write!(f, "being brought up to date, step {step} ({name})")
            }
        }
    }
}

/// Whoever is told of it.
pub type Tell<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// Brings a file up to date, which `writer` has open, and makes sure that it can be written.
pub(super) async fn sqlite(
    writer: &mut SqliteConnection,
    options: &SqliteConnectOptions,
    tell: Tell<'_>,
) -> Result<(), OpenError> {
    let path = options.get_filename();
    let explain = |fault| OpenError::sqlite(path, fault);
    let pending = SQLITE.pending(writer).await.map_err(|error| unfit(path, error))?;
    if !pending.steps.is_empty() {
        take_steps(options, tell).await?;
    }
    sqlx::query(PROBE).execute(writer).await.map(drop).map_err(explain)
}

/// Takes all steps that are pending in one transaction. It holds the lock of the writer from before
/// the copy on, so that the copy is the state just before the change, and whoever starts at the
/// same moment finds the one or the other.
async fn take_steps(options: &SqliteConnectOptions, tell: Tell<'_>) -> Result<(), OpenError> {
    let path = options.get_filename();
    let explain = |fault| OpenError::sqlite(path, fault);
    // That it takes its time is no news here.
    let quiet = options.clone().disable_statement_logging();
    // A table that is made anew is dropped first, with all that refers to it.
    let change = quiet.clone().foreign_keys(false).pragma("cache_size", CACHE);
    let mut file = change.connect().await.map_err(explain)?;
    let mut change = file.begin_with("BEGIN IMMEDIATE").await.map_err(explain)?;
    let pending = SQLITE.pending(&mut *change).await.map_err(|error| unfit(path, error))?;
    let copy = match pending.rewrites() {
        Some(first) => {
            let whole: String =
                sqlx::query_scalar(WHERE).fetch_one(&mut *change).await.map_err(explain)?;
            let mut reader = quiet.connect().await.map_err(explain)?;
            let copy = copied(&mut reader, Path::new(&whole), first.number, tell).await?;
            reader.close().await.map_err(explain)?;
            Some(copy)
        }
        None => None,
    };
    for step in &pending.steps {
        told(tell, step, pending.is_new);
        let steps = SQLITE.up_to(step.number);
        let taken = steps.run_direct(None, &mut *change, false).await;
        taken.map_err(|error| unfit(path, error))?;
    }
    change.commit().await.map_err(explain)?;
    if let Some(copy) = copy {
        let copy = copy.display();
        tracing::info!("the database is up to date; delete {copy} once you know that all is well");
    }
    file.close().await.map_err(explain)
}

/// A schema that is none of ours, or a fault of the file.
fn unfit(path: &Path, error: MigrateError) -> OpenError {
    let explain = |fault| OpenError::sqlite(path, fault);
    OpenError::migration(&path.display().to_string(), error, explain)
}

/// Brings a database of PostgreSQL up to date and makes sure that it can be written; `name` is how
/// it may be shown.
pub(super) async fn postgres(
    connection: &mut PgConnection,
    name: &str,
    explain: impl Fn(sqlx::Error) -> OpenError,
    tell: Tell<'_>,
) -> Result<(), OpenError> {
    let wrong = |error: MigrateError| OpenError::migration(name, error, &explain);
    let pending = POSTGRES.pending(connection).await.map_err(wrong)?;
    for step in &pending.steps {
        told(tell, step, pending.is_new);
        let steps = POSTGRES.up_to(step.number);
        steps.run_direct(None, &mut *connection, false).await.map_err(wrong)?;
    }
    sqlx::query(PROBE).execute(connection).await.map(drop).map_err(explain)
}

/// Says that a step is being taken; in the log too, where it rewrites what is there.
fn told(tell: Tell<'_>, step: &Step, is_new: bool) {
    let progress = Progress::Migrating { step: step.number, name: step.name };
    if step.rewrites && !is_new {
        tracing::info!(
            "the database is {progress}; a program of an earlier version cannot use it any more"
        );
    }
    tell(progress);
}

/// Where the copy of a file stands that is made before a step: `studyhall.db.before-0017`.
fn copy_before(path: &Path, step: i64) -> PathBuf {
    with_ending(path, &format!(".before-{step:04}"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// How many bytes are missing beside a database for rewriting it, if any are.
pub(super) fn missing_beside(path: &Path) -> Option<u64> {
    let bytes = log::size(path) + log::size(&log::file_of(path));
    missing(bytes, free_beside(path))
}

/// Refuses to rewrite a database for which there is no room.
fn check_room(path: &Path) -> Result<(), OpenError> {
    match missing_beside(path) {
        Some(missing) => Err(OpenError::NoRoom { name: path.display().to_string(), missing }),
        None => Ok(()),
    }
}

/// Copies the database at `path` before a step; the copy is whole, and on the disk. One that
/// stands there is of a start that was cut off, and older than what is copied now.
async fn copied(
    reader: &mut SqliteConnection,
    path: &Path,
    step: i64,
    tell: Tell<'_>,
) -> Result<PathBuf, OpenError> {
    check_room(path)?;
    let copy = copy_before(path, step);
    let progress = Progress::Copying(copy.clone());
    tracing::info!("the database is {progress}, since its schema is rewritten");
    tell(progress);
    let cannot = |error: io::Error| OpenError::NoCopy {
        name: path.display().to_string(),
        copy: copy.display().to_string(),
        error: error.to_string(),
    };
    // What bears the name of a copy is a whole one.
    let part = with_ending(&copy, ".part");
    begun(&part, path).map_err(cannot)?;
    let quoted = part.display().to_string().replace('\'', "''");
    let into = AssertSqlSafe(format!("VACUUM INTO '{quoted}'"));
    let written = sqlx::query(into).execute(reader).await;
    let kept = match written {
        Ok(_) => kept(&part, &copy).map_err(cannot),
        Err(fault) => Err(OpenError::sqlite(path, fault)),
    };
    if let Err(error) = kept {
        // It is of no use, and may be what has filled the disk.
        let _ = removed(&part);
        return Err(error);
    }
    Ok(copy)
}

/// Makes an empty file for the copy of another, which nobody may read who may not read that.
fn begun(part: &Path, of: &Path) -> io::Result<()> {
    removed(part)?;
    let mut new = File::options();
    new.write(true).create_new(true);
    // Before it has any permissions, nobody else may open it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
    new.open(part)?;
    fs::set_permissions(part, fs::metadata(of)?.permissions())
}

/// Makes sure that a file is on the disk, and gives it its name.
fn kept(part: &Path, name: &Path) -> io::Result<()> {
    File::open(part)?.sync_all()?;
    fs::rename(part, name)?;
    match name.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

fn removed(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The bytes that are free where a file lies; none if the system does not say.
fn free_beside(path: &Path) -> Option<u64> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs4::available_space(folder.unwrap_or(Path::new("."))).ok()
}

/// How many bytes are missing for rewriting a database of so many, if any are. It takes as many for
/// the copy, as many again for the tables that are made anew beside the old ones, and up to half as
/// many more for the write-ahead log (measured: 2.0 to 3.5 times the database in all).
fn missing(bytes: u64, free: Option<u64>) -> Option<u64> {
    let needed = bytes.saturating_mul(ROOM);
    free.filter(|free| *free < needed).map(|free| needed - free)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_needs_room_for_itself_and_for_the_change() {
        for (bytes, free, expected) in [
            (100, Some(400), None),
            (100, Some(399), Some(1)),
            (100, Some(0), Some(400)),
            (0, Some(0), None),
            (100, None, None),
        ] {
            assert_eq!(missing(bytes, free), expected, "{bytes} bytes, {free:?} free");
        }
    }

    #[test]
    fn a_copy_is_named_after_its_file_and_the_step() {
        let copy = copy_before(Path::new("/data/study hall.db"), 17);
        assert_eq!(copy, Path::new("/data/study hall.db.before-0017"));
    }
}
