//! What is wrong with a deck file, where, and how to mend it.
//!
//! A [`Diagnostic`] knows its place as a range of bytes; [`Diagnostics`] holds all of one file and
//! can show them with the line and a caret, or as one line each for a chat message.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::domain::few::{FEW, few};

/// The longest message, in characters.
const LONGEST: usize = 500;

/// Whether what is wrong keeps a deck from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The deck cannot be used.
    Error,
    /// The deck can be used, but learners would suffer.
    Warning,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the deck can be used all the same.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where it stands, in bytes of the file.
    pub span: Range<usize>,
    /// What to do about it, in one sentence without a full stop.
    pub help: Option<String>,
    /// Another place that belongs to it, with what is there.
    pub also: Option<(Range<usize>, String)>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(span: Range<usize>, message: impl Into<String>) -> Self {
        let message = clipped(message.into());
        Self { severity: Severity::Error, message, span, help: None, also: None }
    }

    /// A warning at a place.
    pub fn warning(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(span, message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at another place that belongs to it.
    #[must_use]
    pub fn also(mut self, span: Range<usize>, what: impl Into<String>) -> Self {
        self.also = Some((span, what.into()));
        self
    }
}

/// What repeats a file's text, such as a key of a megabyte, no longer than can be read.
fn clipped(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(LONGEST) {
        message.truncate(end);
        message.push('…');
    }
    message
}

/// A line about one, or about all that are not told.
enum Told<'a> {
    One(&'a Diagnostic),
    More(usize),
}

/// Everything that is wrong with one file, sorted by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    name: String,
    text: String,
    lines: Vec<usize>,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Gathers what is wrong with the file called `name` that holds `text`.
    pub fn new(name: &str, text: &str, mut list: Vec<Diagnostic>) -> Self {
        list.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.severity));
        let starts =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(place, _)| place + 1);
        let lines = std::iter::once(0).chain(starts).collect();
        Self { name: name.to_owned(), text: text.to_owned(), lines, list }
    }

    /// All of them, by place.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many are this bad.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// One line each, `file:line:column: message`, for a chat message or a log; of many the first,
    /// and how many more.
    pub fn short(&self) -> Vec<String> {
        few(self.list.iter().map(Told::One), Told::More)
            .into_iter()
            .map(|told| match told {
                Told::One(diagnostic) => self.line(diagnostic),
                Told::More(more) => format!("{}: and {more} more", self.name),
            })
            .collect()
    }

    /// One of them in a line: `file:line:column: message; help`.
    fn line(&self, diagnostic: &Diagnostic) -> String {
        let (line, column) = self.place(diagnostic.span.start);
        let Diagnostic { message, help, .. } = diagnostic;
        let help = help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{}:{line}:{column}: {message}{help}", self.name)
    }

    /// Line and column of a byte, both from 1, the column in characters.
    fn place(&self, byte: usize) -> (usize, usize) {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.lines.partition_point(|start| *start <= byte);
        let column = self.text[self.lines[line - 1]..byte].chars().count() + 1;
        (line, column)
    }

    /// The line on which `span` begins: its number, its text, and the part of it that the span
    /// covers.
    ///
    /// Only this line is handed to the renderer, which would otherwise walk the whole file for each
    /// caret.
    fn excerpt(&self, span: &Range<usize>) -> (usize, &str, Range<usize>) {
        let start = self.text.floor_char_boundary(span.start);
        let line = self.lines.partition_point(|begin| *begin <= start);
        let begin = self.lines[line - 1];
        let source = self.text[begin..].lines().next().unwrap_or_default();
        let covered = self.text.ceil_char_boundary(span.end.max(start)) - begin;
        let from = (start - begin).min(source.len());
        (line, source, from..covered.clamp(from, source.len()))
    }

    /// The line on which a place begins, with carets under it.
    fn snippet(&self, span: &Range<usize>) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let (line, source, covered) = self.excerpt(span);
        let source = if source.is_empty() { " " } else { source };
        Snippet::source(source)
            .line_start(line)
            .path(&self.name)
            .annotation(AnnotationKind::Primary.span(covered))
    }

    /// One of them as the terminal shows it: message, excerpt and mend.
    fn rendered(&self, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut first = level
            .primary_title(diagnostic.message.as_str())
            .element(self.snippet(&diagnostic.span));
        if let Some(help) = &diagnostic.help {
            first = first.element(Level::HELP.message(help.as_str()));
        }
        let second = diagnostic.also.as_ref().map(|(span, what)| {
            Group::with_title(Level::NOTE.secondary_title(what.as_str()))
                .element(self.snippet(span))
        });
        let groups: Vec<Group<'_>> = std::iter::once(first).chain(second).collect();
        Renderer::plain().render(&groups)
    }
}

