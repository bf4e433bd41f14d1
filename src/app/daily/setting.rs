//! `/daily`: a channel's schedule – setting, pausing and looking at it – and a card at once.

mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc, WeekdaySet};
use chrono_tz::Tz;
use rand::rngs::StdRng;

use super::choose_card;
use super::command::{CALENDAR, DailyCommand, OFF, SUMMARY, TIME};
use crate::app::asking::Asking;
use crate::app::command::options::{CHANNEL, DAYS, DECK};
use crate::app::command::refusal::CommandRefusal;
use crate::app::command::{Given, Written};
use crate::app::daily::refusal::DailyRefusal;
use crate::app::decision::{Decision, Fault};
use crate::app::finding::refusal::NotFound;
use crate::app::reply::Reply;
use crate::app::{App, finding, reading, speaking};
use crate::domain::calendar::off_days;
use crate::domain::calendar::schedule::Schedule;
use crate::domain::grade::Graded;
use crate::domain::id::{PostingId, ScheduleId};
use crate::domain::place::Place;
use crate::domain::posting::{Timeliness, timeliness};
use crate::store::{Deed, PostingRow, PostingState, ScheduleRow, ScheduleState};

/// How far ahead a calendar file's events are taken.
const OFF_DAYS_AHEAD: Days = Days::new(3 * 366);

