//! YAML out of a JSON value: a line a field, and every text in quotes that could be taken for
//! anything else.

use serde_json::Value;

/// Words that are no text in YAML, or were none in an earlier version of it.
const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];

/// A value with what `remark` says beside a text of a list. Lists and objects in it are not empty.
pub(super) fn written(value: &Value, remark: fn(&str) -> Option<&'static str>) -> String {
    lines(value, remark).join("\n") + "\n"
}

fn lines(value: &Value, remark: fn(&str) -> Option<&'static str>) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, value)| field(name, value, remark)).collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| item_of_list(item, remark)).collect(),
        scalar => vec![of_scalar(scalar)],
    }
}

fn field(name: &str, value: &Value, remark: fn(&str) -> Option<&'static str>) -> Vec<String> {
    let name = text(name);
    let inner = lines(value, remark);
    if is_scalar(value) {
        return inner.iter().map(|line| format!("{name}: {line}")).collect();
    }
    std::iter::once(format!("{name}:"))
        .chain(inner.iter().map(|line| format!("  {line}")))
        .collect()
}

fn item_of_list(item: &Value, remark: fn(&str) -> Option<&'static str>) -> Vec<String> {
    let beside = item.as_str().and_then(remark).map(|said| format!(" # {said}"));
    let inner = lines(item, remark);
    let indents = std::iter::once("- ").chain(std::iter::repeat("  "));
    let whole = indents.zip(&inner).map(|(indent, line)| format!("{indent}{line}"));
    whole.map(|line| line + beside.as_deref().unwrap_or_default()).collect()
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}

fn of_scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), text)
}

/// A text as it is where nothing else can be meant, otherwise in double quotes. Those of JSON are
/// those of YAML, but for what JSON leaves as it is and YAML takes for the end of a line, or does
/// not take at all.
fn text(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let quoted = Value::from(text).to_string();
    let escaped = quoted.chars().map(|c| match c {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
            format!("\\u{:04x}", u32::from(c))
        }
        c => c.to_string(),
    });
    escaped.collect()
}

/// Whether a text stands for itself without quotes: a word of letters, as in `chat:write`, perhaps
/// with a slash before it.
fn is_plain(text: &str) -> bool {
    let word = text.strip_prefix('/').unwrap_or(text);
    let is_letter = |c: char| c.is_ascii_alphabetic();
    word.starts_with(is_letter)
        && word.ends_with(is_letter)
        && word.chars().all(|c| is_letter(c) || matches!(c, ':' | '.' | '_' | '-' | '/'))
        && !WORDS.contains(&word.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_and_lists_stand_on_lines_of_their_own_with_what_is_said_beside_them() {
        let value = json!({
            "a": [{ "b": 1, "c": [true, "x"] }, { "b": "two words" }],
            "d": { "e": "chat:write", "f": "no", "g": ["chat:write"] },
        });
        let remark = |text: &str| (text == "chat:write").then_some("for questions");
        insta::assert_snapshot!(written(&value, remark), @r#"
        a:
          - b: 1
            c:
              - true
              - x
          - b: "two words"
        d:
          e: chat:write
          f: "no"
          g:
            - chat:write # for questions
        "#);
    }

    #[test]
    fn only_what_cannot_be_taken_for_anything_else_stands_without_quotes() {
        for plain in ["chat:write", "message.im", "/quiz", "bot_events", "Studyhall"] {
            assert_eq!(text(plain), plain);
        }
        for (other, quoted) in [
            ("", r#""""#),
            ("No", r#""No""#),
            ("null", r#""null""#),
            ("~", r#""~""#),
            ("12", r#""12""#),
            ("12:30:00", r#""12:30:00""#),
            ("#1d5c4d", r##""#1d5c4d""##),
            ("a: b", r#""a: b""#),
            ("a:", r#""a:""#),
            ("- a", r#""- a""#),
            ("a #b", r#""a #b""#),
            ("[deck:…]", r#""[deck:…]""#),
            ("say \"\\\" 'now'\n", r#""say \"\\\" 'now'\n""#),
            ("\u{85}\u{2028}\u{feff}\u{7f}", r#""\u0085\u2028\ufeff\u007f""#),
        ] {
            assert_eq!(text(other), quoted);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_and_has_one_line(any in "\\PC{0,40}|[\\x00-\\u{ffff}]{0,20}") {
            let written = text(&any);
            let breaks = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
            prop_assert!(!written.contains(breaks), "{}", written);
            if written.starts_with('"') {
                prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), any);
            } else {
                prop_assert_eq!(written, any);
            }
        }
    }
}
