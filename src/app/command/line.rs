//! Commands typed as one line: `/quiz topic:"API Gateway" questions:3`.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::given::{By, Given, WORDS, Written, find, find_option};
use super::missed::missed;
use super::quotes::{in_quotes, quoted, unquoted};
use super::refusal::CommandRefusal;
use super::shape::{Command, CommandOption, Takes};
use super::words::{Token, is_word, next_token, next_word};
use crate::app::decks::Decks;
use crate::app::request::Files;
use crate::domain::nearest::nearest;
use crate::domain::visible::is_visible;

/// The program's own name, under which each command is reachable too (`/studyhall quiz`).
const OWN_NAME: &str = "studyhall";

/// What stands between an option's name and its value, as keyboards have it.
const SIGNS: [char; 4] = [':', '=', '\u{ff1a}', '\u{ff1d}'];

/// Reads a command from one line, as far as that can be done without the decks.
///
/// A value runs until the next `name:` or stands in quotes. A command whose only option is text
/// takes everything after its name for it, and one that takes an answer everything but the question
/// that is named before or after it. Other words go to the option that they fit.
///
/// ```
/// let given = studyhall::app::command::read("/quiz topic:API Gateway questions:3").unwrap();
/// assert_eq!(given.value("topic"), Some("API Gateway"));
/// assert_eq!(given.value("questions"), Some("3"));
/// ```
pub fn read(line: &str) -> Result<Given, CommandRefusal> {
    parse(line)?.placed(&Decks::default()).check()
}

/// Takes a line apart, without holding the values against the table.
pub fn parse(line: &str) -> Result<Written, CommandRefusal> {
    let (command, rest) = split_command(line)?;
    let options = match command.options {
        [only] if only.takes.is_words() || matches!(only.takes, Takes::Member | Takes::Zone) => {
            alone(only, rest)
        }
        [text, others @ ..] if text.takes == Takes::Text && others.iter().all(is_question) => {
            free_text(text.name, others, rest)
        }
        _ => options(command, rest),
    };
    Ok(Written::of(command, options, Files::new(), By::Line))
}

/// The line that a text is without a slash: a command, the first word of several, or nearly the
/// name of one. None for what is none of these.
pub(in crate::app) fn meant_line(text: &str) -> Option<String> {
    let line = format!("/{}", text.trim());
    match parse(&line) {
        Ok(_) => Some(line),
        Err(refusal) => (!refusal.meant().is_empty()).then_some(line),
    }
}

/// Whether a text is a command but for its slash, and nothing else: one that lacks something, and
/// the word that several begin with, are; one with words that are for nothing is a sentence.
///
/// ```
/// use studyhall::app::command::is_command;
/// assert!(is_command("quiz topic:Lambda") && is_command("daily"));
/// assert!(!is_command("quiz me on rivers, please") && !is_command("Paris"));
/// ```
pub fn is_command(text: &str) -> bool {
    match parse(&format!("/{}", text.trim())) {
        Ok(written) => !matches!(
            written.placed(&Decks::default()).check(),
            Err(CommandRefusal::Stray { .. }
                | CommandRefusal::Unsure { .. }
                | CommandRefusal::UnknownOption { .. })
        ),
        Err(CommandRefusal::HalfCommand { .. }) => text.split_whitespace().count() == 1,
        Err(_) => false,
    }
}

/// Whether a line names no command at all: `/`, `/studyhall`.
pub(in crate::app) fn is_bare(line: &str) -> bool {
    bare_name(next_word(after_own_name(line)).0).is_empty()
}

impl Written {
    /// The line that gives the same, but for files; none if it cannot stand in a line.
    pub(in crate::app) fn line(&self) -> Option<String> {
        written_out(self.command, &self.options)
    }
}

impl Given {
    /// The line that asks for the same with another value of an option. None if something cannot
    /// stand in a line: a file, or text with quotes of every kind.
    pub fn line_with(&self, option: &str, value: &str) -> Option<String> {
        let mut values = self.typed()?;
        values.insert(option.to_owned(), value.to_owned());
        written_out(self.command, &values)
    }
}

/// The line that gives a command with these options; none if it would be read in another way.
fn written_out(command: &'static Command, options: &BTreeMap<String, String>) -> Option<String> {
    let mut line = format!("/{}", command.name);
    for (name, value) in options {
        line.push(' ');
        if name == WORDS {
            line.push_str(value);
        } else {
            line.push_str(name);
            line.push(':');
            line.push_str(&in_quotes(value)?);
        }
    }
    let read = parse(&line).ok()?;
    (read.command.name == command.name && read.options == *options).then_some(line)
}

fn is_question(option: &CommandOption) -> bool {
    option.takes == Takes::Question
}

/// Reads all that follows as the value of a command's only option, with or without its name.
fn alone(only: &CommandOption, rest: &str) -> BTreeMap<String, String> {
    let (name, value) = named_value(rest)
        .filter(|(name, _)| {
            // Text may begin with any word and a colon.
            name.eq_ignore_ascii_case(only.name)
                || (!only.takes.is_words() && nearest(name, [only.name]).is_some())
        })
        .unwrap_or((only.name, rest));
    let name = if name.eq_ignore_ascii_case(only.name) { only.name } else { name };
    BTreeMap::from([(name.to_owned(), unquoted(value.trim()).to_owned())])
}

