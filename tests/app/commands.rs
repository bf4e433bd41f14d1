//! Boards, streaks, decks and help.

use studyhall::app::command::COMMANDS;

use super::room::{Room, shown};
use crate::support::database::on_each_database;

async fn plays_right(room: &Room, who: &str, topic: &str, answer: &str) {
    let asked = room.line(who, &format!("/quiz topic:{topic}")).await;
    let told = shown(&room.press(who, &asked, answer).await);
    assert!(told.contains("Correct."), "{told}");
}

#[tokio::test]
async fn the_leaderboard_ranks_members_and_shows_the_way_up() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        insta::assert_snapshot!(shown(&room.line("Anna", "/leaderboard").await), @"");
        for (topic, answer) in [("Sun", "True"), ("Moon", "False")] {
            plays_right(&room, "Anna", topic, answer).await;
        }
        plays_right(&room, "Ben", "Sun", "True").await;
        plays_right(&room, "Cleo", "Moon", "False").await;
        insta::assert_snapshot!(shown(&room.line("Ben", "/leaderboard").await), @"");
        room.wait(7 * 24 * 3_600);
        plays_right(&room, "Cleo", "Sun", "True").await;
        insta::assert_snapshot!(shown(&room.line("Ben", "/leaderboard period:week").await), @"");
        let all = shown(&room.line("Cleo", "/leaderboard period:all").await);
        assert!(all.contains("1 | Anna | 10\n1 | Cleo | 10 <\n3 | Ben | 5"), "{all}");
        let streaks = shown(&room.line("Cleo", "/leaderboard board:streaks").await);
        assert!(streaks.contains("1 | Cleo | 1 <"), "{streaks}");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_not_among_the_first_ten_sees_their_own_row_below() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for number in 0..11 {
            for (topic, answer) in [("Sun", "True"), ("Moon", "False")] {
                plays_right(&room, &format!("Member {number}"), topic, answer).await;
            }
        }
        plays_right(&room, "Zoe", "Sun", "True").await;
        let board = shown(&room.line("Zoe", "/leaderboard").await);
        assert!(board.ends_with("12 | Zoe | 5 <\n(5 points to rank 1. 12 members are on this board.)"), "{board}");
    })
    .await;
}

#[tokio::test]
async fn a_streak_is_shown_with_what_to_do_for_it() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        insta::assert_snapshot!(shown(&room.line("Anna", "/streak show").await), @"");
        for _ in 0..7 {
            plays_right(&room, "Anna", "Sun", "True").await;
            room.wait(24 * 3_600);
        }
        insta::assert_snapshot!(shown(&room.line("Anna", "/streak show").await), @"");
        insta::assert_snapshot!(shown(&room.line("Ben", "/streak show member:anna").await), @"");
        let unknown = shown(&room.line("Ben", "/streak show member:Nobody").await);
        assert!(unknown.contains("refused: Nobody called “Nobody” has answered anything here."), "{unknown}");
    })
    .await;
}

#[tokio::test]
async fn decks_are_listed_with_topics_and_questions_but_without_answers() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        insta::assert_snapshot!(shown(&room.line("Anna", "/deck list").await), @"");
        insta::assert_snapshot!(shown(&room.line("Anna", "/deck show deck:chem").await), @"");
        insta::assert_snapshot!(shown(&room.line("Anna", "/deck show topic:capitals").await), @"");
    })
    .await;
}

#[tokio::test]
async fn help_begins_with_the_first_steps_and_names_every_command() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let help = room.line("Anna", "/help").await;
        insta::assert_snapshot!(shown(&help), @"");
        let asked = shown(&room.press("Anna", &help, "Start a quiz").await);
        assert!(asked.contains("# Question 1 of 5"), "{asked}");
    })
    .await;
}

#[tokio::test]
async fn every_command_of_the_table_does_something() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for command in COMMANDS {
            let needs = if command.name == "answer" { " text:Lima" } else { "" };
            let said = shown(&room.line("Admin", &format!("/{}{needs}", command.name)).await);
            assert!(!said.is_empty() && !said.contains("There is no command"), "{}: {said}", command.name);
        }
    })
    .await;
}
