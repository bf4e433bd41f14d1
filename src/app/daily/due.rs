//! Schedules whose time has come: rows of postings are made, each with its card.

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;
use rand::rngs::StdRng;

use super::{choose_card, weekly};
use crate::app::App;
use crate::app::decision::{Fault, guarded};
use crate::domain::calendar::schedule::Occurrence;
use crate::domain::id::{PostingId, ScheduleId};
use crate::domain::posting::{LEASE, Timeliness, timeliness};
use crate::store::{Advanced, Family, PostingRow, PostingState, Result, ScheduleRow};

/// How many missed days are written down after a long sleep; the streaks of longer ones are lost
/// anyway.
const MOST_MISSED: usize = 60;

/// After a fault, a schedule is looked at again so much later.
const AGAIN: TimeDelta = TimeDelta::seconds(10);

/// How often others may be faster.
const TRIES: u32 = 10;

/// How many schedules are rechecked in one go.
const RECHECKED: u32 = 500;

impl App {
    /// Makes the postings of schedules whose time has come; how many schedules there were.
    pub async fn make_due(
        &self,
        now: DateTime<Utc>,
        limit: u32,
        rng: &mut StdRng,
    ) -> Result<usize> {
        let claim = rng.random();
        let claimed = self.store.claim_schedules(claim, now, now + LEASE, limit).await?;
        let count = claimed.len();
        for row in claimed {
            let id = row.id;
            let made = match guarded(self.make_postings(&row, now, rng)).await {
                // Nothing that time would mend; whoever set it must.
                Err(Fault::Refused(refusal)) => {
                    self.pause_by_itself(&row, &refusal.to_string(), now).await
                }
                made => made,
            };
            if let Err(fault) = made
                && !self.failed(Family::Schedules, id.0, &fault).await?
            {
                self.store.hand_back_schedule(id, claim, now + AGAIN).await?;
            }
        }
        Ok(count)
    }

    /// When the next schedule or posting is due.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        let (schedule, posting) =
            (self.store.next_schedule().await?, self.store.next_posting().await?);
        Ok(schedule.into_iter().chain(posting).min())
    }

    /// Reckons the next instant of every schedule anew, as after an update of the zones' data; how
    /// many were wrong.
    pub async fn recheck_schedules(&self, now: DateTime<Utc>) -> Result<usize> {
        let (mut after, mut wrong) = (ScheduleId(0), 0);
        loop {
            let rows = self.store.schedules_after(after, RECHECKED).await?;
            let Some(last) = rows.last() else { return Ok(wrong) };
            after = last.id;
            for row in rows.into_iter().filter(|row| row.next_at.is_some_and(|next| next > now)) {
                let next_at = row.schedule.next_after(now).map(|next| next.at);
                if next_at != row.next_at {
                    wrong += 1;
                    self.store.advance_schedule(&row, &[], next_at).await?;
                }
            }
        }
    }

    async fn make_postings(
        &self,
        row: &ScheduleRow,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> std::result::Result<(), Fault> {
        let decks = self.decks();
        let Some(deck) = decks.get(&row.deck) else {
            return self
                .pause_by_itself(row, &format!("Its deck “{}” is away.", row.deck), now)
                .await;
        };
        let since = row.next_at.unwrap_or(now) - TimeDelta::seconds(1);
        let mut due = Vec::new();
        let mut last = since;
        while let Some(next) = row.schedule.next_after(last).filter(|next| next.at <= now) {
            last = next.at;
            due.push(next);
        }
        let mut rows = Vec::new();
        let count = due.len();
        for (place, occurrence) in
            due.into_iter().enumerate().skip(count.saturating_sub(MOST_MISSED))
        {
            let newest = place + 1 == count;
            if newest && timeliness(occurrence.at, now) != Timeliness::Missed {
                let round = choose_card(self, row.community, deck, occurrence.date, rng).await?;
                let card = (round.card.clone(), serde_json::to_string(&round)?);
                let summary = weekly::summary(self, row, occurrence.date, now)
                    .await
                    .unwrap_or_else(|fault| {
                        // The card comes all the same.
                        tracing::error!(
                            cause = &fault as &dyn std::error::Error,
                            "could not sum up a week"
                        );
                        String::new()
                    });
                let made =
                    posting(row, occurrence, card, PostingState::Due, PostingId::fresh(now, rng));
                rows.push(PostingRow { summary, ..made });
            } else {
                tracing::warn!(schedule = %row.id, date = %occurrence.date, "a card of the day was \
                    missed");
                let none = (String::new(), String::new());
                rows.push(posting(
                    row,
                    occurrence,
                    none,
                    PostingState::Missed,
                    PostingId::fresh(now, rng),
                ));
            }
        }
        let next_at = row.schedule.next_after(last.max(now)).map(|next| next.at);
        for _ in 0..TRIES {
            if self.store.advance_schedule(row, &rows, next_at).await? != Advanced::Raced {
                return Ok(());
            }
            // Of thousands of cards made in the same millisecond, some draw an id that another has.
            for row in &mut rows {
                row.id = PostingId::fresh(now, rng);
            }
        }
        Err(Fault::Contended)
    }
}

fn posting(
    row: &ScheduleRow,
    occurrence: Occurrence,
    (card, round): (String, String),
    state: PostingState,
    id: PostingId,
) -> PostingRow {
    PostingRow {
        id,
        community: row.community,
        place: row.place.clone(),
        schedule: Some(row.id),
        date: occurrence.date,
        deck: row.deck.clone(),
        card,
        round,
        state,
        due_at: occurrence.at,
        tried: false,
        reference: String::new(),
        posted_at: None,
        closes_at: None,
        answered: 0,
        shown: 0,
        summary: String::new(),
        asked_by: None,
    }
}
