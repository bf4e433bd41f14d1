//! SQLite's write-ahead log: folded in and cut when nobody is in the way, left alone when somebody
//! else does that, and never in the way of an answer.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use rand::distr::Alphanumeric;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use studyhall::domain::id::MemberId;
use studyhall::store::{
    Change, Checkpoints, Committed, Deed, Earned, HandledEvent, LogNews, LogState, Store,
};

use super::given::{Given, noon};
use crate::support::database::{on_each_database, sqlite};

const MB: u64 = 1 << 20;

/// Where the child processes of these tests find their database.
const DATABASE: &str = "STUDYHALL_TEST_DATABASE";

fn size(file: &str) -> u64 {
    std::fs::metadata(file).map_or(0, |file| file.len())
}

fn log_size(database: &str) -> u64 {
    size(&format!("{database}-wal"))
}

/// A text that cannot be made shorter.
fn noise(seed: u32, length: usize) -> String {
    StdRng::seed_from_u64(seed.into())
        .sample_iter(Alphanumeric)
        .take(length)
        .map(char::from)
        .collect()
}

/// Writes this many events of 100 kB, each in a transaction of its own.
async fn write(store: &Store, first: u32, many: u32) -> studyhall::store::Result<()> {
    for event in first..first + many {
        let (id, reply) = (format!("event {event}"), noise(event, 100_000));
        let event = HandledEvent { id, member: MemberId(1), reply };
        store.commit(&Change::of(Deed::Handle(event)), noon()).await?;
    }
    Ok(())
}

async fn tend(store: &Store, now: Instant) -> LogState {
    store.tend_log(now).await.unwrap().expect("this program folds the log in")
}

/// Begins to read and does not end.
async fn stand(database: &str) -> SqliteConnection {
    let mut reader = SqliteConnectOptions::new().filename(database).connect().await.unwrap();
    sqlx::query("BEGIN").execute(&mut reader).await.unwrap();
    sqlx::query("SELECT COUNT(*) FROM events").execute(&mut reader).await.unwrap();
    reader
}

/// Runs one of the tests below that are no tests but what another process does, on this database.
fn another_process(
    name: &str,
    database: &str,
    before: &str,
) -> (Child, ChildStdin, impl BufRead + use<>) {
    let test = std::env::current_exe().unwrap();
    let line = format!(
        "{before} exec '{}' --exact store::log::{name} --ignored --nocapture",
        test.display()
    );
    let mut child = Command::new("sh");
    child.args(["-c", &line]).env(DATABASE, database).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = child.spawn().unwrap();
    let (told, heard) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    (child, told, heard)
}

#[tokio::test]
async fn without_a_reader_the_log_stays_small() {
    let database = sqlite().await;
    write(&database.store, 0, 300).await.unwrap();
    assert!(log_size(&database.url) < 6 * MB, "{}", log_size(&database.url));
    database.remove().await;
}

#[tokio::test]
async fn a_reader_that_stands_is_told_once_and_the_log_is_cut_when_it_has_gone() {
    let database = sqlite().await;
    let reader = stand(&database.url).await;
    write(&database.store, 0, 120).await.unwrap();
    assert!(log_size(&database.url) > 11 * MB);

    let start = Instant::now();
    let at = |seconds| start + Duration::from_secs(seconds);
    let standing = Some(LogNews::Held { maybe_ours: false });
    for (seconds, news) in [(0, None), (59, None), (60, standing), (61, None), (600, None)] {
        let state = tend(&database.store, at(seconds)).await;
        assert_eq!((state.news, state.held), (news, Duration::from_secs(seconds)));
        assert!(state.bytes > 11 * MB);
    }
    drop(reader);
    // The connection closes in a thread of its own.
    let mut state = tend(&database.store, at(601)).await;
    while state.news.is_none() {
        state = tend(&database.store, at(601)).await;
    }
    assert_eq!(state.news, Some(LogNews::Released(Duration::from_secs(601))));
    assert_eq!((state.bytes, log_size(&database.url)), (0, 0));
    assert_eq!(
        tend(&database.store, at(602)).await,
        LogState { bytes: 0, held: Duration::ZERO, news: None }
    );
    database.remove().await;
}

