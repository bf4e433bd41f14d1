//! `/deck list` and `/deck show`: what there is to study.

pub(super) mod command;

use self::command::DeckCommand;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::decks::Decks;
use super::finding;
use super::reply::{Block, Message, Reply, Text};
use super::texts::counted;
use crate::app::finding::refusal::NotFound;
use crate::domain::deck::Deck;

/// How many questions of a topic are shown.
const PROMPTS_SHOWN: usize = 10;

/// How many decks, and topics of a deck, are named; a platform shows only so much in one message.
const NAMED: usize = 50;

/// How many errors in refused decks an admin is shown; `studyhall deck check` shows all.
const REFUSALS_SHOWN: usize = 10;

/// Does what a command asks for.
pub(super) fn run(
    decks: &Decks,
    admin: bool,
    command: DeckCommand,
    given: &Given,
) -> Result<Decision, Fault> {
    match command {
        DeckCommand::List => list(decks, admin),
        DeckCommand::Show => show(decks, given),
    }
}

/// The decks with their topics; for admins also what is wrong with those that were refused.
fn list(decks: &Decks, admin: bool) -> Result<Decision, Fault> {
    decks.first().ok_or(NotFound::NoDecks)?;
    let mut blocks = vec![Block::Heading { text: "Decks".into() }];
    for deck in decks.iter().take(NAMED) {
        let topics: Vec<&str> = deck.topics().into_iter().map(|(topic, _)| topic).collect();
        let size =
            format!(": {} in {}. ", cards(deck.cards.len()), counted(count(topics.len()), "topic"));
        let title =
            Text::default().strong(&deck.title).plain(" (").code(&deck.id).plain(")").plain(size);
        let named = topics.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let named = match more(topics.len()) {
            Some(more) => format!("{named} {more}"),
            None => named,
        };
        blocks.push(Block::Paragraph { text: title.plain(named) });
    }
    blocks.extend(more(decks.iter().len()).map(|more| Block::Note { text: more.into() }));
    blocks.push(Block::Note {
        text: Text::from("Play with ").code("/quiz deck:… topic:…").plain("."),
    });
    if admin && !decks.refusals().is_empty() {
        let refusals = decks.refusals();
        let items = refusals.iter().take(REFUSALS_SHOWN).map(Text::from).collect();
        let text = "Not every deck could be read:".into();
        blocks.extend([Block::Paragraph { text }, Block::List { numbered: false, items }]);
        if refusals.len() > REFUSALS_SHOWN {
            let text = Text::from("That is not all; ")
                .code("studyhall deck check")
                .plain(" shows the rest.");
            blocks.push(Block::Note { text });
        }
    }
    Ok(Decision::say(Reply::one(Message::private(blocks))))
}

/// A deck's topics with the number of their cards, or a topic's questions without their answers.
fn show(decks: &Decks, given: &Given) -> Result<Decision, Fault> {
    let (deck, topic) = finding::deck_and_topic(decks, given)?;
    let blocks = match topic {
        Some(topic) => questions(&deck, &topic),
        None => topics(&deck),
    };
    Ok(Decision::say(Reply::one(Message::private(blocks))))
}

fn topics(deck: &Deck) -> Vec<Block> {
    let row =
        |(topic, count): (&str, usize)| vec![Text::from(topic), Text::from(count.to_string())];
    let topics = deck.topics();
    let more = more(topics.len());
    let mut blocks = vec![
        Block::Heading { text: deck.title.as_str().into() },
        Block::Table {
            head: ["Topic", "Cards"].map(str::to_owned).to_vec(),
            rows: topics.into_iter().take(NAMED).map(row).collect(),
            marked: None,
        },
    ];
    blocks.extend(more.map(|more| Block::Note { text: more.into() }));
    let note = Text::from("See a topic's questions with ").code("/deck show topic:…").plain(".");
    blocks.push(Block::Note { text: note });
    blocks
}

/// How many of so many are not named, if any.
fn more(all: usize) -> Option<String> {
    let left = all.saturating_sub(NAMED);
    (left > 0).then(|| format!("and {left} more"))
}

fn questions(deck: &Deck, topic: &str) -> Vec<Block> {
    let prompts: Vec<&str> = deck
        .cards
        .iter()
        .filter(|card| card.topic == topic)
        .map(|card| card.prompt.as_str())
        .collect();
    let more = prompts.len().saturating_sub(PROMPTS_SHOWN);
    let mut blocks = vec![
        Block::Heading { text: format!("{topic} · {}", cards(prompts.len())).into() },
        Block::List {
            numbered: false,
            items: prompts.into_iter().take(PROMPTS_SHOWN).map(Text::from).collect(),
        },
    ];
    if more > 0 {
        blocks.push(Block::Note { text: format!("and {more} more").into() });
    }
    blocks
}

fn cards(number: usize) -> String {
    counted(count(number), "card")
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deck::{Card, Habits, Key};

    #[test]
    fn of_a_deck_of_ten_thousand_topics_fifty_are_named() {
        let card = |number: usize| Card {
            id: format!("card-{number}"),
            topic: format!("Topic {number}"),
            prompt: "Yes or no?".to_owned(),
            key: Key::TrueFalse(true),
            accept: Vec::new(),
            close: Vec::new(),
            reject: Vec::new(),
            hint: None,
            explain: None,
            sources: Vec::new(),
        };
        let cards = (0..10_000).map(card).collect();
        let (id, title) = ("wide".to_owned(), "Wide".to_owned());
        let deck = Deck { id, title, habits: Habits::default(), cards };
        let blocks = topics(&deck);
        let Block::Table { rows, .. } = &blocks[1] else { panic!("{blocks:?}") };
        assert_eq!((rows.len(), &blocks[2]), (50, &Block::Note { text: "and 9950 more".into() }));
        let Decision { reply, .. } = list(&std::iter::once(deck).collect(), false).unwrap();
        let told = format!("{reply:?}");
        assert!(told.contains("Topic 49 and 9950 more") && !told.contains("Topic 50"), "{told}");
    }
}
