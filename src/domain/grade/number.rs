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
use super::why;
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
        let texts = std::iter::once(unit_text).chain(card.accept.iter().map(String::as_str));
        let (mut words, mut own) = (Vec::new(), Vec::new());
        for text in texts {
            let given = vocabulary.read(text);
            words.extend(&given.words);
            words.extend(vocabulary.words_of(text));
            own.extend((0..given.len()).map(|i| given.root(i).into()));
        }
        vocabulary.add_synonyms(&mut words);
        words.sort_unstable();
        words.dedup();
        let (value, measured) = multiplied(number, &unit_text.to_lowercase());
        let known = if measured.is_empty() {
            asked_unit(vocabulary, &card.prompt)
        } else {
            unit(&measured, None)
        };
        let measure = known.map(|unit| {
            let (worth, binary) = (value.times(&unit.size.factor), value.times(&unit.size.binary));
            Measure { unit, worth, binary }
        });
        let all = |texts: &[String]| {
            texts.iter().flat_map(|text| written(vocabulary, text)).collect::<Vec<Written>>()
        };
        let mut accept = all(&card.accept);
        accept.extend(written(vocabulary, &card.key.shown()));
        Self {
            alone: (value != *number).then(|| number.clone()),
            value,
            measure,
            words,
            own,
            bare: measured.is_empty(),
            accept,
            close: all(&card.close),
            reject: all(&card.reject),
        }
    }

    /// What the unit measures, if every subject knows it.
    fn dimension(&self) -> Option<Dimension> {
        self.measure.as_ref().map(|measure| measure.unit.dimension)
    }
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

/// The figures among some pieces, in both readings.
fn readings(pieces: &[Piece]) -> impl Iterator<Item = (Option<&Fraction>, Option<&Fraction>)> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Number { value, other } => Some((value.as_ref(), other.as_ref())),
        _ => None,
    })
}

/// Judges an answer to a number card.
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
        return Grade::correct(why::RIGHT);
    }
    if is(&key.close) {
        return Grade::close(why::RELATED);
    }
    if is(&key.reject) {
        return Grade::incorrect(why::FIGURE);
    }
    let reading = Reading::of(&pieces, key, vocabulary);
    reading.judge(key, vocabulary, card, &pieces)
}

/// What the words around the numbers say.
#[derive(Debug, Default)]
struct Reading {
    numbers: Vec<usize>,
    /// What the words say together.
    said: Role,
}

impl Reading {
    fn of(pieces: &[Piece], key: &NumberKey, vocabulary: &Vocabulary) -> Self {
        let mut reading = Self::default();
        for (i, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Number { .. } => reading.numbers.push(i),
                // What the key itself says, or what names a unit, plays no other part: "15 min" is
                // no minimum.
                Piece::Word(word)
                    if !is_own(key, vocabulary, word) && !names_unit(key, pieces, i, word) =>
                {
                    reading.said = reading.said.and(vocabulary.role_of(word));
                }
                Piece::Sign('~') => reading.said = reading.said.and(Role::VAGUE),
                Piece::Sign('<' | '>') => reading.said = reading.said.and(Role::BOUND),
                Piece::Word(_) | Piece::Sign(_) => {}
            }
        }
        reading
    }

    fn judge(
        &self,
        key: &NumberKey,
        vocabulary: &Vocabulary,
        card: &CardWords,
        pieces: &[Piece],
    ) -> Grade {
        if self.numbers.is_empty() {
            return self.without_number(key, pieces);
        }
        if self.said.is(Role::DENIAL) {
            return Grade::incorrect(why::DENIED);
        }
        let mut wrong = None;
        for i in &self.weighty(pieces) {
            match compare(key, vocabulary, card, pieces, *i) {
                Match::Same => {}
                Match::OtherUnit => wrong = wrong.or(Some(why::UNIT)),
                Match::OtherValue => wrong = Some(why::FIGURE),
            }
        }
        match wrong {
            Some(_) if self.numbers.len() > 1 => Grade::incorrect(why::TWO),
            Some(why) => Grade::incorrect(why),
            None if self.said.is(Role::BOUND) || limits(key, vocabulary, card, pieces) => {
                Grade::incorrect(why::BOUND)
            }
            None if self.said.is(Role::HEDGE) && self.numbers.len() > 1 => {
                Grade::incorrect(why::TWO)
            }
            None if self.said.is(Role::VAGUE) => Grade::close(why::VAGUE),
            None => Grade::correct(why::RIGHT),
        }
    }

    /// The numbers that count: "one" beside another number mostly counts something else ("one unit
    /// gives you two reads"), but not in "1:0".
    fn weighty(&self, pieces: &[Piece]) -> Vec<usize> {
        let is_one = |worth: &Fraction| worth.is(&1.into());
        let one = |i: &&usize| matches!(&pieces[**i..], [Piece::Number { value: Some(value), .. }, Piece::Word(_), ..] if is_one(value));
        let more: Vec<usize> = self.numbers.iter().filter(|i| !one(i)).copied().collect();
        if more.is_empty() || self.said.is(Role::HEDGE) { self.numbers.clone() } else { more }
    }

    /// "A few seconds": the unit without the figure.
    fn without_number(&self, key: &NumberKey, pieces: &[Piece]) -> Grade {
        let unit_said = key.measure.as_ref().is_some_and(|measure| {
            let named = |word: &str| unit(word, Some(measure.unit.dimension)) == Some(measure.unit);
            pieces.iter().any(|piece| matches!(piece, Piece::Word(word) if named(word)))
        });
        if unit_said && self.said.is(Role::VAGUE) && !self.said.is(Role::DENIAL) {
            Grade::close(why::NUMBER_MISSING)
        } else {
            Grade::incorrect(why::NO_FIGURE)
        }
    }
}

