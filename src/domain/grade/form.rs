//! Forms: what a written answer stands for, ready to be compared.

use std::borrow::Cow;

use super::count::is_roman;
use super::fold::{Break, Folded};
use super::index::{Index, WordId};
use super::letters::Letters;
use super::role::Role;

/// A text, folded, with its words looked up.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// The folded text.
    pub(super) folded: Folded,
    /// Its words, one for each token.
    pub(super) words: Vec<WordId>,
    /// The roots before synonyms were put for one another, if any were.
    pub(super) before_synonyms: Option<Box<str>>,
}

impl Given {
    /// The roots as they were written, without synonyms put for one another.
    pub(super) fn as_written(&self) -> &str {
        self.before_synonyms.as_deref().unwrap_or(&self.folded.text)
    }

    /// The number of words.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The roots of words `from..to`, written as one.
    #[inline]
    pub(super) fn joined(&self, from: usize, to: usize) -> &str {
        self.folded.joined(from, to)
    }

    /// The root of word `i`.
    #[inline]
    pub(super) fn root(&self, i: usize) -> &str {
        self.folded.root(i)
    }

    /// The letters of words `from..to`.
    pub(super) fn letters(&self, from: usize, to: usize) -> Letters {
        self.folded.tokens[from..to]
            .iter()
            .fold(Letters::default(), |all, token| all.and(token.letters))
    }

    /// What stands before word `i`.
    #[inline]
    pub(super) fn before(&self, i: usize) -> Break {
        self.folded.tokens[i].before
    }
}

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
    fn new(index: &Index, given: Given) -> Self {
        let role = |i: usize| index.role(given.words[i]);
        let filler = |i: usize| role(i).is(Role::FILLER) && !is_first(&given, i);
        let carries = |i: &usize| !(filler(*i) || index.optional(given.words[*i]));
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

    /// Whether it is signs alone, which no word begins with.
    pub(super) fn is_signs(&self) -> bool {
        self.given.folded.plain.chars().next().is_some_and(|c| !c.is_alphanumeric())
    }
}

impl Index {
    /// All forms that a written answer stands for: itself, without a leading vendor word, without
    /// or with what stands in brackets, and an identifier without the noun behind it (`GetItem
    /// API`).
    pub(super) fn forms(&self, written: &str) -> Vec<Form> {
        let mut texts = vec![Cow::Borrowed(written)];
        if let (Some(open), Some(close)) = (written.find('('), written.rfind(')'))
            && open < close
            // A numeral in brackets tells one of a family from the others: copper(I), copper(II).
            && !is_roman(&written[open + 1..close].to_lowercase())
        {
            let (outside, inside) = (
                format!("{}{}", &written[..open], &written[close + 1..]),
                &written[open + 1..close],
            );
            // A single word in brackets explains; several words, or an abbreviation, are another
            // name.
            let capitals = inside.chars().filter(|c| c.is_uppercase()).count();
            if inside.contains(' ') || capitals * 2 >= inside.chars().count() {
                texts.push(Cow::Borrowed(inside));
            }
            texts.push(Cow::Owned(outside));
        }
        let mut forms: Vec<Form> = Vec::new();
        let mut push = |given: Given| {
            if given.len() > 0
                && forms.iter().all(|form| form.given.folded.text != given.folded.text)
            {
                forms.push(Form::new(self, given));
            }
        };
        for text in texts {
            let given = self.read(&text);
            for shorter in self.shortened(&given, &text) {
                push(shorter);
            }
            push(given);
        }
        forms.sort_by_key(|form| std::cmp::Reverse(form.given.len()));
        forms
    }

    /// A form without the category at its end, where the prompt names it: asked for a header,
    /// "Authorization" will do.
    pub(super) fn without_category(&self, form: &Form, prompt: &[WordId]) -> Option<Form> {
        let last = form.given.len().checked_sub(1).filter(|last| *last > 0)?;
        let word = form.given.words[last];
        let droppable = self.role(word).is(Role::CATEGORY)
            && prompt.contains(&word)
            && form.given.before(last) >= Break::Space;
        droppable.then(|| {
            let given = self.part(&form.given, 0, last);
            Form::new(self, given)
        })
    }

    /// The one form that a text is as it stands.
    pub(super) fn whole_form(&self, written: &str) -> Vec<Form> {
        let given = self.read(written);
        if given.len() == 0 { Vec::new() } else { vec![Form::new(self, given)] }
    }

    /// Whether a text is a vendor's name and nothing else: as an answer it cannot be left out.
    pub(super) fn is_vendor(&self, written: &str) -> bool {
        let given = self.read(written);
        given.len() > 0 && given.words.iter().all(|word| self.optional(*word))
    }

    /// The form without what leads up to a name, and without the noun behind an identifier.
    fn shortened(&self, given: &Given, written: &str) -> Vec<Given> {
        let mut shorter = Vec::new();
        let lead = given.words.iter().take_while(|id| self.optional(**id)).count();
        if lead > 0 && lead < given.len() && given.before(lead) == Break::Space {
            shorter.push(self.part(given, lead, given.len()));
        }
        // A name written with humps stands without what is written before it: "Acme CodeBuild" is
        // CodeBuild.
        let begun = (0..given.len()).rev().find(|i| given.before(*i) != Break::Hump).unwrap_or(0);
        if lead == 0
            && (1..=2).contains(&begun)
            && given.len() - begun > 1
            && given.before(begun) == Break::Space
        {
            shorter.push(self.part(given, begun, given.len()));
        }
        let Some(last) = given.len().checked_sub(1) else { return shorter };
        let code =
            written.contains(['_', ':', '/']) || (1..last).any(|i| given.before(i) == Break::Hump);
        let one =
            (1..last).all(|i| matches!(given.before(i), Break::Hump | Break::Tight | Break::Slash));
        let category = self.role(given.words[last]).is(Role::CATEGORY);
        if last > 1 && given.before(last) == Break::Space && code && one && category {
            shorter.push(self.part(given, 0, last));
        }
        shorter
    }

    fn part(&self, given: &Given, from: usize, to: usize) -> Given {
        let mut out = Given::default();
        for i in from..to {
            self.copy(&mut out, given, i);
        }
        out
    }
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
