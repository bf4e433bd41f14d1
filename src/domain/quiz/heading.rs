//! What stands over a question: its topic, unless that gives the answer away.

use crate::domain::deck::{Card, Key};
use crate::domain::grade::Graded;

/// The topic of a card, as far as it may be named to somebody who has yet to answer: not where it
/// is the answer or one of several, nor where either holds the other.
#[must_use]
pub fn topic<'a>(card: &'a Card, deck: &Graded) -> Option<&'a str> {
    let topic = deck.plain(&card.topic);
    for answer in answers(card) {
        let answer = deck.plain(&answer);
        if topic.holds(&answer) || answer.holds(&topic) {
            return None;
        }
    }
    // Forms that are accepted besides often name the topic for completeness' sake ("the session
    // handler of DynamoDB"): such a one is not told by its topic.
    let told = other_forms(card).any(|form| topic.holds(&deck.plain(form)));
    (!told).then_some(card.topic.as_str())
}

/// The answers of a card, one by one where it asks for several. A statement and what members grade
/// themselves have none that a topic could tell.
fn answers(card: &Card) -> Vec<String> {
    match &card.key {
        Key::Term(_) | Key::Number { .. } | Key::Choices { .. } => vec![card.key.shown()],
        Key::List { items, .. } => {
            items.iter().filter_map(|forms| forms.first().cloned()).collect()
        }
        Key::TrueFalse(_) | Key::SelfGraded(_) => Vec::new(),
    }
}

/// The forms that are right besides.
fn other_forms(card: &Card) -> impl Iterator<Item = &str> {
    let items: &[Vec<String>] = match &card.key {
        Key::List { items, .. } => items,
        _ => &[],
    };
    let accepted: &[String] = match &card.key {
        Key::TrueFalse(_) | Key::SelfGraded(_) => &[],
        _ => &card.accept,
    };
    items.iter().flatten().chain(accepted).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deck::{Deck, Habits};

    fn deck(topic: &str, key: Key, accept: &[&str]) -> Graded {
        let card = Card {
            id: "card".into(),
            topic: topic.into(),
            prompt: "Which one is meant?".into(),
            key,
            accept: accept.iter().map(|form| (*form).to_owned()).collect(),
            close: Vec::new(),
            reject: Vec::new(),
            hint: None,
            explain: None,
            sources: Vec::new(),
        };
        let habits = Habits {
            optional: vec!["Amazon".into()],
            same: vec![vec!["Simple Queue Service".into(), "SQS".into()]],
            ..Habits::default()
        };
        Graded::new(Deck { id: "deck".into(), title: "Deck".into(), habits, cards: vec![card] })
    }

    fn term(answer: &str) -> Key {
        Key::Term(answer.into())
    }

    #[test]
    fn a_topic_is_named_unless_it_tells_the_answer() {
        let items =
            Key::List { items: vec![vec!["Oslo".into()], vec!["Lima".into()]], ordered: false };
        let choices = Key::Choices { choices: vec!["Nile".into(), "Rhine".into()], correct: 1 };
        for (topic, key, accept, named) in [
            ("SQS", term("short polling"), &[][..], true),
            ("SQS", term("Amazon SQS"), &[], false),
            ("SQS", term("Simple Queue Service"), &[], false),
            ("Amazon SQS", term("queue"), &["simple queue service"], false),
            ("Step Functions", term("Step Functions Express"), &[], false),
            ("Step Functions Express", term("step function"), &[], false),
            ("BRASILIA", term("Brasília"), &[], false),
            ("Rivers of Africa", term("river"), &[], false),
            ("Rivers", term("the Nile"), &["the Nile among rivers"], true),
            ("Capitals", items.clone(), &[], true),
            ("Lima", items, &[], false),
            ("The Rhine", choices.clone(), &[], false),
            ("The Nile", choices, &[], true),
            ("Year 1848", Key::Number { number: 1848.into(), unit: None }, &[], false),
            ("True or false", Key::TrueFalse(true), &[], true),
            ("Rivers", Key::SelfGraded("It is fed by two rivers.".into()), &[], true),
        ] {
            let deck = deck(topic, key, accept);
            let shown = super::topic(&deck.cards[0], &deck);
            assert_eq!(shown, named.then_some(topic), "{topic}: {}", deck.cards[0].key.shown());
        }
    }
}
