//! Five weeks in which members do all that leaves something behind in the database.

use studyhall::app::reply::Reply;
use studyhall::app::request::{Action, Addressee};
use studyhall::store::Shown;

use super::super::room::{direct, shown};
use super::scene::{Scene, direct_on_server, other, room, server};
use crate::support::database::Database;

/// The channel in which most happens.
pub(super) const GROUP: &str = "study-group";

/// From the 4th of May 2026, a Monday, at noon, until the evening of the 7th of June.
pub(super) async fn live(scene: &Scene, database: &Database) {
    begin(scene).await;
    let hall = &scene.hall;
    for day in 5..=38 {
        let (month, day_of_month) = if day > 31 { (6, day - 31) } else { (5, day) };
        hall.wait_until(&format!("2026-{month:02}-{day_of_month:02}T09:00:00Z"));
        let is_weekday = !matches!(day % 7, 2 | 3);
        // On one day nothing runs.
        if day != 13 {
            scene.tick().await;
        }
        hall.room.wait(300);
        if is_weekday && day != 13 {
            study(scene, day).await;
        }
        happens(scene, database, day).await;
        if day == 13 {
            hall.wait_until("2026-05-13T16:00:00Z");
            scene.tick().await;
        }
        // In the course of a day the messages get their counts, and answers their time.
        hall.room.wait(600);
        scene.tick().await;
    }
    hall.wait_until("2026-06-07T18:00:00Z");
}

/// Schedules, teams, a season, a reminder.
async fn begin(scene: &Scene) {
    let here = room(GROUP);
    scene
        .line(&here, "Admin", "/daily set time:09:00 days:mon-fri deck:chemistry off:2026-05-25")
        .await;
    for (channel, time) in [("lounge", "10:00"), ("cellar", "11:00"), ("library", "09:00")] {
        let set = format!("/daily set time:{time} days:mon-fri deck:chemistry summary:off");
        scene.line(&room(channel), "Admin", &set).await;
    }
    scene.line(&room("lounge"), "Admin", "/daily pause").await;
    scene.line(&room("cellar"), "Admin", "/daily off").await;
    scene.line(&here, "Anna", "/timezone Europe/Berlin").await;
    scene.line(&here, "Hal", "/timezone Pacific/Pago_Pago").await;
    scene.line(&here, "Anna", "/team create name:Night Owls").await;
    scene.line(&here, "Ben", "/team join Night Owls").await;
    scene.line(&here, "Dora", "/team create Larks").await;
    scene.line(&here, "Admin", "/season start name:Spring until:2026-05-17").await;
    scene.line(&other("hall"), "Admin", "/season start name:Winter until:2026-06-20").await;
}

/// What members do on most days.
async fn study(scene: &Scene, day: u32) {
    let here = room(GROUP);
    if day != 25 {
        let card = scene.latest(&here, "who:");
        let given = if day.is_multiple_of(4) { "Silver" } else { "Gold" };
        let told = scene.answer(&here, "Anna", &card, given).await;
        if given == "Silver" {
            scene.answer(&here, "Anna", &told, "gold").await;
        }
    }
    if day.is_multiple_of(3) {
        scene.plays(&here, "Ben", "Sun", "True").await;
    }
    // Of the days from the first of June on she misses one.
    if (32..=35).contains(&day) {
        scene.plays(&here, "Cleo", "Moon", "False").await;
    }
    if day < 16 {
        scene.plays(&here, "Eve", "Rivers", "Nile").await;
    }
    if day > 26 {
        scene.plays(&here, "Dora", "Sun", "False").await;
        scene.plays(&server("9101"), "Vic", "Rivers", "Nile").await;
    }
}

/// What happens on certain days.
async fn happens(scene: &Scene, database: &Database, day: u32) {
    let (hall, here) = (&scene.hall, room(GROUP));
    match day {
        6 => {
            let asked = scene.line(&direct("Hal"), "Hal", "/quiz topic:Peru").await;
            scene.answer(&direct("Hal"), "Hal", &asked, "Lima").await;
        }
        // Half past three in the morning there; two days later on the other island.
        7 => {
            hall.wait_until("2026-05-07T14:30:00Z");
            scene.line(&here, "Hal", "/timezone Pacific/Kiritimati").await;
            let asked = scene.line(&direct("Hal"), "Hal", "/quiz topic:Peru").await;
            scene.answer(&direct("Hal"), "Hal", &asked, "Lima").await;
        }
        11 => {
            // The channel is gone at nine on the next day: it pauses by itself, and that is told.
            hall.platform.remove("library");
        }
        12 => hall.tick().await,
        14 => {
            let race = scene.line(&here, "Fay", "/quiz topic:Sun with:channel").await;
            scene.press(&here, "Fay", &race, "True").await;
            scene.press(&here, "Anna", &race, "False").await;
            scene.press(&here, "Fay", &race, "Finish").await;
        }
        18 => {
            scene.line(&here, "Admin", "/season start name:May until:2026-06-20").await;
            scene.line(&here, "Ben", "/streak off").await;
        }
        // On the day before, the final board has had everybody looked up.
        19 => leaves(scene, "Eve").await,
        20 => {
            scene.line(&here, "Fay", "/reminder set time:18:00").await;
            let asked = scene.line(&here, "Fay", "/mydata delete").await;
            scene.press(&here, "Fay", &asked, "Forget me").await;
        }
        // Kim hears nothing of reminders, which ask at last; Lea's have been silent for long.
        32 => {
            scene.line(&here, "Kim", "/reminder set time:10:00 days:daily").await;
            scene.line(&here, "Lea", "/reminder set time:21:00 days:daily").await;
            let lea = "UPDATE reminders SET mood = 5, next_at = NULL WHERE member = (SELECT id \
                FROM members WHERE name = 'Lea')";
            database.tamper(lea).await;
        }
        33 => {
            for who in ["Gus", "Ida"] {
                scene.plays(&here, who, "Moon", "False").await;
            }
            let drawn = scene.line(&here, "Admin", "/team balance").await;
            let applied = scene.press(&here, "Admin", &drawn, "Make these the teams").await;
            scene.press(&here, "Admin", &applied, "Undo").await;
        }
        34 => platforms(scene, database).await,
        38 => {
            let set = "/daily set time:10:00 days:sun deck:chemistry";
            scene.line(&server("9120"), "Admin", set).await;
        }
        _ => {}
    }
    // Until ten, when Kim's reminder is due.
    if day >= 32 {
        let date = day - 31;
        hall.wait_until(&format!("2026-06-{date:02}T10:00:00Z"));
        scene.tick().await;
    }
}

