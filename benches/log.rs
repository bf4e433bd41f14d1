//! The write-ahead log of SQLite under load: 20,000 answers, one after the other and 200 members at
//! a time, with and without a reader that stands. By hand: `cargo bench --bench log`, or `cargo
//! bench --bench log -- stands` for the cases with a reader.
//!
//! Each case plays solo quizzes through the application's one door on a database of its own, and
//! prints the sizes of database and log, what an answer cost, and the log's size ten seconds after
//! the last reader has closed. Figures with a budget stand beside it; ends with exit code 1 if one
//! is missed. `STUDYHALL_BENCH_PAGE=4096` plays on a database with pages of that size, as earlier
//! versions made them. With `TMPDIR` in memory, such as `/dev/shm`, the times are those of the
//! program without the disk; the sizes are the same.

#![expect(clippy::unwrap_used, reason = "a failing unwrap is the bench's own message")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use studyhall::app::App;
use studyhall::app::click::Click;
use studyhall::app::decks::Decks;
use studyhall::app::reply::{Block, Reply};
use studyhall::app::request::{Action, Asker, Request};
use studyhall::domain::deck::Deck;
use studyhall::domain::deck::read::read;
use studyhall::domain::place::{Home, Place};
use studyhall::store::Store;
use tempfile::TempDir;

/// Answers of a case.
const ANSWERS: usize = 20_000;

/// Members who play.
const MEMBERS: usize = 200;

/// Cards of the deck.
const CARDS: usize = 150;

/// How long after the last reader has closed the log is looked at.
const AFTER: Duration = Duration::from_secs(10);

/// Bytes of log that an answer may cost while a reader stands.
const BUDGET_AN_ANSWER: u64 = 4_096;

/// Bytes of log that may be left some time after the last reader has closed.
const BUDGET_AFTER: u64 = 16 << 20;

/// One way of answering.
#[derive(Debug, Clone, Copy)]
struct Case {
    /// How many members answer at the same time.
    at_once: usize,
    /// Whether somebody begins to read before and does not end.
    reader: bool,
}

/// A database with people who play on it.
struct Hall {
    app: Arc<App>,
    store: Store,
    path: PathBuf,
    events: AtomicU64,
    /// Removed with its database at the end.
    _folder: TempDir,
}

/// What a case has shown.
struct Figures {
    seconds: f64,
    p50: Duration,
    p99: Duration,
    database: u64,
    log: u64,
    after: u64,
}

