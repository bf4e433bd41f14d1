//! From what was done to the flow that does it.

use rand::rngs::StdRng;

use super::asking::Asking;
use super::click::Click;
use super::command::refusal::CommandRefusal;
use super::command::table::Runs;
use super::command::{By, Given, Written};
use super::daily::command::DailyCommand;
use super::decision::{Decision, Fault};
use super::played::Played;
use super::quiz::Game;
use super::quiz::click::QuizClick;
use super::quiz::refusal::QuizRefusal;
use super::refusal::Refusal;
use super::request::{Action, Addressee, Who};
use super::{
    App, admins, answer, command, daily, deck, help, leaderboard, mydata, quiz, reminder, season,
    settings, start, stats, streak, team, timezone,
};
use crate::domain::id::{PostingId, QuizId};

/// Decides what to do about an action.
pub(super) async fn decide(
    app: &App,
    asking: &Asking<'_>,
    action: &Action,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match done(app, asking, action, rng).await {
        Err(Fault::Unplayable(quiz)) => Ok(quiz::met_unplayable(*quiz)),
        decided => decided,
    }
}

async fn done(
    app: &App,
    asking: &Asking<'_>,
    action: &Action,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match action {
        Action::Command { name, options, files } => {
            commanded(app, asking, Written::new(name, options, files)?, rng).await
        }
        Action::Line(line) => typed(app, asking, line, rng).await,
        Action::Click(click) => clicked(app, asking, click, rng).await,
        Action::Submit { action: Click::Quiz(QuizClick::Answer(spot)), fields, .. } => {
            let game = played(app, asking, spot.of, rng).await?;
            let text = fields.get(quiz::ANSWER_FIELD).map_or("", String::as_str);
            answer::take(app, asking, game, spot.round, text, rng).await
        }
        Action::Submit { action: action @ Click::Line(line), fields, files } => {
            let opened = command::parse(line)?;
            let (mut options, files) = (fields.clone(), files.clone());
            // What a form was opened with, and still holds, is no wish of its sender's.
            options.retain(|name, value| opened.options.get(name) != Some(value));
            let written = Written::of(opened.command, options, files, By::Form);
            match commanded(app, asking, written, rng).await {
                Err(Fault::Refused(refusal)) => Err(refusal.in_place_of(action).into()),
                done => done,
            }
        }
        Action::Submit { .. } => Err(Refusal::UnknownClick.into()),
        Action::Home => start::home(app, asking, rng).await,
        Action::Said { text, to } => said(app, asking, text, *to, rng).await,
    }
}

/// Text that is no command: an answer to the question that it names, to the one that its author saw
/// last, or talk in which an answer may be overheard.
async fn said(
    app: &App,
    asking: &Asking<'_>,
    text: &str,
    to: Addressee,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match to {
        Addressee::Question(spot) => {
            let game = played(app, asking, spot.of, rng).await?;
            answer::take(app, asking, game, spot.round, text, rng).await
        }
        Addressee::NoQuestion => Err(QuizRefusal::AsksNothing.into()),
        Addressee::Bot => said_to_bot(app, asking, text, rng).await,
        Addressee::Talk => answer::talk(app, asking, text).await,
        Addressee::Everyone { .. } if asking.place.direct => {
            said_to_bot(app, asking, text, rng).await
        }
        Addressee::Everyone { under } => answer::overhear(app, asking, under, text, rng).await,
    }
}

/// Text to the bot that names no question: an answer while one is open, else the command that it
/// may be without its slash.
async fn said_to_bot(
    app: &App,
    asking: &Asking<'_>,
    text: &str,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    if let Some(line) = command::meant_line(text)
        && !answer::is_awaited(app, asking, text).await?
    {
        return typed(app, asking, &line, rng).await;
    }
    answer::answer_last_shown(app, asking, text, rng).await
}

/// Does what a line asks for; one that names no command asks for the home view.
async fn typed(
    app: &App,
    asking: &Asking<'_>,
    line: &str,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    if command::is_bare(line) {
        return start::home(app, asking, rng).await;
    }
    match command::parse(line) {
        Ok(written) => commanded(app, asking, written, rng).await,
        Err(refusal) => Err(misspelt(app, asking, refusal).into()),
    }
}

/// The refusal of a line that names no command. What may have been meant is offered by buttons;
/// where the line is too long for one, a form has it.
fn misspelt(app: &App, asking: &Asking<'_>, refusal: CommandRefusal) -> Refusal {
    let refusal = refusal.for_asker(asking.is_admin());
    let [meant] = refusal.meant() else { return refusal.into() };
    let corrected = command::parse(&meant.line).map(|written| written.placed(&app.decks()));
    let refusal = Refusal::from(refusal);
    match corrected {
        Ok(written) => refusal.asked_again(&Written { by: By::Form, ..written }),
        Err(_) => refusal,
    }
}

