//! Forgets handled events once no platform repeats them any more.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// How long a handled event is remembered.
const REMEMBERED: TimeDelta = TimeDelta::days(7);

/// How often old ones are forgotten.
const EVERY: Duration = Duration::from_hours(24);

pub(super) async fn run(app: &App, shutdown: &CancellationToken) {
    loop {
        match app.forget_events(Utc::now() - REMEMBERED).await {
            Ok(count) => tracing::debug!(count, "forgot {count} handled events"),
            Err(fault) => tracing::error!(cause = &fault as &dyn std::error::Error, "could not forget handled events"),
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
