//! A line in pieces: its words, and what stands in quotes.

use super::quotes::quoted;

/// A word, or what stands in quotes.
pub(super) struct Token<'a> {
    /// As it was typed, with its quotes.
    pub(super) typed: &'a str,
    /// What it says, without its quotes.
    pub(super) says: &'a str,
}

impl Token<'_> {
    /// Whether it stands in quotes.
    pub(super) fn is_quoted(&self) -> bool {
        self.typed.len() > self.says.len()
    }
}

/// The first word of a text, and what follows the space behind it.
pub(super) fn next_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(char::is_whitespace).unwrap_or((text, ""))
}

/// The first word of a text or what stands in quotes there, and what follows it.
pub(super) fn next_token(text: &str) -> (Token<'_>, &str) {
    let text = text.trim_start();
    let (says, after) = quoted(text).unwrap_or_else(|| next_word(text));
    let typed = text[..text.len() - after.len()].trim_end();
    (Token { typed, says }, after)
}

/// The words of a text and what stands in quotes, but no more than so many of them.
pub(super) fn tokens(text: &str, most: usize) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && tokens.len() < most {
        let (token, after) = next_token(rest);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

/// Whether a word may be the second of a command's name: what looks like an option is none, so
/// `/deck topic:S3` lacks it.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains([':', '='])
}
