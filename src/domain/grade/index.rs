//! What the grader knows of a deck, made once when the deck is loaded.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::form::Form;
use super::given::WordId;
use super::list::ListKey;
use super::number::NumberKey;
use super::signs::is_signs;
use super::term::TermKey;
use super::vocabulary::{TwoWays, Vocabulary};
use crate::domain::deck::{Card, Habits, Key};

/// The owner of a name that the deck lists though no card asks for it.
const NOBODY: u32 = u32::MAX;

/// One card's key, ready to be compared.
#[derive(Debug)]
pub(super) struct CardKey {
    /// The words of its prompt and topic, sorted: harmless around an answer, and worth nothing
    /// alone.
    pub(super) prompt: Vec<WordId>,
    /// The words of its topic alone.
    pub(super) topic: Vec<WordId>,
    /// The words of its right forms.
    pub(super) own: Vec<WordId>,
    /// Its forms of signs alone, made plain; where there are any, signs are words.
    pub(super) signs: Box<[Box<str>]>,
    /// The key itself.
    pub(super) kind: KeyKind,
}

/// A key by its kind.
#[derive(Debug)]
pub(super) enum KeyKind {
    /// A word or phrase; also the right one of several choices, and what a self-graded answer
    /// should say.
    Term(TermKey),
    /// Whether the statement holds, and corrections that lack the verdict.
    Truth(bool, TermKey),
    /// A number.
    Number(NumberKey),
    /// A list.
    List(ListKey),
}

/// What the grader knows of a deck, made once when the deck is loaded.
#[derive(Debug)]
pub struct Index {
    /// The words of the deck.
    pub(super) vocabulary: Vocabulary,
    owners: FxHashMap<Box<str>, Vec<u32>>,
    cards: Vec<CardKey>,
}

impl Index {
    /// Builds the index of a deck.
    pub fn new(habits: &Habits, cards: &[Card]) -> Self {
        let (vocabulary, prompts) = Vocabulary::of(habits, cards);
        let mut index = Self {
            vocabulary,
            owners: FxHashMap::with_capacity_and_hasher(cards.len() * 8, FxBuildHasher),
            cards: Vec::with_capacity(cards.len()),
        };
        for form in habits.others.iter().flat_map(|name| Form::all(&index.vocabulary, name)) {
            own(&mut index.owners, &form, NOBODY);
        }
        for ((number, card), prompt) in (0..NOBODY).zip(cards).zip(prompts) {
            let key = index.card_key(card, prompt);
            index.own_card(card, &key.kind, number);
            index.cards.push(key);
        }
        index
    }

    /// The key of a card by its place in the deck.
    pub(super) fn card(&self, place: usize) -> &CardKey {
        &self.cards[place]
    }

    /// Whether this text, roots written as one, is an answer of other cards and not of this one.
    pub(super) fn is_foreign(&self, joined: &str, card: u32) -> bool {
        self.owners.get(joined).is_some_and(|owners| !owners.contains(&card))
    }

    /// Notes whose answers the forms of a card are, and in how many cards' answers each word
    /// stands.
    fn own_card(&mut self, card: &Card, kind: &KeyKind, number: u32) {
        let choices: Vec<Form> = match &card.key {
            Key::Choices { choices, .. } => {
                choices.iter().filter_map(|text| Form::whole(&self.vocabulary, text)).collect()
            }
            _ => Vec::new(),
        };
        let forms: Vec<&Form> = match kind {
            KeyKind::Term(key) => key.right.iter().chain(&choices).collect(),
            KeyKind::List(key) => key.forms().collect(),
            KeyKind::Truth(..) | KeyKind::Number(_) => Vec::new(),
        };
        for form in &forms {
            own(&mut self.owners, form, number);
        }
        let words = forms.iter().flat_map(|form| form.given.words.iter().copied()).collect();
        self.vocabulary.count_answer(words);
    }

    /// Makes a card's key ready.
    fn card_key(&self, card: &Card, prompt: TwoWays) -> CardKey {
        let vocabulary = &self.vocabulary;
        let topic = vocabulary.words_of(&card.topic);
        let prompt = vocabulary.known_words(prompt);
        let kind = match &card.key {
            Key::Term(answer) | Key::SelfGraded(answer) => {
                KeyKind::Term(TermKey::new(vocabulary, answer, card, &[], &prompt))
            }
            Key::Choices { choices, correct } => {
                let others: Vec<String> = choices
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| i != correct)
                    .map(|(_, text)| text.clone())
                    .collect();
                KeyKind::Term(TermKey::new(vocabulary, &choices[*correct], card, &others, &prompt))
            }
            Key::TrueFalse(value) => {
                KeyKind::Truth(*value, TermKey::new(vocabulary, "", card, &[], &prompt))
            }
            Key::Number { number, unit } => {
                KeyKind::Number(NumberKey::new(vocabulary, number, unit.as_deref(), card))
            }
            Key::List { items, ordered } => {
                KeyKind::List(ListKey::new(vocabulary, items, *ordered, card, &prompt))
            }
        };
        let mut own: Vec<WordId> = match &kind {
            KeyKind::Term(key) | KeyKind::Truth(_, key) => {
                key.right.iter().flat_map(|form| form.given.words.clone()).collect()
            }
            KeyKind::Number(_) | KeyKind::List(_) => Vec::new(),
        };
        let mut prompt = prompt;
        prompt.extend(&topic);
        for words in [&mut own, &mut prompt] {
            words.sort_unstable();
            words.dedup();
        }
        CardKey { prompt, topic, own, signs: signs_of(vocabulary, card), kind }
    }
}

/// Notes that a form is an answer of a card, or a name without one.
fn own(owners: &mut FxHashMap<Box<str>, Vec<u32>>, form: &Form, owner: u32) {
    let text = form.given.folded.text.as_str();
    match owners.get_mut(text) {
        Some(owners) if owners.last() == Some(&owner) => {}
        Some(owners) => owners.push(owner),
        None => drop(owners.insert(text.into(), vec![owner])),
    }
}

/// The forms of a card that are signs alone, made plain.
fn signs_of(vocabulary: &Vocabulary, card: &Card) -> Box<[Box<str>]> {
    let of_key: Vec<&String> = match &card.key {
        Key::Term(answer) | Key::SelfGraded(answer) => vec![answer],
        Key::Choices { choices, .. } => choices.iter().collect(),
        Key::List { items, .. } => items.iter().flatten().collect(),
        Key::TrueFalse(_) | Key::Number { .. } => return Box::default(),
    };
    let all = of_key.into_iter().chain(&card.accept).chain(&card.close).chain(&card.reject);
    all.filter(|text| is_signs(text)).map(|text| vocabulary.clean(text).trim().into()).collect()
}
