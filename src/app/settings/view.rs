//! A member's settings in words, as a form, and as fields of their own page.

use chrono::{DateTime, Utc};

use super::Own;
use super::command::{ACCURACY, ROWS, STREAK, TURN};
use crate::app::click::Click;
use crate::app::command::form;
use crate::app::reply::{Block, Button, ButtonStyle, Field, Form, Input, Message, Setting, Text};
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::days::show_days;
use crate::domain::calendar::zone::{clock_at, show_zone};
use crate::domain::seen_by::SeenBy;

/// The name of the message: what is changed takes the place of what was.
const KEY: &str = "settings";

/// All settings as they are, with a button to change them.
pub(super) fn shown(own: &Own, now: DateTime<Utc>) -> Message {
    told("Your settings", own, now)
}

/// All settings as they are after a change.
pub(super) fn saved(own: &Own, now: DateTime<Utc>) -> Message {
    told("Saved. Your settings", own, now)
}

fn told(title: &str, own: &Own, now: DateTime<Utc>) -> Message {
    let items = vec![zone(own, now), reminder(own), streak(own), accuracy(own), turn(own, now)];
    let blocks = vec![
        Block::Heading { text: title.into() },
        Block::List { numbered: false, items },
        Block::Note { text: "Boards turn at 04:00 for everyone.".into() },
    ];
    let change = Button::new(Click::line("/settings"), "Change", ButtonStyle::Primary);
    Message::private(blocks).keyed(KEY).with(vec![change])
}

/// The form in which all of them can be changed, filled in.
pub(super) fn form(own: &Own) -> Form {
    let (_, command) = &ROWS[0];
    let filled =
        |(option, value): (&_, String)| Field { is_optional: false, ..form::field(option, &value) };
    Form {
        title: "Your settings".to_owned(),
        submit: "Save".to_owned(),
        ..form::form(command, own.as_options().into_iter().map(filled).collect())
    }
}

/// The settings as fields of the member's own page, each of which changes one.
pub(in crate::app) fn fields(own: &Own) -> Vec<Setting> {
    let at = own.nudges().map(|row| show_time(row.at)).unwrap_or_default();
    vec![
        Setting::new("Time zone", Input::Zone, own.zone.name(), "/timezone zone:"),
        Setting::new("Reminder", Input::Time, at, "/reminder set time:"),
        Setting::new("Streak", form::input(&STREAK.option), own.streak_word(), "/streak "),
        Setting::new(
            ACCURACY.option.label,
            form::input(&ACCURACY.option),
            own.seen_by.word(),
            "/settings accuracy:",
        ),
        Setting::new(
            TURN.option.label,
            form::input(&TURN.option),
            own.turn_word(),
            "/settings turn:",
        ),
    ]
}

fn zone(own: &Own, now: DateTime<Utc>) -> Text {
    let clock = clock_at(own.zone, now);
    Text::from("Time zone: ").strong(show_zone(own.zone)).plain(format!(", where it is {clock}."))
}

fn reminder(own: &Own) -> Text {
    match own.nudges() {
        Some(row) => Text::from("Reminder: ")
            .strong(format!("{} at {}", show_days(row.days), show_time(row.at)))
            .plain(", on days on which you have not studied yet."),
        None => Text::from("Reminder: ").strong("off").plain("."),
    }
}

fn streak(own: &Own) -> Text {
    let note = if own.is_streak_off { ": nobody sees it, and your days still count." } else { "." };
    Text::from("Streak: ").strong(own.streak_word()).plain(note)
}

fn accuracy(own: &Own) -> Text {
    let (who, verb) = match own.seen_by {
        SeenBy::Everyone => ("Everyone", "sees"),
        SeenBy::Team => ("Your team", "sees"),
        SeenBy::Me => ("Only you", "see"),
    };
    Text::default().strong(who).plain(format!(" {verb} how many of your answers are right."))
}

fn turn(own: &Own, now: DateTime<Utc>) -> Text {
    let turns = Text::from("Your day turns at ").strong(own.turn_word());
    match own.turn.coming(own.today(now)) {
        Some(day) => turns.plain(format!(", from {} on.", day.format("%a %-d %b"))),
        None => turns.plain("."),
    }
}
