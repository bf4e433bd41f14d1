//! What a number card asks for, and how a figure with the words beside it compares with that.

use super::NumberKey;
use crate::domain::grade::card_words::CardWords;
use crate::domain::grade::figure::Piece;
use crate::domain::grade::fraction::Fraction;
use crate::domain::grade::given::{UNKNOWN, WordId};
use crate::domain::grade::role::Role;
use crate::domain::grade::slip::{accents_differ, allowed, slips};
use crate::domain::grade::unit::{Dimension, Unit, misspelled, unit};
use crate::domain::grade::vocabulary::Vocabulary;

/// What a number card asks for: its key, beside the words of the deck and of the card.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) key: &'a NumberKey,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) card: &'a CardWords,
}

/// Whether pieces are a number with "max" right behind it.
fn is_maximum(two: &[Piece]) -> bool {
    match two {
        [Piece::Number { .. }, Piece::Word(word)] => matches!(word.as_str(), "max" | "maximum"),
        _ => false,
    }
}

/// Whether a word is "in" with a word behind it, and not the inch.
fn is_preposition(pieces: &[Piece], at: usize, word: &str) -> bool {
    word == "in" && matches!(pieces.get(at + 1), Some(Piece::Word(_)))
}

/// How a number with its unit compares with the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    Same,
    OtherValue,
    OtherUnit,
}

/// What stands behind a number.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Behind {
    /// Nothing that could be its unit.
    Nothing,
    /// A unit of measure that every subject knows.
    Unit(Unit),
    /// A word that is none of the key's and could be a unit.
    Stranger,
}

/// Words beside a number that leave it and its unit as they are, besides those that play such a
/// part in every answer.
const BESIDE: [&str; 10] =
    ["max", "maximum", "up", "most", "each", "per", "every", "total", "only", "exactly"];