/// Somebody leaves the community, which shows when they are looked up.
async fn leaves(scene: &Scene, who: &str) {
    let (hall, app) = (&scene.hall, &scene.hall.room.app);
    hall.platform.leaves(who);
    scene.line(&room(GROUP), "Admin", "/leaderboard period:all").await;
    let look = app.next_look().await.unwrap();
    assert!(app.look(&look, hall.room.now()).await.unwrap(), "{who} has left");
}

/// What adapters and the clockwork keep of their own.
async fn platforms(scene: &Scene, database: &Database) {
    let (store, now) = (&database.store, scene.hall.room.now());
    let shown = Shown { place: "9101".to_owned(), message: "810001".to_owned() };
    store.put_shown("discord", "9101", "quiz:1.1", &shown, now).await.unwrap();
    store.put_conversation("discord", "id of Vic", "8801", now).await.unwrap();
    scene.hall.room.app.runs(now).await.unwrap();
}

/// Quizzes of every kind that are not over, each on its own step.
pub(super) async fn quizzes(scene: &Scene) {
    let here = room(GROUP);
    // Typed: one wrong try, and the hint.
    let asked = scene.line(&direct("Gus"), "Gus", "/quiz topic:Peru").await;
    let told = scene.answer(&direct("Gus"), "Gus", &asked, "Quito").await;
    scene.press(&direct("Gus"), "Gus", &told, "Hint (−2)").await;
    // Choices, with a card behind and a card before.
    let line = "/quiz topic:Capitals style:choices questions:3";
    let asked = scene.line(&here, "Dora", line).await;
    scene.press(&here, "Dora", &asked, "Skip").await;
    scene.line(&here, "Hal", "/quiz topic:Moon").await;
    let asked = scene.line(&here, "Ida", "/quiz topic:Essay").await;
    scene.press(&here, "Ida", &asked, "Show the answer").await;
    // Finished, with a missed card, and one that stands in the way of another.
    let told = scene.plays(&here, "Dan", "Sun", "False").await;
    assert!(shown(&told).contains("Again with the missed ones"), "{}", shown(&told));
    let asked = scene.line(&here, "Lea", "/quiz topic:Rivers").await;
    scene.press(&here, "Lea", &asked, "Stop").await;
    scene.line(&here, "Lea", "/quiz topic:Capes").await;
    scene.line(&here, "Lea", "/quiz").await;
    let alone = direct_on_server("Uma");
    let asked = scene.line(&alone, "Uma", "/quiz topic:Peru").await;
    scene.act(&alone, "Uma", Action::Said { text: "Quito".to_owned(), to: Addressee::Bot }).await;
    assert!(!asked.messages.is_empty());
}

/// The card of the day in ten channels of the server at once, so that each kind of card is one.
pub(super) async fn cards(scene: &Scene) {
    for number in 9_101..=9_110 {
        scene.line(&server(&number.to_string()), "Admin", "/daily now deck:world").await;
    }
    scene.tick().await;
    for number in 9_101..=9_110 {
        let place = server(&number.to_string());
        let card = scene.latest(&place, "who:");
        let has = |kind: &str| {
            let mut buttons = card.messages.iter().flat_map(|message| &message.buttons);
            buttons.any(|button| button.click().unwrap().to_string().starts_with(kind))
        };
        if has("answer:") {
            scene.answer(&place, "Uma", &card, "Atlantis").await;
            scene.by_kind(&place, "Vic", &card, "hint:", "").await;
            scene.by_kind(&place, "Wes", &card, "who:", "").await;
        } else if has("pick:") {
            scene.by_kind(&place, "Uma", &card, "pick:", "").await;
        } else {
            scene.by_kind(&place, "Uma", &card, "show:", "").await;
            let told: Reply = scene.by_kind(&place, "Vic", &card, "show:", "").await;
            scene.press(&place, "Vic", &told, "I had it").await;
        }
    }
    scene.hall.room.wait(5);
    scene.tick().await;
}
