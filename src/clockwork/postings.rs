//! Posts cards of the day when they are due, shows new counts, closes what is over.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::delivery;
use super::pace::{backoff, until};
use crate::app::App;
use crate::platform::sending::Sending;
use crate::store::Result;

/// How many are on their way at once. No more are claimed, so that those that wait stay free for other processes and
/// no claim runs out in the queue of a platform that is slow.
const AT_ONCE: usize = 100;

/// Runs until `shutdown`; what has begun by then is finished.
pub(super) async fn run<S: Sending>(app: &Arc<App>, platforms: &Arc<S>, shutdown: &CancellationToken) {
    let mut posts = Posts {
        free: Arc::new(Semaphore::new(AT_ONCE)),
        under_way: JoinSet::new(),
        rng: StdRng::from_rng(&mut rand::rng()),
    };
    match app.recheck_schedules(Utc::now()).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "{count} schedules were due at another instant than was kept"),
        Err(fault) => tracing::error!(cause = &fault as &dyn std::error::Error, "could not recheck the schedules"),
    }
    let mut faults = 0;
    while !shutdown.is_cancelled() {
        let pause = match posts.begin_due(app, platforms).await {
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
                tracing::error!(faults, cause = &fault as &dyn std::error::Error, "could not look for due postings");
                backoff(faults)
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => break,
            () = posts.room(pause) => {}
            () = app.calendar_changed(), if faults == 0 => {}
        }
    }
    while posts.under_way.join_next().await.is_some() {}
}

/// Postings on their way.
struct Posts {
    free: Arc<Semaphore>,
    under_way: JoinSet<()>,
    rng: StdRng,
}

impl Posts {
    /// Makes what is due and begins to send it; whether more may be due than there was room for.
    async fn begin_due<S: Sending>(&mut self, app: &Arc<App>, platforms: &Arc<S>) -> Result<bool> {
        while self.under_way.try_join_next().is_some() {}
        let room = u32::try_from(self.free.available_permits()).unwrap_or_default();
        if room == 0 {
            return Ok(true);
        }
        let now: DateTime<Utc> = Utc::now();
        let made = app.make_due(now, room, &mut self.rng).await?;
        let jobs = app.claim_jobs(now, room, &mut self.rng).await?;
        let full = made == room as usize || jobs.len() == room as usize;
        for job in jobs {
            let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() else { break };
            let (app, platforms) = (Arc::clone(app), Arc::clone(platforms));
            self.under_way.spawn(async move {
                delivery::deliver(&app, &*platforms, &job, Utc::now).await;
                drop(permit);
            });
        }
        Ok(full)
    }

    /// Waits for `pause`, but at least until there is room for one more.
    async fn room(&self, pause: Duration) {
        tokio::time::sleep(pause).await;
        drop(self.free.acquire().await);
    }
}
