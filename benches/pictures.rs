//! Pictures: what a board, a year of study days and a chart of topics cost to draw and to render.

use chrono::{Days, NaiveDate};
use studyhall::domain::streak::Studied;
use studyhall::picture::{Drawing, Row, Theme, Topic, board, calendar, png, topics};

fn main() {
    // Fonts are read once, at the first picture.
    render(&a_board());
    divan::main();
}

fn render(drawing: &Drawing) -> Vec<u8> {
    png(&drawing.svg).expect("the templates can be rendered")
}

fn a_board() -> Drawing {
    let row = |place: i64| Row {
        rank: 1 + place.unsigned_abs(),
        name: format!("Member number {place}"),
        points: 1_000 - 37 * place,
        own: place == 4,
    };
    board(
        "Leaderboard, this week",
        "100,000 members",
        &(0..11).map(row).collect::<Vec<_>>(),
        Theme::Light,
    )
}

#[divan::bench]
fn board_of_eleven_rows() -> Vec<u8> {
    render(&a_board())
}

#[divan::bench]
fn a_year_of_study_days() -> Vec<u8> {
    let today: NaiveDate = "2026-06-30".parse().expect("a date of the calendar");
    let days = (0..365_u32)
        .rev()
        .map(|ago| Studied { day: today - Days::new(ago.into()), cards: ago % 13 });
    render(&calendar("Your study days", &days.collect::<Vec<_>>(), today, Theme::Dark))
}

#[divan::bench]
fn twelve_topics() -> Vec<u8> {
    let topic = |number: u32| Topic {
        name: format!("Topic number {number}"),
        right: 4 * number,
        answers: 50,
    };
    render(&topics("Accuracy by topic", &(1..=12).map(topic).collect::<Vec<_>>(), Theme::Light))
}
