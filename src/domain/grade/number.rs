//! Numbers: compared by value and unit, never by spelling. 20, twenty, 20s and "20 sec" are one; 30
//! is not.

use super::card_words::CardWords;
use super::count::great;
use super::figure::{Piece, pieces};
use super::form::Form;
use super::fraction::Fraction;
use super::given::{UNKNOWN, WordId};
use super::role::Role;
use super::slip::{accents_differ, allowed, slips};
use super::unit::{Dimension, Unit, misspelled, unit};
use super::verdict::Grade;
use super::vocabulary::Vocabulary;
use super::why::Why;
use crate::domain::decimal::Decimal;
use crate::domain::deck::Card;

/// A number with its unit, ready to be compared.
#[derive(Debug)]
pub(super) struct NumberKey {
    value: Decimal,
    /// What is right without a word behind it, too: 1.45 where 1.45 million are asked for in
    /// millions.
    alone: Option<Decimal>,
    /// The unit, if every subject knows it.
    measure: Option<Measure>,
    /// Roots of words that may stand beside the number: the unit's, the accepted forms'.
    words: Vec<WordId>,
    /// The same as text, against which slips are measured.
    own: Vec<Box<str>>,
    /// Whether the key has no unit.
    bare: bool,
    accept: Vec<Written>,
    close: Vec<Written>,
    reject: Vec<Written>,
}

/// A unit that every subject knows, and what the key's number is worth in it.
#[derive(Debug)]
struct Measure {
    unit: Unit,
    /// The key's number in the first unit of the dimension.
    worth: Decimal,
    /// The same by powers of 1024.
    binary: Decimal,
}

impl Measure {
    /// What a number is worth in a unit.
    fn of(number: &Decimal, unit: Unit) -> Self {
        let (worth, binary) = (number.times(&unit.size.factor), number.times(&unit.size.binary));
        Self { unit, worth, binary }
    }

    /// Whether a number of a unit of the same dimension is worth what the key is. Of data, a
    /// kilobyte may be meant as 1,000 or as 1,024 bytes, on either side.
    fn is(&self, worth: &Fraction, said: Unit) -> bool {
        let size = said.size;
        worth.times_is(&size.factor, &self.worth)
            || (self.unit.dimension == Dimension::Data
                && (worth.times_is(&size.binary, &self.binary)
                    || worth.times_is(&size.factor, &self.binary)))
    }
}

/// A form beside the number, with the figures in it: folded, 1.45 and 145 would be one.
#[derive(Debug)]
struct Written {
    form: Form,
    figures: Vec<Option<Fraction>>,
}

impl NumberKey {
    /// The key of a number card.
    pub(super) fn new(
        vocabulary: &Vocabulary,
        number: &Decimal,
        unit_text: Option<&str>,
        card: &Card,
    ) -> Self {
        let unit_text = unit_text.unwrap_or("").trim();
        let (words, own) = own_words(vocabulary, unit_text, &card.accept);
        let (value, measured) = multiplied(number, &unit_text.to_lowercase());
        let known = if measured.is_empty() {
            asked_unit(vocabulary, &card.prompt)
        } else {
            unit(&measured, None)
        };
        let mut accept = all_written(vocabulary, &card.accept);
        accept.extend(written(vocabulary, &card.key.shown()));
        Self {
            alone: (value != *number).then(|| number.clone()),
            measure: known.map(|unit| Measure::of(&value, unit)),
            value,
            words,
            own,
            bare: measured.is_empty(),
            accept,
            close: all_written(vocabulary, &card.close),
            reject: all_written(vocabulary, &card.reject),
        }
    }

    /// What the unit measures, if every subject knows it.
    fn dimension(&self) -> Option<Dimension> {
        self.measure.as_ref().map(|measure| measure.unit.dimension)
    }
}

