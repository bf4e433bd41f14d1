//! The text of a JSON object with `verdict` and `why` put in, all else left as it stands.

use std::io::{self, Write};
use std::ops::Range;

use super::row::Judged;
use crate::domain::grade::Verdict;

/// Writes the line with its verdict; what it has under our two names already gives way to ours.
///
/// `text` is one valid JSON object without surrounding space, and `judged` was read from it.
pub(super) fn write(
    text: &str,
    verdict: Verdict,
    why: &str,
    judged: Judged<'_>,
    output: &mut impl Write,
) -> io::Result<()> {
    let verdict = match verdict {
        Verdict::Correct => "correct",
        Verdict::Close => "close",
        Verdict::Incorrect => "incorrect",
    };
    let mut replaced: Vec<(Range<usize>, &str)> = [(judged.verdict, verdict), (judged.why, why)]
        .into_iter()
        .filter_map(|(value, ours)| Some((place(text, value?.get()), ours)))
        .collect();
    // In the order of the text, which may have `why` first.
    replaced.sort_by_key(|(place, _)| place.start);
    let mut written = 0;
    for (place, ours) in replaced {
        output.write_all(&text.as_bytes()[written..place.start])?;
        quoted(ours, output)?;
        written = place.end;
    }
    let body = text[written..].strip_suffix('}').unwrap_or_default().trim_ascii_end();
    output.write_all(body.as_bytes())?;
    let mut empty = body == "{";
    let missing =
        [("verdict", judged.verdict.is_none(), verdict), ("why", judged.why.is_none(), why)];
    for (name, _, value) in missing.into_iter().filter(|(_, is_missing, _)| *is_missing) {
        field(name, value, empty, output)?;
        empty = false;
    }
    output.write_all(b"}\n")
}

/// Writes a field behind those of an object; the first of an `empty` one goes without a comma.
fn field(name: &str, value: &str, empty: bool, output: &mut impl Write) -> io::Result<()> {
    output.write_all(if empty { b"\"" } else { b",\"" })?;
    output.write_all(name.as_bytes())?;
    output.write_all(b"\":")?;
    quoted(value, output)
}

/// Where a part of a text stands in it. `part` was borrowed from `text`, so addresses tell; to
/// search for it would find what only looks alike.
fn place(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - text.as_ptr().addr();
    start..start + part.len()
}

fn quoted(text: &str, output: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(output, text).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut output = Vec::new();
        write(text, Verdict::Close, "a \"part\"", serde_json::from_str(text).unwrap(), &mut output)
            .unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn the_verdict_follows_all_other_fields_as_they_stand() {
        for (text, line) in [
            (r#"{"n": 1.50}"#, r#"{"n": 1.50,"verdict":"close","why":"a \"part\""}"#),
            (
                r#"{ "n": {"why": 3} }"#,
                r#"{ "n": {"why": 3},"verdict":"close","why":"a \"part\""}"#,
            ),
            ("{}", r#"{"verdict":"close","why":"a \"part\""}"#),
        ] {
            assert_eq!(written(text), format!("{line}\n"));
        }
    }

    #[test]
    fn an_older_verdict_gives_way_in_its_place() {
        for (text, line) in [
            (
                r#"{"why": "old, \"}", "n": 1}"#,
                r#"{"why": "a \"part\"", "n": 1,"verdict":"close"}"#,
            ),
            (
                r#"{"verdict":null,"n":[{"why":"]"}],"why":{"deep":[1,2]} }"#,
                r#"{"verdict":"close","n":[{"why":"]"}],"why":"a \"part\""}"#,
            ),
        ] {
            assert_eq!(written(text), format!("{line}\n"));
        }
    }
}
