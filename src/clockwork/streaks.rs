//! Keeps the board of streaks up to date: after answers, and when the turn of a day may have ended
//! one.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::ops::beats::Beat;

/// How often due streaks are looked for.
const EVERY: Duration = Duration::from_secs(5);

/// The pause while more are due: answers go first.
const BETWEEN: Duration = Duration::from_millis(20);

/// Runs until `shutdown`; settles a bounded number of streaks at a time.
pub(super) async fn run(app: Arc<App>, beat: Beat, shutdown: CancellationToken) {
    loop {
        let more = match app.settle_streaks(None, Utc::now()).await {
            Ok(more) => more,
            Err(fault) => {
                tracing::error!(
                    cause = &fault as &dyn std::error::Error,
                    "could not settle streaks"
                );
                // No hurry after a fault.
                false
            }
        };
        beat.round();
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(if more { BETWEEN } else { EVERY }) => {}
        }
    }
}
