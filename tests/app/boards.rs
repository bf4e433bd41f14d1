//! Boards: pages, the own page, and members who have left.

use super::commands::plays_right;
use super::room::{Room, shown};
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
        assert!(board.contains("1 | Member 20 | 15\n2 | Member 0 | 10\n2 | Member 1 | 10\n"), "{board}");
        let second = room.press("Zoe", &first, "Next page").await;
        let board = shown(&second);
        assert!(board.contains("# Leaderboard, today · page 2 of 3\nRank | Name | Points\n2 | Member 9 | 10\n"), "{board}");
        assert!(board.ends_with("2 | Member 18 | 10\n22 | Zoe | 5 <\n(5 points to rank 2. 22 members are on this board.)\npicture board.png\n[Back] [Next page] [My page]"), "{board}");
        let own = room.press("Zoe", &second, "My page").await;
        let board = shown(&own);
        assert!(board.contains("page 3 of 3\nRank | Name | Points\n2 | Member 19 | 10\n22 | Zoe | 5 <\n"), "{board}");
        assert!(board.ends_with("[Back]"), "{board}");
        let among_equals = shown(&room.line("Member 12", "/leaderboard period:today").await);
        let wanted = "1 | Member 20 | 15\n2 | Member 12 | 10 <\n2 | Member 0 | 10\n";
        assert!(among_equals.contains(wanted), "of equal points, one's own row comes first: {among_equals}");
        let keys = [&first, &second, &own].map(|reply| reply.messages[0].key.clone().unwrap());
        assert!(keys[0] == keys[1] && keys[1] == keys[2], "{keys:?}");
        let another = room.line("Zoe", "/leaderboard period:today").await;
        assert_ne!(another.messages[0].key.as_deref(), Some(keys[0].as_str()), "each call has a message of its own");
        // The next day has a board of its own, which has no third page.
        room.wait(24 * 3_600);
        let refused = shown(&room.press("Zoe", &second, "Next page").await);
        assert_eq!(
            refused,
            "[only you]\nrefused: This board has no page 3 any more; its last one is 1. Open it anew with /leaderboard."
        );
    })
    .await;
}

#[tokio::test]
async fn members_who_have_left_are_not_on_the_board_until_they_are_back() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        plays_right(&room, "Anna", "Sun", "True").await;
        plays_right(&room, "Ben", "Sun", "True").await;
        plays_right(&room, "Ben", "Moon", "False").await;
        for _ in 0..2 {
            room.app.left("web", "room", "id of Ben", room.now()).await.unwrap();
        }
        room.app.left("web", "room", "id of Nobody", room.now()).await.unwrap();
        for line in ["/leaderboard", "/leaderboard board:streaks"] {
            let board = shown(&room.line("Anna", line).await);
            assert!(board.contains("1 | Anna |") && !board.contains("Ben"), "{board}");
        }
        room.line("Ben", "/help").await;
        let board = shown(&room.line("Anna", "/leaderboard").await);
        assert!(board.contains("1 | Ben | 10\n2 | Anna | 5 <\n(5 points to rank 1.)"), "{board}");
    })
    .await;
}
