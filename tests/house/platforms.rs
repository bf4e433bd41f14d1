//! Where a platform is named outside its folder: in its line of the table, and nowhere where all
//! platforms are meant.
//!
//! `cargo test --test studyhall -- house::platforms --nocapture` prints the places; with
//! `STUDYHALL_HOUSE` naming another checkout, that one's.

use std::path::Path;

use super::source::{self, Built, Source, built};

/// What speaks of no platform, comments included.
const SILENT: [&str; 4] = ["src/app", "src/clockwork", "src/picture", "src/store"];

/// A line that names a platform outside its folder.
struct Named {
    path: String,
    /// Counted from 1.
    line: usize,
    text: String,
    /// Whether a comment alone names it.
    is_comment: bool,
}

/// The platforms: the folders that hold what sends messages. Others hold what platforms share.
fn platforms(checkout: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(checkout.join("src/platform")).unwrap().map(Result::unwrap);
    let folders = entries.filter(|entry| entry.path().join("sending.rs").is_file());
    folders.map(|folder| folder.file_name().into_string().unwrap()).collect()
}

/// Whether a word stands in a text by itself, in capitals or not.
fn says(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word))
}

/// The lines of `src` that name a platform outside its folder, tests left out.
fn named(checkout: &Path) -> Vec<Named> {
    let platforms = platforms(checkout);
    let sources = source::read(checkout, "src");
    let mut found = Vec::new();
    for Built { source, own } in built(&sources) {
        let Source { path, text, comments, .. } = source;
        let is_inside = |name: &String| {
            path.starts_with(&format!("src/platform/{name}/"))
                || *path == format!("src/platform/{name}.rs")
        };
        for (at, (text, comment)) in text.lines().zip(comments.lines()).enumerate() {
            let line = at + 1;
            let is_named = |name: &&String| !is_inside(name) && says(text, name);
            let Some(name) = platforms.iter().find(is_named) else { continue };
            if !own.left_out.contains(&line) {
                let is_comment = says(comment, name);
                let (path, text) = (path.clone(), text.trim().to_owned());
                found.push(Named { path, line, text, is_comment });
            }
        }
    }
    found
}

#[test]
fn the_places() {
    let named = named(&source::checkout());
    let files: std::collections::BTreeSet<&str> =
        named.iter().map(|one| one.path.as_str()).collect();
    for Named { path, line, text, .. } in &named {
        println!("{path}:{line}: {text}");
    }
    let comments = named.iter().filter(|one| one.is_comment).count();
    println!(
        "\na platform is named outside its folder in {} lines of {} files; {comments} of them are \
         comments",
        named.len(),
        files.len()
    );
}

#[test]
fn a_platform_is_named_in_its_line_of_the_table_and_nowhere_else() {
    let wrong: Vec<String> = named(&source::own())
        .into_iter()
        .filter(|one| {
            let is_silent = SILENT.iter().any(|folder| one.path.starts_with(folder));
            is_silent || (!one.is_comment && one.path != "src/platform.rs")
        })
        .map(|one| format!("{}:{}: {}", one.path, one.line, one.text))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
