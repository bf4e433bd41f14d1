//! From what was done to the flow that does it.

use rand::rngs::StdRng;

use super::asking::Asking;
use super::click::Click;
use super::command::{Command, Given};
use super::daily::{card, setting};
use super::decision::{Decision, Fault};
use super::quiz::judging::Answer;
use super::quiz::question::ANSWER_FIELD;
use super::quiz::{answering, steering};
use super::refusal::Refusal;
use super::request::{Action, Who};
use super::team::balance;
use super::{
    App, command, deck, help, leaderboard, mydata, quiz, reminder, season, stats, streak, team,
    timezone,
};
use crate::domain::calendar::off_days::NotOffDays;

/// Decides what to do about an action.
pub(super) async fn decide(
    app: &App,
    asking: &Asking<'_>,
    action: &Action,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match action {
        Action::Command { name, options } => {
            run(app, asking, &Given::check(name, options)?, rng).await
        }
        Action::TooLarge { name, bytes } => {
            allowed(asking, command::find(name)?)?;
            Err(Refusal::from(NotOffDays::TooLarge { bytes: *bytes }).into())
        }
        Action::Line(line) => run(app, asking, &command::read(line)?, rng).await,
        Action::Click(action) => {
            let click = action.parse().map_err(|_| Refusal::UnknownClick)?;
            clicked(app, asking, click, rng).await
        }
        Action::Submit { action, fields } => match action.parse() {
            Ok(Click::Answer(spot)) => {
                let text = fields.get(ANSWER_FIELD).map_or("", String::as_str);
                answering::at(app, asking, spot, Answer::Text(text), rng).await
            }
            _ => Err(Refusal::UnknownClick.into()),
        },
        Action::Said { text, addressed } if *addressed || asking.place.direct => {
            answering::said(app, asking, text, rng).await
        }
        Action::Said { text, .. } => answering::overheard(app, asking, text, rng).await,
    }
}

async fn run(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    allowed(asking, given.command)?;
    match given.command.name {
        "quiz" => quiz::start(app, asking, given, rng).await,
        "answer" => answering::said(app, asking, given.text("text").unwrap_or_default(), rng).await,
        "daily today" => setting::today(app, asking, given).await,
        "daily set" => setting::set(app, asking, given, rng).await,
        "daily now" => setting::now(app, asking, given, rng).await,
        "daily pause" => setting::pause(app, asking, given).await,
        "daily resume" => setting::resume(app, asking, given).await,
        "daily off" => setting::off(app, asking, given).await,
        "daily preview" => setting::preview(app, asking, given).await,
        "reminder set" => reminder::set(app, asking, given).await,
        "reminder off" => reminder::off(app, asking).await,
        "reminder show" => reminder::show(app, asking).await,
        "timezone" => timezone::run(app, asking, given).await,
        "leaderboard" => leaderboard::show(app, asking, given, rng).await,
        "streak show" => streak::show(app, asking, given).await,
        "streak why" => streak::why(app, asking).await,
        "streak off" => streak::switch(app, asking, true).await,
        "streak on" => streak::switch(app, asking, false).await,
        "stats" => stats::show(app, asking, given).await,
        "mydata export" => mydata::export(app, asking).await,
        "mydata delete" => mydata::ask(app, asking).await,
        "team create" => team::create(app, asking, given, rng).await,
        "team join" => team::join(app, asking, given).await,
        "team leave" => team::leave(app, asking).await,
        "team list" => team::list(app, asking).await,
        "team balance" => balance::propose(app, asking, given, rng).await,
        "season start" => season::start(app, asking, given, rng).await,
        "season end" => season::end(app, asking).await,
        "season list" => season::list(app, asking).await,
        "deck list" => deck::list(&app.decks(), asking.admin),
        "deck show" => deck::show(&app.decks(), given),
        "help" => Ok(Decision::say(help::help())),
        unknown => Err(Refusal::UnknownCommand {
            given: unknown.to_owned(),
            nearest: Some("help".to_owned()),
        }
        .into()),
    }
}

/// Whether the asker may use a command.
fn allowed(asking: &Asking<'_>, command: &Command) -> Result<(), Refusal> {
    if command.who == Who::Admins && !asking.admin {
        return Err(Refusal::NotAllowed { command: command.name, who: command.who });
    }
    Ok(())
}

async fn clicked(
    app: &App,
    asking: &Asking<'_>,
    click: Click,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match click {
        Click::Answer(spot) => answering::form(app, asking, spot, rng).await,
        Click::Pick(spot, choice) => {
            answering::at(app, asking, spot, Answer::Picked(choice), rng).await
        }
        Click::Had(spot, had) => answering::at(app, asking, spot, Answer::Had(had), rng).await,
        Click::Hint(spot) => steering::hint(app, asking, spot, rng).await,
        Click::Show(spot) => steering::show_answer(app, asking, spot, rng).await,
        Click::Skip(spot) => steering::skip(app, asking, spot).await,
        Click::Next(spot) => steering::next(app, asking, spot).await,
        Click::Stop(quiz) => steering::stop(app, asking, quiz).await,
        Click::Continue(quiz) => quiz::go_on(app, asking, quiz, rng).await,
        Click::Again(quiz) => quiz::again(app, asking, quiz, rng).await,
        Click::ApplyDraft(draft) => balance::apply(app, asking, draft).await,
        Click::UndoDraft(draft) => balance::undo(app, asking, draft).await,
        Click::Forget(member) => mydata::forget(asking, member),
        Click::Seasons(_) => season::list(app, asking).await,
        Click::Board(view) => leaderboard::page(app, asking, view).await,
        Click::Who(posting) => card::who(app, asking, posting).await,
        Click::CatchUp(posting) => card::catch_up(app, asking, posting, rng).await,
        Click::Nudge(nudge, wish) => reminder::react(app, asking, nudge, wish).await,
        // A button may not do what the person could not type.
        Click::Line(line) => run(app, asking, &command::read(&line)?, rng).await,
    }
}
