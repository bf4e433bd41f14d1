//! The summary of a week, which goes with the first card of the next.
//!
//! It is put together once, with the card's posting, and kept there: so it is as exactly-once as the card itself, and
//! says the same whenever the message is changed.

use chrono::{DateTime, Days, NaiveDate, Utc, Weekday};

use crate::app::App;
use crate::app::decision::Fault;
use crate::app::reply::Block;
use crate::app::show::weekly as show;
use crate::domain::id::MemberId;
use crate::domain::standing::{Period, STREAKS_KEY};
use crate::store::{PageOf, PostingRow, ScheduleRow};

/// How many of the streaks and of the missed cards are named.
const NAMED: usize = 3;

/// The fewest study days in a row that are worth a word.
const SHORTEST: i64 = 2;

/// What a schedule's posting for `date` says about the week before; empty if it is not the first of its week, if nobody
/// has earned anything in the one before, or if the channel does not want it.
pub(super) async fn summary(
    app: &App,
    row: &ScheduleRow,
    date: NaiveDate,
    now: DateTime<Utc>,
) -> Result<String, Fault> {
    let monday = date.week(Weekday::Mon).first_day();
    if !row.summary || app.store.has_posted_since(row.id, monday).await? {
        return Ok(String::new());
    }
    let (first, last) = (monday - Days::new(7), monday - Days::new(1));
    let board = app.board_of(row.community, &Period::Week.key(last)).await?;
    if board.members.is_empty() {
        return Ok(String::new());
    }
    // As for whoever looks at the board.
    app.settle_streaks(Some(row.community), now).await?;
    let streaks = app.store.board(row.community, STREAKS_KEY, MemberId(0), PageOf::Number(1)).await?.rows;
    let streaks = streaks.into_iter().filter(|row| row.points >= SHORTEST).take(NAMED);
    let streaks = streaks.map(|row| (row.name, row.points)).collect();
    let (decks, mut missed) = (app.decks(), Vec::new());
    for (deck, card, hits) in app.store.most_missed(row.community, first, last).await? {
        let deck = decks.get(&deck);
        if let Some(card) = deck.and_then(|deck| deck.card(&card)).filter(|_| missed.len() < NAMED) {
            missed.push((card.prompt.clone(), hits));
        }
    }
    Ok(serde_json::to_string(&show::summary(&show::Week { board, streaks, missed }))?)
}

/// What a posting's message says below its card. What another version of the program has kept and this one cannot read
/// is left out; the card is what matters.
pub(super) fn kept(posting: &PostingRow) -> Vec<Block> {
    serde_json::from_str(&posting.summary).unwrap_or_default()
}
