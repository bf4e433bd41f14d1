//! The words that a deck and every subject use, each with what the grader knows of it.
//!
//! It is made once, from the deck's texts; afterwards texts are only read with it.

use std::borrow::Cow;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::clean::clean;
use super::fold::{Break, Folded, Humps, fold_with};
use super::given::{Given, UNKNOWN, WordId};
use super::role::{ROLES, Role};
use super::root::{Abbreviations, push_root};
use super::signs::{Signs, is_signs};
use super::synonym::{Synonyms, is_beginning, ways};
use crate::domain::deck::{Card, Habits, Key};

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    /// The part it plays in any answer.
    role: Role,
    /// In how many cards' answers it stands; for a deck of more cards, the most that fits.
    answers: u16,
    /// Whether the deck lets learners add it or leave it out.
    optional: bool,
    /// Whether it stands in an answer, or in a name that the deck lists: then it is never a slip
    /// for another word.
    named: bool,
    /// Whether a phrase with a synonym begins with it, so that other words cost no look-up.
    begins_synonym: bool,
}

/// A text folded with its words parted at camel-case humps, and once more with humps kept if it has
/// any.
pub(super) struct TwoWays {
    parted: Folded,
    whole: Option<Folded>,
}

/// The words of a deck and of every subject, and how texts are read with them.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// What is known of each word, by its number; that of [`UNKNOWN`] first, of which nothing is.
    words: Vec<Word>,
    /// The numbers of words by their roots.
    ids: FxHashMap<Box<str>, WordId>,
    synonyms: Synonyms,
    abbreviations: Abbreviations,
    /// Whether accents count: `résumé` is not `resume`.
    pub(super) strict_accents: bool,
}

impl Vocabulary {
    /// The vocabulary of a deck, and its cards' prompts as they were folded on the way, in the
    /// cards' order.
    pub(super) fn of(habits: &Habits, cards: &[Card]) -> (Self, Vec<TwoWays>) {
        let mut vocabulary = Self {
            words: vec![Word::default()],
            ids: FxHashMap::with_capacity_and_hasher(cards.len() * 16, FxBuildHasher),
            synonyms: Synonyms::default(),
            abbreviations: abbreviations(habits, cards),
            strict_accents: habits.strict_accents,
        };
        vocabulary.learn_roles();
        for word in &habits.optional {
            for id in vocabulary.learn_text(word) {
                vocabulary.words[id as usize].optional = true;
            }
        }
        for group in &habits.same {
            vocabulary.learn_same(group);
        }
        for name in &habits.others {
            vocabulary.learn_name(name);
        }
        let prompts = cards.iter().map(|card| vocabulary.learn_card(card)).collect();
        (vocabulary, prompts)
    }

    /// The number of a word by its root.
    pub(super) fn id_of_root(&self, root: &str) -> WordId {
        self.ids.get(root).copied().unwrap_or(UNKNOWN)
    }

    /// The number of a word in lower case.
    pub(super) fn id_of(&self, word: &str) -> WordId {
        let mut root = String::with_capacity(word.len());
        push_root(&mut root, word);
        self.id_of_root(&root)
    }

    /// The part a word plays.
    #[inline]
    pub(super) fn role(&self, word: WordId) -> Role {
        self.words[word as usize].role
    }

    /// The part that a word in lower case plays.
    pub(super) fn role_of(&self, word: &str) -> Role {
        self.role(self.id_of(word))
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

    /// Whether a text is a vendor's name and nothing else: as an answer it cannot be left out.
    pub(super) fn is_vendor(&self, written: &str) -> bool {
        let given = self.read(written);
        given.len() > 0 && given.words.iter().all(|word| self.optional(*word))
    }

    /// A text made plain, as this deck sees accents.
    pub(super) fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        clean(text, self.strict_accents)
    }

    /// Folds a text of the deck, looks its words up and puts one word for each group of synonyms.
    pub(super) fn read(&self, text: &str) -> Given {
        let signs = if is_signs(text) { Signs::All } else { Signs::No };
        self.read_with(text, signs)
    }

    /// Folds an answer to a card and looks its words up, as [`read`](Self::read) does; `signs` are
    /// the card's forms of signs alone, beside which other signs are words, too.
    pub(super) fn read_answer(&self, text: &str, signs: &[Box<str>]) -> Given {
        self.read_with(text, if signs.is_empty() { Signs::No } else { Signs::Beside(signs) })
    }

