//! What the words around a form make of it: nothing, a denial, a second answer, another thing.

use super::fold::Break;
use super::matching::Answer;
use super::role::Role;

/// What the words around a form make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    /// They leave it as it is: there are none, they are filler, or they explain.
    Harmless,
    /// They deny the form: "not", "anything but".
    Denied,
    /// They offer another answer beside it: "or", a slash, a second name.
    Another,
    /// They make another thing of it: "queue" in "dead-letter queue".
    More,
}

impl Answer<'_> {
    /// What the words outside `from..to` make of a form found there.
    pub(super) fn around(&self, from: usize, to: usize) -> Around {
        let before = self.before(from);
        if before != Around::Harmless {
            return before;
        }
        self.after(to)
    }

    /// What the words before `end` make of a form that begins there.
    fn before(&self, end: usize) -> Around {
        if (0..end).any(|i| self.role(i).is(Role::DENIAL) || self.excludes(i)) {
            return Around::Denied;
        }
        if self.offers_another(0, end) {
            return Around::Another;
        }
        let weighs = |i: &usize| !self.harmless(*i) && !self.role(*i).is(Role::CATEGORY);
        let Some(last) = (0..end).rev().find(weighs) else { return Around::Harmless };
        let parted = (last + 1..=end).any(|i| self.given.before(i) >= Break::Comma);
        // One clause may lead up to the answer; several are a dump of answers.
        let spoken = self.commas(1, end + 1) < 2
            && (self.is_sentence(0, end) || (last + 1 < end && self.role(end - 1).is(Role::LINK)));
        match (parted, spoken) {
            (_, true) => Around::Harmless,
            (true, false) => Around::Another,
            (false, false) => Around::More,
        }
    }

    /// What the words from `start` on make of a form that ends there.
    fn after(&self, start: usize) -> Around {
        let n = self.given.len();
        // After "because" and the like nothing changes the answer any more, nor after "not" and
        // another thing.
        let end = (start..n)
            .find(|i| self.role(*i).is(Role::EXPLAINS) || self.contrasts(*i))
            .unwrap_or(n);
        if (start..end).any(|i| self.role(i).is(Role::DENIAL) && !self.role(i).is(Role::NO)) {
            return Around::Denied;
        }
        if self.offers_another(start, end) {
            return Around::Another;
        }
        let Some(first) =
            (start..end).find(|i| !self.harmless(*i) && !self.role(*i).is(Role::CATEGORY))
        else {
            return Around::Harmless;
        };
        let strongest = (start..=first).map(|i| self.given.before(i)).max().unwrap_or(Break::Space);
        let spoken =
            self.is_sentence(start, end) || (start..first).any(|i| self.role(i).is(Role::LINK));
        match strongest {
            Break::Bracket | Break::Dash | Break::Stop => Around::Harmless,
            _ if spoken && self.commas(start, end) < 3 => Around::Harmless,
            // Several words behind a comma say the same once more; a single one is another answer.
            Break::Comma if self.is_apposition(start, end) => Around::Harmless,
            Break::Comma | Break::Plus => Around::Another,
            _ => Around::More,
        }
    }

    /// Whether `i` is the "but" of "anything but".
    fn excludes(&self, i: usize) -> bool {
        const ALL: [&str; 7] =
            ["ani", "anything", "anywhere", "anyone", "everything", "all", "nothing"];
        i > 0 && self.given.root(i) == "but" && ALL.contains(&self.given.root(i - 1))
    }

    /// Whether a denial at `i` is aimed at something else: "this, not that".
    pub(super) fn contrasts(&self, i: usize) -> bool {
        let aimed = i + 1 < self.given.len() && (i + 1..self.given.len()).any(|k| !self.filler(k));
        i > 0
            && aimed
            && self.role(i).is(Role::DENIAL)
            && !self.given.words[i + 1..].iter().any(|word| self.card.is_own(*word))
    }

    /// Whether `from..to` is one part of several words of weight, which says the same once more.
    fn is_apposition(&self, from: usize, to: usize) -> bool {
        self.commas(from + 1, to) == 0 && (from..to).filter(|i| !self.stop(*i)).count() >= 2
    }

    /// How many commas and stronger breaks stand before the words `from..to`.
    fn commas(&self, from: usize, to: usize) -> usize {
        (from..to).filter(|i| self.given.before(*i) >= Break::Comma).count()
    }

    /// Whether word `i` offers one thing or another; "or more" and "or so" do not.
    pub(super) fn hedges(&self, i: usize) -> bool {
        let open = i + 1 < self.given.len()
            && matches!(self.given.root(i + 1), "more" | "so" | "les" | "fewer");
        self.role(i).is(Role::HEDGE) && !open
    }

    /// Whether `from..to`, outside a form, offer something beside it: "or", a slash or "maybe" with
    /// a word of weight, or a part that is nothing but another card's answer.
    fn offers_another(&self, from: usize, to: usize) -> bool {
        let slash =
            |i: usize| i > 0 && i < self.given.len() && self.given.before(i) == Break::Slash;
        let hedged = slash(from) || slash(to) || (from..to).any(|i| self.hedges(i));
        if hedged && (from..to).any(|i| !self.stop(i) && !self.role(i).is(Role::HEDGE)) {
            return true;
        }
        let begins = |i: usize| {
            i == from || self.given.before(i) >= Break::Plus || self.role(i).is(Role::JOINS)
        };
        // What is tied to the form by a preposition, or begins a sentence, tells about it.
        let tells = |i: &usize| self.role(*i).is(Role::LINK.and(Role::SENTENCE));
        let told = (from..to).find(tells).filter(|_| from > 0).unwrap_or(to);
        (from..told).filter(|i| begins(*i)).any(|first| {
            let mut last = (first + 1..told).find(|i| begins(*i)).unwrap_or(told);
            let mut first = first;
            while first < last && self.filler(first) {
                first += 1;
            }
            while last > first && self.filler(last - 1) {
                last -= 1;
            }
            (first..last).any(|i| !self.harmless(i)) && self.is_foreign(first, last)
        })
    }

    /// Whether `from..to` reads as a sentence rather than as a name.
    pub(super) fn is_sentence(&self, from: usize, to: usize) -> bool {
        (from..to).any(|i| self.role(i).is(Role::SENTENCE))
    }

    /// Whether any word of `from..to` denies.
    pub(super) fn denies(&self, from: usize, to: usize) -> bool {
        (from..to).any(|i| self.role(i).is(Role::DENIAL))
    }
}
