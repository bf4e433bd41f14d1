//! What the bot says will come is what comes.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::daily::Hall;
use super::reminders;
use super::room::{direct, shown};
use crate::support::database::on_each_database;

/// What a text says about the next one: "Mon 4 May, 18:00".
fn next_said(told: &str) -> String {
    let said =
        told.rsplit_once("The next one comes ").unwrap_or_else(|| panic!("no next one: {told}")).1;
    said.split([')', '(', '.']).next().unwrap().trim().to_owned()
}

fn moment(now: DateTime<Utc>, zone: Tz) -> String {
    now.with_timezone(&zone).format("%a %-d %b, %H:%M").to_string()
}

/// Lets time go by until the next card is there, and says when that was.
async fn next_card(hall: &Hall, zone: Tz) -> String {
    let before = hall.count();
    for _ in 0..(4 * 24 * 4) {
        hall.tick().await;
        if hall.count() > before {
            return moment(hall.room.now(), zone);
        }
        hall.room.wait(15 * 60);
    }
    panic!("no card came");
}

#[tokio::test]
async fn a_day_that_has_its_card_gets_no_second_one_and_nobody_is_told_so() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:13:00 deck:world").await;
        hall.wait_until("2026-05-04T13:00:00Z");
        hall.tick().await;
        for line in ["/daily set time:18:00", "/daily preview"] {
            let told = hall.told("Admin", line).await;
            assert!(!told.contains("Mon 4 May 2026"), "{line}: {told}");
            assert!(told.contains("Day | Time\nTue 5 May 2026 | 18:00 UTC"), "{line}: {told}");
            assert!(
                told.contains("(Today has had its card already; it gets no second one.)"),
                "{line}: {told}"
            );
        }
        let told = hall.told("Anna", "/daily today").await;
        assert_eq!(next_said(&told), "Tue 5 May, 18:00");
        for line in ["/daily pause", "/daily resume"] {
            assert!(!hall.told("Admin", line).await.contains("Mon 4 May 2026"), "{line}");
        }
        for line in ["/daily off", "/daily set time:19:00 deck:world"] {
            assert!(!hall.told("Admin", line).await.contains("Mon 4 May 2026"), "{line}");
        }
        // Another channel has a card of its own.
        let told = hall.told("Admin", "/daily set time:20:00 deck:world channel:late-shift").await;
        assert!(told.contains("Mon 4 May 2026 | 20:00 UTC"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn whatever_is_changed_the_next_card_comes_when_it_was_said() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:13:00 deck:world").await;
        hall.wait_until("2026-05-04T13:00:00Z");
        hall.tick().await;
        for (line, zone) in [
            ("/daily set time:18:00", "UTC"),
            // There it is the day before still; the card of that day is the one that was posted as
            // today's.
            ("/daily set time:23:30 zone:Pacific/Honolulu", "Pacific/Honolulu"),
            ("/daily set time:06:00 zone:Asia/Tokyo", "Asia/Tokyo"),
            ("/daily set time:12:00 zone:Pacific/Kiritimati", "Pacific/Kiritimati"),
            ("/daily set time:12:00 zone:America/Adak", "America/Adak"),
            ("/daily now", "America/Adak"),
            ("/daily set time:9 zone:Europe/Berlin days:mon-fri off:2026-05-14", "Europe/Berlin"),
        ] {
            hall.told("Admin", line).await;
            hall.tick().await;
            let zone: Tz = zone.parse().unwrap();
            let said = next_said(&hall.told("Anna", "/daily today").await);
            assert_eq!(next_card(&hall, zone).await, said, "{line}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_card_that_was_asked_for_comes_instead_of_the_one_of_its_day() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:18:00 deck:world").await;
        let told = hall.told("Admin", "/daily now").await;
        assert!(told.contains("It comes instead of the one at 18:00."), "{told}");
        assert_eq!(next_said(&told), "Tue 5 May, 18:00");
        hall.tick().await;
        assert_eq!(next_said(&hall.told("Anna", "/daily today").await), "Tue 5 May, 18:00");
        assert!(!hall.told("Anna", "/daily preview").await.contains("Mon 4 May 2026"));
        assert_eq!(next_card(&hall, Tz::UTC).await, "Tue 5 May, 18:00");
        // After the time of the day's own card there is nothing to say.
        hall.wait_until("2026-05-06T19:00:00Z");
        assert!(!hall.told("Admin", "/daily now").await.contains("instead"));
    })
    .await;
}

