//! Numbers: compared by value and unit, never by spelling. 20, twenty, 20s and "20 sec" are one; 30
//! is not.

mod asked;

use self::asked::{Asked, Match};
use super::card_words::CardWords;
use super::count::great;
use super::figure::{Piece, pieces};
use super::form::Form;
use super::fraction::Fraction;
use super::given::WordId;
use super::role::Role;
use super::unit::{Dimension, Unit, unit};
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
