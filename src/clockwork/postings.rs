//! Posts cards of the day when they are due, shows new counts, closes what is over.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio_util::sync::CancellationToken;

use super::delivery;
use super::pace::{backoff, until};
use super::room::Room;
use crate::app::App;
use crate::app::caught::caught;
use crate::ops::beats::Beat;
use crate::platform::sending::Sending;
use crate::store::{Family, Result};

/// How many are on their way at once. No more are claimed, so that those that wait stay free for
/// other processes and no claim runs out in the queue of a platform that is slow.
const AT_ONCE: usize = 100;

/// Runs until `shutdown`; what has begun by then is finished.
pub(super) async fn run<S: Sending>(
    app: Arc<App>,
    platforms: Arc<S>,
    beat: Beat,
    shutdown: CancellationToken,
) {
    let (mut room, mut rng) = (Room::new(AT_ONCE), StdRng::from_rng(&mut rand::rng()));
    let mut faults = 0;
    while !shutdown.is_cancelled() {
        let pause = match begin_due(&app, &platforms, &mut room, &mut rng).await {
            // More may be due: on with them as soon as one is done.
            Ok(true) => {
                faults = 0;
                Duration::ZERO
            }
            Ok(false) => {
                faults = 0;
                app.next_due().await.map_or_else(|_| backoff(1), |next| until(next, Utc::now()))
            }
            Err(fault) => {
                faults += 1;
                tracing::error!(
                    faults,
                    cause = &fault as &dyn std::error::Error,
                    "could not look for due postings"
                );
                backoff(faults)
            }
        };
        beat.round();
        tokio::select! {
            () = shutdown.cancelled() => break,
            () = room.pause(pause) => {}
            () = app.calendar_changed(), if faults == 0 => {}
        }
    }
    room.empty().await;
}

/// Makes what is due and begins to send it; whether more may be due than there was room for.
async fn begin_due<S: Sending>(
    app: &Arc<App>,
    platforms: &Arc<S>,
    room: &mut Room,
    rng: &mut StdRng,
) -> Result<bool> {
    let left = room.left();
    if left == 0 {
        return Ok(true);
    }
    let now: DateTime<Utc> = Utc::now();
    let made = app.make_due(now, left, rng).await?;
    let jobs = app.claim_jobs(now, left, rng).await?;
    let full = made == left as usize || jobs.len() == left as usize;
    for job in jobs {
        let (app, platforms) = (Arc::clone(app), Arc::clone(platforms));
        room.start(async move {
            if let Err(panicked) =
                caught(delivery::deliver(&app, &*platforms, &job, Utc::now)).await
            {
                app.panicked(Family::Postings, job.posting.id.0, panicked).await;
            }
        });
    }
    Ok(full)
}
