//! Reminders: at the member's own hour, only when they are needed, and quiet when they are not
//! heard.

use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::app::reply::Reply;
use studyhall::app::request::Action;
use studyhall::clockwork::delivery::nudge;

use super::daily::Hall;
use super::room::{action, direct, shown};
use crate::support::database::on_each_database;
use crate::support::sending::Fate;

/// Does what the clockwork would do about reminders now, until nothing is left to do.
pub(super) async fn tick(hall: &Hall) {
    let now = hall.room.now();
    let mut rng = StdRng::seed_from_u64(now.timestamp().unsigned_abs());
    loop {
        let due = hall.room.app.claim_nudges(now, 10, &mut rng).await.unwrap();
        for nudging in &due {
            nudge(&hall.room.app, &hall.platform.platforms(), nudging, || now).await;
        }
        if due.is_empty() {
            return;
        }
    }
}

/// Presses a button of the latest reminder in the conversation with the bot.
async fn press(hall: &Hall, who: &str, label: &str) -> Reply {
    let latest = hall.posted(hall.count() - 1);
    hall.room
        .request(
            &format!("{who} {label} {}", hall.room.now()),
            &direct(who),
            who,
            Action::Click(action(&latest, label)),
        )
        .await
}

#[tokio::test]
async fn a_reminder_comes_with_a_card_that_can_be_answered_on_the_spot() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let set = hall.told("Anna", "/reminder set time:6pm zone:Europe/Berlin days:mon-fri").await;
        assert!(set.contains("Your reminder: mon-fri at 18:00, Europe/Berlin."), "{set}");
        assert!(set.contains("(The next one comes Mon 4 May, 18:00.)"), "{set}");
        hall.told("Admin", "/daily now deck:chemistry").await;
        hall.tick().await;
        hall.wait_until("2026-05-04T15:59:59Z");
        tick(&hall).await;
        assert_eq!(hall.count(), 1, "only the card of the day so far");
        hall.wait_until("2026-05-04T16:00:00Z");
        tick(&hall).await;
        tick(&hall).await;
        assert_eq!(hall.count(), 2);
        assert_eq!(hall.platform.standing()[1].place, direct("Anna"));
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&hall.posted(1)), @r"
        [everyone]
        Time for today's card. One answer, and today counts.
        # Card of the day · Metals
        > Which metal has the symbol Au?
        [Answer] [Hint (−2)] [In an hour] [Tonight] [Not today] [Stop reminders] [Settings]
        ") };
        let told = shown(&hall.room.answer("Anna", &hall.posted(1), "gold").await);
        assert!(told.contains("+10 points"), "{told}");
        // Who has studied today is left alone.
        hall.told("Ben", "/reminder set time:19:00").await;
        hall.room.answer("Ben", &hall.posted(0), "gold").await;
        hall.wait_until("2026-05-04T19:00:00Z");
        tick(&hall).await;
        assert_eq!(hall.count(), 2);
        // Without an open card of the day, it is the beginning of a quiz.
        hall.wait_until("2026-05-06T16:00:00Z");
        tick(&hall).await;
        let reminder = shown(&hall.posted(2));
        assert!(reminder.contains("# Question 1 of 5"), "{reminder}");
    })
    .await;
}

#[tokio::test]
async fn a_reminder_can_be_put_off_called_off_and_stopped() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Anna", "/reminder set time:14:00").await;
        hall.wait_until("2026-05-04T14:00:00Z");
        tick(&hall).await;
        let told = shown(&press(&hall, "Anna", "In an hour").await);
        assert!(told.contains("I will remind you again: Mon 4 May, 15:00."), "{told}");
        let told = shown(&press(&hall, "Ben", "In an hour").await);
        assert!(told.contains("That reminder is not yours."), "{told}");
        hall.wait_until("2026-05-04T15:00:00Z");
        tick(&hall).await;
        assert_eq!(hall.count(), 2);
        let told = shown(&press(&hall, "Anna", "Tonight").await);
        assert!(told.contains("I will remind you again: Mon 4 May, 20:00."), "{told}");
        hall.wait_until("2026-05-04T20:00:00Z");
        tick(&hall).await;
        assert_eq!(hall.count(), 3);
        let told = shown(&press(&hall, "Anna", "Tonight").await);
        assert!(told.contains("I am quiet then"), "{told}");
        let told = shown(&press(&hall, "Anna", "Not today").await);
        assert!(told.contains("No more today. The next one comes Tue 5 May, 14:00."), "{told}");
        hall.wait_until("2026-05-05T14:00:00Z");
        tick(&hall).await;
        assert_eq!(hall.count(), 4);
        let told = shown(&press(&hall, "Anna", "Stop reminders").await);
        assert!(told.contains("No reminders any more."), "{told}");
        hall.wait_until("2026-05-07T14:00:00Z");
        tick(&hall).await;
        assert_eq!(hall.count(), 4);
        assert!(hall.told("Anna", "/reminder show").await.contains("You have no reminder yet."));
    })
    .await;
}