impl fmt::Display for Diagnostics {
    /// Each with its line, a caret and the mend, a blank line between; of many the first errors and
    /// the first warnings, and how many more.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut errors, mut warnings) = (0, 0);
        for diagnostic in &self.list {
            let told = match diagnostic.severity {
                Severity::Error => &mut errors,
                Severity::Warning => &mut warnings,
            };
            *told += 1;
            if *told <= FEW {
                writeln!(f, "{}\n", self.rendered(diagnostic))?;
            }
        }
        for (what, told) in [("error", errors), ("warning", warnings)] {
            match told.saturating_sub(FEW) {
                0 => {}
                1 => writeln!(f, "{}: and 1 more {what}\n", self.name)?,
                more => writeln!(f, "{}: and {more} more {what}s\n", self.name)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_lines_and_characters() {
        let text = "eins\nzwölf = 3\n";
        let at = |byte| {
            Diagnostics::new("d.toml", text, vec![Diagnostic::error(byte..byte + 1, "odd")]).short()
        };
        assert_eq!(at(0), ["d.toml:1:1: odd"]);
        assert_eq!(at(5), ["d.toml:2:1: odd"]);
        assert_eq!(at(10), ["d.toml:2:5: odd"], "the column counts characters, not bytes");
        assert_eq!(at(text.len()), ["d.toml:3:1: odd"], "the end of the file is a place");
        assert_eq!(at(99), ["d.toml:3:1: odd"], "a place beyond the end is the end");
    }

    #[test]
    fn all_of_a_file_come_in_the_order_of_their_places() {
        let later = Diagnostic::warning(3..4, "later");
        let sooner = Diagnostic::error(0..1, "sooner").help("mend it");
        let all = Diagnostics::new("d.toml", "abcdef", vec![later, sooner]);
        assert_eq!(all.short(), ["d.toml:1:1: sooner; mend it", "d.toml:1:4: later"]);
        assert_eq!((all.count(Severity::Error), all.count(Severity::Warning)), (1, 1));
    }

    #[test]
    fn of_many_the_first_are_told_and_the_others_counted() {
        let error = |place| Diagnostic::error(place..place + 1, "odd");
        let warning = |place| Diagnostic::warning(place..place + 1, "unkind");
        for (errors, warnings, last, short) in [
            (20, 0, None, 20),
            (21, 20, Some("d.toml: and 1 more error"), 21),
            (30, 25, Some("d.toml: and 10 more errors\n\nd.toml: and 5 more warnings"), 21),
        ] {
            let list = (0..errors).map(error).chain((0..warnings).map(warning)).collect();
            let all = Diagnostics::new("d.toml", &"x".repeat(30), list);
            let told = all.to_string();
            assert_eq!(told.matches("error: odd").count(), errors.min(20));
            assert_eq!(told.matches("warning: unkind").count(), warnings.min(20));
            assert!(last.is_none_or(|last| told.ends_with(&format!("\n{last}\n\n"))), "{told}");
            assert_eq!((all.short().len(), all.count(Severity::Error)), (short, errors));
        }
        let key = Diagnostic::error(0..1, "ä".repeat(1_000_000));
        assert_eq!(key.message.chars().count(), 501);
    }

    #[test]
    fn an_excerpt_shows_the_line_the_caret_and_the_mend() {
        let text = "[deck]\nid = \"Über\"\n";
        let odd = Diagnostic::error(12..19, "odd id")
            .help("use small letters")
            .also(0..6, "in this deck");
        insta::assert_snapshot!(Diagnostics::new("d.toml", text, vec![odd]).to_string());
    }
}
