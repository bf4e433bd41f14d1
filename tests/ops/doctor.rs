//! `studyhall doctor` as people see it.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::thread;

use clap::Parser;
use studyhall::app::decks::Decks;
use studyhall::config::Arguments;
use studyhall::store::{Checkpoints, Store};

use crate::support::before::STEPS;
use crate::support::database::{on_each_database, steps_after};
use crate::support::page::Page;

/// What the doctor says in a folder with these settings, and its exit code; what changes from run
/// to run is named.
fn doctor(folder: &Path, settings: &[(&str, &str)], names: &[(&str, &str)]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_studyhall"))
        .arg("doctor")
        .current_dir(folder)
        .env_clear()
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    let mut said =
        String::from_utf8(output.stdout).unwrap() + std::str::from_utf8(&output.stderr).unwrap();
    for (text, name) in names {
        said = said.replace(text, name);
    }
    // The deck grows; the doctor counts.
    let cards = Decks::load(None).0.iter().map(|deck| deck.cards.len()).sum::<usize>();
    said = said.replace(&format!("with {cards} cards"), "with ALL cards");
    let hide_time = |line: &str| match line.split_once("clock: 20") {
        Some((sign, rest)) => format!("{sign}clock: TIME{}", &rest["26-05-04 12:00 UTC".len()..]),
        None => line.to_owned(),
    };
    // Which fonts there are is the machine's; what is said of them has examples of its own.
    let fonts = |line: &&str| line.get(9..).is_some_and(|check| check.starts_with("fonts: "));
    assert_eq!(said.lines().filter(fonts).count(), 1, "{said}");
    let lines: Vec<String> = said.lines().filter(|line| !fonts(line)).map(hide_time).collect();
    format!("{}\nexit code {}", lines.join("\n"), output.status.code().unwrap())
}

#[test]
fn before_the_first_start_all_is_well_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!("first", doctor(folder.path(), &[("WEB_ADDR", "127.0.0.1:0")], &[]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn beside_the_running_program_all_is_well() {
    let page = Page::open().await;
    let (web, ops, database) = (page.address.to_string(), page.ops.to_string(), page.database());
    let settings = [("WEB_ADDR", &*web), ("OPS_ADDR", &*ops), ("DATABASE_URL", &*database)];
    let names = [(&*web, "PAGE"), (&*ops, "OPS"), (&*database, "DATABASE")];
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!("running", doctor(folder.path(), &settings, &names));
}

#[tokio::test]
async fn a_database_of_each_kind_is_looked_at() {
    on_each_database(async |database| {
        let line = ["studyhall", "--database-url", &database.url, "--web-addr", "127.0.0.1:0"];
        let mut said = Vec::new();
        let fine = studyhall::jobs::doctor::run(&Arguments::parse_from(line).settings, &mut said)
            .await
            .unwrap();
        let said = String::from_utf8(said).unwrap();
        assert!(fine, "{said}");
        let clock = if database.is_sqlite() {
            "with no \
            other"
        } else {
            "it agrees with PostgreSQL's"
        };
        for part in [" opens and can be written\n", "ok       schema: it is current\n", clock] {
            assert!(said.contains(part), "{part} is missing in\n{said}");
        }

        database.as_before(1).await;
        let mut said = Vec::new();
        assert!(
            studyhall::jobs::doctor::run(&Arguments::parse_from(line).settings, &mut said)
                .await
                .unwrap()
        );
        let said = String::from_utf8(said).unwrap();
        let before = if database.is_sqlite() {
            ", which copies the file beside itself first.\n"
        } else {
            ". A program of before cannot use the database after that: take a backup, and stop all \
             of them first.\n"
        };
        let count = steps_after(STEPS);
        let lacks = "to be taken by the next start of Studyhall";
        let lacks = format!("skipped  schema: It lacks {count} steps, {lacks}");
        assert!(said.contains(&format!("{lacks}{before}")), "{said}");
    })
    .await;
}

#[test]
fn what_is_wrong_is_said_with_its_mend() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("decks")).unwrap();
    fs::write(folder.path().join("decks/rivers.toml"), "[deck]\nid = \"Rivers\"\n").unwrap();
    let stranger = TcpListener::bind("127.0.0.1:0").unwrap();
    let address: SocketAddr = stranger.local_addr().unwrap();
    // Somebody who hangs up without a word.
    thread::spawn(move || stranger.incoming().for_each(drop));
    let (port, next) = (address.port().to_string(), (address.port() + 1).to_string());
    let address = address.to_string();
    let settings = [
        ("WEB_ADDR", &*address),
        ("OPS_ADDR", &*address),
        ("DECKS_DIR", "decks"),
        ("DATABASE_URL", "nowhere/studyhall.db"),
    ];
    insta::assert_snapshot!(
        "wrong",
        doctor(folder.path(), &settings, &[(&*port, "PORT"), (&*next, "NEXT")])
    );
}

#[tokio::test]
async fn a_write_ahead_log_that_is_too_large_is_said_with_its_mend() {
    let folder = tempfile::tempdir().unwrap();
    let url = folder.path().join("study.db").display().to_string();
    let store = Store::open_with(&url, Checkpoints::Off, &|_| ()).await.unwrap();
    store.close().await;
    // As it is left by a program that was killed while somebody read.
    fs::OpenOptions::new()
        .append(true)
        .open(format!("{url}-wal"))
        .unwrap()
        .set_len(331 << 20)
        .unwrap();
    for (word, mend) in
        [("on", "another program reads from the database"), ("off", "SQLITE_CHECKPOINT is off")]
    {
        let line = [
            "studyhall",
            "--database-url",
            &url,
            "--web-addr",
            "127.0.0.1:0",
            "--sqlite-checkpoint",
            word,
        ];
        let mut said = Vec::new();
        assert!(
            !studyhall::jobs::doctor::run(&Arguments::parse_from(line).settings, &mut said)
                .await
                .unwrap()
        );
        let said = String::from_utf8(said).unwrap();
        let failed = said
            .lines()
            .find(|line| line.starts_with("failed   log: "))
            .unwrap_or_else(|| panic!("{said}"));
        assert!(failed.contains("study.db-wal has 331 MB: ") && failed.contains(mend), "{failed}");
    }
}
