//! `studyhall deck check`: what is wrong with deck files, where, and how to mend it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::app::decks::bytes_of;
use crate::domain::deck::check::check;
use crate::domain::deck::diagnostic::{Diagnostics, Severity};
use crate::domain::deck::read;

/// What a run over some files has found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    cards: usize,
    errors: usize,
    warnings: usize,
}

/// Writes all that is wrong with `files` and a line that counts it; tells whether there was no
/// error.
pub fn run(files: &[PathBuf], out: &mut impl Write) -> io::Result<bool> {
    let mut count = Count::default();
    for file in files {
        // A file that cannot be read is an error like others: the rest is still looked at.
        match bytes_of(file) {
            Ok(bytes) => one(file, &bytes, &mut count, out)?,
            Err(error) => {
                count.errors += 1;
                writeln!(out, "error: {} cannot be read: {error}\n", file.display())?;
            }
        }
    }
    let Count { cards, errors, warnings } = count;
    let decks = counted(files.len(), "deck");
    let (cards, said) =
        (counted(cards, "card"), (counted(errors, "error"), counted(warnings, "warning")));
    writeln!(out, "{decks}, {cards}: {}, {}", said.0, said.1)?;
    out.flush()?;
    Ok(errors == 0)
}

fn one(file: &Path, bytes: &[u8], count: &mut Count, out: &mut impl Write) -> io::Result<()> {
    let name = file.display().to_string();
    let read = read::text_of(&name, bytes).and_then(|text| {
        let (deck, places) = read::read_with_places(&name, text)?;
        count.cards += deck.cards.len();
        Ok(Diagnostics::new(&name, text, check(&deck, &places)))
    });
    let found = read.unwrap_or_else(|wrong| wrong);
    count.errors += found.count(Severity::Error);
    count.warnings += found.count(Severity::Warning);
    write!(out, "{found}")
}

fn counted(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}
