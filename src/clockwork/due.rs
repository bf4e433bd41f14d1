//! A loop that begins what is due and sleeps until something else is: cards of the day and
//! reminders.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio_util::sync::CancellationToken;

use super::pace::{backoff, until};
use super::room::Room;
use crate::ops::beats::Beat;
use crate::store::Result;

/// How many are on their way at once: enough for a platform's pace while a few wait for a
/// conversation to be opened. No more are claimed, so that those that wait stay free for other
/// processes and no claim runs out in the queue of a platform that is slow.
const AT_ONCE: usize = 100;

/// Things that are due at some instant, each of which is begun and then brought to its platform.
pub(super) trait Due: Send + Sync {
    /// What they are, for the log.
    const WHAT: &'static str;

    /// Begins at most `most` of those that are due, each in the room; whether more may be due.
    fn begin(
        &self,
        room: &mut Room,
        most: u32,
        rng: &mut StdRng,
    ) -> impl Future<Output = Result<bool>> + Send;

    /// When the next one is due, if any is.
    fn next(&self) -> impl Future<Output = Result<Option<DateTime<Utc>>>> + Send;

    /// Waits until one may be due earlier than it was.
    fn changed(&self) -> impl Future<Output = ()> + Send;
}

/// Runs until `shutdown`; what has begun by then is finished.
pub(super) async fn run<D: Due>(due: D, beat: Beat, shutdown: CancellationToken) {
    let (mut room, mut rng) = (Room::new(AT_ONCE), StdRng::from_rng(&mut rand::rng()));
    let mut faults = 0;
    while !shutdown.is_cancelled() {
        let pause = match begin(&due, &mut room, &mut rng).await {
            // More may be due: on with them as soon as one is done.
            Ok(true) => {
                faults = 0;
                Duration::ZERO
            }
            Ok(false) => {
                faults = 0;
                due.next().await.map_or_else(|_| backoff(1), |next| until(next, Utc::now()))
            }
            Err(fault) => {
                faults += 1;
                let cause = &fault as &dyn std::error::Error;
                tracing::error!(faults, what = D::WHAT, cause, "could not look for what is due");
                backoff(faults)
            }
        };
        beat.round();
        tokio::select! {
            () = shutdown.cancelled() => break,
            () = room.pause(pause) => {}
            // Not after a fault, whose pause is to be kept however much is set meanwhile.
            () = due.changed(), if faults == 0 => {}
        }
    }
    // What was begun is claimed already; cut off, it would have to be looked for later.
    room.empty().await;
}

/// Begins what is due as far as there is room; whether more may be due.
async fn begin(due: &impl Due, room: &mut Room, rng: &mut StdRng) -> Result<bool> {
    match room.left() {
        0 => Ok(true),
        most => due.begin(room, most, rng).await,
    }
}
