//! Streaks: reasons, repair, off and on, and zones.

use chrono_tz::Tz;
use studyhall::app::reply::Reply;
use studyhall::app::request::{Action, Asker, Request};

use super::commands::plays_right;
use super::room::{Room, channel, shown};
use crate::support::database::on_each_database;

const DAY: i64 = 24 * 3_600;

/// Anna tries the question that was shown last, right or wrong.
async fn tries(room: &Room, asked: &Reply) -> Reply {
    let label = asked.messages.last().unwrap().buttons[0].label.clone();
    match label.as_str() {
        "Answer" | "Try again" => room.answer("Anna", asked, "Atlantis").await,
        choice => room.press("Anna", asked, choice).await,
    }
}

#[tokio::test]
async fn a_broken_streak_rests_and_nine_cards_wake_it() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for _ in 0..3 {
            plays_right(&room, "Anna", "Sun", "True").await;
            room.wait(DAY);
        }
        room.wait(DAY);
        let said = shown(&room.line("Anna", "/streak show").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Your streak
        0 study days in a row.
        - Today does not count yet.
        - Longest: 3 study days.
        - No freeze held; seven counted days in a row earn one.
        notice: Your streak of 3 study days rests. Answer 9 different cards by Sunday, 04:00 your time, and it goes on where it was.
        (Play the cards with /quiz questions:9; each day's reason stands in /streak why.)
        ") };
        let board = shown(&room.line("Anna", "/leaderboard board:streaks").await);
        assert!(board.contains("Nobody has a streak at the moment."), "{board}");
        let mut asked = room.line("Anna", "/quiz style:choices questions:9").await;
        while !shown(&asked).contains("finished") {
            asked = tries(&room, &asked).await;
        }
        assert!(shown(&asked).contains("Streak: 4 study days."), "{}", shown(&asked));
        let board = shown(&room.line("Anna", "/leaderboard board:streaks").await);
        assert!(board.contains("1 | Anna | 4 <"), "{board}");
        let why = shown(&room.line("Anna", "/streak why").await);
        insta::allow_duplicates! { insta::assert_snapshot!(why, @r"
        [only you]
        # Your study days so far
        Day | Counts | Why
        Fri 8 May | yes | You answered.
        Thu 7 May | protected | You repaired it with nine cards.
        Wed 6 May | yes | You answered.
        Tue 5 May | yes | You answered.
        Mon 4 May | yes | You answered.
        (4 study days in a row. The next study day begins at 04:00 your time.)
        ") };
    })
    .await;
}

#[tokio::test]
async fn no_day_before_one_joined_is_explained() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/timezone Pacific/Auckland").await;
        let why = shown(&room.line("Anna", "/streak why").await);
        // Noon on Monday in UTC is midnight there: still Monday, as study days go.
        insta::allow_duplicates! { insta::assert_snapshot!(why, @r"
        [only you]
        # Your study days so far
        Day | Counts | Why
        Mon 4 May | not yet | Today is not over.
        (0 study days in a row. The next study day begins at 04:00 your time.)
        ") };
        room.wait(5 * 3_600);
        let why = shown(&room.line("Anna", "/streak why").await);
        insta::allow_duplicates! { insta::assert_snapshot!(why, @r"
        [only you]
        # Your study days so far
        Day | Counts | Why
        Tue 5 May | not yet | Today is not over.
        Mon 4 May | no | No answer, and no streak to lose.
        (0 study days in a row. The next study day begins at 04:00 your time.)
        ") };
        room.wait(20 * DAY);
        let why = shown(&room.line("Anna", "/streak why").await);
        assert!(why.contains("# Your last 14 study days") && why.lines().count() == 18, "{why}");
    })
    .await;
}

#[tokio::test]
async fn a_streak_that_is_off_is_seen_by_nobody_and_loses_nothing() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        plays_right(&room, "Anna", "Sun", "True").await;
        let said = shown(&room.line("Anna", "/streak off").await);
        assert!(said.contains("Your streak is off: nobody sees it"), "{said}");
        room.wait(DAY);
        let asked = room.line("Anna", "/quiz topic:Sun").await;
        let told = shown(&room.press("Anna", &asked, "True").await);
        assert!(told.contains("finished") && !told.contains("Streak"), "{told}");
        let board = shown(&room.line("Ben", "/leaderboard board:streaks").await);
        assert!(!board.contains("Anna"), "{board}");
        let refused = shown(&room.line("Ben", "/streak show Anna").await);
        assert!(
            refused.contains("refused: This member keeps their streak out of sight."),
            "{refused}"
        );
        let own = shown(&room.line("Anna", "/streak show").await);
        assert!(own.contains("Your streak is off. Your days are still counted"), "{own}");
        let said = shown(&room.line("Anna", "/streak on").await);
        assert!(
            said.contains("Your streak is on again.\n# Your streak\n2 study days in a row."),
            "{said}"
        );
        let board = shown(&room.line("Ben", "/leaderboard board:streaks").await);
        assert!(board.contains("1 | Anna | 2"), "{board}");
    })
    .await;
}

#[tokio::test]
async fn a_day_that_a_new_zone_skips_breaks_no_streak() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let mut rng = rand::SeedableRng::seed_from_u64(5);
        let mut events = 0;
        let mut lines = async |zone: Tz, text: &str| {
            let asker = Asker {
                id: "anna".into(),
                name: "Anna".into(),
                zone: Some(zone),
                language: None,
                admin: Some(false),
            };
            events += 1;
            let event = format!("moving {events}");
            let request = Request {
                event,
                place: channel(),
                asker,
                action: Action::Line(text.to_owned()),
                hindrance: None,
            };
            shown(&room.app.handle(request, room.now(), &mut rng).await)
        };
        let samoa = Tz::Pacific__Pago_Pago;
        lines(samoa, "/quiz topic:Peru").await;
        assert!(lines(samoa, "/answer Lima").await.contains("streak began today: 1 study day."));
        // Half past three on the next morning it is still the same study day there; on Kiritimati
        // it is two days on.
        room.wait(26 * 3_600 + 1_800);
        let kiritimati = Tz::Pacific__Kiritimati;
        lines(kiritimati, "/quiz topic:Peru").await;
        let told = lines(kiritimati, "/answer Lima").await;
        assert!(told.contains("Streak: 2 study days."), "{told}");
        let why = lines(kiritimati, "/streak why").await;
        assert!(why.contains("free | Excused: I was away, or your clock skipped it."), "{why}");
    })
    .await;
}

#[tokio::test]
async fn a_day_that_a_chosen_zone_skips_breaks_no_streak() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/timezone Pacific/Pago_Pago").await;
        room.line("Anna", "/quiz topic:Peru").await;
        let told = shown(&room.line("Anna", "/answer Lima").await);
        assert!(told.contains("streak began today: 1 study day."), "{told}");
        room.wait(26 * 3_600 + 1_800);
        room.line("Anna", "/timezone Pacific/Kiritimati").await;
        room.line("Anna", "/quiz topic:Peru").await;
        let told = shown(&room.line("Anna", "/answer Lima").await);
        assert!(told.contains("Streak: 2 study days."), "{told}");
        let why = shown(&room.line("Anna", "/streak why").await);
        assert!(why.contains("free | Excused: I was away, or your clock skipped it."), "{why}");
    })
    .await;
}
