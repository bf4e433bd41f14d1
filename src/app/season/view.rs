//! Seasons: the list of them, and the final board with its podium.

use chrono::NaiveDate;

use super::final_board::{Final, FinalRow};
use crate::app::reply::{Block, Button, ButtonStyle, Message, Text};
use crate::app::texts::{counted, grouped};
use crate::store::SeasonRow;

/// How the first three ranks are named on the podium.
const PODIUM: [&str; 3] = ["First", "Second", "Third"];

/// The final board, for everyone.
pub(in crate::app) fn over(season: &SeasonRow, board: &Final) -> Message {
    let mut blocks =
        vec![Block::Heading { text: format!("The season {} is over", season.name).into() }];
    if board.members.is_empty() {
        let text = Text::from("Nobody earned points in it. An admin can start the next one with ")
            .code("/season start")
            .plain(".");
        blocks.push(Block::Paragraph { text });
    } else {
        blocks.push(Block::List { numbered: false, items: podium(&board.members) });
        blocks.push(table("Name", &board.members));
        blocks.push(Block::Note {
            text: format!("{} took part.", counted_wide(board.count, "member")).into(),
        });
    }
    if !board.teams.is_empty() {
        blocks.push(table("Team", &board.teams));
    }
    // By what it carries, the message is known again after a crash.
    let all = Button::new(season.id, "All seasons", ButtonStyle::Plain);
    Message::to_everyone(blocks).keyed(format!("season:{}", season.id)).with(vec![all])
}

/// The running season and those before it.
pub(in crate::app) fn list(seasons: &[(SeasonRow, Option<Final>)]) -> Vec<Block> {
    let heading = Block::Heading { text: "Seasons".into() };
    if seasons.is_empty() {
        let text = Text::from("There has been no season yet. An admin can start one with ")
            .code("/season start name:… until:…")
            .plain(".");
        return vec![heading, Block::Paragraph { text }];
    }
    vec![heading, Block::List { numbered: false, items: seasons.iter().map(item).collect() }]
}

fn item((season, board): &(SeasonRow, Option<Final>)) -> Text {
    let span = format!(", {} to {}: ", date(season.first_day), date(season.last_day));
    let text = Text::default().strong(&season.name).plain(span);
    match board {
        None => text.plain("running; see it with ").code("/leaderboard period:season").plain("."),
        Some(board) if board.members.is_empty() => text.plain("nobody earned points."),
        Some(board) => text.text(won_by(&board.members)),
    }
}

/// A date in words: "30 June 2026".
pub(super) fn date(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// The first three ranks, each with all who share it.
pub(in crate::app) fn podium(rows: &[FinalRow]) -> Vec<Text> {
    let mut podium = Vec::new();
    for (rank, place) in (1..).zip(&PODIUM) {
        let sharers: Vec<&FinalRow> = rows.iter().filter(|row| row.rank == rank).collect();
        // Where two share the first rank, nobody has the second.
        if let Some(first) = sharers.first() {
            let points = counted_wide(u64::try_from(first.points).unwrap_or_default(), "point");
            let names = Text::from(format!("{place}: ")).text(together(&sharers));
            podium.push(names.plain(format!(", {points}")));
        }
    }
    podium
}

fn won_by(rows: &[FinalRow]) -> Text {
    let best: Vec<&FinalRow> = rows.iter().filter(|row| row.rank == 1).collect();
    Text::from("won by ").text(together(&best)).plain(".")
}

/// "Anna, Ben and Cleo".
fn together(rows: &[&FinalRow]) -> Text {
    let mut text = Text::default();
    for (place, row) in rows.iter().enumerate() {
        let before = match place {
            0 => "",
            _ if place + 1 == rows.len() => " and ",
            _ => ", ",
        };
        text = text.plain(before).text(row.named());
    }
    text
}

fn table(column: &str, rows: &[FinalRow]) -> Block {
    Block::Table {
        head: ["Rank", column, "Points"].map(str::to_owned).to_vec(),
        rows: rows.iter().map(cells).collect(),
        marked: None,
    }
}

fn cells(row: &FinalRow) -> Vec<Text> {
    let points = grouped(usize::try_from(row.points).unwrap_or_default());
    vec![row.rank.to_string().into(), row.named(), points.into()]
}

fn counted_wide(count: u64, one: &str) -> String {
    counted(u32::try_from(count).unwrap_or(u32::MAX), one)
}
