//! The command line: the real binary, its output and its exit code.

mod deck_check;
mod grade;
mod schedule_preview;
mod settings;
mod slack_manifest;
mod start;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

/// Runs the program in an empty directory of its own, with `input` on its standard input.
fn studyhall(arguments: &[&str], input: &[u8]) -> Output {
    studyhall_in(tempfile::tempdir().unwrap().path(), arguments, input)
}

fn studyhall_in(dir: &Path, arguments: &[&str], input: &[u8]) -> Output {
    studyhall_with(dir, &[], arguments, input)
}

/// The same with variables in the environment.
fn studyhall_with(
    dir: &Path,
    variables: &[(&str, &str)],
    arguments: &[&str],
    input: &[u8],
) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_studyhall"))
        .args(arguments)
        .current_dir(dir)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::scope(|scope| {
        // A program that ends early does not read all of it; that is no fault of the test.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().unwrap()
    })
}

/// A deck of `tests/decks`.
fn deck(name: &str) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "decks", name].iter().collect();
    path.to_str().unwrap().to_owned()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
