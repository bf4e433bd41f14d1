//! `/season start`, `end` and `list`: a named span of dates with its own board. One runs at a time,
//! and it ends by itself.

pub(super) mod command;
mod ending;
mod final_board;
pub mod refusal;
mod view;

pub use self::ending::FinalPost;
pub(super) use self::final_board::Final;
pub(super) use self::view::podium;

use chrono::{Days, NaiveDate};
use rand::rngs::StdRng;

use self::command::SeasonCommand;
use super::asking::Asking;
use super::command::Given;
use super::command::options::NAME;
use super::decision::{Decision, Fault};
use super::reading::refusal::Misread;
use super::refusal::Refusal;
use super::reply::{Block, Message, Reply, Text, Tone};
use super::texts::repeated;
use super::{App, speaking};
use crate::app::season::refusal::SeasonRefusal;
use crate::domain::calendar::date::{NotADate, parse_date};
use crate::domain::calendar::{Turn, begin_of};
use crate::domain::id::SeasonId;
use crate::domain::team::name;
use crate::store::{Deed, NewSeason, SeasonRow};

/// The most days of a season.
const LONGEST: u64 = 366;

/// How many past seasons are listed.
const LISTED: u32 = 10;

/// Does what a command asks for.
pub(super) async fn run(
    app: &App,
    asking: &Asking<'_>,
    command: SeasonCommand,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match command {
        SeasonCommand::Start => start(app, asking, given, rng).await,
        SeasonCommand::End => end(app, asking).await,
        SeasonCommand::List => list(app, asking).await,
    }
}

/// Whether a command can succeed for its asker, whatever its options are.
pub(super) async fn possible(
    app: &App,
    asking: &Asking<'_>,
    command: SeasonCommand,
) -> Result<(), Fault> {
    match command {
        SeasonCommand::Start => may_start(app, asking).await,
        SeasonCommand::End | SeasonCommand::List => Ok(()),
    }
}

/// A season needs a channel, and one runs at a time.
async fn may_start(app: &App, asking: &Asking<'_>) -> Result<(), Fault> {
    if asking.place.direct {
        return Err(SeasonRefusal::NeedsChannel.into());
    }
    match app.store.season(asking.community.id).await? {
        Some(running) => {
            Err(SeasonRefusal::Runs { name: running.name, until: running.last_day }.into())
        }
        None => Ok(()),
    }
}

/// Starts a season that begins today.
async fn start(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    may_start(app, asking).await?;
    let name = name(given.required(&NAME)).map_err(SeasonRefusal::BadName)?;
    let first_day = asking.board_day();
    let last_day = until(given.required(&command::UNTIL), first_day)?;
    speaking::check(app, asking, asking.place).await?;
    let season = SeasonRow {
        id: SeasonId::fresh(asking.now, rng),
        community: asking.community.id,
        place: asking.place.clone(),
        name: name.clone(),
        first_day,
        last_day,
        final_board: None,
    };
    let ends_at = begin_of(last_day + Days::new(1), asking.community.zone, Turn::default());
    let text = Text::from("The season ")
        .strong(&name)
        .plain(format!(" has begun and runs through {}. Its board: ", view::date(last_day)))
        .code("/leaderboard period:season")
        .plain(".");
    let blocks = vec![Block::Callout { tone: Tone::Notice, text }];
    let message = Message::to_everyone(blocks);
    Ok(Decision::deeds(vec![Deed::StartSeason(NewSeason { season, ends_at })], Reply::one(message)))
}

/// Ends the season now; its final board follows by the clockwork, as at its date.
async fn end(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let season = app.store.season(asking.community.id).await?.ok_or(SeasonRefusal::NoSeason)?;
    let text = Text::from("The season ")
        .strong(&season.name)
        .plain(" ends now. Its final board follows in the channel where it was started.");
    let reply = Reply::one(Message::notice(text));
    Ok(Decision::deeds(vec![Deed::EndSeason(season.id, asking.now.timestamp())], reply))
}

/// Lists the running season and those before it.
pub(super) async fn list(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let mut seasons = Vec::new();
    for season in app.store.seasons(asking.community.id, LISTED).await? {
        let board = season.final_board.as_deref().map(serde_json::from_str::<Final>).transpose()?;
        seasons.push((season, board));
    }
    Ok(Decision::say(Reply::one(Message::private(view::list(&seasons)))))
}

/// The last day, as it was typed: not before tomorrow, and within a year.
fn until(typed: &str, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    let example = today + Days::new(28);
    let day = parse_date(typed).map_err(|why| match why {
        // With an example that would do.
        NotADate::Unknown { given } => {
            Refusal::from(SeasonRefusal::NotALastDay { given: repeated(&given), example })
        }
        why @ NotADate::NoSuchDay { .. } => Misread::date(why).into(),
    })?;
    if day <= today {
        return Err(SeasonRefusal::Past { given: day, example }.into());
    }
    if day > today + Days::new(LONGEST) {
        return Err(SeasonRefusal::TooLong { given: day, last: today + Days::new(LONGEST) }.into());
    }
    Ok(day)
}
