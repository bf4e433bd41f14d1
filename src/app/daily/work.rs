//! Postings that want something done: to be sent, to show a new count, to close. Each piece of work
//! is handed out under a claim, and whoever did it says here what came of it.

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;
use rand::rngs::StdRng;

use super::table::{OnTable, Table};
use super::{view, weekly};
use crate::app::App;
use crate::app::counts::CardOutcome;
use crate::app::decision::{Fault, guarded};
use crate::app::reply::Message;
use crate::domain::deck::Key;
use crate::domain::posting::ideas::common;
use crate::domain::posting::{Claim, LEASE, OPEN, Timeliness, timeliness};
use crate::store::{Family, PostingRow, PostingState, Result, ScheduleRow, ScheduleState};

/// How many wrong answers are looked through for common ideas.
const WRONG_ANSWERS: u32 = 5_000;

/// How many common wrong ideas are told.
const IDEAS: usize = 2;

/// Until a message shows the next count, answers pile up for so long.
const REFRESH_PAUSE: TimeDelta = TimeDelta::seconds(2);

/// How often a posting is looked at whose deck is away.
const DECK_AWAY: TimeDelta = TimeDelta::minutes(1);

/// A posting with what is to be done about it.
#[derive(Debug, Clone)]
pub struct Job {
    /// The posting as it was when it was claimed.
    pub posting: PostingRow,
    /// The claim under which it is done.
    pub claim: Claim,
    /// What is to be done about it.
    pub work: Work,
}

/// What is to be done about a posting.
#[derive(Debug, Clone)]
pub enum Work {
    /// Send it; if it was tried before, only after a look whether it is there.
    Send(Message),
    /// Show a new count.
    Refresh(Message),
    /// Show the answer in place of the question.
    Close(Message),
}

impl Work {
    fn message_mut(&mut self) -> &mut Message {
        match self {
            Self::Send(message) | Self::Refresh(message) | Self::Close(message) => message,
        }
    }
}

/// What is decided about a posting.
enum Next {
    /// It is handed out.
    Do(Work),
    /// It waits for its deck.
    Wait,
    /// It ends in this state.
    End(PostingState),
}

/// Whether a posting that is sent at this instant is marked as late.
fn is_late(posting: &PostingRow, at: DateTime<Utc>) -> bool {
    timeliness(posting.due_at, at) != Timeliness::InTime
}

impl App {
    /// Claims postings that want something done. What has become too late is written down as missed
    /// on the way.
    pub async fn claim_jobs(
        &self,
        now: DateTime<Utc>,
        limit: u32,
        rng: &mut StdRng,
    ) -> Result<Vec<Job>> {
        let claim: i64 = rng.random_range(1..i64::MAX);
        let mut jobs = Vec::new();
        for row in self.store.claim_postings(claim, now, now + LEASE, limit).await? {
            let id = row.id;
            match guarded(self.job(row, claim, now)).await {
                Ok(job) => jobs.extend(job),
                // Unless it is set aside, its claim runs out, and then it is tried again.
                Err(fault) => drop(self.failed(Family::Postings, id.0, &fault).await?),
            }
        }
        Ok(jobs)
    }

    /// Carries out what can be done here about a claimed posting, or hands out the work.
    async fn job(
        &self,
        posting: PostingRow,
        claim: i64,
        now: DateTime<Utc>,
    ) -> std::result::Result<Option<Job>, Fault> {
        let tried = posting.tried && posting.state == PostingState::Due;
        let claim = Claim { number: claim, until: now + LEASE, tried };
        match self.decide(&posting, now).await? {
            Next::Do(work) => return Ok(Some(Job { posting, claim, work })),
            Next::Wait => {
                tracing::debug!(posting = %posting.id, "a card of the day waits for its deck");
                let again = now + DECK_AWAY;
                let tried = posting.tried;
                self.store.hand_back_posting(posting.id, claim.number, tried, again).await?;
            }
            Next::End(state) => {
                self.end(&posting, claim.number, state).await?;
            }
        }
        Ok(None)
    }

