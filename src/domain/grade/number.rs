//! Numbers: compared by value and unit, never by spelling. 20, twenty, 20s and "20 sec" are one; 30 is not.

use super::figure::{Piece, pieces};
use super::form::Form;
use super::index::{CardKey, Index, WordId};
use super::role::Role;
use super::root::push_root;
use super::unit::{Dimension, Unit, misspelled, unit};
use super::{Grade, why};
use crate::domain::deck::Card;

/// A number with its unit, ready to be compared.
#[derive(Debug)]
pub(super) struct NumberKey {
    value: f64,
    /// The unit, if every subject knows it.
    measure: Option<Unit>,
    /// Roots of words that may stand beside the number: the unit's, the accepted forms'.
    words: Vec<WordId>,
    /// The same as text, against which slips are measured.
    own: Vec<Box<str>>,
    /// Whether a unit is asked for at all.
    bare: bool,
    accept: Vec<Form>,
    close: Vec<Form>,
    reject: Vec<Form>,
}

impl NumberKey {
    /// The key of a number card.
    pub(super) fn new(index: &Index, value: f64, unit_text: Option<&str>, card: &Card) -> Self {
        let unit_text = unit_text.unwrap_or("").trim();
        let texts = std::iter::once(unit_text).chain(card.accept.iter().map(String::as_str));
        let (mut words, mut own) = (Vec::new(), Vec::new());
        for text in texts {
            let given = index.read(text);
            words.extend(&given.words);
            words.extend(index.words_of(text));
            own.extend((0..given.len()).map(|i| given.root(i).into()));
        }
        index.add_synonyms(&mut words);
        words.sort_unstable();
        words.dedup();
        let all = |texts: &[String]| texts.iter().flat_map(|text| index.forms(text)).collect();
        Self {
            value,
            measure: unit(&unit_text.to_lowercase(), None),
            words,
            own,
            bare: unit_text.is_empty(),
            accept: all(&card.accept),
            close: all(&card.close),
            reject: all(&card.reject),
        }
    }
}

/// Judges an answer to a number card.
pub(super) fn judge(key: &NumberKey, index: &Index, card: &CardKey, given: &str) -> Grade {
    let folded = index.read(given);
    let is = |forms: &[Form]| forms.iter().any(|form| form.given.folded.text == folded.folded.text);
    if is(&key.accept) {
        return Grade::correct(why::RIGHT);
    }
    if is(&key.close) {
        return Grade::close(why::RELATED);
    }
    if is(&key.reject) {
        return Grade::incorrect(why::FIGURE);
    }
    let pieces = pieces(&index.clean(given).to_lowercase());
    let reading = Reading::of(&pieces, index);
    reading.judge(key, index, card, &pieces)
}

/// What the words around the numbers say.
#[derive(Debug, Default)]
struct Reading {
    numbers: Vec<usize>,
    /// What the words say together.
    said: Role,
}

impl Reading {
    fn of(pieces: &[Piece], index: &Index) -> Self {
        let mut reading = Self::default();
        for (i, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Number { .. } => reading.numbers.push(i),
                Piece::Word(word) => {
                    reading.said = reading.said.and(index.role_of(word));
                }
                Piece::Sign('~') => reading.said = reading.said.and(Role::VAGUE),
                Piece::Sign('<' | '>') => reading.said = reading.said.and(Role::BOUND),
                Piece::Sign(_) => {}
            }
        }
        reading
    }

    fn judge(&self, key: &NumberKey, index: &Index, card: &CardKey, pieces: &[Piece]) -> Grade {
        if self.numbers.is_empty() {
            return self.without_number(key, pieces);
        }
        if self.said.is(Role::DENIAL) {
            return Grade::incorrect(why::DENIED);
        }
        let mut wrong = None;
        for i in &self.weighty(pieces) {
            match compare(key, index, card, pieces, *i) {
                Match::Same => {}
                Match::OtherUnit => wrong = wrong.or(Some(why::UNIT)),
                Match::OtherValue => wrong = Some(why::FIGURE),
            }
        }
        match wrong {
            Some(_) if self.numbers.len() > 1 => Grade::incorrect(why::TWO),
            Some(why) => Grade::incorrect(why),
            None if self.said.is(Role::BOUND) => Grade::incorrect(why::BOUND),
            None if self.said.is(Role::HEDGE) && self.numbers.len() > 1 => Grade::incorrect(why::TWO),
            None if self.said.is(Role::VAGUE) => Grade::close(why::VAGUE),
            None => Grade::correct(why::RIGHT),
        }
    }

    /// The numbers that count: "one" beside another number mostly counts something else ("one unit gives you two reads").
    fn weighty(&self, pieces: &[Piece]) -> Vec<usize> {
        let one = |i: &&usize| matches!(pieces[**i], Piece::Number { value, .. } if close_enough(value, 1.0));
        let more: Vec<usize> = self.numbers.iter().filter(|i| !one(i)).copied().collect();
        if more.is_empty() || self.said.is(Role::HEDGE) { self.numbers.clone() } else { more }
    }

    /// "A few seconds": the unit without the figure.
    fn without_number(&self, key: &NumberKey, pieces: &[Piece]) -> Grade {
        let unit_said = key.measure.is_some_and(|measure| {
            pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Word(word) if unit(word, Some(measure.dimension)) == Some(measure)))
        });
        if unit_said && self.said.is(Role::VAGUE) && !self.said.is(Role::DENIAL) {
            Grade::close(why::NUMBER_MISSING)
        } else {
            Grade::incorrect(why::NO_FIGURE)
        }
    }
}

