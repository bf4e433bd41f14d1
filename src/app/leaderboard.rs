//! `/leaderboard`: who has how many points, or the longest running streak; page by page.

pub mod click;
pub(super) mod command;
pub mod refusal;
mod view;

use rand::RngExt;
use rand::rngs::StdRng;

use self::click::{BoardKind, BoardPeriod, View};
use super::App;
use super::asking::Asking;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::picturing::picture;
use super::reply::{Message, Reply};
use super::team;
use crate::app::leaderboard::refusal::BoardRefusal;
use crate::app::season::refusal::SeasonRefusal;
use crate::domain::standing::{Period, STREAKS_KEY};
use crate::domain::team::race;
use crate::store::PageOf;

/// Shows the first page of a board.
pub(super) async fn show(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let kind = given.word(&command::BOARD);
    let period = given.word(&command::PERIOD);
    page(app, asking, View { message: rng.random(), kind, period, page: Some(1) }).await
}

/// Shows a page of a board in place of the one before.
pub(super) async fn page(app: &App, asking: &Asking<'_>, view: View) -> Result<Decision, Fault> {
    if view.kind == BoardKind::Teams {
        return teams(app, asking, view).await;
    }
    let key = match view.kind {
        // Answers of this very moment count, too.
        BoardKind::Streaks if !asking.has_settled_streaks => return Ok(Decision::after_streaks()),
        BoardKind::Streaks => STREAKS_KEY.to_owned(),
        BoardKind::Members | BoardKind::Teams => {
            period(app, asking, view.period).await?.key(asking.board_day())
        }
    };
    let wanted = view.page.map_or(PageOf::Asker, PageOf::Number);
    let board = app.store.board(asking.community.id, &key, Some(asking.member.id), wanted).await?;
    if board.page > board.pages() {
        return Err(BoardRefusal::NoPage { page: board.page, pages: board.pages() }.into());
    }
    let others =
        board.rows.iter().map(|row| row.member).filter(|member| *member != asking.member.id);
    app.look_behind(asking.community.id, others, asking.now);
    let themes = app.traits(asking.place).themes;
    let mut rows = Vec::new();
    if board.members > 0 {
        let told = view::told(&board, view, asking.member.id);
        let drawing = view::drawing(&board, view, asking.member.id);
        rows = picture(app, themes, told, drawing).await;
    }
    Ok(Decision::say(Reply::one(view::members(&board, view, rows))))
}

/// Shows the race of teams.
async fn teams(app: &App, asking: &Asking<'_>, view: View) -> Result<Decision, Fault> {
    let key = period(app, asking, view.period).await?.key(asking.board_day());
    let race = race(&app.store.team_tallies(asking.community.id, &key).await?);
    let own = app.store.team_of(asking.member.id).await?.map(|team| team.id);
    let title = format!("Teams, {}", view::in_words(view.period));
    Ok(Decision::say(Reply::one(Message::private(team::race_view(&title, &race, own)))))
}

async fn period(app: &App, asking: &Asking<'_>, period: BoardPeriod) -> Result<Period, Fault> {
    Ok(match period {
        BoardPeriod::Season => Period::Season(
            app.store.season(asking.community.id).await?.ok_or(SeasonRefusal::NoSeason)?.id,
        ),
        BoardPeriod::Today => Period::Today,
        BoardPeriod::Week => Period::Week,
        BoardPeriod::Month => Period::Month,
        BoardPeriod::All => Period::All,
    })
}
