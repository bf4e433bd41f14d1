//! Reminders whose time has come: each is sent with a first card, or held back for a reason.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;

use super::{regular, view};
use crate::app::asking::Asking;
use crate::app::decision::{Fault, guarded};
use crate::app::finding::refusal::NotFound;
use crate::app::quiz::Game;
use crate::app::reply::{Block, Button, Message};
use crate::app::{App, daily, quiz};
use crate::domain::calendar::study_day;
use crate::domain::id::{MemberId, NudgeId, QuizId};
use crate::domain::place::Place;
use crate::domain::posting::LEASE;
use crate::domain::quiz::plan::{Wish, draw, round};
use crate::domain::quiz::{Kind, Quiz};
use crate::domain::reminder::{Mood, Nudge, Occasion, nudge};
use crate::store::{Change, Committed, Error, Family, QuizRow, ReminderRow, Result};

/// How many questions a quiz has that a reminder starts.
const QUESTIONS: u32 = 5;

/// After a fault, a reminder is looked at again so much later.
const AGAIN: TimeDelta = TimeDelta::seconds(10);

/// A reminder that is to be sent to its member.
#[derive(Debug, Clone)]
pub struct Nudging {
    /// The id, which is also the mark by which the message is known on its platform.
    pub id: NudgeId,
    /// The member's community on its platform; the conversation is found by the platform.
    pub place: Place,
    /// The platform's id of the member.
    pub member: String,
    /// The question with the buttons of the reminder under it.
    pub message: Message,
    /// Whether it may have been sent already by somebody who could not say so any more.
    pub tried: bool,
    /// When the claim ends under which it is sent.
    pub until: DateTime<Utc>,
    reminder: ReminderRow,
    /// The reminder as it is to be kept once this one is sent.
    after: ReminderRow,
}

impl Nudging {
    /// Whose reminder it is.
    pub fn of(&self) -> MemberId {
        self.reminder.member
    }
}

impl App {
    /// Claims reminders that are due. Those that are better not sent get their next time at once.
    pub async fn claim_nudges(
        &self,
        now: DateTime<Utc>,
        limit: u32,
        rng: &mut StdRng,
    ) -> Result<Vec<Nudging>> {
        let mut nudges = Vec::new();
        for row in self.store.claim_reminders(now, now + LEASE, limit).await? {
            match guarded(self.take_up_nudge(&row, now, rng)).await {
                Ok(nudge) => nudges.extend(nudge),
                Err(fault) => {
                    if !self.failed(Family::Reminders, row.member.0, &fault).await? {
                        self.store.hand_back_reminder(&row, now + AGAIN).await?;
                    }
                }
            }
        }
        Ok(nudges)
    }

    /// When the next reminder is due.
    pub async fn next_reminder(&self) -> Result<Option<DateTime<Utc>>> {
        self.store.next_reminder().await
    }

    /// Writes down that a reminder stands in its conversation. False if its member has changed
    /// it in the meantime.
    pub async fn was_nudged(&self, nudging: &Nudging, now: DateTime<Utc>) -> Result<bool> {
        self.store.settle_reminder(&nudging.after, Some(nudging.id), now).await
    }

    /// It cannot be sent, since the member takes no direct messages; they are told when they are
    /// next here.
    pub async fn was_shut_out(&self, nudging: &Nudging, now: DateTime<Utc>) -> Result<bool> {
        let shut_out =
            ReminderRow { closed: true, mood: nudging.reminder.mood, ..nudging.after.clone() };
        self.store.settle_reminder(&shut_out, None, now).await
    }

    /// It was not sent, or nobody knows; another try comes at `again`.
    pub async fn hand_back_nudge(&self, nudging: &Nudging, again: DateTime<Utc>) -> Result<()> {
        self.store.hand_back_reminder(&nudging.reminder, again).await?;
        self.reminded.notify_one();
        Ok(())
    }

