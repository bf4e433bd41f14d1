//! Lists: graded item by item; some right is close, and the reason says how many are missing, never
//! which.

mod key;

use std::cmp::Reverse;

pub(super) use self::key::ListKey;
use super::around::Around;
use super::fold::Break;
use super::form::Form;
use super::instead::Instead;
use super::matching::{Answer, Window};
use super::role::Role;
use super::term::telling_words;
use super::verdict::Grade;
use super::why::Why;

/// Which item stands where, and what is left over.
struct Found<'a> {
    answer: Answer<'a>,
    /// For each item, the first of the words that are it.
    places: Vec<Option<usize>>,
    /// For each word, whether an item has taken it.
    taken: Vec<bool>,
    /// Where the parts of the answer begin, and its end.
    parts: Vec<usize>,
}

/// Judges an answer to a list.
pub(super) fn judge(key: &ListKey, answer: Answer<'_>) -> Grade {
    if telling_words(answer).is_none() {
        return Grade::incorrect(Why::NoAnswer(Instead::Unknown));
    }
    if let Some(grade) = whole(key, answer) {
        return grade;
    }
    let mut found = Found::new(key, answer);
    found.take_exact(key);
    found.take_slipped(key);
    found.take_phrases(key);
    found.verdict(key)
}

/// The judgment of an answer that the card lists as a whole.
fn whole(key: &ListKey, answer: Answer<'_>) -> Option<Grade> {
    let (from, to) = answer.trimmed(Answer::filler);
    let text = answer.given.joined(from, to);
    let is = |forms: &[Form]| forms.iter().any(|form| form.text() == text);
    if is(&key.whole.right) {
        Some(Grade::correct(Why::Right))
    } else if is(&key.whole.close) {
        Some(Grade::close(Why::Related))
    } else if is(&key.whole.reject) {
        Some(Grade::incorrect(Why::Another))
    } else {
        None
    }
}

impl<'a> Found<'a> {
    fn new(key: &ListKey, answer: Answer<'a>) -> Self {
        let n = answer.given.len();
        Self {
            answer,
            places: vec![None; key.items.len()],
            taken: vec![false; n],
            parts: Vec::new(),
        }
    }

    /// Gives an item the words `from..to`.
    fn take(&mut self, item: usize, from: usize, to: usize) {
        self.places[item] = Some(from);
        self.taken[from..to].fill(true);
    }

    /// Whether no item has taken any of the words `from..to`.
    fn is_free(&self, from: usize, to: usize) -> bool {
        self.taken[from..to].iter().all(|taken| !taken)
    }

    /// Gives each item the longest free words that are one of its forms.
    fn take_exact(&mut self, key: &ListKey) {
        let given = self.answer.given;
        let mut candidates: Vec<(usize, usize, Window)> = Vec::new();
        for from in 0..given.len() {
            for window in (from + 1..=given.len()).map(|to| Window { from, to, slips: 0 }) {
                if given.folded.length(window.from, window.to) > key.longest {
                    break;
                }
                let forms = key.forms_written(given, window).filter(|(item, form)| {
                    self.answer.stands(&key.items[*item][*form], window)
                        && !self.is_tied(key, window)
                });
                candidates.extend(forms.map(|(item, form)| (item, form, window)));
            }
        }
        let letters = |window: &Window| given.folded.length(window.from, window.to);
        candidates.sort_by_key(|(item, form, window)| {
            (Reverse(letters(window)), *item, *form, window.from)
        });
        for (item, _, window) in candidates {
            if self.places[item].is_none() && self.is_free(window.from, window.to) {
                self.take(item, window.from, window.to);
            }
        }
        self.part();
    }

    /// Whether punctuation without space ties a window to a word that belongs neither to the list
    /// nor to the prompt: `Function` in `AWS::Lambda::Function` is another thing.
    fn is_tied(&self, key: &ListKey, window: Window) -> bool {
        let stranger = |i: usize| !self.answer.harmless(i) && !is_own(key, self.answer, i);
        let given = self.answer.given;
        (window.from > 0 && given.before(window.from) == Break::Tight && stranger(window.from - 1))
            || (window.to < given.len()
                && given.before(window.to) == Break::Tight
                && stranger(window.to))
    }

