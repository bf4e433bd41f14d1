//! Small pieces of sentences that all capabilities say: counts, lists, what somebody typed.

use crate::domain::size;
use crate::domain::team::{BadName, LONGEST_NAME};

/// How much of what somebody typed is repeated, in characters.
const REPEATED: usize = 40;

/// What somebody typed, short enough and clean enough to be repeated in a sentence.
pub(super) fn repeated(given: &str) -> String {
    let mut words =
        given.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut short = String::new();
    // Stops early: what was typed may be 100 kB.
    for word in words.by_ref() {
        if !short.is_empty() {
            short.push(' ');
        }
        short.extend(word.chars().take(REPEATED + 1));
        if short.chars().count() > REPEATED {
            return short.chars().take(REPEATED).chain(['…']).collect();
        }
    }
    short
}

/// "a, b and c".
pub(super) fn in_words(items: &[impl AsRef<str>], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., one] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", most.join(", "), one.as_ref())
        }
    }
}

/// "Did you mean “capitals”?", or another sentence where nothing is near.
pub(super) fn meant(nearest: Option<String>, otherwise: &str) -> String {
    nearest.map_or_else(|| otherwise.to_owned(), |nearest| format!("Did you mean “{nearest}”?"))
}

/// Why a name cannot be borne by `whose` ("A team"); the example of one that can ends the sentence.
pub(super) fn bad_name(bad: BadName, whose: &str, example: &str) -> String {
    match bad {
        BadName::Empty => format!("{whose} needs a name. Write it like {example}"),
        BadName::Long(length) => format!(
            "{whose}'s name has at most {LONGEST_NAME} characters and yours has {length}. Pick a \
                shorter one."
        ),
        BadName::Markup(c) => format!(
            "{whose}'s name has no mentions and no markup. Leave out the {c} and try again."
        ),
    }
}

/// Text of at most so many characters, its end marked where it was cut.
pub(super) fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// "1 point", "3 points".
pub(super) fn counted(count: u32, one: &str) -> String {
    format!("{} {one}{}", grouped(count as usize), if count == 1 { "" } else { "s" })
}

/// A number with separators: 100,000.
pub(super) fn grouped(number: usize) -> String {
    size::grouped(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repeated_is_short_and_on_one_line() {
        assert_eq!(repeated("two\nlines\u{7}"), "two lines");
        assert_eq!(repeated(&"x".repeat(100_000)), format!("{}…", "x".repeat(40)));
        assert_eq!(repeated(&"é ".repeat(30)), format!("{}…", "é ".repeat(20)));
    }

    #[test]
    fn numbers_are_grouped_and_counted() {
        let numbers = [0, 7, 999, 1_000, 100_000, 1_234_567].map(grouped);
        assert_eq!(numbers, ["0", "7", "999", "1,000", "100,000", "1,234,567"]);
        assert_eq!(
            [0, 1, 2].map(|count| counted(count, "point")),
            ["0 points", "1 point", "2 points"]
        );
    }

    #[test]
    fn clipped_text_is_never_longer_than_asked() {
        assert_eq!(clipped("naïve", 5), "naïve");
        assert_eq!(clipped("naïvely", 5), "naïv…");
    }
}
