//! What a channel's schedule is to be: what is asked for, else what it was, else what is usual.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc, WeekdaySet};
use chrono_tz::Tz;
use rand::rngs::StdRng;

use crate::app::asking::Asking;
use crate::app::command::Given;
use crate::app::command::options::{CHANNEL, DAYS, DECK};
use crate::app::command::refusal::CommandRefusal;
use crate::app::daily::command::{CALENDAR, OFF, SUMMARY, TIME};
use crate::app::daily::refusal::DailyRefusal;
use crate::app::decision::Fault;
use crate::app::finding::refusal::NotFound;
use crate::app::{App, finding, reading, speaking};
use crate::domain::calendar::off_days;
use crate::domain::calendar::schedule::Schedule;
use crate::domain::grade::Graded;
use crate::domain::id::ScheduleId;
use crate::domain::place::Place;
use crate::store::{ScheduleRow, ScheduleState};

/// How far ahead a calendar file's events are taken.
const OFF_DAYS_AHEAD: Days = Days::new(3 * 366);

/// What is taken where neither the command says anything nor the channel's schedule does.
#[derive(Debug)]
pub(super) struct Usual {
    /// The time of the card, by the wall clock; none if it has to be said.
    pub(super) at: Option<NaiveTime>,
    /// The zone of that clock.
    pub(super) zone: Tz,
    /// The days on which a card comes.
    pub(super) days: WeekdaySet,
}

/// A schedule as it is to be kept.
#[derive(Debug)]
pub(super) struct Planned {
    /// The schedule, on top of the version that the channel had.
    pub(super) row: ScheduleRow,
    /// The deck that it names.
    pub(super) deck: Arc<Graded>,
    /// Whether it ends a pause.
    pub(super) ends_pause: bool,
}

/// The schedule that a command asks for; refused where anything of it is wrong, or nothing could be
/// posted there.
pub(super) async fn planned(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    usual: &Usual,
    rng: &mut StdRng,
) -> Result<Planned, Fault> {
    let place = channel(asking, given)?;
    let old = app.store.schedule_at(&place).await?;
    let kept = old.as_ref().filter(|old| old.state != ScheduleState::Off);
    let deck = deck(app, given, kept)?;
    let schedule = wanted(app, asking, given, kept, usual).await?;
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
    let ends_pause = kept.is_some_and(|old| old.state == ScheduleState::Paused);
    Ok(Planned { row, deck, ends_pause })
}

/// The channel that is meant: the named one, or the one where it is asked.
pub(super) fn channel(asking: &Asking<'_>, given: &Given) -> Result<Place, DailyRefusal> {
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

/// The deck that is named, else that of the channel's schedule, else the first.
pub(super) fn deck(
    app: &App,
    given: &Given,
    old: Option<&ScheduleRow>,
) -> Result<Arc<Graded>, Fault> {
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
    usual: &Usual,
) -> Result<Schedule, Fault> {
    let old = old.map(|old| &old.schedule);
    let at = given.text(&TIME).map(reading::time).transpose()?;
    let at = at
        .or_else(|| old.map(|old| old.at))
        .or(usual.at)
        .ok_or(CommandRefusal::Missing { command: "daily set", option: "time" })?;
    let zone = reading::zone(given, asking.now)?;
    let zone = zone.or_else(|| old.map(|old| old.zone)).unwrap_or(usual.zone);
    let days = given.text(&DAYS).map(reading::days).transpose()?;
    let days = days.or_else(|| old.map(|old| old.days)).unwrap_or(usual.days);
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
