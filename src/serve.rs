//! The one place where everything is put together; runs until shutdown.

pub mod listen;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::serve::ListenerExt;
use rand::SeedableRng;
use rand::rngs::StdRng;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::app::decks::Decks;
use crate::app::{App, Post};
use crate::clockwork;
use crate::config::Settings;
use crate::ops::listener::{self, Watched};
use crate::ops::metrics::Metrics;
use crate::ops::readiness::{Part, Readiness};
use crate::platform::Platforms;
use crate::platform::web::Web;
use crate::store::Store;
use listen::listen;

/// How long requests may take to finish after shutdown was asked for.
const GRACE: Duration = Duration::from_secs(10);

/// How many posts may wait for their platform before the clockwork waits, too.
const POSTS_WAITING: usize = 64;

/// Why the program cannot start; each says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Others in the network could reach the page.
    #[error(
        "WEB_ADDR is {0}, which other machines could reach, and the page has no sign-in. \
         Set it to an address of this machine alone, such as 127.0.0.1:{port}.",
        port = .0.port()
    )]
    NotLoopback(SocketAddr),
    /// No deck could be read.
    #[error("There is no deck to play. Mend the decks named above, or take DECKS_DIR out of the settings.")]
    NoDeck,
}

/// The program, ready to serve.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    page: Part,
    ops: Option<TcpListener>,
    store: Store,
    app: Arc<App>,
    web: Web,
    metrics: Metrics,
    readiness: Readiness,
}

impl Server {
    /// Reads the decks, opens the store and takes the addresses of the settings; port 0 takes any free one.
    pub async fn bind(settings: &Settings) -> anyhow::Result<Self> {
        let listener = listen_page(settings.web_addr).await?;
        let address = listener.local_addr().context("asking for the page's address")?;
        let ops = match settings.ops_addr {
            Some(address) => Some(listen("OPS_ADDR", address).await?),
            None => None,
        };
        let decks = load_decks(settings)?;
        let store = Store::open(settings.database_url.expose_secret()).await?;
        let app = Arc::new(App::new(store.clone(), decks));
        let metrics = Metrics::new(app.counts());
        let readiness = Readiness::default();
        let page = readiness.part("the page");
        let web = Web::new(app.clone(), store.clone(), StdRng::from_rng(&mut rand::rng()));
        Ok(Self { listener, address, page, ops, store, app, web, metrics, readiness })
    }

    /// Where the page is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where health and metrics are told, if the settings say so.
    pub fn ops_address(&self) -> Option<SocketAddr> {
        self.ops.as_ref().and_then(|listener| listener.local_addr().ok())
    }

    /// What must be up before the program is ready.
    pub fn readiness(&self) -> &Readiness {
        &self.readiness
    }

    /// Serves until `shutdown`, then lets requests finish, ends the streams and closes the store.
    pub async fn run(mut self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let end = CancellationToken::new();
        let ops = self.watch(&shutdown, &end);
        let Self { listener, page, store, app, web, .. } = self;
        let (posts, posted) = mpsc::channel(POSTS_WAITING);
        let clockwork = tokio::spawn(clockwork::run(app, posts, shutdown.clone()));
        let delivery = tokio::spawn(deliver(posted, Platforms { web: Some(web.clone()) }));
        page.ready();
        let served = serve(listener, &web, &shutdown).await;
        // A fault of the page ends the rest, too.
        shutdown.cancel();
        // The clockwork lets go of its end of the channel, and what it had posted by then is still delivered.
        let _ = tokio::join!(clockwork, delivery);
        // The state is told to the last.
        end.cancel();
        let _ = ops.await;
        store.close().await;
        served
    }

    /// Tells health and metrics until `end`, if the settings say so.
    fn watch(&mut self, shutdown: &CancellationToken, end: &CancellationToken) -> JoinHandle<()> {
        let (ops, end) = (self.ops.take(), end.clone());
        let watched = Watched {
            store: self.store.clone(),
            metrics: self.metrics.clone(),
            readiness: self.readiness.clone(),
            shutdown: shutdown.clone(),
        };
        tokio::spawn(async move {
            let Some(listener) = ops else { return };
            if let Err(error) = listener::serve(listener, watched, end).await {
                tracing::error!(error = format!("{error:#}"), "health and metrics are not told any more");
            }
        })
    }
}

/// Answers requests to the page until shutdown, and lets those under way finish.
async fn serve(listener: TcpListener, web: &Web, shutdown: &CancellationToken) -> anyhow::Result<()> {
    let stopping = {
        let (shutdown, web) = (shutdown.clone(), web.clone());
        async move {
            shutdown.cancelled().await;
            web.close();
        }
    };
    // Events are small and each matters at once, so Nagle's waiting for more is switched off.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let serving = axum::serve(listener, web.router()).with_graceful_shutdown(stopping);
    tokio::select! {
        served = serving => served.context("serving the page"),
        () = async { shutdown.cancelled().await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("some requests did not finish in time and were cut off");
            Ok(())
        }
    }
}

/// Brings what the clockwork posts to its platform, in order.
async fn deliver(mut posted: mpsc::Receiver<Post>, platforms: Platforms) {
    while let Some(post) = posted.recv().await {
        if let Err(error) = platforms.post(post).await {
            tracing::error!(error = format!("{error:#}"), "a post could not be delivered");
        }
    }
}

/// Runs everything until shutdown.
pub async fn run(settings: Settings, shutdown: CancellationToken) -> anyhow::Result<()> {
    let server = Server::bind(&settings).await?;
    if let Some(address) = server.ops_address() {
        tracing::info!(%address, "telling health and metrics at http://{address}");
    }
    println!("Studyhall is ready: http://{} — open it in a browser and type /quiz", server.address());
    server.run(shutdown).await
}

/// A token that is canceled when the system asks the program to end: Ctrl+C (SIGINT) or SIGTERM.
pub fn until_signal() -> CancellationToken {
    let shutdown = CancellationToken::new();
    let canceled = shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = terminated() => {}
        }
        tracing::info!("shutting down");
        canceled.cancel();
    });
    shutdown
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signals) => drop(signals.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

/// Takes the page's address, on loopback only.
async fn listen_page(address: SocketAddr) -> anyhow::Result<TcpListener> {
    if !address.ip().is_loopback() {
        return Err(StartError::NotLoopback(address).into());
    }
    Ok(listen("WEB_ADDR", address).await?)
}

/// Loads the decks and logs what was refused; there must be one to play.
fn load_decks(settings: &Settings) -> Result<Decks, StartError> {
    let (decks, refused) = Decks::load(settings.decks_dir.as_deref());
    for refusal in refused {
        tracing::warn!("{refusal}");
    }
    if decks.first().is_none() {
        return Err(StartError::NoDeck);
    }
    Ok(decks)
}
