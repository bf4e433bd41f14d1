//! The summary of a week, which goes with the first card of the next.
//!
//! It is put together once, with the card's posting, and kept there: so it is as exactly-once as
//! the card itself, and says the same whenever the message is changed. Members are kept by their
//! ids.

mod view;

use chrono::{Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::app::decision::Fault;
use crate::app::reply::Block;
use crate::app::season::Final;
use crate::domain::id::{CommunityId, MemberId};
use crate::domain::standing::{Period, STREAKS_KEY};
use crate::store::{Hits, PageOf, PostingRow, ScheduleRow};

/// How many of the streaks and of the missed cards are named.
const NAMED: usize = 3;

/// The fewest study days in a row that are worth a word.
const SHORTEST: i64 = 2;

/// What there is to tell of a week, as it is kept with a posting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Week {
    /// Members and teams by their points of that week.
    pub(in crate::app) board: Final,
    /// The longest streaks, in study days.
    pub(super) streaks: Vec<(MemberId, i64)>,
    /// The prompts of the cards most often missed.
    pub(super) missed: Vec<(String, Hits)>,
}

/// Whether a schedule's posting for `date` is the first of its week, and the channel wants to read
/// of the week before.
pub(super) async fn is_wanted(
    app: &App,
    row: &ScheduleRow,
    date: NaiveDate,
) -> Result<bool, Fault> {
    let monday = date.week(Weekday::Mon).first_day();
    Ok(row.summary && !app.store.has_posted_since(row.id, monday).await?)
}

/// What a schedule's posting for `date` says about the week before, as JSON; empty if nobody has
/// earned anything in it.
pub(super) async fn summary(
    app: &App,
    row: &ScheduleRow,
    date: NaiveDate,
) -> Result<String, Fault> {
    let monday = date.week(Weekday::Mon).first_day();
    let week = week_before(app, row.community, monday).await?;
    Ok(week.map(|week| serde_json::to_string(&week)).transpose()?.unwrap_or_default())
}

/// What there is to tell of the week before `monday`, if anybody earned anything in it.
async fn week_before(
    app: &App,
    community: CommunityId,
    monday: NaiveDate,
) -> Result<Option<Week>, Fault> {
    let (first, last) = (monday - Days::new(7), monday - Days::new(1));
    let board = app.board_of(community, &Period::Week.key(last)).await?;
    if board.members.is_empty() {
        return Ok(None);
    }
    let streaks = app.store.board(community, STREAKS_KEY, None, PageOf::Number(1)).await?.rows;
    let streaks = streaks.into_iter().filter(|row| row.points >= SHORTEST).take(NAMED);
    let streaks = streaks.map(|row| (row.member, row.points)).collect();
    let (decks, mut missed) = (app.decks(), Vec::new());
    for (deck, card, hits) in app.store.most_missed(community, first, last).await? {
        let deck = decks.get(&deck);
        if let Some(card) = deck.and_then(|deck| deck.card(&card)).filter(|_| missed.len() < NAMED)
        {
            missed.push((card.prompt.clone(), hits));
        }
    }
    Ok(Some(Week { board, streaks, missed }))
}

/// What a posting's message says below its card. What this program cannot read, such as a summary
/// from before members were kept by their ids, is put together anew from the standings; the board
/// of a past week is the same then.
pub(super) async fn kept(app: &App, posting: &PostingRow) -> Result<Vec<Block>, Fault> {
    if posting.summary.is_empty() {
        return Ok(Vec::new());
    }
    let mut week = serde_json::from_str(&posting.summary).ok();
    if week.is_none() {
        let monday = posting.date.week(Weekday::Mon).first_day();
        week = week_before(app, posting.community, monday).await?;
    }
    Ok(week.map(|week| view::summary(&week)).unwrap_or_default())
}
