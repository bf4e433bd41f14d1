//! Closes channels' rounds when their time is over.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::app::{App, Post};

/// The longest sleep: another process on the same database may have started a round and gone.
const LONGEST: Duration = Duration::from_secs(15);

/// The pause before what should have been closed is looked at again.
const SHORTEST: Duration = Duration::from_millis(200);

/// The longest pause after faults in a row.
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);

pub(super) async fn run(app: &App, posts: &mpsc::Sender<Post>, shutdown: &CancellationToken) {
    let mut faults = 0;
    loop {
        let pause = match close_due(app, posts).await {
            Ok(wake) => {
                faults = 0;
                until(wake, Utc::now())
            }
            Err(fault) => {
                faults += 1;
                tracing::error!(faults, cause = &fault as &dyn std::error::Error, "could not look for due rounds");
                backoff(faults)
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
            () = app.woken(), if faults == 0 => {}
        }
    }
}

/// Closes what is due, hands on what is to be posted, and says when the next round ends.
async fn close_due(app: &App, posts: &mpsc::Sender<Post>) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    for post in app.tick(Utc::now()).await? {
        if posts.send(post).await.is_err() {
            tracing::error!("a closed round could not be shown: nobody takes posts any more");
        }
    }
    app.next_wake().await
}

fn until(wake: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Duration {
    wake.map_or(LONGEST, |wake| (wake - now).to_std().unwrap_or_default()).clamp(SHORTEST, LONGEST)
}

fn backoff(faults: u32) -> Duration {
    SHORTEST.saturating_mul(2_u32.saturating_pow(faults)).min(LONGEST_BACKOFF)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn sleep_lasts_until_the_round_ends_within_bounds() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        for (seconds, slept) in [
            (Some(-60), SHORTEST),
            (Some(0), SHORTEST),
            (Some(7), Duration::from_secs(7)),
            (Some(90), LONGEST),
            (None, LONGEST),
        ] {
            assert_eq!(until(seconds.map(|seconds| now + TimeDelta::seconds(seconds)), now), slept, "{seconds:?}");
        }
    }

    #[test]
    fn pauses_after_faults_grow_to_a_bound() {
        let pauses: Vec<Duration> = (1..100).map(backoff).collect();
        assert!(pauses.is_sorted());
        assert_eq!((pauses[0], pauses[98]), (SHORTEST * 2, LONGEST_BACKOFF));
    }
}
