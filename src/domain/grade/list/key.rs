//! The items of a list card, made ready to be found in an answer.

use rustc_hash::FxHashMap;

use crate::domain::deck::Card;
use crate::domain::grade::form::Form;
use crate::domain::grade::given::{Given, UNKNOWN, WordId};
use crate::domain::grade::matching::Window;
use crate::domain::grade::term::TermKey;
use crate::domain::grade::vocabulary::Vocabulary;

/// The items of a list, ready to be compared.
#[derive(Debug)]
pub(in crate::domain::grade) struct ListKey {
    /// The wanted items, each with its forms.
    pub(super) items: Vec<Vec<Form>>,
    /// The forms by their roots and by their words, each written as one: its item, and its place
    /// among the item's forms.
    pub(super) by_text: FxHashMap<Box<str>, Vec<(usize, usize)>>,
    /// How long the longest of those texts is, in bytes.
    pub(super) longest: usize,
    /// The words of all their forms, sorted.
    pub(super) words: Vec<WordId>,
    /// Whether the items must be given in this order.
    pub(super) ordered: bool,
    /// Forms of the whole answer.
    pub(super) whole: TermKey,
}

impl ListKey {
    /// The key of a list card.
    pub(in crate::domain::grade) fn new(
        vocabulary: &Vocabulary,
        items: &[Vec<String>],
        ordered: bool,
        card: &Card,
        prompt: &[WordId],
    ) -> Self {
        let whole = TermKey::new(vocabulary, "", card, &[], prompt);
        let items: Vec<Vec<Form>> = items
            .iter()
            .map(|item| item.iter().flat_map(|text| Form::all(vocabulary, text)).collect())
            .collect();
        let mut words: Vec<WordId> = items
            .iter()
            .flatten()
            .flat_map(|form| form.given.words.iter().copied())
            .filter(|id| *id != UNKNOWN)
            .collect();
        words.sort_unstable();
        words.dedup();
        let mut by_text: FxHashMap<Box<str>, Vec<(usize, usize)>> = FxHashMap::default();
        for (item, forms) in items.iter().enumerate() {
            for (place, form) in forms.iter().enumerate() {
                let (roots, words) = (form.text(), form.given.folded.plain.as_str());
                for text in
                    [Some(roots), Some(words).filter(|words| *words != roots)].into_iter().flatten()
                {
                    by_text.entry(text.into()).or_default().push((item, place));
                }
            }
        }
        let longest = by_text.keys().map(|text| text.len()).max().unwrap_or_default();
        Self { items, by_text, longest, words, ordered, whole }
    }

    /// The forms that are written like these words of an answer, but for how they are parted.
    // Asked of every run of words: not inlined into `list.rs`, lists take a tenth longer.
    #[inline]
    pub(super) fn forms_written(
        &self,
        given: &Given,
        window: Window,
    ) -> impl Iterator<Item = (usize, usize)> + use<'_> {
        let roots = given.joined(window.from, window.to);
        let words = given.folded.plain_joined(window.from, window.to);
        let by_words = if words == roots { None } else { self.by_text.get(words) };
        self.by_text.get(roots).into_iter().chain(by_words).flatten().copied()
    }

    /// All forms of all items.
    pub(in crate::domain::grade) fn forms(&self) -> impl Iterator<Item = &Form> {
        self.items.iter().flatten()
    }
}
