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

const ADD: &str = "INSERT INTO numbers (n) VALUES ($1)";

/// A change that adds a number.
fn add(n: i64) -> Vec<Write> {
    vec![Write::of(ADD, &[n]).must_change()]
}

/// A change that adds a number and then turns out to be out of date.
fn outdated(n: i64) -> Vec<Write> {
    vec![Write::of(ADD, &[n]), Write::new("DELETE FROM numbers WHERE n < 0").must_change()]
}

/// A change that adds a number and then fails.
fn faulty(n: i64) -> Vec<Write> {
    vec![Write::of(ADD, &[n]), Write::new(ADD).number(None)]
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

/// Two changes that wait for their turns together, the first before the second: the commit of the
/// first is left to the second. What became of them.
async fn two_at_once(
    writer: &SqliteWriter,
    changes: [Vec<Write>; 2],
) -> [JoinHandle<sqlx::Result<Written>>; 2] {
    let turn = writer.turn.clone().lock_owned().await;
    let mut many = 0;
    let mut begun = Vec::new();
    for change in changes {
        let writer_of_it = writer.clone();
        begun.push(tokio::spawn(async move { writer_of_it.write(change).await }));
        many += 1;
        queue(writer, many).await;
    }
    drop(turn);
    begun.try_into().unwrap()
}

#[tokio::test]
async fn whoever_was_told_so_is_durable_and_whoever_was_undone_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let writer = writer(folder.path()).await;
    let changes = (0..40).map(|n| {
        let (writer, folder) = (writer.clone(), folder.path().to_owned());
        tokio::spawn(async move {
            match n % 4 {
                0 => assert_eq!(writer.write(outdated(n)).await.unwrap(), Written::Outdated(1)),
                1 => assert!(writer.write(faulty(n)).await.is_err()),
                _ => {
                    assert_eq!(writer.write(add(n)).await.unwrap(), Written::Done(vec![1]));
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
async fn a_long_change_is_made_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let writer = writer(folder.path()).await;
    let many = |numbers: std::ops::Range<i64>| numbers.flat_map(add);
    let fault = many(0..500).chain(outdated(500)).collect();
    assert_eq!(writer.write(fault).await.unwrap(), Written::Outdated(501));
    assert_eq!(numbers(folder.path()).await, [0; 0]);
    assert_eq!(writer.write(many(0..500).collect()).await.unwrap(), Written::Done(vec![1; 500]));
    assert_eq!(numbers(folder.path()).await, (0..500).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_commit_is_left_to_whoever_waits() {
    let folder = tempfile::tempdir().unwrap();
    let writer = writer(folder.path()).await;
    for change in two_at_once(&writer, [add(1), add(2)]).await {
        assert!(change.await.unwrap().unwrap().is_done());
    }
    assert_eq!(numbers(folder.path()).await, [1, 2]);
    assert_eq!(writer.turn.lock().await.group, 1, "one transaction");
}

#[tokio::test]
async fn whoever_is_undone_commits_what_was_left_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let writer = writer(folder.path()).await;
    let [first, next] = two_at_once(&writer, [add(1), outdated(2)]).await;
    assert!(first.await.unwrap().unwrap().is_done());
    assert_eq!(next.await.unwrap().unwrap(), Written::Outdated(1));
    let [first, next] = two_at_once(&writer, [add(3), faulty(4)]).await;
    assert!(first.await.unwrap().unwrap().is_done());
    assert!(next.await.unwrap().is_err());
    assert_eq!(numbers(folder.path()).await, [1, 3]);
}

#[tokio::test]
async fn all_of_a_group_know_when_it_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let writer = writer(folder.path()).await;
    // What SQLite does by itself when the disk is full.
    let lost = vec![Write::of(ADD, &[2]), Write::new("ROLLBACK")];
    for change in two_at_once(&writer, [add(1), lost]).await {
        assert!(change.await.unwrap().is_err());
    }
    writer.write(add(3)).await.unwrap();
    assert_eq!(numbers(folder.path()).await, [3]);
}

#[tokio::test]
async fn nobody_waits_for_somebody_who_has_gone() {
    let folder = tempfile::tempdir().unwrap();
    let writer = writer(folder.path()).await;
    let turn = writer.turn.clone().lock_owned().await;
    let begin = |n: i64| {
        let writer = writer.clone();
        tokio::spawn(async move { writer.write(add(n)).await })
    };
    let first = begin(1);
    queue(&writer, 1).await;
    let gone = begin(2);
    queue(&writer, 2).await;
    gone.abort();
    drop(turn);
    let first = tokio::time::timeout(Duration::from_secs(10), first).await.expect("it ends");
    assert!(first.unwrap().unwrap().is_done());
    assert_eq!(numbers(folder.path()).await, [1, 2], "what was handed over is done");
}

#[tokio::test]
async fn a_closed_writer_begins_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let writer = writer(folder.path()).await;
    writer.close().await;
    assert!(matches!(writer.write(add(1)).await, Err(sqlx::Error::PoolClosed)));
}

/// A writer whose log has grown as it does while a reader stands.
async fn crowded_writer(folder: &Path) -> SqliteWriter {
    let log = folder.join("large");
    std::fs::File::create(&log).unwrap().set_len(CROWDED + 1).unwrap();
    writer_beside(folder, Some(log)).await
}

/// A change that has ended its turn, and waits for company.
async fn first(writer: &SqliteWriter) -> JoinHandle<sqlx::Result<Written>> {
    let first = tokio::spawn({
        let writer = writer.clone();
        async move { writer.write(add(1)).await }
    });
    while writer.turn.lock().await.released.is_empty() {
        tokio::task::yield_now().await;
    }
    first
}

#[tokio::test]
async fn while_a_reader_stands_a_group_waits_for_company_and_all_of_it_is_durable() {
    let folder = tempfile::tempdir().unwrap();
    let writer = crowded_writer(folder.path()).await;
    let first = first(&writer).await;
    assert!(!first.is_finished());
    assert_eq!(numbers(folder.path()).await, [0; 0], "nobody has been told so yet");
    // The next joins it in the same transaction.
    writer.write(add(2)).await.unwrap();
    first.await.unwrap().unwrap();
    assert_eq!(numbers(folder.path()).await, [1, 2]);
    assert_eq!(writer.turn.lock().await.group, 1, "one transaction");
}

#[tokio::test]
async fn what_is_undone_in_a_group_that_waits_takes_nothing_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let writer = crowded_writer(folder.path()).await;
    let first = first(&writer).await;
    assert_eq!(writer.write(outdated(2)).await.unwrap(), Written::Outdated(1));
    first.await.unwrap().unwrap();
    assert_eq!(numbers(folder.path()).await, [1]);
}

#[tokio::test]
async fn who_waits_for_company_is_durable_when_the_writer_closes() {
    let folder = tempfile::tempdir().unwrap();
    let writer = crowded_writer(folder.path()).await;
    let first = first(&writer).await;
    writer.close().await;
    first.await.unwrap().unwrap();
    assert_eq!(numbers(folder.path()).await, [1]);
}
