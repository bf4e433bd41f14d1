//! A conversation with the bot alone that lies outside all communities: whoever is known in several
//! reads which one it is about, and chooses.

use std::sync::atomic::{AtomicU64, Ordering};

use studyhall::app::click::Click;
use studyhall::app::played::Spot;
use studyhall::app::reach::HomeName;
use studyhall::app::reply::Reply;
use studyhall::app::request::{Action, Addressee};
use studyhall::domain::place::{Home, Identity, Place};

use super::daily::Hall;
use super::room::{action, shown};
use crate::support::database::{Database, on_each_database};

/// The id of the first server, and of the second.
const FIRST: &str = "9001";
const SECOND: &str = "9002";

/// A hall whose platform has two servers, in which these people are known; they have studied in the
/// first alone.
async fn hall(database: &Database, in_first: &[&str], in_second: &[&str]) -> Hall {
    let hall = Hall::new(&database.store);
    for (id, name) in [(FIRST, "Study group"), (SECOND, "Exam club")] {
        hall.platform.call_home(id, HomeName::Called(name.to_owned()));
    }
    for who in in_second {
        among_others(&hall, SECOND, who, "/help").await;
    }
    for who in in_first {
        among_others(&hall, FIRST, who, "/quiz topic:Sun").await;
        among_others(&hall, FIRST, who, "/answer true").await;
    }
    hall
}

async fn done(hall: &Hall, place: Place, who: &str, action: Action) -> Reply {
    static EVENTS: AtomicU64 = AtomicU64::new(0);
    let event = format!("direct {}", EVENTS.fetch_add(1, Ordering::Relaxed));
    hall.room.request(&event, &place, who, action).await
}

/// Somebody types a line in a channel of a server.
async fn among_others(hall: &Hall, server: &str, who: &str, line: &str) -> Reply {
    let home = Home::new("discord", server);
    let place = Place { home, channel: format!("channel of {server}"), direct: false };
    done(hall, place, who, Action::Line(line.to_owned())).await
}

/// Somebody does something in their conversation with the bot, as an adapter hands it in.
async fn alone(hall: &Hall, who: &str, action: Action) -> Reply {
    let person = Identity::new("discord", format!("id of {who}"));
    let home = hall.room.app.home(&person, &action, None).await.unwrap();
    let place = Place { home, channel: format!("direct with {who}"), direct: true };
    done(hall, place, who, action).await
}

async fn line(hall: &Hall, who: &str, line: &str) -> Reply {
    alone(hall, who, Action::Line(line.to_owned())).await
}

async fn press(hall: &Hall, who: &str, reply: &Reply, label: &str) -> Reply {
    alone(hall, who, Action::Click(action(reply, label))).await
}

async fn says(hall: &Hall, who: &str, text: &str) -> Reply {
    alone(hall, who, Action::Said { text: text.to_owned(), to: Addressee::Bot }).await
}

/// Somebody chooses the community of this name.
async fn choose(hall: &Hall, who: &str, name: &str) -> Reply {
    let help = line(hall, who, "/help").await;
    let offered = press(hall, who, &help, "Another community").await;
    press(hall, who, &offered, name).await
}

/// Which community Anna's conversation is about, by the note under what it shows.
async fn about(hall: &Hall) -> &'static str {
    let board = shown(&line(hall, "Anna", "/leaderboard").await);
    let is_named = |name: &str| board.contains(&format!("(In {name}.)"));
    match (is_named("Study group"), is_named("Exam club")) {
        (true, false) => "first",
        (false, true) => "second",
        _ => "neither",
    }
}

