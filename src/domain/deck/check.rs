//! What is legal in a deck but unkind to learners: warnings, each with its place and a mend.
//!
//! The rules aim at few false alarms: a deck whose author has read each warning once should be
//! quiet.

mod words;

use std::collections::HashMap;
use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::read::{CardPlaces, Places};
use super::{Card, Deck, Habits, Key};
use words::{Words, folded};

/// A form of more characters than this is a burden to type.
const LONG_FORM: usize = 60;
/// So is one of more words.
const LONG_WORDS: usize = 8;
/// A prompt of more characters is hard to take in from a chat.
const LONG_PROMPT: usize = 300;
/// Prompts that share this part of their words tell their cards apart no more.
const ALIKE: f64 = 0.6;
/// The same for cards of one topic, which share their subject besides.
const ALIKE_IN_TOPIC: f64 = 0.45;

/// All warnings about a deck, whose parts stand at `places`.
pub fn check(deck: &Deck, places: &Places) -> Vec<Diagnostic> {
    let cards: Vec<(&Card, &CardPlaces)> = deck.cards.iter().zip(&places.cards).collect();
    let mut found = Vec::new();
    for (card, place) in &cards {
        missing_explanation(card, place, &mut found);
        long_prompt(card, place, &mut found);
        long_key(card, place, &mut found);
        answer_in_prompt(card, place, &deck.habits, &mut found);
        contradictions(card, place, &mut found);
    }
    same_prompts(&cards, &mut found);
    shared_forms(&cards, &mut found);
    found
}

/// Warns of a card that teaches nothing after its verdict.
fn missing_explanation(card: &Card, place: &CardPlaces, found: &mut Vec<Diagnostic>) {
    if card.explain.is_none() {
        let said = Diagnostic::warning(
            place.head.clone(),
            format!("the card `{}` has no explanation", card.id),
        );
        found.push(said.help("add `explain = \"…\"` with a sentence that teaches"));
    }
}

/// Warns of a prompt that is hard to take in from a chat.
fn long_prompt(card: &Card, place: &CardPlaces, found: &mut Vec<Diagnostic>) {
    let length = card.prompt.chars().count();
    if length > LONG_PROMPT {
        let said = Diagnostic::warning(
            place.prompt.clone(),
            format!("this prompt has {length} characters"),
        );
        found.push(
            said.help(format!("say it in at most {LONG_PROMPT}; details fit into `explain`")),
        );
    }
}

/// Warns of an answer that nobody wants to type, unless a shorter form is accepted.
fn long_key(card: &Card, place: &CardPlaces, found: &mut Vec<Diagnostic>) {
    let long = |form: &&str| {
        form.chars().count() > LONG_FORM || form.split_whitespace().count() > LONG_WORDS
    };
    let said = match &card.key {
        Key::Term(answer) if forms_of(card, answer).all(|form| long(&form)) => {
            let message = format!("this answer is too long to type: {}", length_of(answer));
            let said = Diagnostic::warning(place.answer.clone(), message);
            said.help(
                "accept a shorter form, or use `{ items = … }`, `{ choices = … }` or `{ self \
                = … }`",
            )
        }
        Key::List { items, .. } => {
            let Some(item) =
                items.iter().find(|forms| forms.iter().map(String::as_str).all(|form| long(&form)))
            else {
                return;
            };
            let message =
                format!("the item {:?} is too long to type: {}", item[0], length_of(&item[0]));
            Diagnostic::warning(place.answer.clone(), message)
                .help("add a shorter form, or use `{ self = … }`")
        }
        _ => return,
    };
    found.push(said);
}

/// How long a form is, and how long it may be.
fn length_of(form: &str) -> String {
    let (characters, words) = (form.chars().count(), form.split_whitespace().count());
    if characters > LONG_FORM {
        format!("{characters} characters, where {LONG_FORM} are plenty")
    } else {
        format!("{words} words, where {LONG_WORDS} are plenty")
    }
}

