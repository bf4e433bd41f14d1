//! The wall clock steps: what hangs on an instant is reckoned anew, and what a clock that was ahead
//! has written for times that have not come is taken back.

use chrono::{DateTime, Utc};

use super::super::room::{Room, shown};
use super::Hall;
use crate::support::database::{Database, on_each_database};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// The clock steps by so many seconds, and is noticed to.
async fn step(room: &Room, seconds: i64, is_back: bool) -> studyhall::app::clock::PutRight {
    room.wait(seconds);
    room.app.reckon_anew(room.now(), is_back).await.unwrap()
}

/// Answers a true-or-false card.
async fn answers(room: &Room, who: &str, topic: &str, right: &str) -> String {
    room.wait(1);
    let asked = room.line(who, &format!("/quiz topic:{topic} questions:1")).await;
    shown(&room.press(who, &asked, right).await)
}

/// Whether all that is added up agrees with the answers.
async fn agrees(database: &Database) {
    for sql in [
        "SELECT COUNT(*) FROM standings s WHERE s.period = 'all' AND s.points <> \
            (SELECT SUM(a.points) FROM answers a WHERE a.member = s.member)",
        "SELECT COUNT(*) FROM study_days d WHERE d.answers <> \
            (SELECT COUNT(*) FROM answers a WHERE a.member = d.member AND a.study_day = \
            d.study_day)",
        "SELECT COUNT(*) FROM study_days d WHERE d.cards <> (SELECT COUNT(*) FROM ( \
            SELECT DISTINCT a.deck, a.card FROM answers a WHERE a.member = d.member AND \
            a.study_day = d.study_day) AS met)",
        "SELECT COUNT(*) FROM study_days d WHERE d.quiz_points <> \
            (SELECT SUM(a.points) FROM answers a WHERE a.member = d.member AND a.study_day = \
            d.study_day)",
        "SELECT COUNT(*) FROM standings s WHERE s.period = 'day 2026-05-04' AND s.points <> \
            (SELECT SUM(b.points) FROM board_days b WHERE b.member = s.member AND b.board_day = \
            '2026-05-04')",
        "SELECT COUNT(*) FROM standing_counts c WHERE c.width = 1 AND c.members <> \
            (SELECT COUNT(*) FROM standings s WHERE s.scope = c.scope AND s.period = c.period AND \
            s.points = c.bucket)",
    ] {
        assert_eq!(database.count(sql).await, 0, "{sql}");
    }
}

#[tokio::test]
async fn a_clock_that_was_ahead_for_a_moment_silences_no_card() {
    on_each_database(async |database| {
        let mut day: DateTime<Utc> = "2026-05-04T12:00:00Z".parse().unwrap();
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:9am").await;
        for ahead in [HOUR, 2 * DAY + 8 * HOUR, 365 * DAY] {
            // Within the hour before the card, two days and a year on: made, missed, or written
            // down as missed many times.
            hall.wait_until(&(day + chrono::TimeDelta::hours(20)).format("%FT%TZ").to_string());
            let before = hall.count();
            step(&hall.room, ahead, false).await;
            if ahead > HOUR {
                hall.tick().await;
            }
            let back = step(&hall.room, -ahead, true).await;
            assert_eq!(hall.count(), before, "after {ahead} s");
            assert_eq!(back.cards > 0, ahead > HOUR, "{back:?}");
            day += chrono::TimeDelta::days(1);
            hall.wait_until(&day.format("%FT09:00:00Z").to_string());
            hall.tick().await;
            assert_eq!(hall.count(), before + 1, "the card of the day comes after {ahead} s");
        }
        let missed = "SELECT COUNT(*) FROM postings WHERE state = 'missed'";
        assert_eq!(database.count(missed).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_card_that_was_sent_ahead_of_its_time_is_not_sent_again_and_closes() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:9am").await;
        step(&hall.room, 2 * DAY - 2 * HOUR, false).await;
        hall.tick().await;
        assert_eq!(hall.count(), 1, "the card of 6 May");
        step(&hall.room, 2 * HOUR - 2 * DAY, true).await;
        for (at, standing) in [("05T09:00", 2), ("06T09:00", 2), ("07T09:00", 3)] {
            hall.wait_until(&format!("2026-05-{at}:00Z"));
            hall.tick().await;
            assert_eq!(hall.count(), standing, "{at}");
        }
        let open =
            "SELECT COUNT(*) FROM postings WHERE state = 'posted' AND closes_at > 1778230800";
        assert_eq!(database.count(open).await, 0, "none stays open beyond a day");
    })
    .await;
}

#[tokio::test]
async fn a_reminder_comes_though_the_clock_was_ahead_after_it() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/reminder set time:18:00").await;
        let mut rng = rand::SeedableRng::seed_from_u64(1);
        for ahead in [2 * DAY + 7 * HOUR, 365 * DAY + 7 * HOUR] {
            room.wait(ahead);
            for nudge in room.app.claim_nudges(room.now(), 10, &mut rng).await.unwrap() {
                room.app.was_nudged(&nudge, room.now()).await.unwrap();
            }
            let back = step(&room, -ahead, true).await;
            assert_eq!(back.reminders, 1, "{back:?}");
        }
        room.wait(6 * HOUR);
        let nudges = room.app.claim_nudges(room.now(), 10, &mut rng).await.unwrap();
        assert_eq!(nudges.len(), 1, "at 18:00 of the day itself");
    })
    .await;
}

