//! Bringing the schema of a database up to date: step by step, each in one transaction, so that a
//! process that is killed in the middle leaves the state before it.
//!
//! Before the first step that rewrites, an SQLite file is copied beside itself. PostgreSQL's own
//! backups are its operator's.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::migrate::MigrateError;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

use super::log;
use super::open_error::OpenError;
use super::schema::{POSTGRES, SQLITE, Step};

/// Changes nothing, but fails where nothing may be written.
const PROBE: &str = "DELETE FROM events WHERE id = ''";

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

/// Brings the file at `path` up to date and makes sure that it can be written.
pub(super) async fn sqlite(
    file: &mut SqliteConnection,
    path: &Path,
    tell: Tell<'_>,
) -> Result<(), OpenError> {
    let explain = |fault| OpenError::sqlite(path, fault);
    let wrong =
        |error: MigrateError| OpenError::migration(&path.display().to_string(), error, explain);
    let pending = SQLITE.pending(file).await.map_err(wrong)?;
    if let Some(first) = pending.steps.iter().find(|step| step.rewrites && !pending.is_new) {
        let copy = copy_before(path, first.number);
        check_room(path)?;
        said(tell, Progress::Copying(copy.clone()));
        copied(file, path, &copy).await?;
    }
    // A table that is made anew is dropped first, with all that refers to it; the setting has no
    // effect within a transaction.
    set_foreign_keys(file, false).await.map_err(explain)?;
    for step in &pending.steps {
        said(tell, taken(step));
        SQLITE.up_to(step.number).run_direct(None, &mut *file, false).await.map_err(wrong)?;
    }
    set_foreign_keys(file, true).await.map_err(explain)?;
    sqlx::query(PROBE).execute(file).await.map(drop).map_err(explain)
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
    for step in POSTGRES.pending(connection).await.map_err(wrong)?.steps {
        said(tell, taken(&step));
        let steps = POSTGRES.up_to(step.number);
        steps.run_direct(None, &mut *connection, false).await.map_err(wrong)?;
    }
    sqlx::query(PROBE).execute(connection).await.map(drop).map_err(explain)
}

fn taken(step: &Step) -> Progress {
    Progress::Migrating { step: step.number, name: step.name }
}

fn said(tell: Tell<'_>, progress: Progress) {
    match &progress {
        Progress::Copying(_) => tracing::info!("the database is {progress}"),
        Progress::Migrating { .. } => tracing::debug!("the database is {progress}"),
    }
    tell(progress);
}

async fn set_foreign_keys(file: &mut SqliteConnection, on: bool) -> sqlx::Result<()> {
    let pragma = if on { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" };
    sqlx::query(pragma).execute(file).await.map(drop)
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

/// Refuses to rewrite a database for which there is no room.
fn check_room(path: &Path) -> Result<(), OpenError> {
    let bytes = log::size(path) + log::size(&log::file_of(path));
    match missing(bytes, free_beside(path)) {
        Some(missing) => Err(OpenError::NoRoom { name: path.display().to_string(), missing }),
        None => Ok(()),
    }
}

/// Copies the database at `path` to `copy`, which then is whole and on the disk. One that stands
/// there is of a start that was cut off, and older than what is copied now.
async fn copied(file: &mut SqliteConnection, path: &Path, copy: &Path) -> Result<(), OpenError> {
    let cannot = |error: io::Error| OpenError::NoCopy {
        name: path.display().to_string(),
        copy: copy.display().to_string(),
        error: error.to_string(),
    };
    // What bears the name of a copy is a whole one.
    let part = with_ending(copy, ".part");
    begun(&part, path).map_err(cannot)?;
    let quoted = part.display().to_string().replace('\'', "''");
    let into = AssertSqlSafe(format!("VACUUM INTO '{quoted}'"));
    let written = sqlx::query(into).execute(file).await;
    let kept = match written {
        Ok(_) => kept(&part, copy).map_err(cannot),
        Err(fault) => Err(cannot(io::Error::other(fault))),
    };
    if kept.is_err() {
        // It is of no use, and may be what has filled the disk.
        let _ = removed(&part);
    }
    kept
}

/// Makes an empty file for the copy of another, which nobody may read who may not read that.
fn begun(part: &Path, of: &Path) -> io::Result<()> {
    removed(part)?;
    File::create_new(part)?;
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

/// How many bytes are missing for rewriting a database of so many, if any are: it takes a copy, and
/// a write-ahead log in which at most all of it stands once more.
fn missing(bytes: u64, free: Option<u64>) -> Option<u64> {
    let needed = bytes.saturating_mul(2);
    free.filter(|free| *free < needed).map(|free| needed - free)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_needs_room_for_itself_and_for_the_change() {
        for (bytes, free, expected) in [
            (100, Some(200), None),
            (100, Some(199), Some(1)),
            (100, Some(0), Some(200)),
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
