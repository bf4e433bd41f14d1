//! What becomes of the connections as they come and go: kept for readiness and metrics, and told
//! to the operator where it has changed.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use super::api::{AUTH_TEST, Call};
use super::{Slack, lock};

/// How often it is looked whether an app that was sent away is back.
const LOOK: Duration = Duration::from_mins(1);

/// What operators are told whose app was taken off its workspace.
const SENT_AWAY: &str = "Slack has taken this app off its workspace, or revoked its token. What is \
    planned rests, and nothing is lost. Install the app again at https://api.slack.com/apps (your \
    app, Install App), and if SLACK_BOT_TOKEN is another then, set it and start me again.";

impl Slack {
    /// A connection has come up, or gone.
    pub(super) fn connection(&self, number: u32, is_up: bool) {
        let (was_up, any_up) = {
            let mut connections = lock(&self.0.connections);
            let was_up = connections.values().any(|count| *count > 0);
            // While one takes the place of another, there are two of a number.
            let count = connections.entry(number).or_default();
            *count = if is_up { *count + 1 } else { count.saturating_sub(1) };
            self.0.watch.metrics.connected(number, *count > 0);
            (was_up, connections.values().any(|count| *count > 0))
        };
        match (was_up, any_up) {
            (false, true) => {
                *lock(&self.0.trouble) = None;
                tracing::info!("connected to Slack");
                if !self.0.away.load(Ordering::SeqCst) {
                    self.0.watch.part.ready();
                }
            }
            (true, false) => {
                tracing::warn!("the connection to Slack is lost; trying again");
                self.0.watch.part.waits("the connection to Slack is lost; trying again");
            }
            _ => {}
        }
    }

    /// Whether any connection has been up since the start.
    pub(super) fn has_been_connected(&self) -> bool {
        !lock(&self.0.connections).is_empty()
    }

    /// Nothing comes until somebody has mended it; told once.
    pub(super) fn waits_for_somebody(&self, why: &str) {
        let is_news = {
            let mut trouble = lock(&self.0.trouble);
            let is_news = trouble.as_deref() != Some(why);
            *trouble = Some(why.to_owned());
            is_news
        };
        if is_news {
            tracing::error!("{why}");
        }
        if !self.is_connected() {
            self.0.watch.part.waits(why);
        }
    }

    /// The app was taken off a workspace, or its token was revoked. What is planned there rests and
    /// goes on when it is back.
    pub(super) fn sent_away(&self, workspace: &str) {
        if self.0.away.swap(true, Ordering::SeqCst) {
            return;
        }
        tracing::error!(workspace, "{SENT_AWAY}");
        // For an organisation, one workspace of several is away.
        if self.known().workspace.is_some() {
            self.0.watch.part.waits(SENT_AWAY);
        }
    }

    /// Looks every minute whether an app that was sent away is back; never ends.
    pub(super) async fn look_for_return(&self) {
        loop {
            sleep(LOOK).await;
            if !self.0.away.load(Ordering::SeqCst) {
                continue;
            }
            let call = Call::new(&AUTH_TEST, "", json!({}), LOOK);
            if self.api().send(&call).await.is_ok() {
                self.0.away.store(false, Ordering::SeqCst);
                tracing::info!("Slack takes what this app says again");
                if self.is_connected() {
                    self.0.watch.part.ready();
                }
            }
        }
    }

    fn is_connected(&self) -> bool {
        lock(&self.0.connections).values().any(|count| *count > 0)
    }
}
