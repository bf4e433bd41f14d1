//! The one writer of SQLite: changes take turns on one connection and reach the disk together.
//!
//! A commit waits for the disk, and SQLite has a single writer, so commits one after the other would each wait for all
//! before them. Instead they share a transaction: whoever ends a turn while others wait for theirs leaves the commit to
//! the last of them, and all are answered once it is durable: a group commit. Alone, a change is committed at once.
//!
//! What a change does can be undone without the others: all but the first of a transaction are savepoints. The first is
//! none, since SQLite keeps a copy of each page that changes under a savepoint, which costs more than the change itself.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sqlx::error::DatabaseError;
use sqlx::{Connection, SqliteConnection, query};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::write::{Write, write_at_once};

/// How long the first change of a group waits for others at most: about as long as a disk takes for a commit.
const LONGEST_GROUP: Duration = Duration::from_millis(4);

/// How long somebody has waited who is not to wait in vain for another process once more.
const LOCKED: Duration = Duration::from_secs(2);

/// The writer; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct SqliteWriter {
    turn: Arc<Mutex<Turn>>,
    /// How many wait for their turn; each of them ends it, too, so that a group left to them is committed.
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
    /// When another process was last found to hold the database for longer than we wait.
    locked_at: Option<Instant>,
}

/// A change on its way; dropped without [`SqliteChange::commit`], it leaves no trace.
#[derive(Debug)]
pub(super) struct SqliteChange {
    /// The turn, until the change has ended.
    turn: Option<OwnedMutexGuard<Turn>>,
    waiting: Arc<AtomicUsize>,
}

impl SqliteWriter {
    /// A writer on this connection.
    pub(super) fn new(connection: SqliteConnection) -> Self {
        let turn = Turn {
            connection: Some(connection),
            open: None,
            savepoint: false,
            released: Vec::new(),
            longest_group: LONGEST_GROUP,
            locked_at: None,
        };
        Self { turn: Arc::new(Mutex::new(turn)), waiting: Arc::default() }
    }

    /// Waits for a turn and begins a change with these statements; see [`write_at_once`].
    pub(super) async fn begin(&self, statements: Vec<Write>) -> sqlx::Result<(SqliteChange, Option<usize>)> {
        let writer = self.clone();
        // In a task of its own: who asked for the turn may be dropped, as a request is whose client hangs up, but others
        // may have left their commit to it.
        tokio::spawn(async move { writer.take_turn(&statements).await })
            .await
            .unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }

