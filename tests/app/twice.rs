//! Once is once: repeated events, old buttons, and buttons of others.

use studyhall::app::request::Action;
use studyhall::domain::place::{Home, Place};

use super::room::{Room, action, channel, shown};
use crate::support::database::on_each_database;

#[tokio::test]
async fn the_same_event_twice_changes_nothing_and_gets_the_same_reply() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Peru").await;
        let wrong = Action::Line("/answer Quito".into());
        let first = room.request("delivered", &channel(), "Anna", wrong.clone()).await;
        room.wait(60);
        let second = room.request("delivered", &channel(), "Anna", wrong).await;
        assert_eq!(first, second);
        // Both tries would be used up if the repeated one had counted.
        let told = shown(&room.answer("Anna", &asked, "Lima").await);
        assert!(told.contains("Correct. +3 points"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn one_platforms_event_is_not_taken_for_anothers() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for platform in ["web", "slack"] {
            let place = Place { home: Home::new(platform, "room"), ..channel() };
            let reply =
                room.request("1", &place, "Anna", Action::Line("/quiz topic:Sun".into())).await;
            let told =
                room.request("2", &place, "Anna", Action::Click(action(&reply, "True"))).await;
            assert!(shown(&told).contains("+5 points"), "{platform}: {}", shown(&told));
        }
    })
    .await;
}

#[tokio::test]
async fn a_click_on_an_old_question_is_answered_in_private_and_changes_nothing() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let first = room.line("Anna", "/quiz topic:Capitals style:choices questions:2").await;
        let second = room.press("Anna", &first, "Skip").await;
        for label in ["Oslo", "Skip"] {
            let refused = shown(&room.press("Anna", &first, label).await);
            assert_eq!(
                refused,
                "[only you]\nrefused: That question is over. The quiz has moved on to question 2."
            );
        }
        let last = room.press("Anna", &second, "Skip").await;
        for label in ["Oslo", "Skip", "Stop"] {
            let refused = shown(&room.press("Anna", &second, label).await);
            assert_eq!(
                refused,
                "[only you]\nrefused: That quiz is over. Start another with /quiz."
            );
        }
        assert!(shown(&last).contains("# Quiz finished"), "{}", shown(&last));
    })
    .await;
}

#[tokio::test]
async fn a_solo_quiz_is_no_business_of_anybody_else() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Peru").await;
        for label in ["Answer", "Hint (−2)", "Skip", "Stop"] {
            let refused = shown(&room.press("Ben", &asked, label).await);
            assert_eq!(
                refused,
                "[only you]\nrefused: This quiz belongs to somebody else. Start your own \
                    with /quiz.",
                "{label}"
            );
        }
        let elsewhere = Place { home: Home::new("web", "another room"), ..channel() };
        let click = Action::Click(action(&asked, "Skip"));
        let refused = shown(&room.request("1", &elsewhere, "Anna", click).await);
        assert_eq!(
            refused,
            "[only you]\nrefused: I do not know that quiz any more. Start a new \
            one with /quiz."
        );
    })
    .await;
}

#[tokio::test]
async fn a_double_click_starts_one_quiz() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let (one, other) = tokio::join!(
            room.line("Anna", "/quiz topic:Sun"),
            room.line("Anna", "/quiz topic:Sun")
        );
        let texts = [shown(&one), shown(&other)];
        assert_eq!(
            texts.iter().filter(|text| text.contains("# Question 1 of 1")).count(),
            1,
            "{texts:?}"
        );
        assert_eq!(
            texts.iter().filter(|text| text.contains("You have a quiz going")).count(),
            1,
            "{texts:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_quiz_whose_deck_has_changed_is_ended_and_another_can_begin() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/quiz topic:Sun").await;
        database
            .tamper("UPDATE quizzes SET state = REPLACE(state, 'sun', 'a card that is gone')")
            .await;
        let told = shown(&room.line("Anna", "/answer true").await);
        assert!(
            told.contains(
                "refused: The deck of that quiz has changed since it began, so I have ended it."
            ),
            "{told}"
        );
        let asked = shown(&room.line("Anna", "/quiz topic:Sun").await);
        assert!(asked.contains("# Question 1 of 1"), "{asked}");
    })
    .await;
}