#[tokio::test]
async fn whoever_is_known_in_one_community_or_in_none_sees_nothing_new() {
    on_each_database(async |database| {
        let hall = hall(database, &["Anna"], &["Ben"]).await;
        for who in ["Anna", "Ben", "Cleo", "Cleo"] {
            for action in [
                Action::Home,
                Action::Line("/leaderboard".to_owned()),
                Action::Said { text: "hello".to_owned(), to: Addressee::Bot },
            ] {
                let told = shown(&alone(&hall, who, action).await);
                assert!(!told.contains("Another community") && !told.contains("(In "), "{told}");
            }
        }
        // Cleo was alone with the bot first: what she has made up by that is no second one.
        among_others(&hall, FIRST, "Cleo", "/help").await;
        let told = shown(&line(&hall, "Cleo", "/leaderboard").await);
        assert!(!told.contains("Another community") && !told.contains("(In "), "{told}");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_known_in_two_reads_which_one_and_chooses_the_other() {
    on_each_database(async |database| {
        let hall = hall(database, &["Anna"], &["Anna"]).await;
        let home = alone(&hall, "Anna", Action::Home).await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&home), @r"
        [only you]
        # Hello, Anna.
        - 5 points this week.
        - Your streak: 1 study day, today included.
        - No reminder yet: I can nudge you at your own hour.
        # Three first steps
        - Play a few cards: five questions, for you alone.
        - Be nudged at your own hour, on days on which you have not studied yet.
        - Give a channel its card of the day: an admin types /setup there.
        (Only you see this. Help lists all that I can do.)
        (In Study group.)
        [Start a quiz] [Today's card] [Leaderboard] [Settings] [Help] [Another community]
        ") };
        let offered = press(&hall, "Anna", &home, "Another community").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&offered), @r"
        [only you]
        This conversation is about Study group. Choose another one below, and it is about that until you choose again.
        [Which community? ▾] 2 choices
        ") };
        let labels: Vec<&str> = offered.messages[0]
            .menu
            .iter()
            .flat_map(|menu| &menu.choices)
            .map(|choice| choice.label.as_str())
            .collect();
        assert_eq!(labels, ["Exam club", "Study group"]);
        let chosen = press(&hall, "Anna", &offered, "Exam club").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&chosen), @r"
        [only you]
        notice: This conversation is about Exam club from now on.
        # Hello, Anna.
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
        let hello = shown(&says(&hall, "Anna", "hello").await);
        assert!(hello.contains("(In Exam club.)") && hello.contains("[Another community]"));
        // What is wrong with a line may be so in one of them alone.
        let refused = shown(&line(&hall, "Anna", "/reminder show").await);
        assert!(refused.contains("(In Exam club.)"), "{refused}");
        let among = shown(&among_others(&hall, FIRST, "Anna", "/leaderboard").await);
        assert!(!among.contains("Another community") && !among.contains("(In "), "{among}");
        assert_eq!(database.count("SELECT COUNT(*) FROM direct_homes").await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_chosen_counts_until_it_cannot() {
    on_each_database(async |database| {
        let hall = hall(database, &["Anna"], &["Anna"]).await;
        assert_eq!(about(&hall).await, "first", "where she studied last");
        choose(&hall, "Anna", "Exam club").await;
        assert_eq!(about(&hall).await, "second", "what she has chosen");
        choose(&hall, "Anna", "Study group").await;
        assert_eq!(about(&hall).await, "first", "what she has chosen last");
        choose(&hall, "Anna", "Exam club").await;
        let hall = hall.restarted(&database.store, true);
        assert_eq!(about(&hall).await, "second", "it is kept");

        let second = Home::new("discord", SECOND);
        let anna = database.store.member_seen(&second, "id of Anna").await.unwrap().unwrap();
        database.store.member_left(anna.community, anna.id, hall.room.now()).await.unwrap();
        let told = shown(&line(&hall, "Anna", "/leaderboard").await);
        assert!(!told.contains("Another community"), "only one is left: {told}");
        among_others(&hall, SECOND, "Anna", "/help").await;
        assert_eq!(about(&hall).await, "second", "she is back");

        hall.platform.call_home(SECOND, HomeName::Gone);
        let told = shown(&line(&hall, "Anna", "/leaderboard").await);
        assert!(told.contains("| Anna | 5 <") && !told.contains("Another community"), "{told}");
        hall.platform.call_home(SECOND, HomeName::Unknown);
        let told = shown(&line(&hall, "Anna", "/leaderboard").await);
        assert!(told.contains("[Another community]") && !told.contains("(In "), "{told}");
        let help = line(&hall, "Anna", "/help").await;
        let offered = press(&hall, "Anna", &help, "Another community").await;
        assert!(shown(&offered).contains("1 choices"), "{}", shown(&offered));
        press(&hall, "Anna", &offered, "Study group").await;
        assert_eq!(about(&hall).await, "first", "by the name that is at hand");
        let told = shown(&press(&hall, "Anna", &help, "Another community").await);
        assert!(told.contains("I know of no other community of yours just now."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn where_the_bot_was_sent_away_nobody_is_led_who_has_another() {
    on_each_database(async |database| {
        let hall = hall(database, &["Anna", "Ben"], &["Anna"]).await;
        hall.platform.call_home(FIRST, HomeName::Gone);
        let told = shown(&line(&hall, "Anna", "/leaderboard").await);
        assert!(!told.contains("| 5"), "it is about the second: {told}");
        let told = shown(&line(&hall, "Ben", "/leaderboard").await);
        assert!(told.contains("Ben | 5 <"), "he has no other: {told}");
    })
    .await;
}

#[tokio::test]
async fn a_question_says_where_it_is_asked_and_what_follows_it_does_not() {
    on_each_database(async |database| {
        let hall = hall(database, &["Anna"], &["Anna"]).await;
        // One that is typed, one with choices of which what is typed is none.
        for ask in [
            "/quiz topic:Capitals questions:2",
            "quiz topic:Capitals questions:2",
            "/quiz topic:Rivers",
            "quiz topic:Rivers",
        ] {
            let asked = if ask.starts_with('/') {
                line(&hall, "Anna", ask).await
            } else {
                says(&hall, "Anna", ask).await
            };
            let told = shown(&asked);
            assert!(told.contains("Question 1") && told.contains("(In Study group.)"), "{told}");
            for text in ["nothing like it", "idk", "skip"] {
                let told = shown(&says(&hall, "Anna", text).await);
                assert!(!told.contains("(In ") && !told.contains("Another community"), "{told}");
            }
            press(&hall, "Anna", &asked, "Stop").await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_quiz_that_is_open_elsewhere_waits_and_its_buttons_work() {
    on_each_database(async |database| {
        let hall = hall(database, &["Anna"], &["Anna"]).await;
        let asked = line(&hall, "Anna", "/quiz topic:Peru").await;
        let chosen = shown(&choose(&hall, "Anna", "Exam club").await);
        let waits = "(Your quiz in Study group waits: its buttons still work, and so do replies \
            to its question.)";
        assert!(chosen.contains(waits), "{chosen}");
        assert_eq!(about(&hall).await, "second", "an open quiz overrides no choice");
        for typed in [says(&hall, "Anna", "Lima").await, line(&hall, "Anna", "/answer Lima").await]
        {
            let typed = shown(&typed);
            assert!(typed.contains("No question is waiting for your answer here."), "{typed}");
            assert!(typed.contains("(In Exam club. Your quiz in Study group waits:"), "{typed}");
        }

        // A reply to its question names it, as its buttons do.
        let click = action(&asked, "Hint (−2)");
        let spot: Spot = click.spot().unwrap();
        let to = Addressee::Question(spot);
        let told = alone(&hall, "Anna", Action::Said { text: "Quito".to_owned(), to }).await;
        assert!(shown(&told).contains("One more try."), "{}", shown(&told));
        let told = press(&hall, "Anna", &asked, "Skip").await;
        assert!(shown(&told).contains("Lima"), "{}", shown(&told));
        assert_eq!(about(&hall).await, "second", "what was pressed changes no choice");
    })
    .await;
}

#[tokio::test]
async fn nobody_gets_into_a_community_by_a_made_up_button() {
    on_each_database(async |database| {
        let hall = hall(database, &["Anna", "Ben"], &["Anna", "Cleo"]).await;
        let help = line(&hall, "Anna", "/help").await;
        let offered = press(&hall, "Anna", &help, "Another community").await;
        for click in [action(&offered, "Exam club"), Click::read("home:7")] {
            let told = shown(&alone(&hall, "Ben", Action::Click(click)).await);
            assert!(told.contains("I do not know you in that community any more"), "{told}");
        }
        assert_eq!(database.count("SELECT COUNT(*) FROM direct_homes").await, 0);
        let board = shown(&line(&hall, "Ben", "/leaderboard").await);
        assert!(board.contains("Ben | 5 <"), "{board}");
    })
    .await;
}

#[tokio::test]
async fn reminders_say_from_where_they_come_if_there_are_several() {
    on_each_database(async |database| {
        let hall = hall(database, &["Anna", "Ben"], &["Anna"]).await;
        for who in ["Anna", "Ben"] {
            among_others(&hall, FIRST, who, "/reminder set time:18:00 zone:UTC").await;
        }
        choose(&hall, "Anna", "Exam club").await;
        hall.wait_until("2026-05-05T18:00:00Z");
        super::reminders::tick(&hall).await;
        let reminder = |who: &str| {
            let place = Place {
                home: Home::new("discord", FIRST),
                channel: format!("direct with {who}"),
                direct: true,
            };
            hall.standing_in(&place).concat()
        };
        let (anna, ben) = (reminder("Anna"), reminder("Ben"));
        assert!(anna.contains("Time for") && anna.contains("(In Study group.)"), "{anna}");
        assert!(ben.contains("Time for") && !ben.contains("(In "), "{ben}");
    })
    .await;
}

#[tokio::test]
async fn what_was_chosen_is_forgotten_with_its_person() {
    on_each_database(async |database| {
        let hall = hall(database, &["Anna"], &["Anna"]).await;
        choose(&hall, "Anna", "Exam club").await;
        let asked = line(&hall, "Anna", "/mydata delete").await;
        press(&hall, "Anna", &asked, "Forget me").await;
        assert_eq!(database.count("SELECT COUNT(*) FROM direct_homes").await, 0);
    })
    .await;
}
