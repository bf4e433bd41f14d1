//! `/quiz`: starting one, going on with one, and once more with the missed cards.

mod after;
mod answering;
mod asked;
pub mod click;
mod closed;
pub(super) mod command;
mod game;
mod judging;
mod question;
pub mod refusal;
mod rounds;
mod steering;
mod summary;
mod unanswered;
mod unplayable;
mod verdict;
mod view;

pub(super) use self::answering::{answered, overheard, spoiled};
pub(super) use self::asked::{Asked, progress_of_card};
pub(super) use self::game::Game;
pub(super) use self::question::{ANSWER_FIELD, alone as question_alone, open as open_question};
pub(super) use self::unanswered::{instead_of_answer, no_answer};
pub(super) use self::unplayable::met as met_unplayable;
pub(super) use self::view::{going, key};

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rand::rngs::StdRng;

use self::click::QuizClick;
use self::command::With;
use self::game::Mode;
use self::judging::Answer;
use self::refusal::QuizRefusal;
use self::summary::After;
use super::asking::Asking;
use super::command::{Given, Written};
use super::decision::{Decision, Fault, Obstacle};
use super::finding::refusal::NotFound;
use super::reply::Reply;
use super::{App, finding, speaking};
use crate::domain::deck::{Card, Key};
use crate::domain::grade::Graded;
use crate::domain::id::QuizId;
use crate::domain::quiz::ease::{TELLING, ease_in};
use crate::domain::quiz::plan::{Wish, draw, round};
use crate::domain::quiz::{Barred, Kind, Quiz, Round, Style};
use crate::store::Hits;

/// Does what a button is for, on the quiz or the card of the day that it is about, if that was
/// found.
pub(super) async fn clicked(
    app: &App,
    asking: &Asking<'_>,
    found: Result<Game, Fault>,
    click: QuizClick,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let game = match found {
        Err(Fault::Unplayable(unplayable))
            if matches!((&unplayable.why, click), (Obstacle::DeckAway, QuizClick::Stop(_))) =>
        {
            return unplayable::stop_unseen(asking, unplayable.row);
        }
        found => found?,
    };
    match click {
        QuizClick::Answer(spot) => answering::form(asking, &game, spot.round),
        QuizClick::Pick(spot, choice) => {
            answering::take(app, asking, game, spot.round, Answer::Picked(choice), rng).await
        }
        QuizClick::Had(spot, had) => {
            answering::take(app, asking, game, spot.round, Answer::Had(had), rng).await
        }
        QuizClick::Hint(spot) => steering::hint(asking, game, spot.round),
        QuizClick::Show(spot) => steering::reveal(asking, game, spot.round),
        QuizClick::Skip(spot) => steering::skip(app, asking, game, spot.round).await,
        QuizClick::Join(_) => steering::join(asking, game),
        QuizClick::Next(spot) => steering::next(app, asking, game, spot.round).await,
        QuizClick::Stop(_) => steering::stop(app, asking, game).await,
        QuizClick::Continue(_) => go_on(asking, game),
        QuizClick::Again(_) => again(app, asking, &game, rng).await,
    }
}

/// Whether a quiz can be played here with those who are wished for, whatever else the options say.
pub(super) fn possible(asking: &Asking<'_>, written: &Written) -> Result<(), Fault> {
    match written.word(&command::WITH) {
        Some(With::Channel) => may_show(asking),
        Some(With::Me) | None => Ok(()),
    }
}

/// A quiz with the channel needs one in which the bot can show it.
fn may_show(asking: &Asking<'_>) -> Result<(), Fault> {
    if asking.place.direct {
        return Err(QuizRefusal::NoChannel.into());
    }
    Ok(speaking::check_here(asking)?)
}

/// Starts a quiz as the options say, unless one is going already.
pub(super) async fn start(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let with_channel = given.word(&command::WITH) == With::Channel;
    if with_channel {
        may_show(asking)?;
    }
    if let Some(game) = open_game(app, asking, with_channel).await? {
        return Ok(Decision::say(Reply::one(going(&game, asking.member.id, asking.is_admin()))));
    }
    let (deck, topic) = finding::deck_and_topic(&app.decks(), given)?;
    let wish = given.word(&command::STYLE);
    let mut cards = draw(&deck, topic.as_deref(), given.number(&command::QUESTIONS), rng);
    if !with_channel && is_new(app, asking).await? {
        let known = shares_known(app, &deck).await?;
        let all =
            deck.cards.iter().filter(|card| topic.as_ref().is_none_or(|it| card.topic == *it));
        cards = ease_in(cards, all, &known, rng);
    }
    let rounds = cards.into_iter().map(|card| round(card, &deck, wish, rng)).collect();
    let kind =
        if with_channel { Kind::Channel(asking.member.id) } else { Kind::Solo(asking.member.id) };
    begin(asking, kind, deck, rounds, rng)
}

