//! `/setup` and `/daily`: a channel's schedule – setting, pausing and looking at it – and a card at
//! once.

mod at_once;
mod planning;
mod setup;
mod view;

pub(in crate::app) use self::setup::form as setup_form;

use chrono::{DateTime, TimeDelta, Utc, WeekdaySet};
use rand::rngs::StdRng;

use self::at_once::OfToday;
use self::planning::{Planned, Usual, channel, deck, planned};
use super::command::DailyCommand;
use crate::app::asking::Asking;
use crate::app::command::options::CHANNEL;
use crate::app::command::{Given, Written};
use crate::app::daily::refusal::DailyRefusal;
use crate::app::decision::{Decision, Fault};
use crate::app::reply::Reply;
use crate::app::{App, finding, speaking};
use crate::domain::place::Place;
use crate::domain::posting::{Timeliness, timeliness};
use crate::store::{Deed, PostingState, ScheduleRow, ScheduleState};

/// Does what a command asks for.
pub(in crate::app) async fn run(
    app: &App,
    asking: &Asking<'_>,
    command: DailyCommand,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match command {
        DailyCommand::Setup => setup::set_up(app, asking, given, rng).await,
        DailyCommand::Today => today(app, asking, given).await,
        DailyCommand::Set => set(app, asking, given, rng).await,
        DailyCommand::Now => now(app, asking, given, rng).await,
        DailyCommand::Pause => pause(app, asking, given).await,
        DailyCommand::Resume => resume(app, asking, given).await,
        DailyCommand::Off => off(app, asking, given).await,
        DailyCommand::Preview => preview(app, asking, given).await,
    }
}

/// Whether a command can succeed where it is given, whatever its other options are: a form cannot
/// ask for a channel.
pub(in crate::app) fn possible(
    asking: &Asking<'_>,
    command: DailyCommand,
    written: &Written,
) -> Result<(), Fault> {
    use DailyCommand::{Now, Set, Setup};
    let needs_channel = matches!(command, Setup | Set | Now);
    if needs_channel && asking.place.direct && !written.options.contains_key(CHANNEL.name) {
        return Err(DailyRefusal::CardNeedsChannel.into());
    }
    Ok(())
}

/// Sets a channel's schedule. What is not named stays as it was; nothing changes if anything is
/// wrong.
async fn set(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let usual = Usual { at: None, zone: asking.community.zone, days: WeekdaySet::ALL };
    let Planned { row, deck, ends_pause } = planned(app, asking, given, &usual, rng).await?;
    let message = view::set(&row, &deck, &ahead(app, &row, asking.now).await?);
    let message = view::with_end_of_pause(message, ends_pause);
    Ok(Decision::say(Reply::one(message)).with(Deed::PutSchedule(row)))
}

/// Posts today's card at once.
async fn now(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let place = channel(asking, given)?;
    let row = app.store.schedule_at(&place).await?;
    let row = row.filter(|row| row.state != ScheduleState::Off);
    let zone = row.as_ref().map_or(asking.community.zone, |row| row.schedule.zone);
    let deck = deck(app, given, row.as_ref())?;
    let date = asking.now.with_timezone(&zone).date_naive();
    let today = OfToday::load(app, asking, &place, row.as_ref().map(|row| row.id), date).await?;
    match today.card {
        Some(PostingState::Due) => return Ok(Decision::say(Reply::one(view::on_its_way(None)))),
        Some(_) => return Err(DailyRefusal::AlreadyPosted.into()),
        None => {}
    }
    speaking::check(app, asking, &place).await?;
    let instead = match row.filter(|row| !today.is_missed && row.state == ScheduleState::On) {
        Some(row) => view::instead_of(&row, &ahead(app, &row, asking.now).await?, date),
        None => None,
    };
    let posting = today.posting(app, asking, place, &deck, rng).await?;
    Ok(Decision::say(Reply::one(view::on_its_way(instead))).with(Deed::AddPosting(posting)))
}

/// A schedule that somebody has switched, so that nobody has to be told why.
fn switched(row: ScheduleRow, state: ScheduleState, next_at: Option<DateTime<Utc>>) -> ScheduleRow {
    ScheduleRow { state, next_at, note: String::new(), told: true, ..row }
}

/// Stops posting for a while.
async fn pause(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let row = scheduled(app, asking, given).await?;
    let row = switched(row, ScheduleState::Paused, None);
    Ok(Decision::say(Reply::one(view::paused())).with(Deed::PutSchedule(row)))
}

