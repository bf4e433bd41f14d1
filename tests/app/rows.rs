//! A row that cannot be read, or over which the program fails, keeps back nobody else and does not
//! come again.

use studyhall::clockwork::delivery::final_board;

use super::commands::plays_right;
use super::daily::Hall;
use super::reminders;
use super::room::{Room, channel, direct, lots, shown};
use crate::support::database::on_each_database;

/// A quiz as it was kept before there were checks, and never is now.
const NO_ROUNDS: &str = r#"UPDATE quizzes
    SET state = '{"deck":"world","kind":{"channel":1},"rounds":[],"open":0}'
    WHERE channel = 'broken'"#;

const NO_JSON: &str = "UPDATE quizzes SET state = '{' WHERE channel = 'broken'";

#[tokio::test]
async fn a_quiz_that_cannot_be_read_is_ended_and_the_others_go_on() {
    for broken in [NO_ROUNDS, NO_JSON] {
        on_each_database(async |database| {
            let room = Room::new(&database.store);
            room.in_channel("broken", "Anna", "/quiz topic:Sun with:channel").await;
            room.line("Ben", "/quiz topic:Sun with:channel").await;
            database.tamper(broken).await;
            room.wait(60);
            let posts = room.app.tick(room.now()).await.unwrap();
            let places: Vec<&str> = posts.iter().map(|post| post.place.channel.as_str()).collect();
            assert_eq!(places, ["broken", "study-group", "study-group"]);
            let told = format!("{:?}", posts[0].message.blocks);
            assert!(
                told.contains(
                    "Something went wrong on our side with that quiz, so I have ended it."
                ),
                "{told}"
            );
            assert!(room.app.tick(room.now()).await.unwrap().is_empty());
            let anew = room.in_channel("broken", "Anna", "/quiz topic:Sun with:channel").await;
            assert!(shown(&anew).contains("Anna started a quiz"), "{}", shown(&anew));
        })
        .await;
    }
}

#[tokio::test]
async fn a_member_is_told_that_an_unreadable_quiz_is_our_fault() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Peru").await;
        database.tamper("UPDATE quizzes SET state = '{}'").await;
        let told = shown(&room.press("Anna", &asked, "Answer").await);
        assert!(
            told.contains("Something went wrong on our side with that quiz, so I have ended it."),
            "{told}"
        );
        assert!(
            shown(&room.line("Anna", "/quiz topic:Peru").await)
                .contains("Which city governs Peru?")
        );
    })
    .await;
}

#[tokio::test]
async fn schedules_and_cards_that_cannot_be_read_keep_back_no_other() {
    for (broken, cards) in [
        ("UPDATE schedules SET clock = 'dawn' WHERE channel = 'broken'", 0),
        ("UPDATE schedules SET off_days = '2026-13-01' WHERE channel = 'broken'", 0),
        ("UPDATE schedules SET zone = 'Nowhere/At all' WHERE channel = 'broken'", 0),
        // Of those the card of today is due already.
        ("UPDATE postings SET round = '[]' WHERE channel = 'broken'", 1),
        ("UPDATE postings SET local_date = 'today' WHERE channel = 'broken'", 1),
        ("UPDATE postings SET answered = -1 WHERE channel = 'broken'", 1),
    ] {
        on_each_database(async |database| {
            let hall = Hall::new(&database.store);
            for place in ["broken", "study-group"] {
                hall.room.in_channel(place, "Admin", "/daily set time:12:30").await;
                if cards > 0 {
                    hall.room.in_channel(place, "Admin", "/daily now").await;
                }
            }
            database.tamper(broken).await;
            hall.wait_until("2026-05-05T12:30:00Z");
            hall.tick().await;
            assert!(!hall.standing_in(&channel()).is_empty(), "{broken}");
            let due = hall.room.app.next_due().await.unwrap().unwrap();
            assert!(due > hall.room.now(), "{broken}: nothing comes again and again");
        })
        .await;
    }
}

#[tokio::test]
async fn a_reminder_that_cannot_be_read_keeps_back_no_other() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        for who in ["Anna", "Ben"] {
            hall.told(who, "/reminder set time:12:30").await;
        }
        database
            .tamper(
                "UPDATE reminders SET zone = 'Nowhere' WHERE member = (SELECT id FROM members \
                WHERE name = 'Anna')",
            )
            .await;
        hall.wait_until("2026-05-04T12:30:00Z");
        reminders::tick(&hall).await;
        assert_eq!(
            (hall.standing_in(&direct("Anna")).len(), hall.standing_in(&direct("Ben")).len()),
            (0, 1)
        );
        assert!(hall.room.app.next_reminder().await.unwrap().unwrap() > hall.room.now());
    })
    .await;
}

