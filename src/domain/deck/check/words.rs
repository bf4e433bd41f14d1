//! The words of a text, for comparing prompts and forms with one another.

use std::collections::HashSet;

/// The words of a text in small letters, with those that were written as they stand.
#[derive(Debug)]
pub(super) struct Words {
    folded: Vec<String>,
    written: Vec<String>,
}

/// A text without case and punctuation; one of signs alone stays as it is.
pub(super) fn folded(text: &str) -> String {
    let words = Words::new(text).folded.join(" ");
    if words.is_empty() { text.trim().to_owned() } else { words }
}

impl Words {
    /// The words of a text, as they are written and in small letters.
    pub(super) fn new(text: &str) -> Self {
        // Signs such as those of `C++` and `C#` are part of the word.
        let split = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '+' | '#')));
        let written: Vec<String> =
            split.filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Self { folded: written.iter().map(|word| word.to_lowercase()).collect(), written }
    }

    /// The words of a form without those that a learner may leave out, unless nothing would be
    /// left.
    ///
    /// Only words that stand by themselves are left out: the `aws` of `~/.aws/credentials` belongs
    /// to the path.
    pub(super) fn without(form: &str, optional: &[String]) -> Self {
        let kept =
            |word: &&str| !optional.iter().any(|optional| optional.eq_ignore_ascii_case(word));
        let words = Self::new(&form.split_whitespace().filter(kept).collect::<Vec<_>>().join(" "));
        if words.folded.is_empty() { Self::new(form) } else { words }
    }

    /// Whether `form` stands here word by word.
    pub(super) fn contain(&self, form: &Self) -> bool {
        // `IT` is also a pronoun, so two letters count only as written; `A` may begin any sentence
        // and never counts.
        let length: usize = form.written.iter().map(String::len).sum();
        let (here, form) =
            if length == 2 { (&self.written, &form.written) } else { (&self.folded, &form.folded) };
        length > 1 && here.windows(form.len()).any(|window| window == form)
    }

    /// How much of the shorter text's telling words the other has too, from 0 to 1.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let (one, two) = (self.telling(), other.telling());
        let least = one.len().min(two.len());
        if least == 0 {
            return 0.0;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a prompt has at most a thousand characters"
        )]
        let share = one.intersection(&two).count() as f64 / least as f64;
        share
    }

    /// The words that carry meaning, as far as their length tells.
    fn telling(&self) -> HashSet<&str> {
        self.folded.iter().map(String::as_str).filter(|word| word.chars().count() > 3).collect()
    }
}
