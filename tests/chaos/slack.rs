//! The real program, killed by SIGKILL while it posts on Slack, which meanwhile hangs up, answers
//! 500, says no without meaning it, and asks for patience.

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
use tokio::time::sleep;

use super::{chance, posting, say};
use crate::support::database::{Database, databases};
use crate::support::slack::{APP_TOKEN, BOT_TOKEN, Channel, Fault, Slack, Workspace};

/// Kills on each database; on PostgreSQL two processes run at the same time, and both are killed.
const KILLS: u32 = 14;

/// Postings that become due with each, every one in a channel of its own.
const BATCH: u64 = 8;

/// How many of them meet with a fault at most, and how many looks for one.
const FAULTS: [u32; 2] = [5, 2];

/// The latest instant of a kill after the first card of the batch stands.
const LATEST_KILL: Duration = Duration::from_millis(120);

/// A kill comes by then, whether or not anything stands.
const NO_LATER: Duration = Duration::from_secs(2);

/// Long enough for a slow machine; nothing waits for it unless something is wrong.
const PATIENCE: Duration = Duration::from_mins(1);

/// A card that came twice would come within this time.
const SETTLING: Duration = Duration::from_secs(1);

/// A card, and the channel in which it is to stand.
struct Card {
    row: PostingRow,
    channel: Channel,
}

/// The program on a database, connected to the fake.
fn start(database: &Database, slack: &Slack) -> Child {
    Command::new(env!("CARGO_BIN_EXE_studyhall"))
        .args(["--database-url", &database.url, "--log", "error"])
        .current_dir(std::env::temp_dir())
        .env_clear()
        .envs([
            ("SLACK_BOT_TOKEN", BOT_TOKEN),
            ("SLACK_APP_TOKEN", APP_TOKEN),
            ("SLACK_API_URL", &slack.url()),
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn kill(mut child: Child) {
    assert_eq!(child.try_wait().unwrap(), None, "it runs until it is killed");
    // SIGKILL on Unix.
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Adds a batch that is due now.
async fn add(database: &Database, workspace: &Workspace, from: u64, rng: &mut StdRng) -> Vec<Card> {
    let (decks, _) = Decks::load(None);
    let deck = Arc::clone(decks.first().unwrap());
    let (now, home) = (Utc::now(), Home::new("slack", workspace.id()));
    let community = database.store.community(&home, Tz::UTC, now, rng).await.unwrap().id;
    let mut cards = Vec::new();
    for number in from..from + BATCH {
        let channel = workspace.channel(&format!("room-{number}"));
        let place = Place { home: home.clone(), channel: channel.id(), direct: false };
        cards.push(Card { row: posting(community, &place, &deck, number, now, rng), channel });
    }
    let change: Change = cards.iter().map(|card| Deed::AddPosting(card.row.clone())).collect();
    assert_eq!(database.store.commit(&change, now).await.unwrap(), Committed::Done);
    cards
}

/// Lets Slack fail in some of the next posts and looks.
fn fail(slack: &Slack, rng: &mut StdRng) {
    for (method, most) in ["chat.postMessage", "conversations.history"].into_iter().zip(FAULTS) {
        for _ in 0..rng.random_range(0..=most) {
            slack.fault(method, fault(rng));
        }
    }
}

fn fault(rng: &mut StdRng) -> Fault {
    match rng.random_range(0..7) {
        0 => Fault::HangUp,
        1 => Fault::HangUpAfterTaking,
        2 => Fault::Status(500),
        3 => Fault::StatusAfterTaking(500),
        4 => Fault::Refused("fatal_error"),
        5 => Fault::Limited { seconds: 1 },
        // So that a kill comes between the taking and the answer.
        _ => Fault::SlowAfterTaking(LATEST_KILL * 2),
    }
}

struct Count {
    /// Confirmed in the ledger.
    posted: usize,
    /// Standing in their channels.
    standing: usize,
    /// Standing there more than once.
    doubled: usize,
}

async fn count(database: &Database, cards: &[Card]) -> Count {
    let mut count = Count { posted: 0, standing: standing(cards), doubled: 0 };
    for card in cards {
        let kept = database.store.posting(card.row.id).await.unwrap().unwrap();
        count.posted +=
            usize::from(matches!(kept.state, PostingState::Posted | PostingState::Closed));
        count.doubled += card.channel.everything().len().saturating_sub(1);
    }
    count
}

/// How many channels have a message; the program says nothing there but their cards.
fn standing(cards: &[Card]) -> usize {
    cards.iter().filter(|card| !card.channel.everything().is_empty()).count()
}

async fn run(database: &Database, rng: &mut StdRng) {
    let slack = Slack::start().await;
    // Only what is ordered is limited: Slack would not open so many connections in a minute.
    slack.unlimited(true);
    let workspace = slack.workspace("Study group");
    let processes = if database.is_sqlite() { 1 } else { 2 };
    let mut cards = Vec::new();
    for number in 0..KILLS {
        let batch = add(database, &workspace, u64::from(number) * BATCH, rng).await;
        fail(&slack, rng);
        let children: Vec<Child> = (0..processes).map(|_| start(database, &slack)).collect();
        let begun = Instant::now();
        while standing(&batch) == 0 && begun.elapsed() < NO_LATER {
            sleep(Duration::from_millis(5)).await;
        }
        sleep(LATEST_KILL.mul_f64(rng.random_range(0.0..1.0))).await;
        cards.extend(batch);
        children.into_iter().for_each(kill);
        // As if a minute had gone by: the claims of the dead run out.
        database.tamper("UPDATE claims SET until = 1 WHERE family = 2").await;
    }
    let before = count(database, &cards).await;
    let last = start(database, &slack);
    let begun = Instant::now();
    while count(database, &cards).await.posted < cards.len() && begun.elapsed() < PATIENCE {
        sleep(Duration::from_millis(100)).await;
    }
    sleep(SETTLING).await;
    kill(last);
    let after = count(database, &cards).await;
    let kind = if database.is_sqlite() { "SQLite" } else { "PostgreSQL, two processes" };
    say(&format!(
        "killed {KILLS} times on {kind}, on Slack: {} of {} postings had been sent by then, {} \
            unconfirmed, {} looked for; lost {}, doubled {}",
        before.standing,
        cards.len(),
        before.standing - before.posted,
        slack.tally().calls("conversations.history"),
        cards.len() - after.standing,
        after.doubled,
    ));
    assert_eq!((after.posted, after.standing, after.doubled), (cards.len(), cards.len(), 0));
    assert!(before.standing > 0, "the kills came too early to show anything");
}

#[tokio::test]
async fn a_program_that_is_killed_on_a_slack_that_fails_loses_and_doubles_no_card() {
    let mut rng = chance("slack");
    for database in databases().await {
        run(&database, &mut rng).await;
        database.remove().await;
    }
}