#[expect(clippy::cast_precision_loss, reason = "figures for people to read")]
fn main() -> ExitCode {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut met = true;
    println!("{ANSWERS} answers of {MEMBERS} members, sizes in kB:");
    println!(
        "at once  reader  answers/s  p50 ms  p99 ms  database     log  log/answer  log 10 s later"
    );
    let asked = |reader: bool| reader || !std::env::args().any(|word| word == "stands");
    for (at_once, reader) in [(1, false), (MEMBERS, false), (1, true), (MEMBERS, true)] {
        if !asked(reader) {
            continue;
        }
        let figures = runtime.block_on(play(Case { at_once, reader }));
        let cost = figures.log / ANSWERS as u64;
        println!(
            "{at_once:>7}  {:>6}  {:>9.0}  {:>6.2}  {:>6.2}  {:>8}  {:>6}  {:>10.1}  {:>14}",
            if reader { "stands" } else { "none" },
            ANSWERS as f64 / figures.seconds,
            figures.p50.as_secs_f64() * 1e3,
            figures.p99.as_secs_f64() * 1e3,
            figures.database / 1024,
            figures.log / 1024,
            cost as f64 / 1024.0,
            figures.after / 1024,
        );
        met &=
            figures.after <= BUDGET_AFTER && (!reader || at_once == 1 || cost <= BUDGET_AN_ANSWER);
    }
    println!("budgets: 4.0 an answer while a reader stands (200 at once), 16384 ten seconds later");
    if met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn play(case: Case) -> Figures {
    let hall = Arc::new(Hall::open().await);
    let keeping = tokio::spawn(keep(hall.store.clone()));
    let reader = if case.reader { Some(stand(&hall.path).await) } else { None };
    let began = Instant::now();
    let people = (0..case.at_once).map(|first| {
        let hall = Arc::clone(&hall);
        tokio::spawn(async move { hall.some_play(first, case.at_once).await })
    });
    let mut times = Vec::new();
    for person in people.collect::<Vec<_>>() {
        times.extend(person.await.unwrap());
    }
    let seconds = began.elapsed().as_secs_f64();
    let (database, log) = (size(&hall.path), size(&log_of(&hall.path)));
    if let Some(reader) = reader {
        reader.close().await.unwrap();
    }
    tokio::time::sleep(AFTER).await;
    let after = size(&log_of(&hall.path));
    keeping.abort();
    hall.store.close().await;
    times.sort();
    let at = |share: usize| times[times.len() * share / 100];
    Figures { seconds, p50: at(50), p99: at(99), database, log, after }
}

/// Makes a database with pages of so many bytes, which keeps them.
async fn make(path: &Path, page: u32) {
    let options =
        SqliteConnectOptions::new().filename(path).create_if_missing(true).page_size(page);
    let mut made = options.connect().await.unwrap();
    sqlx::query("CREATE TABLE made (at BIGINT)").execute(&mut made).await.unwrap();
    sqlx::query("DROP TABLE made").execute(&mut made).await.unwrap();
    made.close().await.unwrap();
}

/// Begins to read and does not end, as a backup does, or a shell in which somebody has typed BEGIN.
async fn stand(path: &Path) -> SqliteConnection {
    let mut reader = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    sqlx::query("BEGIN").execute(&mut reader).await.unwrap();
    sqlx::query("SELECT COUNT(*) FROM answers").execute(&mut reader).await.unwrap();
    reader
}

/// What the clockwork does for the log.
async fn keep(store: Store) {
    let mut pace = tokio::time::interval(Duration::from_secs(2));
    loop {
        pace.tick().await;
        store.tend_log(Instant::now()).await.unwrap();
    }
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

fn log_of(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", path.display()))
}

impl Hall {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("study.db");
        if let Some(page) =
            std::env::var("STUDYHALL_BENCH_PAGE").ok().and_then(|page| page.parse().ok())
        {
            make(&path, page).await;
        }
        let store = Store::open(&path.display().to_string()).await.unwrap();
        let app = Arc::new(App::new(store.clone(), [deck()].into_iter().collect::<Decks>()));
        Self {
            app,
            store,
            path,
            events: AtomicU64::new(1_440_000_000_000_000_000),
            _folder: folder,
        }
    }

    /// Every so many-th member from the first on plays, in turn, until their part of the answers is
    /// given; how long each answer took.
    async fn some_play(&self, first: usize, step: usize) -> Vec<Duration> {
        let people: Vec<usize> = (first..MEMBERS).step_by(step).collect();
        let mut open: Vec<Option<Reply>> = people.iter().map(|_| None).collect();
        let mut times = Vec::with_capacity(ANSWERS / step);
        while times.len() < ANSWERS / step {
            let turn = times.len() % people.len();
            let question = match open[turn].take() {
                Some(question) => question,
                None => {
                    self.act(
                        people[turn],
                        Action::Line("/quiz questions:5 style:choices".to_owned()),
                    )
                    .await
                }
            };
            let choice = right_choice(&question);
            let began = Instant::now();
            let next = self.act(people[turn], Action::Click(choice)).await;
            times.push(began.elapsed());
            open[turn] = is_open(&next).then_some(next);
        }
        times
    }

    async fn act(&self, who: usize, action: Action) -> Reply {
        let number = self.events.fetch_add(1_048_576, Ordering::Relaxed);
        let start: DateTime<Utc> = "2026-05-04T09:00:00Z".parse().unwrap();
        // 200 events a second.
        let now = start
            + TimeDelta::milliseconds(
                ((number - 1_440_000_000_000_000_000) / 1_048_576 * 5).cast_signed(),
            );
        let asker = Asker {
            id: format!("{}", 9_000 + who),
            name: format!("Ann {who}"),
            zone: None,
            language: None,
            admin: Some(false),
        };
        let place = Place {
            home: Home::new("discord", "1085".to_owned()),
            channel: "2085".to_owned(),
            direct: false,
        };
        let request = Request { event: number.to_string(), place, asker, action, hindrance: None };
        self.app.handle(request, now, &mut StdRng::seed_from_u64(number)).await
    }
}

/// Whether it asks something.
fn is_open(reply: &Reply) -> bool {
    reply.messages.iter().any(|message| message.buttons.iter().any(|button| button.label == "Stop"))
}

/// The action of the button with the right answer to the question that is asked last.
fn right_choice(reply: &Reply) -> Click {
    let message = reply.messages.iter().rev().find(|message| !message.buttons.is_empty());
    let message = message.unwrap_or_else(|| panic!("nothing is asked: {reply:?}"));
    let asked = message.blocks.iter().find_map(|block| match block {
        Block::Question { text } => Some(text.to_string()),
        _ => None,
    });
    let asked = asked.unwrap();
    let number: usize = asked.split_whitespace().find_map(|word| word.parse().ok()).unwrap();
    let label = word(number);
    let button = message.buttons.iter().find(|button| button.label.contains(&label));
    button.unwrap_or_else(|| panic!("no button {label}: {message:?}")).click().unwrap().clone()
}

/// The answer of a card: no two are alike.
fn word(card: usize) -> String {
    let syllable =
        |digit: usize| ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu"][digit % 10];
    format!("{}{}{}strom", syllable(card / 100), syllable(card / 10), syllable(card))
}

/// Prompts and explanations are about as long as those of the built-in deck.
fn deck() -> Deck {
    let mut text = "[deck]\nid = \"aws-developer-associate\"\ntitle = \"Words\"\n".to_owned();
    for card in 0..CARDS {
        write!(
            text,
            "[[card]]\nid = \"card-of-the-service-{card}\"\ntopic = \"Part {}\"\nprompt = \"Which \
                word is meant by the \
             number {card} where a colleague has to name it and cannot recall how it is \
             spelled?\"\nanswer = \"{}\"\n\
             explain = \"It has been so since the service began, and nobody has asked for another \
             one so far.\"\n",
            card % 7,
            word(card)
        )
        .unwrap();
    }
    read("words.toml", &text).unwrap()
}
