//! Watches the wall clock: at each start, and when it steps, whatever hangs on an instant is
//! reckoned anew.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::calendar::step::{ClockWatch, hour_of};
use crate::ops::beats::Beat;

/// How often the wall clock is held against the one that only goes on.
const LOOK: Duration = Duration::from_secs(1);

/// How soon again after a fault of the database.
const AGAIN: Duration = Duration::from_secs(10);

/// Runs until `shutdown`: looks at the clock each second.
pub(super) async fn run(app: Arc<App>, beat: Beat, shutdown: CancellationToken) {
    let (begun, mut watch) = (Instant::now(), ClockWatch::new(Utc::now()));
    let mut upkeep = Upkeep { due: Some(false), hour: None };
    loop {
        let now = Utc::now();
        if let Some(step) = watch.step(now, begun.elapsed()) {
            tracing::warn!(
                seconds = step.by.num_seconds(),
                "the clock of this machine has stepped"
            );
            // A step during upkeep that failed begins it anew, with what the new step tells.
            upkeep = Upkeep { due: Some(step.is_back), hour: None };
        }
        let pause = if upkeep.tend(&app, now).await { LOOK } else { AGAIN };
        beat.round();
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// What is to be done by the wall clock.
struct Upkeep {
    /// Whether instants are to be reckoned anew, and if so, whether the clock is known to be right
    /// again.
    due: Option<bool>,
    /// The hour that was noted last as one in which the program has run.
    hour: Option<i64>,
}

impl Upkeep {
    /// Does what is to be done now; false if the database failed and it is still to be done.
    async fn tend(&mut self, app: &App, now: DateTime<Utc>) -> bool {
        // Before the hour is noted, since a clock that is behind is told by hours noted earlier.
        if let Some(is_back) = self.due {
            let done = reckon_anew(app, now, is_back).await;
            if done {
                self.due = None;
            }
            return done;
        }
        if self.hour == Some(hour_of(now)) {
            return true;
        }
        match app.runs(now).await {
            Ok(()) => {
                self.hour = Some(hour_of(now));
                true
            }
            Err(fault) => {
                tracing::error!(
                    cause = &fault as &dyn std::error::Error,
                    "could not note the hour"
                );
                false
            }
        }
    }
}

/// Reckons all instants anew and tells what was put right; false if the database failed.
async fn reckon_anew(app: &App, now: DateTime<Utc>, is_back: bool) -> bool {
    match app.reckon_anew(now, is_back).await {
        Ok(put) => {
            if put.is_behind {
                tracing::error!(
                    "the clock of this machine is behind: the program has run in hours that have \
                     not come yet; switch on time synchronization"
                );
            }
            let (schedules, reminders, rounds) = (put.schedules, put.reminders, put.rounds);
            let (cards, study_days) = (put.cards, put.study_days);
            if schedules + reminders + rounds + study_days > 0 || cards > 0 {
                tracing::info!(
                    schedules,
                    reminders,
                    rounds,
                    cards,
                    study_days,
                    "instants were reckoned anew"
                );
            }
            true
        }
        Err(fault) => {
            tracing::error!(
                cause = &fault as &dyn std::error::Error,
                "could not reckon instants anew"
            );
            false
        }
    }
}
