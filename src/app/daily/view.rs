//! The card of the day as everyone sees it: open, and resolved.

use crate::app::click::Click;
use crate::app::quiz::game::Game;
use crate::app::quiz::question::answer_buttons;
use crate::app::quiz::view::{asked, key, lesson};
use crate::app::reply::{Block, Button, ButtonStyle, Message, Text, Tone};
use crate::app::texts::{clipped, counted};
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::days::show_days;
use crate::domain::calendar::schedule::Schedule;
use crate::domain::calendar::zone::show_zone;
use crate::domain::id::PostingId;
use crate::domain::quiz::Style;
use crate::domain::quiz::hint::hint;
use crate::store::PostingRow;

/// How much of a wrong idea is repeated, in characters.
const LONGEST_IDEA: usize = 80;

/// The open card with how many have finished it.
pub(in crate::app) fn open(game: &Game, answered: u32, late: bool) -> Message {
    let mut blocks = asked(game, 1);
    let count = if answered > 0 { format!("{answered} answered · ") } else { String::new() };
    let late = if late { " Posted late: I was away at its time." } else { "" };
    blocks.push(Block::Note {
        text: format!(
            "{count}Open for 24 hours, or until the next card. Your answer stays private.{late}"
        )
        .into(),
    });
    let mut buttons = answer_buttons(game, 1, None);
    if hint(game.round(1).1, &game.deck).is_none() || game.round(1).0.style != Style::Typed {
        buttons.retain(|button| !button.action.starts_with("hint:"));
    }
    buttons.push(Button::new(&Click::Who(posting(game)), "Who has answered?", ButtonStyle::Plain));
    Message::to_everyone(blocks).keyed(key(game, 1)).with(buttons)
}

/// The card with its answer, how many were right, and what many took for it.
pub(in crate::app) fn closed(
    game: &Game,
    right: u32,
    answered: u32,
    ideas: &[(&str, usize)],
) -> Message {
    let mut blocks = asked(game, 1);
    blocks.extend(lesson(game.round(1).1));
    let outcome = match (right, answered.max(right)) {
        (0, 0) => "Nobody answered this one.".to_owned(),
        (right, answered) => format!("{right} of {} right.", counted(answered, "answer")),
    };
    blocks.push(Block::Paragraph { text: outcome.into() });
    if !ideas.is_empty() {
        blocks.push(Block::Paragraph { text: "Common other ideas:".into() });
        let item = |(idea, count): &(&str, usize)| {
            Text::from(format!("“{}” ({count})", clipped(idea, LONGEST_IDEA)))
        };
        blocks.push(Block::List { numbered: false, items: ideas.iter().map(item).collect() });
    }
    let buttons = vec![Button::new(&Click::CatchUp(posting(game)), "Catch up", ButtonStyle::Plain)];
    Message::to_everyone(blocks).keyed(key(game, 1)).with(buttons)
}

fn posting(game: &Game) -> PostingId {
    PostingId(game.spot(1).quiz.0)
}

/// What an admin is told who asked for a card at once that could not be posted.
pub(in crate::app) fn refused(posting: &PostingRow, note: &str) -> Message {
    let text = format!("The card that you asked for could not be posted. {note}");
    let mend =
        Text::from("Once that is mended, ask for it again with ").code("/daily now").plain(".");
    let blocks =
        vec![Block::Callout { tone: Tone::Notice, text: text.into() }, Block::Note { text: mend }];
    Message::to_everyone(blocks).keyed(format!("refused:{}", posting.id))
}

/// "mon-fri at 09:00, Europe/Berlin".
pub(super) fn in_words(schedule: &Schedule) -> String {
    format!(
        "{} at {}, {}",
        show_days(schedule.days),
        show_time(schedule.at),
        show_zone(schedule.zone)
    )
}
