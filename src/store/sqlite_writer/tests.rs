//! Changes share commits, and nobody is told of more than is durable.

use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, query_scalar};
use tokio::task::JoinHandle;

use super::*;

async fn connect(folder: &Path) -> SqliteConnection {
    let options =
        SqliteConnectOptions::new().filename(folder.join("test.db")).create_if_missing(true);
    options.journal_mode(SqliteJournalMode::Wal).connect().await.unwrap()
}

async fn writer(folder: &Path) -> SqliteWriter {
    writer_beside(folder, None).await
}

/// A writer that looks at a file as if it were the log.
async fn writer_beside(folder: &Path, log: Option<PathBuf>) -> SqliteWriter {
    let mut connection = connect(folder).await;
    query("CREATE TABLE numbers (n INTEGER NOT NULL)").execute(&mut connection).await.unwrap();
    let writer = SqliteWriter::new(connection, log);
    // However slow the machine is, groups are as large as they can be.
    writer.turn.lock().await.longest_group = Duration::MAX;
    writer
}

async fn add(change: &mut SqliteChange, n: i64) {
    query("INSERT INTO numbers (n) VALUES ($1)").bind(n).execute(&mut **change).await.unwrap();
}

/// What another connection sees.
async fn numbers(folder: &Path) -> Vec<i64> {
    query_scalar("SELECT n FROM numbers ORDER BY n")
        .fetch_all(&mut connect(folder).await)
        .await
        .unwrap()
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

/// A writer whose log has grown as it does while a reader stands.
async fn crowded_writer(folder: &Path) -> SqliteWriter {
    let log = folder.join("large");
    std::fs::File::create(&log).unwrap().set_len(CROWDED + 1).unwrap();
    writer_beside(folder, Some(log)).await
}

#[tokio::test]
async fn while_a_reader_stands_a_group_waits_for_company_and_all_of_it_is_durable() {
    let folder = tempfile::tempdir().unwrap();
    let writer = crowded_writer(folder.path()).await;
    let mut first = writer.begin(Vec::new()).await.unwrap().0;
    add(&mut first, 1).await;
    let first = tokio::spawn(first.commit());
    // It has ended its turn, and the next begins in the same transaction.
    let mut next = writer.begin(Vec::new()).await.unwrap().0;
    assert!(!first.is_finished());
    assert_eq!(numbers(folder.path()).await, [0; 0], "nobody has been told so yet");
    add(&mut next, 2).await;
    next.commit().await.unwrap();
    first.await.unwrap().unwrap();
    assert_eq!(numbers(folder.path()).await, [1, 2]);
    assert_eq!(writer.turn.lock().await.group, 1, "one transaction");
}

#[tokio::test]
async fn what_is_undone_in_a_group_that_waits_takes_nothing_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let writer = crowded_writer(folder.path()).await;
    let mut first = writer.begin(Vec::new()).await.unwrap().0;
    add(&mut first, 1).await;
    let first = tokio::spawn(first.commit());
    let mut undone = writer.begin(Vec::new()).await.unwrap().0;
    add(&mut undone, 2).await;
    undone.rollback().await.unwrap();
    first.await.unwrap().unwrap();
    assert_eq!(numbers(folder.path()).await, [1]);
}

#[tokio::test]
async fn who_waits_for_company_is_durable_when_the_writer_closes() {
    let folder = tempfile::tempdir().unwrap();
    let writer = crowded_writer(folder.path()).await;
    let mut first = writer.begin(Vec::new()).await.unwrap().0;
    add(&mut first, 1).await;
    let first = tokio::spawn(first.commit());
    while writer.turn.lock().await.released.is_empty() {
        tokio::task::yield_now().await;
    }
    writer.close().await;
    first.await.unwrap().unwrap();
    assert_eq!(numbers(folder.path()).await, [1]);
}