    fn read_with(&self, text: &str, signs: Signs<'_>) -> Given {
        self.look_up(fold_with(&self.clean(text), Humps::Part, &self.abbreviations, signs))
    }

    /// Looks the words of a folded text up and puts synonyms for one another.
    fn look_up(&self, folded: Folded) -> Given {
        let words: Vec<WordId> =
            (0..folded.len()).map(|i| self.id_of_root(folded.root(i))).collect();
        let synonyms = words.iter().any(|word| self.words[*word as usize].begins_synonym);
        let given = Given { folded, words, before_synonyms: None };
        if synonyms { self.synonyms.unify(given) } else { given }
    }

    /// The known words of a text, parted at humps and not.
    pub(super) fn words_of(&self, text: &str) -> Vec<WordId> {
        self.known_words(self.fold_two_ways(text))
    }

    /// The known words of a text that has been folded before all words were known.
    pub(super) fn known_words(&self, folded: TwoWays) -> Vec<WordId> {
        let mut words = self.look_up(folded.parted).words;
        words.extend(folded.whole.map(|whole| self.look_up(whole).words).unwrap_or_default());
        words.retain(|id| *id != UNKNOWN);
        words
    }

    /// Adds the words of all synonyms of phrases that `words` hold: where "read capacity unit" may
    /// stand, "RCU" may.
    pub(super) fn add_synonyms(&self, words: &mut Vec<WordId>) {
        words.extend(self.synonyms.of_words(words));
    }

    /// Counts one more card in whose answer these words stand, however often each.
    pub(super) fn count_answer(&mut self, mut words: Vec<WordId>) {
        words.sort_unstable();
        words.dedup();
        for id in words {
            let word = &mut self.words[id as usize];
            word.answers = word.answers.saturating_add(1);
        }
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

    /// Learns the words that play a part in every subject.
    fn learn_roles(&mut self) {
        for (role, words) in ROLES {
            for word in words.split_whitespace() {
                let id = self.learn(word);
                let known = &mut self.words[id as usize];
                known.role = known.role.and(*role);
                // In capitals, "YES" looks like an abbreviation, whose `S` stays; unless the deck
                // has it as one, it is none.
                if role.is(Role::YES.and(Role::NO)) || !self.abbreviations.has(word) {
                    self.ids.entry((*word).into()).or_insert(id);
                }
            }
        }
    }

    /// Learns a group of synonyms: each may be written as words, with humps, or as one word.
    fn learn_same(&mut self, group: &[String]) {
        let Some(first) = group.first() else { return };
        let [_, target, _] = ways(&self.clean(first), &self.abbreviations);
        let first: Vec<(Box<str>, WordId)> =
            target.iter().map(|root| (root.clone(), self.learn_root(root))).collect();
        for member in group {
            for way in ways(&self.clean(member), &self.abbreviations) {
                // The first way stays as it is, but must be seen where a shorter way is a part of
                // it ("Dynamo" of "DynamoDB").
                if way == target && !group.iter().any(|other| is_beginning(other, member)) {
                    continue;
                }
                let phrase: Vec<WordId> = way.iter().map(|root| self.learn_root(root)).collect();
                let Some(head) = phrase.first() else { continue };
                let head = &mut self.words[*head as usize];
                head.begins_synonym = true;
                head.named = true;
                self.synonyms.add(phrase, &first);
            }
        }
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

    /// The numbers of all words of a text, new or old, parted at humps and not.
    fn learn_text(&mut self, text: &str) -> Vec<WordId> {
        let folded = self.fold_two_ways(text);
        self.learn_all(&folded)
    }

    /// The numbers of all words of a folded text, new or old.
    fn learn_all(&mut self, folded: &TwoWays) -> Vec<WordId> {
        let ways = std::iter::once(&folded.parted).chain(&folded.whole);
        ways.flat_map(|way| (0..way.len()).map(|i| way.root(i)))
            .map(|root| self.learn_root(root))
            .collect()
    }

    /// The number of a word, new or old, by one word as written.
    fn learn(&mut self, word: &str) -> WordId {
        let mut root = String::new();
        push_root(&mut root, word);
        self.learn_root(&root)
    }

    /// The number of a word, new or old, by its root.
    fn learn_root(&mut self, root: &str) -> WordId {
        if let Some(id) = self.ids.get(root) {
            return *id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(UNKNOWN);
        self.words.push(Word::default());
        self.ids.insert(root.into(), id);
        id
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