/// Goes on posting after a pause, from the next time on.
async fn resume(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let row = scheduled(app, asking, given).await?;
    if row.state == ScheduleState::On {
        return Err(DailyRefusal::NotPaused.into());
    }
    speaking::check(app, asking, &row.place).await?;
    let deck = finding::deck(&app.decks(), &row.deck)?;
    let next_at = Some(row.schedule.next_after(asking.now).ok_or(DailyRefusal::NoDayLeft)?.at);
    let row = switched(row, ScheduleState::On, next_at);
    let message = view::set(&row, &deck, &ahead(app, &row, asking.now).await?);
    Ok(Decision::say(Reply::one(message)).with(Deed::PutSchedule(row)))
}

/// Ends the schedule of a channel; its cards stay as they are.
async fn off(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let row = scheduled(app, asking, given).await?;
    let row = switched(row, ScheduleState::Off, None);
    let message = view::off(row.place.is(asking.place));
    Ok(Decision::say(Reply::one(message)).with(Deed::PutSchedule(row)))
}

/// Shows the next cards with clock changes and off-days.
async fn preview(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let row = scheduled(app, asking, given).await?;
    Ok(Decision::say(Reply::one(view::preview(&row, &ahead(app, &row, asking.now).await?))))
}

/// Shows how today's card stands.
async fn today(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let place = match channel(asking, given) {
        Err(DailyRefusal::CardNeedsChannel) => only_channel(app, asking).await?,
        place => place?,
    };
    let row = app.store.schedule_at(&place).await?;
    let row = row.filter(|row| row.state != ScheduleState::Off);
    let latest = app.store.latest_postings(asking.community.id, &place, 1).await?.pop();
    let missed = match &row {
        Some(row) => {
            let date = asking.now.with_timezone(&row.schedule.zone).date_naive();
            let of_today = app.store.posting_on(row.id, date).await?;
            of_today.filter(|posting| posting.state == PostingState::Missed)
        }
        None => None,
    };
    if row.is_none() && latest.is_none() {
        return Err(no_schedule(asking, given).into());
    }
    let zone = row.as_ref().map_or(asking.community.zone, |row| row.schedule.zone);
    let finished = match &latest {
        Some(posting) => app
            .store
            .attempt(posting.id, asking.member.id)
            .await?
            .is_some_and(|attempt| attempt.over),
        None => false,
    };
    let ahead = match &row {
        Some(row) => Some(ahead(app, row, asking.now).await?),
        None => None,
    };
    let state = view::Today {
        row: row.as_ref().zip(ahead.as_ref()),
        latest: latest.as_ref(),
        missed: missed.is_some(),
        finished,
        zone,
    };
    Ok(Decision::say(Reply::one(view::today(&state, asking))))
}

/// From when on cards of a schedule are to come, and which dates have theirs.
async fn ahead(app: &App, row: &ScheduleRow, now: DateTime<Utc>) -> Result<view::Ahead, Fault> {
    // What is due this very moment is still to come.
    let due = row.next_at.filter(|due| *due <= now && timeliness(*due, now) != Timeliness::Missed);
    let from = due.map_or(now, |due| due - TimeDelta::seconds(1));
    let today = now.with_timezone(&row.schedule.zone).date_naive();
    // A shift of the clock may carry the card of the day before over midnight.
    let taken = app.store.dates_taken(row.id, today.pred_opt().unwrap_or(today)).await?;
    Ok(view::Ahead { now, from, taken })
}

/// The only channel with a card of the day, where somebody asks in a conversation of two.
async fn only_channel(app: &App, asking: &Asking<'_>) -> Result<Place, Fault> {
    let mut all = app.store.schedules(asking.community.id).await?;
    match all.len() {
        0 => Err(DailyRefusal::NoSchedule { is_named: false }.into()),
        1 => Ok(all.swap_remove(0).place),
        _ => Err(DailyRefusal::CardNeedsChannel.into()),
    }
}

/// The schedule that is meant: that of the channel, or the only one of the community.
async fn scheduled(app: &App, asking: &Asking<'_>, given: &Given) -> Result<ScheduleRow, Fault> {
    let mut all = app.store.schedules(asking.community.id).await?;
    let here = channel(asking, given).ok();
    let meant = |row: &ScheduleRow| here.as_ref().is_some_and(|place| place.is(&row.place));
    if let Some(place) = all.iter().position(meant) {
        return Ok(all.swap_remove(place));
    }
    match (all.len(), given.text(&CHANNEL)) {
        (1, None) => Ok(all.swap_remove(0)),
        _ => Err(no_schedule(asking, given).into()),
    }
}

/// That the channel which is meant gets no card.
fn no_schedule(asking: &Asking<'_>, given: &Given) -> DailyRefusal {
    let is_named = given.text(&CHANNEL).is_some()
        && channel(asking, given).is_ok_and(|place| !place.is(asking.place));
    DailyRefusal::NoSchedule { is_named }
}