/// Whether the asker has not answered anything yet.
async fn is_new(app: &App, asking: &Asking<'_>) -> Result<bool, Fault> {
    Ok(!app.store.studied_since(asking.member.id, NaiveDate::default()).await?)
}

/// The shares of right answers to the cards of a deck, where there are enough to tell.
async fn shares_known(app: &App, deck: &Graded) -> Result<HashMap<String, f64>, Fault> {
    let hits = app.store.latest_hits(&deck.id).await?;
    let telling = hits.into_iter().filter(|(_, hits)| hits.answers >= TELLING);
    let share = |hits: Hits| f64::from(hits.right) / f64::from(hits.answers);
    Ok(telling.map(|(card, hits)| (card, share(hits))).collect())
}

/// Shows the open question of the asker's quiz again.
fn go_on(asking: &Asking<'_>, mut game: Game) -> Result<Decision, Fault> {
    let member = asking.member.id;
    match (game.mode(), game.quiz.open()) {
        (Mode::Solo | Mode::Card(_), _) if game.quiz.starter() != member => {
            Err(QuizRefusal::from(Barred::NotYours).into())
        }
        (Mode::Channel, Some(open)) => Ok(Decision::say(Reply::one(question::open(&game, open)))),
        (Mode::Solo | Mode::Card(_), Some(open)) => {
            game.show_here(asking);
            let message = question::open(&game, open);
            Ok(Decision::play(game.kept()?, Reply::one(message)))
        }
        // Whoever did not get to see the end sees it now.
        (Mode::Solo, None) => {
            Ok(Decision::say(Reply::one(summary::solo(&game, member, &After::default()))))
        }
        (Mode::Channel | Mode::Card(_), None) => Err(QuizRefusal::from(Barred::Over).into()),
    }
}

/// Starts a solo quiz with the cards that the asker missed in another one.
async fn again(
    app: &App,
    asking: &Asking<'_>,
    played: &Game,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match played.mode() {
        Mode::Card(_) => return Err(QuizRefusal::UnknownQuiz.into()),
        Mode::Solo if played.quiz.starter() != asking.member.id => {
            return Err(QuizRefusal::from(Barred::NotYours).into());
        }
        Mode::Solo | Mode::Channel => {}
    }
    if let Some(game) = open_game(app, asking, false).await? {
        return Ok(Decision::say(Reply::one(going(&game, asking.member.id, asking.is_admin()))));
    }
    let missed = played.quiz.missed_by(asking.member.id);
    let rounds: Vec<Round> = missed
        .into_iter()
        .map(|id| {
            let card = played.card(id);
            round(card, &played.deck, wish_of(&played.quiz, card), rng)
        })
        .collect();
    if rounds.is_empty() {
        return Err(QuizRefusal::NothingMissed.into());
    }
    begin(asking, Kind::Solo(asking.member.id), Arc::clone(&played.deck), rounds, rng)
}

/// How a card was asked, so that it is asked like this again.
fn wish_of(quiz: &Quiz, card: &Card) -> Wish {
    let style = quiz.rounds().iter().find(|round| round.card == card.id).map(|round| &round.style);
    match (style, &card.key) {
        (Some(Style::Choices { .. }), _) => Wish::Choices,
        (Some(Style::Typed), Key::TrueFalse(_)) => Wish::Typed,
        _ => Wish::Auto,
    }
}

/// The quiz that stands in the way of a new one.
async fn open_game(
    app: &App,
    asking: &Asking<'_>,
    with_channel: bool,
) -> Result<Option<Game>, Fault> {
    let row = if with_channel {
        app.store.channel_quiz(asking.place).await?
    } else {
        app.store.solo_quiz(asking.member.id).await?
    };
    row.map(|row| Game::load(row, &app.decks())).transpose()
}

/// Puts the quiz on the table and asks its first question.
fn begin(
    asking: &Asking<'_>,
    kind: Kind,
    deck: Arc<Graded>,
    rounds: Vec<Round>,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let quiz = Quiz::start(deck.id.clone(), kind, rounds, asking.now).ok_or(NotFound::NoDecks)?;
    let game = Game::new(QuizId::fresh(asking.now, rng), asking, quiz, deck);
    let mut messages = Vec::new();
    if game.mode() == Mode::Channel {
        messages.push(question::invitation(&game, &asking.member));
    }
    messages.push(question::open(&game, 1));
    Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
}