/// Does what a command asks for. One that is refused for one of its options is asked for again by a
/// form with the others filled in, unless nothing that could be filled in would help.
async fn commanded(
    app: &App,
    asking: &Asking<'_>,
    written: Written,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    if written.command.who == Who::Admins {
        asking.must_be_admin(written.command.name)?;
    }
    let written = written.placed(&app.decks());
    if written.is_bare()
        && let Some(form) = form(app, asking, &written).await?
    {
        return Ok(form);
    }
    let done = match written.check() {
        Ok(given) => run(app, asking, &given, rng).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Err(Fault::Refused(refusal)) => {
            let written = match written.runs() {
                Some(Runs::Settings) => settings::completed(app, asking, &written).await?,
                _ => written,
            };
            let refusal = refusal.asked_again(&written);
            if matches!(refusal, Refusal::Again(_)) {
                possible(app, asking, &written, rng).await?;
            }
            Err(Fault::Refused(refusal))
        }
        done => done,
    }
}

/// The form of a command for which nothing was given, if it is one that is filled in rather than
/// typed.
async fn form(
    app: &App,
    asking: &Asking<'_>,
    written: &Written,
) -> Result<Option<Decision>, Fault> {
    match written.runs() {
        Some(Runs::Daily(DailyCommand::Setup)) => daily::setup_form(app, asking).await.map(Some),
        Some(Runs::Settings) => settings::form(app, asking).await.map(Some),
        _ => Ok(None),
    }
}

/// Whether a command can succeed at all here and now for its asker, whatever its options are.
async fn possible(
    app: &App,
    asking: &Asking<'_>,
    written: &Written,
    rng: &mut StdRng,
) -> Result<(), Fault> {
    match written.runs() {
        Some(Runs::Quiz) => quiz::possible(asking, written),
        Some(Runs::Answer) => answer::possible(app, asking, rng).await,
        Some(Runs::Daily(command)) => daily::possible(asking, command, written),
        Some(Runs::Team(command)) => team::possible(app, asking, command).await,
        Some(Runs::Season(command)) => season::possible(app, asking, command).await,
        _ => Ok(()),
    }
}

async fn run(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match given.runs {
        Runs::Quiz => quiz::start(app, asking, given, rng).await,
        Runs::Answer => answer::run(app, asking, given, rng).await,
        Runs::Daily(command) => daily::run(app, asking, command, given, rng).await,
        Runs::Reminder(command) => reminder::run(app, asking, command, given).await,
        Runs::Timezone => timezone::run(app, asking, given).await,
        Runs::Settings => settings::run(app, asking, given).await,
        Runs::Leaderboard => leaderboard::show(app, asking, given, rng).await,
        Runs::Streak(command) => streak::run(app, asking, command, given).await,
        Runs::Stats => stats::show(app, asking, given).await,
        Runs::MyData(command) => mydata::run(app, asking, command).await,
        Runs::Team(command) => team::run(app, asking, command, given, rng).await,
        Runs::Season(command) => season::run(app, asking, command, given, rng).await,
        Runs::Deck(command) => deck::run(&app.decks(), asking.is_admin(), command, given),
        Runs::Admins(command) => admins::run(app, asking, command, given, rng).await,
        Runs::Help => help::show(asking, given),
    }
}

async fn clicked(
    app: &App,
    asking: &Asking<'_>,
    click: &Click,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match click {
        Click::Quiz(click) => {
            let found = played(app, asking, click.of(), rng).await;
            quiz::clicked(app, asking, found, *click, rng).await
        }
        Click::Daily(click) => daily::clicked(app, asking, *click, rng).await,
        Click::Nudge(click) => reminder::react(app, asking, *click).await,
        Click::Board(view) => leaderboard::page(app, asking, *view).await,
        Click::Team(click) => team::clicked(app, asking, *click).await,
        Click::Home(click) => start::clicked(app, asking, *click, rng).await,
        Click::Seasons(_) => season::list(app, asking).await,
        Click::Forget(member) => mydata::forget(app, asking, *member).await,
        // A button may not do what the person could not type.
        Click::Line(line) => typed(app, asking, line, rng).await,
        Click::Form(line) => match typed(app, asking, line, rng).await {
            Err(Fault::Refused(refusal)) => Err(Fault::Refused(refusal.opened())),
            done => done,
        },
        Click::Unknown(_) => Err(Refusal::UnknownClick.into()),
    }
}

/// What a button is about, with everything it takes to play it.
async fn played(
    app: &App,
    asking: &Asking<'_>,
    played: Played,
    rng: &mut StdRng,
) -> Result<Game, Fault> {
    let posting = match played {
        Played::Posting(posting) => posting,
        Played::Quiz(quiz) => match Game::find(app, asking, quiz).await? {
            Some(game) => return Ok(game),
            // A button of before may name a card of the day like a quiz.
            None => PostingId(quiz.0),
        },
    };
    let fresh = QuizId::fresh(asking.now, rng);
    let game = daily::attempt(app, asking, posting, fresh).await?;
    Ok(game.ok_or(QuizRefusal::UnknownQuiz)?)
}