    async fn take_turn(&self, statements: &[Write]) -> sqlx::Result<(SqliteChange, Option<usize>)> {
        let asked = Instant::now();
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut turn = self.turn.clone().lock_owned().await;
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        // Whoever has waited while another waited in vain for the database does not wait as long once more.
        if asked.elapsed() >= LOCKED && turn.locked_at.is_some_and(|at| at > asked) {
            let ended = end(turn, &self.waiting).await;
            return Err(ended
                .err()
                .unwrap_or_else(|| sqlx::Error::Io(std::io::Error::other("another process holds the database"))));
        }
        match turn.begin(statements).await {
            Ok(outdated) => Ok((SqliteChange { turn: Some(turn), waiting: self.waiting.clone() }, outdated)),
            Err(fault) => {
                if is_locked(&fault) {
                    turn.locked_at = Some(Instant::now());
                }
                // Others may have left their commit to this turn.
                let _ = undo(turn, self.waiting.clone()).await;
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

    /// Begins a change; after a fault it is to be undone.
    async fn begin(&mut self, statements: &[Write]) -> sqlx::Result<Option<usize>> {
        self.savepoint = self.open.is_some();
        self.open.get_or_insert_with(Instant::now);
        // The write lock is taken now: a transaction that read first could not wait for it (`SQLITE_BUSY_SNAPSHOT`).
        let opening = if self.savepoint { "SAVEPOINT change" } else { "BEGIN IMMEDIATE" };
        write_at_once(self.connection()?, opening, statements).await
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

    /// After some faults, such as a full disk, SQLite has rolled the whole transaction back by itself. Then the savepoint
    /// is gone, and all who wait for the group's commit have to know.
    async fn unless_lost(&mut self, outcome: sqlx::Result<()>) -> sqlx::Result<()> {
        if outcome.is_err() {
            self.end_group(false).await?;
        }
        outcome
    }

    /// Whether the commit of the group is left to the next of those who wait.
    fn is_left(&self, waiting: &AtomicUsize) -> bool {
        let young = self.open.is_some_and(|since| since.elapsed() < self.longest_group);
        young && waiting.load(Ordering::SeqCst) > 0
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

/// Ends a turn: commits the group, or leaves that to the next of those who wait and waits for it.
async fn end(mut turn: OwnedMutexGuard<Turn>, waiting: &AtomicUsize) -> sqlx::Result<()> {
    if !turn.is_left(waiting) {
        return turn.end_group(true).await;
    }
    let (told, committed) = oneshot::channel();
    turn.released.push(told);
    drop(turn);
    match committed.await {
        Ok(true) => Ok(()),
        _ => {
            Err(sqlx::Error::Io(std::io::Error::other("the changes written together with this one were not committed")))
        }
    }
}

impl SqliteChange {
    /// Makes it durable.
    pub(super) async fn commit(mut self) -> sqlx::Result<()> {
        let Some(mut turn) = self.turn.take() else { return Ok(()) };
        let waiting = self.waiting.clone();
        // In a task of its own: whoever waits for it may be dropped, but the group must end.
        let ended = tokio::spawn(async move {
            if !turn.is_left(&waiting) {
                // The savepoint ends with the transaction.
                return turn.end_group(true).await;
            }
            let released = turn.release().await;
            let ended = end(turn, &waiting).await;
            released.and(ended)
        });
        ended.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }

    /// Undoes it; what was committed before it is seen by all when this returns.
    pub(super) async fn rollback(mut self) -> sqlx::Result<()> {
        let Some(turn) = self.turn.take() else { return Ok(()) };
        let undone = tokio::spawn(undo(turn, self.waiting.clone()));
        undone.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }
}

async fn undo(mut turn: OwnedMutexGuard<Turn>, waiting: Arc<AtomicUsize>) -> sqlx::Result<()> {
    let undone = turn.undo().await;
    let ended = end(turn, &waiting).await;
    undone.and(ended)
}

impl Drop for SqliteChange {
    fn drop(&mut self) {
        let Some(mut turn) = self.turn.take() else { return };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(undo(turn, self.waiting.clone()))),
            // The program is ending; what is not committed goes with the connection.
            Err(_) => drop(turn.connection.take()),
        }
    }
}

impl Deref for SqliteChange {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        let connection = self.turn.as_ref().and_then(|turn| turn.connection.as_ref());
        connection.expect("a change has its turn until it ends")
    }
}

impl DerefMut for SqliteChange {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        let connection = self.turn.as_mut().and_then(|turn| turn.connection.as_mut());
        connection.expect("a change has its turn until it ends")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
    use sqlx::{ConnectOptions, query_scalar};
    use tokio::task::JoinHandle;

    use super::*;

    async fn connect(folder: &Path) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(folder.join("test.db")).create_if_missing(true);
        options.journal_mode(SqliteJournalMode::Wal).connect().await.unwrap()
    }

    async fn writer(folder: &Path) -> SqliteWriter {
        let mut connection = connect(folder).await;
        query("CREATE TABLE numbers (n INTEGER NOT NULL)").execute(&mut connection).await.unwrap();
        let writer = SqliteWriter::new(connection);
        // However slow the machine is, groups are as large as they can be.
        writer.turn.lock().await.longest_group = Duration::MAX;
        writer
    }

    async fn add(change: &mut SqliteChange, n: i64) {
        query("INSERT INTO numbers (n) VALUES ($1)").bind(n).execute(&mut **change).await.unwrap();
    }

    /// What another connection sees.
    async fn numbers(folder: &Path) -> Vec<i64> {
        query_scalar("SELECT n FROM numbers ORDER BY n").fetch_all(&mut connect(folder).await).await.unwrap()
    }

    /// Waits until so many wait for their turn.
    async fn queue(writer: &SqliteWriter, many: usize) {
        while writer.waiting.load(Ordering::SeqCst) < many {
            tokio::task::yield_now().await;
        }
    }

    /// A change whose commit is left to the next one, and that one.
    async fn left_to_the_next(writer: &SqliteWriter) -> (JoinHandle<sqlx::Result<()>>, SqliteChange) {
        let mut first = writer.begin(Vec::new()).await.unwrap().0;
        add(&mut first, 1).await;
        let next = tokio::spawn({
            let writer = writer.clone();
            async move { writer.begin(Vec::new()).await.unwrap().0 }
        });
        queue(writer, 1).await;
        (tokio::spawn(first.commit()), next.await.unwrap())
    }

    #[tokio::test]
    async fn whoever_was_told_so_is_durable_and_whoever_was_undone_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let writer = writer(folder.path()).await;
        let changes = (0..40).map(|n| {
            let (writer, folder) = (writer.clone(), folder.path().to_owned());
            tokio::spawn(async move {
                let mut change = writer.begin(Vec::new()).await.unwrap().0;
                add(&mut change, n).await;
                match n % 4 {
                    0 => change.rollback().await.unwrap(),
                    1 => drop(change),
                    _ => {
                        change.commit().await.unwrap();
                        assert!(numbers(&folder).await.contains(&n));
                    }
                }
            })
        });
        for change in changes.collect::<Vec<_>>() {
            change.await.unwrap();
        }
        assert_eq!(numbers(folder.path()).await, (0..40).filter(|n| n % 4 > 1).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn a_commit_is_left_to_whoever_waits() {
        let folder = tempfile::tempdir().unwrap();
        let writer = writer(folder.path()).await;
        let (first, mut next) = left_to_the_next(&writer).await;
        assert_eq!(numbers(folder.path()).await, [0; 0], "nobody has been told so yet");
        add(&mut next, 2).await;
        next.commit().await.unwrap();
        first.await.unwrap().unwrap();
        assert_eq!(numbers(folder.path()).await, [1, 2]);
    }

    #[tokio::test]
    async fn all_of_a_group_know_when_it_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let writer = writer(folder.path()).await;
        let (first, mut next) = left_to_the_next(&writer).await;
        // What SQLite does by itself when the disk is full.
        query("ROLLBACK").execute(&mut *next).await.unwrap();
        assert!(next.commit().await.is_err());
        assert!(first.await.unwrap().is_err());
        let mut later = writer.begin(Vec::new()).await.unwrap().0;
        add(&mut later, 3).await;
        later.commit().await.unwrap();
        assert_eq!(numbers(folder.path()).await, [3]);
    }

    #[tokio::test]
    async fn nobody_waits_for_somebody_who_has_gone() {
        let folder = tempfile::tempdir().unwrap();
        let writer = writer(folder.path()).await;
        let mut first = writer.begin(Vec::new()).await.unwrap().0;
        add(&mut first, 1).await;
        let gone = tokio::spawn({
            let writer = writer.clone();
            async move { writer.begin(Vec::new()).await.map(drop) }
        });
        queue(&writer, 1).await;
        gone.abort();
        tokio::time::timeout(Duration::from_secs(10), first.commit()).await.expect("it ends").unwrap();
        assert_eq!(numbers(folder.path()).await, [1]);
    }

    #[tokio::test]
    async fn a_closed_writer_begins_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let writer = writer(folder.path()).await;
        writer.close().await;
        assert!(matches!(writer.begin(Vec::new()).await, Err(sqlx::Error::PoolClosed)));
    }
}
