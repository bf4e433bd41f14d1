//! Where messages stand, and to which community a conversation with the bot alone belongs.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::domain::place::{Home, Identity};
use studyhall::store::Shown;

use crate::support::database::on_each_database;

fn now() -> DateTime<Utc> {
    "2026-05-04T12:00:00Z".parse().unwrap()
}

fn at(place: &str, message: &str) -> Shown {
    Shown { place: place.to_owned(), message: message.to_owned() }
}

#[tokio::test]
async fn a_message_is_found_by_its_name_and_a_thread_by_its_id() {
    on_each_database(async |database| {
        let store = &database.store;
        store.put_shown("discord", "1", "quiz:8", &at("9", "7"), now()).await.unwrap();
        store.put_shown("discord", "1", "quiz:8.1", &at("9", "70"), now()).await.unwrap();
        store.put_shown("discord", "1", "quiz:8.1", &at("9", "71"), now()).await.unwrap();
        store.put_shown("discord", "2", "quiz:8.1", &at("2", "72"), now()).await.unwrap();
        assert_eq!(store.shown("discord", "1", "quiz:8.1").await.unwrap(), Some(at("9", "71")));
        assert_eq!(store.shown("slack", "1", "quiz:8.1").await.unwrap(), None);
        assert_eq!(store.channel_of_thread("discord", "9").await.unwrap().as_deref(), Some("1"));
        assert_eq!(
            store.channel_of_thread("discord", "2").await.unwrap(),
            None,
            "a channel is no thread of itself"
        );
        assert_eq!(store.forget_shown(now()).await.unwrap(), 0);
        assert_eq!(store.forget_shown(now() + TimeDelta::seconds(1)).await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_person_is_at_home_where_they_were_met_last_rather_than_alone() {
    on_each_database(async |database| {
        let (store, mut rng) = (&database.store, StdRng::seed_from_u64(1));
        assert_eq!(store.home(&Identity::new("discord", "7"), "direct:7").await.unwrap(), None);
        for (minutes, community) in [(0, "first"), (1, "second"), (2, "direct:7")] {
            let met = now() + TimeDelta::minutes(minutes);
            let known = store
                .community(&Home::new("discord", community), Tz::UTC, met, &mut rng)
                .await
                .unwrap();
            store
                .member(known.id, &Identity::new("discord", "7"), "Ben", None, met, &mut rng)
                .await
                .unwrap();
        }
        assert_eq!(
            store.home(&Identity::new("discord", "7"), "direct:7").await.unwrap().as_deref(),
            Some("second")
        );
        assert_eq!(store.home(&Identity::new("slack", "7"), "direct:7").await.unwrap(), None);
        // Where they have left, they are at home no more than anywhere else.
        let second = Home::new("discord", "second");
        let left = store.member_seen(&second, "7").await.unwrap().unwrap();
        store.member_left(left.community, left.id, now()).await.unwrap();
        assert_eq!(
            store.home(&Identity::new("discord", "7"), "direct:7").await.unwrap().as_deref(),
            Some("first")
        );
    })
    .await;
}
