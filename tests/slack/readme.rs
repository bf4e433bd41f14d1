//! The steps of the README on Slack, from the tokens on, taken as they stand there by somebody with
//! an empty folder.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};

use crate::support::page::PATIENCE;
use crate::support::program::{command, end, pass_on};
use crate::support::slack::{APP_TOKEN, BOT_TOKEN, KEEP, Slack};

/// The README's numbered steps under this title, each in a line.
fn steps(title: &str) -> Vec<String> {
    let readme = include_str!("../../README.md");
    let (_, part) = readme.split_once(&format!("\n## {title}\n\n")).expect("the title");
    let (list, _) = part.split_once("\n\n").expect("text behind the steps");
    let mut steps: Vec<String> = Vec::new();
    for line in list.lines() {
        match (line.strip_prefix("   "), steps.last_mut()) {
            (Some(rest), Some(step)) => step.extend([" ", rest]),
            _ => steps.push(line.to_owned()),
        }
    }
    steps
}

/// What a step puts between backticks.
fn quoted(step: &str) -> Vec<&str> {
    step.split('`').skip(1).step_by(2).collect()
}

/// What `cargo run --release` with such words behind it runs, in a folder without anything but
/// `.env`.
fn cargo_run(folder: &Path, line: &str) -> Command {
    let arguments = line.strip_prefix("cargo run --release").expect("a call of the program");
    let mut program = command(folder);
    program.env_remove("DECKS_DIR");
    program.args(arguments.split_whitespace().filter(|word| *word != "--"));
    program
}

/// The program, killed where a test fails.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        // Nothing happens if it has ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits for a line that the program prints.
fn line(lines: &Receiver<String>, start: &str) -> String {
    loop {
        let line = lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no line {start:?}"));
        if line.starts_with(start) {
            return line;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_steps_lead_to_the_first_card() {
    let steps = steps("On Slack");
    assert!((1..=6).contains(&steps.len()), "{steps:#?}");
    let [.., tokens, start, invite] = &*steps else { panic!("{steps:#?}") };

    let slack = Slack::start().await;
    let workspace = slack.workspace("Study group");
    let (anna, exam) = (workspace.admin("Anna"), workspace.channel_without_app("exam"));
    exam.welcome(&anna);
    let folder = tempfile::tempdir().unwrap();

    let [file, bot, app, doctor] = quoted(tokens)[..] else { panic!("{tokens}") };
    let given = [bot.replace("xoxb-…", BOT_TOKEN), app.replace("xapp-…", APP_TOKEN)];
    assert!(given[0].ends_with(BOT_TOKEN) && given[1].ends_with(APP_TOKEN), "{given:?}");
    // What stands for the fake is all that a member of the team does not write.
    let settings = format!("{}\n{}\nSLACK_API_URL={}\n", given[0], given[1], slack.url());
    fs::write(folder.path().join(file), settings).unwrap();
    let mut doctor = cargo_run(folder.path(), doctor);
    let told = tokio::task::spawn_blocking(move || doctor.output().unwrap()).await.unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));

    let [start] = quoted(start)[..] else { panic!("{start}") };
    let mut program = Started(cargo_run(folder.path(), start).spawn().unwrap());
    let (said, lines) = channel();
    pass_on(program.0.stdout.take().unwrap(), said.clone());
    pass_on(program.0.stderr.take().unwrap(), said);
    let greeting =
        tokio::task::spawn_blocking(move || line(&lines, "Studyhall is ready on Slack."));
    let greeting = greeting.await.unwrap();

    let [typed, daily, quiz] = quoted(invite)[..] else { panic!("{invite}") };
    let named = typed.strip_prefix("/invite @").expect("the bot is invited");
    let said_too = format!("/invite @{}", named.to_lowercase());
    assert!(greeting.contains(&said_too), "{greeting} does not say what the README does: {typed}");
    exam.invite_app();
    let (command, text) = daily.split_once(' ').expect("a command with its action");
    let form = anna.slash(&exam, command, text).await.modal();
    anna.submit(&form, &[KEEP; 4]).await;
    exam.sees("Card of the day").await;
    anna.slash(&exam, quiz, "").await.sees("Question 1").await;

    let (status, _) = tokio::task::block_in_place(|| end(&mut program.0, "TERM"));
    assert!(status.success(), "{status}");
}
