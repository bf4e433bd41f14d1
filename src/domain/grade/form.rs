//! Forms: what a written answer stands for, ready to be compared.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::count::is_roman;
use super::fold::Break;
use super::given::{Given, WordId};
use super::letters::Letters;
use super::role::Role;
use super::vocabulary::Vocabulary;

/// One form of an answer, ready to be compared.
#[derive(Debug)]
pub(super) struct Form {
    /// The folded text with its words.
    pub(super) given: Given,
    /// Whether it is an identifier (`GetItem`, `aws:kms`, `x-amz-acl`) rather than words of a
    /// language.
    pub(super) identifier: bool,
    /// The words that carry its meaning, by place: not filler, not vendors' names unless all are.
    pub(super) content: Vec<usize>,
    /// Whether its words cannot change places: "from here to there".
    pub(super) directed: bool,
    /// Whether it denies by itself: "never stale".
    pub(super) denies: bool,
    /// The letters of all its words.
    pub(super) letters: Letters,
}

impl Form {
    /// A form of these words, of which there is at least one.
    fn new(vocabulary: &Vocabulary, given: Given) -> Self {
        let role = |i: usize| vocabulary.role(given.words[i]);
        let filler = |i: usize| role(i).is(Role::FILLER) && !is_first(&given, i);
        let carries = |i: &usize| !(filler(*i) || vocabulary.optional(given.words[*i]));
        let mut content: Vec<usize> = (0..given.len()).filter(carries).collect();
        if content.is_empty() {
            content = (0..given.len()).collect();
        }
        let any = |wanted: Role| (0..given.len()).any(|i| role(i).is(wanted));
        let (identifier, directed, denies) =
            (is_identifier(&given), any(Role::DIRECTED), any(Role::DENIAL));
        let letters = given.letters(0, given.len());
        Self { given, identifier, content, directed, denies, letters }
    }

    /// All forms that a written answer stands for, the longest first: itself, without a leading
    /// vendor word, without or with what stands in brackets, and an identifier without the noun
    /// behind it (`GetItem API`).
    pub(super) fn all(vocabulary: &Vocabulary, written: &str) -> Vec<Self> {
        let mut forms: Vec<Self> = Vec::new();
        let mut push = |given: Given| {
            if given.len() > 0 && forms.iter().all(|form| form.text() != given.folded.text) {
                forms.push(Self::new(vocabulary, given));
            }
        };
        for text in without_brackets(written) {
            let given = vocabulary.read(&text);
            for shorter in shortened(vocabulary, &given, &text) {
                push(shorter);
            }
            push(given);
        }
        forms.sort_by_key(|form| Reverse(form.given.len()));
        forms
    }

    /// The one form that a text is as it stands; `None` for a text without words.
    pub(super) fn whole(vocabulary: &Vocabulary, written: &str) -> Option<Self> {
        let given = vocabulary.read(written);
        (given.len() > 0).then(|| Self::new(vocabulary, given))
    }

    /// The form without the category at its end, where the prompt names it: asked for a header,
    /// "Authorization" will do.
    pub(super) fn without_category(
        &self,
        vocabulary: &Vocabulary,
        prompt: &[WordId],
    ) -> Option<Self> {
        let last = self.given.len().checked_sub(1).filter(|last| *last > 0)?;
        let word = self.given.words[last];
        let droppable = vocabulary.role(word).is(Role::CATEGORY)
            && prompt.contains(&word)
            && self.given.before(last) >= Break::Space;
        droppable.then(|| Self::new(vocabulary, self.given.part(0, last)))
    }

    /// Its roots, written as one.
    pub(super) fn text(&self) -> &str {
        &self.given.folded.text
    }

    /// Whether it is signs alone, which no word begins with.
    pub(super) fn is_signs(&self) -> bool {
        self.given.folded.plain.chars().next().is_some_and(|c| !c.is_alphanumeric())
    }
}

/// A written answer as it is, and what it is without its brackets: what stands around them, and
/// what stands in them where that is another name.
fn without_brackets(written: &str) -> Vec<Cow<'_, str>> {
    let mut texts = vec![Cow::Borrowed(written)];
    if let (Some(open), Some(close)) = (written.find('('), written.rfind(')'))
        && open < close
        // A numeral in brackets tells one of a family from the others: copper(I), copper(II).
        && !is_roman(&written[open + 1..close].to_lowercase())
    {
        let inside = &written[open + 1..close];
        // A single word in brackets explains; several words, or an abbreviation, are another name.
        let capitals = inside.chars().filter(|c| c.is_uppercase()).count();
        if inside.contains(' ') || capitals * 2 >= inside.chars().count() {
            texts.push(Cow::Borrowed(inside));
        }
        texts.push(Cow::Owned(format!("{}{}", &written[..open], &written[close + 1..])));
    }
    texts
}

/// A text without what leads up to a name, and without the noun behind an identifier.
fn shortened(vocabulary: &Vocabulary, given: &Given, written: &str) -> Vec<Given> {
    let mut shorter = Vec::new();
    let lead = given.words.iter().take_while(|id| vocabulary.optional(**id)).count();
    if lead > 0 && lead < given.len() && given.before(lead) == Break::Space {
        shorter.push(given.part(lead, given.len()));
    }
    // A name written with humps stands without what is written before it: "Acme CodeBuild" is
    // CodeBuild.
    let begun = (0..given.len()).rev().find(|i| given.before(*i) != Break::Hump).unwrap_or(0);
    if lead == 0
        && (1..=2).contains(&begun)
        && given.len() - begun > 1
        && given.before(begun) == Break::Space
    {
        shorter.push(given.part(begun, given.len()));
    }
    let Some(last) = given.len().checked_sub(1) else { return shorter };
    let code =
        written.contains(['_', ':', '/']) || (1..last).any(|i| given.before(i) == Break::Hump);
    let one =
        (1..last).all(|i| matches!(given.before(i), Break::Hump | Break::Tight | Break::Slash));
    let category = vocabulary.role(given.words[last]).is(Role::CATEGORY);
    if last > 1 && given.before(last) == Break::Space && code && one && category {
        shorter.push(given.part(0, last));
    }
    shorter
}

/// Whether word `i` is the numeral of "World War I" rather than the word with which people speak of
/// themselves.
pub(super) fn is_first(given: &Given, i: usize) -> bool {
    i > 0 && given.folded.plain(i) == "i"
}

/// Whether a form is written as one: with humps or punctuation, but no space.
fn is_identifier(given: &Given) -> bool {
    given.len() > 1
        && (1..given.len())
            .all(|i| matches!(given.before(i), Break::Hump | Break::Tight | Break::Slash))
}
