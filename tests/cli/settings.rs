//! What is said of wrong settings: all at once, each as its owner wrote it, with its mend, and no
//! secret.

use std::fs;
use std::process::Output;

use super::{studyhall_with, text};

/// What the program says with this `.env`, these variables and these flags, and its exit code.
fn said(env_file: impl AsRef<[u8]>, variables: &[(&str, &str)], flags: &[&str]) -> String {
    let output = with(env_file, variables, flags);
    let said = text(&output.stderr);
    assert!(!said.contains("hush"), "a secret is told: {said}");
    format!("{said}exit code {}", output.status.code().unwrap())
}

fn with(env_file: impl AsRef<[u8]>, variables: &[(&str, &str)], flags: &[&str]) -> Output {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(".env"), env_file).unwrap();
    studyhall_with(dir.path(), variables, &[flags, &["grade"]].concat(), b"")
}

#[test]
fn every_wrong_line_of_a_file_is_named_with_its_mend() {
    let file = "# Studyhall\n\
        DATABASE_URL=mysql://me:hush@localhost/db\n\
        WEB_ADDR=0.0.0.0:8080\n\
        DISCORD_TOKEN='hush hush'\n\
        DISCORD_API_URL=https://hush@discord.com\n\
        export DISCORD_SHARDS=4-1/4\n\
        DISCORD_MESSAGE_CONTENT=maybe\n\
        OPS_ADDR=9090\n\
        RUST_LOG=studyhall=loud\n\
        DECKS_DIR=C:\\hush\n\
        hush\n\
        MY-TOKEN=hush\n\
        OTHER='hush\n\
        OTHER=hush hush\n\
        DISCORD_TOKKEN=hush\n\
        WEB_ADDR=127.0.0.1:8080\n";
    insta::assert_snapshot!("file", said(file, &[], &[]));
}

#[test]
fn a_setting_is_named_where_it_was_written() {
    let variables = [("OPS_ADDR", "9090"), ("DISCORD_TOKEN", "hush hush"), ("DATABASE_URL", "")];
    let flags = ["--discord-shards", "four", "--web-addr", "8080", "--log", "studyhall=loud"];
    // The file would be right, but is outranked.
    let file = "OPS_ADDR=127.0.0.1:9090\nDISCORD_SHARDS=auto\nDISCORD_MESSAGE_CONTENT=2\n";
    insta::assert_snapshot!("everywhere", said(file, &variables, &flags));
}

