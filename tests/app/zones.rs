//! Zones and times as people write them: whatever says where somebody is leads to places with the
//! time there.

use studyhall::app::request::{Action, Files};

use super::daily::Hall;
use super::room::{sentence, shown};
use crate::support::database::on_each_database;

#[tokio::test]
async fn what_says_where_somebody_is_leads_to_places_with_the_time_there() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        // It is noon in UTC on 4 May 2026.
        for (typed, place) in [
            ("GMT+1", "[Europe/London, 13:00]"),
            ("UTC+2", "[Europe/Berlin, 14:00]"),
            ("+02:00", "[Europe/Berlin, 14:00]"),
            ("+2", "[Europe/Berlin, 14:00]"),
            ("GMT-5", "[America/Chicago, 07:00]"),
            ("+05:30", "[Asia/Kolkata, 17:30]"),
            ("India", "[Asia/Kolkata, 17:30]"),
            ("Germany", "[Europe/Berlin, 14:00]"),
            ("USA", "[America/New_York, 08:00]"),
            ("Berlin", "[Europe/Berlin, 14:00]"),
            ("new york", "[America/New_York, 08:00]"),
            ("EST", "[America/New_York, 08:00]"),
            ("PST", "[America/Los_Angeles, 05:00]"),
            ("MST", "[America/Denver, 06:00]"),
            ("CET", "[Europe/Berlin, 14:00]"),
            ("IST", "[Asia/Kolkata, 17:30] [Europe/Dublin, 13:00] [Asia/Jerusalem, 15:00]"),
        ] {
            for line in [
                "/timezone \
                zone:",
                "/reminder set time:18:00 zone:",
                "/daily set time:9 zone:",
            ] {
                let told = hall.told("Admin", &format!("{line}{typed}")).await;
                assert!(
                    told.contains(
                        "refused: \
                    "
                    ) && told.contains(place),
                    "{line}{typed}: {told}"
                );
                assert!(!told.contains("Etc/"), "{line}{typed}: {told}");
            }
        }
        for (typed, said) in [
            ("+15:00", "“+15:00” is no offset of a clock: they go from UTC−12 to UTC+14."),
            ("+99", "“+99” is no offset of a clock"),
            ("+05:15", "No clock that I know goes by UTC+5:15."),
            (
                "my \
                place",
                "There is no time zone called “my place”. Name a large city near you or \
                    your country",
            ),
        ] {
            let told = hall.told("Admin", &format!("/timezone zone:{typed}")).await;
            assert!(told.contains(said), "{typed}: {told}");
        }
        let told = hall.told("Admin", "/timezone").await;
        assert!(told.contains("Your time zone is UTC"), "nothing has changed: {told}");
        assert!(hall.told("Admin", "/reminder show").await.contains("You have no reminder yet."));
    })
    .await;
}