/// Answers a question, in place of the quiz that a reminder may have begun.
async fn answer_one(hall: &Hall, who: &str) {
    let mut quiz = hall.room.line(who, "/quiz topic:Peru").await;
    if shown(&quiz).contains("You have a quiz going") {
        hall.room.press(who, &quiz, "Stop it").await;
        quiz = hall.room.line(who, "/quiz topic:Peru").await;
    }
    hall.room.answer(who, &quiz, "Lima").await;
}

/// Lets time go by until the next reminder is there, and says when that was.
async fn next_reminder(hall: &Hall, who: &str) -> String {
    let count = || hall.platform.standing().iter().filter(|one| one.place == direct(who)).count();
    let before = count();
    for _ in 0..(8 * 24 * 4) {
        reminders::tick(hall).await;
        if count() > before {
            return moment(hall.room.now(), Tz::UTC);
        }
        hall.room.wait(15 * 60);
    }
    panic!("no reminder came");
}

#[tokio::test]
async fn a_reminder_comes_on_the_day_that_was_said() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        answer_one(&hall, "Anna").await;
        // Who has studied today is not reminded today.
        for line in ["/reminder set time:18:00", "/reminder show"] {
            assert_eq!(next_said(&hall.told("Anna", line).await), "Tue 5 May, 18:00", "{line}");
        }
        assert_eq!(next_reminder(&hall, "Anna").await, "Tue 5 May, 18:00");
        // One that was sent does not keep another back, as long as nothing is answered.
        let said = next_said(&hall.told("Anna", "/reminder set time:20:00").await);
        assert_eq!(
            (said.as_str(), next_reminder(&hall, "Anna").await.as_str()),
            ("Tue 5 May, 20:00", said.as_str())
        );
        answer_one(&hall, "Anna").await;
        // Past midnight it is still the study day before.
        let said = next_said(&hall.told("Anna", "/reminder set time:01:30").await);
        assert_eq!(
            (said.as_str(), next_reminder(&hall, "Anna").await.as_str()),
            ("Thu 7 May, 01:30", said.as_str())
        );
        let said = next_said(&hall.told("Anna", "/reminder set time:18:00 days:tue").await);
        assert_eq!(
            (said.as_str(), next_reminder(&hall, "Anna").await.as_str()),
            ("Tue 12 May, 18:00", said.as_str())
        );
    })
    .await;
}

