//! What the bot says once where it was added.

use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use studyhall::app::App;
use studyhall::app::arrivals::{Arrival, Greeting};
use studyhall::app::decks::Decks;
use studyhall::app::reply::{Message, Reply};
use studyhall::app::request::Hindrance;
use studyhall::clockwork::delivery::greet;
use studyhall::domain::place::{Home, Place};
use studyhall::platform::sending::Refused;
use studyhall::store::Store;

use super::daily::Hall;
use super::room::{channel, direct, lots, shown};
use crate::support::database::on_each_database;
use crate::support::sending::Fate;

/// What stands in the way of a greeting.
type Set = fn(&Hall, Hindrance);

/// The bot is added to the room's home, by the admin.
fn arrival() -> Arrival {
    Arrival {
        home: channel().home,
        since: None,
        channel: Some(channel().channel),
        person: Some("id of Admin".to_owned()),
        invited_to: None,
    }
}

impl Hall {
    /// What is to be said about an arrival, if anything.
    async fn greeting(&self, arrival: Arrival) -> Option<Greeting> {
        self.room.app.greeting(arrival, self.room.now(), &mut lots()).await.unwrap()
    }

    /// Says it; the pauses between its tries.
    async fn greets(&self, greeting: &Greeting) -> Vec<u64> {
        let pauses = Mutex::new(Vec::new());
        let wait = |pause: Duration| {
            pauses.lock().unwrap().push(pause.as_secs());
            std::future::ready(())
        };
        greet(&self.platform.platforms(), greeting, wait).await;
        pauses.into_inner().unwrap()
    }

    /// How often something stands in the channel, and in the conversation with the admin.
    fn standing(&self) -> (usize, usize) {
        (self.standing_in(&channel()).len(), self.standing_in(&direct("Admin")).len())
    }
}

fn read(message: Message) -> String {
    shown(&Reply::one(message))
}

