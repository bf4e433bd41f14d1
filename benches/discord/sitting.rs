//! The crowd and the start, played with one program.

use std::path::Path;
use std::time::Duration;

use crate::RATE;
use crate::crowd::{Crowd, Played};
use crate::figures::{Figures, Measured, ms};
use crate::process::{self, Process};
use crate::support::discord::tally::Histogram;
use crate::support::discord::{Discord, Hub};

/// How long the crowd plays.
const TIME: Duration = Duration::from_secs(30);

/// How long Discord takes a first response.
const LATE: Duration = Duration::from_millis(3_200);

/// What was measured.
pub(crate) struct Sitting {
    played: Played,
    /// From the click to the first response.
    times: Histogram,
    late: u64,
    lost: u64,
    refusals: Vec<(String, u16, u32)>,
    limited: u64,
    impatient: u64,
    /// How long the program was busy, and Discord and the people.
    busy: (Duration, Duration),
    memory: f64,
    exit: u64,
    /// From the start of the process to ready, on the database that the crowd has left.
    start: Duration,
}

impl Sitting {
    /// Plays with this program, or with one of an earlier commit.
    pub(crate) async fn play(earlier: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut sitting = Self::crowd(earlier, folder.path()).await;
        let discord = Discord::start().await;
        let _crowd = Crowd::gather(&discord, 10, 10, 5);
        let mut process = start(earlier, &discord, folder.path());
        let (ready, servers) = process.ready(10).await;
        sitting.start = ready.max(servers);
        sitting
    }

    /// 500 members in 100 channels of 10 servers.
    async fn crowd(earlier: Option<&Path>, folder: &Path) -> Self {
        let discord = Discord::start().await;
        let crowd = Crowd::gather(&discord, 10, 10, 5);
        let mut process = start(earlier, &discord, folder);
        process.ready(10).await;
        let (before, own_before) = (process.busy(), process::busy_here());
        let played = crowd.play(RATE, TIME).await;
        let busy = process.busy().saturating_sub(before);
        let own = process::busy_here().saturating_sub(own_before);
        // What is not answered by now never will be in time.
        tokio::time::sleep(LATE).await;
        Self {
            played,
            times: discord.responses(),
            late: discord.late(),
            lost: discord.unanswered() as u64,
            refusals: discord.refusals(),
            limited: discord.limited(),
            impatient: discord.impatient(),
            busy: (busy, own),
            memory: process.memory(),
            exit: process.end(),
            start: Duration::ZERO,
        }
    }

    /// Tells it beside the budgets.
    pub(crate) fn tell(&self, figures: &mut Figures) {
        let (played, times) = (&self.played, &self.times);
        figures.note("interactions sent", played.sent.to_string());
        figures.note("first responses", times.total().to_string());
        for (name, per_mille) in [("p50", 500), ("p95", 950)] {
            figures.note(&format!("first response: {name}"), ms(times.within(per_mille)));
        }
        figures.at_most("first response: p99", times.within(990), Duration::from_millis(25));
        figures.note("first response: longest", ms(times.within(1_000)));
        figures.none("late", self.late);
        figures.none("lost", self.lost);
        figures.none("refused", self.refusals.len() as u64);
        figures.none("answered 429", self.limited);
        figures.none("sent in spite of a running retry_after", self.impatient);
        figures.none("members who saw something else than expected", played.failed);
        figures.note("the crowd was behind its plan by at most", ms(played.behind));
        figures.note("turns without anybody free", played.nobody_free.to_string());
        figures.note("busy during the 30 s: the program", ms(self.busy.0));
        figures.note("busy during the 30 s: Discord and the people", ms(self.busy.1));
        figures.note("memory after that", format!("{:.1} MB", self.memory));
        figures.none("exit code after SIGTERM", self.exit);
        figures.at_most(
            "start to ready, database of the crowd",
            self.start,
            Duration::from_secs(1),
        );
        self.print_kinds();
        for refusal in self.refusals.iter().take(5) {
            println!("refused: {refusal:?}");
        }
    }

    /// All of it that can be held against another sitting.
    pub(crate) fn measured(&self) -> Vec<(&'static str, Measured)> {
        let (played, time) =
            (&self.played, |per_mille| Measured::Time(self.times.within(per_mille)));
        vec![
            ("interactions sent", Measured::Count(played.sent)),
            ("first responses", Measured::Count(self.times.total())),
            ("first response: p50", time(500)),
            ("first response: p95", time(950)),
            ("first response: p99", time(990)),
            ("first response: longest", time(1_000)),
            ("late", Measured::Count(self.late)),
            ("lost", Measured::Count(self.lost)),
            ("refused", Measured::Count(self.refusals.len() as u64)),
            ("answered 429", Measured::Count(self.limited)),
            ("sent in spite of a running retry_after", Measured::Count(self.impatient)),
            ("members who saw something else than expected", Measured::Count(played.failed)),
            ("the crowd was behind its plan by at most", Measured::Time(played.behind)),
            ("turns without anybody free", Measured::Count(played.nobody_free)),
            ("busy during the 30 s: the program", Measured::Time(self.busy.0)),
            ("busy during the 30 s: Discord and the people", Measured::Time(self.busy.1)),
            ("memory after that", Measured::Memory(self.memory)),
            ("exit code after SIGTERM", Measured::Count(self.exit)),
            ("start to ready, database of the crowd", Measured::Time(self.start)),
        ]
    }

    fn print_kinds(&self) {
        println!("until the person sees it, by what was done:");
        for (kind, times) in &self.played.kinds {
            let (count, p50, p99) = (times.total(), ms(times.within(500)), ms(times.within(990)));
            println!("  {kind:<28} {count:>6}   p50 {p50:>9}   p99 {p99:>9}");
        }
    }
}

fn start(earlier: Option<&Path>, hub: &Hub, folder: &Path) -> Process {
    match earlier {
        Some(program) => Process::start_earlier(program, hub, folder),
        None => Process::start(hub, folder),
    }
}
