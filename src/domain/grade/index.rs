//! What the grader knows of a deck, made once when the deck is loaded.

use std::collections::HashMap;

use super::clean::clean;
use super::fold::{Break, Folded, Humps, Token, fold};
use super::form::{Form, Given};
use super::list::ListKey;
use super::number::NumberKey;
use super::role::{ROLES, Role};
use super::root::{Abbreviations, push_root};
use super::synonym::Synonym;
use super::term::TermKey;
use crate::domain::deck::{Card, Habits, Key};

/// A word that the index knows, by number.
pub(super) type WordId = u32;

/// The number of a word that nobody told the index of: perhaps a slip, perhaps another thing.
pub(super) const UNKNOWN: WordId = 0;

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    /// The part it plays in any answer.
    role: Role,
    /// In how many cards' answers it stands.
    answers: u16,
    /// Whether the deck lets learners add it or leave it out.
    optional: bool,
    /// Whether it stands in an answer, or in a name that the deck lists: then it is never a slip for another word.
    pub(super) named: bool,
    /// Whether a group of synonyms begins with it.
    pub(super) same: bool,
    /// The last card that counted itself in `answers`, from 1.
    counted: u32,
}

/// The owner of a name that the deck lists though no card asks for it.
const NOBODY: u32 = u32::MAX;

/// One card's key, ready to be compared.
#[derive(Debug)]
pub(super) struct CardKey {
    /// The words of its prompt and topic, sorted: harmless around an answer, and worth nothing alone.
    pub(super) prompt: Vec<WordId>,
    /// The words of its topic alone.
    pub(super) topic: Vec<WordId>,
    /// The words of its right forms.
    pub(super) own: Vec<WordId>,
    /// The key itself.
    pub(super) kind: KeyKind,
}

/// A key by its kind.
#[derive(Debug)]
pub(super) enum KeyKind {
    /// A word or phrase; also the right one of several choices, and what a self-graded answer should say.
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
    pub(super) words: Vec<Word>,
    ids: HashMap<Box<str>, WordId>,
    /// Synonyms by their first word, the longest first.
    pub(super) same: HashMap<WordId, Vec<Synonym>>,
    owners: HashMap<Box<str>, Vec<u32>>,
    cards: Vec<CardKey>,
    pub(super) abbreviations: Abbreviations,
    pub(super) strict_accents: bool,
}

impl Index {
    /// Builds the index of a deck.
    pub fn new(habits: &Habits, cards: &[Card]) -> Self {
        let mut index = Self {
            words: vec![Word::default()],
            ids: HashMap::with_capacity(cards.len() * 16),
            same: HashMap::new(),
            owners: HashMap::with_capacity(cards.len() * 8),
            cards: Vec::with_capacity(cards.len()),
            abbreviations: abbreviations(habits, cards),
            strict_accents: habits.strict_accents,
        };
        for (role, words) in ROLES {
            for word in words.split_whitespace() {
                let id = index.learn(word);
                index.words[id as usize].role = index.words[id as usize].role.and(*role);
            }
        }
        for word in &habits.optional {
            for id in index.learn_all(word) {
                index.words[id as usize].optional = true;
            }
        }
        for group in &habits.same {
            index.learn_same(group);
        }
        for name in &habits.others {
            index.learn_name(name);
        }
        for card in cards {
            index.learn_card(card);
        }
        for name in &habits.others {
            for form in index.forms(name) {
                index.own(&form, NOBODY);
            }
        }
        for (number, card) in (0..NOBODY).zip(cards) {
            let key = index.card_key(card);
            index.own_card(card, &key.kind, number);
            index.cards.push(key);
        }
        index
    }

    /// The key of a card by its place in the deck.
    pub(super) fn card(&self, place: usize) -> &CardKey {
        &self.cards[place]
    }

    /// The number of a word by its root.
    pub(super) fn id_of_root(&self, root: &str) -> WordId {
        self.ids.get(root).copied().unwrap_or(UNKNOWN)
    }

    /// The part a word plays.
    pub(super) fn role(&self, word: WordId) -> Role {
        self.words[word as usize].role
    }

    /// In how many cards' answers a word stands.
    pub(super) fn answers(&self, word: WordId) -> u16 {
        self.words[word as usize].answers
    }

