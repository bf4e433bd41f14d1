//! The list of clocks from which somebody chooses their own who does not know its name.

use chrono::{DateTime, Utc};

use super::click::Click;
use super::reply::{Choice, Menu};
use crate::domain::calendar::clocks::wall_clocks;

/// The clocks of the world, of which the asker chooses the one that is right where they are.
pub(super) fn clocks(now: DateTime<Utc>) -> Menu {
    let choices = wall_clocks(now).map(|clock| {
        let line = format!("/timezone zone:{}", clock.zone.name());
        Choice::new(Click::line(line), &format!("{} · {}", clock.time, clock.places))
    });
    Menu { prompt: "What time is it where you are?".to_owned(), choices: choices.collect() }
}
