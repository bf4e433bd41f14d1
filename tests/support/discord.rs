//! A strict fake of Discord: REST and gateway on one port of loopback, and people who use the bot
//! through it.
//!
//! It refuses what Discord refuses, forgets what Discord forgets, and sends what Discord sends:
//! complete payloads, the three seconds for a first response, rate limits, resumes, contents
//! withheld. Its clock is real until a test moves it. [`Discord`] is what a test starts; [`Guild`],
//! [`Channel`] and [`Member`] are made by it, and a member does what a person can do: commands,
//! clicks, forms, messages. Each returns when the bot has answered, with what is then seen.

pub(crate) mod driver;
mod edge;
mod faults;
mod gateway;
mod interaction;
mod limits;
pub(crate) mod listener;
mod mentions;
mod message;
mod payload;
mod people;
pub(crate) mod permissions;
mod rates;
mod refused;
mod rest;
pub(crate) mod schema;
pub(crate) mod tally;
mod uploads;
mod world;

pub(crate) use driver::answered::Pending;
pub(crate) use driver::guild::{Channel, Guild};
pub(crate) use driver::member::Member;
pub(crate) use driver::seen::Seen;
pub(crate) use faults::Fault;
pub(crate) use gateway::{GUILD_MEMBERS, MESSAGE_CONTENT};

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get};
use axum::{Router, serve};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::page::PATIENCE;
use gateway::Gateway;
use listener::{Door, Scissors};
use schema::Schema;
use world::World;

/// The bot's token. Its first part is the bot's id, as in a real one.
pub(crate) const TOKEN: &str =
    "MTAwMDAwMDAwMDAwMDAwMDAwMQ.Gfake0.000000000000000000000000000000000000000";

/// A running fake; it ends with the test, and fails it if a body went against Discord's
/// description.
pub(crate) struct Discord {
    hub: Hub,
    server: JoinHandle<()>,
}

/// The fake as its parts share it.
#[derive(Clone)]
pub(crate) struct Hub(Arc<Inner>);

struct Inner {
    address: SocketAddr,
    world: Mutex<World>,
    changed: Notify,
    shut: Arc<AtomicBool>,
    bodies: Mutex<Bodies>,
}

/// Bodies of one fake, seen by Discord's description.
#[derive(Default)]
struct Bodies {
    checked: u64,
    violations: Vec<String>,
    /// Whether a test wants violations, so that they count for it alone.
    wanted: bool,
}

impl Discord {
    /// Starts an empty one: the bot is nowhere, and no privileged intent is granted.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let gateway = Gateway::new(format!("ws://{address}/gateway-socket"));
        let world = Mutex::new(World::new(gateway, format!("http://{address}")));
        let shut = Arc::new(AtomicBool::new(false));
        let (changed, bodies) = (Notify::new(), Mutex::default());
        let hub = Hub(Arc::new(Inner { address, world, changed, shut: shut.clone(), bodies }));
        let router = Router::new()
            .route("/gateway-socket", any(gateway::socket::connect))
            .route("/ephemeral-attachments/{name}", get(uploads::serve))
            .fallback(rest::serve)
            .layer(DefaultBodyLimit::disable())
            .with_state(hub.clone());
        let service = router.into_make_service_with_connect_info::<Scissors>();
        let server =
            tokio::spawn(async move { serve(Door { listener, shut }, service).await.unwrap() });
        Self { hub, server }
    }
}

impl Deref for Discord {
    type Target = Hub;

    fn deref(&self) -> &Hub {
        &self.hub
    }
}

impl Drop for Discord {
    fn drop(&mut self) {
        self.server.abort();
        self.hub.0.shut.store(true, Ordering::SeqCst);
        let bodies = self.hub.0.bodies.lock().unwrap();
        let counted = if bodies.wanted { 0 } else { bodies.violations.len() as u64 };
        schema::log(bodies.checked, counted);
        if !std::thread::panicking() {
            assert!(counted == 0, "bodies against Discord's description: {:#?}", bodies.violations);
        }
    }
}

impl Hub {
    /// What `DISCORD_API_URL` is set to.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.0.address)
    }

    fn world(&self) -> MutexGuard<'_, World> {
        // A person of a crowd who panicked while looking at it has changed nothing, and the others
        // go on.
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something, and wakes who waits for it.
    fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.world());
        self.0.changed.notify_waiters();
        result
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
            let world = self.world();
            let (tally, counts) = (&world.tally, &world.gateway.counts);
            panic!(
                "waited in vain for {what}.\nRefusals: {:?}\nRequests: {:?}\n{counts:?}",
                tally.refusals, tally.requests
            )
        })
    }

    /// Holds a body against Discord's description.
    fn check_schema(&self, method: &str, template: &str, body: &Value) {
        let schema = Schema::get().filter(|_| !body.is_null());
        let Some(wrong) =
            schema.and_then(|schema| schema.check(&format!("{method} {template}"), body))
        else {
            return;
        };
        let mut bodies = self.0.bodies.lock().unwrap();
        bodies.checked += 1;
        schema::count(!wrong.is_empty() && !bodies.wanted);
        bodies.violations.extend(wrong);
    }
}
