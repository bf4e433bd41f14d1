//! Languages that people speak, by their tags: `en-US`, `pt-BR`.

use std::fmt;
use std::str::FromStr;

/// The longest tag, in characters; what is longer names no language that anybody speaks.
const LONGEST: usize = 35;

/// A language by its tag (BCP 47), in lower case, so that tags are compared as they are meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Language(String);

/// Text that is no tag of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a language is named like en or pt-BR, in at most 35 letters, digits and hyphens")]
pub struct NotALanguage;

impl Language {
    /// Its tag in lower case, at most 35 characters: `pt-br`.
    pub fn tag(&self) -> &str {
        &self.0
    }
}

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let first = text.split('-').next().unwrap_or_default();
        let begins =
            (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
        if begins && text.len() <= LONGEST && text.split('-').all(is_part) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(NotALanguage)
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_checked_and_compared_in_lower_case() {
        for (text, tag) in [
            ("en-US", Some("en-us")),
            ("de", Some("de")),
            ("zh-Hant-TW", Some("zh-hant-tw")),
            ("sl-rozaj-biske-1994", Some("sl-rozaj-biske-1994")),
            ("", None),
            ("*", None),
            ("e", None),
            ("en_US", None),
            ("en-", None),
            ("12-en", None),
            ("en-verylongpart", None),
            ("en-\u{202e}", None),
            ("en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd", None),
        ] {
            let read = text.parse::<Language>().ok();
            assert_eq!(read.as_ref().map(Language::tag), tag, "{text}");
        }
    }
}
