//! Quotes around values: straight ones, and those that keyboards of any language put in their
//! place.

/// Marks that may close each other's quotation, since keyboards mix them: those that open, those
/// that close, and whether they are apostrophes as well.
const FAMILIES: [(&str, &str, bool); 4] =
    [("\"“”„‟", "\"“”‟", false), ("'‘’‚‛", "'‘’‛", true), ("«»", "«»", false), ("‹›", "‹›", false)];

/// What a line can put around a value, the usual ones first.
const PAIRS: [(char, char); 3] = [('"', '"'), ('«', '»'), ('\'', '\'')];

/// The text in quotes at the beginning, and what follows them. An apostrophe inside a word is no
/// quote.
pub(super) fn quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let (_, closing, is_apostrophe) = FAMILIES.iter().find(|(all, ..)| all.contains(open))?;
    let inner = &text[open.len_utf8()..];
    for (end, close) in inner.char_indices().filter(|(_, c)| closing.contains(*c)) {
        let after = &inner[end + close.len_utf8()..];
        if !is_apostrophe || !after.starts_with(char::is_alphanumeric) {
            return Some((&inner[..end], after));
        }
    }
    None
}

/// The text without the quotes around the whole of it.
pub(super) fn unquoted(text: &str) -> &str {
    match quoted(text) {
        Some((inner, "")) => inner,
        _ => text,
    }
}

/// A value as a line can have it: as it is if it is one word, else in quotes that do not occur in
/// it. None if it has quotes of every kind.
pub(super) fn in_quotes(value: &str) -> Option<String> {
    if !value.is_empty() && !value.contains(char::is_whitespace) && !value.starts_with(is_quote) {
        return Some(value.to_owned());
    }
    let mut whole = PAIRS.iter().map(|(open, close)| format!("{open}{value}{close}"));
    whole.find(|whole| quoted(whole) == Some((value, "")))
}

fn is_quote(c: char) -> bool {
    FAMILIES.iter().any(|(all, ..)| all.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_every_keyboard_are_read() {
        for (text, read) in [
            ("\"API Gateway\" 5", Some(("API Gateway", " 5"))),
            ("“API Gateway” 5", Some(("API Gateway", " 5"))),
            ("„API Gateway“", Some(("API Gateway", ""))),
            ("„API Gateway”", Some(("API Gateway", ""))),
            ("”API Gateway”", Some(("API Gateway", ""))),
            ("‟API Gateway”", Some(("API Gateway", ""))),
            ("«API Gateway»", Some(("API Gateway", ""))),
            ("»API Gateway«", Some(("API Gateway", ""))),
            ("‹API Gateway›", Some(("API Gateway", ""))),
            ("›API Gateway‹", Some(("API Gateway", ""))),
            ("'API Gateway'", Some(("API Gateway", ""))),
            ("‘API Gateway’", Some(("API Gateway", ""))),
            ("‚API Gateway‘", Some(("API Gateway", ""))),
            ("‛API Gateway’", Some(("API Gateway", ""))),
            ("\"API Gateway”", Some(("API Gateway", ""))),
            ("'Anna's owls' 5", Some(("Anna's owls", " 5"))),
            ("‘Anna’s owls’", Some(("Anna’s owls", ""))),
            ("\"it's\"", Some(("it's", ""))),
            ("“she said «no»”", Some(("she said «no»", ""))),
            ("\"\"", Some(("", ""))),
            ("'tis the season", None),
            ("’n’roll", None),
            ("\"open", None),
            ("Anna's", None),
            ("plain", None),
            ("", None),
        ] {
            assert_eq!(quoted(text), read, "{text}");
        }
    }

    #[test]
    fn a_value_is_written_so_that_it_is_read_again() {
        for (value, written) in [
            ("Lambda", Some("Lambda")),
            ("Anna's", Some("Anna's")),
            ("API Gateway", Some("\"API Gateway\"")),
            ("", Some("\"\"")),
            ("\"so\"", Some("«\"so\"»")),
            ("a “so called” b", Some("«a “so called” b»")),
            ("'tis", Some("\"'tis\"")),
            ("« “so” » it's", Some("'« “so” » it's'")),
            ("« “so” » ' it", None),
        ] {
            assert_eq!(in_quotes(value).as_deref(), written, "{value}");
            if let Some(written) = written {
                assert_eq!(unquoted(written), value);
            }
        }
    }
}
