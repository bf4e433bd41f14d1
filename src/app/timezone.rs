//! `/timezone`: a member's own zone, by which their study days and reminders are reckoned.

pub(super) mod command;

use super::asking::Asking;
use super::clocks::clocks;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::reply::{Block, Message, Reply, Text};
use super::{App, reading, reminder};
use crate::domain::calendar::zone::{clock_at, has_place, show_zone};
use crate::store::Deed;

/// Shows the asker's zone, or changes it; a reminder moves along.
pub(super) async fn run(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let chosen = reading::zone(given, asking.now)?;
    let zone = chosen.or(asking.member.zone).unwrap_or(asking.community.zone);
    let clock = clock_at(zone, asking.now);
    let text = Text::from("Your time zone is ")
        .strong(show_zone(zone))
        .plain(format!("; it is {clock} there now."));
    let note = if chosen.is_some() {
        Text::from("Your study days and your reminder go by it from now on.")
    } else {
        Text::from("Choose your clock below, or name your place, like ")
            .code("/timezone zone:Europe/Berlin")
            .plain(".")
    };
    let mut blocks = vec![Block::Paragraph { text }, Block::Note { text: note }];
    if !has_place(zone) {
        let text = Text::from(
            "Its clock does not change in summer. If yours does, choose your place, like ",
        )
        .code("/timezone zone:Europe/London")
        .plain(".");
        blocks.push(Block::Note { text });
    }
    let menu = chosen.is_none().then(|| clocks(asking.now));
    let said = Decision::say(Reply::one(Message::private(blocks).with_menu(menu)));
    let Some(zone) = chosen else { return Ok(said) };
    let said = said.with(Deed::ChooseZone(asking.member.id, zone));
    let moved = reminder::moved(app, asking, zone).await?;
    Ok(moved.map(Deed::PutReminder).into_iter().fold(said, Decision::with))
}
