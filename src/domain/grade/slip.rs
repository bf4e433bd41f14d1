//! Slips of the finger: when is a word a misspelling of another, and when is it another word?

use super::clean::clean;

/// How many slips a word of so many letters is forgiven: none below 4, one up to 7, two above.
#[inline]
pub(super) fn allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The number of slips between two words, if it is at most `most`: a letter too many, too few,
/// another one, or two neighbors swapped (optimal string alignment, in which no letter is touched
/// twice).
pub(super) fn slips(one: &str, other: &str, most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most * 4 {
        return None;
    }
    if one.is_ascii() && other.is_ascii() {
        distance(one.as_bytes(), other.as_bytes(), most)
    } else {
        let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
        distance(&one, &other, most)
    }
}

/// Whether two words differ in an accent, whatever else may differ: without any accents, fewer
/// slips part them, or a letter with an accent stands where another letter does (`hablé` for
/// `hablo`).
pub(super) fn accents_differ(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return false;
    }
    let count = |one: &str, other: &str| slips(one, other, 3).unwrap_or(usize::MAX);
    count(&clean(one, false), &clean(other, false)) < count(one, other)
        || is_accent_for_letter(one, other)
}

/// Whether a letter of one word stands where the other has another letter, and one of the two bears
/// an accent.
fn is_accent_for_letter(one: &str, other: &str) -> bool {
    if one.chars().count() != other.chars().count() || is_swap(one, other) {
        return false;
    }
    let is_accented = |c: char| {
        !c.is_ascii() && *clean(c.encode_utf8(&mut [0; 4]), false) != *c.encode_utf8(&mut [0; 4])
    };
    one.chars()
        .zip(other.chars())
        .any(|(one, other)| one != other && (is_accented(one) || is_accented(other)))
}

/// Whether two words have the same letters, the first in its place and some others not: `costum`
/// for `custom`, `qeueu` for `queue`.
pub(super) fn is_swap(one: &str, other: &str) -> bool {
    if one.len() != other.len() || one.chars().next() != other.chars().next() {
        return false;
    }
    // The sum tells most other words apart before anything is sorted.
    let sum = |word: &str| word.bytes().map(u32::from).sum::<u32>();
    sum(one) == sum(other) && sorted_letters(one) == sorted_letters(other)
}

/// The letters of a word in the order of their code points.
fn sorted_letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// Whether two words that are few slips apart are two words all the same, by the way in which they
/// differ.
///
/// `lone` tells that the word stands alone, without others that would confirm what was meant.
pub(super) fn differ_by_meaning(wanted: &str, word: &str, lone: bool) -> bool {
    opposite(wanted, word)
        || kin(wanted, word)
        || is_fronted(wanted, word)
        || (lone && is_recast(wanted, word))
}

/// Whether a letter more at the front makes another word (`trolling` of `rolling`): fingers rarely
/// add that one, unless they strike it twice.
fn is_fronted(whole: &str, word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    letters.as_str() == whole && whole.chars().next() != first
}

/// Whether the difference looks like another name rather than like a slip: another first letter in
/// a short word (`Gambia` for `Zambia`), two letters replaced (`Slovenia` for `Slovakia`), a
/// syllable more or less (`Austria` for `Australia`).
fn is_recast(wanted: &str, word: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (wanted.chars().collect(), word.chars().collect());
    let shared =
        |a: &mut dyn Iterator<Item = (&char, &char)>| a.take_while(|(a, b)| a == b).count();
    let front = shared(&mut one.iter().zip(&other));
    let back = shared(&mut one.iter().rev().zip(other.iter().rev()));
    if one.len() == other.len() {
        let replaced = one.iter().zip(&other).filter(|(a, b)| a != b).count();
        let swapped = is_swap(wanted, word) || one.iter().take(2).eq(other.iter().take(2).rev());
        return !swapped && ((front == 0 && one.len() < 8) || (replaced == 2 && one.len() < 12));
    }
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    long - short == 2 && front + back >= short
}

/// Endings that tell members of one family apart: `sulfate`, `sulfite`, `sulfide`; `employer`,
/// `employee`.
const FAMILIES: [&[&str]; 5] = [
    &["ate", "ite", "ide"],
    &["ane", "ene", "yne", "ine", "one"],
    &["ase", "ose"],
    &["er", "or", "ee"],
    &["ful", "les"],
];

/// Whether two words are one stem with different endings of a family.
fn kin(one: &str, other: &str) -> bool {
    one != other
        && one.chars().last() == other.chars().last()
        && FAMILIES.iter().any(|family| {
            stem_in(family, one).is_some_and(|stem| stem_in(family, other) == Some(stem))
        })
}

/// A word without the ending that it has of a family; none if fewer than three letters are left.
fn stem_in<'w>(family: &[&str], word: &'w str) -> Option<&'w str> {
    family.iter().find_map(|ending| word.strip_suffix(ending)).filter(|stem| stem.len() >= 3)
}