#[tokio::test]
async fn three_first_steps_are_told_to_everyone_or_to_one() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let greeting = hall.greeting(arrival()).await.expect("a greeting");
        let (place, message) = greeting.to_everyone.expect("for everyone");
        assert_eq!(place, channel());
        insta::allow_duplicates! { insta::assert_snapshot!(read(message), @r"
        [everyone]
        Hello, and thank you for having me. I help a team to prepare for an exam together. Three first steps:
        - Give this channel a card of the day: an admin presses Set up. For another channel, type /setup there.
        - Play a few cards: five questions, for you alone.
        - Be nudged at your own hour, on days on which you have not studied yet.
        (I say this once. From now on I post only where an admin tells me to.)
        [Set up] [Start a quiz] [Remind me]
        ") };
        let (person, message) = greeting.to_person.expect("for the admin");
        assert_eq!(person, "id of Admin");
        insta::allow_duplicates! { insta::assert_snapshot!(read(message), @r"
        [everyone]
        Hello, and thank you for having me. I help a team to prepare for an exam together. Three first steps:
        - Play a few cards: five questions, for you alone.
        - Give a channel its card of the day: an admin types /setup there.
        - Be nudged at your own hour, on days on which you have not studied yet.
        (I say this once. From now on I post only where an admin tells me to.)
        [Start a quiz] [Remind me]
        ") };
        let invited = Arrival {
            home: Home::new("slack", "T1"),
            channel: None,
            invited_to: Some("C1".to_owned()),
            ..arrival()
        };
        let greeting = hall.greeting(invited).await.expect("another home");
        assert_eq!(greeting.to_everyone, None);
        let (_, message) = greeting.to_person.expect("for whoever has invited it");
        let set_up = message.buttons[0].click().unwrap().to_string();
        assert_eq!(set_up, "line:/setup channel:C1");
        insta::allow_duplicates! { insta::assert_snapshot!(read(message), @r"
        [everyone]
        Hello, and thank you for having me. I help a team to prepare for an exam together. Three first steps:
        - Give the channel that you invited me to its card of the day: on working days at 09:00, the first one at once. Change it there with /setup.
        - Play a few cards: five questions, for you alone.
        - Be nudged at your own hour, on days on which you have not studied yet.
        (I say this once. From now on I post only where an admin tells me to.)
        [Set it up] [Start a quiz] [Remind me]
        ") };
    })
    .await;
}

#[tokio::test]
async fn it_is_said_in_the_channel_else_to_the_person_else_to_nobody() {
    let lacking = || Hindrance::Lacking { permissions: vec!["Send"], given_under: "Settings" };
    let table: [(&str, Set, (usize, usize)); 7] = [
        ("all is well", |_, _| {}, (1, 0)),
        ("it may not write", |hall, why| hall.platform.hinder("study-group", Some(why)), (0, 1)),
        ("the channel is gone", |hall, _| hall.platform.remove("study-group"), (0, 1)),
        (
            "it is refused after all",
            |hall, _| hall.platform.fates([Fate::Refused(Refused::Forbidden)]),
            (0, 1),
        ),
        (
            "nor does the person take any",
            |hall, why| {
                hall.platform.hinder("study-group", Some(why));
                hall.platform.take_no_direct_messages(true);
            },
            (0, 0),
        ),
        // What may stand there is not said again elsewhere.
        ("the connection breaks", |hall, _| hall.platform.fates([Fate::HungUp]), (1, 0)),
        ("it answers 500", |hall, _| hall.platform.fates([Fate::Failed]), (0, 0)),
    ];
    on_each_database(async |database| {
        for (number, (what, set, expected)) in table.into_iter().enumerate() {
            let hall = Hall::new(&database.store);
            set(&hall, lacking());
            let home = Home::new("web", format!("room {number}"));
            let mut greeting = hall.greeting(Arrival { home, ..arrival() }).await.expect(what);
            // The same channels for each, so that the platform knows them.
            greeting.home = channel().home;
            greeting.to_everyone.as_mut().unwrap().0 = channel();
            assert_eq!(hall.greets(&greeting).await, [0; 0], "{what}");
            assert_eq!(hall.standing(), expected, "{what}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_platform_that_is_busy_is_tried_a_few_times() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let greeting = hall.greeting(arrival()).await.expect("a greeting");
        hall.platform.fates([Fate::Busy, Fate::Busy]);
        assert_eq!(hall.greets(&greeting).await, [3, 3]);
        assert_eq!(hall.standing(), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_home_is_greeted_once_whoever_asks_and_however_often() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let other = App::new(database.store.clone(), Decks::default());
        let now = hall.room.now();
        let (mut one, mut two) = (lots(), lots());
        let (one, two) = tokio::join!(
            hall.room.app.greeting(arrival(), now, &mut one),
            other.greeting(arrival(), now, &mut two)
        );
        let both = [one.unwrap(), two.unwrap()];
        assert_eq!(both.iter().flatten().count(), 1, "two programs on one database");
        assert_eq!(hall.greeting(arrival()).await, None);
        let hall = hall.restarted(&database.store, true);
        hall.room.wait(400 * 24 * 3_600);
        assert_eq!(hall.greeting(arrival()).await, None, "nor a year later");
        let alike = Arrival { home: Home::new("discord", "room"), ..arrival() };
        assert!(hall.greeting(alike).await.is_some(), "a home of another platform is another");
    })
    .await;
}

#[tokio::test]
async fn who_was_added_long_ago_is_not_heard_of() {
    on_each_database(async |database| {
        let app = App::new(database.store.clone(), Decks::default());
        let now: DateTime<Utc> = "2026-05-04T12:00:00Z".parse().unwrap();
        let day = TimeDelta::days(1);
        let since = [
            ("long ago", Some(now - TimeDelta::days(400)), false),
            ("a day and a second", Some(now - day - TimeDelta::seconds(1)), false),
            ("a day", Some(now - day), true),
            ("now", Some(now), true),
            ("by a clock that is ahead", Some(now + day), true),
            ("nobody says when", None, true),
        ];
        for (name, since, _) in since {
            app.arrived(Arrival { home: Home::new("web", name), since, ..arrival() }, now);
        }
        for (name, ..) in since.into_iter().filter(|(.., is_heard)| *is_heard) {
            assert_eq!(app.next_arrival().await.unwrap().home.id, name);
        }
    })
    .await;
}

#[tokio::test]
async fn homes_that_an_earlier_version_knew_are_never_greeted() {
    on_each_database(async |database| {
        database.as_before(1).await;
        let store = Store::open(&database.url).await.unwrap();
        let now = Utc::now();
        for (platform, id, is_greeted) in [
            ("discord", "9001", false),
            ("web", "local", false),
            ("discord", "9002", true),
            ("slack", "9001", true),
        ] {
            let home = Home::new(platform, id);
            let greeted = store.claim_greeting(&home, now).await.unwrap();
            assert_eq!(greeted, is_greeted, "{platform} {id}");
        }
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_channel_is_set_up_from_the_conversation_in_which_its_inviter_is_greeted() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let invited = Arrival { invited_to: Some("late-shift".to_owned()), ..arrival() };
        let greeting = hall.greeting(invited).await.expect("a greeting");
        let (_, message) = greeting.to_person.expect("for whoever has invited it");
        let click = message.buttons[0].click().unwrap().clone();
        let set = studyhall::app::request::Action::Click(click);
        let told = hall.room.request("set up", &direct("Admin"), "Admin", set).await;
        assert!(shown(&told).contains("Today's card is on its way."), "{}", shown(&told));
        hall.tick().await;
        let there = Place { channel: "late-shift".to_owned(), ..channel() };
        assert_eq!(hall.standing_in(&there).len(), 1);
    })
    .await;
}
