//! What happens to channels' quizzes by itself: rounds whose time is over.

use chrono::{DateTime, TimeDelta, Utc};

use super::after::after_round;
use super::game::Game;
use super::refusal::QuizRefusal;
use super::{question, unplayable};
use crate::app::decision::{Decision, Fault, Obstacle, Unplayable, guarded};
use crate::app::played::{About, Played};
use crate::app::reply::{Audience, Message, Reply};
use crate::app::{App, Post};
use crate::domain::id::QuizId;
use crate::domain::quiz::Kind;
use crate::store::{Change, Committed, Deed, Family, QuizRow, Result};

/// How often a quiz is looked at whose deck is away.
const DECK_AWAY: TimeDelta = TimeDelta::minutes(1);

/// How many rounds are closed in one go.
const AT_ONCE: u32 = 50;

impl App {
    /// Closes the rounds whose time is over and says so where they ran. One that fails is logged
    /// and left for the next tick; the others are not kept waiting by it.
    pub async fn tick(&self, now: DateTime<Utc>) -> Result<Vec<Post>> {
        let mut posts = Vec::new();
        for row in self.store.due_quizzes(now, AT_ONCE).await? {
            let quiz = row.id;
            match guarded(self.close_round(row, now)).await {
                Ok(closed) => posts.extend(closed),
                Err(fault) => drop(self.failed(Family::Quizzes, quiz.0, &fault).await?),
            }
        }
        Ok(posts)
    }

    /// The open questions of all channels of a platform, as they stand: for an adapter that starts
    /// and cannot know whether each was shown before the last one ended.
    pub async fn open_questions(&self, platform: &str) -> Result<Vec<Post>> {
        let rows = self.store.open_channel_quizzes(platform).await?;
        let decks = self.decks();
        let games = rows.into_iter().filter_map(|row| Game::load(row, &decks).ok());
        Ok(games
            .filter_map(|game| Some((game.quiz.open()?, game)))
            .map(|(open, game)| {
                let message = Message { revision: game.version(), ..question::open(&game, open) };
                Post { place: game.place().clone(), message }
            })
            .collect())
    }

    /// A message about this could not be shown to its channel. A quiz of which nothing stands there
    /// is not running.
    pub async fn could_not_show(&self, about: About, now: DateTime<Utc>) {
        let About { of: Played::Quiz(quiz), round: Some(1) } = about else { return };
        if let Err(fault) = guarded(self.call_off(quiz, now)).await {
            let cause = &fault as &dyn std::error::Error;
            tracing::error!(%quiz, cause, "could not call off a quiz");
        }
    }

    /// Ends a channel's quiz whose first question nobody has seen.
    async fn call_off(&self, quiz: QuizId, now: DateTime<Utc>) -> std::result::Result<(), Fault> {
        let row = self.store.quiz(quiz).await?.filter(|row| row.solo.is_none() && !row.over);
        let Some(row) = row else { return Ok(()) };
        let mut game = Game::load(row, &self.decks())?;
        let Kind::Channel(starter) = game.quiz.kind else { return Ok(()) };
        if game.quiz.open() != Some(1) || game.quiz.rounds()[0].answered() {
            return Ok(());
        }
        game.quiz.stopped(starter, false).map_err(QuizRefusal::from)?;
        let change = Change::of(Deed::PutQuiz(game.kept()?));
        if self.commit(&change, now).await? == Committed::Done {
            tracing::info!(%quiz, "a quiz is called off: its first question could not be shown");
        }
        Ok(())
    }

    /// When the next round's time is over.
    pub async fn next_wake(&self) -> Result<Option<DateTime<Utc>>> {
        self.store.next_wake().await
    }

    async fn close_round(
        &self,
        row: QuizRow,
        now: DateTime<Utc>,
    ) -> std::result::Result<Vec<Post>, Fault> {
        let place = row.place.clone();
        let decided = match Game::load(row, &self.decks()) {
            Ok(game) => time_over(game, now)?,
            Err(Fault::Unplayable(unplayable)) => match *unplayable {
                Unplayable { row, why: Obstacle::DeckAway } => wait_for_deck(row, now),
                unplayable => unplayable::met(unplayable),
            },
            Err(fault) => return Err(fault),
        };
        let Some(change) = decided.change else { return Ok(Vec::new()) };
        let mut messages = decided.reply.messages;
        // Whoever was faster has closed it, or an answer came in: then it is still due at the next
        // look.
        if self.commit(&change, now).await? != Committed::Done {
            return Ok(Vec::new());
        }
        let post = |message| Post {
            place: place.clone(),
            message: Message { audience: Audience::Everyone, ..message },
        };
        self.put_names(messages.iter_mut().flat_map(|message| &mut message.blocks)).await;
        Ok(messages.into_iter().map(post).collect())
    }
}

fn time_over(mut game: Game, now: DateTime<Utc>) -> std::result::Result<Decision, Fault> {
    match game.quiz.open() {
        Some(open) if game.quiz.time_over(now) => {
            let messages = after_round(&game, open, None);
            Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
        }
        // Its row says that a time is over of which the quiz knows nothing: it would be due for
        // ever.
        Some(_) if game.quiz.wakes_at().is_none() => Ok(unplayable::lost(game.kept()?)),
        // What its row says of its time is only a cache of what the quiz says.
        _ => Ok(Decision::play(game.kept()?, Reply::default())),
    }
}

/// A channel's quiz waits for its deck, and is looked at again after a while.
fn wait_for_deck(row: QuizRow, now: DateTime<Utc>) -> Decision {
    tracing::debug!(quiz = %row.id, deck = "away", "a quiz waits");
    Decision::play(QuizRow { wakes_at: Some(now + DECK_AWAY), ..row }, Reply::default())
}
