//! `/timezone`: a member's own zone, by which their study days and reminders are reckoned.

use super::App;
use super::asking::Asking;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::reply::{Block, Reply, Text};
use super::show::private;
use super::{reading, reminder};
use crate::store::CalendarChange;

/// Shows the asker's zone, or changes it; a reminder moves along.
pub(super) async fn run(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let chosen = given.text("zone").map(reading::zone).transpose()?;
    let zone = chosen.or(asking.member.zone).unwrap_or(asking.community.zone);
    let clock = asking.now.with_timezone(&zone).format("%H:%M");
    let text = Text::from("Your time zone is ").strong(zone.name()).plain(format!("; it is {clock} there now."));
    let note = if chosen.is_some() {
        Text::from("Your study days and your reminder go by it from now on.")
    } else {
        Text::from("Choose another with ").code("/timezone zone:Europe/Berlin").plain(".")
    };
    let said = Decision::say(Reply::one(private(vec![Block::Paragraph { text }, Block::Note { text: note }])));
    let Some(zone) = chosen else { return Ok(said) };
    let said = said.with(CalendarChange::ChooseZone(asking.member.id, zone));
    let moved = reminder::moved(app, asking, zone).await?;
    Ok(moved.map(CalendarChange::PutReminder).into_iter().fold(said, Decision::with))
}
