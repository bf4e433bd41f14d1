//! What an answer looks like from afar.

use crate::domain::grade::Graded;

/// What kind of text an answer is, by the way it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Yes or no and why: "Yes, if it is switched on".
    Verdict,
    /// Signs without a letter or a digit: `===`.
    Signs,
    /// An option of a command: `-v`, `--all`.
    Flag,
    /// A place in a tree: `/etc/passwd`, `~/notes`, `aws/lambda`.
    Path,
    /// A name of words written as one: `PutItem`, `x-api-key`, `SOME_VALUE`, `aws:kms`.
    Joined,
    /// One word of capitals without anything else: `SIGKILL`.
    Acronym,
    /// Words with a number: "Symphony No. 5".
    Numbered,
    /// A number with signs or words behind it: "$1,000", "30 5 * * *".
    Amount,
    /// One word that is none of the above: "Lima".
    Word,
    /// Several words that are none of the above: "hot partition".
    Words,
}

/// What an answer looks like from afar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    /// How many words it has, parted by white space.
    pub(super) words: usize,
    /// How many characters it has.
    pub(super) length: usize,
    /// What marks it, each yes or no: whether it begins with a capital, whether most of its other
    /// words do, whether it ends like a plural, whether it begins with a vendor's name of the deck,
    /// whether it ends in brackets.
    marks: [bool; 5],
}

impl Shape {
    /// The shape of a text of this deck.
    pub(super) fn of(text: &str, deck: &Graded) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let vendor = words.len() > 1
            && deck.habits.optional.iter().any(|word| word.eq_ignore_ascii_case(words[0]));
        let rest = words.get(1..).unwrap_or_default();
        Self {
            kind: if deck.is_yes_or_no_with_reason(text) {
                Kind::Verdict
            } else if vendor {
                // A name, though it may be written as one word.
                Kind::Words
            } else {
                kind(text, &words)
            },
            words: words.len(),
            length: text.chars().count(),
            marks: [
                words.first().is_some_and(|word| is_high(word)),
                rest.iter().filter(|word| is_high(word)).count() * 2 > rest.len(),
                text.ends_with('s') && !text.ends_with("ss"),
                vendor,
                text.ends_with(')'),
            ],
        }
    }

    /// Whether two answers may stand beside each other: of one kind, neither much longer.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let (less, more) = (self.words.min(other.words), self.words.max(other.words));
        let (short, long) = (self.length.min(other.length), self.length.max(other.length));
        self.kind == other.kind && (more <= less + 1 || more <= less * 2) && long <= short * 3 + 3
    }

    /// How alike two answers look, from 0 to 8.
    pub(super) fn likeness(&self, other: &Self) -> usize {
        let marks = self.marks.iter().zip(&other.marks).filter(|(one, other)| one == other);
        marks.count()
            + usize::from(self.words == other.words)
            + usize::from(self.words.abs_diff(other.words) <= 1)
            + usize::from(self.kind == other.kind)
    }
}

/// The kind of a text that has these words.
fn kind(text: &str, words: &[&str]) -> Kind {
    match words {
        [] => Kind::Signs,
        _ if !text.contains(char::is_alphanumeric) => Kind::Signs,
        [word] if word.starts_with('-') => Kind::Flag,
        [word, ..] if word.starts_with(['/', '~']) && word.len() > 1 => Kind::Path,
        [word] if word.contains('/') && !word.contains(char::is_uppercase) => Kind::Path,
        // "PutItem API" is one with a word that says what it is.
        [_] | [_, _] if words.iter().any(|word| is_joined(word)) => Kind::Joined,
        [word, ..] if is_number(word) => Kind::Amount,
        _ if words.iter().any(|word| is_number(word)) => Kind::Numbered,
        [word] if word.chars().count() > 1 && word.chars().all(char::is_uppercase) => Kind::Acronym,
        [_] => Kind::Word,
        _ => Kind::Words,
    }
}

/// Whether a word begins with something else than a small letter.
fn is_high(word: &str) -> bool {
    word.chars().next().is_some_and(|first| !first.is_lowercase())
}

/// Whether a word has digits and no letters.
fn is_number(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit()) && !word.contains(char::is_alphabetic)
}

/// Whether a word is made of several that are written as one.
fn is_joined(word: &str) -> bool {
    let mut pairs = word.chars().zip(word.chars().skip(1));
    let inside = word.trim_matches(|c: char| !c.is_alphanumeric());
    pairs.any(|(one, next)| one.is_lowercase() && next.is_uppercase())
        || inside.contains(['_', ':'])
        || inside.matches('-').count() > 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deck::{Deck, Habits};

    fn deck() -> Graded {
        let habits = Habits { optional: vec!["Amazon".into()], ..Habits::default() };
        Graded::new(Deck { id: "deck".into(), title: "Deck".into(), habits, cards: Vec::new() })
    }

    #[test]
    fn a_kind_is_told_by_the_way_a_text_is_written() {
        let deck = deck();
        for (text, kind) in [
            ("===", Kind::Signs),
            ("~", Kind::Signs),
            ("-v", Kind::Flag),
            ("--all", Kind::Flag),
            ("/etc/passwd", Kind::Path),
            ("/tmp directory", Kind::Path),
            ("aws/lambda", Kind::Path),
            ("PutItem", Kind::Joined),
            ("GetTraceGraph API", Kind::Joined),
            ("x-amz-server-side-encryption", Kind::Joined),
            ("AWS_PROXY", Kind::Joined),
            ("dynamodb:LeadingKeys", Kind::Joined),
            ("__init__", Kind::Word),
            ("SIGKILL", Kind::Acronym),
            ("Symphony No. 5", Kind::Numbered),
            ("$1,000", Kind::Amount),
            ("30 5 * * *", Kind::Amount),
            ("Blue/green", Kind::Word),
            ("Lima", Kind::Word),
            ("All-at-once", Kind::Word),
            ("C", Kind::Word),
            (".NET", Kind::Word),
            ("sticky sessions", Kind::Words),
            ("Amazon ElastiCache", Kind::Words),
            ("Yes, if it is switched on", Kind::Verdict),
            ("Blue/green deployment", Kind::Words),
        ] {
            assert_eq!(Shape::of(text, &deck).kind, kind, "{text}");
        }
    }

    #[test]
    fn a_word_does_not_stand_beside_several_nor_a_name_beside_a_sentence() {
        let deck = deck();
        for (one, other, fits) in [
            ("Canary", "Linear", true),
            ("Canary", "hot partition", false),
            ("hot partition", "at least one server certificate", false),
            ("hot partition", "user pool", true),
            ("PutItem", "Scan", false),
            ("PutItem", "BatchWriteItem", true),
            ("FIFO", "LIFO", true),
            ("Yes, if it is switched on", "encrypting and decrypting data", false),
            ("Yes, if it is switched on", "No, it never was", true),
            ("Amazon ElastiCache", "GetTraceGraph API", false),
        ] {
            let (one, other) = (Shape::of(one, &deck), Shape::of(other, &deck));
            assert_eq!(one.fits(&other), fits, "{one:?} {other:?}");
            assert_eq!(other.fits(&one), fits);
        }
    }
}
