//! A quiz on the table: its row, its state and its deck.

use std::sync::Arc;

use rand::rngs::StdRng;

use crate::app::App;
use crate::app::asking::Asking;
use crate::app::click::Spot;
use crate::app::daily::card;
use crate::app::decision::Fault;
use crate::app::decks::Decks;
use crate::app::refusal::Refusal;
use crate::app::reply::Text;
use crate::domain::deck::{Card, Deck};
use crate::domain::id::{PostingId, QuizId};
use crate::domain::place::Place;
use crate::domain::quiz::{Quiz, Round};
use crate::store::QuizRow;

/// A quiz with everything it takes to play it.
#[derive(Debug)]
pub(in crate::app) struct Game {
    row: QuizRow,
    /// Its state.
    pub(in crate::app) quiz: Quiz,
    /// Its deck.
    pub(in crate::app) deck: Arc<Deck>,
}

impl Game {
    /// Puts a new quiz on the table.
    pub(in crate::app) fn new(
        id: QuizId,
        asking: &Asking<'_>,
        quiz: Quiz,
        deck: Arc<Deck>,
    ) -> Self {
        let row = QuizRow {
            id,
            community: asking.community.id,
            place: asking.place.clone(),
            solo: quiz.is_solo().then_some(asking.member.id),
            posting: None,
            state: String::new(),
            version: 0,
            wakes_at: None,
            over: false,
        };
        Self { row, quiz, deck }
    }

    /// Puts a quiz on the table with its row.
    pub(in crate::app) fn of(row: QuizRow, quiz: Quiz, deck: Arc<Deck>) -> Self {
        Self { row, quiz, deck }
    }

    /// Takes up a kept quiz. Its deck may be away, and then it waits; or it may have lost a card,
    /// and then it cannot go on.
    pub(in crate::app) fn load(row: QuizRow, decks: &Decks) -> Result<Self, Fault> {
        let quiz = match serde_json::from_str::<Quiz>(&row.state) {
            Ok(quiz) => quiz,
            Err(error) => return Err(Fault::Unreadable(Box::new(row), error)),
        };
        match decks.get(&quiz.deck) {
            Some(deck) if quiz.rounds().iter().all(|round| deck.card(&round.card).is_some()) => {
                Ok(Self { row, quiz, deck: Arc::clone(deck) })
            }
            Some(_) => Err(Fault::DeckChanged(Box::new(row))),
            None => Err(Fault::DeckAway(Box::new(row))),
        }
    }

    /// Finds the quiz that a click is about, or the asker's own play of the card of the day that it
    /// is about.
    pub(in crate::app) async fn clicked(
        app: &App,
        asking: &Asking<'_>,
        id: QuizId,
        rng: &mut StdRng,
    ) -> Result<Self, Fault> {
        match Self::of_quiz(app, asking, id).await {
            Err(Fault::Refused(Refusal::UnknownQuiz)) => {
                let fresh = QuizId::fresh(asking.now, rng);
                let attempt = card::attempt(app, asking, PostingId(id.0), fresh).await?;
                Ok(attempt.ok_or(Refusal::UnknownQuiz)?)
            }
            found => found,
        }
    }

    /// Finds the quiz that a click is about. Whoever is elsewhere has nothing to do with it.
    pub(in crate::app) async fn of_quiz(
        app: &App,
        asking: &Asking<'_>,
        id: QuizId,
    ) -> Result<Self, Fault> {
        let row = app.store.quiz(id).await?.ok_or(Refusal::UnknownQuiz)?;
        if row.community != asking.community.id
            || (row.solo.is_none() && row.place.channel != asking.place.channel)
        {
            return Err(Refusal::UnknownQuiz.into());
        }
        match Self::load(row, &app.decks()) {
            // An old quiz of a deck that has changed is over anyway.
            Err(Fault::DeckChanged(row) | Fault::DeckAway(row) | Fault::Unreadable(row, _))
                if row.over =>
            {
                Err(Refusal::UnknownQuiz.into())
            }
            loaded => loaded,
        }
    }

    /// The row to keep.
    pub(in crate::app) fn kept(self) -> Result<QuizRow, Fault> {
        let state = serde_json::to_string(&self.quiz)?;
        let over = self.quiz.ending().is_some();
        Ok(QuizRow { state, wakes_at: self.quiz.wakes_at(), over, ..self.row })
    }

    /// Its id.
    pub(in crate::app) fn id(&self) -> QuizId {
        self.row.id
    }

    /// How often it has been changed.
    pub(in crate::app) fn version(&self) -> i64 {
        self.row.version
    }

    /// Where it runs.
    pub(in crate::app) fn place(&self) -> &Place {
        &self.row.place
    }

    /// The card of the day that it answers, if it does.
    pub(in crate::app) fn posting(&self) -> Option<PostingId> {
        self.row.posting
    }

    /// One of its rounds, as a click names it. A card of the day goes by its posting's id, under
    /// which each member finds their own play of it.
    pub(in crate::app) fn spot(&self, round: u32) -> Spot {
        Spot { quiz: self.row.posting.map_or(self.row.id, |posting| QuizId(posting.0)), round }
    }

    /// A round with its card.
    pub(in crate::app) fn round(&self, number: u32) -> (&Round, &Card) {
        let round = self.quiz.round(number).expect("only numbers of rounds are asked for");
        (round, self.card(&round.card))
    }

    /// A card of the quiz.
    pub(in crate::app) fn card(&self, id: &str) -> &Card {
        self.deck.card(id).expect("a quiz is taken up only if all its cards are there")
    }

    /// A card's question and answer on one line.
    pub(in crate::app) fn in_short(&self, card: &str) -> Text {
        let card = self.card(card);
        Text::from(format!("{} ", card.prompt)).strong(card.key.shown())
    }
}