#[test]
fn what_is_outranked_may_be_wrong() {
    let output =
        with("OPS_ADDR=9090\nWEB_ADDR=1\n", &[("OPS_ADDR", "")], &["--web-addr", "127.0.0.1:0"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn a_flag_is_named_as_a_flag() {
    for (flags, wanted) in [
        (
            &["--web-addr", "0.0.0.0:8080"][..],
            "--web-addr 0.0.0.0:8080: the local page has no passwords",
        ),
        (
            &["--web-addr=8080"],
            "--web-addr 8080: it is not an address with a port; write for example 127.0.0.1:8080",
        ),
        (
            &["--database-url", ""],
            "--database-url \"\": it is empty: set it to a file such as studyhall.db",
        ),
        (
            &["--discord-token", "hush hush"],
            "--discord-token …: it has characters that no token has",
        ),
        (&["--discord-shards", ""], "--discord-shards \"\": write auto, or"),
        (
            &["--log", "studyhall=loud"],
            "--log studyhall=loud: it is no log filter; write off, error, warn, info",
        ),
        (
            &["--ops-addr", &"9".repeat(40)],
            &format!("--ops-addr {}: it is not an address", "9".repeat(40)),
        ),
        // As long as a token that was pasted into the wrong line.
        (&["--ops-addr", &"9".repeat(41)], "--ops-addr …: it is not an address"),
        (&["--ops-addr", &"9".repeat(100_000)], "--ops-addr …: it is not an address"),
    ] {
        let said = said("", &[], flags);
        assert!(said.starts_with(&format!("studyhall: {wanted}")), "{said}");
        assert!(said.ends_with("\nexit code 2") && said.lines().count() == 2, "{said}");
    }
}

#[test]
fn a_file_is_read_as_people_save_it() {
    for file in [
        "\u{feff}WEB_ADDR=localhost:1\r\nOPS_ADDR=\r\n",
        "export WEB_ADDR='127.0.0.1:1' # it's here\n\n",
        "KEY=\"-----BEGIN KEY-----\nabc=\n-----END KEY-----\"\nWEB_ADDR = \"127.0.0.1:1\" ",
        "HERE=127.0.0.1\nWEB_ADDR=${HERE}:1",
        "POSTGRES_PASSWORD=hush\nDISCORD_TOKEN=\n",
        "",
    ] {
        assert_eq!(said(file, &[], &[]), "exit code 0", "{file:?}");
    }
}

#[test]
fn what_is_probably_meant_otherwise_stops_nothing() {
    let file = "DISCORD_TOKKEN=hush\nWEB_ADDR=127.0.0.1:1\nweb_addr=127.0.0.1:2\n\
        WEB_ADDR=127.0.0.1:3\nEDITOR=vi\n";
    let variables = [
        ("RUST_LGO", "info"),
        ("DECK_DIR", "decks"),
        ("WEB_ADDRS", "the file has it"),
        ("HOME", "/"),
    ];
    let output = with(file, &variables, &[]);
    let told: Vec<String> = text(&output.stderr)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| {
            format!(
                "{} {}",
                line["level"].as_str().unwrap(),
                line["fields"]["message"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(output.status.code(), Some(0));
    let mut last = told[3..].to_vec();
    last.sort();
    assert_eq!(
        [&told[..3], &last].concat(),
        [
            "WARN .env:1: DISCORD_TOKKEN is no setting: did you mean DISCORD_TOKEN?",
            "WARN .env:3: web_addr is no setting: did you mean WEB_ADDR?",
            "WARN .env:4: WEB_ADDR stands in line 2 already, and that one counts; take one of them \
                out",
            "WARN DECK_DIR in the environment is no setting: did you mean DECKS_DIR?",
            "WARN RUST_LGO in the environment is no setting: did you mean RUST_LOG?",
        ]
    );
}

#[test]
fn a_file_that_cannot_be_read_is_one_sentence() {
    for (file, wanted) in [
        (&b"\xff\xfeW\0E\0B\0"[..], ".env: it is UTF-16 text; save it as UTF-8"),
        (b"WEB_ADDR=\xff\n", ".env:1: WEB_ADDR=…: it is not UTF-8 text; save the file as UTF-8"),
        (
            &b"# hush\n".repeat(300_000),
            ".env: it cannot be read: it has 2 MB, and 1 MB is the most",
        ),
    ] {
        assert_eq!(said(file, &[], &[]), format!("studyhall: {wanted}\nexit code 2"));
    }
    let both = said(b"\xff\xfe", &[("OPS_ADDR", "9090")], &[]);
    assert!(both.lines().count() == 3 && both.contains("studyhall: OPS_ADDR=9090 in"), "{both}");
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".env")).unwrap();
    let output = studyhall_with(dir.path(), &[], &["grade"], b"");
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.starts_with("studyhall: .env: it cannot be read: Is a directory"), "{said}");
}

#[test]
fn of_a_file_in_which_every_line_is_wrong_twenty_are_told() {
    let said = said("hush\n".repeat(100_000), &[], &[]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 22, "{said}");
    let first =
        "studyhall: .env:1: it has no =; write NAME=value, or # before it if it is a remark";
    assert_eq!((lines[0], lines[20]), (first, "studyhall: and 99980 more"));
}

#[test]
fn help_and_version_are_told_whatever_the_settings() {
    for flag in ["--help", "--version"] {
        let output = with("hush\n", &[("WEB_ADDR", "8080")], &[flag]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{flag}");
    }
    let output = with("", &[], &["--webaddr", "1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("a similar argument exists: '--web-addr'"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_token_in_the_wrong_line_is_named_with_where_the_right_one_stands() {
    let bot = "the Bot User OAuth Token, which begins with xoxb- and stands in the app's settings \
        under OAuth & Permissions";
    let app = "an app-level token with the scope connections:write, which begins with xapp- and \
        stands in the app's settings under Basic Information, App-Level Tokens";
    // Swapped, which is told of both at once.
    let swapped = "SLACK_BOT_TOKEN=xapp-hush\nSLACK_APP_TOKEN=xoxb-hush\n";
    assert_eq!(
        said(swapped, &[], &[]),
        format!(
            "studyhall: .env:1: SLACK_BOT_TOKEN=…: it is the token for SLACK_APP_TOKEN; this takes \
             {bot}\nstudyhall: .env:2: SLACK_APP_TOKEN=…: it is the token for SLACK_BOT_TOKEN; \
             this takes {app}\nexit code 2"
        )
    );
    let user = said("", &[("SLACK_BOT_TOKEN", "xoxp-hush")], &[]);
    assert_eq!(
        user,
        format!(
            "studyhall: SLACK_BOT_TOKEN=… in the environment: it is the token of a user; this \
             takes {bot}\nexit code 2"
        )
    );
    let flags = ["--slack-connections", "11", "--slack-api-url", "slack.com"];
    assert_eq!(
        said("", &[], &flags),
        "studyhall: --slack-api-url slack.com: write it as http:// or https:// and a host, such as \
         http://127.0.0.1:3000\nstudyhall: --slack-connections 11: an app has 1 to 10 \
         connections; write 2\nexit code 2"
    );
    let fine = "SLACK_BOT_TOKEN=xoxb-hush\nSLACK_APP_TOKEN=xapp-hush\nSLACK_CONNECTIONS=\n\
        SLACK_API_URL=\n";
    for file in [fine, "SLACK_BOT_TOKEN=\nSLACK_APP_TOKEN=\n"] {
        assert_eq!(said(file, &[], &[]), "exit code 0");
    }
}
