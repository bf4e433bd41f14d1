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

/// A name as others may be shown it: without controls and without marks that turn the direction of
/// a line, which would change the text around it; on one line. None if nothing of it is to be seen.
/// What joins the letters of a script or the parts of an emoji stays.
pub fn name(given: &str) -> Option<String> {
    let shown: String = given.chars().filter(|c| c.is_whitespace() || !is_disturbing(*c)).collect();
    let name = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    name.chars().any(is_seen).then_some(name)
}

/// Whether a character in a name changes how what stands around it is shown.
fn is_disturbing(c: char) -> bool {
    let turns_lines = matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns_lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_without_what_disturbs_the_text_around_them() {
        for (given, shown) in [
            ("Anna", Some("Anna")),
            ("  Anna \n Maria\t", Some("Anna Maria")),
            ("Ben\u{202e}nimdA", Some("BennimdA")),
            ("\u{2066}Cleo\u{2069}", Some("Cleo")),
            ("\u{200f}נועה\u{200e}", Some("נועה")),
            ("A\u{0}n\u{1b}na\u{9b}", Some("Anna")),
            ("A\u{2028}B", Some("A B")),
            ("می\u{200c}نا", Some("می\u{200c}نا")),
            ("👩\u{200d}🚀", Some("👩\u{200d}🚀")),
            ("Ada ❤\u{fe0f}", Some("Ada ❤\u{fe0f}")),
            ("", None),
            (" \u{200b}\u{feff} ", None),
            ("\u{202e}\u{2066}", None),
            ("\u{3164}", None),
        ] {
            assert_eq!(name(given).as_deref(), shown, "{given:?}");
        }
    }

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
