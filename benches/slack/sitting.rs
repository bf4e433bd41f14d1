//! The crowd, played with one program: at first while nobody is known, then at two speeds.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::crowd::{Crowd, Played, Turn};
use crate::figures::{Figures, Measured, ms};
use crate::on_slack;
use crate::process::{self, PROGRAM, Process};
use crate::support::discord::tally::Histogram;
use crate::support::page::PATIENCE;
use crate::support::slack::{Slack, Tally};

/// Channels of the workspace, with so many members each.
const CHANNELS: usize = 10;
const MEMBERS: usize = 20;

/// Interactions a second, and for how long.
const USUAL: (u32, Duration) = (50, Duration::from_secs(30));
const RUSH: (u32, Duration) = (200, Duration::from_secs(10));

/// How long they play between two looks whether all of them are known by now.
const LOOK: Duration = Duration::from_secs(2);

/// How long it may take until all are known: Slack tells of a hundred people a minute.
const TO_KNOW: Duration = Duration::from_secs(200);

/// How long Slack takes an acknowledgement.
const LATE: Duration = Duration::from_millis(3_200);

/// The most that an acknowledgement takes in 99 of 100 cases, and what is seen.
const ACKNOWLEDGED: Duration = Duration::from_millis(20);
const SEEN: Duration = Duration::from_millis(100);

/// What was measured.
pub(crate) struct Sitting {
    /// From the start of the process to ready.
    start: Duration,
    /// Until everybody's profile was known, and what they saw meanwhile.
    strangers: (Duration, Played),
    usual: Part,
    rush: Part,
    /// All that Slack counted.
    tally: Tally,
    memory: f64,
    exit: u64,
}

/// One speed.
struct Part {
    played: Played,
    /// From the sending of an envelope to its acknowledgement.
    acks: Histogram,
    lost: u64,
    late: u64,
    /// How long the program was busy, and Slack and the people.
    busy: (Duration, Duration),
}

impl Sitting {
    /// Plays with this program, or with one of an earlier commit.
    pub(crate) async fn play(earlier: Option<&Path>) -> Self {
        let (folder, slack) = (tempfile::tempdir().unwrap(), Slack::start().await);
        slack.unlimited(true);
        slack.want_violations();
        // Everything that the crowd does has an answer, however long it takes.
        slack.quiet_after(PATIENCE);
        let mut crowd = Crowd::gather(&slack, 1, CHANNELS, MEMBERS);
        let program = earlier.unwrap_or(Path::new(PROGRAM));
        let mut process = Process::run(program, &on_slack(&slack), folder.path());
        let (start, _) = process.ready(0).await;
        let strangers = come_in(&slack, &mut crowd).await;
        let usual = Part::play(&slack, &mut crowd, &process, USUAL).await;
        let rush = Part::play(&slack, &mut crowd, &process, RUSH).await;
        let (memory, tally) = (process.memory(), slack.tally());
        Self { start, strangers, usual, rush, tally, memory, exit: process.end() }
    }

    /// Tells it beside the budgets.
    pub(crate) fn tell(&self, figures: &mut Figures) {
        figures.at_most("start to ready", self.start, Duration::from_secs(1));
        let (time, played) = &self.strangers;
        figures.note("until 200 members were known", ms(*time));
        figures.note("  what is seen meanwhile: p50", ms(played.seen.within(500)));
        figures.note("  what is seen meanwhile: p99", ms(played.seen.within(990)));
        figures.none("  members who saw something unexpected", played.failed);
        for (part, (rate, time)) in [(&self.usual, USUAL), (&self.rush, RUSH)] {
            let seconds = time.as_secs();
            figures.note(
                &format!("{rate} a second for {seconds} s: interactions"),
                part.played.sent.to_string(),
            );
            part.tell(figures, rate == USUAL.0);
        }
        figures.none("refused", self.tally.refusals.len() as u64);
        figures.none("against Slack's rules", self.tally.violations.len() as u64);
        figures.none("answered 429", self.tally.limited);
        figures.note("memory after that", format!("{:.1} MB", self.memory));
        figures.none("exit code after SIGTERM", self.exit);
        for refusal in self.tally.refusals.iter().take(5) {
            println!("refused: {refusal:?}");
        }
    }