/// Does what a command asks for.
pub(in crate::app) async fn run(
    app: &App,
    asking: &Asking<'_>,
    command: DailyCommand,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match command {
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
    let needs_channel = matches!(command, DailyCommand::Set | DailyCommand::Now);
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
    let place = channel(asking, given)?;
    let old = app.store.schedule_at(&place).await?;
    let kept = old.as_ref().filter(|old| old.state != ScheduleState::Off);
    let deck = deck(app, given, kept)?;
    let schedule = wanted(app, asking, given, kept).await?;
    speaking::check(app, asking, &place).await?;
    // What is due this very moment is not forgotten over a change.
    let due = kept.filter(|old| old.state == ScheduleState::On).and_then(|old| old.next_at);
    let from =
        due.filter(|due| *due <= asking.now).map_or(asking.now, |due| due - TimeDelta::seconds(1));
    let next_at = Some(schedule.next_after(from).ok_or(DailyRefusal::NoDayLeft)?.at);
    let row = ScheduleRow {
        id: old.as_ref().map_or_else(|| ScheduleId::fresh(asking.now, rng), |old| old.id),
        community: asking.community.id,
        place,
        deck: deck.id.clone(),
        schedule,
        set_by: asking.member.id,
        state: ScheduleState::On,
        note: String::new(),
        summary: given.checked(&SUMMARY).unwrap_or_else(|| kept.is_none_or(|old| old.summary)),
        version: old.as_ref().map_or(0, |old| old.version),
        next_at,
        told: true,
    };
    let message = view::set(&row, &deck, &ahead(app, &row, asking.now).await?);
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
    let of_today = match &row {
        Some(row) => app.store.posting_on(row.id, date).await?,
        None => None,
    };
    let missed = of_today.as_ref().is_some_and(|posting| posting.state == PostingState::Missed);
    // One that was missed keeps its day in the ledger; the card that is asked for now stands beside
    // it.
    let schedule = row.as_ref().filter(|_| !missed).map(|row| row.id);
    let latest = app.store.latest_postings(asking.community.id, &place, 1).await?;
    let is_todays = |posting: &&PostingRow| posting.date == date && posting.schedule == schedule;
    match latest.iter().chain(&of_today).find(is_todays).map(|posting| posting.state) {
        Some(PostingState::Due) => return Ok(Decision::say(Reply::one(view::on_its_way(None)))),
        Some(_) => return Err(DailyRefusal::AlreadyPosted.into()),
        None => {}
    }
    speaking::check(app, asking, &place).await?;
    let instead = match row.filter(|row| !missed && row.state == ScheduleState::On) {
        Some(row) => view::instead_of(&row, &ahead(app, &row, asking.now).await?, date),
        None => None,
    };
    let round = choose_card(app, asking.community.id, &deck, date, rng).await?;
    let posting = PostingRow {
        id: PostingId::fresh(asking.now, rng),
        community: asking.community.id,
        place,
        schedule,
        date,
        deck: deck.id.clone(),
        card: round.card.clone(),
        round: serde_json::to_string(&round)?,
        state: PostingState::Due,
        due_at: DateTime::from_timestamp(asking.now.timestamp(), 0).unwrap_or(asking.now),
        tried: false,
        reference: String::new(),
        posted_at: None,
        closes_at: None,
        answered: 0,
        shown: 0,
        summary: String::new(),
        asked_by: Some(asking.member.id),
    };
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

/// The channel that is meant: the named one, or the one where it is asked.
fn channel(asking: &Asking<'_>, given: &Given) -> Result<Place, DailyRefusal> {
    match given.text(&CHANNEL) {
        Some(named) => Ok(Place {
            channel: named.trim_start_matches('#').to_owned(),
            direct: false,
            ..asking.place.clone()
        }),
        None if asking.place.direct => Err(DailyRefusal::CardNeedsChannel),
        None => Ok(asking.place.clone()),
    }
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

fn deck(app: &App, given: &Given, old: Option<&ScheduleRow>) -> Result<Arc<Graded>, Fault> {
    let decks = app.decks();
    let deck = match (given.text(&DECK), old) {
        (Some(name), _) => finding::deck(&decks, name)?,
        (None, Some(old)) => match decks.get(&old.deck) {
            Some(deck) => Arc::clone(deck),
            None => return Err(DailyRefusal::DeckAway { deck: old.deck.clone() }.into()),
        },
        (None, None) => Arc::clone(decks.first().ok_or(NotFound::NoDecks)?),
    };
    if deck.cards.is_empty() {
        Err(DailyRefusal::EmptyDeck { deck: deck.title.clone() }.into())
    } else {
        Ok(deck)
    }
}

async fn wanted(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    old: Option<&ScheduleRow>,
) -> Result<Schedule, Fault> {
    let old = old.map(|old| &old.schedule);
    let at = given.text(&TIME).map(reading::time).transpose()?;
    let at = at
        .or_else(|| old.map(|old| old.at))
        .ok_or(CommandRefusal::Missing { command: "daily set", option: "time" })?;
    let zone = reading::zone(given, asking.now)?;
    let zone = zone.or_else(|| old.map(|old| old.zone)).unwrap_or(asking.community.zone);
    let days = given.text(&DAYS).map(reading::days).transpose()?;
    let days = days.or_else(|| old.map(|old| old.days)).unwrap_or(WeekdaySet::ALL);
    let off_days = off_days_of(app, given, zone, asking.now).await?;
    let off_days = off_days.or_else(|| old.map(|old| old.off_days.clone())).unwrap_or_default();
    Ok(Schedule { at, zone, days, off_days })
}

/// The dates that were listed and those of a calendar file together; nothing if neither was given.
async fn off_days_of(
    app: &App,
    given: &Given,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<Option<BTreeSet<NaiveDate>>, Fault> {
    let listed = given.text(&OFF).map(reading::dates).transpose()?;
    let Some(file) = given.file(&CALENDAR).cloned() else { return Ok(listed) };
    let from = now.with_timezone(&zone).date_naive();
    let to = from.checked_add_days(OFF_DAYS_AHEAD).unwrap_or(from);
    let read = move || file.read().map(|file| off_days::read(&file, zone, from, to));
    let filed = app.apart(read).await?.map_err(Fault::File)?.map_err(DailyRefusal::from)?;
    Ok(Some(listed.unwrap_or_default().into_iter().chain(filed).collect()))
}
