//! The real program, killed by SIGKILL at a random instant while it posts; its page keeps what it
//! posted.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;
use chrono_tz::Tz;
use rand::RngExt;
use rand::rngs::StdRng;
use studyhall::app::decks::Decks;
use studyhall::domain::place::{Home, Place};
use studyhall::store::{Change, Committed, Deed, PostingRow, PostingState};

use super::{chance, posting, say};
use crate::support::database::{Database, databases};

/// Kills on each database; on PostgreSQL two processes run at the same time, and both are killed.
const KILLS: u32 = 30;

/// Postings that become due with each.
const BATCH: u64 = 6;

/// The latest instant of a kill after the first card of the batch stands.
const LATEST_KILL: Duration = Duration::from_millis(60);

/// A kill comes by then, whether or not anything stands.
const NO_LATER: Duration = Duration::from_secs(2);

/// Long enough for a slow machine; nothing waits for it unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program on a free port, once it has said that it is ready.
fn start(database: &Database) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_studyhall"))
        .args(["--database-url", &database.url, "--web-addr", "127.0.0.1:0", "--log", "error"])
        .current_dir(std::env::temp_dir())
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("ready"), "it starts: {line}");
    child
}

fn kill(mut child: Child) {
    // SIGKILL on Unix.
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Adds a batch that is due now.
async fn add(database: &Database, from: u64, rng: &mut StdRng) -> Vec<PostingRow> {
    let (decks, _) = Decks::load(None);
    let deck = Arc::clone(decks.first().unwrap());
    let now = Utc::now();
    let place =
        Place { home: Home::new("web", "local"), channel: "study-group".into(), direct: false };
    let community = database
        .store
        .community(&Home::new("web", &place.home.id), Tz::UTC, now, rng)
        .await
        .unwrap()
        .id;
    let rows: Vec<PostingRow> = (from..from + BATCH)
        .map(|number| posting(community, &place, &deck, number, now, rng))
        .collect();
    let change: Change = rows.iter().cloned().map(Deed::AddPosting).collect();
    assert_eq!(database.store.commit(&change, now).await.unwrap(), Committed::Done);
    rows
}

async fn run(database: &Database, rng: &mut StdRng) {
    let processes = if database.is_sqlite() { 1 } else { 2 };
    let mut rows = Vec::new();
    for number in 0..KILLS {
        let batch = add(database, u64::from(number) * BATCH, rng).await;
        let children: Vec<Child> = (0..processes).map(|_| start(database)).collect();
        let begun = Instant::now();
        while count(database, &batch).await.standing == 0 && begun.elapsed() < NO_LATER {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(LATEST_KILL.mul_f64(rng.random_range(0.0..1.0))).await;
        rows.extend(batch);
        children.into_iter().for_each(kill);
        // As if a minute had gone by: the claims of the dead run out.
        database.tamper("UPDATE claims SET until = 1 WHERE family = 2").await;
    }
    let before = count(database, &rows).await;
    let last = start(database);
    let begun = Instant::now();
    while count(database, &rows).await.posted < rows.len() && begun.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    kill(last);
    let after = count(database, &rows).await;
    let kind = if database.is_sqlite() { "SQLite" } else { "PostgreSQL, two processes" };
    say(&format!(
        "killed {KILLS} times on {kind}: {} of {} postings had been sent by then, {} unconfirmed; \
            lost {}, doubled {}",
        before.standing,
        rows.len(),
        before.standing - before.posted,
        rows.len() - after.standing,
        after.doubled,
    ));
    assert_eq!((after.posted, after.standing, after.doubled), (rows.len(), rows.len(), 0));
    assert!(before.standing > 0, "the kills came too early to show anything");
}

struct Count {
    /// Confirmed in the ledger.
    posted: usize,
    /// Standing on the page.
    standing: usize,
    /// Standing there more than once.
    doubled: usize,
}

async fn count(database: &Database, rows: &[PostingRow]) -> Count {
    let mut count = Count { posted: 0, standing: 0, doubled: 0 };
    let shown = database.store.chat_latest("local", ["study-group", ""], "", 1_000).await.unwrap();
    for row in rows {
        let kept = database.store.posting(row.id).await.unwrap().unwrap();
        count.posted +=
            usize::from(matches!(kept.state, PostingState::Posted | PostingState::Closed));
        let marked = format!("{}", row.id);
        let times = shown.iter().filter(|message| message.body.contains(&marked)).count();
        count.standing += usize::from(times > 0);
        count.doubled += times.saturating_sub(1);
    }
    count
}

#[tokio::test]
async fn a_program_that_is_killed_at_any_instant_loses_and_doubles_no_card() {
    let mut rng = chance("killed");
    for database in databases().await {
        run(&database, &mut rng).await;
        database.remove().await;
    }
}
