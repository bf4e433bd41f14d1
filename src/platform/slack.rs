//! Slack: what people do in its workspaces becomes requests, what the bot says becomes messages,
//! forms, threads and home tabs.
//!
//! Nothing is decided here. Answers and verdicts are private: forms, and messages that only their
//! person sees. What everyone sees goes through one queue a channel. Slack delivers over
//! connections that we open (`socket`), what it says is read leniently (`heard`), what is said to
//! it is built with the models of slack-morphism (`render`) and goes by its Web API (`api`).

mod answering;
mod api;
mod channels;
mod conversation;
mod delivered;
mod doctor;
mod files;
mod form;
mod heard;
mod home;
mod job;
mod line;
mod manifest;
mod options;
mod people;
mod posting;
mod public;
mod render;
mod respond;
mod said;
mod scopes;
mod sending;
mod settings;
mod setup;
mod showing;
mod socket;
mod stamp;
mod start;
mod status;
mod submit;
mod suggesting;
mod views;
mod workspaces;

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::Utc;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::api::Api;
use self::channels::Channels;
use self::home::Homes;
use self::people::People;
use self::workspaces::Workspaces;
use crate::app::reply::Reply;
use crate::app::request::{Action, Request};
use crate::app::{App, Post};
use crate::domain::place::{Home, Identity};
use crate::ops::metrics::PlatformMetrics;
use crate::ops::readiness::Part;
use crate::platform::outbox::Outbox;
use crate::platform::recent::Recent;
use crate::store::Store;

pub use self::job::SlackJob;
pub use self::options::{OneToken, SlackOptions, SlackSettings};
pub use self::setup::SlackSetup;
pub use self::start::CannotStart;

/// The name under which the store knows this platform.
pub const PLATFORM: &str = "slack";

/// What operators call it.
const TITLE: &str = "Slack";

/// How long messages on their way may take after shutdown was asked for.
const GRACE: Duration = Duration::from_secs(8);

/// The connection to Slack; cheap to clone.
#[derive(Debug, Clone)]
pub struct Slack(Arc<Inner>);

/// How the operator sees how the connection is.
#[derive(Debug)]
struct Watch {
    /// Where events, limits and connections of Slack are counted.
    metrics: PlatformMetrics,
    /// The part that is ready once a connection is up.
    part: Part,
}

#[derive(Debug)]
struct Inner {
    app: Arc<App>,
    store: Store,
    settings: SlackSettings,
    api: Api,
    outbox: Outbox<showing::Unsent>,
    watch: Watch,
    /// What Slack said about us at the start.
    known: Known,
    /// Whether the app was taken off its workspace.
    away: AtomicBool,
    /// The connections by number: how many of each are up.
    connections: Mutex<BTreeMap<u32, u32>>,
    /// Why only somebody can mend that nothing comes, if that is so; told once.
    trouble: Mutex<Option<String>>,
    people: People,
    channels: Channels,
    workspaces: Workspaces,
    homes: Homes,
    /// What was delivered, so that what comes again is shown once.
    recent: Mutex<Recent<String>>,
    /// Those who were told that a thread is read by all, since this program started.
    told_of_threads: Mutex<HashSet<String>>,
    /// Kinds of payloads that are not known, each logged once.
    unknown: Mutex<HashSet<String>>,
    /// What is being done about what was delivered.
    handlers: TaskTracker,
}

/// What Slack says about the app at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    /// The workspace in which it is installed; none where it is installed for an organisation.
    workspace: Option<String>,
    /// The bot as a person of Slack.
    me: String,
    /// Its name, by which it is mentioned and invited.
    name: String,
}

impl Slack {
    /// Keeps the connections until `shutdown`; an error says why none can be had.
    async fn keep_connected(&self, shutdown: &CancellationToken) -> Result<(), CannotStart> {
        self.learn_workspaces("");
        let shown = tokio::spawn({
            let slack = self.clone();
            async move { slack.show_what_is_open().await }
        });
        let ended = tokio::select! {
            ended = socket::run(self, shutdown) => ended,
            () = self.look_for_return() => Ok(()),
        };
        shown.abort();
        // After the connections, since whatever they still brought may be answered in a channel.
        self.0.outbox.close(GRACE).await;
        ended
    }

    /// Hands a request to the application, with the time and chance of this moment.
    async fn ask(&self, request: Request) -> Reply {
        // The generator of a thread cannot be held where the work may go on in another.
        let mut rng = StdRng::from_rng(&mut rand::rng());
        let (person, workspace) = (request.asker.id.clone(), request.place.home.id.clone());
        let reply = self.0.app.handle(request, Utc::now(), &mut rng).await;
        if !reply.home {
            self.home_changed(&person, &workspace);
        }
        reply
    }

    /// The home that something is about that was done in a workspace: in an organisation, a
    /// conversation with the bot alone may be about another.
    async fn home_of(&self, person: &str, workspace: &str, direct: bool, action: &Action) -> Home {
        let named = Home::new(PLATFORM, workspace);
        if !direct || !self.is_for_organisation() {
            return named;
        }
        let person = Identity::new(PLATFORM, person);
        self.app().home(&person, action, Some(workspace)).await.unwrap_or_else(|error| {
            let cause = &error as &dyn std::error::Error;
            tracing::error!(cause, "could not find out what a conversation is about");
            named
        })
    }

    /// Shows a message that the bot sends of its own accord.
    fn put(&self, post: Post) {
        // Nobody waits for where it stands.
        drop(self.0.outbox.put(self, &post.place.channel, post.message));
    }

    /// Shows open questions that nobody has seen yet, since the last process ended before it could.
    async fn show_what_is_open(&self) {
        let open = match self.0.app.open_questions(PLATFORM).await {
            Ok(open) => open,
            Err(error) => {
                let cause = &error as &dyn std::error::Error;
                tracing::error!(cause, "could not look for open questions");
                return;
            }
        };
        for post in open {
            match self.is_shown(&post).await {
                // One that stands there is changed when it is answered, not before.
                Ok(true) => {}
                Ok(false) => self.put(post),
                Err(error) => {
                    tracing::warn!(%error, "could not look for a shown message");
                }
            }
        }
    }

    /// Whether something is delivered for the first time.
    fn is_new(&self, event: &str) -> bool {
        lock(&self.0.recent).is_new(event.to_owned())
    }

    fn app(&self) -> &App {
        &self.0.app
    }

    fn store(&self) -> &Store {
        &self.0.store
    }

    fn api(&self) -> &Api {
        &self.0.api
    }

    fn settings(&self) -> &SlackSettings {
        &self.0.settings
    }

    fn known(&self) -> &Known {
        &self.0.known
    }

    fn handlers(&self) -> &TaskTracker {
        &self.0.handlers
    }

    /// The workspace of an event that names these, first the surest; that of the app itself where
    /// it is installed in one alone, whoever shares its channels.
    fn workspace<'a>(&'a self, named: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let own = self.0.known.workspace.as_deref();
        own.or_else(|| named.into_iter().find(|id| id.starts_with('T'))).map(str::to_owned)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What these hold is whole after each statement, so a panic while one was held spoils nothing.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
