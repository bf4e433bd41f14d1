//! Folding: from what was typed to words that can be compared.
//!
//! Case, accents, invisible characters, typographic dashes and quotes, full-width forms, chat
//! markup and plurals disappear; what stands between two words is kept as a [`Break`], since a
//! comma, a slash and a camel-case hump mean different things to different keys.

use unicode_normalization::char::is_combining_mark;

use super::letters::Letters;
use super::root::{Abbreviations, LONGEST_ABBREVIATION, push_root, stem_length};
use super::signs::{Part, Signs};

/// What stands before a word, the strongest of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    /// A camel-case hump: `GetItem`.
    Hump,
    /// Punctuation without space: `server-side`, `kms:Encrypt`.
    Tight,
    /// White space, or the beginning of the text.
    Space,
    /// A slash or a bar.
    Slash,
    /// `&` or `+`, which join two things.
    Plus,
    /// A comma, which parts items and clauses.
    Comma,
    /// A bracket, opened or closed.
    Bracket,
    /// A dash with space around it, a colon with space behind it.
    Dash,
    /// A semicolon, a line's end, or the end of a sentence.
    Stop,
}

/// One word of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Where its root begins in [`Folded::text`].
    pub(super) start: usize,
    /// One past the end of its root in [`Folded::text`].
    pub(super) end: usize,
    /// One past the end of its stem in [`Folded::text`]: the root without a verb's ending.
    pub(super) stem_end: usize,
    /// Where it begins in [`Folded::plain`].
    pub(super) plain: usize,
    /// What stands between it and the word before it.
    pub(super) before: Break,
    /// Whether it was written in capitals, two letters or more.
    pub(super) capitals: bool,
    /// The letters of its root.
    pub(super) root_letters: Letters,
    /// The letters of the word itself.
    pub(super) letters: Letters,
}

/// A text as its words' roots, one after the other without anything between.
///
/// Since the roots stand side by side, the words `i..j` written as one are a slice of `text`: that
/// is how `all at once`, `AllAtOnce` and `allatonce` become equal without a copy.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Folded {
    /// The roots of its words, side by side.
    pub(super) text: String,
    /// The words themselves in lower case: slips are measured here too, since a slip in the last
    /// letters changes a root.
    pub(super) plain: String,
    /// Where each word stands in the two texts, in order.
    pub(super) tokens: Vec<Token>,
}

impl Folded {
    /// No words yet, with room for a text of so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        let text = || String::with_capacity(bytes);
        Self { text: text(), plain: text(), tokens: Vec::with_capacity(bytes / 6 + 1) }
    }

    /// The root of word `i`.
    #[inline]
    pub(super) fn root(&self, i: usize) -> &str {
        let token = &self.tokens[i];
        &self.text[token.start..token.end]
    }

    /// The stem of word `i`.
    #[inline]
    pub(super) fn stem(&self, i: usize) -> &str {
        let token = &self.tokens[i];
        &self.text[token.start..token.stem_end]
    }

    /// Word `i` in lower case.
    #[inline]
    pub(super) fn plain(&self, i: usize) -> &str {
        self.plain_joined(i, i + 1)
    }

    /// Words `from..to` in lower case, written as one.
    #[inline]
    pub(super) fn plain_joined(&self, from: usize, to: usize) -> &str {
        let end = self.tokens.get(to).map_or(self.plain.len(), |token| token.plain);
        &self.plain[self.tokens[from].plain..end]
    }

    /// The roots of words `from..to`, written as one.
    #[inline]
    pub(super) fn joined(&self, from: usize, to: usize) -> &str {
        if from >= to { "" } else { &self.text[self.tokens[from].start..self.tokens[to - 1].end] }
    }

    /// How long the roots of words `from..to` are, in bytes.
    #[inline]
    pub(super) fn length(&self, from: usize, to: usize) -> usize {
        self.tokens[to - 1].end - self.tokens[from].start
    }

    /// Appends a word with its root.
    pub(super) fn push(&mut self, root: &str, word: &str, before: Break, capitals: bool) {
        let (start, plain) = (self.text.len(), self.plain.len());
        self.text.push_str(root);
        self.plain.push_str(word);
        self.end_word(start, plain, before, capitals);
    }

    /// Makes what was appended to both texts since these places a word.
    fn end_word(&mut self, start: usize, plain: usize, before: Break, capitals: bool) {
        let (root, word) = (&self.text[start..], &self.plain[plain..]);
        let letters = Letters::of(word);
        let root_letters = if root == word { letters } else { Letters::of(root) };
        let (end, stem_end) = (self.text.len(), start + stem_length(root));
        self.tokens.push(Token {
            start,
            end,
            stem_end,
            plain,
            before,
            capitals,
            root_letters,
            letters,
        });
    }

    /// How many words the text has.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }
}

