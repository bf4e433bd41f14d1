//! Discord and Slack in one process: what it takes of memory, idle and after some traffic on both.

use std::path::Path;
use std::time::Duration;

use crate::crowd::{Crowd, Turn};
use crate::discord::crowd::Crowd as DiscordCrowd;
use crate::figures::Figures;
use crate::on_slack;
use crate::process::{PROGRAM, Process, on_discord};
use crate::support::discord::Discord;
use crate::support::page::PATIENCE;
use crate::support::slack::Slack;

/// Servers of one shard at its fullest, and workspaces of an organisation.
const SERVERS: usize = 2_500;
const WORKSPACES: usize = 50;

/// How long both crowds play, with so many interactions a second on each platform.
const TIME: Duration = Duration::from_secs(5);
const ON_DISCORD: u32 = 200;
const ON_SLACK: u32 = 50;

/// In megabytes.
const IDLE: f64 = 50.0;
const AFTER: f64 = 65.0;

/// Measures both.
pub(crate) async fn measure(figures: &mut Figures) {
    let folder = tempfile::tempdir().unwrap();
    let (discord, slack) = (Discord::start().await, Slack::start_org().await);
    slack.unlimited(true);
    slack.want_violations();
    slack.quiet_after(PATIENCE);
    let players = DiscordCrowd::gather(&discord, 10, 10, 5);
    for number in 10..SERVERS {
        let guild = discord.guild(&format!("Study group {number}"));
        for channel in 0..20 {
            guild.channel(&format!("channel-{channel}"));
        }
    }
    let mut crowd = Crowd::gather(&slack, WORKSPACES, 4, 1);
    let settings = [on_discord(&discord), on_slack(&slack)].concat();
    let mut process = Process::run(Path::new(PROGRAM), &settings, folder.path());
    process.ready(SERVERS).await;
    figures.below("2,500 servers and 50 workspaces: memory", process.memory(), IDLE);
    let (on_discord, on_slack) =
        tokio::join!(players.play(ON_DISCORD, TIME), crowd.play(ON_SLACK, TIME, Turn::Next),);
    figures.below("  memory after traffic on both", process.memory(), AFTER);
    figures.below("  memory at its peak", process.peak_memory(), AFTER);
    let failed = on_discord.failed + on_slack.failed;
    figures.none("  members who saw something unexpected", failed);
    figures.none("  against Slack's rules", slack.violations().len() as u64);
    figures.none("  exit code after SIGTERM", process.end());
}