    /// Parts the answer at commas and the like, and at "and" and "or" outside what is taken.
    fn part(&mut self) {
        let n = self.answer.given.len();
        self.parts = vec![0];
        for i in 1..n {
            let inside =
                self.taken[i] && self.taken[i - 1] && self.answer.given.before(i) < Break::Comma;
            let role = self.answer.role(i);
            let joined = role.is(Role::JOINS) || role.is(Role::HEDGE);
            if !inside
                && (joined
                    || matches!(self.answer.given.before(i), Break::Slash | Break::Plus)
                    || self.answer.given.before(i) >= Break::Comma)
            {
                self.parts.push(i);
            }
        }
        self.parts.push(n);
    }

    /// Gives each item still missing the free words of one part that are a form of it but for
    /// slips.
    fn take_slipped(&mut self, key: &ListKey) {
        for (item, forms) in key.items.iter().enumerate() {
            if self.places[item].is_some() {
                continue;
            }
            let window = self.stretches().into_iter().find_map(|(from, to)| {
                forms.iter().find_map(|form| self.answer.find_slipped(form, from, to))
            });
            if let Some(window) = window {
                self.take(item, window.from, window.to);
            }
        }
    }

    /// The stretches of free words.
    fn stretches(&self) -> Vec<(usize, usize)> {
        let mut stretches = Vec::new();
        let mut from = 0;
        for to in 0..=self.taken.len() {
            if to == self.taken.len() || self.taken[to] {
                if from < to {
                    stretches.push((from, to));
                }
                from = to + 1;
            }
        }
        stretches
    }

    /// Gives each item still missing the words of one part that say a phrase of it in another order
    /// or inflection.
    fn take_phrases(&mut self, key: &ListKey) {
        for (item, forms) in key.items.iter().enumerate() {
            if self.places[item].is_some() {
                continue;
            }
            let words = self.parts.windows(2).find_map(|part| {
                let free: Vec<usize> = (part[0]..part[1]).filter(|i| !self.taken[*i]).collect();
                forms.iter().find_map(|form| said_with(form, &free, self.answer))
            });
            if let Some(words) = words {
                self.places[item] = words.iter().min().copied();
                for i in words {
                    self.taken[i] = true;
                }
            }
        }
    }

    /// Whether a denial stands outside what the items took; one in a clause with "if" denies
    /// nothing.
    fn denied(&self) -> bool {
        (0..self.taken.len()).any(|i| {
            let denies = !self.taken[i] && self.answer.role(i).is(Role::DENIAL);
            denies && self.answer.given.root(self.clause_begin(i)) != "if" && !self.contrasts(i)
        })
    }

    /// The first word of the clause in which word `i` stands.
    fn clause_begin(&self, i: usize) -> usize {
        (1..=i).rev().find(|j| self.answer.given.before(*j) >= Break::Comma).unwrap_or(0)
    }

    /// Whether a denial at `i` is aimed at what stands behind the items: "EC2 and on-premises, but
    /// not Lambda".
    fn contrasts(&self, i: usize) -> bool {
        self.taken[..i].contains(&true) && !self.taken[i..].contains(&true)
    }

    /// How many parts name something that does not belong.
    fn strangers(&self, key: &ListKey) -> usize {
        self.parts.windows(2).map(|part| self.strangers_in(key, part[0], part[1])).sum()
    }

