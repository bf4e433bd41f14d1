//! Where in an answer a form stands, slips of the finger forgiven.

use super::card_words::CardWords;
use super::count::is_roman;
use super::fold::Break;
use super::form::Form;
use super::given::{Given, UNKNOWN};
use super::owners::Owners;
use super::role::Role;
use super::slip::{accents_differ, allowed, differ_by_meaning, forgiving_script, is_swap, slips};
use super::vocabulary::Vocabulary;

/// An answer beside the card it is for.
#[derive(Clone, Copy)]
pub(super) struct Answer<'a> {
    /// The words of the deck.
    pub(super) vocabulary: &'a Vocabulary,
    /// Whose answer each of its names is.
    pub(super) owners: &'a Owners,
    /// The words of the card.
    pub(super) card: &'a CardWords,
    /// The card's place among the deck's cards, by which it owns names.
    pub(super) place: u32,
    /// What was typed, read with the vocabulary.
    pub(super) given: &'a Given,
}

/// The words of an answer that are a form: `from..to`, with so many slips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// The place of the first word.
    pub(super) from: usize,
    /// One past the last word.
    pub(super) to: usize,
    /// How many slips of the finger are in it; 0 where it is the form letter for letter.
    pub(super) slips: usize,
}

impl<'a> Answer<'a> {
    /// The part that word `i` plays.
    #[inline]
    pub(super) fn role(&self, i: usize) -> Role {
        self.vocabulary.role(self.given.words[i])
    }

    /// Whether word `i` adds nothing: filler, a vendor's name, a word of the prompt.
    #[inline]
    pub(super) fn harmless(&self, i: usize) -> bool {
        let word = self.given.words[i];
        let turns = self.vocabulary.role(word).is(Role::DENIAL.and(Role::HEDGE));
        word != UNKNOWN
            && !turns
            && (self.filler(i) || self.card.has_in_prompt(word) || self.card.is_own(word))
    }

    /// Whether word `i` is filler or a word of the prompt.
    #[inline]
    pub(super) fn in_prompt(&self, i: usize) -> bool {
        self.filler(i) || self.card.has_in_prompt(self.given.words[i])
    }

    /// Whether word `i` is filler in any subject.
    #[inline]
    pub(super) fn stop(&self, i: usize) -> bool {
        self.role(i).is(Role::FILLER)
    }

    /// Whether word `i` is filler, a vendor's name or the topic's.
    #[inline]
    pub(super) fn filler_or_topic(&self, i: usize) -> bool {
        self.filler(i) || self.card.topic.contains(&self.given.words[i])
    }

    /// Whether word `i` is filler or a vendor's name.
    #[inline]
    pub(super) fn filler(&self, i: usize) -> bool {
        let word = self.given.words[i];
        word != UNKNOWN
            && (self.vocabulary.role(word).is(Role::FILLER) || self.vocabulary.optional(word))
    }

    /// The answer without harmless words at both ends, unless they are tied to the next word
    /// (`AWS_PROXY`).
    pub(super) fn trimmed(&self, harmless: impl Fn(&Self, usize) -> bool) -> (usize, usize) {
        let (mut from, mut to) = (0, self.given.len());
        while from < to && harmless(self, from) && self.is_loose(from + 1) {
            from += 1;
        }
        while to > from && harmless(self, to - 1) && self.is_loose(to - 1) {
            to -= 1;
        }
        (from, to)
    }

    /// Whether nothing ties word `i` to the one before it: there is a space between, or one of the
    /// two is not there.
    fn is_loose(&self, i: usize) -> bool {
        i == self.given.len()
            || i == 0
            || !matches!(self.given.before(i), Break::Hump | Break::Tight | Break::Slash)
    }

    /// Whether words `from..to` are another card's answer, or a name that the deck lists.
    pub(super) fn is_foreign(&self, from: usize, to: usize) -> bool {
        self.owners.is_foreign(self.given.joined(from, to), self.place)
    }

    /// Where a form stands, letter for letter first, then with slips. A form inside a longer
    /// identifier does not count.
    pub(super) fn find(&self, form: &'a Form) -> Option<Window> {
        self.find_exact(form).or_else(|| self.find_slipped(form, 0, self.given.len()))
    }

    /// Where a form stands letter for letter, however its words are parted.
    pub(super) fn find_exact(&self, form: &'a Form) -> Option<Window> {
        let wanted = form.text();
        let plain = form.given.folded.plain.as_str();
        let given = self.given;
        // Most words begin with another letter, which is told without a look at the words behind
        // them.
        let first = |text: &str| text.bytes().next();
        (0..given.len())
            .filter(|from| {
                first(given.root(*from)) == first(wanted)
                    || first(given.folded.plain(*from)) == first(plain)
            })
            .flat_map(|from| self.windows_at(from, wanted.len(), 3, given.len()))
            .filter(|(from, to)| {
                given.joined(*from, *to) == wanted || given.folded.plain_joined(*from, *to) == plain
            })
            .map(|(from, to)| Window { from, to, slips: 0 })
            .find(|window| self.stands(form, *window))
    }

