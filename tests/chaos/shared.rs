//! Two programs on one database and a platform that hangs up, answers 500 and is busy; tasks are
//! killed in the middle.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, WeekdaySet};
use chrono_tz::Tz;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use studyhall::app::App;
use studyhall::app::decks::Decks;
use studyhall::clockwork::delivery::deliver;
use studyhall::domain::calendar::schedule::Schedule;
use studyhall::domain::id::ScheduleId;
use studyhall::domain::place::{Home, Identity, Place};
use studyhall::store::{Change, Committed, Deed, PostingState, ScheduleRow, ScheduleState};

use super::{chance, say};
use crate::support::database::{Database, on_each_database};
use crate::support::sending::{Fake, Fate};

/// Runs on each database.
const RUNS: u64 = 75;

/// Channels whose card is due in a run.
const CHANNELS: u64 = 8;

/// A clock that moves when nothing is left to do, as if the claims of the dead ran out.
#[derive(Clone)]
struct Clock(Arc<AtomicI64>);

impl Clock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0.load(Ordering::SeqCst), 0).unwrap()
    }

    fn wait(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

/// One program's clockwork: makes, claims and delivers until nothing is due at this time.
async fn work(app: Arc<App>, platform: Arc<Fake>, clock: Clock, mut rng: StdRng) {
    loop {
        let now = clock.now();
        let limit = rng.random_range(1..6);
        let made = app.make_due(now, limit, &mut rng).await.unwrap();
        let jobs = app.claim_jobs(now, limit, &mut rng).await.unwrap();
        if made == 0 && jobs.is_empty() {
            return;
        }
        let tasks = jobs.into_iter().map(|job| {
            let (app, platform, clock) = (Arc::clone(&app), Arc::clone(&platform), clock.clone());
            async move { deliver(&app, &platform.platforms(), &job, || clock.now()).await }
        });
        // Many at once, and all of them end with this task when it is killed.
        let mut running = tokio::task::JoinSet::new();
        for task in tasks {
            running.spawn(task);
        }
        while running.join_next().await.is_some() {}
    }
}

fn fate(rng: &mut StdRng) -> Fate {
    match rng.random_range(0..10) {
        0 => Fate::HungUp,
        1 => Fate::Failed,
        2 => Fate::FailedTaken,
        3 => Fate::Busy,
        _ => Fate::Taken,
    }
}

/// Schedules of as many channels, all due a minute after `now`.
async fn schedules(
    database: &Database,
    run: u64,
    now: DateTime<Utc>,
    rng: &mut StdRng,
) -> Vec<ScheduleRow> {
    let store = &database.store;
    let community =
        store.community(&Home::new("discord", "guild"), Tz::UTC, now, rng).await.unwrap().id;
    let member = store
        .member(community, &Identity::new("discord", "admin"), "Admin", None, now, rng)
        .await
        .unwrap()
        .id;
    let row = |channel: u64| ScheduleRow {
        id: ScheduleId(i64::try_from(run * CHANNELS + channel + 1).unwrap()),
        community,
        place: Place {
            home: Home::new("discord", "guild"),
            channel: format!("{run}.{channel}"),
            direct: false,
        },
        deck: "aws-developer-associate".into(),
        schedule: Schedule {
            at: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            zone: Tz::UTC,
            days: WeekdaySet::ALL,
            off_days: std::collections::BTreeSet::default(),
        },
        set_by: member,
        state: ScheduleState::On,
        note: String::new(),
        version: 0,
        summary: true,
        told: true,
        next_at: Some(now),
    };
    let rows: Vec<ScheduleRow> = (0..CHANNELS).map(row).collect();
    let change: Change = rows.iter().cloned().map(Deed::PutSchedule).collect();
    assert_eq!(store.commit(&change, now).await.unwrap(), Committed::Done);
    rows
}

async fn all_posted(database: &Database, rows: &[ScheduleRow], date: NaiveDate) -> bool {
    for row in rows {
        let posting = database.store.posting_on(row.id, date).await.unwrap();
        if posting.is_none_or(|posting| posting.state != PostingState::Posted) {
            return false;
        }
    }
    true
}

/// What one run came to: cards that were lost, doubled, and tasks that were killed.
async fn run(
    database: &Database,
    apps: &[Arc<App>; 2],
    number: u64,
    rng: &mut StdRng,
) -> (usize, usize, u32) {
    let nine: DateTime<Utc> = "2026-05-04T09:00:00Z".parse().unwrap();
    let clock = Clock(Arc::new(AtomicI64::new(nine.timestamp())));
    let rows = schedules(database, number, nine, rng).await;
    let platform = Arc::new(Fake::default());
    platform.fates((0..40).map(|_| fate(rng)).collect::<Vec<_>>());
    platform.be_blind(rng.random_range(0..4));
    let mut killed = 0;
    for _ in 0..30 {
        let mut tasks = Vec::new();
        for app in apps {
            let chance = StdRng::seed_from_u64(rng.random());
            tasks.push(tokio::spawn(work(
                Arc::clone(app),
                Arc::clone(&platform),
                clock.clone(),
                chance,
            )));
        }
        for task in tasks {
            if rng.random_bool(0.4) && killed < 8 {
                tokio::time::sleep(std::time::Duration::from_micros(rng.random_range(0..12_000)))
                    .await;
                killed += u32::from(!task.is_finished());
                task.abort();
            }
            match task.await {
                Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
                _ => {}
            }
        }
        clock.wait(61);
        if all_posted(database, &rows, nine.date_naive()).await {
            break;
        }
    }
    let standing = platform.standing();
    let (mut lost, mut doubled) = (0, 0);
    for row in &rows {
        let times = standing.iter().filter(|message| message.place == row.place).count();
        lost += usize::from(times == 0);
        doubled += times.saturating_sub(1);
        let kept = database.store.posting_on(row.id, nine.date_naive()).await.unwrap().unwrap();
        assert_eq!(kept.state, PostingState::Posted, "the ledger knows of {:?}", row.place);
    }
    // Their next day is no business of the runs to come.
    database.tamper("UPDATE schedules SET next_at = NULL").await;
    database.tamper("DELETE FROM claims").await;
    database.tamper("UPDATE postings SET wake_at = NULL").await;
    (lost, doubled, killed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_programs_and_a_platform_that_fails_lose_and_double_no_card() {
    static SEED: AtomicU64 = AtomicU64::new(0);
    SEED.store(chance("shared").random(), Ordering::SeqCst);
    on_each_database(async |database| {
        let mut rng = StdRng::seed_from_u64(SEED.load(Ordering::SeqCst));
        let apps =
            [(); 2].map(|()| Arc::new(App::new(database.store.clone(), Decks::load(None).0)));
        let (mut lost, mut doubled, mut killed) = (0, 0, 0);
        for number in 0..RUNS {
            let outcome = run(database, &apps, number, &mut rng).await;
            lost += outcome.0;
            doubled += outcome.1;
            killed += outcome.2;
        }
        let kind = if database.is_sqlite() { "SQLite" } else { "PostgreSQL" };
        let cards = RUNS * CHANNELS;
        say(&format!(
            "{RUNS} runs on {kind}, {cards} cards, {killed} tasks killed: lost {lost}, \
            doubled {doubled}"
        ));
        assert_eq!((lost, doubled), (0, 0));
        assert!(killed > 0, "nothing was killed, so nothing was shown");
    })
    .await;
}
