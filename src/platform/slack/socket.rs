//! Socket Mode: connections that we open, over which Slack delivers what people do.
//!
//! Each of the connections is kept by a line of its own. An envelope is acknowledged at once and
//! handled by a task of its own, so that none waits for another. When Slack says that a connection
//! is about to end, another is up before it goes.

mod frame;
mod session;

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

pub(super) use self::frame::Envelope;
use self::frame::Reason;
pub(super) use self::session::Ack;
use self::session::{Over, Session};
use super::api::{ApiError, CONNECT, Call};
use super::{CannotStart, Slack};

/// How long the address of a connection is asked for.
const PATIENCE: Duration = Duration::from_secs(15);

/// The pause before the first try after a connection was lost; it doubles from one to the next.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The longest pause between tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The pause where only somebody can mend it, such as by switching Socket Mode on.
const NEEDS_SOMEBODY: Duration = Duration::from_mins(1);

/// How long a connection has to live to count as a good one.
const GOOD: Duration = Duration::from_secs(20);

/// How long handlers may take after shutdown was asked for.
const GRACE: Duration = Duration::from_secs(8);

/// Keeps as many connections as the settings ask for, until `shutdown`; an error says why none can
/// be had.
pub(super) async fn run(slack: &Slack, shutdown: &CancellationToken) -> Result<(), CannotStart> {
    let mut lines = JoinSet::new();
    for number in 0..slack.settings().connections {
        lines.spawn(keep(slack.clone(), number.into(), shutdown.clone()));
    }
    let mut ended = Ok(());
    while let Some(line) = lines.join_next().await {
        match line {
            Ok(Err(why)) => {
                lines.abort_all();
                ended = Err(why);
            }
            // One that panics is told of by the hook, and ends the program like any other part.
            Err(panicked) if panicked.is_panic() => {
                std::panic::resume_unwind(panicked.into_panic());
            }
            Ok(Ok(())) | Err(_) => {}
        }
    }
    slack.handlers().close();
    if tokio::time::timeout(GRACE, slack.handlers().wait()).await.is_err() {
        tracing::warn!("some of what people did on Slack was not answered in time");
    }
    ended
}

/// Keeps one connection after another; ends before `shutdown` where the token is good for none and
/// has never been.
async fn keep(slack: Slack, number: u32, shutdown: CancellationToken) -> Result<(), CannotStart> {
    // How many in a row did not last.
    let mut failed = 0;
    loop {
        let began = Instant::now();
        let next = tokio::select! {
            next = connect_and_serve(&slack, number, &shutdown) => next,
            () = shutdown.cancelled() => return Ok(()),
        };
        failed = if began.elapsed() >= GOOD { 0 } else { failed + 1 };
        let pause = match next {
            // The first time at once, so that another is up before this one goes.
            Next::Now if failed <= 1 => continue,
            Next::Now => pause_after(failed - 1),
            Next::After(wanted) => wanted.max(pause_after(failed)),
            Next::Never(why) => return Err(why),
        };
        tokio::select! {
            () = sleep(jittered(pause)) => {}
            () = shutdown.cancelled() => return Ok(()),
        }
    }
}

/// The pause after so many failures in a row, one at least.
fn pause_after(failed: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(failed.saturating_sub(1));
    FIRST_PAUSE.saturating_mul(doubled).min(LONGEST_PAUSE)
}

/// A little more or less, so that several lines do not knock at the same moment.
fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(rand::random_range(0.75..1.25))
}

/// When to connect again.
enum Next {
    /// At once, unless the connections of before did not last either.
    Now,
    /// Not before so long.
    After(Duration),
    /// Never, for this reason.
    Never(CannotStart),
}

/// Opens a connection and serves it until another is to take its place.
async fn connect_and_serve(slack: &Slack, number: u32, shutdown: &CancellationToken) -> Next {
    let session = match open(slack, number).await {
        Ok(session) => session,
        Err(next) => return next,
    };
    let (ending, is_ending) = oneshot::channel();
    let serving = {
        let (slack, shutdown) = (slack.clone(), shutdown.clone());
        tokio::spawn(async move { session.serve(&slack, ending, &shutdown).await })
    };
    // The old one goes on being served while the next one comes up.
    match is_ending.await {
        Ok(Reason::Warning | Reason::Refresh | Reason::Other(_)) => return Next::Now,
        Ok(Reason::TooMany) => {
            tracing::warn!(
                "Slack has as many connections of this app as it allows (10); set \
                 SLACK_CONNECTIONS lower where several programs run"
            );
            return Next::After(NEEDS_SOMEBODY);
        }
        Ok(Reason::Disabled) => {
            slack.waits_for_somebody(
                "Socket Mode is switched off for the app; switch it on at \
                 https://api.slack.com/apps (your app, Socket Mode)",
            );
            return Next::After(NEEDS_SOMEBODY);
        }
        Err(_) => {}
    }
    match serving.await {
        Ok(Over::Shutdown | Over::Closed) | Err(_) => Next::Now,
        Ok(Over::Broken(why)) => {
            tracing::info!(why, "a connection to Slack is lost");
            Next::Now
        }
    }
}

/// Asks for an address and connects to it.
async fn open(slack: &Slack, number: u32) -> Result<Session, Next> {
    let call = Call::new(&CONNECT, "", json!({}), PATIENCE);
    let (answer, _) = slack.api().ask(&call).await.map_err(|error| refused(slack, &error))?;
    let address = answer["url"].as_str().unwrap_or_default();
    Session::connect(address, number).await.map_err(|why| {
        tracing::info!(why, "could not connect to Slack");
        Next::After(Duration::ZERO)
    })
}

/// What is done about an address that was not given.
fn refused(slack: &Slack, error: &ApiError) -> Next {
    match error {
        ApiError::Limited(after) => Next::After(*after),
        ApiError::Unanswered { .. } => {
            tracing::info!(%error, "could not connect to Slack");
            Next::After(Duration::ZERO)
        }
        ApiError::Refused { error: word, .. } if !slack.has_been_connected() => {
            Next::Never(CannotStart::AppToken(word.clone()))
        }
        ApiError::Refused { error: word, .. } => {
            slack.waits_for_somebody(&format!(
                "Slack opens no connection for SLACK_APP_TOKEN ({word}); `studyhall doctor` \
                 says what to mend"
            ));
            Next::After(NEEDS_SOMEBODY)
        }
    }
}
