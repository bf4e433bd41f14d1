//! Reminders whose time has come: each is sent with a first card, or held back for a reason.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;
use rand::rngs::StdRng;

use super::{regular, view};
use crate::app::asking::Asking;
use crate::app::decision::{Fault, guarded};
use crate::app::finding::refusal::NotFound;
use crate::app::quiz::Game;
use crate::app::reply::{Block, Button, Message};
use crate::app::{App, daily, quiz};
use crate::domain::id::{MemberId, NudgeId, QuizId};
use crate::domain::place::Place;
use crate::domain::posting::LEASE;
use crate::domain::quiz::plan::{Wish, draw, round};
use crate::domain::quiz::{Kind, Quiz};
use crate::domain::reminder::{Mood, Nudge, Occasion, nudge};
use crate::store::{
    Change, Committed, Deed, Error, Family, QuizRow, ReminderRow, Result, Whereabouts,
};

/// How many questions a quiz has that a reminder starts.
const QUESTIONS: u32 = 5;

/// After a fault, a reminder is looked at again so much later.
const AGAIN: TimeDelta = TimeDelta::seconds(10);

/// A reminder that is to be sent to its member.
#[derive(Debug, Clone)]
pub struct Nudging {
    /// The id, which is also the mark by which the message is known on its platform.
    pub id: NudgeId,
    /// Where its member is; the conversation with them is found by the platform.
    pub to: Whereabouts,
    /// The question with the buttons of the reminder under it.
    pub message: Message,
    /// Whether it may have been sent already by somebody who could not say so any more.
    pub tried: bool,
    /// The number of the claim under which it is sent.
    claim: i64,
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
        let claim: i64 = rng.random_range(1..i64::MAX);
        let mut nudges = Vec::new();
        for row in self.store.claim_reminders(claim, now, now + LEASE, limit).await? {
            match guarded(self.take_up_nudge(&row, claim, now, rng)).await {
                Ok(nudge) => nudges.extend(nudge),
                Err(fault) => {
                    if !self.failed(Family::Reminders, row.member.0, &fault).await? {
                        self.store.hand_back_reminder(row.member, claim, now + AGAIN).await?;
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
        self.store.hand_back_reminder(nudging.reminder.member, nudging.claim, again).await?;
        self.reminded.notify_one();
        Ok(())
    }

    /// Decides about a reminder that is due, and carries it out but for the sending.
    async fn take_up_nudge(
        &self,
        row: &ReminderRow,
        claim: i64,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> std::result::Result<Option<Nudging>, Fault> {
        let occasion = self.occasion(row, now).await?;
        let next_at = regular(row, now.max(occasion.due));
        let kind = match nudge(&occasion, now) {
            Ok(kind) => kind,
            Err(held) => {
                tracing::debug!(?held, "a reminder was held back");
                let held = ReminderRow { mood: occasion.mood, next_at, ..row.clone() };
                self.store.settle_reminder(&held, None, now).await?;
                return Ok(None);
            }
        };
        let fresh = NudgeId::fresh(now, rng);
        let (made, tried) = self.store.nudge_at(fresh, row.member, occasion.due).await?;
        // The home where they were met last is where they are.
        let to = self.store.whereabouts(row.member).await?.into_iter().next();
        let to = to.ok_or(Error::Missing)?;
        let mut message = match kind {
            Nudge::Ask => view::ask(made.id),
            Nudge::Remind => {
                let community = self.store.known_community(&to.home).await?;
                let community = community.ok_or(Error::Missing)?;
                let member = self.store.member_by_id(row.member).await?.ok_or(Error::Missing)?;
                let place = Place { home: to.home.clone(), channel: String::new(), direct: true };
                let asking = Asking::of_member(&place, community, member, now);
                let brought = first_card(self, &asking, rng).await?;
                self.begin(brought.begun, now).await?;
                view::remind(made.id, brought.question)
            }
        };
        message.blocks.extend(self.note_of_home(&to).await?);
        let mood = occasion.mood.sent(kind);
        let next_at = next_at.filter(|_| mood != Mood::Asked);
        let sent_on = Some(row.study_day(now));
        Ok(Some(Nudging {
            id: made.id,
            to,
            message,
            tried,
            until: now + LEASE,
            claim,
            reminder: row.clone(),
            after: ReminderRow { mood, sent_on, next_at, ..row.clone() },
        }))
    }

    /// What decides whether a reminder is sent.
    async fn occasion(&self, row: &ReminderRow, now: DateTime<Utc>) -> Result<Occasion> {
        // After a long sleep only the latest of those that were due matters.
        let mut due = row.next_at.unwrap_or(now);
        while let Some(next) = regular(row, due).filter(|next| *next <= now) {
            due = next;
        }
        let answered = match row.sent_on {
            Some(day) => self.store.studied_since(row.member, day).await?,
            None => false,
        };
        let is_heard = answered && matches!(row.mood, Mood::Heard(_));
        let today = row.study_day(now);
        Ok(Occasion {
            due,
            at: row.at,
            zone: row.zone,
            studied: self.store.studied_since(row.member, today).await?,
            not_today: row.not_on == Some(today),
            mood: if is_heard { Mood::Heard(0) } else { row.mood },
        })
    }

    /// Keeps the quiz that begins with a reminder, before that is sent.
    async fn begin(
        &self,
        quiz: Option<QuizRow>,
        now: DateTime<Utc>,
    ) -> std::result::Result<(), Fault> {
        let Some(quiz) = quiz else { return Ok(()) };
        match self.commit(&Change::of(Deed::PutQuiz(quiz)), now).await? {
            Committed::Done => Ok(()),
            // The member has just started one; the next try finds it.
            Committed::Stale | Committed::Seen(_) => Err(Fault::Contended),
        }
    }
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