/// Whether camel-case humps part words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Humps {
    /// Humps part words: `GetItem` is two.
    Part,
    /// Humps part nothing: `GetItem` is one word.
    Keep,
}

/// Folds a text that [`clean`](super::clean::clean) has made plain.
pub(super) fn fold(clean: &str, humps: Humps, abbreviations: &Abbreviations) -> Folded {
    fold_with(clean, humps, abbreviations, Signs::No)
}

/// Folds a text as [`fold`] does, with some runs of signs as words.
pub(super) fn fold_with(
    clean: &str,
    humps: Humps,
    abbreviations: &Abbreviations,
    signs: Signs<'_>,
) -> Folded {
    let mut folder = Folder {
        out: Folded::with_capacity(clean.len()),
        before: Break::Space,
        begun: 0,
        capitals: 0,
        small: 0,
        snake: false,
        dots: 0,
        abbreviations,
    };
    if let Signs::No = signs {
        folder.read(clean, humps);
    } else {
        for part in signs.parts(clean) {
            match part {
                Part::Words(words) => folder.read(words, humps),
                Part::Sign(sign, comma) => folder.push_sign(sign, comma),
            }
        }
    }
    folder.finish(Break::Stop);
    folder.out
}

/// Whether a new word begins at `c` because of its case: `getItem`, `AWSProxy`, but not `URLs`.
fn is_hump(
    previous: char,
    c: char,
    next: char,
    rest: &mut std::iter::Peekable<std::str::Chars<'_>>,
) -> bool {
    if !c.is_uppercase() {
        return false;
    }
    if previous.is_lowercase() || previous.is_ascii_digit() {
        return true;
    }
    if !(previous.is_uppercase() && next.is_lowercase()) {
        return false;
    }
    let mut ahead = rest.clone();
    ahead.next();
    next != 's' || ahead.peek().is_some_and(|after| after.is_alphanumeric())
}

/// The break that a character between words makes.
fn break_of(previous: char, c: char, next: char) -> Break {
    match c {
        '/' | '|' | '\\' => Break::Slash,
        '&' | '+' => Break::Plus,
        ',' | '、' => Break::Comma,
        '(' | ')' | '[' | ']' | '{' | '}' => Break::Bracket,
        ';' | '\n' | '\r' | '•' | '。' => Break::Stop,
        '.' | '!' | '?' if next.is_whitespace() => Break::Stop,
        '-' if previous.is_whitespace() && next.is_whitespace() => Break::Dash,
        ':' if next.is_whitespace() => Break::Dash,
        _ if c.is_whitespace() || c.is_control() => Break::Space,
        _ => Break::Tight,
    }
}

/// Collects words while a text is read once.
struct Folder<'a> {
    abbreviations: &'a Abbreviations,
    out: Folded,
    before: Break,
    /// Where the word that is being read begins among the plain words.
    begun: usize,
    capitals: usize,
    small: usize,
    /// Whether an underscore stands beside the word.
    snake: bool,
    /// Dots inside the word so far.
    dots: usize,
}

