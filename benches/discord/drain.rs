//! The minute in which everybody wants their card: 5,000 schedules due at the same minute.

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
use crate::process::Process;
use crate::support::discord::{Channel, Discord, Hub};

/// Servers, with so many channels each.
const SERVERS: usize = 100;
const CHANNELS: usize = 50;

/// What Discord allows a bot over all routes, in requests a second.
const GLOBAL_LIMIT: u32 = 50;

/// What goes on top of the ideal time.
const SLACK: f64 = 1.05;

/// Measures from the first card to the last, with the program started after they were due, as after
/// a short sleep.
pub(crate) async fn measure(figures: &mut Figures) {
    let folder = tempfile::tempdir().unwrap();
    let discord = Discord::start().await;
    let servers = gather(&discord);
    set(folder.path(), &servers).await;
    let mut process = Process::start(&discord, folder.path());
    process.ready(SERVERS).await;
    let count = u32::try_from(SERVERS * CHANNELS).unwrap();
    let ideal = Duration::from_secs((count / GLOBAL_LIMIT).into());
    let (mut first, mut sent) = (None, 0);
    while sent < u64::from(count) {
        tokio::time::sleep(Duration::from_millis(5)).await;
        sent = discord.requests("POST /channels/{}/messages");
        if sent > 0 {
            let first = *first.get_or_insert_with(Instant::now);
            assert!(first.elapsed() < ideal * 3, "{sent} of {count} cards were sent");
        }
    }
    let drained = first.map(|first| first.elapsed()).unwrap();
    // A message that came twice would come now.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let standing: Vec<usize> = servers
        .iter()
        .flat_map(|(_, channels)| channels)
        .map(|channel| channel.messages().len())
        .collect();
    figures.note("cards due at the same minute", count.to_string());
    figures.at_most("from the first to the last", drained, ideal.mul_f64(SLACK));
    figures.none(
        "channels without their card",
        standing.iter().filter(|cards| **cards == 0).count() as u64,
    );
    figures.none(
        "channels with more than one",
        standing.iter().filter(|cards| **cards > 1).count() as u64,
    );
    figures.none("answered 429", discord.limited());
    figures.none("refused", discord.refusals().len() as u64);
    figures.note("memory after that", format!("{:.1} MB", process.memory()));
    figures.note("busy meanwhile: the program", ms(process.busy()));
    figures.none("exit code after SIGTERM", process.end());
}

fn gather(discord: &Hub) -> Vec<(String, Vec<Channel>)> {
    let server = |number: usize| {
        let guild = discord.guild(&format!("Study group {number}"));
        (
            guild.id().to_string(),
            (0..CHANNELS).map(|number| guild.channel(&format!("room-{number}"))).collect(),
        )
    };
    (0..SERVERS).map(server).collect()
}

/// Puts the schedules into a new database.
async fn set(folder: &Path, servers: &[(String, Vec<Channel>)]) {
    let store = Store::open(&folder.join("studyhall.db").display().to_string()).await.unwrap();
    let mut rng = StdRng::seed_from_u64(1);
    let now = Utc::now();
    let due = now.duration_trunc(TimeDelta::minutes(1)).unwrap();
    for (guild, channels) in servers {
        let community =
            store.community(&Home::new("discord", guild), Tz::UTC, now, &mut rng).await.unwrap().id;
        let admin = store
            .member(community, &Identity::new("discord", "1"), "Admin", None, now, &mut rng)
            .await
            .unwrap()
            .id;
        let row = |channel: &Channel| ScheduleRow {
            id: ScheduleId(channel.id().cast_signed()),
            community,
            place: Place {
                home: Home::new("discord", guild.clone()),
                channel: channel.id().to_string(),
                direct: false,
            },
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
        };
        let change: Change = channels.iter().map(row).map(Deed::PutSchedule).collect();
        let committed = store.commit(&change, now).await.unwrap();
        assert_eq!(committed, Committed::Done);
    }
    store.close().await;
}