    /// Whether learners may add or leave out this word.
    pub(super) fn optional(&self, word: WordId) -> bool {
        self.words[word as usize].optional
    }

    /// Whether a word is itself a name or a common word, hence no slip for another.
    pub(super) fn is_word(&self, word: WordId) -> bool {
        let word = &self.words[word as usize];
        word.named || word.role != Role::default()
    }

    /// Whether this text, roots written as one, is an answer of other cards and not of this one.
    pub(super) fn is_foreign(&self, joined: &str, card: u32) -> bool {
        self.owners.get(joined).is_some_and(|owners| !owners.contains(&card))
    }

    /// A text made plain, as this deck sees accents.
    pub(super) fn clean<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        clean(text, self.strict_accents)
    }

    /// Folds a text, looks its words up and puts one word for each group of synonyms.
    pub(super) fn read(&self, text: &str) -> Given {
        self.look_up(fold(&self.clean(text), Humps::Part, &self.abbreviations))
    }

    fn look_up(&self, folded: Folded) -> Given {
        let words: Vec<WordId> =
            (0..folded.len()).map(|i| self.ids.get(folded.root(i)).copied().unwrap_or(UNKNOWN)).collect();
        let given = Given { folded, words, before_synonyms: None };
        if given.words.iter().any(|id| self.words[*id as usize].same) { self.unify(&given) } else { given }
    }

    /// Appends word `i` of another text.
    pub(super) fn copy(&self, out: &mut Given, given: &Given, i: usize) {
        self.append(out, given.root(i), given.folded.plain(i), given.before(i), given.folded.tokens[i].capitals);
    }

    /// Appends a word with its root.
    pub(super) fn append(&self, out: &mut Given, root: &str, word: &str, before: Break, capitals: bool) {
        let (start, plain) = (out.folded.text.len(), out.folded.plain.len());
        out.folded.text.push_str(root);
        out.folded.plain.push_str(word);
        out.folded.tokens.push(Token { start, end: out.folded.text.len(), plain, before, capitals });
        out.words.push(self.ids.get(root).copied().unwrap_or(UNKNOWN));
    }

    /// The number of a word, new or old, by one word as written.
    fn learn(&mut self, word: &str) -> WordId {
        let mut root = String::new();
        push_root(&mut root, word);
        self.learn_root(&root)
    }

    /// The number of a word, new or old, by its root.
    pub(super) fn learn_root(&mut self, root: &str) -> WordId {
        if let Some(id) = self.ids.get(root) {
            return *id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(UNKNOWN);
        self.words.push(Word::default());
        self.ids.insert(root.into(), id);
        id
    }

    /// The numbers of all words of a text, parted at humps and not.
    fn learn_all(&mut self, text: &str) -> Vec<WordId> {
        let mut ids = Vec::new();
        let plain = clean(text, self.strict_accents);
        let parted = fold(&plain, Humps::Part, &self.abbreviations);
        let humped = parted.tokens.iter().any(|token| token.before == Break::Hump);
        let whole = humped.then(|| fold(&plain, Humps::Keep, &self.abbreviations));
        for folded in std::iter::once(&parted).chain(&whole) {
            ids.extend((0..folded.len()).map(|i| self.learn_root(folded.root(i))));
        }
        ids
    }

    /// Learns all words of a card.
    fn learn_card(&mut self, card: &Card) {
        match &card.key {
            Key::Term(answer) => self.learn_name(answer),
            Key::List { items, .. } => items.iter().flatten().for_each(|form| self.learn_name(form)),
            Key::Choices { choices, .. } => choices.iter().for_each(|choice| self.learn_name(choice)),
            Key::Number { .. } | Key::TrueFalse(_) | Key::SelfGraded(_) => {}
        }
        if !matches!(card.key, Key::Number { .. }) {
            card.accept.iter().for_each(|form| self.learn_name(form));
        }
        card.reject.iter().for_each(|form| self.learn_name(form));
        self.learn_all(&card.prompt);
        self.learn_all(&card.topic);
    }

    /// Learns the words of a name: none of them is a slip for another.
    fn learn_name(&mut self, written: &str) {
        for id in self.learn_all(written) {
            self.words[id as usize].named = true;
        }
    }

    /// Notes whose answers the forms of a card are, and in how many cards' answers each word stands.
    fn own_card(&mut self, card: &Card, kind: &KeyKind, number: u32) {
        let forms: Vec<&Form> = match kind {
            KeyKind::Term(key) => key.right.iter().collect(),
            KeyKind::List(key) => key.forms().collect(),
            KeyKind::Truth(..) | KeyKind::Number(_) => Vec::new(),
        };
        for form in forms {
            self.own(form, number);
        }
        if let Key::Choices { choices, .. } = &card.key {
            for choice in choices {
                for form in self.whole_form(choice) {
                    self.own(&form, number);
                }
            }
        }
    }

    fn own(&mut self, form: &Form, owner: u32) {
        let owners = self.owners.entry(form.given.folded.text.as_str().into()).or_default();
        if owners.last() != Some(&owner) {
            owners.push(owner);
        }
        for id in &form.given.words {
            let word = &mut self.words[*id as usize];
            if owner != NOBODY && word.counted != owner + 1 {
                word.counted = owner + 1;
                word.answers = word.answers.saturating_add(1);
            }
        }
    }

    /// Makes a card's key ready.
    fn card_key(&self, card: &Card) -> CardKey {
        let topic = self.words_of(&card.topic);
        let mut prompt = self.words_of(&card.prompt);
        prompt.extend(&topic);
        prompt.sort_unstable();
        prompt.dedup();
        let kind = match &card.key {
            Key::Term(answer) | Key::SelfGraded(answer) => KeyKind::Term(TermKey::new(self, answer, card, &[])),
            Key::Choices { choices, correct } => {
                let others: Vec<String> =
                    choices.iter().enumerate().filter(|(i, _)| i != correct).map(|(_, text)| text.clone()).collect();
                KeyKind::Term(TermKey::new(self, &choices[*correct], card, &others))
            }
            Key::TrueFalse(value) => KeyKind::Truth(*value, TermKey::new(self, "", card, &[])),
            Key::Number { number, unit } => KeyKind::Number(NumberKey::new(self, *number, unit.as_deref(), card)),
            Key::List { items, ordered } => KeyKind::List(ListKey::new(self, items, *ordered, card)),
        };
        let mut own: Vec<WordId> = match &kind {
            KeyKind::Term(key) | KeyKind::Truth(_, key) => {
                key.right.iter().flat_map(|form| form.given.words.clone()).collect()
            }
            KeyKind::Number(_) | KeyKind::List(_) => Vec::new(),
        };
        own.sort_unstable();
        own.dedup();
        CardKey { prompt, topic, own, kind }
    }

    /// The known words of a text, parted at humps and not.
    pub(super) fn words_of(&self, text: &str) -> Vec<WordId> {
        let plain = self.clean(text);
        let parted = fold(&plain, Humps::Part, &self.abbreviations);
        let humped = parted.tokens.iter().any(|token| token.before == Break::Hump);
        let mut words = self.look_up(parted).words;
        if humped {
            words.extend(self.look_up(fold(&plain, Humps::Keep, &self.abbreviations)).words);
        }
        words.retain(|id| *id != UNKNOWN);
        words
    }
}

/// The abbreviations in all texts of a deck.
fn abbreviations(habits: &Habits, cards: &[Card]) -> Abbreviations {
    let mut abbreviations = Abbreviations::default();
    let mut collect = |text: &String| abbreviations.collect(text);
    habits.optional.iter().chain(&habits.others).chain(habits.same.iter().flatten()).for_each(&mut collect);
    for card in cards {
        [&card.prompt, &card.topic]
            .into_iter()
            .chain(&card.accept)
            .chain(&card.close)
            .chain(&card.reject)
            .for_each(&mut collect);
        match &card.key {
            Key::Term(answer) | Key::SelfGraded(answer) => collect(answer),
            Key::List { items, .. } => items.iter().flatten().for_each(&mut collect),
            Key::Choices { choices, .. } => choices.iter().for_each(&mut collect),
            Key::TrueFalse(_) | Key::Number { .. } => {}
        }
    }
    abbreviations
}