#[tokio::test]
async fn seasons_and_streaks_that_cannot_be_read_keep_back_no_other() {
    for broken in [
        "UPDATE seasons SET last_day = 'never' WHERE name = 'Broken'",
        "UPDATE seasons SET final_board = '{', post_at = 0 WHERE name = 'Broken'",
        "UPDATE members SET zone = 'Nowhere' WHERE name = 'Zora'",
    ] {
        on_each_database(async |database| {
            let hall = Hall::new(&database.store);
            let room = &hall.room;
            room.in_community("other room", "Admin", "/season start name:Broken until:2026-05-20")
                .await;
            hall.told("Admin", "/season start name:Spring until:2026-05-20").await;
            plays_right(room, "Zora", "Sun", "True").await;
            plays_right(room, "Anna", "Sun", "True").await;
            database.tamper(broken).await;
            hall.wait_until("2026-06-01T12:00:00Z");
            for _ in 0..3 {
                room.app.end_seasons(room.now()).await.unwrap();
                for post in room.app.claim_final_boards(room.now(), &mut lots()).await.unwrap() {
                    final_board(&room.app, &hall.platform.platforms(), &post, || room.now()).await;
                }
                room.app.settle_streaks(None, room.now()).await.unwrap();
            }
            let boards = hall.standing_in(&channel());
            assert_eq!(boards.len(), 1, "{broken}: {boards:?}");
            assert!(!room.app.settle_streaks(None, room.now()).await.unwrap());
            assert!(
                database.count("SELECT COUNT(*) FROM streaks WHERE due_at = 0").await == 0,
                "{broken}"
            );
        })
        .await;
    }
}

#[tokio::test]
async fn rounds_that_never_end_by_their_own_word_keep_back_no_other() {
    for (broken, ended) in [
        // Kept before it was checked: no end at all. It is ended, and said so.
        (
            r#"UPDATE quizzes
                SET state = REPLACE(state, '"closes_at":', '"closed":'), wakes_at = 0
                WHERE channel <> 'study-group'"#,
            60,
        ),
        // The row says that it is over, the quiz does not.
        ("UPDATE quizzes SET wakes_at = 0 WHERE channel <> 'study-group'", 0),
    ] {
        on_each_database(async |database| {
            let room = Room::new(&database.store);
            room.line("Ben", "/quiz topic:Sun with:channel").await;
            room.wait(40);
            for number in 0..60 {
                room.in_channel(
                    &format!("channel {number}"),
                    "Anna",
                    "/quiz topic:Sun with:channel",
                )
                .await;
            }
            database.tamper(broken).await;
            room.wait(20);
            let mut posts = Vec::new();
            for _ in 0..3 {
                posts.extend(room.app.tick(room.now()).await.unwrap());
            }
            let here = posts.iter().filter(|post| post.place == channel()).count();
            assert_eq!((here, posts.len() - here), (2, ended), "{broken}");
            assert!(room.app.next_wake().await.unwrap().is_none_or(|wake| wake > room.now()));
        })
        .await;
    }
}

#[tokio::test]
async fn a_claim_until_the_end_of_time_ends_nobody_else() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:12:30").await;
        hall.room.in_channel("broken", "Admin", "/daily now").await;
        hall.told("Anna", "/reminder set time:12:30").await;
        for claim in [
            "INSERT INTO claims (family, id, claim, until) \
                SELECT 2, id, 7, 9223372036854775807 FROM postings \
                WHERE channel = 'broken'",
            "INSERT INTO claims (family, id, claim, until) \
                SELECT 3, member, 7, 9223372036854775807 FROM reminders",
        ] {
            database.tamper(claim).await;
        }
        // Whatever they say, they say it.
        let _ = (hall.room.app.next_due().await, hall.room.app.next_reminder().await);
        hall.wait_until("2026-05-04T12:30:00Z");
        hall.tick().await;
        assert_eq!(hall.standing_in(&channel()).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_schedule_that_cannot_be_read_spoils_nobodys_streak() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.in_channel("broken", "Admin", "/daily set time:12:30").await;
        plays_right(&room, "Anna", "Sun", "True").await;
        database.tamper("UPDATE schedules SET clock = '99:99'").await;
        let told = shown(&room.line("Anna", "/streak show").await);
        assert!(told.contains("1 study day"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_verdict_is_shown_even_if_something_beside_it_fails() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Peru").await;
        database.tamper("ALTER TABLE reminders RENAME TO gone").await;
        let told = shown(&room.answer("Anna", &asked, "Lima").await);
        assert!(told.contains("correct: Correct. +5 points"), "{told}");
        database.tamper("ALTER TABLE streaks RENAME TO gone_too").await;
        let board = shown(&room.line("Anna", "/leaderboard board:streaks").await);
        assert!(board.contains("streak"), "a board is shown as it stood: {board}");
        database.tamper("ALTER TABLE gone RENAME TO reminders").await;
        database.tamper("ALTER TABLE gone_too RENAME TO streaks").await;
    })
    .await;
}
