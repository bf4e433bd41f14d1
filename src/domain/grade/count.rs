//! Number words: how many they say, and that none of them is a slip for another.

/// Words for numbers below a hundred.
const SMALL: [(&str, i64); 32] = [
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fourty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("once", 1),
    ("twice", 2),
    ("single", 1),
];

/// Words that multiply what stands before them.
const GREAT: [(&str, i64); 6] = [
    ("dozen", 12),
    ("hundred", 100),
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
    ("trillion", 1_000_000_000_000),
];

/// The number below a hundred that a word in lower case says.
pub(super) fn small(word: &str) -> Option<i64> {
    SMALL.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// What a word in lower case multiplies by.
pub(super) fn great(word: &str) -> Option<i64> {
    GREAT.iter().find(|(name, _)| *name == word.trim_end_matches('s')).map(|(_, value)| *value)
}

/// Whether a word in lower case is a Roman numeral: `iv`, but not `dim` or `civil`.
pub(super) fn is_roman(word: &str) -> bool {
    const DIGITS: [(&str, &str, &str); 3] = [("c", "d", "m"), ("x", "l", "c"), ("i", "v", "x")];
    let numeral = |b: u8| matches!(b, b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm');
    if word.is_empty() || !word.bytes().all(numeral) {
        return false;
    }
    let mut rest = word.trim_start_matches('m');
    for (one, five, ten) in DIGITS {
        let less = |upper: &str| rest.strip_prefix(one).and_then(|rest| rest.strip_prefix(upper));
        let ones = |behind: &str| behind.len() - behind.trim_start_matches(one).len();
        let added = || {
            let behind = rest.strip_prefix(five).unwrap_or(rest);
            &behind[ones(behind).min(3)..]
        };
        rest = less(ten).or_else(|| less(five)).unwrap_or_else(added);
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_are_told_from_words_of_the_same_letters() {
        for numeral in [
            "i",
            "iii",
            "iv",
            "v",
            "viii",
            "ix",
            "xiv",
            "xvi",
            "xl",
            "xc",
            "cd",
            "mcmlxxxiv",
            "mmxxvi",
            "xxiii",
        ] {
            assert!(is_roman(numeral), "{numeral}");
        }
        for word in
            ["", "iiii", "vv", "dim", "civil", "mild", "vivid", "lid", "ic", "ivi", "x1", "am"]
        {
            assert!(!is_roman(word), "{word}");
        }
    }
}
