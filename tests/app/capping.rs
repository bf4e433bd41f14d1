//! Quiz points in the standings are capped each study day; a quiz's own result and the card of the
//! day are not.

use super::daily::Hall;
use super::room::{Room, shown};
use crate::support::database::{Database, on_each_database};

/// Plays a quiz of one true-or-false card and answers it right; what is said.
async fn plays(room: &Room, who: &str, topic: &str, right: &str) -> String {
    room.wait(1);
    let asked = room.line(who, &format!("/quiz topic:{topic} questions:1")).await;
    shown(&room.press(who, &asked, right).await)
}

/// Makes these the points that quizzes have earned everybody today.
async fn earned_before(database: &Database, points: u32) {
    database.tamper(format!("UPDATE study_days SET quiz_points = {points}")).await;
}

/// Members whose points of all time are not those of their answers.
const WRONG: &str = "SELECT COUNT(*) FROM standings s WHERE s.period = 'all' AND s.points <> \
    (SELECT SUM(a.points) FROM answers a WHERE a.member = s.member)";

#[tokio::test]
async fn the_cap_is_told_when_it_is_reached_and_a_quiz_counts_for_itself_beyond_it() {
    const FULL: &str = "(It counts in this quiz and for your streak; your 30 quiz points on \
        today's boards are full.)";
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for (before, told, on_board) in [
            (24, None, 5),
            (
                25,
                Some(
                    "(That fills today's 30 quiz points on the boards. More quizzes still count \
                        for their own result and \
                      your streak.)",
                ),
                5,
            ),
            (
                27,
                Some(
                    "(3 points of it on the boards: that fills today's 30 quiz points there. More \
                        quizzes still count for \
                      their own result and your streak.)",
                ),
                3,
            ),
            (30, Some(FULL), 0),
            // Earned under the cap of earlier days, which was 60: it stays, and nothing comes to
            // it.
            (45, Some(FULL), 0),
        ] {
            let who = format!("Anna {before}");
            plays(&room, &who, "Sun", "True").await;
            earned_before(database, before).await;
            let said = plays(&room, &who, "Moon", "False").await;
            assert!(said.contains("correct: Correct. +5 points"), "{said}");
            assert!(said.contains("1 of 1 right, 5 points."), "{said}");
            match told {
                Some(told) => assert!(said.contains(told), "after {before}: {said}"),
                None => assert!(!said.contains("boards"), "after {before}: {said}"),
            }
            let board = shown(&room.line(&who, "/leaderboard").await);
            assert!(
                board.contains(&format!(
                    "{who} | {} \
                <",
                    5 + on_board
                )),
                "after {before}: {board}"
            );
            assert_eq!(
                database.count(WRONG).await,
                0,
                "boards can be reckoned anew from the \
                answers"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn the_card_of_the_day_takes_nothing_of_the_cap() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:9am deck:chemistry").await;
        hall.wait_until("2026-05-05T09:00:00Z");
        hall.tick().await;
        let told = shown(&hall.room.answer("Anna", &hall.posted(0), "Gold").await);
        assert!(told.contains("+10 points"), "{told}");
        assert_eq!(
            database.count("SELECT CAST(SUM(quiz_points) AS BIGINT) FROM study_days").await,
            0
        );
        plays(&hall.room, "Anna", "Sun", "True").await;
        assert_eq!(
            database.count("SELECT CAST(SUM(quiz_points) AS BIGINT) FROM study_days").await,
            5
        );
        let board = hall.told("Anna", "/leaderboard").await;
        assert!(board.contains("Anna | 15 <"), "{board}");
        assert_eq!(database.count(WRONG).await, 0);
    })
    .await;
}
