//! Roots of words: without the plural's ending, with American spelling.

use rustc_hash::FxHashSet;

/// Appends the root of a word in lower case: without the plural's ending, with American spelling.
///
/// Both sides of a comparison pass through here, so a root need not be a word (`strategi` for
/// `strategy` and `strategies`); it only must not be shared by different words more often than
/// helps.
pub(super) fn push_root(out: &mut String, word: &str) {
    let mut end = word.len();
    if word.is_ascii() && end >= 3 {
        let bytes = word.as_bytes();
        // No plural ends so: "class", "status", "analysis", "20s".
        let plural = |before: u8| !before.is_ascii_digit() && !matches!(before, b's' | b'u' | b'i');
        if matches!(bytes, [.., before, b's'] if plural(*before)) {
            end -= 1;
        }
        match &bytes[..end] {
            [stem @ .., b'e'] if end >= 5 && sibilant(stem) => end -= 1,
            [.., b'i', b'e'] if end >= 4 => end -= 1,
            [.., before, b'y'] if end >= 4 && !matches!(before, b'a' | b'e' | b'o' | b'u') => {
                out.push_str(&word[..end - 1]);
                out.push('i');
                return;
            }
            _ => {}
        }
    }
    push_american(out, &word[..end]);
}

/// Whether an `e` after this is dropped with the plural: `classe(s)`, `databas(e)`, `cach(e)`,
/// `boxe(s)`.
fn sibilant(stem: &[u8]) -> bool {
    matches!(stem, [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'])
        && !matches!(stem, [.., b'i', b's'])
}

/// How long a root is without the endings that a verb or the noun made of it takes: `encrypt(ing)`,
/// `encrypt(ed)`, `encrypt(ion)`.
pub(super) fn stem_length(root: &str) -> usize {
    let ending = match root.as_bytes() {
        [.., b'i', b'n', b'g'] | [.., b'i', b'o', b'n'] if root.len() >= 7 => 3,
        [.., b'e', b'd'] if root.len() >= 6 => 2,
        [.., b'e'] if root.len() >= 5 => 1,
        _ => 0,
    };
    root.len() - ending
}

/// British endings and the American ones, longest first.
const SPELLINGS: [(&str, &str); 8] = [
    ("isation", "ization"),
    ("ising", "izing"),
    ("iser", "izer"),
    ("ised", "ized"),
    ("ise", "ize"),
    ("our", "or"),
    ("tre", "ter"),
    ("ogue", "og"),
];

/// Letters that are written in several ways: `sulphate`, `anaemia`, `oesophagus`.
const LETTERS: [(&str, &str); 3] = [("ph", "f"), ("ae", "e"), ("oe", "e")];

/// Appends a word with its British ending made American, and with letters of several spellings made
/// one.
fn push_american(out: &mut String, word: &str) {
    if word.len() < 6 || !word.is_ascii() {
        out.push_str(word);
        return;
    }
    let (start, tail) = (out.len(), word.as_bytes().last_chunk::<3>());
    let mut fitting =
        SPELLINGS.iter().filter(|(british, _)| british.as_bytes().last_chunk::<3>() == tail);
    match fitting.find_map(|(british, american)| Some((word.strip_suffix(british)?, american))) {
        Some((stem, american)) => {
            out.push_str(stem);
            out.push_str(american);
        }
        None => out.push_str(word),
    }
    // Few words have any of them, and one look at the pairs tells which.
    if !word.as_bytes().windows(2).any(|two| matches!(two, b"ph" | b"ae" | b"oe")) {
        return;
    }
    for (written, plain) in LETTERS {
        while let Some(at) = out[start..].find(written) {
            out.replace_range(start + at..start + at + written.len(), plain);
        }
    }
}

/// Abbreviations of a deck that end in `s`: `HTTPS` is no plural of `HTTP`, in whatever case it is
/// typed.
#[derive(Debug, Default)]
pub(super) struct Abbreviations(FxHashSet<Box<str>>);

impl Abbreviations {
    /// Collects those that stand in a text.
    pub(super) fn collect(&mut self, text: &str) {
        // In snake case all is written in capitals, plurals too.
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            if is_abbreviation(word) {
                self.0.insert(word.to_ascii_lowercase().into());
            }
        }
    }

    /// Whether a word in lower case is one.
    pub(super) fn has(&self, word: &str) -> bool {
        word.len() <= LONGEST_ABBREVIATION && word.ends_with('s') && self.0.contains(word)
    }
}

/// In longer words capitals are a way to shout, not an abbreviation.
pub(super) const LONGEST_ABBREVIATION: usize = 5;

/// Whether a word is written as an abbreviation that ends in `S`.
fn is_abbreviation(word: &str) -> bool {
    (2..=LONGEST_ABBREVIATION).contains(&word.len())
        && word.ends_with('S')
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}