/// Whether a word is one of the key's own, where its unit is more than a measure: the "over" of "3
/// strokes over par".
fn is_own(key: &NumberKey, vocabulary: &Vocabulary, word: &str) -> bool {
    let id = vocabulary.id_of(word);
    key.measure.is_none() && id != UNKNOWN && key.words.contains(&id)
}

/// Whether the word at `at` names a unit that the key has to do with, right behind a number: "15
/// min", "15-min", but not "min. 15", nor the "in" of "30 in total".
fn names_unit(key: &NumberKey, pieces: &[Piece], at: usize, word: &str) -> bool {
    let before = pieces[..at].iter().rev().find(|piece| !matches!(piece, Piece::Sign('-')));
    let said = || unit(word, key.dimension());
    matches!(before, Some(Piece::Number { .. }))
        && !is_preposition(pieces, at, word)
        && said()
            .is_some_and(|said| key.dimension() == Some(said.dimension) || is_own_unit(key, said))
}

/// Whether a word is "in" with a word behind it, and not the inch.
fn is_preposition(pieces: &[Piece], at: usize, word: &str) -> bool {
    word == "in" && matches!(pieces.get(at + 1), Some(Piece::Word(_)))
}

/// Whether "max" stands where the unit belongs, and the prompt asks for no limit: "45 max" are no
/// 45 minutes.
fn limits(key: &NumberKey, vocabulary: &Vocabulary, card: &CardWords, pieces: &[Piece]) -> bool {
    const WORDS: [&str; 5] = ["max", "maximum", "most", "up", "limit"];
    let asked = || WORDS.iter().any(|word| card.has_in_prompt(vocabulary.id_of(word)));
    let unit_said =
        |piece: &Piece| matches!(piece, Piece::Word(word) if unit(word, key.dimension()).is_some());
    let behind = |two: &[Piece]| matches!(two, [Piece::Number { .. }, Piece::Word(word)] if matches!(word.as_str(), "max" | "maximum"));
    key.measure.is_some()
        && pieces.windows(2).any(behind)
        && !pieces.iter().any(unit_said)
        && !asked()
}

/// How a number with its unit compares with the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Same,
    OtherValue,
    OtherUnit,
}