    /// Whether a window that holds the letters of a form holds the form: not a part of an
    /// identifier, nor parted otherwise.
    pub(super) fn stands(&self, form: &Form, window: Window) -> bool {
        self.whole(window.from, window.to) && self.parted_alike(form, window.from, window.to)
    }

    /// Whether words `from..to`, letter for letter a form, are not parted by a slash or a comma
    /// where the form is not: "streams/triggers" is not "stream triggers".
    pub(super) fn parted_alike(&self, form: &Form, from: usize, to: usize) -> bool {
        if form.given.len() != to - from {
            return !form.is_signs();
        }
        (1..form.given.len()).all(|j| {
            let before = self.given.before(from + j);
            !matches!(before, Break::Slash | Break::Comma | Break::Plus)
                || form.given.before(j) > Break::Space
        })
    }

    /// The place in `first..end` where a form stands with the fewest slips.
    pub(super) fn find_slipped(&self, form: &Form, first: usize, end: usize) -> Option<Window> {
        let wanted = form.text();
        if allowed(wanted.len()) == 0 {
            return None;
        }
        // Where every word is a word of its own, none is a slip for another.
        let strange = |i: &usize| !self.vocabulary.is_word(self.given.words[*i]);
        (first..end)
            .filter_map(|from| Some((from, (from..end).find(strange)?)))
            .flat_map(|(from, strange)| {
                self.windows_at(from, wanted.len(), 3, end).filter(move |(_, to)| *to > strange)
            })
            .filter(|(from, to)| self.whole(*from, *to))
            .filter_map(|(from, to)| Some(Window { from, to, slips: self.slips(form, from, to)? }))
            .min_by_key(|window| window.slips)
    }