#[tokio::test]
async fn a_place_is_taken_by_its_button() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let offered = hall.room.line("Anna", "/timezone zone:IST").await;
        let told = shown(&hall.room.press("Anna", &offered, "Europe/Dublin, 13:00").await);
        assert!(told.contains("Your time zone is Europe/Dublin; it is 13:00 there now."), "{told}");
        let offered =
            hall.room.line("Anna", "/reminder set time:9 pm days:mon-fri zone:+02:00").await;
        let told = shown(&hall.room.press("Anna", &offered, "Europe/Berlin, 14:00").await);
        assert!(told.contains("Your reminder: mon-fri at 21:00, Europe/Berlin."), "{told}");
        let offered = hall.room.line("Admin", "/daily set time:noon zone:Tokio deck:world").await;
        let told = shown(&hall.room.press("Admin", &offered, "Asia/Tokyo, 21:00").await);
        assert!(told.contains("daily at 12:00, Asia/Tokyo"), "{told}");
        // Whoever may not set a card of the day may not by the button.
        let told = shown(&hall.room.press("Anna", &offered, "Asia/Tokyo, 21:00").await);
        assert!(told.contains("Only admins may use /daily set"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_command_too_long_for_a_button_says_its_places_in_words_alone() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let off =
            "2026-12-24, 2026-12-25, 2026-12-26, 2026-12-27, 2026-12-28, 2026-12-29, 2026-12-30";
        let options = [("time", "9"), ("zone", "India"), ("off", off)];
        let options = options.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let (name, files) = ("daily set".into(), Files::new());
        let told = hall.room.act("Admin", Action::Command { name, options, files }).await;
        let told = shown(&told);
        let told = sentence(&told);
        assert!(told.ends_with("Did you mean Asia/Kolkata, where it is 17:30 now?"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_clock_without_a_place_is_shown_with_what_it_means() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let told = hall.told("Admin", "/timezone zone:Etc/GMT+1").await;
        assert!(
            told.contains("Your time zone is Etc/GMT+1 (UTC−1); it is 11:00 there now."),
            "{told}"
        );
        assert!(told.contains("Its clock does not change in summer."), "{told}");
        let told = hall.told("Admin", "/reminder set time:18:00").await;
        assert!(told.contains("Your reminder: daily at 18:00, Etc/GMT+1 (UTC−1)."), "{told}");
        let told = hall.told("Admin", "/daily set time:18:00 zone:etc/gmt-2").await;
        assert!(told.contains("daily at 18:00, Etc/GMT-2 (UTC+2)"), "{told}");
        let told = hall.told("Ben", "/timezone zone:UTC").await;
        assert!(told.contains("Your time zone is UTC; it is 12:00 there now."), "{told}");
        assert!(told.contains("Its clock does not change in summer."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn times_are_taken_as_people_write_them_and_shown_as_they_were_taken() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        for (typed, taken) in [
            ("9", "09:00"),
            ("18", "18:00"),
            ("noon", "12:00"),
            ("midnight", "00:00"),
            ("0930", "09:30"),
            ("930", "09:30"),
            ("9am", "09:00"),
            ("9 am", "09:00"),
            ("9:30pm", "21:30"),
            ("9.30", "09:30"),
            ("18h", "18:00"),
            ("21h30", "21:30"),
            ("12am", "00:00"),
            ("12pm", "12:00"),
        ] {
            let told = hall.told("Admin", &format!("/daily set time:{typed}")).await;
            assert!(told.contains(&format!("daily at {taken}, UTC")), "{typed}: {told}");
            let told = hall.told("Anna", &format!("/reminder set time:{typed}")).await;
            assert!(told.contains(&format!("daily at {taken}, UTC")), "{typed}: {told}");
        }
        for (typed, said) in [
            (
                "24:00",
                "“24:00” could be the midnight before a day or after it. Write 00:00 or 23:59.",
            ),
            ("25", "“25” is no time of day. Write it like 09:00, 9 am or 21:30."),
            ("9:75", "“9:75” is no time of day. Write it like 09:00, 9 am or 21:30."),
        ] {
            for line in ["/daily set time:", "/reminder set time:"] {
                let told = hall.told("Admin", &format!("{line}{typed}")).await;
                let asked = format!("[only you]\nrefused: {said}\n[Fill in a form]");
                assert_eq!(told, asked, "{typed}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn rows_with_clocks_without_a_place_keep_working() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00 deck:world").await;
        hall.told("Anna", "/reminder set time:18:00").await;
        hall.told("Anna", "/timezone zone:Europe/Berlin").await;
        database.tamper("UPDATE schedules SET zone = 'EST'").await;
        database.tamper("UPDATE reminders SET zone = 'Etc/GMT+1'").await;
        database.tamper("UPDATE members SET chosen_zone = 'Etc/GMT+1' WHERE name = 'Anna'").await;
        let told = hall.told("Anna", "/timezone").await;
        assert!(
            told.contains("Your time zone is Etc/GMT+1 (UTC−1); it is 11:00 there now."),
            "{told}"
        );
        let told = hall.told("Anna", "/reminder show").await;
        assert!(told.contains("daily at 18:00, Etc/GMT+1 (UTC−1)"), "{told}");
        let told = hall.told("Anna", "/daily preview").await;
        assert!(told.contains("daily at 09:00, EST (UTC−5)"), "{told}");
        // What is kept by the old clock is reckoned anew at a start.
        hall.room.app.recheck_schedules(hall.room.now()).await.unwrap();
        hall.wait_until("2026-05-04T14:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 1, "it is 09:00 by EST");
    })
    .await;
}
