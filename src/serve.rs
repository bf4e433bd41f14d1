//! The one place where everything is put together; runs until shutdown.

mod running;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::app::caught::caught;
use crate::app::decks::{Decks, NoDirectory};
use crate::app::{App, Post};
use crate::clockwork;
use crate::config::Settings;
use crate::ops::address::listen;
use crate::ops::listener::{self, Watched};
use crate::ops::metrics::Metrics;
use crate::ops::readiness::{Part, Readiness};
use crate::platform::setup::Around;
use crate::platform::{self, Platform, Platforms};
use crate::store::{Progress, Store};
use running::Running;

/// How many posts may wait for their platform before the clockwork waits, too.
const POSTS_WAITING: usize = 64;

/// How long what is under way may take to finish after shutdown was asked for; then it is cut off,
/// to be taken up by the next start.
const GRACE: Duration = Duration::from_secs(14);

/// How long the database may take to close after that. Both together end before [`LAST`].
const CLOSING: Duration = Duration::from_secs(2);

/// How long after a signal the process ends whatever still runs, even if all its threads are stuck.
const LAST: Duration = Duration::from_secs(19);

/// Why the program cannot start; each says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The operator's decks cannot be read.
    #[error(transparent)]
    NoDirectory(#[from] NoDirectory),
    /// No deck could be read.
    #[error(
        "There is no deck to play. Mend the decks named above, or take DECKS_DIR out of the \
         settings."
    )]
    NoDeck,
}

/// The program, ready to serve.
#[derive(Debug)]
pub struct Server {
    platforms: Arc<Platforms>,
    ops: Option<Ops>,
    store: Store,
    app: Arc<App>,
    metrics: Metrics,
    watched: Watched,
}

/// The listener that tells health and metrics.
#[derive(Debug)]
struct Ops {
    address: SocketAddr,
    /// Ends it, also where the program ends before it has really begun.
    end: DropGuard,
    telling: JoinHandle<()>,
}

impl Server {
    /// Reads the decks, opens the store, takes the addresses of the settings (port 0 takes any free
    /// one) and makes itself known to the platforms that have a token.
    pub async fn bind(settings: &Settings) -> anyhow::Result<Self> {
        // Addresses first: a second program on the same ones ends here, before it opens a database
        // or a second connection with the same token.
        let mut prepared = Vec::new();
        for setup in platform::ALL {
            prepared.extend(setup.prepare(&settings.platforms).await?);
        }
        let watched = Watched::default();
        // Before anybody can ask whether all is ready.
        let database = watched.readiness.part("the database");
        let ops = match settings.ops_addr {
            Some(address) => Some(Ops::start(listen("OPS_ADDR", address).await?, &watched)?),
            None => None,
        };
        let decks = load_decks(settings)?;
        let store = open(settings, &database).await?;
        let app = Arc::new(App::new(store.clone(), decks));
        let metrics = Metrics::new(app.counts());
        watched.opened(store.clone(), metrics.clone());
        let readiness = &watched.readiness;
        let mut platforms: Vec<Arc<dyn Platform>> = Vec::new();
        for platform in prepared {
            let around = Around { app: &app, store: &store, metrics: &metrics, readiness };
            platforms.push(platform.open(around).await?);
        }
        let platforms = Arc::new(Platforms::new(platforms));
        // Platforms know the application and it knows them, so one of the two comes later.
        app.reached_by(platforms.clone());
        Ok(Self { platforms, ops, store, app, metrics, watched })
    }

    /// Where a platform listens on this machine, if one does.
    pub fn address(&self) -> Option<SocketAddr> {
        self.platforms.iter().find_map(|platform| platform.address())
    }

    /// What an operator wants to know of each platform once it is ready.
    pub fn greetings(&self) -> Vec<(&'static str, String)> {
        self.platforms.iter().map(|platform| (platform.title(), platform.greeting())).collect()
    }

    /// Where health and metrics are told, if the settings say so.
    pub fn ops_address(&self) -> Option<SocketAddr> {
        self.ops.as_ref().map(|ops| ops.address)
    }

    /// What must be up before the program is ready.
    pub fn readiness(&self) -> &Readiness {
        &self.watched.readiness
    }

    /// Serves until `shutdown`, then lets what is under way finish, ends the streams and closes the
    /// store. The first of all that runs which ends by itself ends everything, and is what this
    /// gives.
    pub async fn run(mut self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let (ops, stopping) = (self.ops.take(), self.watched.stopping.clone());
        let store = self.store.clone();
        let mut running = self.start(&shutdown);
        let in_time = async {
            shutdown.cancelled().await;
            stopping.cancel();
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            () = running.until_ended(&shutdown) => {}
            () = in_time => {
                let cut_off = running.abort().join(", ");
                tracing::warn!(
                    cut_off,
                    "what was under way did not finish in time and was cut off"
                );
            }
        }
        // The state is told to the last.
        if let Some(Ops { end, telling, .. }) = ops {
            drop(end);
            let _ = telling.await;
        }
        if tokio::time::timeout(CLOSING, store.close()).await.is_err() {
            tracing::warn!("the database did not close in time");
        }
        running.outcome()
    }

