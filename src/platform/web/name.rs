//! Names that people give themselves: what is invisible or steers the text around it is taken out.

use crate::domain::visible::is_visible;

/// The longest name, in characters.
const LONGEST: usize = 40;

/// Why a name is not taken; each says how to mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NameRefusal {
    #[error(
        "A name needs at least one letter that can be seen. Type the name that the others should \
         see."
    )]
    Empty,
    #[error(
        "A name has at most {LONGEST} characters, and yours has {characters}. Choose a shorter one."
    )]
    Long { characters: usize },
    #[error("Studyhall is my own name. Choose another one.")]
    Mine,
}

/// The name as the others will see it: one line, single spaces, only what can be seen.
pub(super) fn clean(typed: &str) -> Result<String, NameRefusal> {
    let visible: String = typed
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| is_visible(*c))
        .collect();
    let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(NameRefusal::Empty);
    }
    let characters = name.chars().count();
    if characters > LONGEST {
        return Err(NameRefusal::Long { characters });
    }
    // As what is left after the cleaning, or a sign without width would get it through.
    if name.eq_ignore_ascii_case("studyhall") {
        return Err(NameRefusal::Mine);
    }
    Ok(name)
}

/// A text as it may be kept and shown: whole, but for control characters other than line breaks and
/// tabs.
pub(super) fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_what_can_be_seen() {
        for (typed, wanted) in [
            ("Ada", Ok("Ada")),
            ("  Ada \t  Lovelace\n", Ok("Ada Lovelace")),
            ("A\u{200b}d\u{202e}a\u{0}", Ok("Ada")),
            ("Żółć Нина 東京 🦉", Ok("Żółć Нина 東京 🦉")),
            ("<b>Ada</b>", Ok("<b>Ada</b>")),
            ("", Err(NameRefusal::Empty)),
            (" \u{200b}\u{feff}\u{3164} ", Err(NameRefusal::Empty)),
            ("Study\u{200d}HALL", Err(NameRefusal::Mine)),
        ] {
            assert_eq!(clean(typed), wanted.map(str::to_owned), "{typed:?}");
        }
    }

    #[test]
    fn forty_characters_fit_and_one_more_does_not() {
        assert!(clean(&"é".repeat(40)).is_ok());
        assert_eq!(clean(&"é".repeat(41)), Err(NameRefusal::Long { characters: 41 }));
    }

    #[test]
    fn texts_lose_controls_but_keep_their_lines() {
        assert_eq!(without_controls("a\u{0}\n\tb\u{1b}[31m\u{7f}\u{202e}"), "a\n\tb[31m\u{202e}");
    }
}
