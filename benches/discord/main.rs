//! The program under load on Discord: a crowd, many servers, a start. Run by hand: `cargo bench
//! --bench discord`; and `cargo bench --bench discord -- drain` for the minute in which 5,000 cards
//! are due, `-- reminders` for the one in which everybody is reminded. Where `OLD` names a program
//! of an earlier commit, `OLD=… cargo bench --bench discord` plays the crowd and the start with
//! that one and with this one in turn.
//!
//! The program runs as a process of its own, on SQLite on disk, with its usual log; this process is
//! Discord and the people. Prints each figure beside its budget and ends with exit code 1 if one is
//! missed. Each verdict waits until it is on the disk; with `TMPDIR` in memory, such as `/dev/shm`,
//! the figures are those of the program without the disk.

#![expect(
    clippy::unwrap_used,
    reason = "a failing unwrap is the bench's own message, in what it stands on too"
)]

mod compare;
mod crowd;
mod drain;
mod echo;
mod figures;
mod process;
mod reminders;
mod sitting;

/// The fake of Discord, as the tests use it.
#[path = "../../tests/support"]
#[expect(dead_code, unused_imports, reason = "the tests use more of it")]
mod support {
    pub(crate) mod discord;
    pub(crate) mod page;
}

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use crowd::Crowd;
use figures::{Figures, ms};
use process::Process;
use sitting::Sitting;
use support::discord::Discord;

/// Interactions a second.
const RATE: u32 = 200;

/// How long it plays where only the memory or the fake itself is of interest.
const SHORT_TIME: Duration = Duration::from_secs(5);

/// Servers of one shard at its fullest.
const SERVERS: usize = 2_500;

fn main() -> ExitCode {
    if let Some(url) = echo::asked_for() {
        return echo::run(&url);
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let figures = runtime.block_on(measure());
    println!("\n{figures}");
    if figures.are_met() {
        return ExitCode::SUCCESS;
    }
    println!(
        "A budget was missed. On a machine that is busy with other things that says little: run it \
            once more."
    );
    ExitCode::FAILURE
}

async fn measure() -> Figures {
    let mut figures = Figures::default();
    let asked = |name: &str| std::env::args().any(|argument| argument == name);
    if asked("drain") {
        drain::measure(&mut figures).await;
    } else if asked("reminders") {
        reminders::measure(&mut figures).await;
    } else if let Some(old) = std::env::var_os("OLD") {
        compare::measure(&mut figures, Path::new(&old)).await;
    } else {
        floor(&mut figures).await;
        Sitting::play(None).await.tell(&mut figures);
        servers(&mut figures).await;
    }
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
