//! A card as its file states it, and the rules that make a [`Card`] of it.

use std::ops::Range;

use super::{DraftKey, Field, MAX_FORM, MAX_ID, MAX_PROSE, MAX_TITLE, Placed};
use super::{checked_id, checked_line, checked_prose, forms, required};
use crate::domain::deck::diagnostic::Diagnostic;
use crate::domain::deck::read::CardPlaces;
use crate::domain::deck::{Card, Key};

/// A card as its file states it.
#[derive(Debug, Default)]
pub(in super::super) struct DraftCard {
    /// The place of its first line, for what it lacks.
    pub(in super::super) head: Range<usize>,
    pub(in super::super) id: Field<String>,
    pub(in super::super) topic: Field<String>,
    pub(in super::super) prompt: Field<String>,
    pub(in super::super) key: Field<DraftKey>,
    pub(in super::super) accept: Vec<Placed<String>>,
    pub(in super::super) close: Vec<Placed<String>>,
    pub(in super::super) reject: Vec<Placed<String>>,
    pub(in super::super) hint: Field<String>,
    pub(in super::super) explain: Field<String>,
    pub(in super::super) sources: Vec<Placed<String>>,
}

impl DraftCard {
    /// The card and its places, if nothing is wrong with it. All parts are looked at before giving
    /// up.
    pub(super) fn finish(self, wrong: &mut Vec<Diagnostic>) -> Option<(Card, CardPlaces)> {
        let Self { head, id, topic, prompt, key, accept, close, reject, hint, explain, sources } =
            self;
        let id = required(id, "card", "id", &head, wrong).and_then(|id| checked_id(&id, wrong));
        let topic = required(topic, "card", "topic", &head, wrong)
            .and_then(|topic| checked_line(&topic, "`topic`", MAX_TITLE, wrong));
        let prompt = required(prompt, "card", "prompt", &head, wrong).and_then(|prompt| {
            Some((checked_prose(&prompt, "`prompt`", MAX_PROSE, wrong)?, prompt.span))
        });
        let key = required(key, "card", "answer", &head, wrong).and_then(|key| key.finish(wrong));
        if let Some((key, _)) = &key {
            no_idle_forms(key, &accept, "accept", wrong);
            no_idle_forms(key, &close, "close", wrong);
            no_idle_forms(key, &reject, "reject", wrong);
        }
        let (accept, accept_places) = forms(&accept, "accept", wrong);
        let (close, close_places) = forms(&close, "close", wrong);
        let (reject, reject_places) = forms(&reject, "reject", wrong);
        let hint = hint.placed().and_then(|hint| checked_prose(hint, "`hint`", MAX_FORM, wrong));
        let explain = explain
            .placed()
            .and_then(|explain| checked_prose(explain, "`explain`", MAX_PROSE, wrong));
        let sources = sources
            .iter()
            .filter_map(|source| checked_line(source, "an entry of `sources`", MAX_ID, wrong))
            .collect();

        let (prompt, prompt_place) = prompt?;
        let (key, answer_place) = key?;
        let card = Card {
            id: id?,
            topic: topic?,
            prompt,
            key,
            accept,
            close,
            reject,
            hint,
            explain,
            sources,
        };
        let places = CardPlaces {
            head,
            prompt: prompt_place,
            answer: answer_place,
            accept: accept_places,
            close: close_places,
            reject: reject_places,
        };
        Some((card, places))
    }
}

/// Complains of forms beside a key that is not compared with them.
fn no_idle_forms(key: &Key, list: &[Placed<String>], name: &str, wrong: &mut Vec<Diagnostic>) {
    let Some(first) = list.first() else { return };
    let why = match key {
        Key::TrueFalse(_) if name == "accept" => {
            "a true/false card knows the words for true and false by itself"
        }
        Key::SelfGraded(_) => "a self-graded card is judged by the member",
        _ => return,
    };
    let message = format!("`{name}` has no effect here: {why}");
    wrong.push(Diagnostic::error(first.span.clone(), message).help(format!("take `{name}` out")));
}