#[tokio::test]
async fn a_round_that_was_opened_by_a_clock_ahead_ends_in_its_seconds() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.wait(2 * DAY);
        room.line("Ben", "/quiz topic:Moon with:channel").await;
        let back = step(&room, -2 * DAY, true).await;
        assert_eq!(back.rounds, 1);
        room.wait(5 * 60);
        assert!(!room.app.tick(room.now()).await.unwrap().is_empty(), "its time is over");
        // One whose time is right is left alone.
        room.line("Ben", "/quiz topic:Moon with:channel").await;
        assert_eq!(step(&room, 1, false).await.rounds, 0);
    })
    .await;
}

#[tokio::test]
async fn a_season_that_a_clock_ahead_has_ended_goes_on() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Admin", "/season start name:Spring until:2026-05-20").await;
        room.wait(365 * DAY);
        room.app.end_seasons(room.now()).await.unwrap();
        step(&room, -365 * DAY, true).await;
        let list = shown(&room.line("Anna", "/season list").await);
        assert!(list.contains("running"), "{list}");
        answers(&room, "Anna", "Sun", "True").await;
        let board = shown(&room.line("Anna", "/leaderboard period:season").await);
        assert!(board.contains("Anna | 5 <"), "{board}");
    })
    .await;
}

#[tokio::test]
async fn what_was_studied_under_a_clock_ahead_counts_for_the_day_on_which_it_was() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/team create Owls").await;
        room.line("Ben", "/team join Owls").await;
        answers(&room, "Anna", "Sun", "True").await;
        step(&room, 40 * DAY, false).await;
        // Once more the card that has earned today already, and another one.
        answers(&room, "Anna", "Sun", "True").await;
        answers(&room, "Anna", "Moon", "False").await;
        answers(&room, "Ben", "Sun", "True").await;
        room.app.settle_streaks(None, room.now()).await.unwrap();
        let back = step(&room, -40 * DAY, true).await;
        assert_eq!(back.study_days, 2, "{back:?}");
        agrees(database).await;
        for period in ["today", "week", "month", "all"] {
            let board = shown(&room.line("Anna", &format!("/leaderboard period:{period}")).await);
            assert!(
                board.contains("Anna | 10 <") && board.contains("Ben | 5"),
                "{period}: {board}"
            );
            let teams = shown(
                &room.line("Anna", &format!("/leaderboard board:teams period:{period}")).await,
            );
            assert!(teams.contains("Owls | 2 | 15"), "{period}: {teams}");
        }
        let streak = shown(&room.line("Anna", "/streak show").await);
        assert!(streak.contains("1 study day in a row."), "{streak}");
    })
    .await;
}

#[tokio::test]
async fn a_start_tells_a_clock_that_was_ahead_from_one_that_is_behind() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for _ in 0..60 {
            room.app.runs(room.now()).await.unwrap();
            room.wait(HOUR);
        }
        answers(&room, "Anna", "Sun", "True").await;
        // Behind: the program has lived through the hours until now.
        let behind = step(&room, -2 * DAY, false).await;
        assert!(behind.is_behind && behind.study_days == 0, "{behind:?}");
        step(&room, 2 * DAY, false).await;
        // Ahead: it has not.
        room.wait(2 * DAY);
        room.app.runs(room.now()).await.unwrap();
        answers(&room, "Ben", "Sun", "True").await;
        let ahead = step(&room, -2 * DAY, false).await;
        assert!(!ahead.is_behind && ahead.study_days == 1, "{ahead:?}");
        let days = "SELECT COUNT(DISTINCT study_day) FROM study_days";
        assert_eq!(database.count(days).await, 1);
        // The next start finds nothing.
        assert_eq!(step(&room, 1, false).await, studyhall::app::clock::PutRight::default());
    })
    .await;
}
