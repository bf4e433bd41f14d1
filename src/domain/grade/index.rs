//! What the grader knows of a deck, made once when the deck is loaded.
//!
//! Here it is only put together and asked. What judges an answer sees the parts of it that it
//! needs, beside the answer, in [`Answer`](super::matching::Answer).

use super::card_words::CardWords;
use super::form::Form;
use super::given::WordId;
use super::list::ListKey;
use super::number::NumberKey;
use super::owners::{NOBODY, Owners};
use super::term::TermKey;
use super::vocabulary::Vocabulary;
use crate::domain::deck::{Card, Habits, Key};

/// A key by its kind, ready to be compared.
#[derive(Debug)]
pub(super) enum KeyKind {
    /// A word or phrase; also the right one of several choices, and what a self-graded answer
    /// should say.
    Term(TermKey),
    /// Whether the statement holds, and corrections that lack the verdict.
    Truth(bool, TermKey),
    /// A number with its unit, if it has one.
    Number(NumberKey),
    /// Several things, each with its forms.
    List(ListKey),
}

/// What the grader knows of a deck.
#[derive(Debug)]
pub(super) struct Index {
    /// The words of the deck and of every subject.
    pub(super) vocabulary: Vocabulary,
    /// Whose answer each name is.
    pub(super) owners: Owners,
    /// The words and the key of each card, in the deck's order.
    cards: Vec<(CardWords, KeyKind)>,
}

impl Index {
    /// Builds the index of a deck.
    pub(super) fn new(habits: &Habits, cards: &[Card]) -> Self {
        // A key can be made only when the words of all cards are known: whether a word of it is
        // another card's name counts.
        let (mut vocabulary, prompts) = Vocabulary::of(habits, cards);
        let mut owners = Owners::with_capacity(cards.len() * 8);
        for form in habits.others.iter().flat_map(|name| Form::all(&vocabulary, name)) {
            owners.add(form.text(), NOBODY);
        }
        let mut keys = Vec::with_capacity(cards.len());
        for ((place, card), prompt) in (0..NOBODY).zip(cards).zip(prompts) {
            let prompt = vocabulary.known_words(prompt);
            let key = KeyKind::new(&vocabulary, card, &prompt);
            let choices = choices_of(&vocabulary, card);
            let forms: Vec<&Form> = key.names().into_iter().chain(&choices).collect();
            for form in &forms {
                owners.add(form.text(), place);
            }
            vocabulary.count_answer(words_of(&forms));
            let words = CardWords::new(&vocabulary, card, prompt, words_of(&key.right()));
            keys.push((words, key));
        }
        Self { vocabulary, owners, cards: keys }
    }

    /// The words and the key of a card by its place in the deck.
    pub(super) fn card(&self, place: usize) -> (&CardWords, &KeyKind) {
        let (words, key) = &self.cards[place];
        (words, key)
    }
}

impl KeyKind {
    /// The key of a card whose prompt holds these words.
    fn new(vocabulary: &Vocabulary, card: &Card, prompt: &[WordId]) -> Self {
        let term = |answer: &str, others: &[String]| {
            TermKey::new(vocabulary, answer, card, others, prompt)
        };
        match &card.key {
            Key::Term(answer) | Key::SelfGraded(answer) => Self::Term(term(answer, &[])),
            Key::Choices { choices, correct } => {
                let mut others = choices.clone();
                let right = others.remove(*correct);
                Self::Term(term(&right, &others))
            }
            Key::TrueFalse(value) => Self::Truth(*value, term("", &[])),
            Key::Number { number, unit } => {
                Self::Number(NumberKey::new(vocabulary, number, unit.as_deref(), card))
            }
            Key::List { items, ordered } => {
                Self::List(ListKey::new(vocabulary, items, *ordered, card, prompt))
            }
        }
    }

    /// The forms that are names of something: no other card's answer is a slip for one.
    fn names(&self) -> Vec<&Form> {
        match self {
            Self::Term(key) => key.right.iter().collect(),
            Self::List(key) => key.forms().collect(),
            Self::Truth(..) | Self::Number(_) => Vec::new(),
        }
    }

    /// The right forms of a key that has some as a whole.
    fn right(&self) -> Vec<&Form> {
        match self {
            Self::Term(key) | Self::Truth(_, key) => key.right.iter().collect(),
            Self::Number(_) | Self::List(_) => Vec::new(),
        }
    }
}

/// The choices of a card as they stand, wrong ones too: each is the name of something.
fn choices_of(vocabulary: &Vocabulary, card: &Card) -> Vec<Form> {
    match &card.key {
        Key::Choices { choices, .. } => {
            choices.iter().filter_map(|text| Form::whole(vocabulary, text)).collect()
        }
        _ => Vec::new(),
    }
}

/// The words of some forms, as often as they stand there.
fn words_of(forms: &[&Form]) -> Vec<WordId> {
    forms.iter().flat_map(|form| form.given.words.iter().copied()).collect()
}
