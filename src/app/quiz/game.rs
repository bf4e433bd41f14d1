//! A quiz on the table: its row, its state and its deck.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::asked::{Asked, progress_of_card, with_topic};
use super::refusal::QuizRefusal;
use crate::app::App;
use crate::app::asking::Asking;
use crate::app::decision::{Fault, Obstacle, Unplayable};
use crate::app::decks::Decks;
use crate::app::played::{Played, Spot};
use crate::app::reply::Text;
use crate::domain::deck::Card;
use crate::domain::grade::Graded;
use crate::domain::id::{MemberId, PostingId, QuizId};
use crate::domain::place::Place;
use crate::domain::quiz::{Kind, Quiz, Round};
use crate::store::{PostingRow, QuizRow};

/// A quiz with everything it takes to play it.
#[derive(Debug)]
pub(in crate::app) struct Game {
    row: QuizRow,
    /// Its rounds, and how far it has come.
    pub(in crate::app) quiz: Quiz,
    /// The deck that it is played from, which has all its cards.
    pub(super) deck: Arc<Graded>,
}

/// How a game is played, which decides who sees it, what it earns and what follows a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// A quiz of one member, in private.
    Solo,
    /// A quiz of everyone in a channel, against the clock.
    Channel,
    /// One member's play of this card of the day.
    Card(PostingId),
}

impl Game {
    /// Puts a new quiz on the table.
    pub(in crate::app) fn new(
        id: QuizId,
        asking: &Asking<'_>,
        quiz: Quiz,
        deck: Arc<Graded>,
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
        let mut game = Self { row, quiz, deck };
        game.show_here(asking);
        game
    }

    /// Notes that its open question is shown to the asker at the place where they ask.
    pub(super) fn show_here(&mut self, asking: &Asking<'_>) {
        self.quiz.show_in(kept_name(asking.place), asking.now);
    }

    /// When its open question was last shown to a member at this place; none if it was not, as far
    /// as anybody knows.
    pub(in crate::app) fn shown_at(
        &self,
        member: MemberId,
        place: &Place,
    ) -> Option<DateTime<Utc>> {
        if self.mode() != Mode::Solo || self.quiz.shown_in().is_empty() {
            let is_home = self.row.place.is(place);
            return is_home.then(|| self.quiz.last_shown_to(member).unwrap_or_default());
        }
        let name = kept_name(place);
        let showing = self.quiz.shown_in().iter().find(|showing| showing.place == name)?;
        DateTime::from_timestamp_millis(showing.at)
    }

    /// Puts a card of the day on the table of a member who has not played it yet.
    pub(in crate::app) fn of_card(
        id: QuizId,
        posting: &PostingRow,
        member: MemberId,
        deck: Arc<Graded>,
    ) -> Result<Self, Fault> {
        let round: Round = serde_json::from_str(&posting.round)?;
        let now = posting.posted_at.unwrap_or(posting.due_at);
        let quiz = Quiz::start(deck.id.clone(), Kind::Solo(member), vec![round], now);
        let row = QuizRow {
            id,
            community: posting.community,
            place: posting.place.clone(),
            solo: Some(member),
            posting: Some(posting.id),
            state: String::new(),
            version: 0,
            wakes_at: None,
            over: false,
        };
        Ok(Self { row, quiz: quiz.ok_or(QuizRefusal::UnknownQuiz)?, deck })
    }

    /// Takes up a kept quiz. Its deck may be away, and then it waits; or it may have lost a card,
    /// and then it cannot go on.
    pub(in crate::app) fn load(row: QuizRow, decks: &Decks) -> Result<Self, Fault> {
        let unplayable = |row, why| Fault::Unplayable(Box::new(Unplayable { row, why }));
        let quiz = match serde_json::from_str::<Quiz>(&row.state) {
            Ok(quiz) => quiz,
            Err(error) => return Err(unplayable(row, Obstacle::Unreadable(error))),
        };
        match decks.get(&quiz.deck) {
            Some(deck) if quiz.rounds().iter().all(|round| deck.card(&round.card).is_some()) => {
                Ok(Self { row, quiz, deck: Arc::clone(deck) })
            }
            Some(_) => Err(unplayable(row, Obstacle::DeckChanged)),
            None => Err(unplayable(row, Obstacle::DeckAway)),
        }
    }

    /// Finds the quiz that a click is about; none if there is none for whoever clicked, who has
    /// nothing to do with one elsewhere.
    pub(in crate::app) async fn find(
        app: &App,
        asking: &Asking<'_>,
        id: QuizId,
    ) -> Result<Option<Self>, Fault> {
        let Some(row) = app.store.quiz(id).await? else { return Ok(None) };
        if row.community != asking.community.id
            || (row.solo.is_none() && !row.place.is(asking.place))
        {
            return Ok(None);
        }
        match Self::load(row, &app.decks()) {
            // An old quiz of a deck that has changed is over anyway.
            Err(Fault::Unplayable(unplayable)) if unplayable.row.over => Ok(None),
            loaded => loaded.map(Some),
        }
    }

    /// The row to keep.
    pub(in crate::app) fn kept(self) -> Result<QuizRow, Fault> {
        let state = serde_json::to_string(&self.quiz)?;
        let over = self.quiz.ending().is_some();
        Ok(QuizRow { state, wakes_at: self.quiz.wakes_at(), over, ..self.row })
    }

    /// The id of the quiz; of a card of the day, that of the own play of it.
    pub(super) fn id(&self) -> QuizId {
        self.row.id
    }

    /// How often it has been changed.
    pub(super) fn version(&self) -> i64 {
        self.row.version
    }

    /// The channel or conversation in which it runs.
    pub(super) fn place(&self) -> &Place {
        &self.row.place
    }

    /// How it is played.
    pub(super) fn mode(&self) -> Mode {
        match (self.row.posting, self.quiz.kind) {
            (Some(posting), _) => Mode::Card(posting),
            (None, Kind::Solo(_)) => Mode::Solo,
            (None, Kind::Channel(_)) => Mode::Channel,
        }
    }

    /// What is played, as a click names it. A card of the day goes by its posting, by which each
    /// member finds their own play of it.
    pub(super) fn played(&self) -> Played {
        match self.mode() {
            Mode::Card(posting) => Played::Posting(posting),
            Mode::Solo | Mode::Channel => Played::Quiz(self.row.id),
        }
    }

    /// One of its rounds, as it is asked.
    pub(in crate::app) fn asked(&self, number: u32) -> Asked<'_> {
        let round = self.quiz.round(number).expect("only numbers of rounds are asked for");
        let card = self.card(&round.card);
        let progress = match self.mode() {
            Mode::Card(_) => progress_of_card(card, &self.deck),
            Mode::Solo | Mode::Channel => {
                let progress = format!("Question {number} of {}", self.quiz.len());
                with_topic(progress, card, &self.deck)
            }
        };
        let spot = Spot { of: self.played(), round: number };
        Asked { spot, progress, round, card, deck: &self.deck }
    }

    /// A card of the quiz.
    pub(super) fn card(&self, id: &str) -> &Card {
        self.deck.card(id).expect("a quiz is taken up only if all its cards are there")
    }

    /// A card's question and answer on one line.
    pub(super) fn in_short(&self, card: &str) -> Text {
        let card = self.card(card);
        Text::from(format!("{} ", card.prompt)).strong(card.key.shown())
    }
}

/// A place as a quiz keeps it. A direct conversation is a person's own, so which it is need not be
/// kept.
fn kept_name(place: &Place) -> &str {
    if place.direct { "" } else { &place.channel }
}
