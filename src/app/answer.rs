//! `/answer`, and every other line that is typed: which question it answers. Nothing is graded
//! against a question that its author may not have meant.

pub(super) mod command;
mod open;

use rand::rngs::StdRng;

use self::command::{QUESTION, TEXT};
use self::open::OpenQuestion;
use super::asking::Asking;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::quiz::click::QuizClick;
use super::quiz::refusal::QuizRefusal;
use super::quiz::{self, Game};
use super::reply::{Block, Button, ButtonStyle, Message, Reply, Text, Tone};
use super::request::{Action, Addressee, Request};
use super::texts::repeated;
use super::{App, daily, help, start};
use crate::domain::grade::instead::Instead;
use crate::domain::id::{PostingId, QuizId};

/// How many of several open questions are offered.
const OFFERED: usize = 5;

/// Takes the answer of `/answer`: to the question that it names, or to the only one that is open
/// here. Where several are, it asks which.
pub(super) async fn run(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let text = given.required(&TEXT);
    let mut questions = open::here(app, asking, rng).await?;
    if let Some(wanted) = given.text(&QUESTION) {
        questions = open::named(questions, wanted)?;
    }
    match questions.len() {
        // What is open here, but not to the asker, says why.
        0 => answer_last_shown(app, asking, text, rng).await,
        1 => questions.remove(0).answered(app, asking, text, rng).await,
        _ => Ok(Decision::say(Reply::one(which(&questions, text)))),
    }
}

/// Whether any answer can be taken here from the asker.
pub(super) async fn possible(
    app: &App,
    asking: &Asking<'_>,
    rng: &mut StdRng,
) -> Result<(), Fault> {
    let is_open = !open::here(app, asking, rng).await?.is_empty();
    if is_open || open::last_shown(app, asking).await?.is_some() {
        return Ok(());
    }
    Err(QuizRefusal::NoQuestion.into())
}

/// Which of several questions was meant; newest first.
fn which(questions: &[OpenQuestion], text: &str) -> Message {
    let offered = &questions[..questions.len().min(OFFERED)];
    let ask = format!(
        "Several questions are open here, so “{}” is not graded yet. Which one does it answer?",
        repeated(text)
    );
    let items = offered.iter().map(|question| Text::from(question.name())).collect();
    let buttons = (1..).zip(offered).map(|(number, question)| {
        let click = QuizClick::Answer(question.spot());
        Button::new(click, &format!("Answer {number}"), ButtonStyle::Plain)
    });
    let note = Text::from("Or type ")
        .code("/answer question:…")
        .plain(" with a word of the question in quotes, and your answer behind it.");
    Message::private(vec![
        Block::Callout { tone: Tone::Notice, text: ask.into() },
        Block::List { numbered: true, items },
        Block::Note { text: note },
    ])
    .with(buttons.collect())
}

/// Takes text as an answer to this question. What is none, such as "idk" or "skip", is done or
/// answered as a button would be, and costs nothing.
pub(super) async fn take(
    app: &App,
    asking: &Asking<'_>,
    game: Game,
    round: u32,
    text: &str,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match quiz::no_answer(&game, round, asking.member.id, text) {
        None => quiz::answered(app, asking, game, round, text, rng).await,
        Some(Instead::Help) => Ok(Decision::say(Reply::one(help::begin(asking)))),
        Some(Instead::Greeting) if asking.place.direct => start::greet(app, asking).await,
        Some(instead) => quiz::instead_of_answer(app, asking, game, round, instead).await,
    }
}

/// Whether text that was meant for the bot and names no question is for one, or for what is said in
/// place of an answer: a greeting is no slip of a command.
pub(super) async fn is_awaited(app: &App, asking: &Asking<'_>, text: &str) -> Result<bool, Fault> {
    Ok(Instead::read(text).is_some() || open::last_shown(app, asking).await?.is_some())
}

/// Takes text that was meant for the bot and names no question as an answer to the one of a quiz
/// that its author was shown last at this place.
pub(super) async fn answer_last_shown(
    app: &App,
    asking: &Asking<'_>,
    text: &str,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match (open::last_shown(app, asking).await?, Instead::read(text)) {
        (Some(last), _) => last.answered(app, asking, text, rng).await,
        (None, Some(Instead::Greeting)) => start::greet(app, asking).await,
        (None, Some(Instead::Help)) => Ok(Decision::say(Reply::one(help::begin(asking)))),
        // A picture alone is a greeting.
        (None, _) if text.trim().is_empty() => start::greet(app, asking).await,
        (None, _) => Err(QuizRefusal::NoQuestion.into()),
    }
}

/// Whether a request is talk between people: nothing is open in its channel that it could answer.
/// Then nobody's name is kept for it.
pub(super) async fn is_talk(app: &App, request: &Request) -> Result<bool, Fault> {
    let place = &request.place;
    let to_everyone = Addressee::Everyone { under: None };
    if place.direct || !matches!(&request.action, Action::Said { to, .. } if *to == to_everyone) {
        return Ok(false);
    }
    Ok(app.store.channel_quiz(place).await?.is_none())
}

/// Takes text that was said to everybody as an answer, if it looks like one: to the card of the day
/// under which it stands, else to the question that everyone plays here.
pub(super) async fn overhear(
    app: &App,
    asking: &Asking<'_>,
    under: Option<PostingId>,
    text: &str,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let game = match under {
        Some(posting) => card(app, asking, posting, rng).await?,
        None => open::of_channel(app, asking).await?,
    };
    let Some(game) = game else { return Ok(Decision::silence()) };
    quiz::overheard(app, asking, game, text, rng).await
}

/// Takes text that is no answer by its author's own word; it may say one all the same.
pub(super) async fn talk(app: &App, asking: &Asking<'_>, text: &str) -> Result<Decision, Fault> {
    let game = match open::of_channel(app, asking).await {
        Err(Fault::Unplayable(_)) => None,
        found => found?,
    };
    let spoils = game.and_then(|game| quiz::spoiled(&game, text));
    Ok(Decision::say(Reply { spoils, ..Reply::default() }))
}

/// The asker's own play of a card of the day. One that is closed, or waits for its deck, is talked
/// about like any other thing.
async fn card(
    app: &App,
    asking: &Asking<'_>,
    posting: PostingId,
    rng: &mut StdRng,
) -> Result<Option<Game>, Fault> {
    match daily::attempt(app, asking, posting, QuizId::fresh(asking.now, rng)).await {
        Err(Fault::Refused(_)) => Ok(None),
        found => found,
    }
}
