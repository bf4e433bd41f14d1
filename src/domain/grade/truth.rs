//! True or false: which of the two an answer says, in the many ways people say it.
//!
//! A text that holds "wrong" or "right" somewhere says nothing yet: it takes a side only if the
//! words around the one that does are such as people put there. So "wrong two", "right wing", "John
//! F. Kennedy" and "not sure" take none.

use super::around::Around;
use super::fold::Break;
use super::given::UNKNOWN;
use super::matching::Answer;
use super::role::Role;
use super::slip::{is_swap, slips};
use super::term::TermKey;
use super::verdict::Grade;
use super::why::Why;

/// Judges an answer to a statement; `key` holds corrections that lack the verdict.
pub(super) fn judge(value: bool, key: &TermKey, answer: Answer<'_>) -> Grade {
    if key.close.iter().any(|form| form.text() == answer.given.folded.text) {
        return Grade::close(Why::VerdictMissing);
    }
    match (Reader { answer }).says() {
        Says::One(said) if said == value => Grade::correct(Why::Right),
        Says::One(_) => Grade::incorrect(Why::OtherWay),
        Says::Both => Grade::incorrect(Why::Two),
        Says::Nothing => {
            let corrected = key
                .close
                .iter()
                .filter_map(|form| answer.find(form))
                .any(|window| answer.around(window.from, window.to) == Around::Harmless);
            if corrected {
                Grade::close(Why::VerdictMissing)
            } else {
                Grade::incorrect(Why::Neither)
            }
        }
    }
}

/// Which side an answer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    One(bool),
    Both,
    Nothing,
}

/// A word that takes a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Side {
    yes: bool,
    /// Whether it is an adjective as people use it of other things, too: "right", "wrong".
    adjective: bool,
    /// Whether it only stresses a side that follows, if one does: "absolutely".
    stress: bool,
}

/// Words beside a side that leave it as it is, besides filler, words of the prompt and adverbs in
/// "-ly".
const BESIDE: [&str; 23] = [
    "statement",
    "claim",
    "assertion",
    "sentence",
    "always",
    "100",
    "so",
    "lol",
    "haha",
    "hell",
    "heck",
    "yes",
    "hm",
    "totally",
    "not",
    "man",
    "dude",
    "bro",
    "sir",
    "as",
    "stated",
    "written",
    "def",
];

/// Words that leave it open which side is taken, wherever they stand beside one.
const OPEN: [&str; 24] = [
    "maybe",
    "perhaps",
    "possibly",
    "partly",
    "partially",
    "mostly",
    "sometimes",
    "half",
    "unsure",
    "uncertain",
    "undecided",
    "undecidable",
    "dunno",
    "idk",
    "clueless",
    "depends",
    "hardly",
    "barely",
    "scarcely",
    "ish",
    "unknown",
    "either",
    "neither",
    "unlikely",
];

/// What one is not, or has not, who does not know: "not sure", "no idea".
const KNOWING: [&str; 14] = [
    "sure",
    "certain",
    "positive",
    "convinced",
    "clear",
    "know",
    "idea",
    "clue",
    "tell",
    "say",
    "decide",
    "remember",
    "opinion",
    "guess",
];

/// What "no" counts rather than answers: "no one", "no answer".
const COUNTED: [&str; 9] =
    ["one", "ones", "answer", "answers", "name", "thing", "things", "option", "choice"];

/// Whether a letter stands twice in a row.
fn has_double(word: &str) -> bool {
    word.as_bytes().windows(2).any(|two| two[0] == two[1])
}

/// Reads an answer up to its explanation.
struct Reader<'a> {
    answer: Answer<'a>,
}

