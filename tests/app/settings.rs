//! `/settings`: all that is one's own as one form; the turn of the own day, and who sees what.

use studyhall::app::request::Action;

use super::commands::plays_right;
use super::forms::{filled, send};
use super::room::{Room, shown};
use crate::support::database::on_each_database;

const HOUR: i64 = 3_600;

#[tokio::test]
async fn all_that_is_ones_own_is_one_form_that_shows_it_as_it_is() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/settings").await;
        let before = shown(&asked);
        insta::allow_duplicates! { insta::assert_snapshot!(before, @r"
        [only you]
        # Your settings
        - Time zone: UTC, where it is 12:00.
        - Reminder: off.
        - Streak: on.
        - Everyone sees how many of your answers are right.
        - Your day turns at 04:00.
        (Boards turn at 04:00 for everyone.)
        [Change]
        ") };
        let form = asked.form.expect("a form");
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        Your settings: 
        My time zone: “UTC”
        My reminder: a time, or off: “off”
        My streak (on|off): “on”
        Who sees my accuracy (me|team|everyone): “everyone”
        My day turns at (00:00|01:00|02:00|03:00|04:00|05:00|06:00|07:00|08:00|09:00|10:00|11:00|12:00): “04:00”
        ") };
        // Sent as it is, it changes nothing: no zone is chosen by it, and no reminder set.
        let saved = send(&room, "Anna", &form, &[]).await;
        assert_eq!(shown(&saved), before.replace("# Your", "# Saved. Your"));
        let changes = [
            ("zone", "Asia/Tokyo"),
            ("reminder", "7 pm"),
            ("streak", "off"),
            ("accuracy", "team"),
            ("turn", "00:00"),
        ];
        let saved = send(&room, "Anna", &form, &changes).await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&saved), @r"
        [only you]
        # Saved. Your settings
        - Time zone: Asia/Tokyo, where it is 21:00.
        - Reminder: daily at 19:00, on days on which you have not studied yet.
        - Streak: off: nobody sees it, and your days still count.
        - Your team, once you are in one, sees how many of your answers are right.
        - Your day turns at 00:00, from Tue 5 May on.
        (Boards turn at 04:00 for everyone.)
        [Change]
        ") };
        let form = room.press("Anna", &saved, "Change").await.form.expect("a form");
        let values: Vec<&str> = form.fields.iter().map(|field| field.value.as_str()).collect();
        assert_eq!(values, ["Asia/Tokyo", "19:00", "off", "team", "00:00"]);
        let told = shown(&room.line("Anna", "/reminder show").await);
        assert!(told.contains("Your reminder: daily at 19:00, Asia/Tokyo."), "{told}");
        let saved = send(&room, "Anna", &form, &[("reminder", "off"), ("streak", "on")]).await;
        assert!(shown(&saved).contains("Reminder: off."), "{}", shown(&saved));
        let told = shown(&room.line("Anna", "/reminder show").await);
        assert!(told.contains("no reminder yet"), "{told}");
        let told = shown(&room.line("Anna", "/streak show").await);
        assert!(told.contains("in a row"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn one_setting_changes_by_a_line_and_a_mistake_changes_none() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/settings reminder:18:00 accuracy:me").await;
        let before = shown(&room.line("Anna", "/settings").await);
        assert!(before.contains("Reminder: daily at 18:00, on days"), "{before}");
        assert!(before.contains("Only you see how many of your answers are right."), "{before}");
        for (line, field, error) in [
            ("/settings turn:13:00 accuracy:team", "My day turns at", "to 12:00, not “13:00”"),
            ("/settings reminder:soon accuracy:team", "My reminder", "“soon” is no time"),
            ("/settings zone:nowhere accuracy:team", "My time zone", "no time zone"),
            ("/settings accuracy:nobody streak:off", "Who sees my accuracy", "not “nobody”"),
        ] {
            let refused = room.line("Anna", line).await;
            let form = refused.form.as_ref().unwrap_or_else(|| panic!("{line}: no form"));
            let filled = filled(form);
            let at_field = filled.lines().find(|line| line.starts_with(field)).unwrap_or_default();
            assert!(at_field.contains(error), "{line}: {filled}");
            // What was not named stands in it as it is, so that sending it loses nothing.
            assert_eq!(form.fields.len(), 5, "{filled}");
            assert!(form.fields.iter().all(|field| !field.value.is_empty()), "{filled}");
            assert_eq!(shown(&room.line("Anna", "/settings").await), before, "{line}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_changes_what_was_changed_in_it_and_nothing_else() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let form = room.line("Anna", "/settings").await.form.expect("a form");
        // Meanwhile, elsewhere.
        room.line("Anna", "/settings reminder:7am turn:5 accuracy:team").await;
        let saved = shown(&send(&room, "Anna", &form, &[("streak", "off")]).await);
        for line in [
            "Reminder: daily at 07:00",
            "Streak: off",
            "Your team, once you are in one, sees",
            "Your day turns at 05:00",
        ] {
            assert!(saved.contains(line), "{line} is not in\n{saved}");
        }
        // All that is wrong is said at once, in the same form.
        let wrong =
            [("zone", "Berlin"), ("reminder", "soon"), ("turn", "13:00"), ("accuracy", "nobody")];
        let again = send(&room, "Anna", &form, &wrong).await.form.expect("a form");
        assert_eq!((again.title.as_str(), again.submit.as_str()), ("Your settings", "Save"));
        let errors = again.fields.iter().filter_map(|field| field.error.as_deref());
        assert_eq!(
            errors.collect::<Vec<_>>(),
            [
                "There is no time zone called “Berlin”. Did you mean Europe/Berlin?",
                "“soon” is no time of day. Write it like 18:00 or 6 pm, or write off for none.",
                "accuracy takes me, team or everyone, not “nobody”. Try me.",
                "turn takes 00:00 to 12:00, not “13:00”. Try 03:00.",
            ]
        );
        assert!(again.fields.iter().all(|field| !field.is_optional));
        // The clock of a reminder is named where it is another.
        room.line("Anna", "/reminder set 18:00 zone:Asia/Tokyo").await;
        let told = shown(&room.line("Anna", "/settings").await);
        assert!(told.contains("daily at 18:00 by the clock of Asia/Tokyo"), "{told}");
    })
    .await;
}

/// The dates that count in a streak, the newest first, as `/streak why` tells them.
async fn counted(room: &Room) -> Vec<String> {
    let why = shown(&room.line("Anna", "/streak why").await);
    let days = why.lines().filter(|line| line.contains("| yes |"));
    days.map(|line| line.split(" | ").next().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_turn_that_is_changed_a_minute_before_the_day_turns_loses_and_doubles_no_date() {
    on_each_database(async |database| {
        // It is noon on Monday, 4 May, in UTC.
        let room = Room::new(&database.store);
        plays_right(&room, "Anna", "Sun", "True").await;
        // 03:59 on Tuesday is Monday still, and stays so: Tuesday begins at four, as it would have.
        room.wait(16 * HOUR - 60);
        let saved = shown(&room.line("Anna", "/settings turn:00:00").await);
        assert!(saved.contains("Your day turns at 00:00, from Wed 6 May on."), "{saved}");
        plays_right(&room, "Anna", "Sun", "True").await;
        assert_eq!(counted(&room).await, ["Mon 4 May"]);
        let why = shown(&room.line("Anna", "/streak why").await);
        assert!(why.contains("The next study day begins at 04:00 your time."), "{why}");
        room.wait(60);
        plays_right(&room, "Anna", "Sun", "True").await;
        assert_eq!(counted(&room).await, ["Tue 5 May", "Mon 4 May"]);
        let why = shown(&room.line("Anna", "/streak why").await);
        assert!(why.contains("The next study day begins at 00:00 your time."), "{why}");
        // Wednesday begins at midnight. An hour later the turn goes back to four: Wednesday is not
        // taken back, and lasts until four on Thursday.
        room.wait(21 * HOUR);
        plays_right(&room, "Anna", "Sun", "True").await;
        assert_eq!(counted(&room).await, ["Wed 6 May", "Tue 5 May", "Mon 4 May"]);
        room.line("Anna", "/settings turn:04:00").await;
        room.wait(26 * HOUR);
        plays_right(&room, "Anna", "Sun", "True").await;
        assert_eq!(counted(&room).await, ["Wed 6 May", "Tue 5 May", "Mon 4 May"]);
        room.wait(HOUR);
        plays_right(&room, "Anna", "Sun", "True").await;
        let all = ["Thu 7 May", "Wed 6 May", "Tue 5 May", "Mon 4 May"];
        assert_eq!(counted(&room).await, all);
        // The kept streak goes by it, too: it is over when Friday is, by the member's own turn.
        let board = shown(&room.line("Anna", "/leaderboard board:streaks").await);
        assert!(board.contains("1 | Anna | 4"), "{board}");
    })
    .await;
}

#[tokio::test]
async fn boards_turn_at_four_whatever_a_member_has_chosen() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/settings turn:00:00").await;
        // Half past midnight on Tuesday: Anna's own day is Tuesday, the board's still Monday.
        room.wait(12 * HOUR + HOUR / 2);
        plays_right(&room, "Anna", "Sun", "True").await;
        assert_eq!(counted(&room).await, ["Tue 5 May"]);
        let board = shown(&room.line("Anna", "/leaderboard period:today").await);
        assert!(board.contains("1 | Anna"), "{board}");
        room.wait(4 * HOUR);
        let board = shown(&room.line("Anna", "/leaderboard period:today").await);
        assert!(!board.contains("1 | Anna"), "{board}");
    })
    .await;
}

#[tokio::test]
async fn who_sees_how_somebody_does_is_their_own_choice() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        plays_right(&room, "Anna", "Sun", "True").await;
        for (who, team) in [("Anna", "Owls"), ("Ben", "Owls"), ("Cleo", "Foxes")] {
            let (found, join) = (format!("/team create {team}"), format!("/team join {team}"));
            let line = if who == "Ben" { join } else { found };
            room.line(who, &line).await;
        }
        let hidden = "Anna keeps their stats to themselves.";
        let for_team = "Anna shows their stats to their own team alone.";
        for (choice, ben, cleo) in [
            ("everyone", "1 of 1 question right", "1 of 1 question right"),
            ("team", "1 of 1 question right", for_team),
            ("me", hidden, hidden),
        ] {
            room.line("Anna", &format!("/settings accuracy:{choice}")).await;
            for (who, expected) in [("Anna", "1 of 1 question right"), ("Ben", ben), ("Cleo", cleo)]
            {
                let told = shown(&room.line(who, "/stats member:Anna").await);
                assert!(told.contains(expected), "{choice}, {who}: {told}");
            }
        }
        // Whoever is in no team is in nobody's.
        room.line("Anna", "/team leave").await;
        room.line("Ben", "/team leave").await;
        room.line("Anna", "/settings accuracy:team").await;
        let told = shown(&room.line("Ben", "/stats member:Anna").await);
        assert!(told.contains(for_team), "{told}");
    })
    .await;
}

#[tokio::test]
async fn what_was_chosen_is_ones_data() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/settings accuracy:me turn:05:00").await;
        let home = room.act("Anna", Action::Home).await;
        let own = home.settings.iter().map(|one| (one.label.as_str(), one.value.as_str()));
        assert_eq!(
            own.collect::<Vec<_>>(),
            [
                ("Time zone", "UTC"),
                ("Reminder", ""),
                ("Streak", "on"),
                ("Who sees my accuracy", "me"),
                ("My day turns at", "05:00"),
            ]
        );
    })
    .await;
}
