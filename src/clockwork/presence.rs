//! Looks up the members whom boards name: those of boards that were shown, and those of summaries
//! that are about to be sent.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::app::caught::caught;
use crate::ops::beats::Beat;
use crate::store::Result;

/// How often it is looked which summaries are about to be sent.
const EVERY: Duration = Duration::from_secs(15);

/// Runs until `shutdown`: looks up whom boards name as soon as the application asks for it.
pub(super) async fn run(app: Arc<App>, beat: Beat, shutdown: CancellationToken) {
    let mut ahead = tokio::time::interval(EVERY);
    loop {
        beat.round();
        let looked = tokio::select! {
            () = shutdown.cancelled() => return,
            _ = ahead.tick() => caught(look_ahead(&app, &beat)).await,
            Some(look) = app.next_look() => {
                caught(async { app.look(&look, Utc::now()).await.map(drop) }).await
            }
        };
        // A panic is logged where it happens; whoever was meant is looked up with the next board.
        if let Ok(Err(fault)) = looked {
            tracing::error!(
                cause = &fault as &dyn std::error::Error,
                "could not look up who is still there"
            );
        }
    }
}

/// Looks up whom the summaries name that are about to be sent.
async fn look_ahead(app: &App, beat: &Beat) -> Result<()> {
    for (community, period) in app.boards_ahead(Utc::now()).await? {
        app.look_before(community, &period, Utc::now()).await?;
        // Many members on a platform that is slow take longer than a loop may be silent.
        beat.round();
    }
    Ok(())
}
