//! True or false: which of the two an answer says, in the many ways people say it.

use super::around::Around;
use super::fold::Break;
use super::matching::Answer;
use super::role::Role;
use super::slip::slips;
use super::term::TermKey;
use super::{Grade, why};

/// Judges an answer to a statement; `key` holds corrections that lack the verdict.
pub(super) fn judge(value: bool, key: &TermKey, answer: Answer<'_>) -> Grade {
    if key.close.iter().any(|form| form.given.folded.text == answer.given.folded.text) {
        return Grade::close(why::VERDICT_MISSING);
    }
    match says(answer) {
        Says::One(said) if said == value => Grade::correct(why::RIGHT),
        Says::One(_) => Grade::incorrect(why::OTHER_WAY),
        Says::Both => Grade::incorrect(why::TWO),
        Says::Nothing => {
            let corrected = key
                .close
                .iter()
                .filter_map(|form| answer.find(form))
                .any(|window| answer.around(window.from, window.to) == Around::Harmless);
            if corrected { Grade::close(why::VERDICT_MISSING) } else { Grade::incorrect(why::NEITHER) }
        }
    }
}

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    One(bool),
    Both,
    Nothing,
}

/// Reads the answer up to its explanation: the first word that takes a side counts, turned by each denial before it.
fn says(answer: Answer<'_>) -> Says {
    let n = answer.given.len();
    let mut turned = false;
    let mut said: Option<bool> = None;
    let mut hedged = false;
    for i in 0..n {
        let role = answer.role(i);
        let next_clueless = i + 1 < n && answer.role(i + 1).is(Role::CLUELESS);
        if said.is_none()
            && role.is(Role::DENIAL)
            && (next_clueless || i + 2 < n && answer.role(i + 2).is(Role::CLUELESS))
        {
            return Says::Nothing;
        }
        if said.is_some() && (role.is(Role::EXPLAINS) || answer.given.before(i) >= Break::Comma) {
            break;
        }
        hedged |= role.is(Role::HEDGE) || answer.given.before(i) == Break::Slash || answer.given.root(i) == "both";
        match side(answer, i) {
            Some(yes) => match said {
                None => said = Some(yes != turned),
                Some(before) if before != yes && hedged => return Says::Both,
                Some(_) => {}
            },
            None if role.is(Role::DENIAL) => turned = !turned,
            None => {}
        }
        if said.is_none() && answer.given.words[i] == super::index::UNKNOWN && i > 4 {
            return Says::Nothing;
        }
    }
    match said {
        Some(_) if answer.role(0).is(Role::HEDGE) => Says::Both,
        Some(value) => Says::One(value),
        None => Says::Nothing,
    }
}

/// The side a word takes, if it takes one: `no` before other words may be a mere denial, but says no just as well.
fn side(answer: Answer<'_>, i: usize) -> Option<bool> {
    let role = answer.role(i);
    if role.is(Role::YES) {
        return Some(true);
    }
    if role.is(Role::NO) {
        return Some(false);
    }
    if answer.given.words[i] != super::index::UNKNOWN {
        return None;
    }
    // "flase", "treu": no word of the deck, and one slip away.
    let root = answer.given.root(i);
    [("true", true), ("fals", false), ("false", false)]
        .into_iter()
        .find(|(word, _)| root.len() >= 4 && root.len() <= 6 && slips(word, root, 1).is_some())
        .map(|(_, value)| value)
}