#[tokio::test]
async fn a_reader_in_another_process_is_in_the_way_of_no_answer() {
    let database = sqlite().await;
    let given = Given::new(&database.store).await;
    let (mut child, told, mut heard) =
        another_process("stands_until_it_is_told", &database.url, "");
    let mut line = String::new();
    while !line.contains("it reads") {
        line.clear();
        assert!(heard.read_line(&mut line).unwrap() > 0, "it ended");
    }
    write(&database.store, 0, 60).await.unwrap();
    given.commit_new(&given.solo(1), Some(given.answer(1, 5))).await;
    assert_eq!(given.earned(1).await.quiz_points, 5);
    let now = Instant::now();
    // Many looks, as the clockwork does: a connection of our own may be on its way back for a
    // while, since another thread brings it.
    for seconds in 0..60 {
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert_eq!(tend(&database.store, now + Duration::from_secs(seconds)).await.news, None);
    }
    let later = tend(&database.store, now + Duration::from_mins(1)).await;
    assert_eq!(later.news, Some(LogNews::Held { maybe_ours: false }));

    drop(told);
    child.wait().unwrap();
    let over = tend(&database.store, now + Duration::from_secs(70)).await;
    assert_eq!((over.news, over.bytes), (Some(LogNews::Released(Duration::from_secs(70))), 0));
    database.remove().await;
}

#[tokio::test]
#[ignore = "what another process does in the test above"]
async fn stands_until_it_is_told() {
    let Ok(database) = std::env::var(DATABASE) else { return };
    let reader = stand(&database).await;
    println!("it reads");
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    drop(reader);
}

#[tokio::test]
async fn a_log_that_was_left_behind_is_cut_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let url = folder.path().join("study.db").display().to_string();
    let left = Store::open_with(&url, Checkpoints::Off, &|_| ()).await.unwrap();
    write(&left, 0, 200).await.unwrap();
    left.close().await;
    assert!(log_size(&url) > 19 * MB);

    let store = Store::open(&url).await.unwrap();
    let state = tend(&store, Instant::now()).await;
    assert_eq!((state.bytes, state.news), (0, None));
    assert!(store.reply_to("event 199").await.unwrap().is_some());
    store.close().await;
}

#[tokio::test]
async fn a_log_is_folded_in_when_nobody_writes() {
    let database = sqlite().await;
    write(&database.store, 0, 10).await.unwrap();
    let before = size(&database.url);
    let now = Instant::now();
    tend(&database.store, now).await;
    assert_eq!(size(&database.url), before, "somebody may be writing");
    let state = tend(&database.store, now + Duration::from_secs(2)).await;
    assert!(size(&database.url) > before);
    assert_eq!(state.held, Duration::ZERO);
    database.remove().await;
}

#[tokio::test]
async fn somebody_elses_log_is_never_folded_in() {
    let folder = tempfile::tempdir().unwrap();
    let url = folder.path().join("study.db").display().to_string();
    let store = Store::open_with(&url, Checkpoints::Off, &|_| ()).await.unwrap();
    let made = size(&url);
    write(&store, 0, 100).await.unwrap();
    assert_eq!(store.tend_log(Instant::now()).await.unwrap(), None);
    assert!(log_size(&url) > 9 * MB);
    // Neither by the doctor, nor at the end, nor when it begins and ends once more.
    Store::inspect(&url).await.unwrap();
    store.close().await;
    let (database, log) = (size(&url), log_size(&url));
    assert!(database == made && log > 9 * MB, "{database} bytes, and {log} of log");
    Store::inspect(&url).await.unwrap();
    Store::paused_in(&url).await.unwrap();
    let again = Store::open_with(&url, Checkpoints::Off, &|_| ()).await.unwrap();
    assert!(again.reply_to("event 99").await.unwrap().is_some());
    again.close().await;
    assert_eq!((size(&url), log_size(&url)), (database, log));
}