    /// All of it that can be held against another sitting.
    pub(crate) fn measured(&self) -> Vec<(&'static str, Measured)> {
        let (usual, rush) = (&self.usual, &self.rush);
        vec![
            ("start to ready", Measured::Time(self.start)),
            ("acknowledged, 50 a second: p50", Measured::Time(usual.acks.within(500))),
            ("acknowledged, 50 a second: p99", Measured::Time(usual.acks.within(990))),
            ("seen, 50 a second: p50", Measured::Time(usual.played.seen.within(500))),
            ("seen, 50 a second: p99", Measured::Time(usual.played.seen.within(990))),
            ("acknowledged, 200 a second: p99", Measured::Time(rush.acks.within(990))),
            ("seen, 200 a second: p99", Measured::Time(rush.played.seen.within(990))),
            ("lost", Measured::Count(usual.lost + rush.lost)),
            ("late", Measured::Count(usual.late + rush.late)),
            (
                "members who saw something unexpected",
                Measured::Count(usual.played.failed + rush.played.failed),
            ),
            ("busy, 50 a second: the program", Measured::Time(usual.busy.0)),
            ("busy, 200 a second: the program", Measured::Time(rush.busy.0)),
            ("memory after that", Measured::Memory(self.memory)),
            ("exit code after SIGTERM", Measured::Count(self.exit)),
        ]
    }
}

impl Part {
    async fn play(
        slack: &Slack,
        crowd: &mut Crowd,
        process: &Process,
        (rate, time): (u32, Duration),
    ) -> Self {
        let (before, busy, own) = (slack.fresh_tally(), process.busy(), process::busy_here());
        let played = crowd.play(rate, time, Turn::Next).await;
        let busy = process.busy().saturating_sub(busy);
        let own = process::busy_here().saturating_sub(own);
        // What is not acknowledged by now never will be in time.
        tokio::time::sleep(LATE).await;
        let tally = slack.tally();
        Self {
            played,
            lost: unacknowledged(&tally).saturating_sub(unacknowledged(&before)),
            late: tally.late - before.late,
            acks: tally.latencies,
            busy: (busy, own),
        }
    }

    fn tell(&self, figures: &mut Figures, has_budget: bool) {
        let (acks, played) = (&self.acks, &self.played);
        let mut time = |what: &str, times: &Histogram, budget: Duration| {
            figures.note(&format!("  {what}: p50"), ms(times.within(500)));
            let (name, p99) = (format!("  {what}: p99"), times.within(990));
            if has_budget {
                figures.at_most(&name, p99, budget);
            } else {
                figures.note(&name, ms(p99));
            }
            figures.note(&format!("  {what}: longest"), ms(times.within(1_000)));
        };
        time("acknowledged", acks, ACKNOWLEDGED);
        time("seen", &played.seen, SEEN);
        figures.none("  lost", self.lost);
        figures.none("  late", self.late);
        figures.none("  members who saw something unexpected", played.failed);
        figures.note("  the crowd was behind its plan by at most", ms(played.behind));
        figures.note("  turns without anybody free", played.nobody_free.to_string());
        figures.note("  busy: the program", ms(self.busy.0));
        figures.note("  busy: Slack and the people", ms(self.busy.1));
        println!("until the person sees it, by what was done:");
        for (kind, times) in &played.kinds {
            let (count, p50, p99) = (times.total(), ms(times.within(500)), ms(times.within(990)));
            println!("  {kind:<28} {count:>6}   p50 {p50:>9}   p99 {p99:>9}");
        }
    }
}

/// How many envelopes were sent and not acknowledged.
fn unacknowledged(tally: &Tally) -> u64 {
    tally.envelopes.values().sum::<u64>() - tally.acks
}

/// Everybody does something simple until the program knows who all of them are; how long that took,
/// and what they saw.
async fn come_in(slack: &Slack, crowd: &mut Crowd) -> (Duration, Played) {
    let (began, members) = (Instant::now(), crowd.count() as u64);
    let mut all = Played::default();
    while slack.tally().done("users.info") < members {
        assert!(began.elapsed() < TO_KNOW, "not everybody gets known");
        crowd.play_on(USUAL.0, LOOK, Turn::Simple, &mut all).await;
    }
    (began.elapsed(), all)
}
