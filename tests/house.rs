//! The house stays as ARCHITECTURE.md draws it: dependence points one way, and the rules are pure.

mod imports;
mod measures;
mod platforms;
mod source;

use std::fs;
use std::path::{Path, PathBuf};

/// All Rust files below a folder of `src`, with their texts.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)];
    files.extend(
        fs::read_to_string(folders[0].with_extension("rs"))
            .map(|text| (folders[0].with_extension("rs"), text)),
    );
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    assert!(!files.is_empty(), "{folder} is a folder of src");
    files
}

/// Asserts that no file of a folder says any of these words outside comments.
fn assert_silent(folder: &str, words: &[&str]) {
    for (path, text) in files(folder) {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if let Some(word) = words.iter().find(|word| code.contains(**word)) {
                panic!("{}:{}: `{word}` does not belong into {folder}", path.display(), number + 1);
            }
        }
    }
}

#[test]
fn the_rules_have_no_clock_no_chance_and_no_outside_world_of_their_own() {
    let outside = [
        "tokio",
        "sqlx",
        "axum",
        "tracing::",
        "std::fs",
        "std::env",
        "std::net",
        "Utc::now",
        "rand::rng()",
    ];
    assert_silent("domain", &outside);
    assert_silent(
        "domain",
        &["crate::app", "crate::store", "crate::platform", "crate::clockwork", "crate::ops"],
    );
}

#[test]
fn only_the_store_knows_the_library_behind_it() {
    for folder in ["app", "clockwork", "platform", "ops", "serve"] {
        assert_silent(folder, &["sqlx"]);
    }
}

#[test]
fn what_the_bot_does_takes_the_time_and_the_chance_it_is_given() {
    for folder in ["app", "store"] {
        assert_silent(
            folder,
            &["Utc::now", "rand::rng()", "crate::platform", "crate::clockwork", "crate::serve"],
        );
    }
}

#[test]
fn flows_decide_and_only_those_who_carry_out_write() {
    // The door commits what is decided; the others are asked by the clockwork, one row at a time.
    let carry_out = [
        "app.rs",
        "app/door.rs",
        "app/aside.rs",
        "app/clock.rs",
        "app/upkeep.rs",
        "app/presence.rs",
        "app/daily/due.rs",
        "app/daily/pausing.rs",
        "app/daily/work.rs",
        "app/quiz/rounds.rs",
        "app/reminder/nudging.rs",
        "app/season/ending.rs",
        "app/streak/settling.rs",
    ];
    let writes = [
        ".commit(",
        "store.advance_schedule(",
        "store.close_season(",
        "store.community(",
        "store.hand_back_",
        "store.member(",
        "store.member_left(",
        "store.member_returned(",
        "store.nudge_at(",
        "store.put_streak(",
        "store.set_aside(",
        "store.settle_reminder(",
    ];
    for (path, text) in files("app") {
        let name = path.to_string_lossy();
        if carry_out.iter().any(|file| name.ends_with(&format!("src/{file}"))) {
            continue;
        }
        // Calls are told apart from the lines into which they are broken.
        let code: String =
            text.lines().map(|line| line.split("//").next().unwrap_or("").trim()).collect();
        let found = writes.iter().find(|write| code.contains(*write));
        assert_eq!(found, None, "{name} writes beside its decision");
    }
}
