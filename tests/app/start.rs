//! The home view.

use studyhall::app::request::Action;

use super::commands::plays_right;
use super::room::{Room, action, direct, shown};
use crate::support::database::on_each_database;

#[tokio::test]
async fn home_says_where_one_stands_and_leads_on() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let home = room.request("home 1", &direct("Ben"), "Ben", Action::Home).await;
        assert!(home.home, "a platform may have a place for it");
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&home), @r"
        [only you]
        # Hello, Ben.
        - 0 points this week.
        - No streak yet: one answer today begins it.
        - No reminder yet: I can nudge you at your own hour.
        (Only you see this. Help lists all that I can do.)
        [Start a quiz] [Today's card] [My reminder] [Leaderboard] [Help]
        ") };
        let helped = room.press("Ben", &home, "Help").await;
        assert!(shown(&helped).contains("# How to begin"), "{}", shown(&helped));

        plays_right(&room, "Ben", "Sun", "True").await;
        room.line("Ben", "/reminder set time:18:00 days:mon-fri").await;
        room.line("Admin", "/daily set time:13:00").await;
        room.line("Ben", "/quiz topic:Moon").await;
        let again = room.request("home 2", &direct("Ben"), "Ben", Action::Home).await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&again), @r"
        [only you]
        # Hello, Ben.
        - 5 points this week.
        - Your streak: 1 study day, today included.
        - Your reminder: mon-fri at 18:00, UTC.
        (Only you see this. Help lists all that I can do.)
        [Go on with your quiz] [Today's card] [My reminder] [Leaderboard] [Help]
        ") };
        assert_eq!(again.messages[0].key, home.messages[0].key, "it takes its own place");
        let card = room.press("Ben", &again, "Today's card").await;
        assert!(!shown(&card).contains("needs a channel"), "{}", shown(&card));
        let quiz = room.press("Ben", &again, "Go on with your quiz").await;
        assert!(shown(&quiz).contains("the Moon has air"), "{}", shown(&quiz));
    })
    .await;
}

#[tokio::test]
async fn every_button_of_home_tells_a_newcomer_something() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let home = room.request("home", &direct("Ben"), "Ben", Action::Home).await;
        let action = Action::Click(action(&home, "Today's card"));
        let card = shown(&room.request("card", &direct("Ben"), "Ben", action).await);
        assert!(card.contains("There is no card of the day here yet. An admin sets one"), "{card}");
    })
    .await;
}