/// An answer or a form of it, word by word inside the prompt.
fn answer_in_prompt(card: &Card, place: &CardPlaces, habits: &Habits, found: &mut Vec<Diagnostic>) {
    let forms: Vec<(&str, &Range<usize>)> = match &card.key {
        Key::Term(answer) => {
            let accepted = card.accept.iter().map(String::as_str).zip(&place.accept);
            std::iter::once((answer.as_str(), &place.answer)).chain(accepted).collect()
        }
        Key::List { items, .. } => {
            items.iter().flatten().map(|form| (form.as_str(), &place.answer)).collect()
        }
        _ => return,
    };
    // Where such a word is the answer itself, it is not one to leave out on this card.
    let meant =
        matches!(&card.key, Key::Term(answer) if habits.optional.iter().any(|word| word == answer));
    let optional = if meant { &[][..] } else { &habits.optional[..] };
    let prompt = Words::new(&card.prompt);
    for (form, span) in forms {
        if prompt.contain(&Words::without(form, optional)) {
            let said = Diagnostic::warning(span.clone(), format!("the prompt gives {form:?} away"));
            let said = said.help("say it in other words in the prompt, or take the form out");
            found.push(said.also(place.prompt.clone(), "in this prompt"));
        }
    }
}

/// A form that is right and not right at once.
fn contradictions(card: &Card, place: &CardPlaces, found: &mut Vec<Diagnostic>) {
    let right: Vec<String> = match &card.key {
        Key::Term(answer) => forms_of(card, answer).map(folded).collect(),
        _ => card.accept.iter().map(|form| folded(form)).collect(),
    };
    for (name, forms, spans) in
        [("close", &card.close, &place.close), ("reject", &card.reject, &place.reject)]
    {
        for (form, span) in forms.iter().zip(spans) {
            if right.contains(&folded(form)) {
                let said = Diagnostic::warning(
                    span.clone(),
                    format!("{form:?} is both accepted and in `{name}`"),
                );
                found.push(said.help("keep it in one of the two"));
            }
        }
    }
    for (form, span) in card.close.iter().zip(&place.close) {
        if card.reject.iter().any(|rejected| folded(rejected) == folded(form)) {
            let said = Diagnostic::warning(
                span.clone(),
                format!("{form:?} is both in `close` and in `reject`"),
            );
            found.push(said.help("keep it in one of the two"));
        }
    }
}

/// Warns of two cards that ask the same question.
fn same_prompts(cards: &[(&Card, &CardPlaces)], found: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, (&Card, &CardPlaces)> = HashMap::new();
    for &(card, place) in cards {
        let prompt = folded(&card.prompt);
        if let Some((first, first_place)) = seen.get(&prompt) {
            let message =
                format!("the cards `{}` and `{}` have the same prompt", first.id, card.id);
            let said = Diagnostic::warning(place.prompt.clone(), message);
            let said =
                said.help("make one card of them, or say in the prompts what sets them apart");
            found.push(said.also(first_place.prompt.clone(), "first asked here"));
        } else {
            seen.insert(prompt, (card, place));
        }
    }
}

/// A form accepted on one card that is another card's answer, while their prompts ask nearly alike:
/// a learner who mixes the two up would be told to be right.
fn shared_forms(cards: &[(&Card, &CardPlaces)], found: &mut Vec<Diagnostic>) {
    let mut answers: HashMap<String, Vec<(&Card, &CardPlaces)>> = HashMap::new();
    for &(card, place) in cards {
        if let Key::Term(answer) = &card.key {
            answers.entry(folded(answer)).or_default().push((card, place));
        }
    }
    for &(card, place) in cards {
        let Key::Term(answer) = &card.key else { continue };
        for (form, span) in card.accept.iter().zip(&place.accept) {
            let others = answers.get(&folded(form)).into_iter().flatten();
            let mut others =
                others.filter(|(other, _)| other.id != card.id && !takes(other, answer));
            let Some((other, other_place)) = others.find(|(other, _)| alike(card, other)) else {
                continue;
            };
            let message = format!(
                "{form:?} is the answer of the card `{}`, whose prompt asks nearly the same",
                other.id
            );
            let said = Diagnostic::warning(span.clone(), message);
            let said =
                said.help("take the form out, or say in the prompts what sets the two apart");
            found.push(said.also(other_place.prompt.clone(), "the other prompt"));
        }
    }
}

/// Whether a card takes this answer too: then both name one thing.
fn takes(card: &Card, answer: &str) -> bool {
    let answer = folded(answer);
    matches!(&card.key, Key::Term(own) if forms_of(card, own).any(|form| folded(form) == answer))
}

/// Whether the prompts of two cards share so many words that they do not set the cards apart.
fn alike(one: &Card, other: &Card) -> bool {
    let bound = if one.topic == other.topic { ALIKE_IN_TOPIC } else { ALIKE };
    Words::new(&one.prompt).likeness(&Words::new(&other.prompt)) >= bound
}

/// All right forms of a term's card.
fn forms_of<'a>(card: &'a Card, answer: &'a str) -> impl Iterator<Item = &'a str> {
    std::iter::once(answer).chain(card.accept.iter().map(String::as_str))
}