impl Reader<'_> {
    /// The side that the answer takes: that of its first word that takes one, turned by each denial
    /// before it.
    fn says(&self) -> Says {
        let n = self.answer.given.len();
        let Some(first) = (0..n).find(|i| self.side(*i).is_some()) else { return Says::Nothing };
        // A stress counts by itself only if no side follows it.
        let after = self.clause_end(first);
        let stressed = |i: usize| self.side(i).is_some_and(|side| side.stress);
        let at = (first..after).find(|i| self.side(*i).is_some() && !stressed(*i)).unwrap_or(first);
        // "I don't think so, no": what stands before a comma turns nothing behind it.
        let begun =
            (1..=at).rev().find(|i| self.answer.given.before(*i) >= Break::Comma).unwrap_or(0);
        let denied =
            |from: usize, to: usize| (from..to).filter(|i| self.denies(*i)).count() % 2 == 1;
        let Some(side) = self.side(at) else { return Says::Nothing };
        // "Absolutely not."
        let turned = denied(begun, at) != (side.stress && denied(at + 1, after));
        let said = side.yes != turned;
        if self.is_open(after) || self.lacks_knowledge(after) {
            return Says::Nothing;
        }
        if self.contradicts(said, at, after) {
            return Says::Both;
        }
        let led = self.leads_up(at, side);
        if led && self.is_followed_well(at, after, side) { Says::One(said) } else { Says::Nothing }
    }

    /// The word as it was typed, in lower case.
    fn word(&self, i: usize) -> &str {
        self.answer.given.folded.plain(i)
    }

    /// The side that a word takes, if it takes one.
    fn side(&self, i: usize) -> Option<Side> {
        let (word, role) = (self.word(i), self.answer.role(i));
        let yes = match (role.is(Role::YES), role.is(Role::NO)) {
            (true, _) => true,
            (_, true) => false,
            _ => return self.slipped(i).map(|yes| Side { yes, adjective: false, stress: false }),
        };
        // "Civil rights" and "two wrongs" are plurals; "n/a", "NaN" and "n-type" are tied to what
        // they are no part of.
        let plural = word.ends_with('s') && word != "yes";
        let letter = word.len() == 1;
        let next = if i + 1 < self.answer.given.len() {
            self.answer.given.before(i + 1)
        } else {
            Break::Stop
        };
        let tied = |tie: Break| matches!(tie, Break::Hump | Break::Tight);
        let hyphen =
            |other: usize| self.answer.role(other).is(Role::DENIAL.and(Role::YES).and(Role::NO));
        let bound = (i > 0 && tied(self.answer.given.before(i)) && !hyphen(i - 1))
            || (tied(next) && !hyphen(i + 1))
            || (letter && next == Break::Slash && !hyphen(i + 1));
        let adjective = matches!(
            word,
            "right" | "wrong" | "correct" | "incorrect" | "negative" | "affirmative"
        );
        let had = i > 0 && matches!(self.word(i - 1), "has" | "have" | "had");
        let counted = (word == "no" || adjective) && self.counts(i + 1);
        if plural || bound || counted || (adjective && had) {
            return None;
        }
        let stress = matches!(word, "absolutely" | "indeed" | "sure" | "right" | "correct");
        Some(Side { yes, adjective, stress })
    }

    /// "flase", "treu": no word of the deck, and one slip away.
    fn slipped(&self, i: usize) -> Option<bool> {
        if self.answer.given.words[i] != UNKNOWN {
            return None;
        }
        let word = self.word(i);
        // In so short a word another letter makes another word: "tree", "trie".
        let doubled = || word.len() == 5 && slips("true", word, 1) == Some(1) && has_double(word);
        if is_swap("true", word) || doubled() {
            return Some(true);
        }
        (word.starts_with('f')
            && (4..=6).contains(&word.len())
            && slips("false", word, 1).is_some())
        .then_some(false)
    }

    /// Whether the word at `i` is what a "no" or a "right" before it belongs to: "no one", "No. 5",
    /// "wrong answer".
    fn counts(&self, i: usize) -> bool {
        if i >= self.answer.given.len() {
            return false;
        }
        let (word, tied) = (self.word(i), self.answer.given.before(i) <= Break::Space);
        word.starts_with(|c: char| c.is_ascii_digit())
            || (tied && (COUNTED.contains(&word) || KNOWING.contains(&word)))
    }

    /// Whether a word denies without taking a side.
    fn denies(&self, i: usize) -> bool {
        self.answer.role(i).is(Role::DENIAL) && self.side(i).is_none()
    }

    /// Where the clause ends in which the word at `i` stands.
    fn clause_end(&self, i: usize) -> usize {
        let n = self.answer.given.len();
        let ends = |k: &usize| {
            self.answer.role(*k).is(Role::EXPLAINS) || self.answer.given.before(*k) >= Break::Comma
        };
        (i + 1..n).find(ends).unwrap_or(n)
    }

    /// Whether a word leaves the side open: in the clause that takes it, or alone behind it ("true,
    /// maybe").
    fn is_open(&self, end: usize) -> bool {
        let n = self.answer.given.len();
        let open = |i: usize| OPEN.contains(&self.word(i));
        let rest_is_small =
            (end..n).all(|i| self.answer.stop(i) || open(i) || self.side(i).is_some());
        (0..end).any(open) || (rest_is_small && (end..n).any(open))
    }

    /// Whether it is said that one does not know: "not sure", "I don't really know", "no idea".
    fn lacks_knowledge(&self, end: usize) -> bool {
        let n = self.answer.given.len();
        let knowing = |i: usize| KNOWING.contains(&self.word(i));
        let denies = |i: usize| self.answer.role(i).is(Role::DENIAL);
        (0..end).any(|i| denies(i) && (i + 1..n.min(i + 4)).any(knowing))
    }

    /// Whether another word takes the other side: in the same clause ("yes and no"), or alone
    /// behind it ("true, false").
    fn contradicts(&self, said: bool, at: usize, end: usize) -> bool {
        let n = self.answer.given.len();
        let small = |i: usize| {
            self.answer.stop(i) || self.side(i).is_some() || self.answer.role(i).is(Role::HEDGE)
        };
        let to = if (end..n).all(|i| small(i) || self.denies(i)) { n } else { end };
        let mut turned = false;
        let mut other = false;
        for i in at + 1..to {
            match self.side(i) {
                Some(side) if !side.stress => {
                    other |= (side.yes != turned) != said;
                    turned = false;
                }
                Some(_) => {}
                None => turned ^= self.denies(i),
            }
        }
        other
            || self.answer.role(0).is(Role::HEDGE)
            || ((at + 1..end).any(|i| self.answer.hedges(i)) && to == n && end == n)
    }

    /// Whether the words before the side lead up to it: nothing, filler, or a sentence that ends in
    /// it.
    fn leads_up(&self, at: usize, side: Side) -> bool {
        let strange = (0..at).filter(|i| !self.is_beside(*i)).count();
        if strange == 0 {
            return true;
        }
        let letter = self.word(at).len() == 1;
        let copula = |i: usize| {
            matches!(self.word(i), "is" | "was" | "are" | "be" | "thats" | "its" | "isnt" | "wasnt")
        };
        let last = (0..at)
            .rev()
            .find(|i| !self.answer.stop(*i) || copula(*i))
            .filter(|i| !self.denies(*i));
        let said_of_it = last.or_else(|| (0..at).rev().find(|i| copula(*i))).is_some_and(copula);
        !letter && at <= 5 && self.answer.is_sentence(0, at) && (!side.adjective || said_of_it)
    }

    /// Whether the words behind the side, up to the clause's end, leave it one: none, filler, words
    /// of the prompt, or a sentence that begins right there.
    fn is_followed_well(&self, at: usize, end: usize, side: Side) -> bool {
        let letter = self.word(at).len() == 1;
        // "F. Scott Fitzgerald": a letter with a point may begin a name.
        let n = self.answer.given.len();
        if letter
            && end < n
            && self.answer.given.before(end) == Break::Stop
            && !self.answer.is_sentence(end, n)
        {
            return (end..n).all(|i| self.is_beside(i));
        }
        let Some(strange) = (at + 1..end).find(|i| !self.is_beside(*i)) else { return true };
        let tells = |i: usize| {
            let role = self.answer.role(i);
            role.is(Role::SENTENCE)
                || (!side.adjective && role.is(Role::LINK) && !role.is(Role::DIRECTED))
        };
        strange > at + 1 && !letter && (at + 1..strange).any(tells)
    }

    /// Whether a word beside a side leaves it as it is.
    fn is_beside(&self, i: usize) -> bool {
        let word = self.word(i);
        let adverb = word.len() > 4 && word.ends_with("ly");
        self.side(i).is_some()
            || self.denies(i)
            || self.answer.harmless(i)
            || self.answer.hedges(i)
            || adverb
            || (word == "all" && i > 0 && self.word(i - 1) == "at")
            || BESIDE.contains(&word)
    }
}
