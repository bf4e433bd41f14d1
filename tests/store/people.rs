//! Communities and members, known by the platform's names.

use chrono_tz::{Asia::Tokyo, Europe::Berlin, Tz};
use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::domain::id::{CommunityId, MemberId};
use studyhall::domain::place::{Home, Identity};
use studyhall::store::{Change, Committed, Deed, NewCommunity, NewMember};

use super::given::{Given, noon};
use crate::support::database::on_each_database;

#[tokio::test]
async fn a_community_is_made_once_and_keeps_its_zone() {
    on_each_database(async |database| {
        let mut rng = StdRng::seed_from_u64(7);
        let first = database
            .store
            .community(&Home::new("web", "hall"), Berlin, noon(), &mut rng)
            .await
            .unwrap();
        let again = database
            .store
            .community(&Home::new("web", "hall"), Tokyo, noon(), &mut rng)
            .await
            .unwrap();
        let other = database
            .store
            .community(&Home::new("slack", "hall"), Tokyo, noon(), &mut rng)
            .await
            .unwrap();
        assert_eq!((first.zone, &again), (Berlin, &first));
        assert_ne!(other.id, first.id);
    })
    .await;
}

#[tokio::test]
async fn a_community_and_a_member_are_met_once_with_what_they_do_first() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let store = &database.store;
        let (community, member) = (CommunityId(1), MemberId(2));
        assert_eq!(store.known_community(&Home::new("web", "room")).await.unwrap(), None);
        assert_eq!(
            store.known_member(community, &Identity::new("web", "bob")).await.unwrap(),
            None
        );
        let new = NewCommunity { id: community, home: Home::new("web", "room"), zone: Berlin };
        let meet = Deed::MeetCommunity(new);
        let bob = NewMember {
            id: member,
            community,
            identity: Identity::new("web", "bob"),
            name: "Bob".to_owned(),
            zone: Some(Tokyo),
        };
        let first = |event: &str| {
            Change::of(Deed::SwitchStreak(community, member, true))
                .with(Deed::MeetMember(bob.clone()))
                .with(meet.clone())
                .with(Deed::Handle(given.event(event, "{}")))
        };
        assert_eq!(given.commit(&first("1")).await, Committed::Done);
        assert_eq!(given.commit(&first("1")).await, Committed::Seen("{}".to_owned()));
        assert_eq!(given.commit(&first("2")).await, Committed::Stale, "they have been met");
        assert_eq!(store.reply_to("2").await.unwrap(), None);
        let known = store.known_community(&Home::new("web", "room")).await.unwrap().unwrap();
        assert_eq!((known.id, known.zone), (community, Berlin));
        let known =
            store.known_member(community, &Identity::new("web", "bob")).await.unwrap().unwrap();
        assert_eq!((&known.member, known.is_away), (&bob.member(), false));
        assert_eq!(known.news("Bob", None), None);
        assert_eq!(known.news("Bob", Some(Tokyo)), None);
        assert!(store.kept_streak(member).await.unwrap().off);
    })
    .await;
}

#[tokio::test]
async fn news_of_a_member_are_taken_in_and_whoever_was_away_is_back() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let (store, community, member) = (&database.store, given.community.id, given.member.id);
        let known = async || {
            store.known_member(community, &Identity::new("web", "ann")).await.unwrap().unwrap()
        };
        let news = known().await.news("Anna", Some(Tokyo)).unwrap();
        assert!(news.moves);
        store.member_left(community, member, noon()).await.unwrap();
        assert!(known().await.is_away);
        let change = Change::of(Deed::Hear(news)).with(Deed::Return(community, member));
        assert_eq!(given.commit(&change).await, Committed::Done);
        let now = known().await;
        assert_eq!((now.member.name.as_str(), now.member.zone), ("Anna", Some(Tokyo)));
        assert!(!now.is_away);
        assert_eq!(given.commit(&change).await, Committed::Stale, "they are back already");
        // Whoever has chosen a zone is moved by none that a platform tells.
        given.commit(&Change::of(Deed::ChooseZone(member, Berlin))).await;
        let told = known().await.news("Anna", Some(Tz::UTC)).unwrap();
        assert!(!told.moves);
        given.commit(&Change::of(Deed::Hear(told))).await;
        assert_eq!(known().await.member.zone, Some(Berlin));
    })
    .await;
}

