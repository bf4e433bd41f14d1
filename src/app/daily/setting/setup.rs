//! `/setup`: a channel's schedule and its first card by one form that is filled in already.

use std::collections::BTreeSet;

use chrono::NaiveTime;
use rand::rngs::StdRng;

use super::at_once::OfToday;
use super::planning::{Planned, Usual, planned};
use super::{ahead, view};
use crate::app::asking::Asking;
use crate::app::command::options::{DAYS, DECK, ZONE};
use crate::app::command::{Given, form};
use crate::app::daily::command::{ROWS, TIME};
use crate::app::daily::refusal::DailyRefusal;
use crate::app::decision::{Decision, Fault};
use crate::app::decks::Decks;
use crate::app::finding::refusal::NotFound;
use crate::app::reply::{Field, Form, Input, Reply};
use crate::app::{App, speaking};
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::days::{WORKDAYS, show_days};
use crate::domain::calendar::schedule::Schedule;
use crate::domain::grade::Graded;
use crate::store::{Deed, PostingState, ScheduleState};

/// When the card comes unless something else is asked for.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).expect("nine is a time");

/// What the asker's channel gets unless something else is asked for.
fn usual(asking: &Asking<'_>) -> Usual {
    let zone = asking.member.zone.unwrap_or(asking.community.zone);
    Usual { at: Some(MORNING), zone, days: WORKDAYS }
}

/// Opens the form, filled in with what the channel has or what is usual; refused where sending it
/// could do nothing.
pub(in crate::app) async fn form(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    if asking.place.direct {
        return Err(DailyRefusal::CardNeedsChannel.into());
    }
    let old = app.store.schedule_at(asking.place).await?;
    let kept = old.filter(|old| old.state != ScheduleState::Off);
    let decks = app.decks();
    let of_kept = kept.as_ref().and_then(|kept| decks.get(&kept.deck));
    let deck = of_kept.or(decks.first()).ok_or(NotFound::NoDecks)?;
    speaking::check(app, asking, asking.place).await?;
    let is_paused = kept.as_ref().is_some_and(|kept| kept.state == ScheduleState::Paused);
    let schedule = if let Some(kept) = kept {
        kept.schedule
    } else {
        let Usual { at, zone, days } = usual(asking);
        Schedule { at: at.unwrap_or(MORNING), zone, days, off_days: BTreeSet::new() }
    };
    let message = view::to_set_up(&schedule, deck);
    Ok(Decision::say(Reply {
        form: Some(filled(&schedule, deck, &decks, is_paused)),
        ..Reply::one(message)
    }))
}

fn filled(schedule: &Schedule, deck: &Graded, decks: &Decks, is_paused: bool) -> Form {
    let (_, command) = &ROWS[0];
    let words = decks.iter().map(|deck| name(deck, decks)).collect();
    let fields = vec![
        form::field(&TIME, &show_time(schedule.at)),
        form::field(&DAYS, &show_days(schedule.days)),
        form::field(&ZONE, schedule.zone.name()),
        Field { input: Input::Choice { words }, ..form::field(&DECK, &name(deck, decks)) },
    ];
    let form = form::form(command, fields);
    let intro = if is_paused { view::ENDS_PAUSE.to_owned() } else { form.intro };
    Form { intro, ..form }
}

/// What a deck is chosen by: its title, unless another has the same.
fn name(deck: &Graded, decks: &Decks) -> String {
    let is_found = decks.find(&deck.title).is_some_and(|found| found.id == deck.id);
    if is_found { deck.title.clone() } else { deck.id.clone() }
}

/// Sets a channel's schedule and posts today's card at once, unless that is there already.
pub(super) async fn set_up(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let Planned { row, deck, ends_pause } =
        planned(app, asking, given, &usual(asking), rng).await?;
    let date = asking.now.with_timezone(&row.schedule.zone).date_naive();
    let today = OfToday::load(app, asking, &row.place, Some(row.id), date).await?;
    let mut ahead = ahead(app, &row, asking.now).await?;
    if let Some(state) = today.card {
        let is_up = state != PostingState::Due;
        let message = view::set_up(&row, &deck, &ahead, is_up, None);
        let message = view::with_end_of_pause(message, ends_pause);
        return Ok(Decision::say(Reply::one(message)).with(Deed::PutSchedule(row)));
    }
    let mut instead = None;
    if !today.is_missed {
        instead = view::instead_of(&row, &ahead, date);
        ahead.taken.insert(date);
    }
    let posting = today.posting(app, asking, row.place.clone(), &deck, rng).await?;
    let message = view::set_up(&row, &deck, &ahead, false, instead);
    let message = view::with_end_of_pause(message, ends_pause);
    let set = Decision::say(Reply::one(message)).with(Deed::PutSchedule(row));
    Ok(set.with(Deed::AddPosting(posting)))
}