    /// All runs of words within `from..end` that begin with word `from` and are as long as `length`
    /// letters, give or take `slack`.
    fn windows_at(
        self,
        from: usize,
        length: usize,
        spare: usize,
        end: usize,
    ) -> impl Iterator<Item = (usize, usize)> + use<'a> {
        let folded = &self.given.folded;
        (from + 1..=end)
            .map(move |to| (from, to, folded.length(from, to)))
            .take_while(move |(_, _, letters)| *letters <= length + spare)
            .filter(move |(_, _, letters)| letters + spare >= length)
            .map(|(from, to, _)| (from, to))
    }

    /// Whether no camel-case hump ties `from..to` to a word outside.
    #[inline]
    fn whole(&self, from: usize, to: usize) -> bool {
        self.given.before(from) != Break::Hump
            && (to == self.given.len() || self.given.before(to) != Break::Hump)
    }

    /// The slips that make words `from..to` of a form, if they are few enough and none makes
    /// another word.
    fn slips(&self, form: &Form, from: usize, to: usize) -> Option<usize> {
        if to - from == form.given.len() {
            self.slips_by_word(form, from)
        } else {
            self.slips_in_all(form, from, to)
        }
    }

    /// Word against word: each may have as many slips as its length allows; one short word may have
    /// one in a longer form.
    fn slips_by_word(&self, form: &Form, from: usize) -> Option<usize> {
        let letters = form.text().len();
        let mut sum = 0;
        for j in 0..form.given.len() {
            let i = from + j;
            if self.same_root(i, form, j) {
                continue;
            }
            // Nothing to forgive: said first, since it is so for most words.
            if self.vocabulary.is_word(self.given.words[i]) {
                return None;
            }
            let (wanted, word) = (form.given.folded.plain(j), self.given.folded.plain(i));
            // In a short word that stands alone, another letter makes another word more often than
            // a slip.
            let short = wanted.chars().count() <= 4;
            if form.given.len() == 1
                && short
                && wanted.len() == word.len()
                && !is_swap(wanted, word)
            {
                return None;
            }
            let least = usize::from(wanted.len() < 4 && letters >= 7 && word.len() > 1);
            sum += self.slips_in_word(form, j, i, least)?;
        }
        (sum <= 3 && forgiving_script(form.text())).then_some(sum)
    }

    /// The slips that make word `i` of word `j` of a form, as many as its length allows or `least`.
    fn slips_in_word(&self, form: &Form, j: usize, i: usize, least: usize) -> Option<usize> {
        if self.vocabulary.is_word(self.given.words[i]) {
            return None;
        }
        let (wanted, word) = (form.given.folded.plain(j), self.given.folded.plain(i));
        let (theirs, ours) = (&form.given.folded.tokens[j], &self.given.folded.tokens[i]);
        let far = theirs.letters.are_beyond(2, ours.letters)
            && theirs.root_letters.are_beyond(2, ours.root_letters);
        let most = allowed(wanted.chars().count()).max(least);
        if far || most == 0 || exact(form, j) {
            return None;
        }
        let in_word = || {
            if theirs.letters.are_beyond(most, ours.letters) {
                None
            } else {
                slips(wanted, word, most)
            }
        };
        let in_root = || {
            let beyond = theirs.root_letters.are_beyond(most, ours.root_letters);
            if beyond { None } else { slips(form.given.root(j), self.given.root(i), most) }
        };
        let swapped = || (theirs.letters == ours.letters && is_swap(wanted, word)).then_some(1);
        let slips = in_word().or_else(in_root).or_else(swapped)?;
        let singular = word.strip_suffix('s').filter(|_| !wanted.ends_with('s')).unwrap_or(word);
        let lone = form.content.len() < 2;
        let another = differ_by_meaning(wanted, singular, lone)
            || digits_differ(wanted, word)
            || self.accents_differ(wanted, word);
        (!another).then_some(slips)
    }

    /// The whole against the whole, where words were parted or run together as well.
    fn slips_in_all(&self, form: &Form, from: usize, to: usize) -> Option<usize> {
        let (wanted, words) =
            (form.given.folded.plain.as_str(), self.given.folded.plain_joined(from, to));
        let most = match wanted.len() {
            0..=5 => 0,
            6..=11 => 1,
            _ => 2,
        };
        if form.letters.are_beyond(most, self.given.letters(from, to)) {
            return None;
        }
        let known_elsewhere = |i: usize| {
            self.vocabulary.is_word(self.given.words[i])
                && !form.given.words.contains(&self.given.words[i])
        };
        let another = (from..to).any(known_elsewhere)
            || (from + 1..to).any(|i| self.is_added_numeral(form, i))
            || (0..form.given.len()).any(|j| self.lacks(form, j, from, to))
            || self.accents_differ(wanted, words)
            || differ_by_meaning(wanted, words, form.content.len() < 2)
            || digits_differ(wanted, words)
            || !forgiving_script(wanted);
        if another { None } else { slips(wanted, words, most) }
    }

    /// Whether words `from..to` lack word `j` of a form, which must be there letter for letter. Of
    /// a numeral or a sign the letters may be found in any word, so it must be a word here, too.
    fn lacks(&self, form: &Form, j: usize, from: usize, to: usize) -> bool {
        if !exact(form, j) {
            return false;
        }
        let wanted = form.given.folded.plain(j);
        if is_numeral(&form.given, j) || form.is_signs() {
            !(from..to).any(|i| self.given.folded.plain(i) == wanted)
        } else {
            !self.given.folded.plain_joined(from, to).contains(wanted)
        }
    }

    /// Whether word `i` is a numeral that a form has not: "World War II" is not "World War".
    fn is_added_numeral(&self, form: &Form, i: usize) -> bool {
        let word = self.given.folded.plain(i);
        is_numeral(self.given, i)
            && !(0..form.given.len()).any(|j| form.given.folded.plain(j) == word)
    }

    /// Whether two words differ in an accent where the deck wants accents as they are.
    fn accents_differ(&self, wanted: &str, word: &str) -> bool {
        self.vocabulary.strict_accents && accents_differ(wanted, word)
    }

    /// Whether word `i` is, or is a slip for, this word of a form.
    pub(super) fn same_word(&self, i: usize, form: &Form, j: usize) -> bool {
        self.same_root(i, form, j)
            || (self.slips_in_word(form, j, i, 0).is_some() && forgiving_script(form.given.root(j)))
    }

    /// Whether word `i` has the root of this word of a form.
    #[inline]
    fn same_root(&self, i: usize, form: &Form, j: usize) -> bool {
        // Roots and numbers go together, so that only words without a number need to be read.
        let (ours, theirs) = (self.given.words[i], form.given.words[j]);
        ours == theirs && (ours != UNKNOWN || self.given.root(i) == form.given.root(j))
    }
}

/// Whether a word of a form is compared letter for letter: digits, single letters, Roman numerals,
/// signs, and abbreviations of up to four capitals.
fn exact(form: &Form, i: usize) -> bool {
    let (root, word) = (form.given.root(i), form.given.folded.plain(i));
    (form.given.folded.tokens[i].capitals && root.len() <= 4)
        || root.len() < 2
        || root.bytes().all(|b| b.is_ascii_digit())
        || is_roman(word)
        || form.is_signs()
}

/// Whether word `i` is a Roman numeral behind a name rather than the first word of a text.
fn is_numeral(text: &Given, i: usize) -> bool {
    i > 0 && is_roman(text.folded.plain(i))
}

/// Whether two words differ in their digits: a wrong figure is never a slip.
fn digits_differ(one: &str, other: &str) -> bool {
    let digits = |word: &'_ str| word.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    let any = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    (any(one) || any(other)) && digits(one) != digits(other)
}