/// Since `most` is at most 2, trying the four kinds of slip at the first difference beats a table.
fn distance<T: PartialEq>(one: &[T], other: &[T], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    if one.is_empty() || other.is_empty() {
        let rest = one.len().max(other.len());
        return (rest <= most).then_some(rest);
    }
    if most == 0 {
        return None;
    }
    let swapped = one.len() > 1 && other.len() > 1 && one[0] == other[1] && one[1] == other[0];
    [
        distance(&one[1..], &other[1..], most - 1),
        distance(&one[1..], other, most - 1),
        distance(one, &other[1..], most - 1),
        if swapped { distance(&one[2..], &other[2..], most - 1) } else { None },
    ]
    .into_iter()
    .flatten()
    .min()
    .map(|rest| rest + 1)
}

/// Prefixes that turn a word into its opposite when they are added.
const NEGATIONS: [&str; 11] =
    ["un", "non", "in", "im", "ir", "il", "dis", "de", "a", "anti", "mis"];

/// Prefixes that tell counterparts apart.
const COUNTERPARTS: [&[&str]; 13] = [
    &["in", "im", "en", "em", "out", "ex", "de", "dis", "e", "un"],
    &["up", "down"],
    &["under", "over", "sub", "super", "supra", "infra", "hyper", "hypo"],
    &["pre", "post", "ante", "pro", "anti"],
    &["inter", "intra", "extra"],
    &["cis", "trans"],
    &["endo", "exo", "ecto"],
    &["macro", "micro"],
    &["mono", "bi", "di", "tri", "poly"],
    &["homo", "hetero"],
    &["ab", "ad"],
    &["af", "ef"],
    &["pro", "con"],
];

/// Whether two words differ by such a prefix alone: `asynchronous` is no slip for `synchronous`,
/// nor `decrypt` for `encrypt`.
fn opposite(one: &str, other: &str) -> bool {
    let shared = one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
    let (one_cut, other_cut) = (one.len() - shared, other.len() - shared);
    if shared < 4 || !one.is_char_boundary(one_cut) || !other.is_char_boundary(other_cut) {
        return false;
    }
    let stem = &one[one_cut..];
    match (&one[..one_cut], &other[..other_cut]) {
        // "uthorizer" has lost a letter; "synchronous" never had it.
        ("", added) | (added, "") => {
            NEGATIONS.contains(&added)
                && !(added == "a" && stem.starts_with(['a', 'e', 'i', 'o', 'u']))
        }
        // `em` is only another spelling of `en`.
        ("en" | "em", "en" | "em") | ("in" | "im", "in" | "im") => false,
        (one, other) => {
            one != other
                && COUNTERPARTS.iter().any(|all| all.contains(&one) && all.contains(&other))
        }
    }
}

/// Whether all letters belong to a script in which a changed letter can be a slip: in scripts that
/// write a word with one or two characters, another character is another word.
pub(super) fn forgiving_script(word: &str) -> bool {
    word.chars().all(|c| u32::from(c) < 0x530)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_as_people_make_them() {
        for (one, other, expected) in [
            ("namespace", "namepsace", Some(1)),
            ("namespace", "namspace", Some(1)),
            ("namespace", "nnamespace", Some(1)),
            ("namespace", "nsmespace", Some(1)),
            ("strategy", "stratergi", Some(2)),
            ("canary", "linear", None),
            ("", "ab", Some(2)),
            ("", "abc", None),
            ("Москва", "Масква", Some(1)),
        ] {
            assert_eq!(slips(one, other, 2), expected, "{one} and {other}");
        }
    }

    #[test]
    fn slips_agree_with_a_library_where_they_are_few() {
        let words = [
            "abcd", "abdc", "bacd", "acbd", "abxd", "abcde", "bcd", "badc", "xbcy", "abab", "baba",
        ];
        for one in words {
            for other in words {
                let whole = strsim::osa_distance(one, other);
                assert_eq!(
                    slips(one, other, 2),
                    (whole <= 2).then_some(whole),
                    "{one} and {other}"
                );
            }
        }
    }

    #[test]
    fn an_accent_is_told_from_a_slip() {
        for (one, other) in [
            ("salió", "salio"),
            ("mañana", "manana"),
            ("camión", "camiòn"),
            ("público", "publicó"),
            ("øre", "ore"),
            ("habitación", "habitacoin"),
            ("hablo", "hablé"),
            ("trabajó", "trabaja"),
            ("comerciará", "comerciaré"),
        ] {
            assert!(accents_differ(one, other), "{one} and {other}");
        }
        for (one, other) in [
            ("salió", "slaió"),
            ("salió", "sali"),
            ("salió", "salói"),
            ("mañana", "mañan"),
            ("público", "pubilco"),
            ("plan", "paln"),
        ] {
            let expected = (one, other) == ("público", "pubilco");
            assert_eq!(accents_differ(one, other), expected, "{one} and {other}");
        }
    }

    #[test]
    fn a_turned_word_is_no_slip() {
        for (one, other) in [
            ("asynchronous", "synchronous"),
            ("mutable", "immutable"),
            ("encrypt", "decrypt"),
            ("inbound", "outbound"),
            ("import", "export"),
            ("upload", "download"),
            ("enable", "disable"),
            ("signed", "unsigned"),
        ] {
            assert!(opposite(one, other), "{one} and {other}");
            assert!(opposite(other, one), "{other} and {one}");
        }
        for (one, other) in [
            ("imutable", "immutable"),
            ("emcryption", "encryption"),
            ("uthorizer", "authorizer"),
            ("canari", "canary"),
        ] {
            assert!(!opposite(one, other), "{one} and {other}");
        }
    }
}
