//! `/quiz`: starting one, going on with one, and once more with the missed cards.

pub(super) mod after;
pub(super) mod answering;
mod closed;
pub(super) mod game;
pub(super) mod judging;
pub(super) mod question;
mod rounds;
pub(super) mod steering;
mod summary;
mod verdict;
pub(super) mod view;

use std::sync::Arc;

use rand::rngs::StdRng;

use self::game::Game;
use self::view::going;
use super::asking::Asking;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::refusal::Refusal;
use super::reply::Reply;
use super::{App, finding};
use crate::domain::deck::{Card, Deck, Key};
use crate::domain::id::QuizId;
use crate::domain::quiz::plan::{Wish, draw, round};
use crate::domain::quiz::{Barred, Kind, Quiz, Round, Style};

/// Starts a quiz as the options say, unless one is going already.
pub(super) async fn start(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let with_channel = given.word("with") == "channel";
    if with_channel && asking.place.direct {
        return Err(Refusal::NoChannel.into());
    }
    if let Some(hindrance) = asking.hindrance.filter(|_| with_channel) {
        return Err(Refusal::Hindered(hindrance.to_owned()).into());
    }
    if let Some(game) = open_game(app, asking, with_channel).await? {
        return Ok(Decision::say(Reply::one(going(&game, asking.member.id, asking.admin))));
    }
    let (deck, topic) = finding::deck_and_topic(&app.decks(), given)?;
    let wish = match given.word("style") {
        "typed" => Wish::Typed,
        "choices" => Wish::Choices,
        _ => Wish::Auto,
    };
    let cards = draw(&deck, topic.as_deref(), given.number("questions"), rng);
    let rounds = cards.into_iter().map(|card| round(card, &deck, wish, rng)).collect();
    let kind =
        if with_channel { Kind::Channel(asking.member.id) } else { Kind::Solo(asking.member.id) };
    begin(asking, kind, deck, rounds, rng)
}

/// Shows the open question of the asker's quiz again.
pub(super) async fn go_on(
    app: &App,
    asking: &Asking<'_>,
    id: QuizId,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let game = Game::clicked(app, asking, id, rng).await?;
    match (game.quiz.kind, game.quiz.open()) {
        (Kind::Solo(owner), _) if owner != asking.member.id => {
            Err(Refusal::from(Barred::NotYours).into())
        }
        // Whoever did not get to see the end sees it now.
        (Kind::Solo(_), None) if game.posting().is_none() => {
            Ok(Decision::say(Reply::one(summary::solo(&game, asking.member.id, None))))
        }
        (_, None) => Err(Refusal::from(Barred::Over).into()),
        (_, Some(open)) => Ok(Decision::say(Reply::one(question::open(&game, open)))),
    }
}

/// Starts a solo quiz with the cards that the asker missed in another one.
pub(super) async fn again(
    app: &App,
    asking: &Asking<'_>,
    id: QuizId,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let played = Game::of_quiz(app, asking, id).await?;
    if matches!(played.quiz.kind, Kind::Solo(owner) if owner != asking.member.id) {
        return Err(Refusal::from(Barred::NotYours).into());
    }
    if let Some(game) = open_game(app, asking, false).await? {
        return Ok(Decision::say(Reply::one(going(&game, asking.member.id, asking.admin))));
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
        return Err(Refusal::NothingMissed.into());
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
        app.store.channel_quiz(asking.community.id, &asking.place.channel).await?
    } else {
        app.store.solo_quiz(asking.member.id).await?
    };
    row.map(|row| Game::load(row, &app.decks())).transpose()
}

/// Puts the quiz on the table and asks its first question.
fn begin(
    asking: &Asking<'_>,
    kind: Kind,
    deck: Arc<Deck>,
    rounds: Vec<Round>,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let quiz = Quiz::start(deck.id.clone(), kind, rounds, asking.now).ok_or(Refusal::NoDecks)?;
    let game = Game::new(QuizId::fresh(asking.now, rng), asking, quiz, deck);
    let mut messages = Vec::new();
    if !game.quiz.is_solo() {
        messages.push(question::invitation(&game, &asking.member));
    }
    messages.push(question::open(&game, 1));
    Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
}