#[tokio::test]
async fn there_is_no_log_to_tend_on_postgresql_or_when_it_is_closed() {
    on_each_database(async |database| {
        let tended = database.store.tend_log(Instant::now()).await.unwrap();
        assert_eq!(tended.is_some(), database.is_sqlite());
        database.store.close().await;
        assert_eq!(database.store.tend_log(Instant::now()).await.unwrap(), None);
    })
    .await;
}

/// The database may not grow beyond 8 MB, the log may: folding it in fails, and nobody who answers
/// notices.
#[tokio::test]
#[cfg(unix)]
async fn a_full_disk_keeps_the_log_from_being_folded_in_and_no_answer_from_being_taken() {
    let folder = tempfile::tempdir().unwrap();
    let url = folder.path().join("study.db").display().to_string();
    let store = Store::open(&url).await.unwrap();
    write(&store, 0, 90).await.unwrap();
    store.close().await;
    // In blocks of 512 bytes.
    let limit = size(&url).div_ceil(512);
    let limited = format!("trap '' XFSZ; ulimit -S -f {limit};");
    let (mut child, told, mut heard) =
        another_process("writes_where_nothing_can_be_folded_in", &url, &limited);
    drop(told);
    let mut said = String::new();
    heard.read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success(), "{said}");
    assert!(log_size(&url) > 5 * MB, "{}", log_size(&url));

    let store = Store::open(&url).await.unwrap();
    assert_eq!(tend(&store, Instant::now()).await.bytes, 0);
    assert!(store.reply_to("event 159").await.unwrap().is_some());
    store.close().await;
}

#[tokio::test]
#[ignore = "what another process does in the test above"]
async fn writes_where_nothing_can_be_folded_in() {
    let Ok(database) = std::env::var(DATABASE) else { return };
    let store = Store::open(&database).await.unwrap();
    // More than SQLite lets stand before it folds in by itself.
    write(&store, 100, 60).await.unwrap();
    for _ in 0..3 {
        assert!(store.tend_log(Instant::now()).await.is_err(), "the disk is full");
    }
    assert!(store.reply_to("event 159").await.unwrap().is_some());
    // As if it were killed: the log stays.
    std::process::exit(0);
}

/// What an answer writes, alone: each page that it touches, and no page more than it did.
#[tokio::test]
async fn an_answer_alone_costs_the_log_little() {
    const MEMBERS: i64 = 20;
    const ANSWERS: i64 = 200;
    let database = sqlite().await;
    let given = Given::new(&database.store).await;
    let mut members = Vec::new();
    for name in 0..MEMBERS {
        members.push(given.another(&format!("member {name}")).await);
    }
    let reader = stand(&database.url).await;
    for id in 1..=ANSWERS {
        let member = members[usize::try_from(id % MEMBERS).unwrap()].id;
        let mut quiz = given.solo(id);
        (quiz.solo, quiz.over) = (Some(member), true);
        let mut answer = given.answer(id, 5);
        (answer.member, answer.quiz) = (member, quiz.id);
        let quiz_points = u32::try_from((id - 1) / MEMBERS * 5).unwrap();
        let event = given.event(&format!("{}", 1_440_000_000_000_000_000 + id), &noise(1, 700));
        let change = Change::of(Deed::Handle(event))
            .with(Deed::PutQuiz(quiz))
            .with(Deed::Record(answer, Earned { quiz_points, card: false }));
        assert_eq!(given.commit(&change).await, Committed::Done);
    }
    let cost = log_size(&database.url) / ANSWERS.unsigned_abs();
    assert!(cost < 40_000, "{cost} bytes an answer");
    drop(reader);
    database.remove().await;
}