#[tokio::test]
async fn a_member_takes_a_new_name_and_keeps_a_known_zone() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let mut rng = StdRng::seed_from_u64(7);
        let mut meet = async |name: &str, zone: Option<Tz>| {
            database
                .store
                .member(
                    given.community.id,
                    &Identity::new("web", "ann"),
                    name,
                    zone,
                    noon(),
                    &mut rng,
                )
                .await
                .unwrap()
        };
        for (name, told, zone) in [
            ("Ann", None, None),
            ("Ann", Some(Tokyo), Some(Tokyo)),
            ("Anna", None, Some(Tokyo)),
            ("Anna", Some(Berlin), Some(Berlin)),
        ] {
            let member = meet(name, told).await;
            assert_eq!(
                (member.id, member.name.as_str(), member.zone),
                (given.member.id, name, zone)
            );
        }
    })
    .await;
}

#[tokio::test]
async fn people_who_come_at_the_same_moment_are_made_once_each() {
    on_each_database(async |database| {
        let meetings = (0..16).map(|n| {
            let store = database.store.clone();
            tokio::spawn(async move {
                let mut rng = StdRng::seed_from_u64(n);
                let community = store
                    .community(&Home::new("web", "new hall"), Tz::UTC, noon(), &mut rng)
                    .await
                    .unwrap();
                let name = if n % 2 == 0 { "ann" } else { "bob" };
                store
                    .member(community.id, &Identity::new("web", name), name, None, noon(), &mut rng)
                    .await
                    .unwrap()
            })
        });
        let mut met = Vec::new();
        for meeting in meetings.collect::<Vec<_>>() {
            met.push(meeting.await.unwrap());
        }
        met.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        met.dedup();
        assert_eq!(
            met.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(),
            ["ann", "bob"]
        );
        assert_eq!(met[0].community, met[1].community);
    })
    .await;
}

#[tokio::test]
async fn members_are_found_by_name_without_case_and_accents() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let mut rng = StdRng::seed_from_u64(7);
        for (external, name) in [("u1", "José García"), ("u2", "jose  garcia"), ("u3", "Zoë")] {
            database
                .store
                .member(
                    given.community.id,
                    &Identity::new("web", external),
                    name,
                    None,
                    noon(),
                    &mut rng,
                )
                .await
                .unwrap();
        }
        for (called, expected) in [
            ("JOSE GARCIA", &["u1", "u2"][..]),
            ("zoe", &["u3"]),
            ("u2", &[]),
            ("jose", &[]),
            ("%", &[]),
            ("", &[]),
        ] {
            let mut found = Vec::new();
            for member in database.store.members_called(given.community.id, called).await.unwrap() {
                found.extend(database.store.identity_on("web", member.id).await.unwrap());
            }
            assert_eq!(found, expected, "{called}");
        }
    })
    .await;
}

#[tokio::test]
async fn hostile_names_are_kept_without_their_control_characters() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let mut rng = StdRng::seed_from_u64(7);
        let name = format!("'; DROP TABLE members;--\0\u{202e}<b>{}", "x".repeat(1_000));
        let member = database
            .store
            .member(
                given.community.id,
                &Identity::new("web", "e\0vil"),
                &name,
                None,
                noon(),
                &mut rng,
            )
            .await
            .unwrap();
        assert!(member.name.starts_with("'; DROP TABLE members;--\u{202e}<b>xxx"));
        assert_eq!(member.name.chars().count(), 100);
        let again = database
            .store
            .member(
                given.community.id,
                &Identity::new("web", "e\0vil"),
                &name,
                None,
                noon(),
                &mut rng,
            )
            .await
            .unwrap();
        assert_eq!(again, member);
    })
    .await;
}
