//! Terms: words and phrases, forgiven their spelling but never taken for another card's answer.

use super::around::Around;
use super::fold::Break;
use super::form::{Form, is_first};
use super::given::{UNKNOWN, WordId};
use super::instead::Instead;
use super::matching::Answer;
use super::role::Role;
use super::verdict::{Grade, Verdict};
use super::vocabulary::Vocabulary;
use super::why::Why;
use crate::domain::deck::Card;

/// The forms of a term, ready to be compared.
#[derive(Debug)]
pub(super) struct TermKey {
    /// Forms that are right, the longest of each written answer first.
    pub(super) right: Vec<Form>,
    /// Forms that earn "be more specific".
    pub(super) close: Vec<Form>,
    /// Forms that are wrong however near they look.
    pub(super) reject: Vec<Form>,
}

impl TermKey {
    /// The key of a card whose answer is `answer` and whose prompt holds these words; `others` are
    /// wrong, as are the choices beside the right one.
    pub(super) fn new(
        vocabulary: &Vocabulary,
        answer: &str,
        card: &Card,
        others: &[String],
        prompt: &[WordId],
    ) -> Self {
        let mut reject = as_written(vocabulary, &card.reject);
        reject.extend(as_written(vocabulary, others));
        let written = std::iter::once(answer).chain(card.accept.iter().map(String::as_str));
        let mut right: Vec<Form> = if vocabulary.is_vendor(answer) {
            written.filter_map(|text| Form::whole(vocabulary, text)).collect()
        } else {
            written.flat_map(|text| Form::all(vocabulary, text)).collect()
        };
        let shorter: Vec<Form> =
            right.iter().filter_map(|form| form.without_category(vocabulary, prompt)).collect();
        right.extend(shorter);
        Self { right, close: as_written(vocabulary, &card.close), reject }
    }
}

/// The one form that each of these texts is as it stands.
fn as_written(vocabulary: &Vocabulary, texts: &[String]) -> Vec<Form> {
    texts.iter().filter_map(|text| Form::whole(vocabulary, text)).collect()
}

/// Judges an answer to a term.
pub(super) fn judge(key: &TermKey, answer: Answer<'_>) -> Grade {
    let ends =
        [(0, answer.given.len()), answer.trimmed(Answer::stop), answer.trimmed(Answer::filler)];
    // Mostly there is nothing to trim, and one look is enough.
    let ends = || (0..ends.len()).filter(|i| *i == 0 || ends[*i] != ends[*i - 1]).map(|i| ends[i]);
    if let Some(grade) = ends().find_map(|(from, to)| listed(key, answer, from, to)) {
        return grade;
    }
    let foreign = |(from, to)| answer.is_foreign(from, to) && !qualified(key, answer, from, to);
    if ends().any(foreign) {
        return Grade::incorrect(Why::Another);
    }
    let refused = match right_in_words(key, answer) {
        Ok(grade) => return grade,
        Err(refused) => refused,
    };
    if let Some(grade) = key.right.iter().find_map(|form| reordered(form, answer)) {
        return grade;
    }
    if let Some(why) = refused.filter(|why| *why != Why::More) {
        return Grade::incorrect(why);
    }
    let (from, to) = answer.trimmed(Answer::harmless);
    listed(key, answer, from, to)
        .filter(|grade| grade.verdict != Verdict::Correct)
        .or_else(|| close_in_words(key, answer))
        .or_else(|| refused.map(Grade::incorrect))
        .unwrap_or_else(|| partly(key, answer))
}