    /// Decides what is to be done about a posting.
    async fn decide(
        &self,
        posting: &PostingRow,
        now: DateTime<Utc>,
    ) -> std::result::Result<Next, Fault> {
        let is_due = posting.state == PostingState::Due;
        let is_too_late = is_due && timeliness(posting.due_at, now) == Timeliness::Missed;
        let card = match Table::of(&self.decks(), posting)? {
            Table::Card(card) => card,
            Table::Away if !is_too_late => return Ok(Next::Wait),
            Table::Away | Table::Gone => {
                tracing::warn!(posting = %posting.id, "a card of the day is not in its deck any \
                    more");
                let end = if is_due { PostingState::Missed } else { PostingState::Closed };
                return Ok(Next::End(end));
            }
        };
        // Whatever was tried may stand in its channel, so it is looked for first, however late it
        // is.
        if is_too_late && !posting.tried {
            tracing::warn!(posting = %posting.id, "a card of the day was missed");
            return Ok(Next::End(PostingState::Missed));
        }
        let mut summary = weekly::kept(self, posting).await?;
        self.put_names(&mut summary).await;
        let is_over = posting.closes_at.is_some_and(|closes| closes <= now);
        let mut work = if is_due {
            Work::Send(view::open(&card, 0, now + OPEN, is_late(posting, now)))
        } else if is_over {
            Work::Close(self.resolved(posting, &card).await?)
        } else {
            let late = posting.posted_at.is_some_and(|at| is_late(posting, at));
            let closes = posting.closes_at.unwrap_or(now + OPEN);
            Work::Refresh(view::open(&card, posting.answered, closes, late))
        };
        work.message_mut().blocks.extend(summary);
        Ok(Next::Do(work))
    }

    /// A card with its answer, and what many took for it where that teaches something.
    async fn resolved(&self, posting: &PostingRow, card: &OnTable) -> Result<Message> {
        let right = self.store.right(posting.id).await?;
        let wrong = match card.card().key {
            Key::SelfGraded(_) | Key::TrueFalse(_) => Vec::new(),
            _ => self.store.wrong(posting.id, WRONG_ANSWERS).await?,
        };
        Ok(view::closed(card, right, posting.answered, &common(&wrong, IDEAS)))
    }

    /// Ends a posting in this state. False if the claim had been lost.
    async fn end(&self, posting: &PostingRow, claim: i64, state: PostingState) -> Result<bool> {
        if state != PostingState::Missed {
            return self.store.closed(posting.id, claim).await;
        }
        let confirmed = self.store.missed(posting.id, claim).await?;
        if confirmed {
            self.counts.card(posting.place.home.platform, CardOutcome::Missed);
        }
        Ok(confirmed)
    }

    /// The message stands in its channel under this name. False if the claim had been lost.
    pub async fn was_sent(&self, job: &Job, reference: &str, now: DateTime<Utc>) -> Result<bool> {
        let claim = job.claim.number;
        let confirmed = self.store.posted(&job.posting, claim, reference, now).await?;
        if confirmed {
            self.counts.card(job.posting.place.home.platform, CardOutcome::Posted);
        }
        self.calendar.notify_one();
        Ok(confirmed)
    }

    /// The message shows the count that it was to show.
    pub async fn was_refreshed(&self, job: &Job, now: DateTime<Utc>) -> Result<bool> {
        let (posting, again) = (&job.posting, now + REFRESH_PAUSE);
        self.store.refreshed(posting.id, job.claim.number, posting.answered, again).await
    }

    /// The message shows the answer, or can show nothing any more.
    pub async fn was_closed(&self, job: &Job) -> Result<bool> {
        self.end(&job.posting, job.claim.number, PostingState::Closed).await
    }

    /// It was tried, does not stand there, and is too late now.
    pub async fn was_missed(&self, job: &Job) -> Result<bool> {
        tracing::warn!(posting = %job.posting.id, "a card of the day was missed");
        self.end(&job.posting, job.claim.number, PostingState::Missed).await
    }

    /// The message cannot be sent: the card is missed. Whoever asked for it is to be told, by the
    /// platform's id of them; where the card came by its schedule, that pauses.
    pub async fn was_refused(
        &self,
        job: &Job,
        note: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(String, Message)>> {
        self.end(&job.posting, job.claim.number, PostingState::Missed).await?;
        if let Some(admin) = job.posting.asked_by {
            let admin = self.store.identity_on(job.posting.place.home.platform, admin).await?;
            return Ok(admin.map(|admin| (admin, view::refused(&job.posting, note))));
        }
        let Some(id) = job.posting.schedule else { return Ok(None) };
        let on = |row: &ScheduleRow| row.state == ScheduleState::On;
        let Some(schedule) = self.store.schedule(id).await?.filter(on) else { return Ok(None) };
        if let Err(fault) = self.pause_by_itself(&schedule, note, now).await {
            tracing::error!(schedule = %id, cause = &fault as &dyn std::error::Error, "could not \
                pause a schedule");
        }
        Ok(None)
    }

    /// It was not done; another try comes at `again`. If it was `tried` and may have been sent,
    /// that one looks first.
    pub async fn hand_back(&self, job: &Job, tried: bool, again: DateTime<Utc>) -> Result<()> {
        self.store.hand_back_posting(job.posting.id, job.claim.number, tried, again).await?;
        self.calendar.notify_one();
        Ok(())
    }
}
