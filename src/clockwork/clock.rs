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

pub(super) async fn run(app: Arc<App>, beat: Beat, shutdown: CancellationToken) {
    let (begun, mut watch) = (Instant::now(), ClockWatch::new(Utc::now()));
    // Whether something is to be reckoned anew, and if so, whether the clock is known to be right
    // again.
    let mut due = Some(false);
    let mut hour = None;
    loop {
        let now = Utc::now();
        if let Some(step) = watch.step(now, begun.elapsed()) {
            tracing::warn!(
                seconds = step.by.num_seconds(),
                "the clock of this machine has stepped"
            );
            due = Some(step.is_back);
            hour = None;
        }
        let mut pause = LOOK;
        if let Some(is_back) = due {
            if reckon_anew(&app, now, is_back).await {
                due = None;
            } else {
                pause = AGAIN;
            }
        } else if hour != Some(hour_of(now)) {
            match app.runs(now).await {
                Ok(()) => hour = Some(hour_of(now)),
                Err(fault) => {
                    tracing::error!(
                        cause = &fault as &dyn std::error::Error,
                        "could not note the hour"
                    );
                    pause = AGAIN;
                }
            }
        }
        beat.round();
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Whether it could be done.
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
