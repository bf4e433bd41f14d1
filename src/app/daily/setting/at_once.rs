//! Today's card of a channel: whether it is there, and the row that brings it at once.

use chrono::{DateTime, NaiveDate};
use rand::rngs::StdRng;

use crate::app::App;
use crate::app::asking::Asking;
use crate::app::daily::choose_card;
use crate::app::decision::Fault;
use crate::domain::grade::Graded;
use crate::domain::id::{PostingId, ScheduleId};
use crate::domain::place::Place;
use crate::store::{PostingRow, PostingState};

/// What there is of a channel's card of a local date.
#[derive(Debug)]
pub(super) struct OfToday {
    date: NaiveDate,
    /// Whose card one that is asked for now would be; none if it would stand beside a schedule.
    schedule: Option<ScheduleId>,
    /// Whether the schedule's own was missed.
    pub(super) is_missed: bool,
    /// How the card stands, if there is one that was not missed.
    pub(super) card: Option<PostingState>,
}

impl OfToday {
    /// Looks for it, in a channel with this schedule or with none.
    pub(super) async fn load(
        app: &App,
        asking: &Asking<'_>,
        place: &Place,
        schedule: Option<ScheduleId>,
        date: NaiveDate,
    ) -> Result<Self, Fault> {
        let of_schedule = match schedule {
            Some(schedule) => app.store.posting_on(schedule, date).await?,
            None => None,
        };
        let is_missed =
            of_schedule.as_ref().is_some_and(|posting| posting.state == PostingState::Missed);
        // One that was missed keeps its day in the ledger; the card that is asked for now stands
        // beside it.
        let schedule = schedule.filter(|_| !is_missed);
        let latest = app.store.latest_postings(asking.community.id, place, 1).await?;
        let is_todays = |posting: &&PostingRow| {
            let is_asked_for = posting.schedule.is_none();
            posting.date == date && (is_asked_for || posting.schedule == schedule)
        };
        let card = latest.iter().chain(&of_schedule).find(is_todays).map(|posting| posting.state);
        Ok(Self { date, schedule, is_missed, card })
    }

    /// A row that brings the card at once.
    pub(super) async fn posting(
        &self,
        app: &App,
        asking: &Asking<'_>,
        place: Place,
        deck: &Graded,
        rng: &mut StdRng,
    ) -> Result<PostingRow, Fault> {
        let round = choose_card(app, asking.community.id, deck, self.date, rng).await?;
        Ok(PostingRow {
            id: PostingId::fresh(asking.now, rng),
            community: asking.community.id,
            place,
            schedule: self.schedule,
            date: self.date,
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
        })
    }
}
