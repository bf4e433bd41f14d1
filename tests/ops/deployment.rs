//! `fly.toml` and `Dockerfile` fit the program: its settings, its port, its signal, its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use clap::{CommandFactory, Parser};
use studyhall::config::{Arguments, Settings};
use toml::{Table, Value};

use crate::support::page::{Page, get};

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn fly() -> Table {
    text("fly.toml").parse().unwrap()
}

/// The Dockerfile's instructions, each on one line.
fn dockerfile() -> Vec<String> {
    let text = text("Dockerfile");
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    lines.join("\n").replace("\\\n", "").lines().map(|line| line.trim().to_owned()).collect()
}

/// The variables that the image sets.
fn image_variables() -> BTreeMap<String, String> {
    let lines = dockerfile();
    let set =
        lines.iter().filter_map(|line| line.strip_prefix("ENV ")).flat_map(str::split_whitespace);
    set.map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The settings that variables make; each must be one that the program knows.
fn settings(variables: &BTreeMap<String, String>) -> Settings {
    let command = Arguments::command();
    let mut line = vec!["studyhall".to_owned()];
    for (name, value) in variables {
        let known = command
            .get_arguments()
            .find(|one| one.get_env().is_some_and(|env| env == name.as_str()));
        let flag =
            known.and_then(|one| one.get_long()).unwrap_or_else(|| panic!("{name} is no setting"));
        line.extend([format!("--{flag}"), value.clone()]);
    }
    Arguments::try_parse_from(line).unwrap().settings
}

fn seconds(value: &Value) -> u64 {
    value.as_str().unwrap().strip_suffix('s').unwrap().parse().unwrap()
}

#[tokio::test]
async fn fly_asks_where_the_program_answers() {
    let fly = fly();
    let variables: BTreeMap<String, String> = fly["env"]
        .as_table()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().into()))
        .collect();
    let port = i64::from(settings(&variables).ops_addr.expect("it is watched").port());
    let (check, metrics) = (&fly["checks"]["health"], &fly["metrics"]);
    assert_eq!((check["type"].as_str(), check["port"].as_integer()), (Some("http"), Some(port)));
    assert_eq!(metrics["port"].as_integer(), Some(port));
    let page = Page::open().await;
    for place in [check, metrics] {
        let path = place["path"].as_str().unwrap();
        assert_eq!(get(page.ops, path).await.status, 200, "{path}");
    }
    let mount = fly["mounts"][0]["destination"].as_str().unwrap();
    assert!(
        variables["DATABASE_URL"].starts_with(&format!("{mount}/")),
        "the database is on the volume"
    );
}

#[test]
fn fly_runs_one_private_bot_and_lets_it_finish() {
    let fly = fly();
    assert_eq!(fly["kill_signal"].as_str(), Some("SIGTERM"));
    assert!(
        seconds(&fly["kill_timeout"]) >= 20,
        "requests get 10 s to finish, and then the database is closed"
    );
    assert_eq!(fly["deploy"]["strategy"].as_str(), Some("immediate"));
    assert_eq!(fly["restart"][0]["policy"].as_str(), Some("always"));
    assert!(!fly.contains_key("http_service") && !fly.contains_key("services"), "nobody calls in");
}

#[test]
fn the_image_and_fly_agree() {
    let (fly, image) = (fly(), image_variables());
    for (name, value) in fly["env"].as_table().unwrap() {
        assert_eq!(image.get(name).map(String::as_str), value.as_str(), "{name}");
    }
    let port = settings(&image).ops_addr.unwrap().port();
    assert!(dockerfile().contains(&format!("EXPOSE {port}")));
}

#[test]
fn the_image_is_built_from_files_that_reach_the_builder() {
    let (lines, ignored) = (dockerfile(), text(".dockerignore"));
    let copied = lines
        .iter()
        .filter_map(|line| line.strip_prefix("COPY "))
        .filter(|line| !line.starts_with("--"));
    for line in copied {
        let mut names: Vec<&str> = line.split_whitespace().collect();
        names.pop();
        for name in names {
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(name).exists(), "{name} is missing");
            assert!(
                ignored.lines().any(|line| line == format!("!{name}")),
                "{name} does not reach the builder"
            );
        }
    }
    let cargo: Table = text("Cargo.toml").parse().unwrap();
    let rust = cargo["package"]["rust-version"].as_str().unwrap();
    assert!(lines.contains(&format!("FROM rust:{rust}-bookworm AS build")), "{lines:?}");
    assert!(
        lines.contains(&"ENTRYPOINT [\"/usr/local/bin/studyhall\"]".to_owned()),
        "signals reach the program itself"
    );
    // Without a file for each target, Cargo does not even begin.
    let targets = ["bin", "test", "bench"].iter().flat_map(|kind| cargo[*kind].as_array().unwrap());
    let build = lines.iter().find(|line| line.contains("tee src/main.rs")).unwrap();
    for target in targets {
        let bench = format!("benches/{}.rs", target["name"].as_str().unwrap());
        let path = target.get("path").and_then(Value::as_str).unwrap_or(&bench);
        assert!(build.contains(path), "{path} is not made for the layer of libraries");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_image_checks_health_by_itself() {
    let mut page = Page::open().await;
    let lines = dockerfile();
    let check =
        lines.iter().find_map(|line| line.split_once("CMD [")?.1.strip_suffix(']')).unwrap();
    let command: Vec<String> = serde_json::from_str(&format!("[{check}]")).unwrap();
    let port = settings(&image_variables()).ops_addr.unwrap().port().to_string();
    let run = |port_now: u16| {
        let script = command[2].replace(&port, &port_now.to_string());
        assert_ne!(script, command[2]);
        Command::new(&command[0])
            .args([&command[1], &script])
            .stderr(Stdio::null())
            .status()
            .unwrap()
            .success()
    };
    assert!(run(page.ops.port()));
    page.stop().await;
    assert!(!run(page.ops.port()), "nobody answers");
}
