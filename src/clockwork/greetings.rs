//! Says how to begin where the bot was added, once.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio_util::sync::CancellationToken;

use super::delivery::greet;
use crate::app::App;
use crate::app::arrivals::Arrival;
use crate::app::caught::caught;
use crate::ops::beats::Beat;
use crate::platform::Platforms;

/// How often the loop says that it is there, though nobody has added the bot.
const EVERY: Duration = Duration::from_secs(15);

/// Runs until `shutdown`: greets homes as soon as the application hears of them.
pub(super) async fn run(
    app: Arc<App>,
    platforms: Arc<Platforms>,
    beat: Beat,
    shutdown: CancellationToken,
) {
    let mut alive = tokio::time::interval(EVERY);
    loop {
        beat.round();
        let arrival = tokio::select! {
            () = shutdown.cancelled() => return,
            _ = alive.tick() => continue,
            Some(arrival) = app.next_arrival() => arrival,
        };
        // A panic is logged where it happens; nobody is told twice for it.
        let _ = caught(take(&app, &platforms, arrival)).await;
    }
}

async fn take(app: &App, platforms: &Platforms, arrival: Arrival) {
    // The generator of a thread cannot be held where the work may go on in another.
    let mut rng = StdRng::from_rng(&mut rand::rng());
    match app.greeting(arrival, Utc::now(), &mut rng).await {
        Ok(Some(greeting)) => greet(platforms, &greeting, tokio::time::sleep).await,
        Ok(None) => {}
        // It is heard of again at the next start, or when somebody comes again.
        Err(fault) => {
            let cause = &fault as &dyn std::error::Error;
            tracing::error!(cause, "could not find out whether a home was greeted");
        }
    }
}
