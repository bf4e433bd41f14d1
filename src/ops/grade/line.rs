//! The text of a JSON object with `verdict` and `why` put in, all else left as it stands.

use std::io::{self, Write};
use std::ops::Range;

use crate::domain::grade::Verdict;

/// Writes the line with its verdict. With `replace`, values under our two names give way to ours.
///
/// `text` is one valid JSON object without surrounding space.
pub(super) fn write(text: &str, verdict: Verdict, why: &str, replace: bool, output: &mut impl Write) -> io::Result<()> {
    let verdict = match verdict {
        Verdict::Correct => "correct",
        Verdict::Close => "close",
        Verdict::Incorrect => "incorrect",
    };
    let mut missing = [true, true];
    let mut written = 0;
    if replace {
        for (name, value) in members(text) {
            let field = match name {
                "verdict" => 0,
                "why" => 1,
                _ => continue,
            };
            output.write_all(&text.as_bytes()[written..value.start])?;
            quoted(if field == 0 { verdict } else { why }, output)?;
            written = value.end;
            missing[field] = false;
        }
    }
    let body = text[written..].strip_suffix('}').unwrap_or_default().trim_ascii_end();
    output.write_all(body.as_bytes())?;
    let mut empty = body == "{";
    for (field, (name, value)) in [("verdict", verdict), ("why", why)].into_iter().enumerate() {
        if missing[field] {
            output.write_all(if empty { b"\"" } else { b",\"" })?;
            output.write_all(name.as_bytes())?;
            output.write_all(b"\":")?;
            quoted(value, output)?;
            empty = false;
        }
    }
    output.write_all(b"}\n")
}

fn quoted(text: &str, output: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(output, text).map_err(io::Error::from)
}

/// The names of an object's own members, and where their values stand in its text.
fn members(text: &str) -> Vec<(&str, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut members = Vec::new();
    let mut at = 1;
    while let Some(start) = find(bytes, at, |byte| byte == b'"') {
        let end = string_end(bytes, start);
        let Some(colon) = find(bytes, end, |byte| byte == b':') else { break };
        let Some(value) = find(bytes, colon + 1, |byte| !byte.is_ascii_whitespace()) else { break };
        let after = value_end(bytes, value);
        members.push((&text[start + 1..end - 1], value..after));
        at = after;
    }
    members
}

fn find(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    bytes.get(from..)?.iter().position(|byte| wanted(*byte)).map(|at| from + at)
}

/// The end of the string that begins at `start`, past its closing quote.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// The end of the value that begins at `start`.
fn value_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = string_end(bytes, at) - 1,
            b'{' | b'[' => depth += 1,
            b',' | b'}' | b']' | b' ' | b'\t' | b'\r' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, replace: bool) -> String {
        let mut output = Vec::new();
        write(text, Verdict::Close, "a \"part\"", replace, &mut output).unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn the_verdict_follows_all_other_fields_as_they_stand() {
        for (text, line) in [
            (r#"{"n": 1.50}"#, r#"{"n": 1.50,"verdict":"close","why":"a \"part\""}"#),
            (r#"{ "n": {"why": 3} }"#, r#"{ "n": {"why": 3},"verdict":"close","why":"a \"part\""}"#),
            ("{}", r#"{"verdict":"close","why":"a \"part\""}"#),
        ] {
            assert_eq!(written(text, false), format!("{line}\n"));
            assert_eq!(written(text, true), format!("{line}\n"));
        }
    }

    #[test]
    fn an_older_verdict_gives_way_in_its_place() {
        for (text, line) in [
            (r#"{"why": "old, \"}", "n": 1}"#, r#"{"why": "a \"part\"", "n": 1,"verdict":"close"}"#),
            (
                r#"{"verdict":null,"n":[{"why":"]"}],"why":{"deep":[1,2]} }"#,
                r#"{"verdict":"close","n":[{"why":"]"}],"why":"a \"part\""}"#,
            ),
        ] {
            assert_eq!(written(text, true), format!("{line}\n"));
        }
    }
}
