//! What is kept about a member: handed to them, or forgotten without harm to the others.

use serde_json::{Value, json};
use studyhall::app::reply::{Block, Reply};

use super::commands::plays_right;
use super::room::{Room, shown};
use crate::support::database::on_each_database;

/// A word that only Zora ever typed.
const TYPED: &str = "quixotic";

/// Zora and Ben play alone, against each other, in a team and in a season that ends.
async fn play(room: &Room) {
    plays_right(room, "Ben", "Sun", "True").await;
    room.line("Admin", "/season start name:Spring until:2026-05-20").await;
    room.line("Zora", "/team create Owls").await;
    room.line("Ben", "/team join Owls").await;
    plays_right(room, "Zora", "Sun", "True").await;
    room.line("Zora", "/timezone zone:Europe/Berlin").await;
    room.line("Zora", "/reminder set time:18:00").await;
    room.wait(1);
    room.line("Zora", "/quiz deck:chemistry").await;
    room.line("Zora", &format!("/answer {TYPED}")).await;
    room.wait(1);
    let race = room.line("Ben", "/quiz topic:Moon with:channel").await;
    room.press("Zora", &race, "False").await;
    room.press("Ben", &race, "False").await;
    room.line("Admin", "/team balance").await;
    room.line("Admin", "/season end").await;
    room.app.end_seasons(room.now()).await.unwrap();
    room.line("Admin", "/season start name:Summer until:2026-06-20").await;
    room.wait(1);
}

/// The file in a reply.
pub(super) fn file(reply: &Reply) -> Option<Value> {
    reply.messages.iter().flat_map(|message| &message.blocks).find_map(|block| match block {
        Block::File(file) => Some(serde_json::from_slice(&file.bytes).unwrap()),
        _ => None,
    })
}

#[tokio::test]
async fn a_member_gets_all_that_is_kept_about_them_and_nothing_of_others() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        play(&room).await;
        let told = room.line("Zora", "/mydata export").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&told), @r"
        [only you]
        This is everything I keep about you in this community, as a file for you alone.
        file studyhall-mydata.json
        (To have it deleted: /mydata delete.)
        ") };
        let data = file(&told).unwrap();
        let known_as = json!([{ "platform": "web", "community": "room", "id": "id of Zora" }]);
        assert_eq!((&data["name"], &data["known_as"]), (&"Zora".into(), &known_as));
        assert_eq!((&data["team"], &data["time_zone"]), (&"Owls".into(), &"Europe/Berlin".into()));
        assert_eq!(data["reminder"], "daily at 18:00, Europe/Berlin");
        let chosen = (&data["day_turns_at"], &data["stats_for"]);
        assert_eq!(chosen, (&"04:00".into(), &"everyone".into()));
        let answers = data["answers"].as_array().unwrap();
        assert_eq!(answers.len(), 3, "{data:#}");
        assert_eq!(
            (&answers[1]["given"], &answers[1]["verdict"]),
            (&TYPED.into(), &"incorrect".into())
        );
        assert!(
            answers[1]["answered_at"].as_str().unwrap().starts_with("2026-05-04T12:00"),
            "{data:#}"
        );
        assert!(!data.to_string().contains("Ben"), "{data:#}");
    })
    .await;
}

#[tokio::test]
async fn who_wishes_to_be_forgotten_is_and_the_boards_of_the_others_remain_true() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        play(&room).await;
        let before = shown(&room.line("Ben", "/team list").await);
        let asked = room.line("Zora", "/mydata delete").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&asked), @r"
        [only you]
        notice: Shall I forget you in this community? Your name, what you typed, your streak, your reminder and your place on the boards go. It cannot be undone.
        (To keep a copy, take /mydata export first.)
        [Forget me]
        ") };
        let board = shown(&room.line("Ben", "/leaderboard").await);
        assert!(board.contains("Zora"), "nothing has happened yet: {board}");

        let others = shown(&room.press("Ben", &asked, "Forget me").await);
        assert!(others.contains("refused: That button is somebody else's."), "{others}");

        let told = shown(&room.press("Zora", &asked, "Forget me").await);
        assert!(told.contains("notice: I have forgotten you."), "{told}");
        for sql in [
            "SELECT COUNT(*) FROM members WHERE name LIKE '%Zora%'",
            "SELECT COUNT(*) FROM identities WHERE external LIKE '%Zora%'",
            "SELECT COUNT(*) FROM answers WHERE given LIKE '%quixotic%'",
            "SELECT COUNT(*) FROM quizzes WHERE state LIKE '%Zora%' OR state LIKE '%quixotic%'",
            "SELECT COUNT(*) FROM drafts WHERE plan LIKE '%Zora%'",
            "SELECT COUNT(*) FROM seasons WHERE final_board LIKE '%Zora%'",
            "SELECT COUNT(*) FROM events WHERE reply LIKE '%Zora%' OR reply LIKE '%quixotic%'",
            "SELECT COUNT(*) FROM reminders",
        ] {
            assert_eq!(database.count(sql).await, 0, "{sql}");
        }
        let board = shown(&room.line("Ben", "/leaderboard").await);
        assert!(!board.contains("Zora") && board.contains("1 | Ben"), "{board}");
        let list = shown(&room.line("Ben", "/season list").await);
        assert!(list.contains("- Spring, 4 May 2026 to 20 May 2026: won by Former \
            member."), "{list}");
        // The team is one smaller, and what she earned for it stays.
        let after = shown(&room.line("Ben", "/team list").await);
        assert!(before.contains("1 | Owls | 2 | 20 <"), "{before}");
        assert!(after.contains("Alone so far: Owls (20 points)."), "{after}");
        let asked_last = shown(&room.line("Ben", "/mydata delete").await);
        let alone = "You are the last member of the team Owls, so it goes off the boards, with its \
            name and the points";
        assert!(asked_last.contains(alone), "{asked_last}");
        let again = shown(&room.press("Zora", &asked, "Forget me").await);
        assert!(again.contains("refused: I have forgotten you already"), "{again}");
        let stats = shown(&room.line("Zora", "/stats").await);
        assert!(stats.contains("refused: You have not answered anything yet."), "{stats}");
        plays_right(&room, "Zora", "Sun", "True").await;
    })
    .await;
}
