//! The last morning of a fixture, the 8th of June 2026: everything is on its way when the program
//! stops. Some of it is claimed, and of some the claim has run out.

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use studyhall::app::request::{Action, Addressee};
use studyhall::clockwork::delivery::deliver;
use studyhall::store::chat::Draft;

use super::life::{GROUP, cards, quizzes};
use super::scene::{Scene, other, room, server};
use crate::app::room::direct;
use crate::support::database::Database;
use crate::support::sending::Fate;

/// When the program stops.
pub(super) const STOPS: &str = "2026-06-08T10:00:00Z";

/// Claims of processes that died five minutes ago and more, beside those that still hold.
const RUN_OUT: [&str; 4] = [
    "UPDATE claims SET until = until - 300 WHERE family = 2 \
        AND id IN (SELECT id FROM postings WHERE channel = 'noon' AND state = 'due')",
    "UPDATE claims SET until = until - 300 WHERE family = 1 \
        AND id IN (SELECT id FROM schedules WHERE channel = 'making-2')",
    "UPDATE claims SET until = until - 300 WHERE family = 3 \
        AND id IN (SELECT id FROM members WHERE name = 'Pia')",
    "UPDATE claims SET until = until - 300 WHERE family = 4 \
        AND id IN (SELECT id FROM seasons WHERE name = 'Winter')",
];

pub(super) async fn stop(scene: &Scene, database: &Database) {
    let hall = &scene.hall;
    set_up(scene).await;
    // The card of one o'clock comes too late.
    hall.wait_until("2026-06-08T08:00:00Z");
    cards(scene).await;
    nine(scene).await;
    page(scene, database).await;
    quizzes(scene).await;
    teams(scene).await;
    hall.room.wait(300);
    scene.tick().await;
    races(scene).await;
    claims(scene).await;
    for sql in RUN_OUT {
        database.tamper(sql).await;
    }
    unclaimed(scene).await;
    hall.wait_until(STOPS);
    // As it does daily; sooner, so that fewer are to be kept here.
    let now = hall.room.now();
    hall.room.app.forget(now - chrono::TimeDelta::days(1), now).await.unwrap();
    hall.room.app.runs(now).await.unwrap();
}

/// On the evening before: schedules and reminders for the next morning.
async fn set_up(scene: &Scene) {
    for (channel, time) in [
        ("night", "01:00"),
        ("attic", "09:00"),
        ("morning", "09:30"),
        ("noon", "09:31"),
        ("tried", "09:32"),
        ("made", "09:58"),
        ("making-1", "09:59"),
        ("making-2", "09:59"),
        ("due", "10:00"),
    ] {
        let set = format!("/daily set time:{time} days:mon-fri deck:chemistry summary:off");
        scene.line(&room(channel), "Admin", &set).await;
    }
    scene.hall.platform.remove("attic");
    for (who, time) in [
        ("Jon", "09:00"),
        ("Moe", "09:01"),
        ("Nia", "09:02"),
        ("Sid", "09:02"),
        ("Oli", "09:58"),
        ("Pia", "09:58"),
        ("Qui", "10:00"),
        ("Rex", "10:00"),
        ("Anna", "18:00"),
        ("Ben", "10:00"),
    ] {
        let set = format!("/reminder set time:{time} days:mon-fri");
        scene.line(&room(GROUP), who, &set).await;
    }
    scene.line(&room(GROUP), "Rex", "/reminder off").await;
    scene.line(&server("9101"), "Admin", "/season start name:Sprint until:2026-07-31").await;
}

/// At nine: the first card of the week with its summary, and reminders.
async fn nine(scene: &Scene) {
    let (hall, here) = (&scene.hall, room(GROUP));
    hall.wait_until("2026-06-08T09:00:00Z");
    scene.tick().await;
    let nudge = scene.latest(&direct("Jon"), "nudge:");
    scene.press(&direct("Jon"), "Jon", &nudge, "In an hour").await;
    hall.platform.take_no_direct_messages(true);
    hall.wait_until("2026-06-08T09:01:00Z");
    scene.tick().await;
    hall.platform.take_no_direct_messages(false);
    hall.wait_until("2026-06-08T09:02:00Z");
    scene.tick().await;
    let nudge = scene.latest(&direct("Sid"), "nudge:");
    scene.press(&direct("Sid"), "Sid", &nudge, "Not today").await;
    let card = scene.latest(&here, "who:");
    scene.answer(&here, "Anna", &card, "Gold").await;
    scene.answer(&here, "Dora", &card, "Silver").await;
    scene.press(&here, "Gus", &card, "Hint (−2)").await;
    scene.line(&here, "Anna", "/daily today").await;
    scene.line(&here, "Anna", "/leaderboard period:all").await;
    hall.room.wait(60);
    scene.tick().await;
}

