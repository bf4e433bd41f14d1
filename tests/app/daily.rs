//! The card of the day: set, posted when it is due, answered in private, counted in public, closed.

mod faults;
mod hindered;
mod life;
mod pausing;
mod setting;
mod setup;
mod steps;
mod streaks;
mod weekly;

use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::app::reply::{Audience, Message, Reply};
use studyhall::clockwork::delivery::{deliver, pause};
use studyhall::domain::place::Place;
use studyhall::store::Store;

use super::room::{Room, shown};
use crate::support::sending::Fake;

/// A room with a platform that takes messages.
pub(crate) struct Hall {
    pub(crate) room: Room,
    pub(crate) platform: Arc<Fake>,
}

impl Hall {
    pub(crate) fn new(store: &Store) -> Self {
        let (room, platform) = (Room::new(store), Arc::new(Fake::default()));
        room.app.reached_by(platform.platforms());
        Self { room, platform }
    }

    /// The same hall after a restart of the program, with the deck Chemistry or without.
    pub(crate) fn restarted(self, store: &Store, chemistry: bool) -> Self {
        let Self { room, platform } = self;
        let room =
            if chemistry { room.restarted(store) } else { room.restarted_without_chemistry(store) };
        room.app.reached_by(platform.platforms());
        Self { room, platform }
    }

    /// Does what the clockwork would do now, until nothing is left to do.
    pub(crate) async fn tick(&self) {
        let now = self.room.now();
        let mut rng = StdRng::seed_from_u64(now.timestamp().unsigned_abs());
        loop {
            let made = self.room.app.make_due(now, 10, &mut rng).await.unwrap();
            let jobs = self.room.app.claim_jobs(now, 10, &mut rng).await.unwrap();
            for job in &jobs {
                deliver(&self.room.app, &self.platform.platforms(), job, || now).await;
            }
            if made == 0 && jobs.is_empty() {
                break;
            }
        }
        for told in self.room.app.claim_pauses().await.unwrap() {
            pause(&self.platform.platforms(), &told).await;
        }
    }

    /// Does what the clockwork does at each start and daily.
    pub(crate) async fn heal(&self) {
        assert!(
            self.room.app.take_up_paused(self.room.now()).await.unwrap(),
            "the platform answers"
        );
    }

    /// What stands in a place, oldest first.
    pub(crate) fn standing_in(&self, place: &Place) -> Vec<String> {
        let standing = self.platform.standing().into_iter().filter(|one| one.place == *place);
        standing.map(|one| shown(&Reply::one(one.message))).collect()
    }

    /// Waits until a time of the room's clock, such as `2026-05-05T09:00:00Z`.
    pub(crate) fn wait_until(&self, at: &str) {
        let at: chrono::DateTime<chrono::Utc> = at.parse().unwrap();
        let seconds = (at - self.room.now()).num_seconds();
        assert!(seconds >= 0, "the clock does not go back");
        self.room.wait(seconds);
    }

    /// The message of the platform that was sent as the nth, as a reply to press buttons of.
    pub(crate) fn posted(&self, nth: usize) -> Reply {
        let message: Message = self.platform.standing()[nth].message.clone();
        assert_eq!(message.audience, Audience::Everyone);
        Reply::one(message)
    }

    /// How many messages stand on the platform.
    pub(crate) fn count(&self) -> usize {
        self.platform.standing().len()
    }

    /// What somebody is told about a line.
    pub(crate) async fn told(&self, who: &str, line: &str) -> String {
        shown(&self.room.line(who, line).await)
    }
}
