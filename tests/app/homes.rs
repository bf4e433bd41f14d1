//! A community with two homes, and a member who is known in both: nothing counts on there being
//! one. So far no command links them, so the tests do it in the database.

use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::app::request::Action;
use studyhall::domain::place::{Home, Identity, Place};
use studyhall::store::Member;

use super::daily::Hall;
use super::room::{channel, shown};
use crate::support::database::{Database, on_each_database};

/// The second home, on another platform.
fn server() -> Home {
    Home::new("discord", "9001")
}

/// The channel there that is called like the one of the first.
fn channel_there() -> Place {
    Place { home: server(), ..channel() }
}

/// Links the second home to the community of the room, and Anna to who she is there.
async fn link(database: &Database, hall: &Hall) -> Member {
    hall.told("Anna", "/help").await;
    let anna = hall.told("Anna", "/quiz topic:Sun").await;
    assert!(anna.contains("Question 1"), "{anna}");
    let store = &database.store;
    let anna = store.member_seen(&channel().home, "id of Anna").await.unwrap().unwrap();
    let met_at = hall.room.now().timestamp() + 1;
    database
        .tamper(format!(
            "INSERT INTO homes (id, community, platform, external, met_at) \
             SELECT 5, id, 'discord', '9001', {met_at} FROM communities; \
             INSERT INTO identities (community, platform, external, member, met_at) \
             VALUES ({}, 'discord', 'id of Anna abroad', {}, {met_at})",
            anna.community.0, anna.id.0
        ))
        .await;
    anna
}

/// Anna types a line in the other home.
async fn there(hall: &Hall, line: &str) -> String {
    let event = format!("{line} {}", hall.room.now());
    let action = Action::Line(line.to_owned());
    shown(&hall.room.request(&event, &channel_there(), "Anna abroad", action).await)
}

#[tokio::test]
async fn a_member_of_two_homes_is_one_on_every_board() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let anna = link(database, &hall).await;
        let told = there(&hall, "/answer true").await;
        assert!(told.contains("+5 points"), "the quiz that she began at home: {told}");
        let there = there(&hall, "/leaderboard").await;
        assert!(there.contains("1 | Anna abroad | 5"), "{there}");
        let here = hall.told("Ben", "/leaderboard").await;
        assert!(here.contains("1 | Anna abroad | 5"), "{here}");
        let at_home = Identity::new("web", "id of Anna");
        let known = database.store.known_member(anna.community, &at_home).await.unwrap();
        assert_eq!(known.unwrap().member.id, anna.id);
        let data = database.store.member_data(&anna, hall.room.now()).await.unwrap();
        let known_as: Vec<_> = data.known_as.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(known_as, ["id of Anna abroad", "id of Anna"], "{data:?}");
    })
    .await;
}

#[tokio::test]
async fn channels_that_are_called_alike_in_two_homes_are_two() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        link(database, &hall).await;
        let here = hall.told("Ben", "/quiz with:channel topic:Sun").await;
        let there = there(&hall, "/quiz with:channel topic:Sun").await;
        assert!(here.contains("Question 1") && there.contains("Question 1"), "{here}\n{there}");

        hall.told("Admin", "/daily set time:09:00").await;
        let set = Action::Line("/daily set time:10:00".to_owned());
        hall.room.request("set", &channel_there(), "Admin", set).await;
        hall.wait_until("2026-05-05T10:00:00Z");
        hall.tick().await;
        let cards = |place: &Place| {
            let standing = hall.standing_in(place);
            standing.iter().filter(|text| text.contains("Card of the day")).count()
        };
        assert_eq!((cards(&channel()), cards(&channel_there())), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_reminder_goes_where_its_member_was_met_last() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        link(database, &hall).await;
        hall.told("Anna", "/reminder set time:18:00 zone:UTC").await;
        hall.wait_until("2026-05-04T18:00:00Z");
        super::reminders::tick(&hall).await;
        let place =
            Place { home: server(), channel: "direct with Anna abroad".to_owned(), direct: true };
        assert_eq!(hall.standing_in(&place).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_member_has_left_when_they_have_left_every_home() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let anna = link(database, &hall).await;
        there(&hall, "/answer true").await;
        for (leaves, is_away) in [("Anna abroad", false), ("Anna", true)] {
            hall.platform.leaves(leaves);
            hall.wait_until(if is_away { "2026-05-06T13:00:00Z" } else { "2026-05-05T12:30:00Z" });
            hall.told("Ben", "/leaderboard period:all").await;
            let look = hall.room.app.next_look().await.unwrap();
            let anybody_left = hall.room.app.look(&look, hall.room.now()).await.unwrap();
            assert_eq!(anybody_left, is_away, "{leaves} has left");
            assert_eq!(database.store.is_away(anna.id).await.unwrap(), is_away);
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_is_forgotten_is_known_in_no_home_any_more() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let anna = link(database, &hall).await;
        let asked = hall.room.line("Anna", "/mydata delete").await;
        hall.room.press("Anna", &asked, "Forget me").await;
        assert_eq!(database.store.whereabouts(anna.id).await.unwrap(), []);
        for (home, id) in [(channel().home, "id of Anna"), (server(), "id of Anna abroad")] {
            assert_eq!(database.store.member_seen(&home, id).await.unwrap(), None, "{id}");
        }
        let community = database.store.known_community(&server()).await.unwrap().unwrap();
        assert_eq!(community.id, anna.community, "the home is the community's, not hers");
    })
    .await;
}

#[tokio::test]
async fn an_identity_that_many_claim_at_once_becomes_one_member() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let claims = (0..8).map(|number| {
            let (store, now) = (database.store.clone(), hall.room.now());
            tokio::spawn(async move {
                let mut rng = StdRng::seed_from_u64(number);
                let home = Home::new("web", "busy hall");
                let community =
                    store.community(&home, chrono_tz::UTC, now, &mut rng).await.unwrap();
                let identity = Identity::new("web", "id of Zoe");
                let name = format!("Zoe {number}");
                store.member(community.id, &identity, &name, None, now, &mut rng).await.unwrap().id
            })
        });
        let mut met = Vec::new();
        for claim in claims.collect::<Vec<_>>() {
            met.push(claim.await.unwrap());
        }
        met.dedup();
        assert_eq!(met.len(), 1, "all are told of the same");
        for table in ["communities", "homes", "members", "identities"] {
            let sql = match table {
                "communities" => "SELECT COUNT(*) FROM communities",
                "homes" => "SELECT COUNT(*) FROM homes",
                "members" => "SELECT COUNT(*) FROM members",
                _ => "SELECT COUNT(*) FROM identities",
            };
            assert_eq!(database.count(sql).await, 1, "{table}");
        }
    })
    .await;
}
