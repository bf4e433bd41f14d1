//! Folds the database's write-ahead log in and watches it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::pace::backoff;
use crate::app::App;
use crate::ops::beats::Beat;

/// How often it is looked after.
const EVERY: Duration = Duration::from_secs(2);

/// Runs until `shutdown`: looks after the log every two seconds, more rarely after faults.
pub(super) async fn run(app: Arc<App>, beat: Beat, shutdown: CancellationToken) {
    let mut faults = 0;
    loop {
        match app.tend_log(Instant::now()).await {
            Ok(()) => {
                if faults > 0 {
                    tracing::info!(faults, "the database's write-ahead log can be folded in again");
                }
                faults = 0;
            }
            Err(fault) => {
                faults += 1;
                // What is committed is safe in the log, which only grows meanwhile; so one line
                // tells of many faults in a row.
                if faults == 1 {
                    let cause = &fault as &dyn std::error::Error;
                    tracing::warn!(
                        cause,
                        "the database's write-ahead log cannot be folded in; that is tried again"
                    );
                }
            }
        }
        beat.round();
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(EVERY.max(backoff(faults))) => {}
        }
    }
}
