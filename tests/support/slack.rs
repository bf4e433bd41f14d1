//! A strict fake of Slack: Web API, Socket Mode, response addresses and files on one port of
//! loopback, and people who use the app through it.
//!
//! It refuses what Slack refuses, forgets what Slack forgets, and sends what Slack sends: complete
//! payloads, the three seconds for an acknowledgement, triggers that work once, rate limits,
//! deliveries repeated. What a careless app would get away with at Slack, such as a name that
//! pings, is noted as a violation and fails the test. Its clock is real until a test moves it.
//! [`Slack`] is what a test starts; [`Workspace`], [`Channel`] and [`Member`] are made by it, and
//! a member does what a person can do. What is known of Slack and where it stands is said beside
//! each rule; the addresses are pages of <https://docs.slack.dev>.

mod act;
mod acting;
mod blocks;
mod driver;
mod envelopes;
mod events;
mod faults;
mod message;
mod page;
mod payload;
mod people;
mod rates;
mod refused;
mod response_url;
mod schema;
mod socket;
mod tally;
mod web;
mod world;

pub(crate) use driver::answered::Answered;
pub(crate) use driver::channel::Channel;
pub(crate) use driver::member::Member;
pub(crate) use driver::seen::{Seen, Shown};
pub(crate) use driver::view::{KEEP, Modal};
pub(crate) use driver::workspace::Workspace;
pub(crate) use faults::Fault;
pub(crate) use page::Looks;
pub(crate) use schema::differences as schema_differences;
pub(crate) use tally::Tally;

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get, post};
use axum::{Router, serve};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::discord::listener::{Door, Scissors};
use super::page::PATIENCE;
use world::World;

/// The token of the app's bot user.
pub(crate) const BOT_TOKEN: &str = "xoxb-000000000000-000000000000-fake0fake0fake0fake0fake";

/// The app-level token, for connections alone.
pub(crate) const APP_TOKEN: &str = "xapp-1-A0000000001-000000000000-fake0fake0fake0fake0fake";

/// The app's id.
pub(crate) const APP: &str = "A0000000001";

/// The app's bot user.
pub(crate) const BOT_USER: &str = "U0000000001";

/// How often what is due by the clock is looked for.
const TICK: Duration = Duration::from_millis(40);

/// A running fake; it ends with the test, and fails it if Slack's rules were broken.
pub(crate) struct Slack {
    hub: Hub,
    tasks: Vec<JoinHandle<()>>,
}

/// The fake as its parts share it.
#[derive(Clone)]
pub(crate) struct Hub(Arc<Inner>);

struct Inner {
    address: SocketAddr,
    world: Mutex<World>,
    changed: Notify,
    shut: Arc<AtomicBool>,
    /// Requests that are being answered.
    working: AtomicUsize,
}

/// A request that is being answered, until it is dropped.
pub(crate) struct Working(Hub);

impl Slack {
    /// Starts one without a workspace: the first that is made is where the app is installed.
    pub(crate) async fn start() -> Self {
        Self::with(None).await
    }

    /// Starts one whose app is installed for an organisation with all its workspaces.
    pub(crate) async fn start_org() -> Self {
        Self::with(Some("E0000000001")).await
    }

    async fn with(organisation: Option<&str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let world = World::new(format!("http://{address}"), organisation.map(ToOwned::to_owned));
        let shut = Arc::new(AtomicBool::new(false));
        let hub = Hub(Arc::new(Inner {
            address,
            world: Mutex::new(world),
            changed: Notify::new(),
            shut: shut.clone(),
            working: AtomicUsize::new(0),
        }));
        let router = Router::new()
            .route("/link/", any(socket::connect))
            .route("/api/{method}", any(web::serve))
            .route("/response/{token}", post(response_url::serve))
            .route("/upload/{token}", post(web::files::upload))
            .route("/files-pri/{file}/{name}", get(web::files::download))
            .layer(DefaultBodyLimit::disable())
            .with_state(hub.clone());
        let service = router.into_make_service_with_connect_info::<Scissors>();
        let door = Door { listener, shut };
        let server = tokio::spawn(async move { serve(door, service).await.unwrap() });
        let clock = tokio::spawn(hub.clone().keep_time());
        Self { hub, tasks: vec![server, clock] }
    }
}

impl Deref for Slack {
    type Target = Hub;

    fn deref(&self) -> &Hub {
        &self.hub
    }
}

impl Drop for Slack {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        self.hub.0.shut.store(true, Ordering::SeqCst);
        let world = self.hub.world();
        if !std::thread::panicking() && !world.tally.wanted {
            let violations = &world.tally.violations;
            assert!(violations.is_empty(), "against Slack's rules: {violations:#?}");
        }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.0.working.fetch_sub(1, Ordering::SeqCst);
        self.0.0.changed.notify_waiters();
    }
}

impl Hub {
    /// What `SLACK_API_URL` is set to.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.0.address)
    }

    fn world(&self) -> MutexGuard<'_, World> {
        // A person of a crowd who panicked while looking at it has changed nothing.
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something, and wakes who waits for it.
    fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.world());
        self.0.changed.notify_waiters();
        result
    }

    /// Notes that a request is being answered.
    fn work(&self) -> Working {
        self.0.working.fetch_add(1, Ordering::SeqCst);
        Working(self.clone())
    }

    fn is_working(&self) -> bool {
        self.0.working.load(Ordering::SeqCst) > 0
    }

    /// Does what is due by the clock, as long as the fake runs.
    async fn keep_time(self) {
        loop {
            tokio::time::sleep(TICK).await;
            self.change(World::tick);
        }
    }

    /// Waits until there is something to find.
    async fn until<T>(&self, what: &str, mut find: impl FnMut(&World) -> Option<T>) -> T {
        let waiting = async {
            loop {
                let changed = self.0.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                if let Some(found) = find(&self.world()) {
                    return found;
                }
                changed.await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, waiting).await;
        found.unwrap_or_else(|_| {
            let tally = self.world().tally.clone();
            panic!("waited in vain for {what}.\n{tally:#?}")
        })
    }
}
