//! The program under load on Slack: a crowd, the cards of one minute, and Discord beside it. Run by
//! hand: `cargo bench --bench slack`; and `cargo bench --bench slack -- crowd`, `-- cards` or
//! `-- both` for one of them. Where `OLD` names a program of an earlier commit, `OLD=… cargo bench
//! --bench slack` plays the crowd with that one and with this one in turn.
//!
//! The program runs as a process of its own, on SQLite on disk, with its usual log; this process is
//! Slack and the people. Prints each figure beside its budget and ends with exit code 1 if one is
//! missed.

#![expect(
    clippy::unwrap_used,
    reason = "a failing unwrap is the bench's own message, in what it stands on too"
)]

mod both;
mod cards;
mod crowd;
mod sitting;

/// What the bench of Discord measures with, and its crowd.
#[path = "../discord"]
#[expect(dead_code, reason = "that bench uses more of it")]
mod discord {
    pub(crate) mod compare;
    pub(crate) mod crowd;
    pub(crate) mod figures;
    pub(crate) mod process;
}

/// The fakes of Discord and Slack, as the tests use them.
#[path = "../../tests/support"]
#[expect(dead_code, unused_imports, reason = "the tests use more of it")]
mod support {
    pub(crate) mod browser;
    pub(crate) mod discord;
    pub(crate) mod page;
    pub(crate) mod slack;
}

use std::path::Path;
use std::process::ExitCode;

use discord::process::Setting;
use discord::{compare, figures, process};
use figures::Figures;
use sitting::Sitting;
use support::slack::{APP_TOKEN, BOT_TOKEN, Hub};

fn main() -> ExitCode {
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
    if let Some(old) = std::env::var_os("OLD") {
        compare::measure(&mut figures, Path::new(&old)).await;
        return figures;
    }
    let parts = ["crowd", "cards", "both"];
    let named: Vec<String> = std::env::args().skip(1).collect();
    let none = !parts.iter().any(|part| named.iter().any(|name| name == part));
    let asked = |part: &str| none || named.iter().any(|name| name == part);
    if asked("crowd") {
        Sitting::play(None).await.tell(&mut figures);
    }
    if asked("cards") {
        cards::measure(&mut figures).await;
    }
    if asked("both") {
        both::measure(&mut figures).await;
    }
    figures
}

/// The settings by which the program is on Slack.
fn on_slack(hub: &Hub) -> Vec<Setting> {
    vec![
        ("SLACK_BOT_TOKEN", BOT_TOKEN.to_owned()),
        ("SLACK_APP_TOKEN", APP_TOKEN.to_owned()),
        ("SLACK_API_URL", hub.url()),
    ]
}
