//! The clockwork: what is due is posted by itself, and it stops when told.

use std::sync::Arc;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::app::request::{Action, Asker, Request};
use studyhall::clockwork;
use studyhall::ops::beats::Beats;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::room::{Room, channel};
use crate::support::database::on_each_database;
use crate::support::sending::Fake;

#[tokio::test]
async fn a_round_that_is_overdue_is_closed_and_the_clockwork_stops_when_told() {
    on_each_database(async |database| {
        let app = Arc::new(Room::new(&database.store).app);
        let (posts, mut posted) = mpsc::channel(8);
        let shutdown = CancellationToken::new();
        let mut running = JoinSet::new();
        let (fake, beats) = (Arc::new(Fake::default()), Beats::default());
        for (_, work) in clockwork::loops(&app, posts, &fake.platforms(), &beats, &shutdown) {
            running.spawn(work);
        }
        let asker = Asker {
            id: "anna".into(),
            name: "Anna".into(),
            zone: None,
            language: None,
            admin: Some(false),
        };
        let action = Action::Line("/quiz topic:Peru with:channel".into());
        let request =
            Request { event: "1".into(), place: channel(), asker, action, hindrance: None };
        let mut rng = StdRng::seed_from_u64(7);
        let begun = app.handle(request, Utc::now() - TimeDelta::seconds(100), &mut rng).await;
        // The start wakes it: waiting for its own next look would take longer than this.
        let closed = timeout(Duration::from_secs(10), posted.recv()).await.unwrap().unwrap();
        assert_eq!((closed.place, closed.message.key), (channel(), begun.messages[1].key.clone()));
        shutdown.cancel();
        timeout(Duration::from_secs(10), running.join_all()).await.unwrap();
    })
    .await;
}
