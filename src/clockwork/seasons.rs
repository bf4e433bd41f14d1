//! Ends seasons at their date and posts their final boards.

use std::time::Duration;

use chrono::Utc;
use tokio_util::sync::CancellationToken;

use super::delivery;
use crate::app::App;
use crate::platform::sending::Sending;
use crate::store::Result;

/// How often seasons are looked for whose time is over.
const EVERY: Duration = Duration::from_secs(4);

/// Runs until `shutdown`; the board that is on its way by then is finished.
pub(super) async fn run<S: Sending>(app: &App, platforms: &S, shutdown: &CancellationToken) {
    loop {
        if let Err(fault) = end_due(app, platforms, shutdown).await {
            tracing::error!(cause = &fault as &dyn std::error::Error, "could not end seasons");
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn end_due<S: Sending>(app: &App, platforms: &S, shutdown: &CancellationToken) -> Result<()> {
    app.end_seasons(Utc::now()).await?;
    for post in app.claim_final_boards(Utc::now()).await? {
        if shutdown.is_cancelled() {
            // The next process takes them over when the claim ends.
            break;
        }
        delivery::final_board(app, platforms, &post, Utc::now).await;
    }
    Ok(())
}
