//! `.env`: the variables of a file, each with its line, and what is wrong with the lines that hold
//! none.
//!
//! dotenvy reads them, one logical line at a time, since it stops at the first that it does not
//! understand and names no line. The file may hold tokens, so nothing of its text is repeated.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::domain::size;

/// The largest file, in bytes; a few hundred lines of settings have 20 kB.
const MAX_BYTES: u64 = 1 << 20;

/// The most lines of one value, such as a key in PEM form of another program; beyond that, its
/// quote was forgotten.
const MOST_LINES: usize = 100;

/// What a file holds; not to be printed, for it may hold tokens.
#[derive(Default)]
pub(super) struct EnvFile {
    /// Its variables, in order.
    pub(super) variables: Vec<Variable>,
    /// What is wrong with the other lines, in order.
    pub(super) wrong: Vec<WrongLine>,
    /// The lines that are understood.
    understood: String,
}

/// A variable of the file.
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) value: String,
    /// Its first line, from 1.
    pub(super) line: usize,
}

/// A line that is not understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WrongLine {
    /// The number of the line in its file, from 1.
    pub(super) line: usize,
    /// The variable that it sets, where that much is clear.
    pub(super) name: Option<String>,
    /// What is wrong, and how to mend it.
    pub(super) why: String,
}

impl EnvFile {
    /// Reads a file; one that is not there holds nothing. The error says why it cannot be read.
    pub(super) fn read(path: &Path, is_ours: impl Fn(&str) -> bool) -> Result<Self, String> {
        match bytes_of(path) {
            Ok(bytes) if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") => {
                Err("it is UTF-16 text; save it as UTF-8".to_owned())
            }
            Ok(bytes) => Ok(Self::parse(&String::from_utf8_lossy(&bytes), is_ours)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("it cannot be read: {error}")),
        }
    }

    /// Takes the variables out of a file's text; `is_ours` tells the names that no value of several
    /// lines holds.
    pub(super) fn parse(text: &str, is_ours: impl Fn(&str) -> bool) -> Self {
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        let mut file = Self::default();
        let (mut places, mut first) = (Vec::new(), 0);
        while first < lines.len() {
            let end = end_of(&lines, first, &is_ours);
            let logical = format!("{}\n", lines[first..end].join("\n"));
            if let Some(found) = variable(&logical) {
                places.extend(found.then_some(first + 1));
                file.understood.push_str(&logical);
                first = end;
            } else {
                let (name, why) = explained(lines[first]);
                file.wrong.push(WrongLine { line: first + 1, name, why });
                // Only its first line is given up: what follows may be whole.
                first += 1;
            }
        }
        // All at once, since a value may refer to an earlier variable.
        let pairs = dotenvy::from_read_iter(file.understood.as_bytes()).flatten();
        file.variables =
            pairs.zip(places).map(|((name, value), line)| Variable { name, value, line }).collect();
        file
    }

    /// The variable of this name that counts: the first.
    pub(super) fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// Takes the variables into the environment where it lacks them: other libraries read theirs
    /// from there.
    pub(super) fn load(&self) {
        // It was understood a moment ago.
        let _ = dotenvy::from_read(self.understood.as_bytes());
    }
}

fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::new();
    // One byte more tells a file that is too large, whatever its size was said to be.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        let (large, most) = size::against(size.max(MAX_BYTES + 1), MAX_BYTES);
        return Err(io::Error::new(
            ErrorKind::FileTooLarge,
            format!("it has {large}, and {most} is the most"),
        ));
    }
    Ok(bytes)
}

/// The line after the logical one that begins at `first`: a value within quotes may have several.
fn end_of(lines: &[&str], first: usize, is_ours: impl Fn(&str) -> bool) -> usize {
    let Some(quote) = open_quote(lines[first]) else { return first + 1 };
    let others = lines[first + 1..]
        .iter()
        .take(MOST_LINES)
        // The quote was forgotten if the next variable comes before it is closed.
        .take_while(|line| !sets_variable(line, &is_ours));
    let closing = others.enumerate().find(|(_, line)| line.contains(quote));
    closing.map_or(first + 1, |(place, _)| first + place + 2)
}

/// Whether a line within quotes looks as if it set a variable of its own.
fn sets_variable(line: &str, is_ours: impl Fn(&str) -> bool) -> bool {
    let Some((name, value)) = line.split_once('=') else { return false };
    let name = bare(name);
    // A line of base64 has the form of a name, too, but at most one or two `=` at its end.
    is_ours(name) || is_name(name) && !matches!(value.trim(), "" | "=")
}

/// Whether a logical line sets a variable; none if it is neither that nor blank nor a comment.
fn variable(logical: &str) -> Option<bool> {
    if logical.contains(['\0', '\u{fffd}']) {
        return None;
    }
    match dotenvy::from_read_iter(logical.as_bytes()).next() {
        None => Some(false),
        Some(read) => read.is_ok().then_some(true),
    }
}

/// What stands before a `=`, as the name of a variable.
fn bare(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t'])).map_or(name, str::trim)
}

