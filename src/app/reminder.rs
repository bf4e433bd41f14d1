//! `/reminder`: a member's own nudge. What members say about it stands here; what is sent by itself
//! in `nudging`.

pub mod click;
pub(super) mod command;
mod nudging;
pub mod refusal;
mod view;

pub use nudging::Nudging;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc, WeekdaySet};
use chrono_tz::Tz;

use self::click::{NudgeClick, Wish};
use self::command::ReminderCommand;
use super::asking::Asking;
use super::clocks::clocks;
use super::command::Given;
use super::command::options::DAYS;
use super::decision::{Decision, Fault};
use super::reply::Reply;
use super::{App, reading};
use crate::app::reminder::refusal::ReminderRefusal;
use crate::domain::calendar::schedule::Schedule;
use crate::domain::reminder::{Mood, later, tonight};
use crate::store::{Change, Deed, ReminderRow};

/// Does what a command asks for.
pub(super) async fn run(
    app: &App,
    asking: &Asking<'_>,
    command: ReminderCommand,
    given: &Given,
) -> Result<Decision, Fault> {
    match command {
        ReminderCommand::Set => set(app, asking, given).await,
        ReminderCommand::Off => off(app, asking).await,
        ReminderCommand::Show => show(app, asking).await,
    }
}

/// Sets the asker's reminder.
async fn set(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let old = app.store.reminder(asking.member.id).await?;
    let at = reading::time(given.required(&command::TIME))?;
    let known = reading::zone(given, asking.now)?.or(asking.member.zone);
    let zone = known.unwrap_or(asking.community.zone);
    let days = given.text(&DAYS).map(reading::days).transpose()?;
    let days = days.or_else(|| old.as_ref().map(|old| old.days)).unwrap_or(WeekdaySet::ALL);
    let row = wanted(asking, old.as_ref(), at, zone, days);
    let comes = coming(app, &row).await?;
    let mut message = view::set(&row, comes);
    if known.is_none() {
        message.blocks.push(view::is_zone_right(zone, asking.now));
        message = message.with_menu(Some(clocks(asking.now)));
    }
    Ok(Decision::say(Reply::one(message)).with(Deed::PutReminder(row)))
}

/// A reminder of the asker as they want it from now on; `old` is the one that they have.
pub(super) fn wanted(
    asking: &Asking<'_>,
    old: Option<&ReminderRow>,
    at: NaiveTime,
    zone: Tz,
    days: WeekdaySet,
) -> ReminderRow {
    let row = ReminderRow {
        member: asking.member.id,
        at,
        zone,
        days,
        on: true,
        mood: Mood::Heard(0),
        sent_on: None,
        not_on: None,
        closed: false,
        version: old.map_or(0, |old| old.version),
        next_at: None,
        turn: asking.member.turn,
    };
    ReminderRow { next_at: regular(&row, asking.now), ..row }
}

/// A reminder that ends.
pub(super) fn ended(row: &ReminderRow) -> ReminderRow {
    ReminderRow { on: false, next_at: None, ..row.clone() }
}

/// Ends the asker's reminder.
async fn off(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let row = own(app, asking).await?;
    let row = ended(&row);
    Ok(Decision::say(Reply::one(view::off())).with(Deed::PutReminder(row)))
}

/// Shows the asker's reminder.
async fn show(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let row = own(app, asking).await?;
    let comes = coming(app, &row).await?;
    Ok(Decision::say(Reply::one(view::shown(&row, comes))))
}

/// Does what its member wants of a reminder.
pub(super) async fn react(
    app: &App,
    asking: &Asking<'_>,
    NudgeClick { nudge, wish }: NudgeClick,
) -> Result<Decision, Fault> {
    let nudge = app.store.nudge(nudge).await?.ok_or(ReminderRefusal::NotYourReminder)?;
    if nudge.member != asking.member.id {
        return Err(ReminderRefusal::NotYourReminder.into());
    }
    let row = own(app, asking).await?;
    let heard = ReminderRow { mood: Mood::Heard(0), ..row };
    let put_off = |at: Option<DateTime<Utc>>| at.ok_or(ReminderRefusal::TooLateToday);
    // Of two wishes for one day the later one counts.
    let again = |at| ReminderRow { next_at: Some(at), not_on: None, ..heard.clone() };
    let row = match wish {
        Wish::Later => again(put_off(later(asking.now, heard.zone))?),
        Wish::Tonight => again(put_off(tonight(asking.now, heard.zone))?),
        Wish::NotToday => {
            let today = heard.study_day(asking.now);
            ReminderRow { not_on: Some(today), next_at: regular(&heard, asking.now), ..heard }
        }
        Wish::Stop => ended(&heard),
        Wish::Keep => ReminderRow { next_at: regular(&heard, asking.now), ..heard },
    };
    let comes = coming(app, &row).await?;
    Ok(Decision::say(Reply::one(view::reacted(&row, wish, comes))).with(Deed::PutReminder(row)))
}

