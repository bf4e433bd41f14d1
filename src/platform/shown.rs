//! What platforms of plain markup have in common when they show something: signs of tones, marks
//! before lines, and texts cut to a platform's limit.

use crate::app::reply::Tone;

/// A sign beside the word, so that nobody depends on the color.
pub(super) fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Correct => "✅",
        Tone::Close => "🟡",
        Tone::Incorrect => "❌",
        Tone::Notice => "ℹ️",
        Tone::Refused => "⚠️",
    }
}

/// A text with a mark before each of its lines.
pub(super) fn lines(text: &str, before: &str) -> String {
    text.lines().map(|line| format!("{before}{line}")).collect::<Vec<_>>().join("\n")
}

/// The length of a text in UTF-16 units: limits of platforms count as JavaScript does.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Text of at most so many units, its end marked where it was cut.
pub(super) fn clipped(text: &str, most: usize) -> String {
    if units(text) <= most {
        return text.to_owned();
    }
    // The mark at the end takes one.
    let mut length = 1;
    let kept = text.chars().take_while(|c| {
        length += c.len_utf16();
        length <= most
    });
    kept.chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_by_units_and_never_within_a_letter() {
        assert_eq!(clipped("naïve", 5), "naïve");
        assert_eq!(clipped("naïvely", 5), "naïv…");
        assert_eq!(clipped("a😀😀", 4), "a😀…");
        assert_eq!(lines("one\n\ntwo", "> "), "> one\n> \n> two");
    }
}
