//! What cannot go on says so once to whom it concerns, and goes on by itself when the cause is
//! gone.

use clap::Parser;
use studyhall::config::Arguments;
use studyhall::jobs::doctor;
use studyhall::platform::sending::Refused;

use super::super::room::{channel, direct, shown};
use super::Hall;
use crate::support::database::on_each_database;
use crate::support::sending::Fate;

#[tokio::test]
async fn a_deck_that_is_away_pauses_its_schedule_until_it_is_back() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:12:30 deck:chemistry").await;
        let hall = hall.restarted(&database.store, false);
        hall.heal().await;
        hall.wait_until("2026-05-04T12:30:00Z");
        for _ in 0..3 {
            hall.tick().await;
            hall.heal().await;
            hall.room.wait(60);
        }
        let here = hall.standing_in(&channel());
        insta::allow_duplicates! { insta::assert_snapshot!(here.join("\n"), @r"
        [everyone]
        notice: There is no card of the day here for now. Its deck “chemistry” is away. It goes on when that is mended.
        ") };
        let private = hall.standing_in(&direct("Admin"));
        assert_eq!(private.len(), 1, "{private:?}");
        assert!(private[0].contains("I look again every day, and it goes on by itself when that is \
            mended."));
        let today = hall.told("Ben", "/daily today").await;
        assert!(today.contains("Its deck “chemistry” is away. It goes on by itself when that is \
            mended."), "{today}");
        let line = ["studyhall", "--database-url", &database.url, "--web-addr", "127.0.0.1:0"];
        let mut said = Vec::new();
        assert!(!doctor::run(&Arguments::parse_from(line).settings, &mut said).await.unwrap());
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains("channel study-group: it has paused: Its deck “chemistry” is \
            away."), "{said}");
        let refused = hall.told("Admin", "/daily set time:13:00").await;
        assert!(refused.contains("The deck “chemistry” is away at the \
            moment."), "another is not taken in silence");

        let hall = hall.restarted(&database.store, true);
        hall.heal().await;
        hall.wait_until("2026-05-05T12:30:00Z");
        hall.tick().await;
        let here = hall.standing_in(&channel());
        assert!(here.len() == 2 && here[1].contains("# Card of the day · Metals"), "{here:?}");
        assert_eq!(hall.standing_in(&direct("Admin")).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_takes_nothing_is_taken_up_again_when_it_does() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:12:30").await;
        hall.platform.remove("study-group");
        hall.wait_until("2026-05-04T12:30:00Z");
        hall.tick().await;
        hall.heal().await;
        assert_eq!(
            (hall.standing_in(&channel()).len(), hall.standing_in(&direct("Admin")).len()),
            (0, 1)
        );
        hall.platform.bring_back("study-group");
        hall.heal().await;
        hall.wait_until("2026-05-05T12:30:00Z");
        hall.tick().await;
        assert_eq!(hall.standing_in(&channel()).len(), 1, "the card of the next day");
    })
    .await;
}

#[tokio::test]
async fn what_an_admin_has_paused_stays_paused() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:12:30").await;
        hall.told("Admin", "/daily pause").await;
        hall.heal().await;
        hall.wait_until("2026-05-05T12:30:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_card_that_was_asked_for_and_refused_is_told_and_can_be_asked_for_again() {
    on_each_database(async |database| {
        for set in [false, true] {
            let hall = Hall::new(&database.store);
            if set {
                hall.told("Admin", "/daily set time:18:00").await;
            }
            for refused in 1..=3 {
                hall.platform.fates([Fate::Refused(Refused::Forbidden)]);
                let said = hall.told("Admin", "/daily now").await;
                assert!(
                    said.contains("Today's card is on its way."),
                    "try {refused}, schedule: {set}: {said}"
                );
                hall.tick().await;
                let private = hall.standing_in(&direct("Admin"));
                assert_eq!(private.len(), refused, "{private:?}");
                assert!(
                    private[refused - 1]
                        .contains("The card that you asked for could not be posted.")
                );
                assert!(private[refused - 1].contains("Allow me to send messages there."));
            }
            assert_eq!(hall.standing_in(&channel()), [""; 0]);
            hall.told("Admin", "/daily now").await;
            hall.tick().await;
            assert_eq!(hall.standing_in(&channel()).len(), 1);
            let said = hall.told("Admin", "/daily now").await;
            assert!(said.contains("Today's card is up already."), "{said}");
            // The next round begins anew.
            database.tamper("DELETE FROM events").await;
            database.tamper("DELETE FROM postings").await;
            database.tamper("DELETE FROM schedules").await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_card_on_its_way_is_said_to_be_on_its_way() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.platform.fates([Fate::Failed]);
        hall.told("Admin", "/daily now").await;
        hall.tick().await;
        let said = hall.told("Admin", "/daily now").await;
        assert!(said.contains("Today's card is on its way."), "{said}");
        hall.room.wait(10);
        hall.tick().await;
        assert_eq!(hall.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_card_and_a_quiz_wait_for_their_deck() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily now deck:chemistry").await;
        hall.tick().await;
        let card = hall.posted(0);
        let alone = hall.room.line("Anna", "/quiz deck:chemistry").await;
        let raced = hall.room.line("Ben", "/quiz deck:chemistry with:channel").await;

        let hall = hall.restarted(&database.store, false);
        hall.room.wait(3_600);
        assert_eq!(hall.room.app.tick(hall.room.now()).await.unwrap(), [], "a round waits, too");
        hall.tick().await;
        for (who, reply, label) in
            [("Anna", &alone, "Answer"), ("Ben", &raced, "Answer"), ("Cleo", &card, "Answer")]
        {
            let told = shown(&hall.room.press(who, reply, label).await);
            assert!(told.contains("is away at the moment"), "{who}: {told}");
        }
        let waits = hall.room.line("Anna", "/quiz").await;
        assert!(
            shown(&waits).contains("The quiz waits: go on when the deck is back, or stop it."),
            "{}",
            shown(&waits)
        );

        let hall = hall.restarted(&database.store, true);
        let told = hall.room.answer("Anna", &alone, "Gold").await;
        assert!(shown(&told).contains("correct: Correct."), "{}", shown(&told));
        let told = hall.room.answer("Cleo", &card, "Gold").await;
        assert!(shown(&told).contains("correct: Correct."), "{}", shown(&told));
        hall.room.wait(61);
        assert_eq!(
            hall.room.app.tick(hall.room.now()).await.unwrap().len(),
            2,
            "the round closes: answer and summary"
        );
    })
    .await;
}

#[tokio::test]
async fn a_quiz_whose_deck_stays_away_can_be_stopped() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let alone = hall.room.line("Anna", "/quiz deck:chemistry").await;
        let hall = hall.restarted(&database.store, false);
        let waits = hall.room.press("Anna", &alone, "Answer").await;
        let stopped = shown(&hall.room.press("Anna", &waits, "Stop it").await);
        assert!(stopped.contains("I have stopped that quiz."), "{stopped}");
        assert!(shown(&hall.room.line("Anna", "/quiz").await).contains("Question 1 of"));
    })
    .await;
}