impl Folder<'_> {
    /// Reads a text, or a part of it that ends between words.
    fn read(&mut self, text: &str, humps: Humps) {
        let mut chars = text.chars().peekable();
        let mut previous = ' ';
        while let Some(c) = chars.next() {
            let next = chars.peek().copied().unwrap_or(' ');
            if c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c)) {
                if humps == Humps::Part && is_hump(previous, c, next, &mut chars) {
                    self.finish(Break::Hump);
                }
                self.push(c);
            } else if c == '\'' {
                // The `'s` of a genitive and the ending of "I'd" say nothing; other apostrophes
                // join ("don't" is one word).
                let ending =
                    chars.clone().take_while(|after| after.is_alphanumeric()).collect::<String>();
                if self.word().is_empty() || ending.is_empty() {
                    self.finish(Break::Tight);
                } else if self.word() == "l" {
                    // The French and Italian article: "l'eau".
                    self.drop_word();
                } else if ["s", "d", "m", "ll", "re", "ve"]
                    .contains(&ending.to_ascii_lowercase().as_str())
                {
                    chars.by_ref().take(ending.len()).for_each(drop);
                }
            } else {
                if c == '.' && self.is_spelled(next, &mut chars) {
                    previous = c;
                    continue;
                }
                // A slash parts two things, but not in "w/" and "w/o", nor where a path begins with
                // it.
                let path = self.word().is_empty() && !next.is_whitespace();
                let after = if c == '/' && (path || self.word() == "w") {
                    Break::Space
                } else {
                    break_of(previous, c, next)
                };
                self.snake = c == '_' || (self.snake && after < Break::Space);
                self.finish(after);
            }
            previous = c;
        }
    }

    /// Appends a run of signs as a word, which is compared sign by sign.
    fn push_sign(&mut self, sign: &str, comma: bool) {
        self.finish(Break::Space);
        self.out.push(sign, sign, self.before, true);
        self.begin();
        self.before = if comma { Break::Comma } else { Break::Space };
    }

    /// The word that is being read.
    fn word(&self) -> &str {
        &self.out.plain[self.begun..]
    }

    /// Appends a character to the word that is being read, in small letters.
    fn push(&mut self, c: char) {
        if c.is_ascii() {
            self.capitals += usize::from(c.is_ascii_uppercase());
            self.small += usize::from(c.is_ascii_lowercase());
            self.out.plain.push(c.to_ascii_lowercase());
        } else {
            self.capitals += usize::from(c.is_uppercase());
            self.small += usize::from(c.is_lowercase());
            self.out.plain.extend(c.to_lowercase());
        }
    }

    /// Forgets the word that is being read.
    fn drop_word(&mut self) {
        self.out.plain.truncate(self.begun);
        self.begin();
    }

    /// Begins another word behind the last.
    fn begin(&mut self) {
        self.begun = self.out.plain.len();
        self.capitals = 0;
        self.small = 0;
        self.dots = 0;
    }

    /// Whether a dot only spells an abbreviation: one letter before it, one behind it.
    fn is_spelled(
        &mut self,
        next: char,
        rest: &mut std::iter::Peekable<std::str::Chars<'_>>,
    ) -> bool {
        let letters = self.word().chars().count();
        let mut ahead = rest.clone();
        ahead.next();
        let alone = !ahead.peek().is_some_and(|after| after.is_alphanumeric());
        let spelled = letters == self.dots + 1 && next.is_alphabetic() && alone;
        self.dots += usize::from(spelled);
        spelled
    }

    /// Ends the word that is being read, if any, and notes what follows it.
    fn finish(&mut self, after: Break) {
        let word = &self.out.plain[self.begun..];
        if word.is_empty() {
            self.before = self.before.max(after);
            return;
        }
        // An article says nothing, but the `a` of `a/b` and of `aWS` is no article.
        if after == Break::Space
            && self.before >= Break::Space
            && matches!(word, "a" | "an" | "the")
        {
            return self.drop_word();
        }
        let start = self.out.text.len();
        let plural = word.ends_with('s');
        let capitals = self.capitals >= 2 && self.small <= usize::from(plural);
        let written_as_one = plural
            && self.small == 0
            && self.capitals >= 2
            && word.len() <= LONGEST_ABBREVIATION
            && !self.snake;
        if written_as_one || self.abbreviations.has(word) {
            self.out.text.push_str(word);
        } else {
            push_root(&mut self.out.text, word);
        }
        self.out.end_word(start, self.begun, self.before, capitals);
        self.begin();
        self.before = after;
    }
}

#[cfg(test)]
mod tests;
