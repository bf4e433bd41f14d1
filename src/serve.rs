//! The one place where everything is put together; runs until shutdown.

use std::io::ErrorKind;
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
use tokio_util::sync::CancellationToken;

use crate::app::decks::Decks;
use crate::app::{App, Post};
use crate::clockwork;
use crate::config::Settings;
use crate::platform::Platforms;
use crate::platform::web::Web;
use crate::store::Store;

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
    /// Something else listens there.
    #[error("Port {port} on {ip} is in use. Set WEB_ADDR to another, such as {ip}:{next}.",
        port = .0.port(), ip = host(.0), next = .0.port().checked_add(1).unwrap_or(8080))]
    PortInUse(SocketAddr),
    /// The system does not let us listen there.
    #[error("Cannot listen on {0}: {1}. Set WEB_ADDR to another address, such as 127.0.0.1:8080.")]
    CannotListen(SocketAddr, std::io::Error),
    /// No deck could be read.
    #[error("There is no deck to play. Mend the decks named above, or take DECKS_DIR out of the settings.")]
    NoDeck,
}

/// The program, ready to serve.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    store: Store,
    app: Arc<App>,
    web: Web,
}

impl Server {
    /// Reads the decks, opens the store and takes the page's address; port 0 takes any free one.
    pub async fn bind(settings: &Settings) -> anyhow::Result<Self> {
        let listener = listen(settings.web_addr).await?;
        let address = listener.local_addr().context("asking for the page's address")?;
        // What is wrong with a deck has been logged where it was read.
        let (decks, _) = Decks::load(settings.decks_dir.as_deref());
        if decks.first().is_none() {
            return Err(StartError::NoDeck.into());
        }
        let store = Store::open(settings.database_url.expose_secret()).await?;
        let app = Arc::new(App::new(store.clone(), decks));
        let web = Web::new(app.clone(), store.clone(), StdRng::from_rng(&mut rand::rng()));
        Ok(Self { listener, address, store, app, web })
    }

    /// Where the page is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown`, then lets requests finish, ends the streams and closes the store.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let Self { listener, store, app, web, .. } = self;
        let (posts, posted) = mpsc::channel(POSTS_WAITING);
        let platforms = Arc::new(Platforms { web: Some(web.clone()) });
        app.reached_by(platforms.clone());
        let clockwork = tokio::spawn(clockwork::run(app, posts, Arc::clone(&platforms), shutdown.clone()));
        let delivery = tokio::spawn(deliver(posted, platforms));
        let served = serve(listener, &web, &shutdown).await;
        // A fault of the page ends the rest, too.
        shutdown.cancel();
        // The clockwork lets go of its end of the channel, and what it had posted by then is still delivered.
        let _ = tokio::join!(clockwork, delivery);
        store.close().await;
        served
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
async fn deliver(mut posted: mpsc::Receiver<Post>, platforms: Arc<Platforms>) {
    while let Some(post) = posted.recv().await {
        if let Err(error) = platforms.post(post).await {
            tracing::error!(error = format!("{error:#}"), "a post could not be delivered");
        }
    }
}

/// Runs everything until shutdown.
pub async fn run(settings: Settings, shutdown: CancellationToken) -> anyhow::Result<()> {
    let server = Server::bind(&settings).await?;
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

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    if !address.ip().is_loopback() {
        return Err(StartError::NotLoopback(address));
    }
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => StartError::PortInUse(address),
        _ => StartError::CannotListen(address, error),
    })
}

/// The host of an address as it stands in a URL.
fn host(address: &SocketAddr) -> String {
    if address.is_ipv6() { format!("[{}]", address.ip()) } else { address.ip().to_string() }
}
