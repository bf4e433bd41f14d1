//! The page on its listener.

use std::net::SocketAddr;
use std::sync::PoisonError;
use std::time::Duration;

use anyhow::Context;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::Web;
use crate::ops::readiness::Part;

/// How long requests may take to finish after shutdown was asked for.
const GRACE: Duration = Duration::from_secs(10);

/// Where the page is entered.
#[derive(Debug)]
pub(super) struct Door {
    /// Where it is, with the port that was taken.
    pub(super) address: SocketAddr,
    /// Takes connections already; nobody answers them yet.
    pub(super) listener: TcpListener,
    /// Ready once they are answered.
    pub(super) part: Part,
}

impl Web {
    /// Answers requests until shutdown, and lets those under way finish. Once: what has been served
    /// has no listener any more.
    pub(super) async fn serve(&self, shutdown: &CancellationToken) -> anyhow::Result<()> {
        let door = self.0.door.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Door { listener, part, .. } = door.context("the page has no listener")?;
        let stopping = {
            let (shutdown, streams) = (shutdown.clone(), self.0.closing.clone());
            async move {
                shutdown.cancelled().await;
                streams.cancel();
            }
        };
        // Events are small and each matters at once, so Nagle's waiting for more is switched off.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let serving = axum::serve(listener, self.router()).with_graceful_shutdown(stopping);
        // The listener has been taking connections for a while; now they are answered.
        part.ready();
        // A stream whose tab takes nothing any more would hold up the end for ever.
        tokio::select! {
            served = serving => served.context("serving the page"),
            () = async { shutdown.cancelled().await; tokio::time::sleep(GRACE).await } => {
                tracing::warn!("some requests did not finish in time and were cut off");
                Ok(())
            }
        }
    }
}
