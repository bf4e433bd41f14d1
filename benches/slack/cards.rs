//! The minute in which everybody wants their card: 500 channels of an organisation's 50 workspaces,
//! at Slack's limits.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DurationRound, TimeDelta, Utc, WeekdaySet};
use chrono_tz::Tz;
use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::domain::calendar::schedule::Schedule;
use studyhall::domain::id::ScheduleId;
use studyhall::domain::place::{Home, Identity, Place};
use studyhall::store::{Change, Committed, Deed, ScheduleRow, ScheduleState, Store};

use crate::figures::{Figures, ms};
use crate::on_slack;
use crate::process::{PROGRAM, Process};
use crate::support::slack::{Channel, Hub, Slack};

/// Workspaces, with so many channels each.
const WORKSPACES: usize = 50;
const CHANNELS: usize = 10;

/// How long it may take: each workspace takes all of its cards in a burst.
const BUDGET: Duration = Duration::from_secs(15);

/// A card that came twice would come within this time.
const SETTLING: Duration = Duration::from_secs(3);

/// Measures from the first card to the last, with the program started after they were due, as after
/// a short sleep.
pub(crate) async fn measure(figures: &mut Figures) {
    let (folder, slack) = (tempfile::tempdir().unwrap(), Slack::start_org().await);
    slack.want_violations();
    let workspaces = gather(&slack);
    set(folder.path(), &workspaces).await;
    let mut process = Process::run(Path::new(PROGRAM), &on_slack(&slack), folder.path());
    process.ready(0).await;
    let count = (WORKSPACES * CHANNELS) as u64;
    let (mut first, mut sent) = (None, 0);
    while sent < count {
        tokio::time::sleep(Duration::from_millis(5)).await;
        sent = slack.tally().done("chat.postMessage");
        if sent > 0 {
            let first = *first.get_or_insert_with(Instant::now);
            assert!(first.elapsed() < BUDGET * 4, "{sent} of {count} cards were sent");
        }
    }
    let drained = first.map(|first| first.elapsed()).unwrap();
    tokio::time::sleep(SETTLING).await;
    let standing: Vec<usize> = workspaces
        .iter()
        .flat_map(|(_, channels)| channels)
        .map(|channel| channel.everything().len())
        .collect();
    let channels =
        |wanted: fn(usize) -> bool| standing.iter().filter(|cards| wanted(**cards)).count() as u64;
    let tally = slack.tally();
    figures.note("cards due at the same minute", count.to_string());
    figures.at_most("  from the first to the last", drained, BUDGET);
    figures.none("  channels without their card", channels(|cards| cards == 0));
    figures.none("  channels with more than one", channels(|cards| cards > 1));
    figures.none("  answered 429", tally.limited);
    figures.none("  sent in spite of a running Retry-After", tally.provoked);
    figures.none("  refused", tally.refusals.len() as u64);
    figures.none("  against Slack's rules", tally.violations.len() as u64);
    figures.note("  memory after that", format!("{:.1} MB", process.memory()));
    figures.note("  busy meanwhile: the program", ms(process.busy()));
    figures.none("  exit code after SIGTERM", process.end());
}

fn gather(slack: &Hub) -> Vec<(String, Vec<Channel>)> {
    let workspace = |number: usize| {
        let workspace = slack.workspace(&format!("Study group {number}"));
        let room = |number: usize| workspace.channel(&format!("room-{number}"));
        (workspace.id(), (0..CHANNELS).map(room).collect())
    };
    (0..WORKSPACES).map(workspace).collect()
}

/// Puts the schedules into a new database.
async fn set(folder: &Path, workspaces: &[(String, Vec<Channel>)]) {
    let store = Store::open(&folder.join("studyhall.db").display().to_string()).await.unwrap();
    let (mut rng, now, mut rows) = (StdRng::seed_from_u64(1), Utc::now(), Vec::new());
    let due = now.duration_trunc(TimeDelta::minutes(1)).unwrap();
    for (workspace, channels) in workspaces {
        let home = Home::new("slack", workspace);
        let community = store.community(&home, Tz::UTC, now, &mut rng).await.unwrap().id;
        let admin = Identity::new("slack", "W1");
        let admin = store.member(community, &admin, "Admin", None, now, &mut rng).await.unwrap().id;
        for channel in channels {
            rows.push(ScheduleRow {
                id: ScheduleId(i64::try_from(rows.len() + 1).unwrap()),
                community,
                place: Place { home: home.clone(), channel: channel.id(), direct: false },
                deck: "aws-developer-associate".to_owned(),
                schedule: Schedule {
                    at: due.time(),
                    zone: Tz::UTC,
                    days: WeekdaySet::ALL,
                    off_days: [].into(),
                },
                set_by: admin,
                state: ScheduleState::On,
                note: String::new(),
                version: 0,
                summary: true,
                told: true,
                next_at: Some(due),
            });
        }
    }
    let change: Change = rows.into_iter().map(Deed::PutSchedule).collect();
    assert_eq!(store.commit(&change, now).await.unwrap(), Committed::Done);
    store.close().await;
}
