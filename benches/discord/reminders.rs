//! The minute in which everybody is reminded: 1,000 members whose conversations are known, 100
//! whose are new.

use std::time::{Duration, Instant};

use chrono::{DateTime, DurationRound, TimeDelta, Utc, WeekdaySet};
use chrono_tz::Tz;
use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::domain::calendar::Turn;
use studyhall::domain::id::MemberId;
use studyhall::domain::place::{Home, Identity};
use studyhall::domain::reminder::Mood;
use studyhall::store::{Change, Committed, Deed, ReminderRow, Store};
use tempfile::TempDir;

use crate::figures::{Figures, ms};
use crate::process::Process;
use crate::support::discord::{Discord, Member};

/// Servers, among which the members are shared out.
const SERVERS: usize = 10;

/// Members whom the bot has written to before, and members whom it has not.
const KNOWN: usize = 1_000;
const NEW: usize = 100;

/// Discord takes 50 requests a second, and opens ten conversations in ten seconds; a little goes on
/// top of both.
const FOR_KNOWN: Duration = Duration::from_secs(25);
const FOR_NEW: Duration = Duration::from_secs(110);

/// How long the conversations may take to be opened that are then known: two requests for each
/// member, and no hurry.
const TO_OPEN: Duration = Duration::from_mins(3);

/// How often Discord may have to ask for less in both: nobody tells its limits beforehand.
const REFUSED: u64 = 5;

/// How long a reminder that came twice may take to come.
const SETTLING: Duration = Duration::from_secs(3);

/// By which route messages and conversations come.
const MESSAGES: &str = "POST /channels/{}/messages";
const CONVERSATIONS: &str = "POST /users/@me/channels";

/// Measures both.
pub(crate) async fn measure(figures: &mut Figures) {
    let mut known = Hall::gather(KNOWN).await;
    known.discord.without_limits();
    known.set(this_minute() - TimeDelta::minutes(1)).await;
    known.remind(TO_OPEN).await;
    known.discord.with_limits();
    known.set(this_minute()).await;
    let opened = known.discord.done(CONVERSATIONS);
    let again = known.remind(FOR_KNOWN * 2).await;
    again.tell(figures, &format!("{KNOWN} known members"), FOR_KNOWN);
    figures.none("  conversations opened again", known.discord.done(CONVERSATIONS) - opened);

    let mut new = Hall::gather(NEW).await;
    new.set(this_minute()).await;
    let first = new.remind(FOR_NEW * 2).await;
    first.tell(figures, &format!("{NEW} new members"), FOR_NEW);

    let both = |count: fn(&Discord) -> u64| count(&known.discord) + count(&new.discord);
    figures.few("answered 429, both together", both(|discord| discord.limited()), REFUSED);
    figures.none("sent in spite of a running retry_after", both(|discord| discord.impatient()));
    figures.none("refused", both(|discord| discord.refusals().len() as u64));
}

/// A program's database, and members who want to be reminded.
struct Hall {
    folder: TempDir,
    discord: Discord,
    /// Each with the id of their server.
    members: Vec<(Member, String)>,
    /// How many reminders each has had.
    rounds: usize,
}

/// What came of one minute.
struct Reminded {
    /// From the first to the last.
    time: Duration,
    lost: u64,
    doubled: u64,
    memory: f64,
    busy: Duration,
    exit: u64,
}

impl Hall {
    async fn gather(count: usize) -> Self {
        let (folder, discord) = (tempfile::tempdir().unwrap(), Discord::start().await);
        let guilds: Vec<_> =
            (0..SERVERS).map(|number| discord.guild(&format!("Study group {number}"))).collect();
        let member = |number: usize| {
            let guild = &guilds[number % SERVERS];
            (guild.member(&format!("Member {number}")), guild.id().to_string())
        };
        let members = (0..count).map(member).collect();
        Self { folder, discord, members, rounds: 0 }
    }

    /// Puts everybody's reminder into the database, due at this instant.
    async fn set(&self, due: DateTime<Utc>) {
        let path = self.folder.path().join("studyhall.db").display().to_string();
        let store = Store::open(&path).await.unwrap();
        let (mut rng, mut reminders, now) = (StdRng::seed_from_u64(1), Vec::new(), Utc::now());
        for (member, guild) in &self.members {
            let community = store
                .community(&Home::new("discord", guild), Tz::UTC, now, &mut rng)
                .await
                .unwrap()
                .id;
            let external = member.id().to_string();
            let id = store
                .member(
                    community,
                    &Identity::new("discord", &external),
                    "Member",
                    None,
                    now,
                    &mut rng,
                )
                .await
                .unwrap()
                .id;
            let row = store.reminder(id).await.unwrap().unwrap_or_else(|| fresh(id));
            reminders.push(Deed::PutReminder(ReminderRow {
                at: due.time(),
                next_at: Some(due),
                ..row
            }));
        }
        let change: Change = reminders.into_iter().collect();
        let committed = store.commit(&change, now).await.unwrap();
        assert_eq!(committed, Committed::Done);
        store.close().await;
    }

    /// Starts the program after the minute has begun, as after a short sleep, and ends it when
    /// everybody was reminded.
    async fn remind(&mut self, patience: Duration) -> Reminded {
        // The gateway takes no second session within five seconds.
        self.discord.forward(Duration::from_secs(6));
        let before = self.discord.done(MESSAGES);
        let mut process = Process::start(&self.discord, self.folder.path());
        process.ready(SERVERS).await;
        let (began, wanted) = (Instant::now(), self.members.len() as u64);
        let (mut first, mut sent) = (None, 0);
        while sent < wanted && began.elapsed() < patience {
            tokio::time::sleep(Duration::from_millis(5)).await;
            sent = self.discord.done(MESSAGES) - before;
            if sent > 0 {
                first.get_or_insert_with(Instant::now);
            }
        }
        let time = first.map(|first| first.elapsed()).unwrap_or_default();
        tokio::time::sleep(SETTLING).await;
        self.rounds += 1;
        let had: Vec<usize> =
            self.members.iter().map(|(member, _)| member.direct().messages().len()).collect();
        let count = |wanted: fn(&usize, &usize) -> bool| {
            had.iter().filter(|had| wanted(had, &self.rounds)).count() as u64
        };
        let (lost, doubled) =
            (count(|had, rounds| had < rounds), count(|had, rounds| had > rounds));
        let (memory, busy) = (process.memory(), process.busy());
        Reminded { time, lost, doubled, memory, busy, exit: process.end() }
    }
}

impl Reminded {
    fn tell(&self, figures: &mut Figures, whose: &str, budget: Duration) {
        figures.at_most(&format!("{whose}: from the first to the last"), self.time, budget);
        figures.none("  lost", self.lost);
        figures.none("  doubled", self.doubled);
        figures.note("  memory after that", format!("{:.1} MB", self.memory));
        figures.note("  busy until then: the program", ms(self.busy));
        figures.none("  exit code after SIGTERM", self.exit);
    }
}

fn this_minute() -> DateTime<Utc> {
    Utc::now().duration_trunc(TimeDelta::minutes(1)).unwrap()
}

fn fresh(member: MemberId) -> ReminderRow {
    ReminderRow {
        member,
        at: chrono::NaiveTime::MIN,
        zone: Tz::UTC,
        days: WeekdaySet::ALL,
        on: true,
        mood: Mood::Heard(0),
        sent_on: None,
        not_on: None,
        closed: false,
        version: 0,
        next_at: None,
        turn: Turn::default(),
    }
}
