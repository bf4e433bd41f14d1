//! A reminder in words, and the reminders themselves.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::click::{NudgeClick, Wish};
use crate::app::click::Click;
use crate::app::reply::{Block, Button, ButtonStyle, Message, Text, Tone};
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::days::show_days;
use crate::domain::calendar::zone::{clock_at, show_zone};
use crate::domain::id::NudgeId;
use crate::domain::reminder::Mood;
use crate::store::ReminderRow;

/// A reminder that has just been set, and when it will come.
pub(super) fn set(row: &ReminderRow, comes: Option<DateTime<Utc>>) -> Message {
    let how = "It comes by direct message, and only on days on which you have not studied yet.";
    let note = Text::from("Change it with ")
        .code("/reminder set")
        .plain(", end it with ")
        .code("/reminder off")
        .plain(".");
    let mut message = shown(row, comes);
    message.blocks.extend([Block::Paragraph { text: how.into() }, Block::Note { text: note }]);
    message
}

/// Asks somebody whose zone nobody knows for their clock; the reminder goes by this one so far.
pub(super) fn is_zone_right(zone: Tz, now: DateTime<Utc>) -> Block {
    let text = format!(
        "It goes by the clock of your community, where it is {} now. Is it another time where you \
         are? Choose it below, and the reminder moves along.",
        clock_at(zone, now)
    );
    Block::Callout { tone: Tone::Notice, text: text.into() }
}

/// A reminder as it stands, and when it will come.
pub(super) fn shown(row: &ReminderRow, comes: Option<DateTime<Utc>>) -> Message {
    let when = format!("{} at {}, {}", show_days(row.days), show_time(row.at), show_zone(row.zone));
    let text = Text::from("Your reminder: ").strong(when).plain(".");
    let mut blocks = vec![Block::Paragraph { text }];
    if matches!(row.mood, Mood::Asked | Mood::Silent) {
        let text = "It is silent, since several went by unheard. Set it again to wake it.";
        blocks.push(Block::Callout { tone: Tone::Notice, text: text.into() });
    } else if let Some(next) = comes {
        blocks.push(Block::Note {
            text: format!("The next one comes {}.", moment(row, next)).into(),
        });
    }
    Message::private(blocks)
}

/// A reminder that was ended.
pub(super) fn off() -> Message {
    Message::notice("No reminders any more. Bring them back with /reminder set.")
}

/// What became of a wish, and when the next one will come.
pub(super) fn reacted(row: &ReminderRow, wish: Wish, comes: Option<DateTime<Utc>>) -> Message {
    let at = comes.map_or_else(|| "later".to_owned(), |at| moment(row, at));
    Message::notice(match wish {
        Wish::Later | Wish::Tonight if comes != row.next_at => {
            format!(
                "You have studied today, so I need not remind you again. The next one comes {at}."
            )
        }
        Wish::Later | Wish::Tonight => format!("I will remind you again: {at}."),
        Wish::NotToday => format!("No more today. The next one comes {at}."),
        Wish::Stop => "No reminders any more. Bring them back with /reminder set.".to_owned(),
        Wish::Keep => format!("I will go on. The next one comes {at}."),
    })
}

/// "Mon 4 May, 18:00".
fn moment(row: &ReminderRow, at: DateTime<Utc>) -> String {
    at.with_timezone(&row.zone).format("%a %-d %b, %H:%M").to_string()
}

/// A reminder with its first card, on which it can be answered on the spot.
pub(super) fn remind(id: NudgeId, (question, ways): (Vec<Block>, Vec<Button>)) -> Message {
    let mut blocks = vec![Block::Paragraph {
        text: "Time for today's card. One answer, and today counts.".into(),
    }];
    blocks.extend(question);
    let mut buttons = ways;
    buttons.extend([
        wish(id, Wish::Later, "In an hour", ButtonStyle::Plain),
        wish(id, Wish::Tonight, "Tonight", ButtonStyle::Plain),
        wish(id, Wish::NotToday, "Not today", ButtonStyle::Plain),
        wish(id, Wish::Stop, "Stop reminders", ButtonStyle::Danger),
        Button::new(Click::line("/settings"), "Settings", ButtonStyle::Plain),
    ]);
    message(id, blocks, buttons)
}

fn wish(nudge: NudgeId, wish: Wish, label: &str, style: ButtonStyle) -> Button {
    Button::new(NudgeClick { nudge, wish }, label, style)
}

/// The question whether reminders are still wanted.
pub(super) fn ask(id: NudgeId) -> Message {
    let text = "My last three reminders went by unheard. Shall I go on? If you do not answer, I \
        will be silent.";
    let buttons = vec![
        wish(id, Wish::Keep, "Go on", ButtonStyle::Primary),
        wish(id, Wish::Stop, "Stop reminders", ButtonStyle::Plain),
    ];
    message(id, vec![Block::Paragraph { text: text.into() }], buttons)
}

/// What a member is told whom no reminder could reach.
pub(super) fn unreached() -> Message {
    Message::notice(
        "I could not send you your reminder, since you take no direct messages from here. Allow \
            them in your privacy settings, or end it with /reminder off.",
    )
}

fn message(id: NudgeId, blocks: Vec<Block>, buttons: Vec<Button>) -> Message {
    Message::to_everyone(blocks).keyed(format!("nudge:{id}")).with(buttons)
}
