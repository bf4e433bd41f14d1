//! The one writer of SQLite: changes take turns on one connection and reach the disk together.
//!
//! A commit waits for the disk, and SQLite has a single writer, so commits one after the other
//! would each wait for all before them. Instead they share a transaction: whoever ends a turn while
//! others wait for theirs leaves the commit to the last of them, and all are answered once it is
//! durable: a group commit. Alone, a change is committed at once.
//!
//! While a reader stands, nothing of the write-ahead log can be used again, and each commit adds
//! every page that it touches (see `log.rs`). Then a group is kept open for longer, so that more
//! changes touch the same pages in one commit.
//!
//! What a change does can be undone without the others: all but the first of a transaction are
//! savepoints. The first is none, since SQLite keeps a copy of each page that changes under a
//! savepoint, which costs more than the change itself.

mod company;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sqlx::error::DatabaseError;
use sqlx::{Connection, SqliteConnection, query};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::log::{CROWDED, size};
use super::write::{Batch, Write, Written};
use company::Company;

/// How long the first change of a group waits for others at most: about as long as a disk takes for
/// a commit.
const LONGEST_GROUP: Duration = Duration::from_millis(4);

/// How long it waits at most while a reader stands and the log has grown: a verdict still comes
/// within a second.
const LONGEST_HELD: Duration = Duration::from_millis(800);

/// Meanwhile it is committed as soon as nobody has come for so long: at the rate of a full house,
/// others come sooner.
const QUIET: Duration = Duration::from_millis(60);

/// So many changes are not kept waiting for more.
const FULL_GROUP: usize = 250;

/// How long somebody has waited who is not to wait in vain for another process once more.
const LOCKED: Duration = Duration::from_secs(2);

/// The writer; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct SqliteWriter {
    turn: Arc<Mutex<Turn>>,
    /// How many wait for their turn; each of them ends it, too, so that a group left to them is
    /// committed.
    waiting: Arc<AtomicUsize>,
}

/// What whoever has the turn writes on.
#[derive(Debug)]
struct Turn {
    /// The connection, until the writer is closed.
    connection: Option<SqliteConnection>,
    /// Since when a transaction has been open.
    open: Option<Instant>,
    /// Whether the change that has the turn is a savepoint of it, or all that is in it so far.
    savepoint: bool,
    /// Whose savepoints of it are released, waiting for its commit.
    released: Vec<oneshot::Sender<bool>>,
    /// How long a transaction may be open before its commit is left to nobody any more.
    longest_group: Duration,
    /// The file of the write-ahead log, if it matters how much is written there.
    log: Option<PathBuf>,
    /// The number of the latest transaction.
    group: u64,
    /// Which of them somebody will end when its time is over.
    timed: Option<u64>,
    company: Company,
    /// When another process was last found to hold the database for longer than we wait.
    locked_at: Option<Instant>,
}

/// To whom the commit of a group is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeftTo {
    Nobody,
    TheNext,
    Timer,
}

impl SqliteWriter {
    /// A writer on this connection; to be sparing with this log, if one is named.
    pub(super) fn new(connection: SqliteConnection, log: Option<PathBuf>) -> Self {
        let turn = Turn {
            connection: Some(connection),
            open: None,
            savepoint: false,
            released: Vec::new(),
            longest_group: LONGEST_GROUP,
            log,
            group: 0,
            timed: None,
            company: Company::default(),
            locked_at: None,
        };
        Self { turn: Arc::new(Mutex::new(turn)), waiting: Arc::default() }
    }

    /// Waits for a turn and makes a change of these statements: what it returns is durable, or has
    /// left no trace.
    pub(super) async fn write(&self, writes: Vec<Write>) -> sqlx::Result<Written> {
        let (own, batch) = (self.clone(), Batch::new(writes));
        // In a task of its own: whoever waits for it may be dropped, as a request is whose client
        // hangs up, but others may have left their commit to it, and a group must end.
        let written = tokio::spawn(async move { own.take_turn(&batch).await });
        written.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }

    async fn take_turn(&self, batch: &Batch) -> sqlx::Result<Written> {
        let asked = Instant::now();
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut turn = self.turn.clone().lock_owned().await;
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        // Whoever has waited while another waited in vain for the database does not wait as long
        // once more.
        if asked.elapsed() >= LOCKED && turn.locked_at.is_some_and(|at| at > asked) {
            let ended = end(turn, &self.waiting).await;
            return Err(ended.err().unwrap_or_else(|| {
                sqlx::Error::Io(std::io::Error::other("another process holds the database"))
            }));
        }
        match turn.run(batch).await {
            Ok(written) if written.is_done() => {
                keep(turn, &self.waiting).await?;
                Ok(written)
            }
            Ok(outdated) => {
                // What was committed before it is seen by all when this returns.
                undo(turn, &self.waiting).await?;
                Ok(outdated)
            }
            Err(fault) => {
                if is_locked(&fault) {
                    turn.locked_at = Some(Instant::now());
                }
                // Others may have left their commit to this turn.
                let _ = undo(turn, &self.waiting).await;
                Err(fault)
            }
        }
    }

    /// Closes the connection once all who wait have had their turn.
    pub(super) async fn close(&self) {
        let mut turn = self.turn.lock().await;
        // A group whose commit was left to somebody behind us in the queue.
        let _ = turn.end_group(true).await;
        if let Some(connection) = turn.connection.take() {
            // What cannot be folded in now is folded in at the next start.
            let _ = connection.close().await;
        }
    }
}

impl Turn {
    fn connection(&mut self) -> sqlx::Result<&mut SqliteConnection> {
        self.connection.as_mut().ok_or(sqlx::Error::PoolClosed)
    }

