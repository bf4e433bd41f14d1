//! How a member does: accuracy by topic, and under it a year of study days.

use chrono::NaiveDate;

use super::draw::Canvas;
use super::theme::Theme;
use super::{Drawing, Topic, calendar, topics};
use crate::domain::streak::Studied;

/// The accuracy on a few topics, in their order, and the year of a member who studied on `studied`
/// (oldest first).
pub fn stats(topics: &[Topic], studied: &[Studied], today: NaiveDate, theme: Theme) -> Drawing {
    let colors = theme.colors();
    let end_of_topics = topics::height(topics.len());
    let mut canvas = Canvas::card(calendar::WIDTH, end_of_topics + calendar::HEIGHT, colors);
    let unwritten = topics::draw(&mut canvas, 0, topics, colors);
    calendar::draw(&mut canvas, end_of_topics, studied, today, colors);
    let alt = format!(
        "Accuracy by topic, what to learn next first: {}. {}.",
        topics::told(topics),
        calendar::told(studied, today)
    );
    Drawing { name: "stats.png", alt, unwritten, svg: canvas.finished() }
}
