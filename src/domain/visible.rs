//! Which characters can be seen.

use unicode_normalization::char::is_combining_mark;

/// Whether a character shows or takes room: no controls, no zero-width or direction marks, no tags,
/// no fillers.
pub fn is_visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character can be seen by itself: neither a space nor an accent without a letter.
pub fn is_seen(c: char) -> bool {
    is_visible(c) && !c.is_whitespace() && !is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_not_seen() {
        for text in [
            "",
            " \t\n\u{a0}",
            "\u{0}",
            "\u{200b}\u{200d}",
            "\u{ad}",
            "\u{202e}",
            "\u{61c}",
            "\u{2062}",
            "\u{180e}",
            "\u{e0041}",
            "\u{3164}",
            "\u{fe0f}",
            "\u{300}",
        ] {
            assert!(!text.chars().any(is_seen), "{text:?}");
        }
        for text in ["a", "é", "e\u{301}", "東", "🦉", "…", "-", "نيل"] {
            assert!(text.chars().any(is_seen), "{text:?}");
        }
    }
}
