//! Drawings as text, and that each can be rendered.

use chrono::{Days, NaiveDate};

use super::*;
use crate::domain::streak::Studied;

fn rows(names: &[(&str, i64)]) -> Vec<Row> {
    let row = |(name, points): &(&str, i64)| {
        let rank = 1 + names.iter().filter(|(_, better)| better > points).count() as u64;
        Row { rank, name: (*name).to_owned(), points: *points, own: *name == "Ben" }
    };
    names.iter().map(row).collect()
}

fn three() -> Vec<Row> {
    rows(&[("Anna", 120), ("Ben", 85), ("Cleo", 85)])
}

fn ten() -> Vec<Row> {
    rows(&[
        ("Александра Иванова", 1_284),
        ("王小明", 990),
        ("Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine", 990),
        ("<script>alert('&')</script>", 875),
        ("Ben", 640),
        ("🦉 Night Owl 🌙", 640),
        ("\u{202e}שלום עולם", 512),
        ("مرحبا", 300),
        ("Zoë \u{10fffd}Łukasiewicz", 12),
        ("ian", 1),
    ])
}

fn year() -> (Vec<Studied>, NaiveDate) {
    let today: NaiveDate = "2026-05-20".parse().unwrap();
    let days = (0..300_u32).filter(|n| n * 7919 % 11 > 3 || *n < 24);
    let mut studied: Vec<Studied> = days
        .map(|n| Studied { day: today - Days::new(n.into()), cards: 1 + n * 31 % 13 })
        .collect();
    studied.reverse();
    (studied, today)
}

fn some_topics(count: usize) -> Vec<Topic> {
    let names = [
        "Lambda",
        "DynamoDB",
        "API Gateway",
        "CodeDeploy",
        "Identity and Access Management for everybody",
        "S3",
        "SQS & SNS",
        "Kinesis",
        "Безопасность",
        "監視",
    ];
    let topic = |(place, name): (u32, &&str)| Topic {
        name: (*name).to_owned(),
        right: 48 - place * 5,
        answers: 50,
    };
    (0..).zip(names.iter().take(count)).map(topic).collect()
}

/// Every picture, light and dark, small and large.
fn drawings() -> Vec<(String, Drawing)> {
    let (studied, today) = year();
    let mut drawings = Vec::new();
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for (size, drawing) in [
            ("board of 3", board("Leaderboard, this week", "3 members", &three(), theme)),
            ("board of 10", board("Leaderboard, all time", "1,204 members", &ten(), theme)),
            ("calendar", calendar("Anna's study days", &studied, today, theme)),
            ("empty calendar", calendar("Anna's study days", &[], today, theme)),
            ("3 topics", topics("Accuracy by topic", &some_topics(3), theme)),
            ("10 topics", topics("Accuracy by topic", &some_topics(10), theme)),
        ] {
            drawings.push((format!("{size}, {name}"), drawing));
        }
    }
    drawings
}

#[test]
fn every_picture_is_rendered_at_double_density() {
    let kept = std::env::var_os("STUDYHALL_PICTURES").map(std::path::PathBuf::from);
    for (name, drawing) in drawings() {
        let png = png(&drawing.svg).unwrap();
        assert_eq!(&png[1..4], b"PNG", "{name}");
        let width = u32::from_be_bytes(png[16..20].try_into().unwrap());
        assert!(
            drawing.svg.contains(&format!("width=\"{}\"", width / 2)),
            "{name}: {width} pixels"
        );
        assert!(
            png.len() > 5_000,
            "{name}: {} bytes are too few for a picture with anything in it",
            png.len()
        );
        if let Some(folder) = &kept {
            std::fs::write(folder.join(format!("{name}.png").replace([' ', ','], "-")), png)
                .unwrap();
        }
    }
}

#[test]
fn names_are_escaped_cut_and_freed_of_what_no_font_has() {
    let svg = board("Board", "", &ten(), Theme::Light).svg;
    assert!(
        svg.contains("&lt;script&gt;alert('&amp;')&lt;/script&gt;") && !svg.contains("<script>"),
        "{svg}"
    );
    assert!(
        svg.contains(">Wolfeschlegelsteinhausenbergerdorff…<")
            || svg.contains("Wolfeschlegelsteinhausenberger"),
        "{svg}"
    );
    assert!(
        svg.contains('…') && svg.contains(">Zoë Łukasiewicz<") && !svg.contains('\u{202e}'),
        "{svg}"
    );
}

#[test]
fn a_board_is_drawn_as_it_stands() {
    let drawing = board("Leaderboard, this week", "3 members", &three(), Theme::Light);
    assert_eq!(drawing.alt, "Leaderboard, this week: 1. Anna 120, 2. Ben 85, 2. Cleo 85");
    insta::assert_snapshot!("board_of_3", drawing.svg);
}

#[test]
fn topics_are_drawn_as_they_stand() {
    let drawing = topics("Accuracy by topic", &some_topics(3), Theme::Dark);
    assert_eq!(drawing.alt, "Accuracy by topic: Lambda 96%, DynamoDB 86%, API Gateway 76%");
    insta::assert_snapshot!("3_topics", drawing.svg);
}

#[test]
fn a_calendar_has_a_square_for_each_day_of_a_year() {
    let (studied, today) = year();
    let drawing = calendar("Anna's study days", &studied, today, Theme::Light);
    // 52 weeks and the running one up to Wednesday, and the five of the legend.
    assert_eq!(drawing.svg.matches("rx=\"3\"").count(), 52 * 7 + 3 + 5);
    let counted = studied.len();
    assert_eq!(
        drawing.alt,
        format!("Anna's study days: {counted} study days between 2025-05-19 and 2026-05-20.")
    );
}

#[tokio::test]
async fn the_same_picture_is_rendered_once() {
    let pictures = Pictures::default();
    let drawing = board("Board", "", &three(), Theme::Dark);
    let first = pictures.png(&drawing).await.unwrap();
    assert!(first.starts_with("iVBORw0KGgo"), "{}", &first[..20]);
    assert_eq!(pictures.known(&drawing.svg), Some(first));
    assert_eq!(pictures.known("another"), None);
}