    /// How many things that do not belong the part `from..to` names: none or one, but several
    /// beside an item.
    fn strangers_in(&self, key: &ListKey, from: usize, to: usize) -> usize {
        let answer = self.answer;
        let own = |i: usize| is_own(key, answer, i);
        // What is said not to belong is no mistake.
        let denied =
            |i: &usize| !self.taken[*i] && answer.role(*i).is(Role::DENIAL) && self.contrasts(*i);
        let to = (from..to).find(denied).unwrap_or(to);
        let loose: Vec<usize> = (from..to)
            .filter(|i| {
                !self.is_item_number(*i)
                    && !self.taken[*i]
                    && !answer.harmless(*i)
                    && !answer.role(*i).is(Role::HEDGE)
            })
            .collect();
        if loose.is_empty() {
            return 0;
        }
        if (from..to).any(|i| self.taken[i]) {
            // Beside an item only a foreign name is a second thing; other words describe the item.
            return loose.iter().filter(|i| !own(**i) && answer.is_foreign(**i, **i + 1)).count();
        }
        let (first, last) = (loose[0], loose[loose.len() - 1] + 1);
        if answer.is_foreign(first, last) {
            return 1;
        }
        // What stands in brackets, leads up to the items, or is a sentence tells about them.
        let brackets = (0..=from).filter(|i| answer.given.before(*i) == Break::Bracket).count();
        let announces =
            from == 0 && to < answer.given.len() && answer.given.before(to) == Break::Dash;
        let aside = brackets % 2 == 1 || announces || answer.is_sentence(from, to);
        usize::from(!aside && !loose.iter().all(|i| own(*i)))
    }

    /// Whether word `i` is a number of one or two digits, such as numbers the items in "1. … 2. …".
    fn is_item_number(&self, i: usize) -> bool {
        let root = self.answer.given.root(i);
        root.len() <= 2 && root.bytes().all(|b| b.is_ascii_digit())
    }

    /// Whether the items that were found stand in the answer in the list's order.
    fn in_order(&self) -> bool {
        let places: Vec<usize> = self.places.iter().flatten().copied().collect();
        places.is_sorted()
    }

    /// The judgment of what the items have taken and left.
    fn verdict(&self, key: &ListKey) -> Grade {
        let wanted = key.items.len();
        let right = self.places.iter().flatten().count();
        if self.denied() {
            return Grade::incorrect(Why::Denied);
        }
        let strangers = self.strangers(key);
        if right == 0 {
            return self.nothing_found(key, strangers);
        }
        if strangers > 1.max(wanted / 4) || strangers > right {
            return Grade::incorrect(Why::Dump);
        }
        match (wanted - right, strangers) {
            (0, 0) if key.ordered && !self.in_order() => Grade::close(Why::ListOrder),
            (0, 0) => Grade::correct(Why::Right),
            (0, _) => Grade::close(Why::Surplus),
            _ => Grade::close(Why::Missing { right, wanted }),
        }
    }

    /// Whether one of some forms stands in the answer, among words that leave it as it is.
    fn holds_any(&self, forms: &[Form]) -> bool {
        forms
            .iter()
            .filter_map(|form| self.answer.find(form))
            .any(|window| self.answer.around(window.from, window.to) == Around::Harmless)
    }

    /// The judgment of an answer without any item: a listed form of the whole among other words, or
    /// nothing.
    fn nothing_found(&self, key: &ListKey, strangers: usize) -> Grade {
        if self.holds_any(&key.whole.right) {
            Grade::correct(Why::Right)
        } else if strangers <= 1 && self.holds_any(&key.whole.close) {
            Grade::close(Why::Related)
        } else {
            Grade::incorrect(Why::Wrong)
        }
    }
}

/// Whether word `i` stands in some form of the list's items.
fn is_own(key: &ListKey, answer: Answer<'_>, i: usize) -> bool {
    key.words.binary_search(&answer.given.words[i]).is_ok()
}

/// The words among `free` that say a phrase, each of its words once, inflected or not.
fn said_with(form: &Form, free: &[usize], answer: Answer<'_>) -> Option<Vec<usize>> {
    let wanted = &form.content;
    if form.identifier || wanted.len() < 2 {
        return None;
    }
    let says = |i: usize, j: usize| {
        answer.given.folded.stem(i) == form.given.folded.stem(j) || answer.same_word(i, form, j)
    };
    let mut words: Vec<usize> = Vec::new();
    for j in wanted.iter().copied() {
        words.push(free.iter().copied().find(|i| !words.contains(i) && says(*i, j))?);
    }
    (!form.directed || words.is_sorted()).then_some(words)
}
