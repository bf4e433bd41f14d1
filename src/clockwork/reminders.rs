//! Sends members their reminders when they are due.

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

/// Reminders, and whoever brings them to their members.
pub(super) struct Reminders {
    pub(super) app: Arc<App>,
    pub(super) platforms: Arc<Platforms>,
}

impl Due for Reminders {
    const WHAT: &'static str = "reminders";

    async fn begin(&self, room: &mut Room, most: u32, rng: &mut StdRng) -> Result<bool> {
        let nudges = self.app.claim_nudges(Utc::now(), most, rng).await?;
        // As many as were asked for: more may be due.
        let full = nudges.len() == most as usize;
        for nudging in nudges {
            let (app, platforms) = (Arc::clone(&self.app), Arc::clone(&self.platforms));
            room.start(async move {
                let delivered = caught(delivery::nudge(&app, &platforms, &nudging, Utc::now));
                if let Err(panicked) = delivered.await {
                    app.panicked(Family::Reminders, nudging.of().0, panicked).await;
                }
            });
        }
        Ok(full)
    }

    async fn next(&self) -> Result<Option<DateTime<Utc>>> {
        self.app.next_reminder().await
    }

    async fn changed(&self) {
        self.app.reminders_changed().await;
    }
}
