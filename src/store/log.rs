//! The write-ahead log of SQLite: folded into the database and cut when nobody is in the way, and
//! watched for a reader that stands.
//!
//! What is committed goes to the end of the log (`studyhall.db-wal`). A checkpoint folds the log
//! into the database, and once all of it is folded in and nobody reads from it, writing begins at
//! its front again. Whoever began to read long ago still needs the pages of then: the log cannot be
//! folded in beyond that place, nor begun again, and grows with each commit.
//!
//! SQLite folds the log in by itself, at a commit that finds more than [`KEPT`] in it.
//! [`Store::tend_log`] does what it leaves undone: it folds in and cuts a log that has grown while
//! somebody read, also when nothing is written any more.

mod watch;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::sync::Mutex;

use super::{Result, Store};
use watch::{Look, Watch};

pub use watch::LogNews;

/// Bytes that the log may have before it is folded in, and that are left of its file when it is
/// begun again.
pub(super) const KEPT: u64 = 2 << 20;

/// Bytes of log from which on somebody is in the way of folding it in: without, it is begun again
/// long before.
pub(super) const CROWDED: u64 = KEPT / 2 * 3;

/// How long a cut waits for a commit that is under way, or for somebody who is just reading.
/// Meanwhile others wait for it.
const CUTTING: Duration = Duration::from_millis(10);

/// Looks, and changes nothing.
const LOOK: &str = "PRAGMA wal_checkpoint(NOOP)";

/// Folds in what can be, and makes nobody wait.
const FOLD: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// Folds in the rest and cuts the file to nothing, unless somebody reads from it.
const CUT: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Who folds the write-ahead log of SQLite into the database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Checkpoints {
    /// This program does it, now and then.
    #[default]
    On,
    /// Another one, such as Litestream, which must see each page of the log before that: this
    /// program never does.
    Off,
}

impl FromStr for Checkpoints {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            // A line `SQLITE_CHECKPOINT=` sets nothing.
            "on" | "" => Ok(Self::On),
            "off" => Ok(Self::Off),
            _ => {
                Err("write on, or off if another program such as Litestream makes the checkpoints")
            }
        }
    }
}

/// The write-ahead log, as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogState {
    /// The size of its file, in bytes.
    pub bytes: u64,
    /// How long somebody has been in the way of folding it in; zero if nobody is.
    pub held: Duration,
    /// What is to be said about it, once.
    pub news: Option<LogNews>,
}

/// The log of a database that this program folds in.
#[derive(Debug)]
pub(super) struct Log {
    file: PathBuf,
    options: SqliteConnectOptions,
    tended: Mutex<Tended>,
}

#[derive(Debug, Default)]
struct Tended {
    /// A connection of its own, so that no answer waits while the log is folded in; made when it is
    /// first needed.
    connection: Option<SqliteConnection>,
    is_closed: bool,
    /// How many frames were in the log when it was last looked at.
    frames: i64,
    watch: Watch,
}

/// How far the log is folded in.
#[derive(Debug, Clone, Copy)]
struct Progress {
    /// Whether another checkpoint, or who writes or reads, was in the way.
    is_busy: bool,
    frames: i64,
    folded: i64,
}

impl Log {
    /// The log of the database that is reached by these options.
    pub(super) fn new(options: &SqliteConnectOptions) -> Self {
        // It goes through the log's index and a page at a time, and needs no cache.
        let own = options.clone().busy_timeout(CUTTING).pragma("cache_size", "-64");
        Self { file: file_of(options.get_filename()), options: own, tended: Mutex::default() }
    }

    /// Closes the connection; from now on there is nothing to tend.
    pub(super) async fn close(&self) {
        let mut tended = self.tended.lock().await;
        tended.is_closed = true;
        if let Some(connection) = tended.connection.take() {
            let _ = connection.close().await;
        }
    }
}

