//! Sends members their reminders when they are due.

use std::sync::Arc;

use chrono::Utc;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::delivery;
use super::pace::{backoff, until};
use crate::app::App;
use crate::platform::sending::Sending;
use crate::store::Result;

/// How many are sent at once.
const AT_ONCE: u32 = 50;

/// Runs until `shutdown`; what has begun by then is finished.
pub(super) async fn run<S: Sending>(app: &Arc<App>, platforms: &Arc<S>, shutdown: &CancellationToken) {
    let mut rng = StdRng::from_rng(&mut rand::rng());
    let mut faults = 0;
    while !shutdown.is_cancelled() {
        let pause = match send_due(app, platforms, &mut rng).await {
            Ok(()) => {
                faults = 0;
                app.next_reminder().await.map_or_else(|_| backoff(1), |next| until(next, Utc::now()))
            }
            Err(fault) => {
                faults += 1;
                tracing::error!(faults, cause = &fault as &dyn std::error::Error, "could not look for due reminders");
                backoff(faults)
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
            () = app.reminders_changed(), if faults == 0 => {}
        }
    }
}

/// Sends one batch and waits for it: reminders are in no hurry of seconds.
async fn send_due<S: Sending>(app: &Arc<App>, platforms: &Arc<S>, rng: &mut StdRng) -> Result<()> {
    let mut under_way = JoinSet::new();
    for nudging in app.claim_nudges(Utc::now(), AT_ONCE, rng).await? {
        let (app, platforms) = (Arc::clone(app), Arc::clone(platforms));
        under_way.spawn(async move { delivery::nudge(&app, &*platforms, &nudging, Utc::now).await });
    }
    while under_way.join_next().await.is_some() {}
    Ok(())
}