/// A decision with what its asker is to be told at the next opportunity: that no reminder could
/// reach them. Where that cannot be looked up, the decision stands without it.
pub(super) async fn with_notice(app: &App, asking: &Asking<'_>, decision: Decision) -> Decision {
    // A form takes the whole of a platform's first answer; the notice waits for the next one.
    if decision.reply.form.is_some() || decision.reply.messages.is_empty() {
        return decision;
    }
    // Whoever is forgotten with it has no reminder any more.
    let deeds = decision.change.iter().flat_map(Change::deeds);
    if deeds.into_iter().any(|deed| matches!(deed, Deed::Forget(_))) {
        return decision;
    }
    let kept = match app.store.reminder(asking.member.id).await {
        Ok(kept) => kept.filter(|row| row.closed),
        Err(fault) => {
            let cause = &fault as &dyn std::error::Error;
            tracing::error!(cause, "could not look for a notice to a member");
            None
        }
    };
    match kept {
        Some(row) => told(decision, &row),
        None => decision,
    }
}

/// The decision with the notice, and with the reminder that says that it was given.
fn told(mut decision: Decision, row: &ReminderRow) -> Decision {
    decision.reply.messages.push(view::unreached());
    let change = decision.change.take().unwrap_or_default();
    let is_of_reminder = |deed: &Deed| matches!(deed, Deed::PutReminder(_));
    if !change.deeds().iter().any(is_of_reminder) {
        let told = Deed::PutReminder(ReminderRow { closed: false, ..row.clone() });
        return Decision { change: Some(change.with(told)), ..decision };
    }
    // What the asker changes of it right now counts.
    let deeds = change.into_deeds().into_iter().map(|deed| match deed {
        Deed::PutReminder(row) => Deed::PutReminder(ReminderRow { closed: false, ..row }),
        other => other,
    });
    Decision { change: Some(deeds.collect()), ..decision }
}

/// When a reminder is due by its own clock after `now`; never if it is off.
fn regular(row: &ReminderRow, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let off_days = std::collections::BTreeSet::new();
    let schedule = Schedule { at: row.at, zone: row.zone, days: row.days, off_days };
    // Seconds are enough: the store keeps no less.
    let now = now - TimeDelta::nanoseconds(i64::from(now.timestamp_subsec_nanos()));
    schedule.next_after(now).filter(|_| row.on).map(|next| next.at)
}

/// A reminder as it should be at `now`, if it is not: due no later than by its own clock and, where
/// a clock was ahead, sent and unwanted on no day that has not come.
pub(super) fn put_right(
    row: &ReminderRow,
    now: DateTime<Utc>,
    was_ahead: bool,
) -> Option<ReminderRow> {
    let mut right = row.clone();
    if let (Some(next), Some(regular)) = (row.next_at, regular(row, now)) {
        right.next_at = Some(next.min(regular));
    }
    if was_ahead {
        let today = row.study_day(now);
        right.sent_on = row.sent_on.filter(|day| *day <= today);
        right.not_on = row.not_on.filter(|day| *day <= today);
    }
    (right != *row).then_some(right)
}

/// When a reminder will really come, as far as can be known: those of study days on which its
/// member has studied already, or wants none, are held back.
async fn coming(app: &App, row: &ReminderRow) -> Result<Option<DateTime<Utc>>, Fault> {
    // Nobody has studied on more than two days from today on, be it in another zone.
    const LOOKED_AHEAD: usize = 4;
    let mut next = row.next_at;
    for _ in 0..LOOKED_AHEAD {
        let Some(at) = next else { break };
        let day = row.study_day(at);
        if row.not_on != Some(day) && !app.store.studied_since(row.member, day).await? {
            break;
        }
        next = regular(row, at);
    }
    Ok(next)
}

async fn own(app: &App, asking: &Asking<'_>) -> Result<ReminderRow, Fault> {
    let row = app.store.reminder(asking.member.id).await?.filter(|row| row.on);
    Ok(row.ok_or(ReminderRefusal::NoReminder)?)
}

/// The asker's reminder in another zone, if there is one that followed the old.
pub(super) async fn moved(
    app: &App,
    asking: &Asking<'_>,
    zone: Tz,
) -> Result<Option<ReminderRow>, Fault> {
    let row = app.store.reminder(asking.member.id).await?;
    Ok(row.map(|row| in_zone(&row, zone, asking.now)))
}

/// A reminder by the clock of another zone.
pub(super) fn in_zone(row: &ReminderRow, zone: Tz, now: DateTime<Utc>) -> ReminderRow {
    let row = ReminderRow { zone, ..row.clone() };
    let silent = matches!(row.mood, Mood::Asked | Mood::Silent);
    ReminderRow { next_at: regular(&row, now).filter(|_| !silent), ..row }
}