/// Compares the number at `at` and the words behind it with the key.
fn compare(
    key: &NumberKey,
    vocabulary: &Vocabulary,
    card: &CardWords,
    pieces: &[Piece],
    at: usize,
) -> Match {
    let Piece::Number { value, other } = &pieces[at] else { return Match::OtherValue };
    let any = |is: &dyn Fn(&Fraction) -> bool| [value, other].into_iter().flatten().any(is);
    let equal = || any(&|worth| worth.is(&key.value));
    let other = || if equal() { Match::OtherUnit } else { Match::OtherValue };
    match unit_behind(key, vocabulary, card, &pieces[at + 1..]) {
        Behind::Nothing => {
            let alone = || key.alone.as_ref().is_some_and(|alone| any(&|worth| worth.is(alone)));
            if equal() || alone() { Match::Same } else { Match::OtherValue }
        }
        Behind::Unit(said) => match &key.measure {
            Some(measure) if measure.unit.dimension == said.dimension => {
                let size = said.size;
                let same = any(&|worth| worth.times_is(&size.factor, &measure.worth))
                    || (measure.unit.dimension == Dimension::Data
                        && (any(&|worth| worth.times_is(&size.binary, &measure.binary))
                            || any(&|worth| worth.times_is(&size.factor, &measure.binary))));
                if same { Match::Same } else { other() }
            }
            _ => Match::OtherUnit,
        },
        Behind::Stranger => other(),
    }
}

/// What stands behind a number.
enum Behind {
    Nothing,
    Unit(Unit),
    Stranger,
}

/// Reads the words from a number to the next one: a unit of measure, the key's own words, or
/// something else.
fn unit_behind(
    key: &NumberKey,
    vocabulary: &Vocabulary,
    card: &CardWords,
    rest: &[Piece],
) -> Behind {
    let wanted = key.dimension();
    let mut found = Behind::Nothing;
    for (n, piece) in rest.iter().enumerate() {
        let word = match piece {
            Piece::Number { .. } => break,
            Piece::Sign(_) => continue,
            Piece::Word(word) => word,
        };
        let role = vocabulary.role_of(word);
        if role.is(Role::EXPLAINS) {
            break;
        }
        let id = vocabulary.id_of(word);
        if key.words.contains(&id) && id != UNKNOWN && key.measure.is_none() {
            continue;
        }
        let named = || {
            unit(word, wanted).or_else(|| wanted.and_then(|dimension| misspelled(word, dimension)))
        };
        if let Some(said) = named().filter(|_| !is_preposition(rest, n, word)) {
            // "3,500 requests per minute": a measure beside a unit of another kind changes it,
            // unless the key has it too.
            let degree =
                wanted == Some(Dimension::Temperature) && said.dimension == Dimension::Angle;
            if degree
                || is_own_unit(key, said)
                || (key.measure.is_none() && key.bare && word.len() < 2)
            {
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
                "max"
                    | "maximum"
                    | "up"
                    | "most"
                    | "each"
                    | "per"
                    | "every"
                    | "total"
                    | "only"
                    | "exactly"
            )
            || (id != UNKNOWN && (vocabulary.optional(id) || card.has_in_prompt(id)))
            || near_own_word(key, vocabulary, word);
        if harmless || !word.chars().any(char::is_alphanumeric) {
            continue;
        }
        // Only what stands right behind the number can be its unit; a card without a unit has none
        // to be wrong.
        if n == 0 || !key.bare {
            found = Behind::Stranger;
        }
        if key.bare && !vocabulary.is_word(id) {
            found = Behind::Nothing;
        }
    }
    found
}

/// Whether a word is a slip for one of the key's own.
fn near_own_word(key: &NumberKey, vocabulary: &Vocabulary, word: &str) -> bool {
    let accent = |own: &str, word: &str| vocabulary.strict_accents && accents_differ(own, word);
    let slipped = |own: &str, word: &str| {
        slips(own, word, allowed(own.chars().count())).is_some() && !accent(own, word)
    };
    let singular = word.strip_suffix('s').unwrap_or(word);
    vocabulary.id_of(word) == UNKNOWN
        && key.own.iter().any(|own| slipped(own, word) || slipped(own, singular))
}

/// Whether `s` of "reads/s" is the second of "reads per second": the key's words hold a unit of the
/// same measure.
fn is_own_unit(key: &NumberKey, said: Unit) -> bool {
    key.measure.is_none() && key.own.iter().any(|own| unit(own, Some(said.dimension)) == Some(said))
}
