//! Schedules whose time has come: rows of postings are made, each with its card.

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;
use rand::rngs::StdRng;

use super::refusal::DailyRefusal;
use super::{choose_card, weekly};
use crate::app::App;
use crate::app::counts::CardOutcome;
use crate::app::decision::{Fault, guarded};
use crate::domain::calendar::schedule::Occurrence;
use crate::domain::id::PostingId;
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
            if let Err(fault) = guarded(self.take_up_due(&row, now, rng)).await
                && !self.failed(Family::Schedules, row.id.0, &fault).await?
            {
                self.store.hand_back_schedule(row.id, claim, now + AGAIN).await?;
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
        let (mut after, mut wrong) = (None, 0);
        loop {
            let rows = self.store.schedules_after(after, RECHECKED).await?;
            let Some(last) = rows.last() else { return Ok(wrong) };
            after = Some(last.id);
            for row in rows.into_iter().filter(|row| row.next_at.is_some_and(|next| next > now)) {
                let next_at = row.schedule.next_after(now).map(|next| next.at);
                if next_at != row.next_at {
                    wrong += 1;
                    self.store.advance_schedule(&row, &[], next_at).await?;
                }
            }
        }
    }

    /// Decides what becomes of a schedule that is due, and carries it out.
    async fn take_up_due(
        &self,
        row: &ScheduleRow,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> std::result::Result<(), Fault> {
        let due = due(row, now);
        let is_told = match due.last() {
            Some(newest) => weekly::is_wanted(self, row, newest.date).await?,
            None => false,
        };
        if is_told {
            self.settle_streaks_of(row.community, now).await;
        }
        let postings = match self.postings(row, &due, is_told, now, rng).await {
            Ok(postings) => postings,
            // Nothing that time would mend; whoever set it must.
            Err(Fault::Refused(refusal)) => {
                return self.pause_by_itself(row, &refusal.to_string(), now).await;
            }
            Err(fault) => return Err(fault),
        };
        let last = due.last().map_or(now, |newest| newest.at.max(now));
        let next_at = row.schedule.next_after(last).map(|next| next.at);
        self.advance(row, postings, next_at, now, rng).await
    }

    /// Makes the rows and moves the schedule on.
    async fn advance(
        &self,
        row: &ScheduleRow,
        mut postings: Vec<PostingRow>,
        next_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> std::result::Result<(), Fault> {
        for _ in 0..TRIES {
            match self.store.advance_schedule(row, &postings, next_at).await? {
                Advanced::Done => {
                    self.count_missed(&postings);
                    return Ok(());
                }
                Advanced::Changed => return Ok(()),
                Advanced::Raced => {}
            }
            // Of thousands of cards made in the same millisecond, some draw an id that another has.
            for posting in &mut postings {
                posting.id = PostingId::fresh(now, rng);
            }
        }
        Err(Fault::Contended)
    }

    fn count_missed(&self, postings: &[PostingRow]) {
        for posting in postings.iter().filter(|row| row.state == PostingState::Missed) {
            self.counts.card(posting.place.home.platform, CardOutcome::Missed);
        }
    }

    /// The postings of a schedule's occurrences that are due: the newest with its card and perhaps
    /// the summary of the week before, unless it is too late for it; those before as missed.
    async fn postings(
        &self,
        row: &ScheduleRow,
        due: &[Occurrence],
        is_told: bool,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> std::result::Result<Vec<PostingRow>, Fault> {
        let decks = self.decks();
        let Some(deck) = decks.get(&row.deck) else {
            return Err(DailyRefusal::DeckGone { deck: row.deck.clone() }.into());
        };
        let mut rows = Vec::new();
        let Some((newest, before)) = due.split_last() else { return Ok(rows) };
        let is_late = timeliness(newest.at, now) == Timeliness::Missed;
        let (missed, most) = if is_late { (due, MOST_MISSED) } else { (before, MOST_MISSED - 1) };
        for occurrence in &missed[missed.len().saturating_sub(most)..] {
            tracing::warn!(schedule = %row.id, date = %occurrence.date, "a card of the day was \
                missed");
            rows.push(missed_posting(row, *occurrence, PostingId::fresh(now, rng)));
        }
        if !is_late {
            let round = choose_card(self, row.community, deck, newest.date, rng).await?;
            let summary = if is_told {
                weekly::summary(self, row, newest.date).await.unwrap_or_else(|fault| {
                    // The card comes all the same.
                    let cause = &fault as &dyn std::error::Error;
                    tracing::error!(cause, "could not sum up a week");
                    String::new()
                })
            } else {
                String::new()
            };
            rows.push(PostingRow {
                state: PostingState::Due,
                card: round.card.clone(),
                round: serde_json::to_string(&round)?,
                summary,
                ..missed_posting(row, *newest, PostingId::fresh(now, rng))
            });
        }
        Ok(rows)
    }
}

/// The occurrences of a schedule since the instant at which it was due.
fn due(row: &ScheduleRow, now: DateTime<Utc>) -> Vec<Occurrence> {
    let mut due = Vec::new();
    let mut last = row.next_at.unwrap_or(now) - TimeDelta::seconds(1);
    while let Some(next) = row.schedule.next_after(last).filter(|next| next.at <= now) {
        last = next.at;
        due.push(next);
    }
    due
}

/// A posting that was never sent, and has no card.
fn missed_posting(row: &ScheduleRow, occurrence: Occurrence, id: PostingId) -> PostingRow {
    PostingRow {
        id,
        community: row.community,
        place: row.place.clone(),
        schedule: Some(row.id),
        date: occurrence.date,
        deck: row.deck.clone(),
        card: String::new(),
        round: String::new(),
        state: PostingState::Missed,
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
