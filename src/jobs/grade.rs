//! name, `reason`.
//!
//! It is a stream: a line is graded as it comes, its text is passed on as it stands, and only what
//! grading needs is parsed out of it.

mod line;
mod row;

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use serde::de::IgnoredAny;

use crate::app::decks::{Decks, bytes_of};
use crate::domain::deck::read;
use crate::domain::few::FEW;
use crate::domain::grade::bare::{self, BareQuestion};
use crate::domain::grade::{Grade, Graded, Verdict, grade_at};
use line::Ours;
use row::Row;

/// Bytes read or written at once.
const CHUNK: usize = 64 * 1024;

/// Decks of bare questions that are kept; rows of one question mostly stand together.
const KEPT: usize = 1_024;

/// Where the cards come from.
#[derive(Debug)]
pub struct Cards {
    /// The decks in which a card is looked for, the first that has it counts.
    decks: Vec<Arc<Graded>>,
    /// Whether a deck was named: then a row's card outranks its own answers.
    named: bool,
    /// Decks of one card each, made of the answers that stand in rows.
    bare: HashMap<BareQuestion, Graded>,
}

impl Cards {
    /// The cards of one deck file.
    pub fn of_file(path: &Path) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let bytes = bytes_of(path).with_context(|| format!("the deck {name} cannot be read"))?;
        match read::read_bytes(&name, &bytes) {
            Ok(deck) => {
                let decks = vec![Arc::new(Graded::new(deck))];
                Ok(Self { decks, named: true, bare: HashMap::new() })
            }
            Err(wrong) => {
                let first = wrong.short().into_iter().next().unwrap_or_default();
                bail!(
                    "the deck cannot be used: {first} (`studyhall deck check {name}` shows all \
                     that is wrong)"
                )
            }
        }
    }

    /// The cards of all decks on offer.
    pub fn of_decks(decks: &Decks) -> Self {
        Self { decks: decks.iter().cloned().collect(), named: false, bare: HashMap::new() }
    }

    /// Where the card with this id or source is.
    fn place(&self, name: &str) -> Option<(usize, &Graded)> {
        self.decks.iter().find_map(|deck| Some((deck.place(name)?, deck.as_ref())))
    }

    /// Grades a row by its card or by its own answers; an error says in words why it cannot be.
    fn grade(&mut self, row: &Row<'_>) -> Result<Grade, String> {
        let Some(given) = row.given() else { return Err("it has no `given`".to_owned()) };
        let card = row.card().and_then(|name| self.place(name));
        let question = if self.named && card.is_some() { None } else { row.question() };
        if let Some(question) = question {
            return Ok(grade_at(0, self.bare_deck(question), given));
        }
        match (card, row.card()) {
            (Some((place, deck)), _) => Ok(grade_at(place, deck, given)),
            (None, Some(name)) => Err(format!("no card has the id or the source `{name}`")),
            (None, None) => Err("it has neither `card` nor `answers`".to_owned()),
        }
    }

    /// A deck of this one question, made at its first sight.
    fn bare_deck(&mut self, question: BareQuestion) -> &Graded {
        if self.bare.len() >= KEPT && !self.bare.contains_key(&question) {
            self.bare.clear();
        }
        self.bare.entry(question).or_insert_with_key(|question| Graded::new(bare::deck(question)))
    }
}

/// Grades every line of `input`; tells whether all could be graded. What is wrong with a line goes
/// to `errors`, of many that of the first.
pub fn run(
    mut cards: Cards,
    input: impl Read,
    output: impl Write,
    errors: &mut impl Write,
) -> anyhow::Result<bool> {
    let mut input = BufReader::with_capacity(CHUNK, input);
    let mut output = BufWriter::with_capacity(CHUNK, output);
    let (mut bytes, mut number, mut bad) = (Vec::new(), 0_u64, 0_usize);
    loop {
        // Before waiting for more input, whoever waits for our output gets what there is.
        if input.buffer().is_empty() && ended(output.flush())? {
            return Ok(bad == 0);
        }
        bytes.clear();
        if input.read_until(b'\n', &mut bytes).context("the input cannot be read")? == 0 {
            break;
        }
        number += 1;
        let text = text_of(&bytes, number);
        if text.is_empty() {
            continue;
        }
        let wrong = match one(&mut cards, text, &mut output) {
            Ok(wrong) => wrong,
            Err(error) => return ended(Err(error)).map(|_| bad == 0),
        };
        if let Some(wrong) = wrong {
            bad += 1;
            if bad <= FEW {
                writeln!(errors, "line {number}: {wrong}")?;
            }
        }
    }
    ended(output.flush())?;
    tell_more(bad.saturating_sub(FEW), errors)?;
    Ok(bad == 0)
}

/// A line without the space around it, the first also without the mark that some editors put there.
fn text_of(bytes: &[u8], number: u64) -> &[u8] {
    let marked = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1);
    marked.unwrap_or(bytes).trim_ascii()
}

/// Says how many more lines cannot be graded than were named.
fn tell_more(more: usize, errors: &mut impl Write) -> io::Result<()> {
    match more {
        0 => Ok(()),
        1 => writeln!(errors, "and 1 more line that cannot be graded"),
        more => writeln!(errors, "and {more} more lines that cannot be graded"),
    }
}

/// Grades one line and passes it on; says what is wrong with it.
fn one(cards: &mut Cards, bytes: &[u8], output: &mut impl Write) -> io::Result<Option<String>> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(Some("it is not UTF-8 text".to_owned()));
    };
    let (graded, judged) = match serde_json::from_str::<Row<'_>>(text) {
        Ok(row) => (cards.grade(&row), row.judged()),
        Err(error) => match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) if text.starts_with('{') => (
                Err(format!("it is not a row to grade: {error}")),
                serde_json::from_str(text).unwrap_or_default(),
            ),
            _ => return Ok(Some(format!("it is not a JSON object: {error}"))),
        },
    };
    let (verdict, why, reason, wrong) = match graded {
        Ok(grade) => (grade.verdict, grade.why.to_string(), grade.why.name(), None),
        Err(wrong) => {
            let why = format!("The row cannot be graded: {wrong}.");
            (Verdict::Incorrect, why, None, Some(wrong))
        }
    };
    line::write(text, Ours { verdict, why: &why, reason }, judged, output)?;
    Ok(wrong)
}

/// Whether the reader of our output has gone away, which ends the work without being a fault.
fn ended(written: io::Result<()>) -> anyhow::Result<bool> {
    match written {
        Ok(()) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        Err(error) => Err(error).context("the output cannot be written"),
    }
}