/// The judgment of words `from..to` if the card lists them as they stand.
fn listed(key: &TermKey, answer: Answer<'_>, from: usize, to: usize) -> Option<Grade> {
    if from == to {
        return None;
    }
    let text = answer.given.joined(from, to);
    let whole = to - from == answer.given.len();
    let is = |forms: &[Form]| {
        forms.iter().any(|form| {
            (form.text() == text && answer.parted_alike(form, from, to))
                || (whole
                    && form.given.as_written() == answer.given.as_written()
                    && answer.parted_alike(form, from, to))
        })
    };
    if is(&key.right) {
        Some(Grade::correct(Why::Right))
    } else if is(&key.close) {
        Some(Grade::close(Why::Related))
    } else if is(&key.reject) {
        Some(Grade::incorrect(Why::Another))
    } else {
        None
    }
}

/// Whether `from..to` are a right form with only the topic's or a vendor's name around it, or words
/// of the prompt: then being another card's answer says nothing.
fn qualified(key: &TermKey, answer: Answer<'_>, from: usize, to: usize) -> bool {
    let only = |mut words: std::ops::Range<usize>| words.all(|i| answer.filler_or_topic(i));
    (from..to).all(|i| answer.in_prompt(i))
        || key
            .right
            .iter()
            .filter_map(|form| answer.find_exact(form))
            .any(|window| only(from..window.from) && only(window.to..to))
}

/// The judgment of an answer that holds a right form among other words, or why these words spoil
/// it.
fn right_in_words(key: &TermKey, answer: Answer<'_>) -> Result<Grade, Option<Why>> {
    let mut refused = None;
    for form in &key.right {
        let Some(window) = answer.find(form) else { continue };
        match answer.around(window.from, window.to) {
            Around::Harmless => {
                return Ok(Grade::correct(if window.slips == 0 {
                    Why::Right
                } else {
                    Why::Slipped
                }));
            }
            Around::Denied => refused = Some(Why::Denied),
            Around::Another => {
                refused = refused.filter(|why| *why == Why::Denied).or(Some(Why::Two));
            }
            Around::More => refused = refused.or(Some(Why::More)),
        }
    }
    Err(refused)
}

/// Whether a listed close form stands in the answer, slips and filler aside.
fn close_in_words(key: &TermKey, answer: Answer<'_>) -> Option<Grade> {
    key.close
        .iter()
        .filter_map(|form| answer.find(form))
        .any(|window| {
            (0..window.from).chain(window.to..answer.given.len()).all(|i| answer.harmless(i))
        })
        .then(|| Grade::close(Why::Related))
}

/// The judgment of the form's words in another order.
fn reordered(form: &Form, answer: Answer<'_>) -> Option<Grade> {
    let wanted = &form.content;
    if wanted.len() < 2 {
        return None;
    }
    let weighs = |i: &usize| !answer.filler(*i) || is_first(answer.given, *i);
    let given: Vec<usize> = (0..answer.given.len()).filter(weighs).collect();
    let enough = given.len() >= wanted.len() && answer.denies(0, answer.given.len()) == form.denies;
    if !enough || (form.directed && !in_order(form, wanted, &given, answer)) {
        return None;
    }
    let left = cover(form, wanted, &given, answer)?;
    if !left.iter().all(|i| answer.harmless(*i)) || hedges(answer) {
        return None;
    }
    let links = |words: &[WordId]| {
        words.iter().filter(|word| answer.vocabulary.role(**word).is(Role::LINK)).count()
    };
    if form.identifier && links(&answer.given.words) <= links(&form.given.words) {
        return Some(Grade::close(Why::Order));
    }
    Some(Grade::correct(Why::Right))
}

/// Whether an answer offers one thing or another.
pub(super) fn hedges(answer: Answer<'_>) -> bool {
    (0..answer.given.len())
        .any(|i| answer.hedges(i) || (i > 0 && answer.given.before(i) == Break::Slash))
}

/// Whether the wanted words stand in the answer in the form's order.
fn in_order(form: &Form, wanted: &[usize], given: &[usize], answer: Answer<'_>) -> bool {
    let mut rest = given.iter();
    wanted.iter().all(|j| rest.any(|i| answer.same_word(*i, form, *j)))
}

