//! Finding and claiming what is due among a million schedules.
//!
//! On SQLite always; on PostgreSQL as well where `STUDYHALL_TEST_POSTGRES` names a server with an
//! empty database.

use std::cell::{Cell, RefCell};
use std::env;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use divan::Bencher;
use rand::SeedableRng;
use rand::rngs::StdRng;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use studyhall::domain::place::{Home, Identity};
use studyhall::store::{ScheduleRow, Store};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// How many schedules there are; the bench's figure is for these.
const SCHEDULES: i64 = 1_000_000;

/// How many are claimed at once.
const BATCH: u32 = 100;

/// A million schedules, due one after the other, and the time of the bench.
struct Hall {
    runtime: Runtime,
    store: Store,
    now: DateTime<Utc>,
    /// Removed with its database at the end.
    _folder: TempDir,
}

fn main() {
    divan::main();
}

/// One batch of a hundred, claimed and read whole. Between the rounds, which is not timed, the
/// claimed ones get their next instant.
#[divan::bench(args = ["sqlite", "postgres"])]
fn claim_a_hundred_of_a_million(bencher: Bencher<'_, '_>, kind: &str) {
    let Some(hall) = Hall::open(kind) else { return };
    let Hall { runtime, store, now, _folder } = hall;
    let claimed: RefCell<Vec<ScheduleRow>> = RefCell::default();
    let clock = Cell::new(now);
    let advance = || {
        for row in claimed.take() {
            let next = Some(clock.get() + TimeDelta::days(1_000));
            runtime.block_on(store.advance_schedule(&row, &[], next)).expect("the database works");
        }
        clock.set(clock.get() + TimeDelta::seconds(i64::from(BATCH)));
        clock.get()
    };
    bencher.with_inputs(advance).bench_local_values(|now| {
        let due = runtime.block_on(store.claim_schedules(
            now.timestamp(),
            now,
            now + TimeDelta::minutes(1),
            BATCH,
        ));
        claimed.replace(due.expect("the database works"));
        assert_eq!(claimed.borrow().len(), BATCH as usize);
    });
}

/// Asking when the next one is due, as the clockwork does before it sleeps.
#[divan::bench(args = ["sqlite", "postgres"])]
fn next_instant_of_a_million(bencher: Bencher<'_, '_>, kind: &str) {
    let Some(hall) = Hall::open(kind) else { return };
    bencher.bench_local(|| {
        hall.runtime.block_on(hall.store.next_schedule()).expect("the database works")
    });
}

impl Hall {
    fn open(kind: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("there is room for a database");
        let server = env::var("STUDYHALL_TEST_POSTGRES").ok();
        let url = if kind == "sqlite" {
            Some(folder.path().join("study.db").display().to_string())
        } else {
            server
        };
        let Some(url) = url else {
            eprintln!("skipped: STUDYHALL_TEST_POSTGRES names no server");
            return None;
        };
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let now: DateTime<Utc> = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let store = runtime.block_on(fill(&url, now)).expect("the database works");
        Some(Self { runtime, store, now, _folder: folder })
    }
}

/// A million channels, each with a schedule; one is due each second from `now` on, in no order of
/// their ids.
async fn fill(url: &str, now: DateTime<Utc>) -> Result<Store, Box<dyn std::error::Error>> {
    let store = Store::open(url).await.expect("the database opens");
    let mut rng = StdRng::seed_from_u64(1);
    let community = store.community(&Home::new("web", "hall"), Tz::UTC, now, &mut rng).await?.id;
    let member =
        store.member(community, &Identity::new("web", "ann"), "Ann", None, now, &mut rng).await?.id;
    let sql = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM \
            numbers WHERE n < {SCHEDULES}) \
         INSERT INTO schedules (id, community, home, channel, deck, clock, zone, weekdays, \
         off_days, set_by, state, note, \
             version, next_at) \
         SELECT n, {community}, {community}, 'channel ' || n, 'capitals', '09:00', \
             'Europe/Berlin', 'mon-fri', '', {member}, 'on', '', 1, \
             {start} + (n * 7919) % {SCHEDULES} FROM numbers",
        community = community.0,
        member = member.0,
        start = now.timestamp(),
    );
    if url.contains("://") {
        let mut connection = url.parse::<sqlx::postgres::PgConnectOptions>()?.connect().await?;
        // Left by an earlier bench of the same run.
        connection.execute("TRUNCATE schedules, claims CASCADE").await?;
        connection.execute(AssertSqlSafe(sql)).await?;
        connection.execute("ANALYZE schedules").await?;
        connection.close().await?;
    } else {
        let file = sqlx::sqlite::SqliteConnectOptions::new().filename(url);
        file.connect().await?.execute(AssertSqlSafe(sql)).await?;
    }
    Ok(store)
}
