//! The card of the day: set, posted when it is due, answered in private, counted in public, closed.

mod faults;
mod life;
mod setting;
mod streaks;
mod weekly;

use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::app::reply::{Audience, Message, Reply};
use studyhall::clockwork::delivery::deliver;
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
        room.app.reached_by(platform.clone());
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
                deliver(&self.room.app, &*self.platform, job, || now).await;
            }
            if made == 0 && jobs.is_empty() {
                return;
            }
        }
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
