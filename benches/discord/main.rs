//! The program under load on Discord: a crowd, many servers, a start. Run by hand: `cargo bench --bench discord`; and
//! `cargo bench --bench discord -- drain` for the minute in which 5,000 cards are due.
//!
//! The program runs as a process of its own, on SQLite on disk, with its usual log; this process is Discord and the
//! people. Prints each figure beside its budget and ends with exit code 1 if one is missed. Each verdict waits until it
//! is on the disk; with `TMPDIR` in memory, such as `/dev/shm`, the figures are those of the program without the disk.

#![expect(clippy::unwrap_used, reason = "a failing unwrap is the bench's own message, in what it stands on too")]

mod crowd;
mod drain;
mod echo;
mod figures;
mod process;

/// The fake of Discord, as the tests use it.
#[path = "../../tests/support"]
#[expect(dead_code, unused_imports, reason = "the tests use more of it")]
mod support {
    pub(crate) mod discord;
    pub(crate) mod page;
}

use std::process::ExitCode;
use std::time::Duration;

use tempfile::TempDir;

use crowd::{Crowd, Played};
use figures::{Figures, ms};
use process::Process;
use support::discord::Discord;

/// Interactions a second.
const RATE: u32 = 200;

/// How long the crowd plays.
const TIME: Duration = Duration::from_secs(30);

/// How long it plays where only the memory or the fake itself is of interest.
const SHORT_TIME: Duration = Duration::from_secs(5);

/// Servers of one shard at its fullest.
const SERVERS: usize = 2_500;

/// How long Discord takes a first response.
const LATE: Duration = Duration::from_millis(3_200);

fn main() -> ExitCode {
    if let Some(url) = echo::asked_for() {
        return echo::run(&url);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let figures = runtime.block_on(measure());
    println!("\n{figures}");
    if figures.are_met() {
        return ExitCode::SUCCESS;
    }
    println!("A budget was missed. On a machine that is busy with other things that says little: run it once more.");
    ExitCode::FAILURE
}

async fn measure() -> Figures {
    let mut figures = Figures::default();
    if std::env::args().any(|argument| argument == "drain") {
        drain::measure(&mut figures).await;
        return figures;
    }
    let folder = tempfile::tempdir().unwrap();
    floor(&mut figures).await;
    crowd(&folder, &mut figures).await;
    start(&folder, &mut figures).await;
    servers(&mut figures).await;
    figures
}

/// What the fake and the machine take by themselves: a bot that says the same to everything.
async fn floor(figures: &mut Figures) {
    let discord = Discord::start().await;
    let crowd = Crowd::gather(&discord, 10, 10, 5);
    let _echo = echo::start(&discord).await;
    crowd.play_simply(RATE, SHORT_TIME).await;
    let times = discord.responses();
    figures.note("a bare echo, for comparison: p50", ms(times.within(500)));
    figures.note("a bare echo, for comparison: p99", ms(times.within(990)));
}

/// 500 members in 100 channels of 10 servers.
async fn crowd(folder: &TempDir, figures: &mut Figures) {
    let discord = Discord::start().await;
    let crowd = Crowd::gather(&discord, 10, 10, 5);
    let mut process = Process::start(&discord, folder.path());
    process.ready(10).await;
    let (before, own_before) = (process.busy(), process::busy_here());
    let played = crowd.play(RATE, TIME).await;
    let busy = process.busy().saturating_sub(before);
    let own = process::busy_here().saturating_sub(own_before);
    // What is not answered by now never will be in time.
    tokio::time::sleep(LATE).await;
    let times = discord.responses();
    figures.note("interactions sent", played.sent.to_string());
    figures.note("first responses", times.total().to_string());
    for (name, per_mille) in [("p50", 500), ("p95", 950)] {
        figures.note(&format!("first response: {name}"), ms(times.within(per_mille)));
    }
    figures.at_most("first response: p99", times.within(990), Duration::from_millis(25));
    figures.note("first response: longest", ms(times.within(1_000)));
    figures.none("late", discord.late());
    figures.none("lost", discord.unanswered() as u64);
    figures.none("refused", discord.refusals().len() as u64);
    figures.none("answered 429", discord.limited());
    figures.none("members who saw something else than expected", played.failed);
    figures.note("the crowd was behind its plan by at most", ms(played.behind));
    figures.note("turns without anybody free", played.nobody_free.to_string());
    figures.note("busy during the 30 s: the program", ms(busy));
    figures.note("busy during the 30 s: Discord and the people", ms(own));
    figures.note("memory after that", format!("{:.1} MB", process.memory()));
    print_kinds(&played);
    for refusal in discord.refusals().iter().take(5) {
        println!("refused: {refusal:?}");
    }
    figures.none("exit code after SIGTERM", process.end());
}

fn print_kinds(played: &Played) {
    println!("until the person sees it, by what was done:");
    for (kind, times) in &played.kinds {
        let (count, p50, p99) = (times.total(), ms(times.within(500)), ms(times.within(990)));
        println!("  {kind:<28} {count:>6}   p50 {p50:>9}   p99 {p99:>9}");
    }
}

/// From the start of the process to ready, on the database that the crowd has left.
async fn start(folder: &TempDir, figures: &mut Figures) {
    let discord = Discord::start().await;
    let _crowd = Crowd::gather(&discord, 10, 10, 5);
    let mut process = Process::start(&discord, folder.path());
    let (ready, servers) = process.ready(10).await;
    figures.at_most("start to ready, database of the crowd", ready.max(servers), Duration::from_secs(1));
}

/// Memory with a full shard, and after some traffic on it.
async fn servers(figures: &mut Figures) {
    let folder = tempfile::tempdir().unwrap();
    let discord = Discord::start().await;
    let crowd = Crowd::gather(&discord, 10, 10, 5);
    for number in 10..SERVERS {
        let guild = discord.guild(&format!("Study group {number}"));
        for channel in 0..20 {
            guild.channel(&format!("channel-{channel}"));
        }
    }
    let mut process = Process::start(&discord, folder.path());
    let (ready, servers) = process.ready(SERVERS).await;
    figures.note("start to ready with 2,500 servers", ms(ready));
    figures.note("until all 2,500 servers were taken", ms(servers));
    figures.below("memory with 2,500 servers", process.memory(), 40.0);
    crowd.play(RATE, SHORT_TIME).await;
    figures.below("memory after traffic on them", process.memory(), 40.0);
    figures.note("memory at its peak", format!("{:.1} MB", process.peak_memory()));
}
