//! The program ends in time when it is asked to, whatever runs, and by itself when a part of it has
//! ended.

use std::net::TcpListener;
use std::time::Duration;

use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};

use crate::support::page::{post, write_deck};
use crate::support::program::{Program, command, end};

/// How long it may take at most.
const LONGEST: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_locked_database_does_not_hold_up_the_end() {
    let folder = tempfile::tempdir().unwrap();
    write_deck(&folder.path().join("decks"));
    let program = Program::start(folder.path());
    program.ready().await;
    let entered = post(program.page, "/api/enter", "", &json!({ "name": "Ada" }).to_string()).await;
    let who = entered.json()["id"].as_str().unwrap().to_owned();
    let options = SqliteConnectOptions::new().filename(folder.path().join("studyhall.db"));
    let mut blocker = options.connect().await.unwrap();
    blocker.execute("BEGIN IMMEDIATE").await.unwrap();
    let action = json!({ "kind": "line", "text": "/quiz" });
    let body =
        json!({ "event": "e1", "who": who, "place": "study-group", "action": action }).to_string();
    let page = program.page;
    let asked = tokio::spawn(async move { post(page, "/api/act", "", &body).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let ended = tokio::task::spawn_blocking(|| program.end("TERM"));
    let (status, took) = ended.await.unwrap();
    assert!(took < LONGEST, "{took:?}");
    assert_eq!(status.code(), Some(0));
    // Whatever it was told, it was told something or its line was cut.
    drop(asked.await);
}

#[test]
fn a_platform_that_never_answers_does_not_hold_up_the_end() {
    let folder = tempfile::tempdir().unwrap();
    write_deck(&folder.path().join("decks"));
    // Takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let envs = [("DISCORD_TOKEN", "a.b.c"), ("DISCORD_API_URL", address.as_str())];
    let mut process = command(folder.path()).envs(envs).spawn().unwrap();
    // It has asked who it is, and waits.
    drop(silent.accept().unwrap());
    let waiting = silent.accept().unwrap();
    let (status, took) = end(&mut process, "TERM");
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(status.code(), Some(0));
    drop(waiting);
}