/// What the page keeps of its conversations: words, and a message with buttons.
async fn page(scene: &Scene, database: &Database) {
    let now = scene.hall.room.now();
    let draft = |visible_to: Option<&str>, key: &str, author: Option<&str>, body: Value| Draft {
        place: GROUP.to_owned(),
        visible_to: visible_to.map(str::to_owned),
        key: key.to_owned(),
        author: author.map(str::to_owned),
        body: body.to_string(),
    };
    let card = scene.latest(&room(GROUP), "who:").messages.remove(0);
    let card = json!({ "kind": "bot", "blocks": card.blocks, "buttons": card.buttons });
    let said = json!({ "kind": "said", "text": "Good morning, it's Anna's turn." });
    let drafts = [
        draft(None, "said:id of Anna:0001", Some("id of Anna"), said),
        draft(Some("id of Ida"), "mine:id of Ida:0002", None, card),
    ];
    let event = Some(("id of Anna:0001", "{}"));
    database.store.chat_write("web", "room", &drafts, event, now).await.unwrap();
}

/// Drafts: one is applied, one is only shown; and somebody alone.
async fn teams(scene: &Scene) {
    let here = room(GROUP);
    let drawn = scene.line(&here, "Admin", "/team balance").await;
    scene.press(&here, "Admin", &drawn, "Make these the teams").await;
    scene.line(&here, "Jon", "/team create name:Hermits").await;
    scene.line(&here, "Admin", "/team balance teams:3").await;
    // Asked whether they are to be forgotten, and still there.
    scene.line(&here, "Rex", "/mydata delete").await;
}

/// Quizzes of channels in the middle of a round: one that is over as the program stops, and two
/// that are not.
async fn races(scene: &Scene) {
    let hall = &scene.hall;
    // Their cards are made and wait.
    hall.wait_until("2026-06-08T09:57:00Z");
    let mut rng = StdRng::seed_from_u64(957);
    assert_eq!(hall.room.app.make_due(hall.room.now(), 10, &mut rng).await.unwrap(), 3);
    hall.wait_until("2026-06-08T09:58:30Z");
    let place = room("race");
    let race = scene.line(&place, "Ben", "/quiz topic:Peru with:channel").await;
    scene.answer(&place, "Cleo", &race, "Quito").await;
    scene.press(&place, "Gus", &race, "Hint (−2)").await;
    hall.wait_until("2026-06-08T09:59:20Z");
    let place = room("long-race");
    let line = "/quiz topic:Capitals style:choices questions:3 with:channel";
    let race = scene.line(&place, "Ben", line).await;
    scene.by_kind(&place, "Anna", &race, "pick:", "").await;
    let second = scene.press(&place, "Ben", &race, "Next").await;
    scene.by_kind(&place, "Dora", &second, "pick:", "").await;
    let place = server("9103");
    let race = scene.line(&place, "Wes", "/quiz topic:Essay with:channel").await;
    scene.press(&place, "Uma", &race, "Show the answer").await;
}

/// What other processes have claimed a moment ago.
async fn claims(scene: &Scene) {
    let hall = &scene.hall;
    hall.wait_until("2026-06-08T09:59:40Z");
    let (app, now) = (&hall.room.app, hall.room.now());
    let mut rng = StdRng::seed_from_u64(959);
    for (place, name) in [(room(GROUP), "May"), (other("hall"), "Winter")] {
        let told = scene.line(&place, "Admin", "/season end").await;
        assert!(format!("{told:?}").contains(name), "{told:?}");
    }
    app.end_seasons(now).await.unwrap();
    assert_eq!(app.claim_final_boards(now, &mut rng).await.unwrap().len(), 2);
    assert_eq!(app.claim_nudges(now, 10, &mut rng).await.unwrap().len(), 2);
    let jobs = app.claim_jobs(now, 10, &mut rng).await.unwrap();
    assert_eq!(jobs.len(), 3);
    // One is sent, but the line breaks before that is known here.
    let tried = jobs.iter().find(|job| job.posting.place.channel == "tried").unwrap();
    hall.platform.fates([Fate::HungUp]);
    deliver(app, &hall.platform.platforms(), tried, || now).await;
    assert_eq!(app.make_due(now, 1, &mut rng).await.unwrap(), 1);
    let store = &scene.store;
    let until = now + studyhall::domain::posting::LEASE;
    assert_eq!(store.claim_schedules(77, now, until, 10).await.unwrap().len(), 2);
}

/// What nobody has claimed yet.
async fn unclaimed(scene: &Scene) {
    let (hall, here) = (&scene.hall, room(GROUP));
    hall.room.wait(5);
    let card = scene.latest(&here, "who:");
    scene.answer(&here, "Dan", &card, "Gold").await;
    scene.line(&room("once"), "Admin", "/daily now deck:chemistry").await;
    scene.line(&other("hall"), "Admin", "/season start name:Frost until:2026-07-31").await;
    scene.line(&other("hall"), "Admin", "/season end").await;
    hall.room.app.end_seasons(hall.room.now()).await.unwrap();
    scene.line(&here, "Admin", "/season start name:Summer until:2026-08-31").await;
    hall.room.wait(5);
    scene.line(&server("9101"), "Admin", "/season end").await;
    // A typed word, and a command that nobody knows.
    scene.act(&here, "Anna", Action::Said { text: "thanks".to_owned(), to: Addressee::Bot }).await;
    scene.line(&here, "Ida", "/quizz").await;
}