    /// Decides about a reminder that is due, and keeps what has to be kept before it is sent.
    async fn take_up_nudge(
        &self,
        row: &ReminderRow,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> std::result::Result<Option<Nudging>, Fault> {
        match self.nudging(row, now, rng).await? {
            Decided::Held(settled) => {
                self.store.settle_reminder(&settled, None, now).await?;
                Ok(None)
            }
            Decided::Send { nudging, begun: None } => Ok(Some(*nudging)),
            Decided::Send { nudging, begun: Some(quiz) } => {
                let change = Change { quizzes: vec![quiz], ..Change::default() };
                match self.commit(&change, now).await? {
                    Committed::Done => Ok(Some(*nudging)),
                    // The member has just started one; the next try finds it.
                    Committed::Stale | Committed::Seen(_) => Err(Fault::Contended),
                }
            }
        }
    }

    async fn nudging(
        &self,
        row: &ReminderRow,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> std::result::Result<Decided, Fault> {
        // After a long sleep only the latest of those that were due matters.
        let mut due = row.next_at.unwrap_or(now);
        while let Some(next) = regular(row, due).filter(|next| *next <= now) {
            due = next;
        }
        let today = study_day(now, row.zone);
        let answered = match row.sent_on {
            Some(day) => self.store.studied_since(row.member, day).await?,
            None => false,
        };
        let mood =
            if answered && matches!(row.mood, Mood::Heard(_)) { Mood::Heard(0) } else { row.mood };
        let studied = self.store.studied_since(row.member, today).await?;
        let not_today = row.not_on == Some(today);
        let occasion = Occasion { due, at: row.at, zone: row.zone, studied, not_today, mood };
        let next_at = regular(row, now.max(due));
        let kind = match nudge(&occasion, now) {
            Ok(kind) => kind,
            Err(held) => {
                tracing::debug!(?held, "a reminder was held back");
                return Ok(Decided::Held(ReminderRow { mood, next_at, ..row.clone() }));
            }
        };
        let (made, before) = self.store.nudge_at(NudgeId::fresh(now, rng), row.member, due).await?;
        let (member, place) =
            self.store.member_with_place(row.member).await?.ok_or(Error::Missing)?;
        let (message, begun) = match kind {
            Nudge::Ask => (view::ask(made.id), None),
            Nudge::Remind => {
                let zone = member.zone.unwrap_or(row.zone);
                let community =
                    self.store.community(place.platform, &place.community, zone, now, rng).await?;
                let asking = Asking {
                    place: &place,
                    community,
                    member: member.clone(),
                    admin: false,
                    now,
                    hindrance: None,
                };
                let Brought { question, begun } = first_card(self, &asking, rng).await?;
                (view::remind(made.id, question), begun)
            }
        };
        let mood = mood.sent(kind);
        let next_at = next_at.filter(|_| mood != Mood::Asked);
        let after = ReminderRow { mood, sent_on: Some(today), next_at, ..row.clone() };
        let (id, until) = (made.id, now + LEASE);
        let nudging = Nudging {
            id,
            place,
            member: member.external,
            message,
            tried: before,
            until,
            reminder: row.clone(),
            after,
        };
        Ok(Decided::Send { nudging: Box::new(nudging), begun })
    }
}

/// What is decided about a reminder that is due.
enum Decided {
    /// It is not sent; this is the reminder with its next time.
    Held(ReminderRow),
    /// The reminder goes out.
    Send {
        /// The reminder on its way.
        nudging: Box<Nudging>,
        /// The quiz that begins with it, to be kept before.
        begun: Option<QuizRow>,
    },
}

/// A question that a reminder brings, with the ways to answer it.
struct Brought {
    question: (Vec<Block>, Vec<Button>),
    /// The quiz that begins with it, if it is none that waited already.
    begun: Option<QuizRow>,
}

/// A question for the member: the card of the day, or the quiz that waits for them, or a new one.
async fn first_card(
    app: &App,
    asking: &Asking<'_>,
    rng: &mut StdRng,
) -> std::result::Result<Brought, Fault> {
    let (decks, member) = (app.decks(), asking.member.id);
    for posting in app.store.open_postings(asking.community.id, asking.now).await? {
        match daily::attempt_of(app, asking, &posting, QuizId::fresh(asking.now, rng)).await {
            Ok(game) if game.quiz.ending().is_none() => {
                return Ok(Brought {
                    question: quiz::question_alone(&game, 1, member),
                    begun: None,
                });
            }
            Ok(_) | Err(Fault::Refused(_) | Fault::Unplayable(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    if let Some(row) = app.store.solo_quiz(member).await?
        && let Ok(game) = Game::load(row, &decks)
        && let Some(open) = game.quiz.open()
    {
        return Ok(Brought { question: quiz::question_alone(&game, open, member), begun: None });
    }
    let schedules = app.store.schedules(asking.community.id).await?;
    let deck = schedules.first().and_then(|row| decks.get(&row.deck)).or_else(|| decks.first());
    let deck = Arc::clone(deck.ok_or(NotFound::NoDecks)?);
    let cards = draw(&deck, None, QUESTIONS, rng);
    let rounds = cards.into_iter().map(|card| round(card, &deck, Wish::Auto, rng)).collect();
    let quiz = Quiz::start(deck.id.clone(), Kind::Solo(member), rounds, asking.now)
        .ok_or(NotFound::NoDecks)?;
    let game = Game::new(QuizId::fresh(asking.now, rng), asking, quiz, deck);
    let question = quiz::question_alone(&game, 1, member);
    Ok(Brought { question, begun: Some(game.kept()?) })
}
