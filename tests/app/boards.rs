//! Boards: pages, the own page, and members who have left.

use studyhall::app::reply::Reply;
use studyhall::app::request::Action;

use super::commands::plays_right;
use super::daily::Hall;
use super::room::{Room, direct, lots, shown};
use crate::support::database::on_each_database;

#[tokio::test]
async fn the_pages_of_a_board_are_turned_in_place() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for number in 0..21 {
            let name = format!("Member {number}");
            plays_right(&room, &name, "Sun", "True").await;
            plays_right(&room, &name, "Moon", "False").await;
            room.wait(1);
        }
        plays_right(&room, "Member 20", "Peru style:choices", "Lima").await;
        plays_right(&room, "Zoe", "Peru style:choices", "Lima").await;
        let first = room.line("Zoe", "/leaderboard period:today").await;
        let board = shown(&first);
        assert!(
            board.contains(
                "1 | Member 20 | 15\n2 | Member 0 | 10\n2 | Member 1 | \
            10\n"
            ),
            "{board}"
        );
        let second = room.press("Zoe", &first, "Next page").await;
        let board = shown(&second);
        assert!(
            board.contains(
                "# Leaderboard, today · page 2 of 3\nRank | Name | Points\n2 | \
            Member 9 | 10\n"
            ),
            "{board}"
        );
        assert!(
            board.ends_with(
                "2 | Member 18 | 10\n22 | Zoe | 5 <\n(5 points to rank 2. 22 \
            members are on this board.)\npicture board.png\n[Back] [Next page] [My \
            page]"
            ),
            "{board}"
        );
        let own = room.press("Zoe", &second, "My page").await;
        let board = shown(&own);
        assert!(
            board.contains(
                "page 3 of 3\nRank | Name | Points\n2 | Member 19 | 10\n22 | Zoe | \
            5 <\n"
            ),
            "{board}"
        );
        assert!(board.ends_with("[Back]"), "{board}");
        let among_equals = shown(&room.line("Member 12", "/leaderboard period:today").await);
        let wanted = "1 | Member 20 | 15\n2 | Member 12 | 10 <\n2 | Member 0 | 10\n";
        assert!(
            among_equals.contains(wanted),
            "of equal points, one's own row comes first: \
            {among_equals}"
        );
        let keys = [&first, &second, &own].map(|reply| reply.messages[0].key.clone().unwrap());
        assert!(keys[0] == keys[1] && keys[1] == keys[2], "{keys:?}");
        let another = room.line("Zoe", "/leaderboard period:today").await;
        assert_ne!(
            another.messages[0].key.as_deref(),
            Some(keys[0].as_str()),
            "each call has a \
            message of its own"
        );
        // The next day has a board of its own, which has no third page.
        room.wait(24 * 3_600);
        let refused = shown(&room.press("Zoe", &second, "Next page").await);
        assert_eq!(
            refused,
            "[only you]\nrefused: This board has no page 3 any more; its last one is 1. Open it \
                anew with /leaderboard."
        );
    })
    .await;
}

#[tokio::test]
async fn members_who_have_left_are_not_on_the_board_until_they_are_back() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let room = &hall.room;
        plays_right(room, "Anna", "Sun", "True").await;
        plays_right(room, "Ben", "Sun", "True").await;
        plays_right(room, "Ben", "Moon", "False").await;
        hall.platform.leaves("Ben");
        let board = shown(&room.line("Anna", "/leaderboard").await);
        assert!(board.contains("1 | Ben |"), "a board is shown at once: {board}");
        let look = room.app.next_look().await.unwrap();
        assert!(room.app.look(&look, room.now()).await.unwrap());
        assert_eq!(hall.platform.looked_up(), 1, "the asker is there");
        for line in ["/leaderboard", "/leaderboard board:streaks"] {
            let board = shown(&room.line("Anna", line).await);
            assert!(board.contains("1 | Anna |") && !board.contains("Ben"), "{board}");
        }
        room.request("in private", &direct("Ben"), "Ben", Action::Line("/help".to_owned())).await;
        let board = shown(&room.line("Anna", "/leaderboard").await);
        assert!(!board.contains("Ben"), "alone with the bot one is in no community: {board}");
        room.line("Ben", "/help").await;
        let board = shown(&room.line("Anna", "/leaderboard").await);
        assert!(board.contains("1 | Ben | 10\n2 | Anna | 5 <\n(5 points to rank 1.)"), "{board}");
    })
    .await;
}

#[tokio::test]
async fn who_was_looked_up_is_not_asked_for_again_for_a_day() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let room = &hall.room;
        for number in 0..30 {
            plays_right(room, &format!("Member {number}"), "Sun", "True").await;
        }
        for (hours, looks) in [(0, 9), (0, 9), (23, 9), (2, 18)] {
            room.wait(hours * 3_600);
            room.line("Member 29", "/leaderboard period:all").await;
            if hall.platform.looked_up() < looks {
                let look = room.app.next_look().await.unwrap();
                room.app.look(&look, room.now()).await.unwrap();
            }
            assert_eq!(hall.platform.looked_up(), looks, "after {hours} hours");
        }
    })
    .await;
}

#[tokio::test]
async fn a_final_board_and_a_summary_do_not_name_those_who_have_left() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let room = &hall.room;
        hall.told("Admin", "/daily set time:09:00 deck:chemistry").await;
        hall.told("Admin", "/season start name:Short until:2026-06-01").await;
        for who in ["Anna", "Ben", "Cleo"] {
            plays_right(room, who, "Sun", "True").await;
        }
        hall.platform.leaves("Ben");
        hall.told("Admin", "/season end").await;
        room.app.end_seasons(room.now()).await.unwrap();
        let board = room.app.claim_final_boards(room.now(), &mut lots()).await.unwrap().remove(0);
        let board = shown(&Reply::one(board.message));
        assert!(
            board.contains("Anna") && board.contains("Cleo") && !board.contains("Ben"),
            "{board}"
        );
        hall.platform.leaves("Cleo");
        hall.wait_until("2026-05-11T08:50:00Z");
        // Cards of the days before come and go.
        hall.tick().await;
        for (community, period) in room.app.boards_ahead(room.now()).await.unwrap() {
            room.app.look_before(community, &period, room.now()).await.unwrap();
        }
        hall.wait_until("2026-05-11T09:00:00Z");
        hall.tick().await;
        let card = shown(&hall.posted(hall.count() - 1));
        assert!(card.contains("- First: Anna, 5 points") && !card.contains("Cleo"), "{card}");
        hall.platform.comes_back("Cleo");
        room.line("Cleo", "/help").await;
        assert!(shown(&room.line("Anna", "/leaderboard period:all").await).contains("Cleo"));
    })
    .await;
}
