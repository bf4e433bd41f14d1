//! From due to closed.

use studyhall::app::reply::Audience;
use studyhall::ops::metrics::Metrics;

use super::super::room::{Room, shown};
use super::Hall;
use crate::support::database::on_each_database;

#[tokio::test]
async fn a_card_is_posted_answered_counted_and_closed() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let said = hall.told("Admin", "/daily set time:9am deck:chemistry").await;
        assert!(
            said.contains("The card of the day comes daily at 09:00, UTC, from Chemistry."),
            "{said}"
        );
        hall.tick().await;
        assert_eq!(hall.count(), 0, "its time has not come");
        hall.wait_until("2026-05-05T09:00:00Z");
        hall.tick().await;
        hall.tick().await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&hall.posted(0)), @r"
        [everyone]
        # Card of the day · Metals
        > Which metal has the symbol Au?
        (Closes at 09:00 UTC, or with the next card. Your answer stays private.)
        [Answer] [Hint (−2)] [Who has answered?]
        ") };
        assert_eq!(hall.count(), 1);

        let card = hall.posted(0);
        let told = hall.room.answer("Anna", &card, "silver").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&told), @r"
        [only you]
        # Card of the day · Metals
        > Which metal has the symbol Au?
        You answered: silver
        incorrect: Not quite. One more try.
        [Try again] [Hint (−2)]
        ") };
        let told = hall.room.answer("Anna", &told, "gold").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&told), @r"
        [only you]
        # Card of the day · Metals
        > Which metal has the symbol Au?
        You answered: gold
        correct: Correct. +6 points
        Answer: Gold
        Because of gold.
        (Streak: 1 study day. The channel sees the answer when the card closes.)
        ") };
        let again = shown(&hall.room.press("Anna", &card, "Answer").await);
        assert!(
            again.contains("refused: That quiz is over") || again.contains("You have finished"),
            "{again}"
        );
        let told = shown(&hall.room.answer("Ben", &card, "Gold").await);
        assert!(told.contains("+10 points"), "{told}");
        let hinted = hall.room.press("Cleo", &card, "Hint (−2)").await;
        assert!(shown(&hinted).contains("notice: Hint:"), "{}", shown(&hinted));
        let told = shown(&hall.room.answer("Cleo", &hinted, "Gold").await);
        assert!(told.contains("+8 points") && told.contains("(The hint cost 2 points.)"), "{told}");
        for (who, idea) in [("Dan", "Silver"), ("Eve", "argentum"), ("Fay", "Iron")] {
            hall.room.wait(1);
            let told = hall.room.answer(who, &card, idea).await;
            hall.room.wait(1);
            hall.room.answer(who, &told, "the iron").await;
        }
        hall.room.wait(2);
        hall.tick().await;
        assert!(
            shown(&hall.posted(0))
                .contains("(6 answered · Closes at 09:00 UTC, or with the next card."),
            "{}",
            shown(&hall.posted(0))
        );
        let who = shown(&hall.room.press("Zoe", &card, "Who has answered?").await);
        assert!(who.contains("# Who has answered") && !who.contains("Gold"), "{who}");

        for name in ["Anna", "Ben", "Cleo", "Dan", "Eve", "Fay"] {
            assert!(who.contains(&format!("- {name}")), "{who}");
        }

        hall.wait_until("2026-05-06T09:00:00Z");
        hall.tick().await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&hall.posted(0)), @r"
        [everyone]
        # Card of the day · Metals
        > Which metal has the symbol Au?
        Answer: Gold
        Because of gold.
        3 of 6 answers right.
        Common other ideas:
        - “the iron” (3)
        - “silver” (2)
        [Catch up]
        ") };
        assert_eq!(hall.count(), 2, "the next one is there");
        let late = shown(&hall.room.press("Gus", &card, "Answer").await);
        assert!(late.contains("refused: That card is closed."), "{late}");
        let board = hall.told("Ben", "/leaderboard period:all").await;
        assert!(board.contains("1 | Ben | 10 <\n2 | Cleo | 8\n3 | Anna | 6"), "{board}");
    })
    .await;
}