impl Store {
    /// Folds the write-ahead log in and cuts it, where it has grown or nobody writes, and says how
    /// it stands. To be called every few seconds; it makes no answer wait longer than a moment.
    /// Nothing on PostgreSQL, with [`Checkpoints::Off`], and once the store is closed.
    pub async fn tend_log(&self, now: Instant) -> Result<Option<LogState>> {
        let Some(log) = &self.log else { return Ok(None) };
        let mut tended = log.tended.lock().await;
        if tended.is_closed {
            return Ok(None);
        }
        let bytes = size(&log.file);
        if bytes > 0 {
            let looked = tended.look(log, bytes, self.read.is_in_use()).await;
            if looked.is_err() {
                // Whatever ails it, the next look begins afresh.
                tended.connection = None;
            }
            let news = tended.watch.saw(&looked?, now);
            return Ok(Some(LogState {
                bytes: size(&log.file),
                held: tended.watch.held(now),
                news,
            }));
        }
        let news = tended.watch.saw(&Look::FREE, now);
        Ok(Some(LogState { bytes, held: Duration::ZERO, news }))
    }
}

impl Tended {
    async fn look(&mut self, log: &Log, bytes: u64, is_ours: bool) -> Result<Look> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(log.options.connect().await?),
        };
        let found = checkpoint(connection, LOOK).await?;
        let is_quiet = found.frames == self.frames;
        self.frames = found.frames;
        // What is being written is left to the commits, as long as it is little.
        let is_large = bytes > KEPT;
        if !is_large && !is_quiet && !found.is_folded() {
            return Ok(Look { held: None, is_free: false, is_ours });
        }
        let mut reached =
            if found.is_folded() { found } else { checkpoint(connection, FOLD).await? };
        let mut is_free = reached.is_folded();
        if is_free && is_large {
            reached = checkpoint(connection, CUT).await?;
            is_free = !reached.is_busy;
        }
        let is_held = !is_free && reached.is_known();
        Ok(Look { held: is_held.then_some(reached.folded), is_free, is_ours })
    }
}

impl Progress {
    /// Whether it could be seen at all: another checkpoint may be under way.
    fn is_known(self) -> bool {
        self.frames >= 0
    }

    fn is_folded(self) -> bool {
        self.is_known() && self.folded >= self.frames
    }
}

async fn checkpoint(connection: &mut SqliteConnection, pragma: &'static str) -> Result<Progress> {
    let (busy, frames, folded): (i64, i64, i64) =
        sqlx::query_as(pragma).fetch_one(connection).await?;
    Ok(Progress { is_busy: busy != 0, frames, folded })
}

/// The file of the log beside the database.
pub(super) fn file_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// The size of a file, in bytes; zero if there is none.
pub(super) fn size(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |file| file.len())
}

/// Keeps the log as it is while others close their connections: the last to close folds the log in,
/// and this one cannot, since it may only read. To be closed after them.
pub(super) async fn keep_unfolded(options: &SqliteConnectOptions) -> Option<SqliteConnection> {
    let reader = SqliteConnectOptions::new().filename(options.get_filename()).read_only(true);
    let mut reader = reader.connect().await.ok()?;
    // SQLite opens the log when it is first asked for something.
    sqlx::query("SELECT COUNT(*) FROM sqlite_schema").execute(&mut reader).await.ok()?;
    Some(reader)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_makes_checkpoints_is_said_in_one_word() {
        for (text, checkpoints) in [
            ("on", Some(Checkpoints::On)),
            ("OFF", Some(Checkpoints::Off)),
            ("", Some(Checkpoints::On)),
            ("0", None),
            ("nonsense", None),
        ] {
            assert_eq!(text.parse().ok(), checkpoints, "{text}");
        }
    }

    #[test]
    fn the_log_stands_beside_its_database() {
        assert_eq!(file_of(Path::new("a b/studyhall.db")), Path::new("a b/studyhall.db-wal"));
    }
}
