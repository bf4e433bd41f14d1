//! Platforms that fail: once is still once.

use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::app::request::Action;
use studyhall::clockwork::delivery::final_board;
use studyhall::domain::place::{Home, Place};
use studyhall::platform::sending::Refused;

use super::super::room::{channel, direct, lots, shown};
use super::Hall;
use crate::support::database::on_each_database;
use crate::support::sending::Fate;

#[tokio::test]
async fn whatever_the_platform_answers_a_card_stands_there_once() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        for (day, fates, sends) in [
            (5, &[Fate::Taken][..], 1),
            (6, &[Fate::HungUp], 1),
            (7, &[Fate::FailedTaken], 1),
            (8, &[Fate::Failed], 2),
            (9, &[Fate::Busy, Fate::Failed, Fate::Failed, Fate::HungUp], 4),
        ] {
            let channel = format!("channel {day}");
            hall.told("Admin", &format!("/daily set time:09:00 channel:\"{channel}\"")).await;
            hall.platform.fates(fates.to_vec());
            hall.wait_until(&format!("2026-05-{day:02}T09:00:00Z"));
            for _ in 0..10 {
                hall.tick().await;
                hall.room.wait(10);
            }
            let standing = hall.platform.standing();
            let ours: Vec<_> =
                standing.iter().filter(|message| message.place.channel == channel).collect();
            assert_eq!(ours.len(), 1, "{fates:?}");
            assert_eq!(hall.platform.sends(ours[0].mark), sends, "{fates:?}");
            hall.told("Admin", &format!("/daily off channel:\"{channel}\"")).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_platform_that_cannot_be_asked_is_asked_again_before_anything_is_sent() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:12:30").await;
        hall.platform.fates([Fate::HungUp]);
        hall.platform.be_blind(3);
        hall.wait_until("2026-05-04T12:30:00Z");
        for _ in 0..10 {
            hall.tick().await;
            hall.room.wait(10);
        }
        let standing = hall.platform.standing();
        assert_eq!((standing.len(), hall.platform.sends(standing[0].mark)), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_disappears_pauses_its_schedule_with_a_note() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:12:30").await;
        hall.platform.remove("study-group");
        hall.wait_until("2026-05-04T12:30:00Z");
        hall.tick().await;
        let today = hall.told("Admin", "/daily today").await;
        assert!(today.contains("It is paused. I cannot find its channel any more."), "{today}");
        let resumed = hall.told("Admin", "/daily resume").await;
        assert!(resumed.contains("I cannot find that channel."), "{resumed}");
        hall.wait_until("2026-05-05T12:30:00Z");
        hall.tick().await;
        let standing = hall.platform.standing();
        assert_eq!(standing.len(), 1, "and the admin who set it is told, once");
        assert_eq!(standing[0].place, direct("Admin"));
        let told = shown(&hall.posted(0));
        assert!(
            told.contains(
                "I have paused the card of the day (daily at 12:30, UTC). I cannot find its \
                    channel any more."
            ),
            "{told}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_refused_card_is_missed_and_says_why() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:12:30").await;
        hall.platform.fates([Fate::Refused(Refused::Forbidden)]);
        hall.wait_until("2026-05-04T12:30:00Z");
        hall.tick().await;
        let today = hall.told("Admin", "/daily today").await;
        assert!(
            today.contains("I may not write in its channel. Allow me to send messages there."),
            "{today}"
        );
        assert!(hall.told("Admin", "/daily resume").await.contains("The card of the day comes"));
        hall.wait_until("2026-05-05T12:30:00Z");
        hall.tick().await;
        let (here, private) = (hall.standing_in(&channel()), hall.standing_in(&direct("Admin")));
        assert_eq!(
            (here.len(), private.len()),
            (2, 1),
            "the note here and in private, and the card"
        );
    })
    .await;
}

#[tokio::test]
async fn two_cards_that_draw_the_same_id_are_both_made() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        for community in ["room", "other room"] {
            let place = Place { home: Home::new("web", community), ..channel() };
            let set = Action::Line("/daily set time:09:00".to_owned());
            hall.room.request(community, &place, "Admin", set).await;
        }
        hall.wait_until("2026-05-05T09:00:00Z");
        // Both are chosen and named by the same dice.
        for _ in 0..2 {
            let mut rng = StdRng::seed_from_u64(5);
            assert_eq!(hall.room.app.make_due(hall.room.now(), 1, &mut rng).await.unwrap(), 1);
        }
        hall.tick().await;
        assert_eq!(hall.count(), 2);
    })
    .await;
}

#[tokio::test]
async fn whatever_the_platform_answers_a_final_board_stands_there_once() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        for (round, (fates, sends)) in [
            (&[Fate::Taken][..], 1),
            (&[Fate::HungUp], 1),
            (&[Fate::FailedTaken], 1),
            (&[Fate::Failed], 2),
            (&[Fate::Busy, Fate::Failed, Fate::Failed, Fate::HungUp], 4),
        ]
        .into_iter()
        .enumerate()
        {
            hall.told("Admin", "/season start name:Short until:2026-06-01").await;
            hall.told("Admin", "/season end").await;
            hall.platform.fates(fates.to_vec());
            for _ in 0..10 {
                hall.room.app.end_seasons(hall.room.now()).await.unwrap();
                for post in
                    hall.room.app.claim_final_boards(hall.room.now(), &mut lots()).await.unwrap()
                {
                    final_board(&hall.room.app, &hall.platform.platforms(), &post, || {
                        hall.room.now()
                    })
                    .await;
                }
                hall.room.wait(10);
            }
            let standing = hall.platform.standing();
            assert_eq!(standing.len(), round + 1, "{fates:?}");
            assert_eq!(hall.platform.sends(standing[round].mark), sends, "{fates:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_final_board_is_posted_by_the_next_process_if_the_first_dies_over_it() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/season start name:Short until:2026-06-01").await;
        hall.told("Admin", "/season end").await;
        let (app, now) = (&hall.room.app, hall.room.now());
        app.end_seasons(now).await.unwrap();
        assert_eq!(app.claim_final_boards(now, &mut lots()).await.unwrap().len(), 1);
        // Whoever claimed it says nothing more; until the claim ends, nobody else gets it.
        assert!(app.claim_final_boards(now, &mut lots()).await.unwrap().is_empty());
        hall.room.wait(61);
        let posts = app.claim_final_boards(hall.room.now(), &mut lots()).await.unwrap();
        assert!(matches!(&posts[..], [post] if post.row.tried));
        final_board(app, &hall.platform.platforms(), &posts[0], || hall.room.now()).await;
        assert_eq!(hall.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_card_that_is_answered_before_it_is_confirmed_takes_the_answer() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily now deck:chemistry").await;
        // It is taken, but the line breaks before that is known here.
        hall.platform.fates([Fate::HungUp]);
        hall.tick().await;
        let told = hall.room.answer("Anna", &hall.posted(0), "Gold").await;
        assert!(shown(&told).contains("correct: Correct. +10 points"), "{}", shown(&told));
        hall.room.wait(10);
        hall.tick().await;
        assert!(shown(&hall.posted(0)).contains("1 answered"), "{}", shown(&hall.posted(0)));
        assert_eq!(hall.count(), 1);
    })
    .await;
}