#[tokio::test]
async fn after_three_that_were_ignored_it_asks_once_and_falls_silent() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Anna", "/reminder set time:18:00").await;
        for day in 4..=20 {
            hall.wait_until(&format!("2026-05-{day:02}T18:00:00Z"));
            tick(&hall).await;
        }
        assert_eq!(hall.count(), 4);
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&hall.posted(3)), @r"
        [everyone]
        My last three reminders went by unheard. Shall I go on? If you do not answer, I will be silent.
        [Go on] [Stop reminders]
        ") };
        assert!(hall.told("Anna", "/reminder show").await.contains("It is silent"));
        let settings = hall.told("Anna", "/settings").await;
        assert!(settings.contains("but silent, since several went by unheard."), "{settings}");
        let told = shown(&press(&hall, "Anna", "Go on").await);
        assert!(told.contains("I will go on. The next one comes Thu 21 May, 18:00."), "{told}");
        // Who answers is heard, be it wrong: a week of them, and nothing is asked.
        for day in 21..=27 {
            hall.wait_until(&format!("2026-05-{day:02}T18:00:00Z"));
            hall.told("Admin", "/daily now deck:chemistry").await;
            hall.tick().await;
            tick(&hall).await;
            hall.room.answer("Anna", &hall.posted(hall.count() - 1), "silver").await;
        }
        let mut standing = hall.platform.standing();
        standing.retain(|message| message.place == direct("Anna"));
        assert_eq!(standing.len(), 4 + 7);
    })
    .await;
}

#[tokio::test]
async fn closed_direct_messages_are_told_privately_at_the_next_opportunity() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Anna", "/reminder set time:18:00").await;
        hall.platform.take_no_direct_messages(true);
        hall.wait_until("2026-05-04T18:00:00Z");
        tick(&hall).await;
        assert_eq!(hall.count(), 0);
        let told = hall.told("Anna", "/deck list").await;
        assert!(told.contains("I could not send you your reminder"), "{told}");
        let told = hall.told("Anna", "/deck list").await;
        assert!(!told.contains("I could not send you your reminder"), "once is enough: {told}");
    })
    .await;
}

#[tokio::test]
async fn whatever_the_platform_answers_a_reminder_comes_once() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Anna", "/reminder set time:18:00").await;
        hall.platform.fates([Fate::Failed, Fate::Busy, Fate::HungUp]);
        hall.wait_until("2026-05-04T18:00:00Z");
        for _ in 0..10 {
            tick(&hall).await;
            hall.room.wait(10);
        }
        let standing = hall.platform.standing();
        assert_eq!((standing.len(), hall.platform.sends(standing[0].mark)), (1, 3));
    })
    .await;
}

#[tokio::test]
async fn a_reminder_moves_with_its_members_time_zone() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Anna", "/reminder set time:18:00").await;
        let told = hall.told("Anna", "/timezone zone:Asia/Tokyo").await;
        assert!(told.contains("Your time zone is Asia/Tokyo; it is 21:00 there now."), "{told}");
        let show = hall.told("Anna", "/reminder show").await;
        assert!(
            show.contains("daily at 18:00, Asia/Tokyo") && show.contains("Tue 5 May, 18:00"),
            "{show}"
        );
        let unknown = hall.told("Anna", "/timezone Tokio").await;
        assert!(unknown.contains("Did you mean Asia/Tokyo, where it is 21:00 now?"), "{unknown}");
    })
    .await;
}

#[tokio::test]
async fn whoever_sets_a_reminder_without_a_known_zone_chooses_their_clock_in_the_reply() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let set = hall.room.line("Ben", "/reminder set time:18:00").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&set), @r"
        [only you]
        Your reminder: daily at 18:00, UTC.
        (The next one comes Mon 4 May, 18:00.)
        It comes by direct message, and only on days on which you have not studied yet.
        (Change it with /reminder set, end it with /reminder off.)
        notice: It goes by the clock of your community, where it is 12:00 now. Is it another time where you are? Choose it below, and the reminder moves along.
        [What time is it where you are? ▾] 25 choices
        ") };
        // In the list stands what time it is there, and who lives by it.
        let chosen = hall.room.press("Ben", &set, "08:00 · New York, Toronto").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&chosen), @r"
        [only you]
        Your time zone is America/New_York; it is 08:00 there now.
        (Your study days and your reminder go by it from now on.)
        ") };
        let kept = hall.told("Ben", "/reminder show").await;
        assert!(kept.contains("Your reminder: daily at 18:00, America/New_York."), "{kept}");
        // From then on it is known.
        let again = hall.room.line("Ben", "/reminder set time:19:00").await;
        assert!(again.messages[0].menu.is_none() && shown(&again).contains("America/New_York"));
        let asked = hall.room.line("Ben", "/timezone").await;
        assert!(asked.messages[0].menu.is_some(), "{}", shown(&asked));
    })
    .await;
}
