//! Schedules that have paused by themselves: tells those whom it concerns, once, and takes them up
//! again when the cause is gone.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;
use tokio_util::sync::CancellationToken;

use super::delivery;
use crate::app::App;
use crate::app::caught::caught;
use crate::ops::beats::Beat;
use crate::platform::Platforms;
use crate::store::{Family, Result};

/// How often it is looked whether somebody is to be told of a pause.
const LOOK: Duration = Duration::from_secs(5);

/// How often decks, channels and rights are looked at.
const EVERY: Duration = Duration::from_hours(24);

/// How soon again if a platform did not answer.
const AGAIN: Duration = Duration::from_mins(10);

/// Runs until `shutdown`: tells of pauses every few seconds, takes up what can go on once a day.
pub(super) async fn run(
    app: Arc<App>,
    platforms: Arc<Platforms>,
    beat: Beat,
    shutdown: CancellationToken,
) {
    let mut next = Instant::now();
    // At the start they have just been read.
    let mut decks_are_fresh = true;
    loop {
        if Instant::now() >= next {
            if !std::mem::take(&mut decks_are_fresh) {
                app.read_decks_again().await;
            }
            // After the decks, since a schedule may have paused for want of one.
            let all_answered = heal(&app).await;
            next = Instant::now() + if all_answered { EVERY } else { AGAIN };
        }
        if let Err(fault) = tell(&app, &platforms).await {
            tracing::error!(
                cause = &fault as &dyn std::error::Error,
                "could not look for pauses to be told of"
            );
        }
        beat.round();
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Takes up what can go on; false if a platform or the database did not answer.
async fn heal(app: &App) -> bool {
    match app.take_up_paused(Utc::now()).await {
        Ok(all_answered) => all_answered,
        Err(fault) => {
            tracing::error!(
                cause = &fault as &dyn std::error::Error,
                "could not look at paused schedules"
            );
            false
        }
    }
}

/// Tells of each pause that nobody was told of yet; one that panics keeps back no other.
async fn tell(app: &App, platforms: &Platforms) -> Result<()> {
    for pause in app.claim_pauses().await? {
        let id = pause.schedule.id.0;
        if let Err(panicked) = caught(delivery::pause(platforms, &pause)).await {
            app.panicked(Family::Schedules, id, panicked).await;
        }
    }
    Ok(())
}
