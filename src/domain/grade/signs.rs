//! Answers of signs alone (`===`, `||`, `→`): words for cards that ask for such, mere punctuation
//! for all others.

/// Whether a text has signs, but neither a letter nor a digit.
pub(super) fn is_signs(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !text.contains(char::is_alphanumeric)
}

/// A text without the quotation marks or backticks around it.
pub(super) fn unquoted(text: &str) -> &str {
    const PAIRS: [(char, char); 6] =
        [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('«', '»')];
    let text = text.trim();
    // Most answers end in a letter, and are done with one look.
    if text.ends_with(char::is_alphanumeric) {
        return text;
    }
    let inside = |(open, close): &(char, char)| text.strip_prefix(*open)?.strip_suffix(*close);
    match PAIRS.iter().find_map(inside).map(str::trim).filter(|inside| !inside.is_empty()) {
        Some(inside) => unquoted(inside),
        None => text,
    }
}

/// Which runs of signs in a text are words of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Signs<'a> {
    /// No run of signs is a word.
    No,
    /// Every run of signs is a word.
    All,
    /// Those of a card's forms, and others that are no usual punctuation between words.
    Beside(&'a [Box<str>]),
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Words with what stands between them.
    Words(&'a str),
    /// A run of signs that is a word, and whether a comma follows it.
    Sign(&'a str, bool),
}

impl Signs<'_> {
    /// The parts of a text.
    pub(super) fn parts(self, text: &str) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        let (mut begun, mut at) = (0, 0);
        for token in text
            .split_inclusive(|c: char| c.is_whitespace() || (c == ',' && self.parts_at_commas()))
        {
            if let Some(part) = self.sign(token) {
                if begun < at {
                    parts.push(Part::Words(&text[begun..at]));
                }
                parts.push(part);
                begun = at + token.len();
            }
            at += token.len();
        }
        if begun < text.len() {
            parts.push(Part::Words(&text[begun..]));
        }
        parts
    }

    /// The word that a run without white space inside is, if it is one of signs.
    fn sign<'t>(self, token: &'t str) -> Option<Part<'t>> {
        if !is_signs(token) {
            return None;
        }
        let written = token.trim();
        let (forms, all): (&[Box<str>], bool) = match self {
            Self::No => return None,
            Self::All => (&[], true),
            Self::Beside(forms) => (forms, false),
        };
        let listed = |sign: &str| all || forms.iter().any(|form| **form == *sign);
        if listed(written) {
            return Some(Part::Sign(written, false));
        }
        let parting = |mark: char| !forms.iter().any(|form| form.contains(mark));
        let (sign, comma) = match written.strip_suffix(|c| matches!(c, ',' | ';') && parting(c)) {
            Some(sign) => (sign, true),
            None => (written, false),
        };
        // Bold type and spoilers are chat markup.
        let unmarked = |mark: &str| {
            sign.strip_prefix(mark)?.strip_suffix(mark).filter(|inside| listed(inside))
        };
        let sign = ["**", "||"].into_iter().find_map(unmarked).unwrap_or_else(|| unquoted(sign));
        // A full stop ends the answer where it cannot be a part of it.
        let stopped = |sign: &'t str| {
            sign.strip_suffix('.').map(unquoted).filter(|sign| listed(sign) && !sign.ends_with('.'))
        };
        let sign = stopped(sign).unwrap_or(sign);
        let punctuation = sign.chars().count() < 2
            && sign.contains(['-', '/', '&', '+', '.', ':', '!', '?', '(', ')', '|']);
        (listed(sign) || !(sign.is_empty() || punctuation)).then_some(Part::Sign(sign, comma))
    }

    /// Whether a comma parts two signs rather than being one itself.
    fn parts_at_commas(self) -> bool {
        matches!(self, Self::Beside(forms) if !forms.iter().any(|form| form.contains(',')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_of_signs_makes_words_of_signs() {
        let forms = ["===".into(), "&&".into()];
        for (text, parts) in [
            ("===", vec![Part::Sign("===", false)]),
            (" `===` ", vec![Part::Words(" "), Part::Sign("===", false)]),
            ("**===**", vec![Part::Sign("===", false)]),
            ("it is ===", vec![Part::Words("it is "), Part::Sign("===", false)]),
            ("&&, ==", vec![Part::Sign("&&", true), Part::Words(" "), Part::Sign("==", false)]),
            ("&&,===", vec![Part::Sign("&&", true), Part::Sign("===", false)]),
            ("=== - strict", vec![Part::Sign("===", false), Part::Words("- strict")]),
            ("`===`.", vec![Part::Sign("===", false)]),
            ("a=b", vec![Part::Words("a=b")]),
        ] {
            assert_eq!(Signs::Beside(&forms).parts(text), parts, "{text}");
        }
        assert_eq!(Signs::No.parts("==="), [Part::Words("===")]);
    }

    #[test]
    fn quotes_around_an_answer_fall_in_pairs() {
        for (text, inside) in [
            ("\"===\"", "==="),
            ("`'x'`", "x"),
            ("“→”", "→"),
            ("\"", "\""),
            ("``", "``"),
            ("'tis", "'tis"),
        ] {
            assert_eq!(unquoted(text), inside);
        }
    }
}
