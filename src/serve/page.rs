//! The local page on its listener.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::serve::ListenerExt;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::StartError;
use crate::app::App;
use crate::ops::address::listen;
use crate::ops::readiness::Part;
use crate::platform::web::Web;
use crate::store::Store;

/// How long requests may take to finish after shutdown was asked for.
const GRACE: Duration = Duration::from_secs(10);

/// The page, ready to be served.
#[derive(Debug)]
pub(super) struct Page {
    /// Where it listens, with the port that was taken.
    pub(super) address: SocketAddr,
    /// The page without its listener; clones share everything.
    pub(super) web: Web,
    listener: TcpListener,
    part: Part,
}

/// Takes the page's address, on loopback only; port 0 takes any free one.
pub(super) async fn take(address: SocketAddr) -> anyhow::Result<TcpListener> {
    if !address.ip().is_loopback() {
        return Err(StartError::NotLoopback(address).into());
    }
    Ok(listen("WEB_ADDR", address).await?)
}

impl Page {
    /// The page of an application, on a listener.
    pub(super) fn new(
        listener: TcpListener,
        app: &Arc<App>,
        store: &Store,
        part: Part,
    ) -> anyhow::Result<Self> {
        let address = listener.local_addr().context("asking for the page's address")?;
        let web = Web::new(app.clone(), store.clone(), StdRng::from_rng(&mut rand::rng()));
        Ok(Self { address, web, listener, part })
    }

    /// Answers requests until shutdown, and lets those under way finish.
    pub(super) async fn serve(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let stopping = {
            let (shutdown, web) = (shutdown.clone(), self.web.clone());
            async move {
                shutdown.cancelled().await;
                web.close();
            }
        };
        // Events are small and each matters at once, so Nagle's waiting for more is switched off.
        let listener = self.listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let serving = axum::serve(listener, self.web.router()).with_graceful_shutdown(stopping);
        // The listener has been taking connections for a while; now they are answered.
        self.part.ready();
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
