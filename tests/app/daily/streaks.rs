//! Streaks beside the card of the day: across a clock change, a late posting, a missed one and
//! off-days.

use super::super::room::shown;
use super::Hall;
use crate::support::database::on_each_database;

/// Answers the latest card right or wrong; either counts.
async fn answers(hall: &Hall, who: &str) {
    let told = hall.room.answer(who, &hall.posted(hall.count() - 1), "Gold").await;
    assert!(shown(&told).contains("Streak:"), "{}", shown(&told));
}

async fn streak(hall: &Hall, who: &str) -> String {
    let told = hall.told(who, "/streak show").await;
    told.lines().nth(2).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_streak_goes_on_across_a_clock_change_and_a_late_posting() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.wait_until("2026-10-21T12:00:00Z");
        hall.told("Anna", "/timezone Europe/Berlin").await;
        hall.told("Admin", "/daily set time:09:00 zone:Europe/Berlin deck:chemistry").await;
        // Berlin's clocks go back on Sunday the 25th; on Saturday the card is four hours late.
        let due = [
            "2026-10-22T07:00:00Z",
            "2026-10-23T07:00:00Z",
            "2026-10-24T11:00:00Z",
            "2026-10-25T08:00:00Z",
            "2026-10-26T08:00:00Z",
        ];
        for (place, at) in due.into_iter().enumerate() {
            hall.wait_until(at);
            hall.tick().await;
            assert_eq!(hall.count(), place + 1, "{at}");
            answers(&hall, "Anna").await;
        }
        assert_eq!(streak(&hall, "Anna").await, "5 study days in a row.");
        // The evening goes on past midnight, and an answer at 03:30 is the evening's.
        hall.wait_until("2026-10-27T02:30:00Z");
        assert_eq!(streak(&hall, "Anna").await, "5 study days in a row.");
        let asked = hall.room.line("Anna", "/quiz deck:chemistry questions:1").await;
        hall.room.answer("Anna", &asked, "Gold").await;
        assert!(hall.told("Anna", "/streak show").await.contains("Today counts already."));
    })
    .await;
}

#[tokio::test]
async fn weekends_off_days_and_missed_cards_break_nobodys_streak() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00 deck:chemistry days:mon-fri off:2026-05-11")
            .await;
        for at in ["2026-05-05T09:00:00Z", "2026-05-06T09:00:00Z", "2026-05-07T09:00:00Z"] {
            hall.wait_until(at);
            hall.tick().await;
            answers(&hall, "Anna").await;
        }
        // Nothing runs on Friday the 8th; then a weekend, and Monday is off.
        hall.wait_until("2026-05-12T09:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 4);
        assert_eq!(streak(&hall, "Anna").await, "3 study days in a row.");
        answers(&hall, "Anna").await;
        assert_eq!(streak(&hall, "Anna").await, "4 study days in a row.");
        // A card that was there and not answered does break it.
        hall.wait_until("2026-05-13T09:00:00Z");
        hall.tick().await;
        hall.wait_until("2026-05-14T12:00:00Z");
        assert_eq!(streak(&hall, "Anna").await, "0 study days in a row.");
    })
    .await;
}

#[tokio::test]
async fn boards_follow_answers_of_the_day_the_schedule_and_missed_cards() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00 deck:chemistry").await;
        for at in ["2026-05-07T09:00:00Z", "2026-05-08T09:00:00Z"] {
            hall.wait_until(at);
            hall.tick().await;
            answers(&hall, "Anna").await;
        }
        let points = hall.told("Anna", "/leaderboard").await;
        assert!(points.contains("1 | Anna | "), "{points}");
        let streaks = async || hall.told("Anna", "/leaderboard board:streaks").await;
        assert!(streaks().await.contains("1 | Anna | 2 <"), "{}", streaks().await);
        // Saturday's and Sunday's cards stand there unanswered: the streak is broken, until
        // weekends are free.
        for at in ["2026-05-09T09:00:00Z", "2026-05-10T09:00:00Z", "2026-05-11T09:00:00Z"] {
            hall.wait_until(at);
            hall.tick().await;
        }
        assert!(streaks().await.contains("Nobody has a streak"), "{}", streaks().await);
        hall.told("Admin", "/daily set days:mon-fri").await;
        assert!(streaks().await.contains("1 | Anna | 2 <"), "{}", streaks().await);
        // Nothing runs on Tuesday; as soon as that is known, the day is excused.
        hall.wait_until("2026-05-11T10:00:00Z");
        answers(&hall, "Anna").await;
        hall.wait_until("2026-05-13T05:00:00Z");
        assert!(streaks().await.contains("Nobody has a streak"), "{}", streaks().await);
        hall.wait_until("2026-05-13T09:00:00Z");
        hall.tick().await;
        assert!(streaks().await.contains("1 | Anna | 3 <"), "{}", streaks().await);
    })
    .await;
}