impl Asked<'_> {
    /// Whether a word is one of the key's own, where its unit is more than a measure: the "over" of
    /// "3 strokes over par".
    pub(super) fn is_own(self, word: &str) -> bool {
        self.is_own_word(self.vocabulary.id_of(word))
    }

    /// The same for a word by number.
    fn is_own_word(self, word: WordId) -> bool {
        self.key.measure.is_none() && word != UNKNOWN && self.key.words.contains(&word)
    }

    /// Whether the word at `at` names a unit that the key has to do with, right behind a number:
    /// "15 min", "15-min", but not "min. 15", nor the "in" of "30 in total".
    pub(super) fn names_unit(self, pieces: &[Piece], at: usize, word: &str) -> bool {
        let before = pieces[..at].iter().rev().find(|piece| !matches!(piece, Piece::Sign('-')));
        let dimension = self.key.dimension();
        let has_to_do = |said: Unit| dimension == Some(said.dimension) || self.is_own_unit(said);
        matches!(before, Some(Piece::Number { .. }))
            && !is_preposition(pieces, at, word)
            && unit(word, dimension).is_some_and(has_to_do)
    }

    /// Whether `s` of "reads/s" is the second of "reads per second": the key's words hold a unit of
    /// the same measure.
    fn is_own_unit(self, said: Unit) -> bool {
        self.key.measure.is_none()
            && self.key.own.iter().any(|own| unit(own, Some(said.dimension)) == Some(said))
    }

    /// Whether "max" stands where the unit belongs, and the prompt asks for no limit: "45 max" are
    /// no 45 minutes.
    pub(super) fn is_limit(self, pieces: &[Piece]) -> bool {
        const WORDS: [&str; 5] = ["max", "maximum", "most", "up", "limit"];
        let in_prompt = |word: &&str| self.card.has_in_prompt(self.vocabulary.id_of(word));
        let is_unit = |piece: &Piece| match piece {
            Piece::Word(word) => unit(word, self.key.dimension()).is_some(),
            _ => false,
        };
        self.key.measure.is_some()
            && pieces.windows(2).any(is_maximum)
            && !pieces.iter().any(is_unit)
            && !WORDS.iter().any(in_prompt)
    }

    /// Compares the number at `at` and the words behind it with the key.
    pub(super) fn compare(self, pieces: &[Piece], at: usize) -> Match {
        let key = self.key;
        let Piece::Number { value, other } = &pieces[at] else { return Match::OtherValue };
        let any = |is: &dyn Fn(&Fraction) -> bool| [value, other].into_iter().flatten().any(is);
        let equal = || any(&|worth| worth.is(&key.value));
        let unlike = || if equal() { Match::OtherUnit } else { Match::OtherValue };
        match self.unit_behind(&pieces[at + 1..]) {
            Behind::Nothing => {
                let alone =
                    || key.alone.as_ref().is_some_and(|alone| any(&|worth| worth.is(alone)));
                if equal() || alone() { Match::Same } else { Match::OtherValue }
            }
            Behind::Unit(said) => match &key.measure {
                Some(measure) if measure.unit.dimension == said.dimension => {
                    if any(&|worth| measure.is(worth, said)) { Match::Same } else { unlike() }
                }
                _ => Match::OtherUnit,
            },
            Behind::Stranger => unlike(),
        }
    }

    /// Reads the words from a number to the next one: a unit of measure, the key's own words, or
    /// something else.
    fn unit_behind(self, rest: &[Piece]) -> Behind {
        let mut found = Behind::Nothing;
        for (n, piece) in rest.iter().enumerate() {
            let word = match piece {
                Piece::Number { .. } => break,
                Piece::Sign(_) => continue,
                Piece::Word(word) => word,
            };
            let id = self.vocabulary.id_of(word);
            if self.vocabulary.role(id).is(Role::EXPLAINS) {
                break;
            }
            if self.is_own_word(id) {
                continue;
            }
            if let Some(said) = self.unit_named(word).filter(|_| !is_preposition(rest, n, word)) {
                if self.is_part_of_unit(said, word) {
                    continue;
                }
                // "3,500 requests per minute": a measure beside a unit of another kind changes it.
                return Behind::Unit(said);
            }
            if self.is_beside(id, word) || !word.chars().any(char::is_alphanumeric) {
                continue;
            }
            // Only what stands right behind the number can be its unit; a card without a unit has
            // none to be wrong.
            if n == 0 || !self.key.bare {
                found = Behind::Stranger;
            }
            if self.key.bare && !self.vocabulary.is_word(id) {
                found = Behind::Nothing;
            }
        }
        found
    }

    /// The unit that a word names, a slip in it forgiven if it measures what the key's unit does.
    fn unit_named(self, word: &str) -> Option<Unit> {
        let wanted = self.key.dimension();
        unit(word, wanted).or_else(|| misspelled(word, wanted?))
    }

    /// Whether a unit is no other than the key's: the degree of a temperature, a unit that the
    /// key's own words hold, and a single letter where the key has no unit at all.
    fn is_part_of_unit(self, said: Unit, word: &str) -> bool {
        let key = self.key;
        let degree =
            key.dimension() == Some(Dimension::Temperature) && said.dimension == Dimension::Angle;
        degree || self.is_own_unit(said) || (key.measure.is_none() && key.bare && word.len() < 2)
    }

    /// Whether a word beside a number leaves it and its unit as they are.
    fn is_beside(self, id: WordId, word: &str) -> bool {
        const PARTS: Role =
            Role::FILLER.and(Role::VAGUE).and(Role::BOUND).and(Role::HEDGE).and(Role::CATEGORY);
        self.vocabulary.role(id).is(PARTS)
            || BESIDE.contains(&word)
            || (id != UNKNOWN && (self.vocabulary.optional(id) || self.card.has_in_prompt(id)))
            || self.is_near_own(id, word)
    }

    /// Whether a word is a slip for one of the key's own.
    fn is_near_own(self, id: WordId, word: &str) -> bool {
        let strict = self.vocabulary.strict_accents;
        let slipped = |own: &str, word: &str| {
            slips(own, word, allowed(own.chars().count())).is_some()
                && !(strict && accents_differ(own, word))
        };
        let singular = word.strip_suffix('s').unwrap_or(word);
        id == UNKNOWN && self.key.own.iter().any(|own| slipped(own, word) || slipped(own, singular))
    }
}