    /// Starts all that runs until shutdown.
    fn start(self, shutdown: &CancellationToken) -> Running {
        let Self { platforms, app, metrics, .. } = self;
        let (posts, posted) = mpsc::channel(POSTS_WAITING);
        let mut running = Running::default();
        for (name, work) in clockwork::loops(&app, posts, &platforms, &metrics.beats(), shutdown) {
            // A loop that ends before shutdown is a fault, though it returns none.
            running.start(name, async move {
                work.await;
                Ok(())
            });
        }
        // The loops let go of their end of the channel, and what they had posted by then is still
        // delivered.
        running.start("delivery", deliver(posted, Arc::clone(&platforms)));
        for platform in platforms.iter() {
            app.counts().begin(platform.name());
            let (platform, shutdown) = (Arc::clone(platform), shutdown.clone());
            running.start(platform.title(), async move { platform.run(&shutdown).await });
        }
        running
    }
}

impl Ops {
    /// Tells health and metrics from now on, while the database is opened and until the end.
    fn start(listener: TcpListener, watched: &Watched) -> anyhow::Result<Self> {
        let address = listener.local_addr().context("asking for the address of OPS_ADDR")?;
        tracing::info!(%address, "telling health and metrics at http://{address}");
        let (watched, end) = (watched.clone(), CancellationToken::new());
        let ended = end.clone();
        let telling = tokio::spawn(async move {
            if let Err(error) = listener::serve(listener, watched, ended).await {
                let error = format!("{error:#}");
                tracing::error!(error, "health and metrics are not told any more");
            }
        });
        Ok(Self { address, end: end.drop_guard(), telling })
    }
}

/// Opens the database and says meanwhile what is done to it.
async fn open(settings: &Settings, part: &Part) -> anyhow::Result<Store> {
    part.waits("being opened");
    let tell = |progress: Progress| part.waits(progress.to_string());
    let url = settings.database_url.expose_secret();
    let store = Store::open_with(url, settings.sqlite_checkpoint, &tell).await?;
    part.ready();
    Ok(store)
}

/// Brings what the clockwork posts to its platform, in order. What fails or panics over one post
/// keeps back no other.
async fn deliver(
    mut posted: mpsc::Receiver<Post>,
    platforms: Arc<Platforms>,
) -> anyhow::Result<()> {
    while let Some(post) = posted.recv().await {
        // One after the other: a count must not overtake the one before it.
        let error = match caught(platforms.of(&post.place).post(post)).await {
            Ok(Ok(())) => continue,
            Ok(Err(error)) => error,
            Err(panicked) => panicked.into(),
        };
        tracing::error!(error = format!("{error:#}"), "a post could not be delivered");
    }
    Ok(())
}

/// Runs everything until shutdown.
pub async fn run(settings: Settings, shutdown: CancellationToken) -> anyhow::Result<()> {
    let server = tokio::select! {
        server = Server::bind(&settings) => server?,
        () = shutdown.cancelled() => return Ok(()),
    };
    let greeting = tokio::spawn(greet(server.readiness().clone(), server.greetings()));
    let ended = server.run(shutdown).await;
    // A part that never became ready is still waited for.
    greeting.abort();
    ended
}

/// Says of each part that it is ready when it is.
async fn greet(readiness: Readiness, greetings: Vec<(&'static str, String)>) {
    let each = greetings.into_iter().map(|(part, greeting)| {
        let readiness = readiness.clone();
        async move {
            readiness.of(part).await;
            // On stdout, for whoever started the program; the log is on stderr.
            println!("{greeting}");
        }
    });
    futures_util::future::join_all(each).await;
}

/// A token that is canceled when the system asks the program to end: Ctrl+C (SIGINT) or SIGTERM.
/// Some time after that the process ends, whatever still runs.
///
/// A thread of its own waits for the signal, so that it is heard even while all others are busy.
pub fn until_signal() -> anyhow::Result<CancellationToken> {
    let shutdown = CancellationToken::new();
    let canceled = shutdown.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    let runtime = runtime.context("starting to wait for signals")?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || end_by_signal(&runtime, &canceled))
        .context("starting to wait for signals")?;
    Ok(shutdown)
}

/// Waits for a signal, asks the program to end, and ends it if it does not.
fn end_by_signal(runtime: &Runtime, shutdown: &CancellationToken) {
    runtime.block_on(async {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = terminated() => {}
        }
    });
    tracing::info!("shutting down");
    shutdown.cancel();
    // The program that ends in time takes this thread along.
    std::thread::sleep(LAST);
    tracing::error!("the program did not end by itself and is ended");
    std::process::exit(1);
}

/// Waits for SIGTERM, by which supervisors end a program; for ever where it cannot be heard.
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

/// Loads the decks and logs what was refused; there must be one to play.
fn load_decks(settings: &Settings) -> Result<Decks, StartError> {
    Decks::check_directory(settings.decks_dir.as_deref())?;
    let (decks, refused) = Decks::load(settings.decks_dir.as_deref());
    for refusal in refused {
        tracing::warn!("{refusal}");
    }
    if decks.first().is_none() {
        return Err(StartError::NoDeck);
    }
    Ok(decks)
}