/// Reads `words name:value` or `name:value words`, whatever the words are. Before the words a value
/// is one word or stands in quotes; behind them it is all that follows.
fn free_text(text: &str, others: &[CommandOption], rest: &str) -> BTreeMap<String, String> {
    let rest = rest.trim();
    let mut values = BTreeMap::new();
    let mut words = rest.to_owned();
    for option in others {
        let Some((before, value)) = split_option(rest, option.name) else { continue };
        let (value, after) = match quoted(value) {
            Some(quoted) => quoted,
            None if before.is_empty() => next_word(value),
            None => (value, ""),
        };
        values.insert(option.name.to_owned(), value.trim().to_owned());
        words = format!("{before} {after}");
    }
    let words = words.trim();
    let named = named_value(words).filter(|(name, _)| name.eq_ignore_ascii_case(text));
    let bare = named.map_or(words, |(_, value)| value);
    values.insert(text.to_owned(), unquoted(bare.trim()).to_owned());
    values
}

/// What stands before and behind the first word that begins with `name:`.
fn split_option<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let starts = std::iter::once(0).chain(
        text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8()),
    );
    for start in starts {
        let head = text[start..].get(..name.len());
        let value = text[start..].get(name.len()..).and_then(|rest| rest.strip_prefix(SIGNS));
        if let Some(value) = value.filter(|_| head.is_some_and(|h| h.eq_ignore_ascii_case(name))) {
            return Some((text[..start].trim_end(), value.trim_start()));
        }
    }
    None
}

/// The line without its slash and the program's own name.
fn after_own_name(line: &str) -> &str {
    let line = line.trim_start().trim_start_matches('/');
    let (first, rest) = next_word(line);
    if bare_name(first).eq_ignore_ascii_case(OWN_NAME) { rest.trim_start() } else { line }
}

/// A word of a command's name: keyboards and clipboards leave marks behind that nobody sees.
fn bare_name(word: &str) -> &str {
    word.trim_matches(|c| !is_visible(c))
}

/// Finds the command at the line's beginning: two words if there is such a one, otherwise one.
fn split_command(line: &str) -> Result<(&'static Command, &str), CommandRefusal> {
    let line = after_own_name(line);
    let (first, rest) = next_word(line);
    let first = bare_name(first);
    // Longer than any command's name: do not fold 100 kB.
    let folded = if first.len() <= 200 { first.to_lowercase() } else { first.to_owned() };
    if let Some((_, command)) = find(&folded) {
        return Ok((command, rest));
    }
    let (second, after) = next_word(rest);
    let second = bare_name(second);
    if is_word(second)
        && second.len() <= 200
        && let Some((_, command)) = find(&format!("{folded} {}", second.to_lowercase()))
    {
        return Ok((command, after));
    }
    Err(missed(&format!("{folded} {rest}")))
}

/// Reads `name:value name:"value with spaces"`, and words that have no name.
fn options(command: &'static Command, mut rest: &str) -> BTreeMap<String, String> {
    let mut options: BTreeMap<String, String> = BTreeMap::new();
    // The name of the value that goes on, if one does.
    let mut open: Option<String> = None;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return options;
        }
        if let Some((name, value)) = key(command, rest) {
            options.insert(name.clone(), String::new());
            rest = value;
            // What stands right behind the sign belongs to the value, whatever it looks like.
            let is_next = value.starts_with(char::is_whitespace) || value.is_empty();
            if is_next && key(command, value.trim_start()).is_some() {
                open = None;
                continue;
            }
            open = Some(name);
        }
        let goes_on = open.as_ref().is_some_and(|name| !options[name].is_empty());
        let (token, after) = if goes_on {
            let (word, after) = next_word(rest);
            (Token { typed: word, says: word }, after)
        } else {
            next_token(rest)
        };
        // Words without a name keep their quotes until they have a place.
        let said = if open.is_some() { token.says } else { token.typed };
        let name = open.clone().unwrap_or_else(|| WORDS.to_owned());
        let whole = options.entry(name).or_default();
        if !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(said);
        rest = after;
        if token.is_quoted() {
            open = None;
        }
    }
}

/// The name and what follows its sign, where a text begins with `name:` or `name =`. A name is that
/// of an option, or near to one; with a colon right behind it, any that no text begins with.
fn key<'a>(command: &'static Command, text: &'a str) -> Option<(String, &'a str)> {
    let (name, value) = named_value(text)?;
    match find_option(command, name) {
        Ok(option) => return Some((option.name.to_owned(), value)),
        Err(CommandRefusal::UnknownOption { nearest: Some(_), .. }) => {}
        Err(_) => {
            let is_colon = text[name.len()..].starts_with([SIGNS[0], SIGNS[2]]);
            if !is_colon || command.options.iter().any(needs_text) {
                return None;
            }
        }
    }
    Some((name.to_owned(), value))
}

fn needs_text(option: &CommandOption) -> bool {
    option.required && option.takes.is_words()
}

/// The word at the beginning that a sign follows, and what follows the sign.
fn named_value(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (name, after) = text.split_at(end);
    let value = after.trim_start().strip_prefix(SIGNS)?;
    (2..=20).contains(&name.len()).then_some((name, value))
}
