//! The built-in deck: complete, judged as its lists say, graded as a fair teacher would.

mod field;
mod forms;
mod inventory;
mod labeled;

use std::io::Write;
use std::sync::Arc;

use studyhall::app::decks::Decks;
use studyhall::domain::grade::Graded;

/// The deck of the AWS exam as the program carries it.
fn aws() -> Arc<Graded> {
    let (decks, refused) = Decks::load(None);
    assert_eq!(refused, Vec::<String>::new());
    decks.get("aws-developer-associate").unwrap().clone()
}

/// The text of the reference file that a variable names; none, with a line that says so, where it
/// is unset.
fn reference(variable: &str) -> Option<String> {
    let Some(path) = std::env::var_os(variable) else {
        // Past the capture of the test's output: who reads the run's result should know what it
        // does not cover.
        let mut terminal = std::io::stderr();
        writeln!(terminal, "skipped: {variable} names no reference file").unwrap();
        return None;
    };
    Some(std::fs::read_to_string(path).unwrap())
}
