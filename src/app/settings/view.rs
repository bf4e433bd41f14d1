//! A member's settings in words, as a form, and as fields of their own page.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Own;
use super::command::{ACCURACY, ROWS, STREAK, TURN};
use crate::app::click::{Click, LONGEST};
use crate::app::command::form;
use crate::app::reply::{Block, Button, ButtonStyle, Form, Input, Message, Setting, Text};
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::days::show_days;
use crate::domain::calendar::zone::{clock_at, show_zone};
use crate::domain::reminder::Mood;
use crate::domain::seen_by::SeenBy;

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
    Message::private(blocks).with(vec![change])
}

/// The form in which all of them can be changed, filled in.
pub(super) fn form(own: &Own) -> Form {
    let ((), command) = &ROWS[0];
    let fields = own.as_options().into_iter().map(|(option, value)| form::field(option, &value));
    let form = form::form(command, fields.collect());
    // What stands in it as it stood when it opened asks for nothing, whatever has changed since.
    let line = Click::line(own.as_line());
    let is_short = line.to_string().len() <= LONGEST;
    Form { action: if is_short { line } else { form.action }, ..form }
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
            .plain(if row.zone == own.zone { String::new() } else { elsewhere(row.zone) })
            .plain(when(row.mood)),
        None => Text::from("Reminder: ").strong("off").plain("."),
    }
}

/// On which of its days a reminder comes, if it comes at all.
fn when(mood: Mood) -> &'static str {
    match mood {
        Mood::Heard(_) => ", on days on which you have not studied yet.",
        Mood::Asked | Mood::Silent => {
            ", but silent, since several went by unheard. Wake it with /reminder set."
        }
    }
}

/// By whose clock a reminder comes that goes by another than its member's days.
fn elsewhere(zone: Tz) -> String {
    format!(" by the clock of {}", show_zone(zone))
}

fn streak(own: &Own) -> Text {
    let note = if own.is_streak_off { ": nobody sees it, and your days still count." } else { "." };
    Text::from("Streak: ").strong(own.streak_word()).plain(note)
}

fn accuracy(own: &Own) -> Text {
    let (who, sees) = match own.seen_by {
        SeenBy::Everyone => ("Everyone", " sees how many of your answers are right."),
        SeenBy::Team if own.has_team => ("Your team", " sees how many of your answers are right."),
        SeenBy::Team => {
            ("Your team", ", once you are in one, sees how many of your answers are right.")
        }
        SeenBy::Me => ("Only you", " see how many of your answers are right."),
    };
    Text::default().strong(who).plain(sees)
}

fn turn(own: &Own, now: DateTime<Utc>) -> Text {
    let turns = Text::from("Your day turns at ").strong(own.turn_word());
    match own.turn.coming(own.today(now)) {
        Some(day) => turns.plain(format!(", from {} on.", day.format("%a %-d %b"))),
        None => turns.plain("."),
    }
}