/// How a number with its unit compares with the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Same,
    OtherValue,
    OtherUnit,
}

/// Compares the number at `at` and the words behind it with the key.
fn compare(key: &NumberKey, index: &Index, card: &CardKey, pieces: &[Piece], at: usize) -> Match {
    let Piece::Number { value, other } = pieces[at] else { return Match::OtherValue };
    let equal = |wanted: f64, factor: f64| {
        [Some(value), other].into_iter().flatten().any(|value| close_enough(value * factor, wanted))
    };
    let dimension = key.measure.map(|measure| measure.dimension);
    match unit_behind(key, index, card, &pieces[at + 1..], dimension) {
        Behind::Nothing => {
            if equal(key.value, 1.0) {
                Match::Same
            } else {
                Match::OtherValue
            }
        }
        Behind::Unit(said) => match key.measure {
            Some(measure) if measure.dimension == said.dimension => {
                let same = equal(key.value * measure.factor, said.factor)
                    || equal(key.value * measure.binary, said.binary)
                    || (measure.dimension == Dimension::Data && equal(key.value * measure.binary, said.factor));
                if same {
                    Match::Same
                } else if equal(key.value, 1.0) {
                    Match::OtherUnit
                } else {
                    Match::OtherValue
                }
            }
            _ => Match::OtherUnit,
        },
        Behind::Stranger => {
            if equal(key.value, 1.0) {
                Match::OtherUnit
            } else {
                Match::OtherValue
            }
        }
    }
}

fn close_enough(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1e-12)
}

/// What stands behind a number.
enum Behind {
    Nothing,
    Unit(Unit),
    Stranger,
}

/// Reads the words from a number to the next one: a unit of measure, the key's own words, or something else.
fn unit_behind(key: &NumberKey, index: &Index, card: &CardKey, rest: &[Piece], wanted: Option<Dimension>) -> Behind {
    let mut found = Behind::Nothing;
    for (n, piece) in rest.iter().enumerate() {
        let word = match piece {
            Piece::Number { .. } => break,
            Piece::Sign(_) => continue,
            Piece::Word(word) => word,
        };
        let role = index.role_of(word);
        if role.is(Role::EXPLAINS) {
            break;
        }
        let id = index.id_of(word);
        if key.words.contains(&id) && id != super::index::UNKNOWN && key.measure.is_none() {
            continue;
        }
        if let Some(said) = unit(word, wanted).or_else(|| wanted.and_then(|dimension| misspelled(word, dimension))) {
            // "3,500 requests per minute": a measure beside a unit of another kind changes it, unless the key has it too.
            let degree = wanted == Some(Dimension::Temperature) && said.dimension == Dimension::Angle;
            if degree || is_own_unit(key, said) || (key.measure.is_none() && key.bare && word.len() < 2) {
                continue;
            }
            return Behind::Unit(said);
        }
        let harmless = role.is(Role::FILLER)
            || role.is(Role::VAGUE)
            || role.is(Role::BOUND)
            || role.is(Role::HEDGE)
            || role.is(Role::CATEGORY)
            || matches!(
                word.as_str(),
                "max" | "maximum" | "up" | "most" | "each" | "per" | "every" | "total" | "only" | "exactly"
            )
            || (id != super::index::UNKNOWN && (index.optional(id) || card.prompt.binary_search(&id).is_ok()))
            || near_own_word(key, index, word);
        if harmless || !word.chars().any(char::is_alphanumeric) {
            continue;
        }
        // Only what stands right behind the number can be its unit; a card without a unit has none to be wrong.
        if n == 0 || !key.bare {
            found = Behind::Stranger;
        }
        if key.bare && !index.is_word(id) {
            found = Behind::Nothing;
        }
    }
    found
}

/// Whether a word is a slip for one of the key's own.
fn near_own_word(key: &NumberKey, index: &Index, word: &str) -> bool {
    let slipped = |own: &str, word: &str| super::slip::slips(own, word, super::slip::allowed(own.len())).is_some();
    let singular = word.strip_suffix('s').unwrap_or(word);
    index.id_of(word) == super::index::UNKNOWN && key.own.iter().any(|own| slipped(own, word) || slipped(own, singular))
}

/// Whether `s` of "reads/s" is the second of "reads per second": the key's words hold a unit of the same measure.
fn is_own_unit(key: &NumberKey, said: Unit) -> bool {
    key.measure.is_none() && key.own.iter().any(|own| unit(own, Some(said.dimension)) == Some(said))
}

impl Index {
    /// The number of a word in lower case.
    fn id_of(&self, word: &str) -> WordId {
        let mut root = String::with_capacity(word.len());
        push_root(&mut root, word);
        self.id_of_root(&root)
    }

    /// The part that a word in lower case plays.
    fn role_of(&self, word: &str) -> Role {
        self.role(self.id_of(word))
    }
}
