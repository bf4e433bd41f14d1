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

/// Names of a hundred characters, of letters that stand over each other, and of none.
fn unkind() -> Vec<Row> {
    let long = [
        "Wolfeschlegelsteinhausenbergerdorff ".repeat(3),
        "王小明".repeat(34),
        "محمد علي ".repeat(12),
        "🦉".repeat(100),
        "👩\u{200d}👩\u{200d}👧".repeat(20),
        "सत्यमेव जयते ".repeat(8),
        format!("a{}", "\u{301}".repeat(99)),
        "שלום Anna 王 ".repeat(9),
        "\u{10fffd}".repeat(100),
        "\u{3164}\u{200b}\u{202e}".to_owned(),
        "\u{200d}\u{fe0f}\u{20e3}\u{e007f}".to_owned(),
    ];
    (0..).zip(&long).map(|(place, name)| rows(&[(name, 100 - place)]).remove(0)).collect()
}

fn today() -> NaiveDate {
    "2026-05-20".parse().unwrap()
}

/// What a member studied in the last `days` days.
fn studied(days: u32) -> Vec<Studied> {
    let days = (0..days).filter(|n| n * 7919 % 11 > 3 || *n < 24);
    let mut studied: Vec<Studied> = days
        .map(|n| Studied { day: today() - Days::new(n.into()), cards: 1 + n * 31 % 13 })
        .collect();
    studied.reverse();
    studied
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

fn the_board(title: &str, remark: &str, rows: &[Row], theme: Theme) -> Drawing {
    board(title, remark, "points", rows, theme)
}

/// Every picture in every look, small and large.
fn drawings() -> Vec<(String, Drawing)> {
    let mut drawings = Vec::new();
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark"), (Theme::Middle, "middle")]
    {
        for (size, drawing) in [
            ("board of 3", the_board("Leaderboard, this week", "3 members", &three(), theme)),
            ("board of 10", the_board("Leaderboard, all time", "1,204 members", &ten(), theme)),
            ("unkind board", the_board("Leaderboard, all time", "11 members", &unkind(), theme)),
            ("stats", stats(&some_topics(10), &studied(400), today(), theme)),
            ("stats of a first day", stats(&some_topics(1), &studied(1), today(), theme)),
            ("stats without a day", stats(&some_topics(3), &[], today(), theme)),
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
    let drawing = the_board("Board", "", &ten(), Theme::Light);
    let svg = drawing.svg;
    assert!(
        svg.contains("&lt;script&gt;alert('&amp;')&lt;/script&gt;") && !svg.contains("<script>"),
        "{svg}"
    );
    assert!(svg.contains(">Wolfeschlegelsteinhausenberger"), "{svg}");
    assert!(svg.contains('…') && svg.contains(">Zoë Łukasiewicz<"), "{svg}");
    assert!(drawing.unwritten.contains(&8), "{:?}", drawing.unwritten);
}

#[test]
fn whose_name_cannot_be_written_stands_by_rank() {
    let drawing = the_board("Board", "", &unkind(), Theme::Light);
    let ranks = drawing.svg.matches(">Rank 1<").count();
    assert!(ranks >= 2 && drawing.unwritten.ends_with(&[8, 9, 10]), "{ranks} {drawing:?}");
    // A description says all of it within what the platforms take.
    assert!(drawing.alt.chars().count() < 1_000, "{}", drawing.alt);
}

#[test]
fn a_row_stands_on_one_middle() {
    let svg = the_board("Board", "", &three(), Theme::Light).svg;
    // The first row's middle is at 92: medal, name, track and bar, points.
    let rank = "y=\"97.0\" font-size=\"14\"";
    let name = "y=\"97.8\" font-size=\"16\"";
    assert_eq!((svg.matches(rank).count(), svg.matches(name).count()), (1, 2), "{svg}");
    for part in ["y=\"77\" width=\"30\" height=\"30\"", "y=\"88\" width=\"208\" height=\"8\""] {
        assert!(svg.contains(part), "{part}: {svg}");
    }
}

#[test]
fn a_board_is_drawn_as_it_stands() {
    let drawing = the_board("Leaderboard, this week", "3 members", &three(), Theme::Light);
    assert_eq!(
        drawing.alt,
        "Leaderboard, this week, in points: 1. Anna 120, 2. Ben (you) 85, 2. Cleo 85"
    );
    insta::assert_snapshot!("board_of_3", drawing.svg);
}

#[test]
fn a_first_day_is_drawn_as_a_beginning() {
    let drawing = stats(&some_topics(3), &studied(1), today(), Theme::Dark);
    assert_eq!(
        drawing.alt,
        "Accuracy by topic, what to learn next first: Lambda 96% (48 of 50), DynamoDB 86% (43 of \
         50), API Gateway 76% (38 of 50). 1 study day, today."
    );
    assert!(drawing.svg.contains(">begun today<"), "{}", drawing.svg);
    // Today and the five of the legend; what is ahead in outlines, and the ring around today.
    assert_eq!(squares(&drawing), 1 + 5);
    assert_eq!(drawing.svg.matches("fill=\"none\"").count(), 4 + 52 * 7 + 1);
}

fn squares(drawing: &Drawing) -> usize {
    drawing.svg.matches("width=\"12\" height=\"12\" rx=\"3\"").count()
}

#[test]
fn a_calendar_has_a_square_for_each_day_since_the_first_and_of_a_year_at_most() {
    // 52 weeks and the running one up to Wednesday, and the five of the legend.
    let year = stats(&[], &studied(400), today(), Theme::Light);
    assert_eq!(squares(&year), 52 * 7 + 3 + 5);
    assert!(year.svg.contains(">the last 12 months<") && year.alt.contains("from 2025-05-19"));
    assert_eq!(year.svg.matches("fill=\"none\"").count(), 1, "the ring around today");
    // From the first day on, the Sunday of a week.
    let ten_days = studied(11);
    assert_eq!(ten_days[0].day.to_string(), "2026-05-10");
    let begun = stats(&[], &ten_days, today(), Theme::Light);
    assert_eq!(squares(&begun), 11 + 5);
    assert!(begun.svg.contains(">since 10 May 2026<"), "{}", begun.svg);
    assert!(begun.alt.ends_with("11 study days from 2026-05-10 to 2026-05-20."), "{}", begun.alt);
}

#[tokio::test]
async fn the_same_picture_is_rendered_once() {
    let pictures = Pictures::default();
    let drawing = pictures.drawn(|| the_board("Board", "", &three(), Theme::Dark)).await.unwrap();
    let first = pictures.png(&drawing).await.unwrap();
    assert!(first.starts_with("iVBORw0KGgo"), "{}", &first[..20]);
    assert_eq!(pictures.known(&drawing.svg), Some(first));
    assert_eq!(pictures.known("another"), None);
}
