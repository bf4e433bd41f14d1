//! The card of the day as everyone sees it: open, and resolved.

use chrono::{DateTime, Utc};

use super::click::DailyClick;
use super::table::OnTable;
use crate::app::quiz::key;
use crate::app::reply::{Block, Button, ButtonStyle, Message, Text, Tone};
use crate::app::texts::{clipped, counted};
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::days::show_days;
use crate::domain::calendar::schedule::Schedule;
use crate::domain::calendar::zone::show_zone;
use crate::store::PostingRow;

/// How much of a wrong idea is repeated, in characters.
const LONGEST_IDEA: usize = 80;

/// The open card with how many have finished it and when it closes.
pub(super) fn open(card: &OnTable, answered: u32, closes: DateTime<Utc>, late: bool) -> Message {
    let asked = card.asked();
    let mut blocks = asked.question();
    let count = if answered > 0 { format!("{answered} answered · ") } else { String::new() };
    let late = if late { " Posted late: I was away at its time." } else { "" };
    let note = Text::from(format!("{count}Closes "))
        .instant(closes)
        .plain(format!(", or with the next card. Your answer stays private.{late}"));
    blocks.push(Block::Note { text: note });
    let mut buttons = asked.ways(None);
    let who = DailyClick::Who(card.posting());
    buttons.push(Button::new(who, "Who has answered?", ButtonStyle::Plain));
    Message::to_everyone(blocks).keyed(key(asked.spot)).about(asked.spot).with(buttons)
}

/// The card with its answer, how many were right, and what many took for it.
pub(super) fn closed(
    card: &OnTable,
    right: u32,
    answered: u32,
    ideas: &[(&str, usize)],
) -> Message {
    let asked = card.asked();
    let mut blocks = asked.question();
    blocks.extend(asked.lesson());
    let outcome = match (right, answered.max(right)) {
        (0, 0) => "Nobody answered this one.".to_owned(),
        (right, answered) => format!("{right} of {} right.", counted(answered, "answer")),
    };
    blocks.push(Block::Paragraph { text: outcome.into() });
    if !ideas.is_empty() {
        blocks.push(Block::Paragraph { text: "Common other ideas:".into() });
        let items = ideas.iter().map(|(idea, count)| {
            Text::from(format!("“{}” ({count})", clipped(idea, LONGEST_IDEA)))
        });
        blocks.push(Block::List { numbered: false, items: items.collect() });
    }
    let catch_up = DailyClick::CatchUp(card.posting());
    let buttons = vec![Button::new(catch_up, "Catch up", ButtonStyle::Plain)];
    Message::to_everyone(blocks).keyed(key(asked.spot)).about(asked.spot).with(buttons)
}

/// What an admin is told who asked for a card at once that could not be posted.
pub(super) fn refused(posting: &PostingRow, note: &str) -> Message {
    let text = format!("The card that you asked for could not be posted. {note}");
    let mend =
        Text::from("Once that is mended, ask for it again with ").code("/daily now").plain(".");
    let blocks =
        vec![Block::Callout { tone: Tone::Notice, text: text.into() }, Block::Note { text: mend }];
    Message::to_everyone(blocks).keyed(format!("refused:{}", posting.id))
}

/// A schedule in words: "mon-fri at 09:00, Europe/Berlin".
pub(super) fn in_words(schedule: &Schedule) -> String {
    format!(
        "{} at {}, {}",
        show_days(schedule.days),
        show_time(schedule.at),
        show_zone(schedule.zone)
    )
}
