//! Closes channels' rounds when their time is over.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::pace::{backoff, until};
use crate::app::{App, Post};
use crate::ops::beats::Beat;
use crate::store::Result;

/// Runs until `shutdown`: closes rounds and hands what is to be shown to `posts`.
pub(super) async fn run(
    app: Arc<App>,
    posts: mpsc::Sender<Post>,
    beat: Beat,
    shutdown: CancellationToken,
) {
    let mut faults = 0;
    loop {
        let pause = match close_due(&app, &posts).await {
            Ok(wake) => {
                faults = 0;
                until(wake, Utc::now())
            }
            Err(fault) => {
                faults += 1;
                tracing::error!(
                    faults,
                    cause = &fault as &dyn std::error::Error,
                    "could not look for due rounds"
                );
                backoff(faults)
            }
        };
        beat.round();
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
            // A new round may end before those that were known.
            () = app.woken(), if faults == 0 => {}
        }
    }
}

/// Closes what is due, hands on what is to be posted, and says when the next round ends.
async fn close_due(app: &App, posts: &mpsc::Sender<Post>) -> Result<Option<DateTime<Utc>>> {
    for post in app.tick(Utc::now()).await? {
        // Waits while many posts wait, so that memory is bounded.
        if posts.send(post).await.is_err() {
            tracing::error!("a closed round could not be shown: nobody takes posts any more");
        }
    }
    app.next_wake().await
}
