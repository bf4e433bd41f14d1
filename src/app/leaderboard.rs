//! `/leaderboard`: who has how many points, or the longest running streak.

use super::App;
use super::asking::Asking;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::reply::{Block, Reply, Text};
use super::show::{counted, grouped, private};
use crate::domain::id::MemberId;
use crate::domain::standing::{Behind, Board, Period, Standing, board, ranked};
use crate::domain::streak::streak;

/// Shows a board.
pub(super) async fn show(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let blocks = if given.word("board") == "streaks" {
        let standings = ranked(streaks(app, asking).await?);
        blocks(&board(&standings, asking.member.id), asking, "Streaks", &STREAKS)
    } else {
        let period = Period::called(given.word("period")).unwrap_or(Period::Week);
        let (from, to) = period.days(asking.board_day());
        let tallies = app.store.tallies(asking.community.id, from, to).await?;
        let standings = ranked(tallies.into_iter().map(|tally| (tally.member, tally.name, tally.points)));
        let title = format!("Leaderboard, {}", in_words(period));
        blocks(&board(&standings, asking.member.id), asking, &title, &POINTS)
    };
    Ok(Decision::say(Reply::one(private(blocks))))
}

/// The words of a board.
struct Words {
    column: &'static str,
    unit: &'static str,
    empty: &'static str,
    unlisted: &'static str,
}

const POINTS: Words = Words {
    column: "Points",
    unit: "point",
    empty: "Nobody has points in this period yet. Play the first quiz: /quiz",
    unlisted: "You have no points in this period yet. Get some with /quiz",
};

const STREAKS: Words = Words {
    column: "Study days in a row",
    unit: "study day",
    empty: "Nobody has a streak at the moment. Begin one: /quiz questions:1",
    unlisted: "You have no streak at the moment. Begin one: /quiz questions:1",
};

/// Current streaks of all members who have one.
async fn streaks(app: &App, asking: &Asking<'_>) -> Result<Vec<(MemberId, String, i64)>, Fault> {
    let studied = app.store.all_study_days(asking.community.id).await?;
    let expected = app.expected_days(asking.community.id).await?;
    let current = studied.into_iter().map(|(member, days)| {
        let today = asking.study_day_of(&member);
        let current = streak(&days, &expected, today).current;
        (member.id, member.name, i64::from(current))
    });
    Ok(current.filter(|(_, _, current)| *current > 0).collect())
}

fn blocks(board: &Board, asking: &Asking<'_>, title: &str, words: &Words) -> Vec<Block> {
    let heading = Block::Heading { text: title.into() };
    if board.top.is_empty() {
        return vec![heading, Block::Paragraph { text: words.empty.into() }];
    }
    let is_own = |row: &Standing| row.member == asking.member.id;
    let listed = board.top.iter().any(is_own);
    // The asker's own row stands below the top where it is not among them.
    let rows: Vec<&Standing> = board.top.iter().chain(board.own.iter().filter(|_| !listed)).collect();
    let table = Block::Table {
        head: ["Rank", "Name", words.column].map(str::to_owned).to_vec(),
        marked: rows.iter().position(|row| is_own(row)),
        rows: rows.iter().map(|row| cells(row)).collect(),
    };
    let note = match (&board.own, board.behind) {
        (None, _) => words.unlisted.to_owned(),
        (Some(_), None) => "Nobody is ahead of you.".to_owned(),
        (Some(_), Some(Behind { rank, points })) => {
            let points = counted(u32::try_from(points).unwrap_or(u32::MAX), words.unit);
            format!("{points} to rank {rank}.")
        }
    };
    let mut text = Text::from(note);
    if board.members > board.top.len() {
        text = text.plain(format!(" {} members are on this board.", grouped(board.members)));
    }
    vec![heading, table, Block::Note { text }]
}

fn cells(row: &Standing) -> Vec<Text> {
    [row.rank.to_string(), row.name.clone(), row.points.to_string()].map(Text::from).to_vec()
}

fn in_words(period: Period) -> &'static str {
    match period {
        Period::Today => "today",
        Period::Week => "this week",
        Period::Month => "this month",
        Period::All => "all time",
    }
}