/// The words left over when each wanted word has taken one, or nothing if one finds none.
fn cover(form: &Form, wanted: &[usize], given: &[usize], answer: Answer<'_>) -> Option<Vec<usize>> {
    let mut left = given.to_vec();
    for j in wanted {
        let place = left.iter().position(|i| answer.same_word(*i, form, *j))?;
        left.remove(place);
    }
    Some(left)
}

/// The judgment of an answer that holds no right form: a listed or telling part of one, or nothing.
fn partly(key: &TermKey, answer: Answer<'_>) -> Grade {
    let n = answer.given.len();
    let Some(words) = telling_words(answer) else {
        return Grade::incorrect(Why::NoAnswer(Instead::Unknown));
    };
    if answer.denies(0, n) {
        return Grade::incorrect(Why::Denied);
    }
    if hedges(answer) {
        return Grade::incorrect(Why::Two);
    }
    if key.right.iter().any(|form| is_telling_part(form, &words, answer)) {
        return Grade::close(Why::Part);
    }
    if let [word] = words[..]
        && key.right.iter().any(|form| is_shortened(form, word, answer))
    {
        return Grade::close(Why::Shortened);
    }
    Grade::incorrect(Why::Wrong)
}

/// The words that are no filler, unless the answer is a way to say that one does not know.
pub(super) fn telling_words(answer: Answer<'_>) -> Option<Vec<usize>> {
    let words: Vec<usize> = (0..answer.given.len()).filter(|i| !answer.stop(*i)).collect();
    let clueless =
        words.iter().all(|i| answer.role(*i).is(Role::CLUELESS.and(Role::DENIAL).and(Role::HEDGE)));
    (!clueless).then_some(words)
}

/// Whether the words are part of a form, and a part that tells which one is meant.
fn is_telling_part(form: &Form, words: &[usize], answer: Answer<'_>) -> bool {
    // All words of weight without the small ones beside them ("Salvador" of "El Salvador") are a
    // part, too.
    if words.is_empty() || words.len() > form.content.len() || words.len() == form.given.len() {
        return false;
    }
    let mut left = form.content.clone();
    let mut letters = 0;
    let mut telling = false;
    for i in words {
        let Some(place) = left.iter().position(|j| answer.same_word(*i, form, *j)) else {
            return false;
        };
        let j = left.remove(place);
        letters += form.given.root(j).len();
        let word = form.given.words[j];
        let head = !form.identifier && j == form.given.len() - 1 && form.given.len() > 1;
        let in_prompt = answer.card.has_in_prompt(word);
        let category = answer.vocabulary.role(word).is(Role::CATEGORY);
        let shared = answer.vocabulary.answers(word) >= 3 && !head;
        telling |=
            !in_prompt && !category && !shared && word != UNKNOWN && form.given.root(j).len() > 1;
    }
    telling && letters * 3 >= form.text().len()
}

/// Whether a lone unknown word is the beginning of a word of the form, half of it or more, or a
/// phrase's initials.
fn is_shortened(form: &Form, word: usize, answer: Answer<'_>) -> bool {
    if answer.given.words[word] != UNKNOWN {
        return false;
    }
    let root = answer.given.root(word);
    let begins = |j: &usize| is_beginning(root, form.given.root(*j));
    let phrase = form.given.len() >= 3
        && (1..form.given.len()).all(|i| form.given.before(i) >= Break::Space);
    let initials = (0..form.given.len()).filter_map(|j| form.given.root(j).chars().next());
    (form.content.len() <= 2 && form.content.iter().any(begins))
        || (phrase && initials.eq(root.chars()))
}

/// Whether a word is the beginning of another: four letters or more, half of it at least, and short
/// of it by more than a plural's letter.
fn is_beginning(root: &str, whole: &str) -> bool {
    root.len() >= 4
        && whole.starts_with(root)
        && root.len() * 2 >= whole.len()
        && whole.len() > root.len() + 1
}
