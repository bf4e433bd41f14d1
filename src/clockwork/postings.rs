//! Posts cards of the day when they are due, shows new counts, closes what is over.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;

use super::delivery;
use super::due::Due;
use super::room::Room;
use crate::app::App;
use crate::app::caught::caught;
use crate::platform::Platforms;
use crate::store::{Family, Result};

/// Cards of the day, and whoever brings them to their channels.
pub(super) struct Postings {
    pub(super) app: Arc<App>,
    pub(super) platforms: Arc<Platforms>,
}

impl Due for Postings {
    const WHAT: &'static str = "postings";

    /// Makes what is due, and begins to send, to change or to close.
    async fn begin(&self, room: &mut Room, most: u32, rng: &mut StdRng) -> Result<bool> {
        let now = Utc::now();
        let made = self.app.make_due(now, most, rng).await?;
        let jobs = self.app.claim_jobs(now, most, rng).await?;
        // As many as were asked for: more may be due.
        let full = made == most as usize || jobs.len() == most as usize;
        for job in jobs {
            let (app, platforms) = (Arc::clone(&self.app), Arc::clone(&self.platforms));
            room.start(async move {
                let delivered = caught(delivery::deliver(&app, &platforms, &job, Utc::now));
                if let Err(panicked) = delivered.await {
                    app.panicked(Family::Postings, job.posting.id.0, panicked).await;
                }
            });
        }
        Ok(full)
    }

    async fn next(&self) -> Result<Option<DateTime<Utc>>> {
        self.app.next_due().await
    }

    async fn changed(&self) {
        self.app.calendar_changed().await;
    }
}
