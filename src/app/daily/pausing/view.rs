//! A pause in words: what the channel and whoever set the schedule read.

use crate::app::daily::view::in_words;
use crate::app::reply::{Block, Message, Text, Tone};
use crate::store::ScheduleRow;

/// What the admin is told whose schedule was paused by itself.
pub(super) fn gave_up(row: &ScheduleRow) -> Message {
    let text = Text::from("I have paused the card of the day (")
        .strong(in_words(&row.schedule))
        .plain(format!("). {}", row.note));
    let mend = Text::from(
        "I look again every day, and it goes on by itself when that is mended. To go on \
            at once, type ",
    )
    .code("/daily resume")
    .plain(" in its channel.");
    of_pause(
        row,
        "told",
        vec![Block::Callout { tone: Tone::Notice, text }, Block::Note { text: mend }],
    )
}

/// What a channel reads whose schedule was paused by itself.
pub(super) fn paused_here(row: &ScheduleRow) -> Message {
    let text = format!(
        "There is no card of the day here for now. {} It goes on when that is mended.",
        row.note
    );
    of_pause(row, "paused", vec![Block::Callout { tone: Tone::Notice, text: text.into() }])
}

fn of_pause(row: &ScheduleRow, name: &str, blocks: Vec<Block>) -> Message {
    Message::to_everyone(blocks).keyed(format!("{name}:{}.{}", row.id, row.version))
}