#[tokio::test]
async fn a_card_stays_open_for_a_day_and_those_who_come_late_catch_up_without_points() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00 deck:world days:mon,wed,fri").await;
        for day in ["2026-05-06", "2026-05-08", "2026-05-11"] {
            hall.wait_until(&format!("{day}T09:00:00Z"));
            hall.tick().await;
        }
        assert_eq!(hall.count(), 3);
        let first = hall.posted(0);
        assert!(shown(&first).contains("[Catch up]"), "{}", shown(&first));
        assert!(shown(&first).contains("Nobody answered this one."), "{}", shown(&first));
        let caught = hall.room.press("Anna", &first, "Catch up").await;
        let said = shown(&caught);
        assert!(
            said.contains("2 cards to catch up on. They earn no points")
                && said.contains("# Question 1 of 2"),
            "{said}"
        );
        let board = hall.told("Anna", "/leaderboard period:all").await;
        assert!(board.contains("Nobody has points"), "{board}");
        // The third closes by itself after 24 hours.
        hall.wait_until("2026-05-12T08:59:59Z");
        hall.tick().await;
        assert!(!shown(&hall.posted(2)).contains("[Catch up]"));
        hall.wait_until("2026-05-12T09:00:00Z");
        hall.tick().await;
        assert!(shown(&hall.posted(2)).contains("[Catch up]"), "{}", shown(&hall.posted(2)));
    })
    .await;
}

#[tokio::test]
async fn no_card_comes_again_before_all_were_there() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00 deck:world").await;
        let mut prompts = std::collections::BTreeSet::new();
        for day in 5..=14 {
            hall.wait_until(&format!("2026-05-{day:02}T09:00:00Z"));
            hall.tick().await;
            prompts.insert(shown(&hall.posted(hall.count() - 1)));
        }
        assert_eq!(prompts.len(), 10, "the deck has ten cards");
    })
    .await;
}

#[tokio::test]
async fn a_card_that_was_asked_for_comes_at_once_and_takes_the_day() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        // Without any schedule, as a newcomer would.
        let said = hall.told("Admin", "/daily now deck:chemistry").await;
        assert!(said.contains("Today's card is on its way."), "{said}");
        hall.tick().await;
        assert_eq!(hall.count(), 1);
        let again = hall.told("Admin", "/daily now").await;
        assert!(again.contains("refused: Today's card is up already."), "{again}");
        // With one: the card of the day is the one that was asked for, and no other comes at its
        // time.
        hall.told("Admin", "/daily set time:15:00 deck:world").await;
        hall.wait_until("2026-05-05T10:00:00Z");
        hall.told("Admin", "/daily now").await;
        hall.tick().await;
        assert_eq!(hall.count(), 2);
        hall.wait_until("2026-05-05T15:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 2, "its day is taken");
        hall.wait_until("2026-05-06T15:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_late_card_says_so_and_one_too_late_is_missed() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00 deck:world").await;
        // Five hours late, after a restart.
        hall.wait_until("2026-05-05T14:00:00Z");
        let hall = Hall { room: hall.room.restarted(&database.store), ..hall };
        hall.tick().await;
        let posted = shown(&hall.posted(0));
        assert!(posted.contains("Posted late: I was away at its time."), "{posted}");
        // Three days away, then back seven hours after the last one's time: all are missed, none
        // comes in a burst.
        hall.wait_until("2026-05-08T16:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 1);
        let metrics = Metrics::new(hall.room.app.counts()).text().unwrap();
        for (outcome, count) in [("sent", 1), ("missed", 3)] {
            let line = format!(
                "studyhall_postings_total{{platform=\"web\",outcome=\"{outcome}\"}} {count}"
            );
            assert!(metrics.lines().any(|told| told == line), "{line} is missing in\n{metrics}");
        }
        let today = hall.told("Anna", "/daily today").await;
        assert!(today.contains("Today's card was missed"), "{today}");
        assert!(today.contains("The next one comes Sat 9 May, 09:00 (UTC)."), "{today}");
        hall.wait_until("2026-05-09T09:00:01Z");
        hall.tick().await;
        assert_eq!(hall.count(), 2);
        let today = hall.room.line("Anna", "/daily today").await;
        assert!(
            shown(&today).contains("Posted Sat 9 May, 09:00; 0 members answered so far."),
            "{}",
            shown(&today)
        );
        let own = hall.room.press("Anna", &today, "Show it").await;
        assert!(own.messages.iter().all(|message| message.audience == Audience::Asker));
        assert!(shown(&own).contains("# Card of the day"), "{}", shown(&own));
    })
    .await;
}

#[tokio::test]
async fn a_card_that_was_begun_goes_on_after_a_restart() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily now deck:chemistry").await;
        hall.tick().await;
        let told = hall.room.answer("Anna", &hall.posted(0), "silver").await;
        let room: Room = hall.room.restarted(&database.store);
        let told = shown(&room.answer("Anna", &told, "Gold").await);
        assert!(told.contains("+6 points"), "{told}");
    })
    .await;
}
