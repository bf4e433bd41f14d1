//! `/deck list` and `/deck show`: what there is to study.

use super::command::Given;
use super::decision::{Decision, Fault};
use super::decks::Decks;
use super::finding;
use super::refusal::Refusal;
use super::reply::{Block, Reply, Text};
use super::show::{counted, private};
use crate::domain::deck::Deck;

/// How many questions of a topic are shown.
const PROMPTS_SHOWN: usize = 10;

/// How many errors in refused decks an admin is shown; `studyhall deck check` shows all.
const REFUSALS_SHOWN: usize = 10;

/// The decks with their topics; for admins also what is wrong with those that were refused.
pub(super) fn list(decks: &Decks, admin: bool) -> Result<Decision, Fault> {
    decks.first().ok_or(Refusal::NoDecks)?;
    let mut blocks = vec![Block::Heading { text: "Decks".into() }];
    for deck in decks.iter() {
        let topics: Vec<&str> = deck.topics().into_iter().map(|(topic, _)| topic).collect();
        let size = format!(": {} in {}. ", cards(deck.cards().len()), counted(count(topics.len()), "topic"));
        let title = Text::default().strong(&deck.title).plain(" (").code(&deck.id).plain(")").plain(size);
        blocks.push(Block::Paragraph { text: title.plain(topics.join(", ")) });
    }
    blocks.push(Block::Note { text: Text::from("Play with ").code("/quiz deck:… topic:…").plain(".") });
    if admin && !decks.refusals().is_empty() {
        let refused = format!("Refused, {} in all:", counted(count(decks.refusals().len()), "error"));
        let items = decks.refusals().iter().take(REFUSALS_SHOWN).map(Text::from).collect();
        blocks.extend([Block::Paragraph { text: refused.into() }, Block::List { numbered: false, items }]);
    }
    Ok(Decision::say(Reply::one(private(blocks))))
}

/// A deck's topics with the number of their cards, or a topic's questions without their answers.
pub(super) fn show(decks: &Decks, given: &Given) -> Result<Decision, Fault> {
    let (deck, topic) = finding::deck_and_topic(decks, given)?;
    let blocks = match topic {
        Some(topic) => questions(&deck, &topic),
        None => topics(&deck),
    };
    Ok(Decision::say(Reply::one(private(blocks))))
}

fn topics(deck: &Deck) -> Vec<Block> {
    let row = |(topic, count): (&str, usize)| vec![Text::from(topic), Text::from(count.to_string())];
    vec![
        Block::Heading { text: deck.title.as_str().into() },
        Block::Table {
            head: ["Topic", "Cards"].map(str::to_owned).to_vec(),
            rows: deck.topics().into_iter().map(row).collect(),
            marked: None,
        },
        Block::Note { text: Text::from("See a topic's questions with ").code("/deck show topic:…").plain(".") },
    ]
}

fn questions(deck: &Deck, topic: &str) -> Vec<Block> {
    let prompts: Vec<&str> =
        deck.cards().iter().filter(|card| card.topic == topic).map(|card| card.prompt.as_str()).collect();
    let more = prompts.len().saturating_sub(PROMPTS_SHOWN);
    let mut blocks = vec![
        Block::Heading { text: format!("{topic} · {}", cards(prompts.len())).into() },
        Block::List { numbered: false, items: prompts.into_iter().take(PROMPTS_SHOWN).map(Text::from).collect() },
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