/// The words of a unit and of the accepted forms, and of their synonyms, sorted; and as texts.
fn own_words(
    vocabulary: &Vocabulary,
    unit_text: &str,
    accept: &[String],
) -> (Vec<WordId>, Vec<Box<str>>) {
    let (mut words, mut own) = (Vec::new(), Vec::new());
    for text in std::iter::once(unit_text).chain(accept.iter().map(String::as_str)) {
        let given = vocabulary.read(text);
        words.extend(&given.words);
        words.extend(vocabulary.words_of(text));
        own.extend((0..given.len()).map(|i| given.root(i).into()));
    }
    vocabulary.add_synonyms(&mut words);
    words.sort_unstable();
    words.dedup();
    (words, own)
}

impl Written {
    /// Whether the form's figures are those of an answer, one by one.
    fn has_figures(&self, pieces: &[Piece]) -> bool {
        let mut ours = self.figures.iter().map(Option::as_ref);
        let alike = readings(pieces).all(|(value, other)| {
            ours.next().is_some_and(|own| own == value || (own.is_some() && own == other))
        });
        alike && ours.next().is_none()
    }
}

/// A number and its unit, in lower case, with the words that multiply it taken into the number:
/// `million dollars`.
fn multiplied(number: &Decimal, unit_text: &str) -> (Decimal, String) {
    let (mut value, mut rest) = (number.clone(), unit_text);
    while let Some(factor) = rest.split_whitespace().next().and_then(great) {
        value = value.times(&factor.into());
        rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
    }
    (value, rest.to_owned())
}

/// The unit that a prompt asks for: "how many days …".
fn asked_unit(vocabulary: &Vocabulary, prompt: &str) -> Option<Unit> {
    let prompt = vocabulary.read(prompt);
    let many = (1..prompt.len()).find(|i| prompt.folded.plain(i - 1) == "many")?;
    Some(prompt.folded.plain(many)).filter(|word| word.len() > 2).and_then(|word| unit(word, None))
}

/// The forms of a text with its figures, in which an author's point parts decimals.
fn written(vocabulary: &Vocabulary, text: &str) -> impl Iterator<Item = Written> {
    let figures: Vec<Option<Fraction>> = readings(&pieces(&vocabulary.clean(text).to_lowercase()))
        .map(|(value, other)| other.or(value).cloned())
        .collect();
    Form::all(vocabulary, text)
        .into_iter()
        .map(move |form| Written { form, figures: figures.clone() })
}

/// The forms of some texts with their figures.
fn all_written(vocabulary: &Vocabulary, texts: &[String]) -> Vec<Written> {
    texts.iter().flat_map(|text| written(vocabulary, text)).collect()
}

/// The figures among some pieces, in both readings.
fn readings(pieces: &[Piece]) -> impl Iterator<Item = (Option<&Fraction>, Option<&Fraction>)> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Number { value, other } => Some((value.as_ref(), other.as_ref())),
        _ => None,
    })
}

/// Judges an answer to a number card with these words.
pub(super) fn judge(
    key: &NumberKey,
    vocabulary: &Vocabulary,
    card: &CardWords,
    given: &str,
) -> Grade {
    let folded = vocabulary.read(given);
    let pieces = pieces(&vocabulary.clean(given).to_lowercase());
    let is = |forms: &[Written]| {
        let mut alike = forms.iter().filter(|written| written.form.text() == folded.folded.text);
        alike.any(|written| written.has_figures(&pieces))
    };
    if is(&key.accept) {
        return Grade::correct(Why::Right);
    }
    if is(&key.close) {
        return Grade::close(Why::Related);
    }
    if is(&key.reject) {
        return Grade::incorrect(Why::Figure);
    }
    Reading::of(Asked { key, vocabulary, card }, &pieces).judge()
}

/// What a number card asks for: its key, beside the words of the deck and of the card.
#[derive(Clone, Copy)]
struct Asked<'a> {
    key: &'a NumberKey,
    vocabulary: &'a Vocabulary,
    card: &'a CardWords,
}

/// An answer, and what the words around its numbers say.
struct Reading<'a> {
    asked: Asked<'a>,
    /// The numbers, words and signs of the answer.
    pieces: &'a [Piece],
    /// The places of the numbers among the pieces.
    numbers: Vec<usize>,
    /// What the words say together.
    said: Role,
}

