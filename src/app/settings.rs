//! `/settings`: all that is a member's own, shown and changed as one form.

pub(super) mod command;
mod view;

pub(super) use self::view::fields;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, WeekdaySet};
use chrono_tz::Tz;

use self::command::{ACCURACY, OWN_ZONE, REMINDER, STREAK, TURN};
use super::asking::Asking;
use super::command::{CommandOption, Given, Written};
use super::decision::{Decision, Fault};
use super::reply::Reply;
use super::{App, reading, reminder};
use crate::domain::calendar::clock::{OFF, show_time};
use crate::domain::calendar::{Turn, study_day};
use crate::domain::seen_by::SeenBy;
use crate::store::{Deed, ReminderRow, Result as Stored};

/// What a member has chosen for themselves, or what counts as long as they have not.
#[derive(Debug, Clone)]
pub(super) struct Own {
    /// The zone by which their days turn.
    pub(super) zone: Tz,
    /// Their reminder, be it on or off, if they ever set one.
    pub(super) reminder: Option<ReminderRow>,
    /// Whether their streak is out of sight.
    pub(super) is_streak_off: bool,
    /// Who besides them sees how they do.
    pub(super) seen_by: SeenBy,
    /// Whether they are in a team.
    pub(super) has_team: bool,
    /// When their study days turn.
    pub(super) turn: Turn,
}

impl Own {
    pub(super) async fn load(app: &App, asking: &Asking<'_>) -> Stored<Self> {
        let member = &asking.member;
        Ok(Self {
            zone: member.zone.unwrap_or(asking.community.zone),
            reminder: app.store.reminder(member.id).await?,
            is_streak_off: app.store.kept_streak(member.id).await?.off,
            seen_by: app.store.stats_for(member.id).await?,
            has_team: app.store.team_of(member.id).await?.is_some(),
            turn: member.turn,
        })
    }

    /// The reminder, if it is on.
    pub(super) fn nudges(&self) -> Option<&ReminderRow> {
        self.reminder.as_ref().filter(|row| row.on)
    }

    fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        study_day(now, self.zone, self.turn)
    }

    fn streak_word(&self) -> &'static str {
        if self.is_streak_off { "off" } else { "on" }
    }

    /// The hour at which their day turns, or will: `04:00`.
    fn turn_word(&self) -> String {
        format!("{:02}:00", self.turn.hour())
    }

    /// The line that would change nothing.
    fn as_line(&self) -> String {
        let mut words = vec!["/settings".to_owned()];
        for (option, value) in self.as_options() {
            words.push(format!("{}:{value}", option.name));
        }
        words.join(" ")
    }

    /// Each option of the command with the value that would change nothing.
    fn as_options(&self) -> [(&'static CommandOption, String); 5] {
        let reminder = self.nudges().map_or_else(|| OFF.to_owned(), |row| show_time(row.at));
        [
            (&OWN_ZONE, self.zone.name().to_owned()),
            (&REMINDER, reminder),
            (&STREAK.option, self.streak_word().to_owned()),
            (&ACCURACY.option, self.seen_by.word().to_owned()),
            (&TURN.option, self.turn_word()),
        ]
    }
}

/// Shows the asker's settings, in a form where one opens.
pub(super) async fn form(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let own = Own::load(app, asking).await?;
    let message = view::shown(&own, asking.now);
    Ok(Decision::say(Reply { form: Some(view::form(&own)), ..Reply::one(message) }))
}

/// Changes those of the asker's settings that are given.
pub(super) async fn run(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let (own, deeds) = changed(Own::load(app, asking).await?, asking, given)?;
    Ok(Decision::deeds(deeds, Reply::one(view::saved(&own, asking.now))))
}

/// A command that was refused with everything that it does not name as it is: its form is to change
/// nothing else.
pub(super) async fn completed(
    app: &App,
    asking: &Asking<'_>,
    written: &Written,
) -> Stored<Written> {
    let mut written = written.understood();
    for (option, value) in Own::load(app, asking).await?.as_options() {
        written.options.entry(option.name.to_owned()).or_insert(value);
    }
    Ok(written)
}

/// The settings as they are wanted, and what makes them so; what is as it was makes nothing.
fn changed(mut own: Own, asking: &Asking<'_>, given: &Given) -> Result<(Own, Vec<Deed>), Fault> {
    let (community, member) = (asking.community.id, asking.member.id);
    // Everything is read before anything is changed: one mistake, and all stays as it was.
    let zone = reading::zone(given, asking.now)?.filter(|zone| *zone != own.zone);
    let at = given.text(&REMINDER).map(reading::time_or_off).transpose()?;
    let mut deeds = Vec::new();
    if let Some(zone) = zone {
        own.zone = zone;
        deeds.push(Deed::ChooseZone(member, zone));
    }
    let reminder = match at {
        Some(at) => reminder_at(&own, asking, at),
        None => own.reminder.clone(),
    };
    let reminder = match zone {
        Some(zone) => reminder.map(|row| reminder::in_zone(&row, zone, asking.now)),
        None => reminder,
    };
    if reminder != own.reminder {
        own.reminder = reminder;
        deeds.extend(own.reminder.clone().map(Deed::PutReminder));
    }
    if let Some(is_on) = given.chosen(&STREAK).filter(|is_on| *is_on == own.is_streak_off) {
        own.is_streak_off = !is_on;
        deeds.push(Deed::SwitchStreak(community, member, !is_on));
    }
    if let Some(seen_by) = given.chosen(&ACCURACY).filter(|seen_by| *seen_by != own.seen_by) {
        own.seen_by = seen_by;
        deeds.push(Deed::ShowStatsTo(member, seen_by));
    }
    if let Some(hour) = given.chosen(&TURN).filter(|hour| *hour != own.turn.hour()) {
        let turn = own.turn.changed(hour, asking.now, own.zone);
        deeds.push(Deed::ChooseTurn(member, own.turn, turn));
        own.turn = turn;
    }
    Ok((own, deeds))
}

/// The reminder at this time, or off; one that is wanted as it is stays so, even if it is silent.
fn reminder_at(own: &Own, asking: &Asking<'_>, at: Option<NaiveTime>) -> Option<ReminderRow> {
    let old = own.reminder.clone();
    match at {
        None => old.map(|row| if row.on { reminder::ended(&row) } else { row }),
        Some(at) if own.nudges().is_some_and(|row| row.at == at) => old,
        Some(at) => {
            let days = old.as_ref().map_or(WeekdaySet::ALL, |old| old.days);
            Some(reminder::wanted(asking, old.as_ref(), at, own.zone, days))
        }
    }
}