#[tokio::test]
async fn of_two_wishes_for_one_day_the_later_one_counts() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Anna", "/reminder set time:14:00").await;
        assert_eq!(next_reminder(&hall, "Anna").await, "Mon 4 May, 14:00");
        let press = async |label: &str| {
            let latest = hall.posted(hall.count() - 1);
            let (event, click) =
                (format!("{label} {}", hall.room.now()), super::room::action(&latest, label));
            let place = direct("Anna");
            let action = studyhall::app::request::Action::Click(click);
            shown(&hall.room.request(&event, &place, "Anna", action).await)
        };
        assert_eq!(next_said(&press("Not today").await), "Tue 5 May, 14:00");
        let told = press("In an hour").await;
        assert!(told.contains("I will remind you again: Mon 4 May, 15:00."), "{told}");
        assert_eq!(next_reminder(&hall, "Anna").await, "Mon 4 May, 15:00");
        press("Not today").await;
        let said = next_said(&hall.told("Anna", "/reminder set time:16:00").await);
        assert_eq!(
            (said.as_str(), next_reminder(&hall, "Anna").await.as_str()),
            ("Mon 4 May, 16:00", said.as_str())
        );
        // Nothing is promised to whom nothing will be sent.
        answer_one(&hall, "Anna").await;
        let told = press("In an hour").await;
        assert!(told.contains("You have studied today, so I need not remind you again."), "{told}");
        assert_eq!(next_said(&told), "Tue 5 May, 16:00");
        assert_eq!(next_reminder(&hall, "Anna").await, "Tue 5 May, 16:00");
        // Called off before its time, it does not come at it.
        hall.wait_until("2026-05-06T12:00:00Z");
        assert_eq!(next_said(&press("Not today").await), "Thu 7 May, 16:00");
        assert_eq!(next_said(&hall.told("Anna", "/reminder show").await), "Thu 7 May, 16:00");
        assert_eq!(next_reminder(&hall, "Anna").await, "Thu 7 May, 16:00");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_promised_after_the_last_question() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let room = &hall.room;
        let asked = room.line("Anna", "/quiz topic:Peru with:channel").await;
        assert!(
            shown(&asked).ends_with("[Answer] [Hint (−2)] [Finish] [Stop]"),
            "{}",
            shown(&asked)
        );
        let verdict = room.answer("Ben", &asked, "Lima").await;
        assert!(!shown(&verdict).contains("Next"), "{}", shown(&verdict));
        let again = shown(&room.say("Ben", "Lima", true).await);
        let last =
            "You have finished this question, the last one. The result comes when it closes.";
        assert!(again.contains(last), "{again}");
        let refused = shown(&room.press("Cleo", &asked, "Finish").await);
        assert!(
            refused.contains("That is for Anna, who started this quiz, or an admin."),
            "{refused}"
        );
        let end = shown(&room.press("Anna", &asked, "Finish").await);
        assert!(end.contains("# Quiz finished"), "{end}");
        let late = shown(&room.press("Anna", &asked, "Finish").await);
        assert!(late.contains("That quiz is over."), "{late}");
        // Where more are to come, it says so, until the last.
        let first = room.line("Anna", "/quiz topic:Capitals questions:2 with:channel").await;
        let wrong = room.answer("Ben", &first, "no such city").await;
        let wrong = room.answer("Ben", &wrong, "Atlantis").await;
        assert!(shown(&wrong).contains("[Next] [Stop]"), "{}", shown(&wrong));
        let again = shown(&room.say("Ben", "Lima", true).await);
        assert!(
            again.contains("You have finished this question. The next one comes when it closes."),
            "{again}"
        );
        let second = room.press("Anna", &first, "Next").await;
        assert!(shown(&second).ends_with("[Finish] [Stop]"), "{}", shown(&second));
        // After its time nothing goes on either.
        room.wait(120);
        let posts = room.app.tick(room.now()).await.unwrap();
        let labels: Vec<&str> = posts
            .iter()
            .flat_map(|post| &post.message.buttons)
            .map(|one| one.label.as_str())
            .collect();
        assert!(
            !labels.iter().any(|label| label.starts_with("Next") || label.starts_with("Finish")),
            "{labels:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_stopped_or_skipped_quiz_and_a_closed_card_promise_nothing() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let room = &hall.room;
        let asked = room.line("Anna", "/quiz topic:Capitals questions:2 with:channel").await;
        let stopped = shown(&room.press("Anna", &asked, "Stop").await);
        assert!(stopped.contains("# Quiz stopped") && !stopped.contains("[Next"), "{stopped}");
        let asked = room.line("Anna", "/quiz topic:Peru").await;
        let skipped = shown(&room.press("Anna", &asked, "Skip").await);
        assert!(skipped.contains("# Quiz finished") && !skipped.contains("[Next"), "{skipped}");
        let asked = room.line("Anna", "/quiz topic:Essay with:channel").await;
        let looked = room.press("Anna", &asked, "Show the answer").await;
        let had = shown(&room.press("Anna", &looked, "I had it").await);
        assert!(had.contains("[Finish] [Stop]") && !had.contains("Next"), "{had}");
        // A card without a schedule: nobody knows when the next one comes.
        hall.told("Admin", "/daily now deck:chemistry").await;
        hall.tick().await;
        let open = hall.posted(0);
        hall.wait_until("2026-05-06T12:00:00Z");
        hall.tick().await;
        let closed = shown(&room.press("Ben", &open, "Answer").await);
        assert!(
            closed.contains(
                "Its answer stands in the channel; /daily today says when the next one comes."
            ),
            "{closed}"
        );
    })
    .await;
}