impl<'a> Reading<'a> {
    /// Reads the pieces of an answer.
    fn of(asked: Asked<'a>, pieces: &'a [Piece]) -> Self {
        let (mut numbers, mut said) = (Vec::new(), Role::default());
        for (i, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Number { .. } => numbers.push(i),
                // What the key itself says, or what names a unit, plays no other part: "15 min" is
                // no minimum.
                Piece::Word(word) if !asked.is_own(word) && !asked.names_unit(pieces, i, word) => {
                    said = said.and(asked.vocabulary.role_of(word));
                }
                Piece::Sign('~') => said = said.and(Role::VAGUE),
                Piece::Sign('<' | '>') => said = said.and(Role::BOUND),
                Piece::Word(_) | Piece::Sign(_) => {}
            }
        }
        Self { asked, pieces, numbers, said }
    }

    /// The judgment of an answer that is no listed form.
    fn judge(&self) -> Grade {
        if self.numbers.is_empty() {
            return self.without_number();
        }
        if self.said.is(Role::DENIAL) {
            return Grade::incorrect(Why::Denied);
        }
        let mut wrong = None;
        for i in &self.weighty() {
            match self.asked.compare(self.pieces, *i) {
                Match::Same => {}
                Match::OtherUnit => wrong = wrong.or(Some(Why::Unit)),
                Match::OtherValue => wrong = Some(Why::Figure),
            }
        }
        match wrong {
            Some(_) if self.numbers.len() > 1 => Grade::incorrect(Why::Two),
            Some(why) => Grade::incorrect(why),
            None if self.said.is(Role::BOUND) || self.asked.is_limit(self.pieces) => {
                Grade::incorrect(Why::Bound)
            }
            None if self.said.is(Role::HEDGE) && self.numbers.len() > 1 => {
                Grade::incorrect(Why::Two)
            }
            None if self.said.is(Role::VAGUE) => Grade::close(Why::Vague),
            None => Grade::correct(Why::Right),
        }
    }

    /// The numbers that count: "one" beside another number mostly counts something else ("one unit
    /// gives you two reads"), but not in "1:0".
    fn weighty(&self) -> Vec<usize> {
        let counts = |i: &&usize| !is_one_of_something(&self.pieces[**i..]);
        let more: Vec<usize> = self.numbers.iter().filter(counts).copied().collect();
        if more.is_empty() || self.said.is(Role::HEDGE) { self.numbers.clone() } else { more }
    }

    /// "A few seconds": the unit without the figure.
    fn without_number(&self) -> Grade {
        let unit_said = self.asked.key.measure.as_ref().is_some_and(|measure| {
            let named = |word: &str| unit(word, Some(measure.unit.dimension)) == Some(measure.unit);
            self.pieces.iter().any(|piece| matches!(piece, Piece::Word(word) if named(word)))
        });
        if unit_said && self.said.is(Role::VAGUE) && !self.said.is(Role::DENIAL) {
            Grade::close(Why::NumberMissing)
        } else {
            Grade::incorrect(Why::NoFigure)
        }
    }
}

/// Whether pieces begin with the number one and a word.
fn is_one_of_something(pieces: &[Piece]) -> bool {
    match pieces {
        [Piece::Number { value: Some(value), .. }, Piece::Word(_), ..] => value.is(&1.into()),
        _ => false,
    }
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
enum Match {
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
    fn is_own(self, word: &str) -> bool {
        self.is_own_word(self.vocabulary.id_of(word))
    }

    /// The same for a word by number.
    fn is_own_word(self, word: WordId) -> bool {
        self.key.measure.is_none() && word != UNKNOWN && self.key.words.contains(&word)
    }

    /// Whether the word at `at` names a unit that the key has to do with, right behind a number:
    /// "15 min", "15-min", but not "min. 15", nor the "in" of "30 in total".
    fn names_unit(self, pieces: &[Piece], at: usize, word: &str) -> bool {
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
    fn is_limit(self, pieces: &[Piece]) -> bool {
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
    fn compare(self, pieces: &[Piece], at: usize) -> Match {
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
