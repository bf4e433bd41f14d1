//! A board: ranks, names, points and how they compare.

use super::draw::{Canvas, Placed, Style};
use super::theme::{Colors, Theme};
use super::{Drawing, named};

/// Sizes in units of the drawing: the whole, the title's part, a row, what is below the last.
const WIDTH: u32 = 720;
const HEAD: u32 = 70;
const ROW: u32 = 46;
const FOOT: u32 = 20;

/// Where a row's middle is, from its upper edge: of the ground of the own row.
const MIDDLE: u32 = (ROW - 2) / 2;

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

/// A board of a few rows; a remark (such as the number of members) stands at its right. `unit` says
/// in the description what the rows are counted in: `points`.
pub fn board(title: &str, remark: &str, unit: &str, rows: &[Row], theme: Theme) -> Drawing {
    let colors = theme.colors();
    let count = u32::try_from(rows.len()).unwrap_or_default();
    let mut canvas = Canvas::card(WIDTH, HEAD + count * ROW + FOOT, colors);
    canvas.title(0, title, remark, colors);
    let most = rows.iter().map(|row| row.points).max().unwrap_or(1).max(1);
    let mut unwritten = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let top = HEAD + u32::try_from(place).unwrap_or_default() * ROW;
        if !draw_row(&mut canvas, top, row, most, colors).whole {
            unwritten.push(place);
        }
    }
    let told: Vec<String> = rows.iter().map(told).collect();
    Drawing {
        name: "board.png",
        alt: format!("{title}, in {unit}: {}", told.join(", ")),
        unwritten,
        svg: canvas.finished(),
    }
}

fn told(row: &Row) -> String {
    let you = if row.own { " (you)" } else { "" };
    format!("{}. {}{you} {}", row.rank, named(&row.name), grouped(row.points))
}

/// Draws a row whose upper edge is at `top`; `most` are the points of the best. Gives how the name
/// came out.
fn draw_row(
    canvas: &mut Canvas,
    top: u32,
    row: &Row,
    most: i64,
    colors: &'static Colors,
) -> Placed {
    if row.own {
        canvas.rect((12, top), (WIDTH - 24, 2 * MIDDLE), 10, colors.own);
    }
    let middle = top + MIDDLE;
    rank(canvas, middle, row, colors);
    let name =
        Style { size: 16, bold: row.own || row.rank <= 3, fill: colors.text, anchor: "start" };
    let most_of_name = if row.own { 240 } else { 290 };
    let placed = canvas.text(80, middle, name, &row.name, most_of_name);
    let mut end = 80.0 + placed.width;
    if placed.empty {
        // Whose row it is stands beside the picture, by its rank.
        let plain = Style { bold: false, fill: colors.dim, ..name };
        end = 80.0 + canvas.text(80, middle, plain, &format!("Rank {}", row.rank), 240).width;
    }
    if row.own {
        badge(canvas, end, middle, colors);
    }
    // How the points compare with the best.
    canvas.rect((392, middle - 4), (208, 8), 4, colors.track);
    // Round ends need a little width, so nobody has none.
    let share = u32::try_from(row.points.max(0) * 208 / most).unwrap_or_default().clamp(8, 208);
    let fill = if row.rank == 1 || row.own { colors.accent } else { colors.levels[2] };
    canvas.rect((392, middle - 4), (share, 8), 4, fill);
    let points = Style { size: 16, bold: true, fill: colors.text, anchor: "end" };
    canvas.text(WIDTH - 28, middle, points, &grouped(row.points), 90);
    placed
}

/// Says behind a name, which ends at `end`, whose it is.
fn badge(canvas: &mut Canvas, end: f32, middle: u32, colors: &'static Colors) {
    // A name is at most as wide as its column.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundred")]
    let at = end.ceil() as u32 + 14;
    canvas.rect((at, middle - 9), (38, 18), 9, colors.accent);
    let you = Style { size: 12, bold: true, fill: colors.on_accent, anchor: "middle" };
    canvas.text(at + 19, middle, you, "you", 38);
}

/// Draws a rank: on a medal for the first three, else as a number.
fn rank(canvas: &mut Canvas, middle: u32, row: &Row, colors: &'static Colors) {
    let medal =
        usize::try_from(row.rank).ok().and_then(|rank| colors.podium.get(rank.wrapping_sub(1)));
    if let Some((ground, text)) = medal {
        canvas.rect((28, middle - 15), (30, 30), 15, ground);
        let style = Style { size: 14, bold: true, fill: text, anchor: "middle" };
        canvas.text(43, middle, style, &row.rank.to_string(), 30);
    } else {
        let style = Style { size: 14, bold: false, fill: colors.dim, anchor: "middle" };
        let rank = grouped(i64::try_from(row.rank).unwrap_or(i64::MAX));
        canvas.text(43, middle, style, &rank, 60);
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
