//! Pictures: what a board and a member's stats cost to draw and to render, with names in Latin
//! letters and in six other scripts with emoji; before that, the first picture of each kind and
//! what stays in memory.

use std::fs;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use studyhall::domain::streak::Studied;
use studyhall::picture::{Drawing, Row, Script, Theme, Topic, board, font_of, png, stats};

const LATIN: [&str; 11] = [
    "Anna",
    "Ben",
    "Cleo",
    "Zoë Łukasz",
    "Ben Ahorn",
    "Night Owl",
    "Jane Doe",
    "Ægir",
    "Ian",
    "Øyvind Å",
    "Member number 4",
];

const MIXED: [&str; 11] = [
    "王小明",
    "さくら 花子",
    "김민준",
    "محمد علي",
    "שלום עולם",
    "प्रिया शर्मा",
    "สมชาย ใจดี",
    "🦉🌙👨\u{200d}👩\u{200d}👧\u{200d}👦🇩🇪",
    "🦉 Night Owl 🌙",
    "Anna שלום 王 (2)",
    "Иван",
];

fn main() {
    let before = resident();
    first("latin letters", &LATIN);
    let with_latin = resident();
    first("six scripts and emoji", &MIXED);
    println!(
        "resident: {before} kB at first, {with_latin} kB with Latin letters, {} kB with all",
        resident()
    );
    let missing: Vec<String> = Script::ALL
        .iter()
        .filter(|script| font_of(**script).is_none())
        .map(ToString::to_string)
        .collect();
    if !missing.is_empty() {
        println!("there is no font for {}: such names are not drawn", missing.join(", "));
    }
    divan::main();
}

/// Says what the first picture with such names costs, with the fonts that it needs.
fn first(what: &str, names: &[&str]) {
    let began = Instant::now();
    render(&a_board(names));
    println!("first picture with {what}: {} ms", began.elapsed().as_millis());
}

/// The memory that is resident, in kB; 0 where the system does not tell.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn render(drawing: &Drawing) -> Vec<u8> {
    png(&drawing.svg).expect("the templates can be rendered")
}

fn a_board(names: &[&str]) -> Drawing {
    let row = |(place, name): (i64, &&str)| Row {
        rank: 1 + place.unsigned_abs(),
        name: (*name).to_owned(),
        points: 1_000 - 37 * place,
        own: place == 4,
    };
    let rows: Vec<Row> = (0..).zip(names).map(row).collect();
    board("Leaderboard, this week", "100,000 members", "points", &rows, Theme::Middle)
}

#[divan::bench]
fn board_in_latin_letters() -> Vec<u8> {
    render(&a_board(&LATIN))
}

#[divan::bench]
fn board_in_six_scripts_and_emoji() -> Vec<u8> {
    render(&a_board(&MIXED))
}

#[divan::bench]
fn stats_of_a_year() -> Vec<u8> {
    let today: NaiveDate = "2026-06-30".parse().expect("a date of the calendar");
    let days = (0..400_u32)
        .rev()
        .map(|ago| Studied { day: today - Days::new(ago.into()), cards: ago % 13 });
    let topic = |number: u32| Topic {
        name: format!("Topic number {number}"),
        right: 4 * number,
        answers: 50,
    };
    let topics: Vec<Topic> = (1..=12).map(topic).collect();
    render(&stats(&topics, &days.collect::<Vec<_>>(), today, Theme::Dark))
}
