//! The text of a JSON object with `verdict`, `why` and `reason` put in, all else left as it stands.

use std::io::{self, Write};
use std::ops::Range;

use serde_json::value::RawValue;

use super::row::Judged;
use crate::domain::grade::Verdict;

/// What we write into a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ours<'a> {
    /// How the answer was judged.
    pub(super) verdict: Verdict,
    /// Why, as a sentence.
    pub(super) why: &'a str,
    /// The reason by its name, if it has one.
    pub(super) reason: Option<&'static str>,
}

/// Writes the line with what is ours; what it has under our names already gives way. A `reason` of
/// others' stays where we have none, and one of ours becomes `null`.
///
/// `text` is one valid JSON object without surrounding space, and `judged` was read from it.
pub(super) fn write(
    text: &str,
    ours: Ours<'_>,
    judged: Judged<'_>,
    output: &mut impl Write,
) -> io::Result<()> {
    let verdict = match ours.verdict {
        Verdict::Correct => "correct",
        Verdict::Close => "close",
        Verdict::Incorrect => "incorrect",
    };
    let reason = judged.reason.filter(|before| ours.reason.is_some() || is_ours(before));
    let values = [
        ("verdict", judged.verdict, Some(verdict)),
        ("why", judged.why, Some(ours.why)),
        ("reason", reason, ours.reason),
    ];
    let mut replaced: Vec<(Range<usize>, Option<&str>)> = values
        .into_iter()
        .filter_map(|(_, before, ours)| Some((place(text, before?.get()), ours)))
        .collect();
    // In the order of the text, which may have `why` first.
    replaced.sort_by_key(|(place, _)| place.start);
    let mut written = 0;
    for (place, ours) in replaced {
        output.write_all(&text.as_bytes()[written..place.start])?;
        match ours {
            Some(ours) => quoted(ours, output)?,
            None => output.write_all(b"null")?,
        }
        written = place.end;
    }
    let body = text[written..].strip_suffix('}').unwrap_or_default().trim_ascii_end();
    output.write_all(body.as_bytes())?;
    let mut empty = body == "{";
    for (name, before, ours) in values {
        if let (None, Some(value)) = (before, ours) {
            field(name, value, empty, output)?;
            empty = false;
        }
    }
    output.write_all(b"}\n")
}

/// Whether a reason is one of those that we write.
fn is_ours(reason: &RawValue) -> bool {
    reason.get() == r#""no_answer""#
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
        written_with(text, None)
    }

    fn written_with(text: &str, reason: Option<&'static str>) -> String {
        let mut output = Vec::new();
        let ours = Ours { verdict: Verdict::Close, why: "a \"part\"", reason };
        write(text, ours, serde_json::from_str(text).unwrap(), &mut output).unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn a_reason_with_a_name_is_told_and_one_of_before_is_not_kept() {
        let line = r#"{"n":1,"verdict":"close","why":"a \"part\"","reason":"no_answer"}"#;
        assert_eq!(written_with(r#"{"n":1}"#, Some("no_answer")), format!("{line}\n"));
        let line = r#"{"reason":null,"verdict":"close","why":"a \"part\""}"#;
        assert_eq!(written(r#"{"reason":"no_answer"}"#), format!("{line}\n"));
        let line = r#"{"reason":"theirs","verdict":"close","why":"a \"part\""}"#;
        assert_eq!(written(r#"{"reason":"theirs"}"#), format!("{line}\n"));
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
