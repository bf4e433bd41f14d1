//! What is said at once when the program is called wrongly.

use super::{studyhall_in, text};

#[test]
fn help_names_every_job_and_shows_no_password() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(".env"), "DATABASE_URL=postgres://me:hush@localhost/db\n")
        .unwrap();
    let output = studyhall_in(dir.path(), &["--help"], b"");
    let help = text(&output.stdout);
    for part in [
        "run",
        "grade",
        "doctor",
        "deck",
        "slack",
        "DATABASE_URL",
        "WEB_ADDR",
        "SLACK_BOT_TOKEN",
        "OPS_ADDR",
        "DECKS_DIR",
        "RUST_LOG",
    ] {
        assert!(help.contains(part), "{part} is missing in {help}");
    }
    assert!(!help.contains("hush"), "{help}");
}

#[test]
fn a_folder_of_decks_that_cannot_be_read_is_one_sentence_that_names_it() {
    for job in ["run", "grade"] {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(".env"), "DECKS_DIR=my-decks\nWEB_ADDR=127.0.0.1:0\n")
            .unwrap();
        let output = studyhall_in(dir.path(), &[job], b"");
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stderr);
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(
            said.starts_with(
                "studyhall: DECKS_DIR is my-decks, which cannot be read (No such file"
            ),
            "{said}"
        );
    }
}

#[test]
fn a_word_about_checkpoints_that_is_none_is_refused_with_those_that_are() {
    let dir = tempfile::tempdir().unwrap();
    for word in ["nonsense", "0"] {
        std::fs::write(dir.path().join(".env"), format!("SQLITE_CHECKPOINT={word}\n")).unwrap();
        let output = studyhall_in(dir.path(), &["doctor"], b"");
        assert!(!output.status.success(), "{word}");
        let said = text(&output.stderr);
        assert!(
            said.contains(
                "write on, or off if another program such as Litestream makes the checkpoints"
            ),
            "{said}"
        );
    }
}

#[test]
fn one_token_of_two_does_not_start_without_the_platform_it_belongs_to() {
    for (set, lacking, wanted) in [
        ("SLACK_BOT_TOKEN=xoxb-hush", "SLACK_APP_TOKEN", "begins with xapp-"),
        ("SLACK_APP_TOKEN=xapp-hush\nSLACK_BOT_TOKEN=", "SLACK_BOT_TOKEN", "begins with xoxb-"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(".env"), format!("WEB_ADDR=127.0.0.1:0\n{set}\n")).unwrap();
        let output = studyhall_in(dir.path(), &["run"], b"");
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stderr);
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with("studyhall: SLACK_"), "{said}");
        assert!(said.contains(&format!("but {lacking} is not")) && said.contains(wanted), "{said}");
        assert!(!said.contains("hush"), "{said}");
        assert!(!dir.path().join("studyhall.db").exists());
        let doctor = studyhall_in(dir.path(), &["doctor"], b"");
        assert_eq!(doctor.status.code(), Some(1));
        let told = text(&doctor.stdout);
        let line = told.lines().find(|line| line.starts_with("failed   Slack: SLACK_"));
        assert!(line.is_some_and(|line| line.contains(&format!("but {lacking} is not"))), "{told}");
    }
}
