//! What the grader knows of a deck, made once when the deck is loaded.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::clean::clean;
use super::fold::{Break, Folded, Humps, fold_with};
use super::form::{Form, Given};
use super::list::ListKey;
use super::number::NumberKey;
use super::role::{ROLES, Role};
use super::root::{Abbreviations, push_root};
use super::signs::{Signs, is_signs};
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
    /// Whether it stands in an answer, or in a name that the deck lists: then it is never a slip
    /// for another word.
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

/// A text folded with its words parted at camel-case humps, and once more with humps kept if it has
/// any.
struct TwoWays {
    parted: Folded,
    whole: Option<Folded>,
}

/// What the grader knows of a deck, made once when the deck is loaded.
#[derive(Debug)]
pub struct Index {
    pub(super) words: Vec<Word>,
    ids: FxHashMap<Box<str>, WordId>,
    /// Synonyms by their first word, the longest first.
    pub(super) same: FxHashMap<WordId, Vec<Synonym>>,
    owners: FxHashMap<Box<str>, Vec<u32>>,
    cards: Vec<CardKey>,
    pub(super) abbreviations: Abbreviations,
    pub(super) strict_accents: bool,
}

impl Index {
    /// Builds the index of a deck.
    pub fn new(habits: &Habits, cards: &[Card]) -> Self {
        let mut index = Self {
            words: vec![Word::default()],
            ids: FxHashMap::with_capacity_and_hasher(cards.len() * 16, FxBuildHasher),
            same: FxHashMap::default(),
            owners: FxHashMap::with_capacity_and_hasher(cards.len() * 8, FxBuildHasher),
            cards: Vec::with_capacity(cards.len()),
            abbreviations: abbreviations(habits, cards),
            strict_accents: habits.strict_accents,
        };
        for (role, words) in ROLES {
            for word in words.split_whitespace() {
                let id = index.learn(word);
                index.words[id as usize].role = index.words[id as usize].role.and(*role);
                // In capitals, "YES" looks like an abbreviation, whose `S` stays; unless the deck
                // has it as one, it is none.
                if role.is(Role::YES.and(Role::NO)) || !index.abbreviations.has(word) {
                    index.ids.entry((*word).into()).or_insert(id);
                }
            }
        }
        for word in &habits.optional {
            for id in index.learn_text(word) {
                index.words[id as usize].optional = true;
            }
        }
        for group in &habits.same {
            index.learn_same(group);
        }
        for name in &habits.others {
            index.learn_name(name);
        }
        let prompts: Vec<TwoWays> = cards.iter().map(|card| index.learn_card(card)).collect();
        for name in &habits.others {
            for form in index.forms(name) {
                index.own(&form, NOBODY);
            }
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

    /// The number of a word by its root.
    pub(super) fn id_of_root(&self, root: &str) -> WordId {
        self.ids.get(root).copied().unwrap_or(UNKNOWN)
    }

    /// The part a word plays.
    #[inline]
    pub(super) fn role(&self, word: WordId) -> Role {
        self.words[word as usize].role
    }

    /// In how many cards' answers a word stands.
    #[inline]
    pub(super) fn answers(&self, word: WordId) -> u16 {
        self.words[word as usize].answers
    }

    /// Whether learners may add or leave out this word.
    #[inline]
    pub(super) fn optional(&self, word: WordId) -> bool {
        self.words[word as usize].optional
    }

    /// Whether a word is itself a name or a common word, hence no slip for another.
    #[inline]
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

    /// Folds a text of the deck, looks its words up and puts one word for each group of synonyms.
    pub(super) fn read(&self, text: &str) -> Given {
        let signs = if is_signs(text) { Signs::All } else { Signs::No };
        self.look_up(fold_with(&self.clean(text), Humps::Part, &self.abbreviations, signs))
    }

    /// Folds an answer to a card and looks its words up, as [`read`](Self::read) does.
    pub(super) fn read_given(&self, text: &str, card: &CardKey) -> Given {
        let signs = if card.signs.is_empty() { Signs::No } else { Signs::Beside(&card.signs) };
        self.look_up(fold_with(&self.clean(text), Humps::Part, &self.abbreviations, signs))
    }

    fn look_up(&self, folded: Folded) -> Given {
        let words: Vec<WordId> = (0..folded.len())
            .map(|i| self.ids.get(folded.root(i)).copied().unwrap_or(UNKNOWN))
            .collect();
        self.unify(Given { folded, words, before_synonyms: None })
    }

    /// Appends word `i` of another text.
    pub(super) fn copy(&self, out: &mut Given, given: &Given, i: usize) {
        self.append(
            out,
            given.root(i),
            given.folded.plain(i),
            given.before(i),
            given.folded.tokens[i].capitals,
        );
    }

    /// Appends a word with its root.
    pub(super) fn append(
        &self,
        out: &mut Given,
        root: &str,
        word: &str,
        before: Break,
        capitals: bool,
    ) {
        out.folded.push(root, word, before, capitals);
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

    /// A text folded with its words parted at humps, and not.
    fn fold_two_ways(&self, text: &str) -> TwoWays {
        let plain = self.clean(text);
        let signs = if is_signs(text) { Signs::All } else { Signs::No };
        let parted = fold_with(&plain, Humps::Part, &self.abbreviations, signs);
        let humped = parted.tokens.iter().any(|token| token.before == Break::Hump);
        let whole = humped.then(|| fold_with(&plain, Humps::Keep, &self.abbreviations, signs));
        TwoWays { parted, whole }
    }

    /// The numbers of all words of a text, new or old.
    fn learn_all(&mut self, folded: &TwoWays) -> Vec<WordId> {
        let ways = std::iter::once(&folded.parted).chain(&folded.whole);
        ways.flat_map(|way| (0..way.len()).map(|i| way.root(i)))
            .map(|root| self.learn_root(root))
            .collect()
    }

    fn learn_text(&mut self, text: &str) -> Vec<WordId> {
        let folded = self.fold_two_ways(text);
        self.learn_all(&folded)
    }

    /// Learns all words of a card, and gives back its prompt.
    fn learn_card(&mut self, card: &Card) -> TwoWays {
        match &card.key {
            Key::Term(answer) => self.learn_name(answer),
            Key::List { items, .. } => {
                for form in items.iter().flatten() {
                    self.learn_name(form);
                }
            }
            Key::Choices { choices, .. } => {
                for choice in choices {
                    self.learn_name(choice);
                }
            }
            Key::Number { .. } | Key::TrueFalse(_) | Key::SelfGraded(_) => {}
        }
        if !matches!(card.key, Key::Number { .. }) {
            for form in &card.accept {
                self.learn_name(form);
            }
        }
        card.reject.iter().for_each(|form| self.learn_name(form));
        self.learn_text(&card.topic);
        let prompt = self.fold_two_ways(&card.prompt);
        self.learn_all(&prompt);
        prompt
    }

    /// Learns the words of a name: none of them is a slip for another.
    fn learn_name(&mut self, written: &str) {
        for id in self.learn_text(written) {
            self.words[id as usize].named = true;
        }
    }

    /// Notes whose answers the forms of a card are, and in how many cards' answers each word
    /// stands.
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
        let text = form.given.folded.text.as_str();
        match self.owners.get_mut(text) {
            Some(owners) if owners.last() == Some(&owner) => {}
            Some(owners) => owners.push(owner),
            None => drop(self.owners.insert(text.into(), vec![owner])),
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
    fn card_key(&self, card: &Card, prompt: TwoWays) -> CardKey {
        let topic = self.words_of(&card.topic);
        let prompt = self.known_words(prompt);
        let kind = match &card.key {
            Key::Term(answer) | Key::SelfGraded(answer) => {
                KeyKind::Term(TermKey::new(self, answer, card, &[], &prompt))
            }
            Key::Choices { choices, correct } => {
                let others: Vec<String> = choices
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| i != correct)
                    .map(|(_, text)| text.clone())
                    .collect();
                KeyKind::Term(TermKey::new(self, &choices[*correct], card, &others, &prompt))
            }
            Key::TrueFalse(value) => {
                KeyKind::Truth(*value, TermKey::new(self, "", card, &[], &prompt))
            }
            Key::Number { number, unit } => {
                KeyKind::Number(NumberKey::new(self, number, unit.as_deref(), card))
            }
            Key::List { items, ordered } => {
                KeyKind::List(ListKey::new(self, items, *ordered, card, &prompt))
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
        CardKey { prompt, topic, own, signs: self.signs_of(card), kind }
    }

    /// The forms of a card that are signs alone, made plain.
    fn signs_of(&self, card: &Card) -> Box<[Box<str>]> {
        let of_key: Vec<&String> = match &card.key {
            Key::Term(answer) | Key::SelfGraded(answer) => vec![answer],
            Key::Choices { choices, .. } => choices.iter().collect(),
            Key::List { items, .. } => items.iter().flatten().collect(),
            Key::TrueFalse(_) | Key::Number { .. } => return Box::default(),
        };
        let all = of_key.into_iter().chain(&card.accept).chain(&card.close).chain(&card.reject);
        all.filter(|text| is_signs(text)).map(|text| self.clean(text).trim().into()).collect()
    }

    /// The known words of a text, parted at humps and not.
    pub(super) fn words_of(&self, text: &str) -> Vec<WordId> {
        self.known_words(self.fold_two_ways(text))
    }

    fn known_words(&self, folded: TwoWays) -> Vec<WordId> {
        let mut words = self.look_up(folded.parted).words;
        words.extend(folded.whole.map(|whole| self.look_up(whole).words).unwrap_or_default());
        words.retain(|id| *id != UNKNOWN);
        words
    }
}

/// The abbreviations in all texts of a deck.
fn abbreviations(habits: &Habits, cards: &[Card]) -> Abbreviations {
    let mut abbreviations = Abbreviations::default();
    let mut collect = |text: &String| abbreviations.collect(text);
    habits
        .optional
        .iter()
        .chain(&habits.others)
        .chain(habits.same.iter().flatten())
        .for_each(&mut collect);
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
