//! The summary of a week: with the first card of the next, once, and only where it is wanted.

use super::super::commands::plays_right;
use super::super::room::shown;
use super::Hall;
use crate::support::database::on_each_database;

/// Goes on to nine o'clock of a day of May 2026 and posts what is due.
async fn nine(hall: &Hall, day: u32) -> String {
    hall.wait_until(&format!("2026-05-{day:02}T09:00:00Z"));
    hall.tick().await;
    shown(&hall.posted(hall.count() - 1))
}

#[tokio::test]
async fn the_first_card_of_a_week_tells_of_the_week_before() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let room = &hall.room;
        hall.told("Admin", "/daily set time:09:00 deck:chemistry").await;
        hall.told("Anna", "/team create Owls").await;
        hall.told("Ben", "/team join Owls").await;
        // Tuesday, the day after the clock begins.
        assert!(!nine(&hall, 5).await.contains("Last week"));
        plays_right(room, "Anna", "Sun", "True").await;
        room.wait(1);
        plays_right(room, "Anna", "Moon", "False").await;
        plays_right(room, "Ben", "Sun", "True").await;
        let asked = hall.room.line("Cleo", "/quiz topic:Moon").await;
        room.press("Cleo", &asked, "True").await;
        for day in 6..=10 {
            nine(&hall, day).await;
            plays_right(room, "Ben", "Sun", "True").await;
        }
        let monday = nine(&hall, 11).await;
        let summary =
            monday.split_once("# Last week").map(|(_, summary)| summary).unwrap_or_default();
        insta::allow_duplicates! { insta::assert_snapshot!(summary, @r"

        - First: Ben, 30 points
        - Second: Anna, 10 points
        - Longest streaks: Ben 6 days
        - Team race: Owls 40 points
        Most often missed, so worth another look:
        - True or false: the Moon has air to breathe. (1 of 2 wrong)
        (Admins can leave this out: /daily set summary:off.)
        [Answer] [Hint (−2)] [Who has answered?]
        ") };
        // It is told once, and stays where it was told.
        room.answer("Anna", &hall.posted(hall.count() - 1), "gold").await;
        room.wait(5);
        hall.tick().await;
        let refreshed = shown(&hall.posted(hall.count() - 1));
        assert!(
            refreshed.contains("1 answered") && refreshed.contains(summary.trim()),
            "{refreshed}"
        );
        assert!(!nine(&hall, 12).await.contains("Last week"));
        let set = hall.told("Admin", "/daily set summary:off").await;
        assert!(set.contains("09:00"), "{set}");
        for day in 13..=17 {
            nine(&hall, day).await;
        }
        assert!(!nine(&hall, 18).await.contains("Last week"), "nobody wants it");
        hall.told("Admin", "/daily set summary:on").await;
        // In the week from the 18th nobody earned anything.
        assert!(!nine(&hall, 25).await.contains("Last week"));
    })
    .await;
}
