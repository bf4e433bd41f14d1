//! A board: ranks, names, points and how they compare.

use super::Drawing;
use super::draw::{Canvas, Colors, Style, Theme};

/// Sizes in units of the drawing: the whole, the title's part, a row, what is below the last.
const WIDTH: u32 = 720;
const HEAD: u32 = 70;
const ROW: u32 = 46;
const FOOT: u32 = 20;

/// A row of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The rank, from 1; equal points share one.
    pub rank: u64,
    /// The name of the member or the team whose row it is.
    pub name: String,
    /// What they have on this board: points, or days of a streak.
    pub points: i64,
    /// Whether it is the asker's own.
    pub own: bool,
}

/// A board of a few rows; a remark (such as the number of members) stands at its right.
pub fn board(title: &str, remark: &str, rows: &[Row], theme: Theme) -> Drawing {
    let colors = theme.colors();
    let count = u32::try_from(rows.len()).unwrap_or_default();
    let mut canvas = Canvas::card(WIDTH, HEAD + count * ROW + FOOT, colors);
    canvas.title(title, remark, colors);
    let most = rows.iter().map(|row| row.points).max().unwrap_or(1).max(1);
    for (place, row) in (0..).zip(rows) {
        draw_row(&mut canvas, HEAD + place * ROW, row, most, colors);
    }
    let told: Vec<String> =
        rows.iter().map(|row| format!("{}. {} {}", row.rank, row.name, row.points)).collect();
    Drawing {
        name: "board.png",
        alt: format!("{title}: {}", told.join(", ")),
        svg: canvas.finished(),
    }
}

/// Draws a row whose upper edge is at `top`; `most` are the points of the best.
fn draw_row(canvas: &mut Canvas, top: u32, row: &Row, most: i64, colors: &'static Colors) {
    if row.own {
        canvas.rect((12, top), (WIDTH - 24, ROW - 2), 10, colors.own);
    }
    rank(canvas, top, row, colors);
    let middle = top + 27;
    let name =
        Style { size: 16, bold: row.own || row.rank <= 3, fill: colors.text, anchor: "start" };
    let wide = canvas.text(80, middle, name, &row.name, if row.own { 240 } else { 290 });
    if row.own {
        let at = 80 + wide + 14;
        canvas.rect((at, top + 13), (38, 19), 9, colors.accent);
        let you = Style { size: 12, bold: true, fill: colors.on_accent, anchor: "middle" };
        canvas.text(at + 19, top + 27, you, "you", 38);
    }
    // How the points compare with the best.
    canvas.rect((392, top + 19), (208, 8), 4, colors.track);
    // Round ends need a little width, so nobody has none.
    let share = u32::try_from(row.points.max(0) * 208 / most).unwrap_or_default().clamp(8, 208);
    let fill = if row.rank == 1 || row.own { colors.accent } else { colors.levels[2] };
    canvas.rect((392, top + 19), (share, 8), 4, fill);
    let points = Style { size: 16, bold: true, fill: colors.text, anchor: "end" };
    canvas.text(WIDTH - 28, middle, points, &grouped(row.points), 90);
}

/// Draws a rank: on a medal for the first three, else as a number.
fn rank(canvas: &mut Canvas, top: u32, row: &Row, colors: &'static Colors) {
    let medal =
        usize::try_from(row.rank).ok().and_then(|rank| colors.podium.get(rank.wrapping_sub(1)));
    if let Some((ground, text)) = medal {
        canvas.rect((28, top + 7), (30, 30), 15, ground);
        let style = Style { size: 14, bold: true, fill: text, anchor: "middle" };
        canvas.text(43, top + 27, style, &row.rank.to_string(), 30);
    } else {
        let style = Style { size: 14, bold: false, fill: colors.dim, anchor: "middle" };
        canvas.text(43, top + 27, style, &grouped(i64::try_from(row.rank).unwrap_or(i64::MAX)), 60);
    }
}

/// A number with separators: 100,000.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
