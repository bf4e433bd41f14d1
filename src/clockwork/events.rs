//! Forgets handled events once no platform repeats them any more, and where messages stand that
//! nothing changes any more.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::ops::beats::Beat;

/// How long a handled event is remembered.
const EVENTS_KEPT: TimeDelta = TimeDelta::days(7);

/// How long it is remembered where a message stands: whatever was asked in it is over by then.
const PLACES_KEPT: TimeDelta = TimeDelta::days(60);

/// How often old ones are forgotten.
const EVERY: Duration = Duration::from_hours(24);

/// How often it is looked whether that is due; a loop that slept for a day would seem to stand.
const LOOK: Duration = Duration::from_secs(30);

/// Runs until `shutdown`; forgets at the start and once a day.
pub(super) async fn run(app: Arc<App>, beat: Beat, shutdown: CancellationToken) {
    let mut latest: Option<Instant> = None;
    loop {
        if latest.is_none_or(|latest| latest.elapsed() >= EVERY) {
            // Also where it fails: what is old today is as old tomorrow.
            latest = Some(Instant::now());
            let now = Utc::now();
            match app.forget(now - EVENTS_KEPT, now - PLACES_KEPT).await {
                Ok(count) => {
                    tracing::debug!(count, "forgot {count} handled events and shown messages");
                }
                Err(fault) => tracing::error!(
                    cause = &fault as &dyn std::error::Error,
                    "could not forget what is old"
                ),
            }
        }
        beat.round();
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
