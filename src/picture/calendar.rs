//! A year of study days: one square a day, one column a week.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::Drawing;
use super::draw::{Canvas, Colors, Style, Theme};
use crate::domain::streak::Studied;

/// Weeks before the one of today.
const WEEKS: u32 = 52;

/// Sizes in units of the drawing: a day's square, from one square to the next, where the squares
/// begin.
const CELL: u32 = 12;
const STEP: u32 = 15;
const LEFT: u32 = 64;
const TOP: u32 = 92;
const WIDTH: u32 = LEFT + (WEEKS + 1) * STEP + 25;
const HEIGHT: u32 = TOP + 7 * STEP + 50;

/// The year up to `today` of a member who studied on `studied` (oldest first).
pub fn calendar(title: &str, studied: &[Studied], today: NaiveDate, theme: Theme) -> Drawing {
    let colors = theme.colors();
    let first = today.week(Weekday::Mon).first_day() - Days::new(u64::from(WEEKS) * 7);
    let within = studied.iter().filter(|studied| (first..=today).contains(&studied.day)).count();
    let days = if within == 1 { "1 study day".to_owned() } else { format!("{within} study days") };
    let mut canvas = Canvas::card(WIDTH, HEIGHT, colors);
    canvas.title(title, &format!("{days} in a year"), colors);
    let label = Style { size: 11, bold: false, fill: colors.dim, anchor: "start" };
    for (row, name) in [(0, "Mon"), (2, "Wed"), (4, "Fri")] {
        canvas.text(28, TOP + row * STEP + 10, label, name, 40);
    }
    for week in 0..=WEEKS {
        let monday = first + Days::new(u64::from(week) * 7);
        let x = LEFT + week * STEP;
        // A month is named over the first week that begins in it, unless there is no room left for
        // its name.
        if monday.day() <= 7 && week < WEEKS {
            canvas.text(x, TOP - 10, label, &monday.format("%b").to_string(), 40);
        }
        for (row, day) in (0..7).zip(monday.iter_days()).filter(|(_, day)| *day <= today) {
            let cards = studied
                .binary_search_by_key(&day, |studied| studied.day)
                .map_or(0, |at| studied[at].cards.max(1));
            canvas.rect((x, TOP + row * STEP), (CELL, CELL), 3, colors.levels[level(cards)]);
        }
    }
    legend(&mut canvas, label, colors);
    Drawing {
        name: "calendar.png",
        alt: format!("{title}: {days} between {first} and {today}."),
        svg: canvas.finished(),
    }
}

/// Tells below the squares what their shades mean.
fn legend(canvas: &mut Canvas, label: Style, colors: &Colors) {
    let foot = TOP + 7 * STEP + 26;
    canvas.text(WIDTH - 28 - 118 - 34, foot, label, "No card", 60);
    for (place, color) in (0..).zip(colors.levels) {
        canvas.rect((WIDTH - 28 - 104 + place * STEP, foot - 10), (CELL, CELL), 3, color);
    }
    let end = Style { anchor: "end", ..label };
    canvas.text(WIDTH - 28, foot, end, "10+", 40);
}

/// Which of the five shades a day has, by the number of cards.
fn level(cards: u32) -> usize {
    match cards {
        0 => 0,
        1..=2 => 1,
        3..=5 => 2,
        6..=9 => 3,
        _ => 4,
    }
}
