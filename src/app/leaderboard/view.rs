//! Boards: a page of rows with ranks, the asker's own row, and the buttons that turn the pages.

use super::click::{BoardKind, BoardPeriod, View};
use crate::app::picturing::Told;
use crate::app::reply::{Block, Button, ButtonStyle, Message, Text};
use crate::app::texts::{counted, grouped};
use crate::domain::id::MemberId;
use crate::domain::standing::{Behind, Board, Standing};
use crate::picture::{self, Drawing, Row, Theme};

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
    empty: "Nobody has points in this period yet. Play the first quiz with /quiz.",
    unlisted: "You have no points in this period yet. Get some with /quiz.",
};

const STREAKS: Words = Words {
    column: "Study days in a row",
    unit: "study day",
    empty: "Nobody has a streak at the moment. Begin one with /quiz questions:1.",
    unlisted: "You are not on this board. Begin a streak with /quiz questions:1, or show yours \
        with /streak on.",
};

/// A page of a board of members; `rows` show those that are on it.
pub(super) fn members(board: &Board, view: View, rows: Vec<Block>) -> Message {
    let words = words(view);
    let mut blocks = vec![Block::Heading { text: title(board, view).into() }];
    if board.members == 0 {
        blocks.push(Block::Paragraph { text: words.empty.into() });
    } else {
        blocks.extend(rows);
        blocks.push(Block::Note { text: note(board, words).into() });
    }
    Message::private(blocks).keyed(view.key()).with(turns(board, view))
}

/// Draws the rows of a page.
pub(super) fn drawing(
    board: &Board,
    view: View,
    asker: MemberId,
) -> impl Fn(Theme) -> Drawing + Send + use<> {
    let row = |row: &&Standing| Row {
        rank: row.rank,
        name: row.name.clone(),
        points: row.points,
        own: row.member == asker,
    };
    let rows: Vec<Row> = shown(board).iter().map(row).collect();
    let remark = counted(u32::try_from(board.members).unwrap_or(u32::MAX), "member");
    let (title, unit) = (title(board, view), words(view).column.to_lowercase());
    move |theme| picture::board(&title, &remark, &unit, &rows, theme)
}

/// The rows of a page in words.
pub(super) fn told(board: &Board, view: View, asker: MemberId) -> Told {
    let rows = shown(board);
    let name = |row: &&Standing| {
        Text::from(format!("{}. ", grouped_wide(row.rank))).member(row.member, &row.name)
    };
    Told {
        instead: vec![table(board, words(view), asker)],
        rows: rows.iter().map(name).collect(),
        about: rows.iter().map(|row| row.member).collect(),
    }
}

fn words(view: View) -> &'static Words {
    if view.kind == BoardKind::Streaks { &STREAKS } else { &POINTS }
}

fn title(board: &Board, view: View) -> String {
    let title = match view.kind {
        BoardKind::Streaks => "Streaks".to_owned(),
        BoardKind::Members | BoardKind::Teams => format!("Leaderboard, {}", in_words(view.period)),
    };
    match board.page {
        1 => title,
        page => format!("{title} · page {} of {}", grouped_wide(page), grouped_wide(board.pages())),
    }
}

/// The rows of the page, and the asker's own above or below them where it is not among them.
fn shown(board: &Board) -> Vec<&Standing> {
    let mut rows: Vec<&Standing> = board.rows.iter().collect();
    if let Some(own) =
        board.own.as_ref().filter(|own| !rows.iter().any(|row| row.member == own.standing.member))
    {
        let place = if own.page < board.page { 0 } else { rows.len() };
        rows.insert(place, &own.standing);
    }
    rows
}

fn table(board: &Board, words: &Words, asker: MemberId) -> Block {
    let rows = shown(board);
    Block::Table {
        head: ["Rank", "Name", words.column].map(str::to_owned).to_vec(),
        marked: rows.iter().position(|row| row.member == asker),
        rows: rows.into_iter().map(cells).collect(),
    }
}

fn cells(row: &Standing) -> Vec<Text> {
    let points = u64::try_from(row.points).unwrap_or_default();
    let name = Text::default().member(row.member, &row.name);
    vec![grouped_wide(row.rank).into(), name, grouped_wide(points).into()]
}

fn note(board: &Board, words: &Words) -> String {
    let note = match &board.own {
        None => words.unlisted.to_owned(),
        Some(own) => match own.behind {
            None if board.members == 1 => "You are the only one on this board so far.".to_owned(),
            None => "Nobody is ahead of you.".to_owned(),
            Some(Behind { rank, points }) => {
                let points = counted(u32::try_from(points).unwrap_or(u32::MAX), words.unit);
                format!("{points} to rank {}.", grouped_wide(rank))
            }
        },
    };
    if board.pages() == 1 {
        return note;
    }
    format!("{note} {} members are on this board.", grouped_wide(board.members))
}

/// Back, on, and to the asker's own page; only where they lead somewhere else.
fn turns(board: &Board, view: View) -> Vec<Button> {
    let to = |page, label| Button::new(View { page, ..view }, label, ButtonStyle::Plain);
    let back = (board.page > 1).then(|| to(Some(board.page - 1), "Back"));
    let on = (board.page < board.pages()).then(|| to(Some(board.page + 1), "Next page"));
    let own = board.own.as_ref().filter(|own| own.page != board.page).map(|_| to(None, "My page"));
    [back, on, own].into_iter().flatten().collect()
}

pub(super) fn in_words(period: BoardPeriod) -> &'static str {
    match period {
        BoardPeriod::Today => "today",
        BoardPeriod::Week => "this week",
        BoardPeriod::Month => "this month",
        BoardPeriod::Season => "this season",
        BoardPeriod::All => "all time",
    }
}

fn grouped_wide(number: u64) -> String {
    grouped(usize::try_from(number).unwrap_or(usize::MAX))
}