#[tokio::test]
async fn the_last_member_of_a_team_is_told_what_becomes_of_its_points() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Anna", "/team create name:Owls").await;
        hall.told("Ben", "/team join Owls").await;
        let quiz = hall.room.line("Anna", "/quiz topic:Peru").await;
        hall.room.answer("Anna", &quiz, "Lima").await;
        let told = hall.told("Ben", "/team leave").await;
        assert!(told.contains("The points that you earned for it stay with it;"), "{told}");
        let refused = hall.told("Anna", "/team join Owls").await;
        assert!(refused.contains("You are in the team Owls."), "{refused}");
        let told = hall.told("Anna", "/team leave").await;
        let becomes = "You were its last member, so it is off the boards now, with the points that \
            were earned for it. \
                       Whoever founds a team of that name goes on with them.";
        assert!(told.contains(becomes), "{told}");
        assert!(hall.told("Ben", "/team list").await.contains("There is no team yet."));
        let told = hall.told("Ben", "/team create name:owls").await;
        assert!(
            told.contains(
                "anew; it goes on with the points that were earned for it \
            before."
            ),
            "{told}"
        );
        let list = hall.told("Ben", "/team list").await;
        assert!(list.contains("Alone so far: Owls (5 points)."), "{list}");
    })
    .await;
}

#[tokio::test]
async fn the_only_one_on_a_board_is_not_told_that_nobody_is_ahead() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let told = hall.told("Anna", "/leaderboard").await;
        assert!(told.contains("Play the first quiz with /quiz."), "{told}");
        let quiz = hall.room.line("Anna", "/quiz topic:Peru").await;
        hall.room.answer("Anna", &quiz, "Lima").await;
        for line in ["/leaderboard", "/leaderboard period:all"] {
            let told = hall.told("Anna", line).await;
            assert!(
                told.contains("(You are the only one on this board so far.)"),
                "{line}: {told}"
            );
        }
        assert!(hall.told("Ben", "/leaderboard").await.contains("Get some with /quiz."));
        let quiz = hall.room.line("Ben", "/quiz topic:Peru").await;
        hall.room.answer("Ben", &quiz, "Lima").await;
        assert!(hall.told("Anna", "/leaderboard").await.contains("Nobody is ahead of you."));
    })
    .await;
}

#[tokio::test]
async fn nobody_is_told_to_keep_a_streak_that_cannot_be_lost_today() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00 days:mon-fri").await;
        let study = async |day: u32| {
            hall.wait_until(&format!("2026-05-{day:02}T12:30:00Z"));
            answer_one(&hall, "Anna").await;
        };
        study(7).await;
        study(8).await;
        hall.wait_until("2026-05-09T12:00:00Z");
        let told = hall.told("Anna", "/streak show").await;
        assert!(
            told.contains("(Nobody is expected to study today, so it is safe."),
            "a Saturday: {told}"
        );
        hall.wait_until("2026-05-11T12:00:00Z");
        let told = hall.told("Anna", "/streak show").await;
        assert!(
            told.contains("(Answer one question today to keep it, with /quiz questions:1.)"),
            "a Monday: {told}"
        );
        for day in [11, 12, 13, 14, 15] {
            study(day).await;
        }
        hall.wait_until("2026-05-18T12:00:00Z");
        let told = hall.told("Anna", "/streak show").await;
        assert!(told.contains("or a freeze is spent to keep it.)"), "with a freeze: {told}");
    })
    .await;
}
