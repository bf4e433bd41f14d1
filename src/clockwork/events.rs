//! Forgets handled events once no platform repeats them any more, and where messages stand that nothing changes any more.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// How long a handled event is remembered.
const REMEMBERED: TimeDelta = TimeDelta::days(7);

/// How long it is remembered where a message stands: whatever was asked in it is over by then.
const SHOWN: TimeDelta = TimeDelta::days(60);

/// How often old ones are forgotten.
const EVERY: Duration = Duration::from_hours(24);

pub(super) async fn run(app: &App, shutdown: &CancellationToken) {
    loop {
        let now = Utc::now();
        match app.forget(now - REMEMBERED, now - SHOWN).await {
            Ok(count) => tracing::debug!(count, "forgot {count} handled events and shown messages"),
            Err(fault) => tracing::error!(cause = &fault as &dyn std::error::Error, "could not forget what is old"),
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
