//! Schedules that cannot go on: they pause by themselves, say so once, and are taken up again when
//! the cause is gone.

mod view;

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::app::decision::{Fault, guarded};
use crate::app::reach::MayPost;
use crate::app::reply::Message;
use crate::domain::place::Place;
use crate::store::{Change, Committed, Deed, Family, Result, ScheduleRow, ScheduleState};

/// How many pauses are told of in one go.
const TOLD_AT_ONCE: u32 = 20;

/// A pause of which its channel and whoever set the schedule are to be told.
#[derive(Debug, Clone)]
pub struct Pause {
    /// The schedule as it is kept while it is paused.
    pub schedule: ScheduleRow,
    /// The id of the admin who set it on the channel's platform, if they are known there.
    pub admin: Option<String>,
    /// What the channel reads.
    pub to_channel: Message,
    /// What the admin reads.
    pub to_admin: Message,
}

impl App {
    /// Pauses a schedule that cannot go on, with a note on why.
    pub(super) async fn pause_by_itself(
        &self,
        row: &ScheduleRow,
        note: &str,
        now: DateTime<Utc>,
    ) -> std::result::Result<(), Fault> {
        tracing::warn!(schedule = %row.id, note, "a schedule was paused");
        let paused = ScheduleRow {
            state: ScheduleState::Paused,
            note: note.to_owned(),
            next_at: None,
            told: false,
            ..row.clone()
        };
        let change = Change::of(Deed::PutSchedule(paused));
        // Whoever changed it meanwhile knows better.
        if self.store.commit(&change, now).await? == Committed::Done {
            self.counts.one_more_paused();
        }
        Ok(())
    }

    /// Claims pauses of which nobody was told yet; each is handed out once.
    pub async fn claim_pauses(&self) -> Result<Vec<Pause>> {
        let mut pauses = Vec::new();
        for schedule in self.store.untold_schedules(TOLD_AT_ONCE).await? {
            if !self.store.schedule_told(schedule.id).await?
                || schedule.state != ScheduleState::Paused
            {
                continue;
            }
            let platform = schedule.place.home.platform;
            let admin = self.store.identity_on(platform, schedule.set_by).await?;
            let (to_channel, to_admin) = (view::paused_here(&schedule), view::gave_up(&schedule));
            pauses.push(Pause { schedule, admin, to_channel, to_admin });
        }
        Ok(pauses)
    }

    /// Takes up every schedule that has paused by itself and can go on: its deck is there, and the
    /// bot may post. Whether all that had to be asked was answered.
    pub async fn take_up_paused(&self, now: DateTime<Utc>) -> Result<bool> {
        self.take_up(|_| true, now).await
    }

    /// Takes up at once what has paused in places of which the platform has just said that they
    /// have changed: an archived channel is open again, a right was given back. What goes wrong is
    /// logged; the daily look comes all the same.
    pub async fn places_changed(&self, have_changed: impl Fn(&Place) -> bool, now: DateTime<Utc>) {
        if let Err(fault) = self.take_up(have_changed, now).await {
            let cause = &fault as &dyn std::error::Error;
            tracing::error!(cause, "could not look at paused schedules");
        }
    }

    /// Takes up what can go on in these places; whether all that had to be asked was answered.
    async fn take_up(&self, in_these: impl Fn(&Place) -> bool, now: DateTime<Utc>) -> Result<bool> {
        let (mut all_answered, mut still) = (true, 0);
        for row in self.store.paused_schedules().await? {
            if !in_these(&row.place) {
                still += 1;
                continue;
            }
            match guarded(self.take_up_one(&row, now)).await {
                Ok(MayPost::Yes) => {}
                Ok(MayPost::Unknown) => (all_answered, still) = (false, still + 1),
                Ok(MayPost::Gone | MayPost::Hindered(_)) => still += 1,
                Err(fault) => drop(self.failed(Family::Schedules, row.id.0, &fault).await?),
            }
        }
        self.counts.paused(still);
        Ok(all_answered)
    }

    /// Takes up a schedule; whether the bot may post in its channel, and `Gone` also while its deck
    /// is.
    async fn take_up_one(
        &self,
        row: &ScheduleRow,
        now: DateTime<Utc>,
    ) -> std::result::Result<MayPost, Fault> {
        if self.decks().get(&row.deck).is_none_or(|deck| deck.cards.is_empty()) {
            return Ok(MayPost::Gone);
        }
        let may_post = self.may_post(&row.place).await;
        let next_at = row.schedule.next_after(now).map(|next| next.at);
        if may_post != MayPost::Yes || next_at.is_none() {
            return Ok(if next_at.is_none() { MayPost::Gone } else { may_post });
        }
        let goes_on = ScheduleRow {
            state: ScheduleState::On,
            note: String::new(),
            next_at,
            told: true,
            ..row.clone()
        };
        let change = Change::of(Deed::PutSchedule(goes_on));
        if self.commit(&change, now).await? == Committed::Done {
            tracing::info!(schedule = %row.id, "a paused schedule goes on");
        }
        Ok(MayPost::Yes)
    }
}
