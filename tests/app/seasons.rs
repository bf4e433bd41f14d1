//! Seasons: one at a time, a board of their own, a final board once.

use studyhall::app::reply::{Audience, Reply};

use super::commands::plays_right;
use super::room::{Room, channel, lots, sentence, shown};
use crate::support::database::on_each_database;

/// What ends by itself.
async fn ended(room: &Room) -> Reply {
    room.app.end_seasons(room.now()).await.unwrap();
    let mut reply = Reply::default();
    for post in room.app.claim_final_boards(room.now(), &mut lots()).await.unwrap() {
        assert_eq!(
            (&post.row.season.place, post.message.audience),
            (&channel(), Audience::Everyone)
        );
        assert!(room.app.final_board_posted(&post).await.unwrap());
        reply.messages.push(post.message);
    }
    reply
}

#[tokio::test]
async fn a_season_has_a_board_of_its_own_and_ends_by_itself_once() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        plays_right(&room, "Anna", "Moon", "False").await;
        room.wait(24 * 3_600);
        // What was earned today before the start counts, what was earned yesterday does not.
        plays_right(&room, "Ben", "Sun", "True").await;
        let said = shown(&room.line("Admin", "/season start name:Spring until:2026-05-20").await);
        assert_eq!(
            said,
            "[everyone]\nnotice: The season Spring has begun and runs through 20 May 2026. \
             Its board: /leaderboard period:season."
        );
        for who in ["Anna", "Cleo"] {
            room.wait(1);
            plays_right(&room, who, "Sun", "True").await;
        }
        room.line("Ben", "/team create Owls").await;
        room.line("Cleo", "/team join Owls").await;
        plays_right(&room, "Ben", "Moon", "False").await;
        let board = shown(&room.line("Anna", "/leaderboard period:season").await);
        assert!(
            board.contains(
                "# Leaderboard, this season\nRank | Name | Points\n1 | Ben | 10\n2 | Anna | 5 <\n2 \
                    | Cleo | 5\n"
            ),
            "{board}"
        );
        assert!(ended(&room).await.messages.is_empty());
        // The last day is over on the next morning at four.
        room.wait(15 * 24 * 3_600 + 16 * 3_600 - 60);
        assert!(ended(&room).await.messages.is_empty());
        room.wait(60);
        let final_board = ended(&room).await;
        let over = shown(&final_board);
        insta::allow_duplicates! { insta::assert_snapshot!(over, @r"
        [everyone]
        # The season Spring is over
        - First: Ben, 10 points
        - Second: Anna and Cleo, 5 points
        Rank | Name | Points
        1 | Ben | 10
        2 | Anna | 5
        2 | Cleo | 5
        (3 members took part.)
        Rank | Team | Points
        1 | Owls | 5
        [All seasons]
        ") };
        let list = shown(&room.press("Cleo", &final_board, "All seasons").await);
        assert!(list.starts_with("[only you]\n# Seasons\n- Spring, "), "{list}");
        assert!(ended(&room).await.messages.is_empty(), "a season ends once");
        plays_right(&room, "Anna", "Sun", "True").await;
        let list = shown(&room.line("Anna", "/season list").await);
        assert!(list.contains("- Spring, 5 May 2026 to 20 May 2026: won by Ben."), "{list}");
        let refused = shown(&room.line("Anna", "/leaderboard period:season").await);
        assert!(refused.contains("refused: No season is running."), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn a_season_can_be_ended_before_its_date_and_another_started_then() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let list = shown(&room.line("Anna", "/season list").await);
        assert!(list.contains("There has been no season yet."), "{list}");
        room.line("Admin", "/season start name:Short until:2026-06-01").await;
        let said = shown(&room.line("Admin", "/season end").await);
        assert!(said.contains("The season Short ends now."), "{said}");
        let over = shown(&ended(&room).await);
        assert!(over.contains("# The season Short is over\nNobody earned points in it."), "{over}");
        let said = shown(&room.line("Admin", "/season start name:Next until:2026-06-01").await);
        assert!(said.contains("The season Next has begun"), "{said}");
        let list = shown(&room.line("Anna", "/season list").await);
        assert!(list.contains("Next, 4 May 2026 to 1 June 2026: running"), "{list}");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_a_season_is_said_in_a_sentence() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let mut refused = String::new();
        for (who, line) in [
            ("Anna", "/season start name:Spring until:2026-06-01"),
            ("Admin", "/season start name:Spring"),
            ("Admin", "/season start name:Spring until:tomorrow"),
            ("Admin", "/season start name:Spring until:2026-05-04"),
            ("Admin", "/season start name:Spring until:2020-01-01"),
            ("Admin", "/season start name:Spring until:2030-01-01"),
            ("Admin", "/season start name:*Spring* until:2026-06-01"),
            ("Admin", "/season start name:!!! until:2026-06-01"),
            ("Admin", "/season end"),
        ] {
            let said = sentence(&shown(&room.line(who, line).await));
            refused += &said.replace("[only you]\nrefused: ", "");
            refused.push('\n');
        }
        room.line("Admin", "/season start name:Spring until:2026-06-01").await;
        let second = room.line("Admin", "/season start name:Summer until:2026-07-01").await;
        refused += &shown(&second).replace("[only you]\nrefused: ", "");
        insta::allow_duplicates! { insta::assert_snapshot!(refused, @r"
        Only admins may use /season start: those who manage this community, and whom they have named with /admins add. Ask one of them.
        /season start needs “until”. Write it like /season start until:…
        until takes a date, not “tomorrow”. Write it like until:2026-06-01.
        A season ends after today, and 2026-05-04 is not. Write a later date, like until:2026-06-01.
        A season ends after today, and 2020-01-01 is not. Write a later date, like until:2026-06-01.
        A season lasts a year at most, and 2030-01-01 is later. Write a date up to until:2027-05-05.
        A season's name has no mentions and no markup. Leave out the * and try again.
        A season needs a name. Write it like /season start name:Spring until:…
        No season is running. An admin can start one with /season start.
        The season Spring runs through 2026-06-01. End it with /season end before you start another.
        ") };
    })
    .await;
}
