//! Ends seasons at their date and posts their final boards.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio_util::sync::CancellationToken;

use super::delivery;
use crate::app::App;
use crate::app::caught::caught;
use crate::ops::beats::Beat;
use crate::platform::Platforms;
use crate::store::{Family, Result};

/// How often seasons are looked for whose time is over.
const EVERY: Duration = Duration::from_secs(4);

/// Runs until `shutdown`; the board that is on its way by then is finished.
pub(super) async fn run(
    app: Arc<App>,
    platforms: Arc<Platforms>,
    beat: Beat,
    shutdown: CancellationToken,
) {
    let mut rng = StdRng::from_rng(&mut rand::rng());
    loop {
        if let Err(fault) = end_due(&app, &platforms, &beat, &shutdown, &mut rng).await {
            tracing::error!(cause = &fault as &dyn std::error::Error, "could not end seasons");
        }
        beat.round();
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Ends what is over and posts the boards that are claimed for this process, one after the other.
async fn end_due(
    app: &App,
    platforms: &Platforms,
    beat: &Beat,
    shutdown: &CancellationToken,
    rng: &mut StdRng,
) -> Result<()> {
    app.end_seasons(Utc::now()).await?;
    for post in app.claim_final_boards(Utc::now(), rng).await? {
        if shutdown.is_cancelled() {
            // The next process takes them over when the claim ends.
            break;
        }
        if let Err(panicked) = caught(delivery::final_board(app, platforms, &post, Utc::now)).await
        {
            app.panicked(Family::FinalBoards, post.row.season.id.0, panicked).await;
        }
        beat.round();
    }
    Ok(())
}