    async fn execute(&mut self, sql: &'static str) -> sqlx::Result<()> {
        query(sql).execute(self.connection()?).await.map(drop)
    }

    /// Runs a change; after a fault, or where it is out of date, it is to be undone.
    async fn run(&mut self, batch: &Batch) -> sqlx::Result<Written> {
        self.savepoint = self.open.is_some();
        if self.open.is_none() {
            self.open = Some(Instant::now());
            self.group += 1;
        }
        // The write lock is taken now: a transaction that read first could not wait for it
        // (`SQLITE_BUSY_SNAPSHOT`).
        let opening = if self.savepoint { "SAVEPOINT change" } else { "BEGIN IMMEDIATE" };
        batch.run(self.connection()?, opening).await
    }

    /// Keeps the change that has the turn, for the group's commit.
    async fn release(&mut self) -> sqlx::Result<()> {
        if !self.savepoint {
            return Ok(());
        }
        let released = self.execute("RELEASE change").await;
        self.unless_lost(released).await
    }

    /// Undoes the change that has the turn.
    async fn undo(&mut self) -> sqlx::Result<()> {
        if !self.savepoint {
            return self.end_group(false).await;
        }
        let undone = self.execute("ROLLBACK TO change").await;
        self.unless_lost(undone).await?;
        self.release().await
    }

    /// After some faults, such as a full disk, SQLite has rolled the whole transaction back by
    /// itself. Then the savepoint is gone, and all who wait for the group's commit have to know.
    async fn unless_lost(&mut self, outcome: sqlx::Result<()>) -> sqlx::Result<()> {
        if outcome.is_err() {
            self.end_group(false).await?;
        }
        outcome
    }

    /// To whom the commit of the group is left.
    fn left(&mut self, waiting: &AtomicUsize) -> LeftTo {
        let Some(age) = self.open.map(|since| since.elapsed()) else { return LeftTo::Nobody };
        let is_crowded = self.log.as_deref().is_some_and(|log| size(log) > CROWDED);
        let longest = if is_crowded { LONGEST_HELD } else { self.longest_group };
        if age >= longest || self.released.len() >= FULL_GROUP {
            return LeftTo::Nobody;
        }
        if waiting.load(Ordering::SeqCst) > 0 {
            self.company = Company::default();
            return LeftTo::TheNext;
        }
        let is_kept = self.timed == Some(self.group);
        if is_kept || is_crowded && self.company.is_tried() {
            LeftTo::Timer
        } else {
            LeftTo::Nobody
        }
    }

    /// Makes durable what the group has changed, or nothing of it, and tells all who wait for it.
    async fn end_group(&mut self, keep: bool) -> sqlx::Result<()> {
        if self.open.take().is_none() {
            return Ok(());
        }
        let committed = if keep { self.execute("COMMIT").await } else { Ok(()) };
        let kept = keep && committed.is_ok();
        if !kept {
            // There may be nothing left to undo.
            let _ = self.execute("ROLLBACK").await;
        }
        for waiting in self.released.drain(..) {
            let _ = waiting.send(kept);
        }
        committed
    }
}

/// Whether another process holds the database (`SQLITE_BUSY`).
fn is_locked(fault: &sqlx::Error) -> bool {
    fault.as_database_error().and_then(DatabaseError::code).is_some_and(|code| code == "5")
}

/// Ends a turn: commits the group, or leaves that to somebody else and waits for it.
async fn end(mut turn: OwnedMutexGuard<Turn>, waiting: &AtomicUsize) -> sqlx::Result<()> {
    match turn.left(waiting) {
        LeftTo::Nobody => return turn.end_group(true).await,
        LeftTo::TheNext => {}
        LeftTo::Timer if turn.timed == Some(turn.group) => {}
        LeftTo::Timer => {
            turn.timed = Some(turn.group);
            let kept = OwnedMutexGuard::mutex(&turn).clone();
            tokio::spawn(end_in_time(kept, turn.group));
        }
    }
    let (told, committed) = oneshot::channel();
    turn.released.push(told);
    drop(turn);
    match committed.await {
        Ok(true) => Ok(()),
        _ => Err(sqlx::Error::Io(std::io::Error::other(
            "the changes written together with this one were not committed",
        ))),
    }
}

/// Ends a group that is kept open once nobody joins it any more or its time is over, unless
/// somebody else has.
async fn end_in_time(turn: Arc<Mutex<Turn>>, group: u64) {
    let mut changes = 1;
    loop {
        tokio::time::sleep(QUIET).await;
        let mut turn = turn.lock().await;
        if turn.group != group || turn.open.is_none() {
            return;
        }
        let came = turn.released.len();
        let is_over = turn.open.is_some_and(|since| since.elapsed() >= LONGEST_HELD);
        if came <= changes || is_over {
            turn.company.came(came);
            // Those who wait are told how it ended.
            let _ = turn.end_group(true).await;
            return;
        }
        changes = came;
    }
}

/// Makes the change that has the turn durable.
async fn keep(mut turn: OwnedMutexGuard<Turn>, waiting: &AtomicUsize) -> sqlx::Result<()> {
    if turn.left(waiting) == LeftTo::Nobody {
        // The savepoint ends with the transaction.
        return turn.end_group(true).await;
    }
    let released = turn.release().await;
    let ended = end(turn, waiting).await;
    released.and(ended)
}

/// Undoes the change that has the turn.
async fn undo(mut turn: OwnedMutexGuard<Turn>, waiting: &AtomicUsize) -> sqlx::Result<()> {
    let undone = turn.undo().await;
    let ended = end(turn, waiting).await;
    undone.and(ended)
}
