//! Ends seasons at their date.

use std::time::Duration;

use chrono::Utc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::app::{App, Post};

/// How often seasons are looked for whose time is over.
const EVERY: Duration = Duration::from_secs(4);

pub(super) async fn run(app: &App, posts: &mpsc::Sender<Post>, shutdown: &CancellationToken) {
    loop {
        match app.end_seasons(Utc::now()).await {
            Ok(over) => {
                for post in over {
                    if posts.send(post).await.is_err() {
                        tracing::error!("a final board could not be shown: nobody takes posts any more");
                    }
                }
            }
            Err(fault) => tracing::error!(cause = &fault as &dyn std::error::Error, "could not end seasons"),
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
