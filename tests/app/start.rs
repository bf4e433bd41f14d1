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
        # Three first steps
        - Play a few cards: five questions, for you alone.
        - Be nudged at your own hour, on days on which you have not studied yet.
        - Give a channel its card of the day: an admin types /setup there.
        (Only you see this. Help lists all that I can do.)
        [Start a quiz] [Today's card] [Leaderboard] [Settings] [Help]
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
        [Go on with your quiz] [Today's card] [Leaderboard] [Settings] [Help]
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
async fn an_admin_is_told_first_how_a_channel_gets_its_card_until_one_has() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let steps = async |event: &str, who: &str| {
            let home = shown(&room.request(event, &direct(who), who, Action::Home).await);
            let (_, steps) = home.split_once("# Three first steps\n- ")?;
            Some(steps.split('\n').next().unwrap_or_default().to_owned())
        };
        let first = steps("1", "Admin").await.expect("steps");
        assert_eq!(first, "Give a channel its card of the day: an admin types /setup there.");
        let first = steps("2", "Ben").await.expect("steps");
        assert_eq!(first, "Play a few cards: five questions, for you alone.");
        room.line("Admin", "/setup time:09:00").await;
        assert_eq!((steps("3", "Admin").await, steps("4", "Ben").await), (None, None));
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

#[tokio::test]
async fn a_line_without_a_command_shows_home() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for line in ["/studyhall", "/", " /StudyHall ", "/\u{200b}"] {
            let home = room.line("Ben", line).await;
            assert!(home.home, "{line}: {}", shown(&home));
        }
    })
    .await;
}

#[tokio::test]
async fn a_slip_in_a_command_is_mended_by_a_button_with_the_rest_of_the_line() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let refused = room.line("Ben", "/studyhall qiuz topic:Sun").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&refused), @r"
        [only you]
        refused: There is no command “/qiuz”. Did you mean “/quiz”?
        [Yes, /quiz]
        ") };
        let asked = room.press("Ben", &refused, "Yes, /quiz").await;
        assert!(shown(&asked).contains("Sun"), "{}", shown(&asked));
        // Where the line would open a form, so does the button.
        let refused = room.line("Ben", "/remindr set days:mon-fri").await;
        let asked = room.press("Ben", &refused, "Yes, /reminder set").await;
        assert_eq!(asked.form.unwrap().fields[1].value, "mon-fri");
        // A line that no button holds is filled into a form at once.
        let topic = "long ".repeat(30);
        let refused = room.line("Ben", &format!("/quizz 3 topic:{topic}")).await;
        let form = refused.form.clone().expect("a form");
        assert_eq!(form.error.unwrap(), "There is no command “/quizz”. Did you mean “/quiz”?");
        assert_eq!((&*form.fields[1].value, &*form.fields[2].value), (topic.trim(), "3"));

        // Half a command offers its members, and what one may not do is not offered.
        for (who, line, shows) in [
            ("Ben", "/deck", "[/deck list] [/deck show]"),
            ("Ben", "/dayly", "[Yes, /daily]"),
            ("Ben", "/season", "[/season list]"),
            ("Admin", "/season", "[/season start] [/season end] [/season list]"),
            ("Ben", "/dayly set 9:00", "Did you mean “/daily set”?"),
            ("Admin", "/dayly set 9:00", "[Yes, /daily set]"),
        ] {
            let told = shown(&room.line(who, line).await);
            assert!(told.ends_with(shows), "{who} {line}: {told}");
        }
        let refused = room.line("Ben", "/streak Ben").await;
        let streak = shown(&room.press("Ben", &refused, "/streak show").await);
        assert!(streak.contains("Your streak"), "{streak}");
    })
    .await;
}
