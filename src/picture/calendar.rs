//! A year of study days, one square a day, one column a week: a part of a picture.
//!
//! It ends today for whoever has studied for a year. Before that it begins with the week of the
//! first study day, and what lies ahead is drawn as outlines, so that a first day looks like a
//! beginning.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::draw::{Canvas, Style};
use super::theme::Colors;
use crate::domain::streak::Studied;

/// Weeks before the last one.
const WEEKS: u32 = 52;

/// Sizes in units of the drawing: a day's square, from one square to the next, where the squares
/// begin.
const CELL: u32 = 12;
const STEP: u32 = 15;
const LEFT: u32 = 64;
const TOP: u32 = 92;

/// How wide a picture must be to hold it.
pub(super) const WIDTH: u32 = LEFT + (WEEKS + 1) * STEP + 25;

/// How high it is.
pub(super) const HEIGHT: u32 = TOP + 7 * STEP + 50;

/// The days that are shown.
#[derive(Debug, Clone, Copy)]
struct Year {
    /// The Monday with which the first week begins.
    from: NaiveDate,
    /// The first day that counts: within the first week where the year is a member's first.
    begun: NaiveDate,
    today: NaiveDate,
}

impl Year {
    fn of(studied: &[Studied], today: NaiveDate) -> Self {
        let monday = |day: NaiveDate| day.week(Weekday::Mon).first_day();
        let a_year_ago = monday(today) - Days::new(u64::from(WEEKS) * 7);
        let first = studied.first().map_or(today, |first| first.day.min(today));
        if first < a_year_ago {
            return Self { from: a_year_ago, begun: a_year_ago, today };
        }
        Self { from: monday(first), begun: first, today }
    }

    /// When it began, as far as that is within it.
    fn remark(self, studied: &[Studied]) -> String {
        if studied.is_empty() {
            "the first is still to come".to_owned()
        } else if self.begun == self.today {
            "begun today".to_owned()
        } else if self.begun == self.from && studied[0].day < self.from {
            "the last 12 months".to_owned()
        } else {
            format!("since {}", self.begun.format("%-d %B %Y"))
        }
    }
}

/// Draws from `top` on the year of a member who studied on `studied` (oldest first).
pub(super) fn draw(
    canvas: &mut Canvas,
    top: u32,
    studied: &[Studied],
    today: NaiveDate,
    colors: &'static Colors,
) {
    let year = Year::of(studied, today);
    canvas.title(top, "Study days", &year.remark(studied), colors);
    let label = Style { size: 11, bold: false, fill: colors.dim, anchor: "start" };
    let squares = top + TOP;
    for (row, name) in [(0, "Mon"), (2, "Wed"), (4, "Fri")] {
        canvas.text(28, squares + row * STEP + CELL / 2, label, name, 40);
    }
    for week in 0..=WEEKS {
        let monday = year.from + Days::new(u64::from(week) * 7);
        let x = LEFT + week * STEP;
        if names_month(monday, week) {
            canvas.text(x, squares - 14, label, &monday.format("%b").to_string(), 40);
        }
        for (row, day) in (0..7).zip(monday.iter_days()) {
            square(canvas, (x, squares + row * STEP), day, year, studied, colors);
        }
    }
    legend(canvas, squares + 7 * STEP + 22, label, colors);
}

/// Whether the name of a week's month stands over it: over the first week that begins in it, and
/// over the first of all unless the next name would run into it. The last has no room for a name.
fn names_month(monday: NaiveDate, week: u32) -> bool {
    let begins = monday.day() <= 7 && week < WEEKS;
    begins || week == 0 && (monday + Days::new(7)).month() == monday.month()
}

fn square(
    canvas: &mut Canvas,
    at: (u32, u32),
    day: NaiveDate,
    year: Year,
    studied: &[Studied],
    colors: &'static Colors,
) {
    if day < year.begun {
        return;
    }
    if day > year.today {
        // Of the running week at the end of a full year, nothing lies ahead that is shown.
        if studied.first().is_none_or(|first| first.day >= year.from) {
            canvas.outline(at, CELL, 3, colors.track);
        }
        return;
    }
    let cards = studied
        .binary_search_by_key(&day, |studied| studied.day)
        .map_or(0, |at| studied[at].cards.max(1));
    canvas.rect(at, (CELL, CELL), 3, colors.levels[level(cards)]);
    if day == year.today {
        canvas.outline((at.0 - 2, at.1 - 2), CELL + 4, 5, colors.accent);
    }
}

/// Tells below the squares what their shades mean.
fn legend(canvas: &mut Canvas, middle: u32, label: Style, colors: &Colors) {
    let right = canvas.width() - 28;
    let end = Style { anchor: "end", ..label };
    canvas.text(right - 112, middle, end, "No card", 60);
    for (place, color) in (0..).zip(colors.levels) {
        canvas.rect((right - 104 + place * STEP, middle - CELL / 2), (CELL, CELL), 3, color);
    }
    canvas.text(right, middle, end, "10+", 40);
}

/// The year in words.
pub(super) fn told(studied: &[Studied], today: NaiveDate) -> String {
    let from = Year::of(studied, today).begun;
    let within = studied.iter().filter(|studied| (from..=today).contains(&studied.day)).count();
    let days = if within == 1 { "1 study day".to_owned() } else { format!("{within} study days") };
    if from == today { format!("{days}, today") } else { format!("{days} from {from} to {today}") }
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