/// Why a line is not understood, and the variable that it sets, if it has the form of a name.
fn explained(line: &str) -> (Option<String>, String) {
    let (name, value) = match line.split_once('=') {
        Some((name, value)) => (Some(bare(name)).filter(|name| is_name(name)), Some(value.trim())),
        None => (None, None),
    };
    let why = match (name, value) {
        _ if line.contains('\u{fffd}') => "it is not UTF-8 text; save the file as UTF-8",
        _ if line.contains('\0') => {
            "it has a zero byte, which no setting can have; type the line again"
        }
        (_, None) => "it has no =; write NAME=value, or # before it if it is a remark",
        (None, Some(_)) => {
            "what stands before the = is no name; write letters, digits and _, as in \
             OPS_ADDR=127.0.0.1:9090"
        }
        (Some(_), Some(value)) => {
            match (open_quote(line), value.contains("${") && !value.contains('}')) {
                (Some('\''), _) => {
                    "its ' is not closed; close it, or put the whole value into \"…\""
                }
                (Some(_), _) => "its \" is not closed; close it, or put the whole value into '…'",
                (None, true) => {
                    "its ${ is not closed; close it with }, or put the whole value into '…'"
                }
                (None, false) if value.contains('\\') => {
                    "a backslash has a meaning of its own there; put the whole value into '…'"
                }
                (None, false) => {
                    "text follows the value after a space; put the whole value into \"…\""
                }
            }
        }
    };
    (name.map(str::to_owned), why.to_owned())
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
}

/// The quote that the value of a line opens and does not close.
fn open_quote(line: &str) -> Option<char> {
    let (_, value) = line.split_once('=').filter(|_| !line.trim_start().starts_with('#'))?;
    let (mut open, mut escaped, mut blank) = (None, false, true);
    for c in value.chars() {
        match (open, c) {
            _ if escaped => escaped = false,
            (None | Some('"'), '\\') => escaped = true,
            // A comment.
            (None, '#') if blank => return None,
            (None, '"' | '\'') => open = Some(c),
            (Some(quote), _) if c == quote => open = None,
            _ => {}
        }
        blank = c.is_whitespace();
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> EnvFile {
        EnvFile::parse(text, |name| ["WEB_ADDR", "OPS_ADDR"].contains(&name))
    }

    fn variables(text: &str) -> Vec<(usize, String, String)> {
        let file = parse(text);
        assert_eq!(file.wrong, [], "{text}");
        file.variables.into_iter().map(|one| (one.line, one.name, one.value)).collect()
    }

    #[test]
    fn variables_are_read_as_people_write_them() {
        for (text, wanted) in [
            ("A=1", &[(1, "A", "1")][..]),
            ("\u{feff}A=1\r\nB=2\r\n", &[(1, "A", "1"), (2, "B", "2")]),
            ("# don't\n\nexport A=1 # it's one\n", &[(3, "A", "1")]),
            ("A = 'x y'  \nB=\"$A z\"\n", &[(1, "A", "x y"), (2, "B", "x y z")]),
            ("A=1 ", &[(1, "A", "1")]),
            (
                "A=\"-----BEGIN\nabc=\n-----END\"\nB=2",
                &[(1, "A", "-----BEGIN\nabc=\n-----END"), (4, "B", "2")],
            ),
            ("A=1\nA=2", &[(1, "A", "1"), (2, "A", "2")]),
            ("A=\nB=#\nC=x#y", &[(1, "A", ""), (2, "B", ""), (3, "C", "x#y")]),
            ("", &[]),
        ] {
            let wanted: Vec<_> = wanted
                .iter()
                .map(|(line, name, value)| (*line, (*name).to_owned(), (*value).to_owned()))
                .collect();
            assert_eq!(variables(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn each_line_that_is_not_understood_is_named_with_its_mend() {
        for (text, name, why) in [
            ("hush", None, "it has no =; "),
            ("=hush", None, "what stands before the = is no name"),
            ("MY-TOKEN=hush", None, "what stands before the = is no name"),
            ("two words=hush", None, "what stands before the = is no name"),
            ("1A=hush", None, "what stands before the = is no name"),
            ("A='hush", Some("A"), "its ' is not closed"),
            ("A=\"hush", Some("A"), "its \" is not closed"),
            ("A=don't hush", Some("A"), "its ' is not closed"),
            ("export A=\"hush", Some("A"), "its \" is not closed"),
            ("A=${hush", Some("A"), "its ${ is not closed"),
            ("A=C:\\hush", Some("A"), "a backslash has a meaning of its own there"),
            ("A=hush hush", Some("A"), "text follows the value after a space"),
            ("A='hush' hush", Some("A"), "text follows the value after a space"),
            ("A=hush\0", Some("A"), "it has a zero byte"),
            ("A=hush\u{fffd}", Some("A"), "it is not UTF-8 text"),
        ] {
            let file = parse(&format!("# first\n{text}\nWEB_ADDR=fine\n"));
            let [wrong] = &file.wrong[..] else { panic!("{text:?}: {:?}", file.wrong) };
            assert_eq!((wrong.line, wrong.name.as_deref()), (2, name), "{text:?}");
            assert!(
                wrong.why.starts_with(why) && !wrong.why.contains("hush"),
                "{text:?}: {}",
                wrong.why
            );
            assert_eq!(file.variables.len(), 1, "{text:?}: the next line is read");
        }
    }

    #[test]
    fn a_forgotten_quote_takes_no_other_line_along() {
        let file = parse("A='one\nWEB_ADDR=\nB='two\nB='three\nOPS_ADDR='127.0.0.1:0'\nC=\"x\n");
        assert_eq!(file.wrong.iter().map(|wrong| wrong.line).collect::<Vec<_>>(), [1, 3, 4, 6]);
        assert_eq!(file.variables.iter().map(|one| one.line).collect::<Vec<_>>(), [2, 5]);
    }

    #[test]
    fn a_hundred_thousand_open_quotes_are_read_at_once() {
        assert_eq!(parse(&"A='\n".repeat(100_000)).wrong.len(), 100_000);
        assert_eq!(parse(&"A='\nx y\n".repeat(50_000)).wrong.len(), 100_000);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in "[\\PC\n\r='\"#$\\\\{} ]{0,60}") {
            let file = parse(&text);
            proptest::prop_assert!(file.wrong.len() + file.variables.len() <= text.lines().count());
        }
    }
}
