//! The start: who we are, and whether the bot's token is good. All of it goes to the configured
//! address before anything else is connected.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use super::api::{AUTH_TEST, Api, ApiError, Call};
use super::channels::Channels;
use super::heard::lenient::{lenient, read};
use super::home::Homes;
use super::options::SlackSettings;
use super::people::People;
use super::workspaces::Workspaces;
use super::{Inner, Known, Slack, Watch, scopes};
use crate::app::App;
use crate::ops::metrics::PlatformMetrics;
use crate::platform::outbox::Outbox;
use crate::store::Store;

/// How often the first question is asked before Slack counts as not there.
const TRIES: u32 = 3;

/// The pause between two of them.
const PAUSE: Duration = Duration::from_secs(1);

/// The head of an answer that tells the scopes of the token, with commas between.
pub(super) const SCOPES: &str = "x-oauth-scopes";

/// Who we are, for whoever reads logs at Slack.
const USER_AGENT: &str =
    concat!("Studyhall/", env!("CARGO_PKG_VERSION"), " (", env!("CARGO_PKG_HOMEPAGE"), ")");

/// Why Slack cannot be connected to, and how that is mended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotStart {
    /// The bot's token is wrong.
    #[error(
        "Slack does not accept SLACK_BOT_TOKEN ({0}). Copy the Bot User OAuth Token, which begins \
         with xoxb-, from https://api.slack.com/apps: your app, OAuth & Permissions."
    )]
    BotToken(String),
    /// The app's token is wrong.
    #[error(
        "Slack does not accept SLACK_APP_TOKEN ({0}). Copy an app-level token with the scope \
         connections:write, which begins with xapp-, from https://api.slack.com/apps: your app, \
         Basic Information, App-Level Tokens; and see that Socket Mode is switched on there."
    )]
    AppToken(String),
    /// It is the token of a person.
    #[error(
        "SLACK_BOT_TOKEN is not the token of a bot. Copy the Bot User OAuth Token, which begins \
         with xoxb-, from https://api.slack.com/apps: your app, OAuth & Permissions."
    )]
    NoBot,
    /// We have asked too much already.
    #[error("Slack asks this app to wait for {seconds} seconds (its rate limit). Start me then.")]
    Limited {
        /// For how long, in seconds, rounded up.
        seconds: u64,
    },
    /// Nothing at the configured address answers as Slack does.
    #[error(
        "Nothing that speaks for Slack answers at {address} ({why}). Check SLACK_API_URL and the \
         network."
    )]
    Address {
        /// The address of `SLACK_API_URL`.
        address: String,
        /// What went wrong: no connection, no answer in time, or one that says nothing.
        why: String,
    },
}

/// What Slack says about us when it is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Introduction {
    /// The id of the workspace, or of the organisation.
    #[serde(deserialize_with = "lenient")]
    pub(super) team_id: String,
    /// The name of the workspace, or of the organisation.
    #[serde(deserialize_with = "lenient")]
    pub(super) team: String,
    #[serde(deserialize_with = "lenient")]
    user_id: String,
    #[serde(deserialize_with = "lenient")]
    user: String,
    /// The bot's id, by which Slack's own pages name it.
    #[serde(deserialize_with = "lenient")]
    pub(super) bot_id: String,
    #[serde(deserialize_with = "lenient")]
    is_enterprise_install: bool,
}

impl Introduction {
    /// Asks who we are; with the head of the answer, which tells scopes and time.
    pub(super) async fn of(api: &Api, address: &str) -> Result<(Self, HeaderMap), CannotStart> {
        let call = Call::new(&AUTH_TEST, "", json!({}), PAUSE);
        let mut tries = 0;
        let (answer, head): (Value, HeaderMap) = loop {
            tries += 1;
            match api.ask(&call).await {
                Ok(answered) => break answered,
                Err(ApiError::Unanswered { .. }) if tries < TRIES => {
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => return Err(explained(address, error)),
            }
        };
        let told: Self = read(answer);
        if told.bot_id.is_empty() {
            return Err(CannotStart::NoBot);
        }
        Ok((told, head))
    }

    /// Whether the app is installed for a whole organisation.
    pub(super) fn is_for_organisation(&self) -> bool {
        self.is_enterprise_install || !self.team_id.starts_with('T')
    }

    /// The name by which the bot is mentioned and invited.
    pub(super) fn name(&self) -> &str {
        if self.user.is_empty() { "Studyhall" } else { &self.user }
    }

    fn known(self) -> Known {
        let is_for_organisation = self.is_for_organisation();
        Known {
            name: self.name().to_owned(),
            workspace: Some(self.team_id).filter(|_| !is_for_organisation),
            me: self.user_id,
        }
    }
}

impl Slack {
    /// Finds out who we are.
    pub(super) async fn connect(
        settings: SlackSettings,
        app: Arc<App>,
        store: Store,
        watch: Watch,
    ) -> Result<Self, CannotStart> {
        let api = api(&settings, &watch.metrics)?;
        let (told, head) = Introduction::of(&api, &settings.api_url).await?;
        warn_of_scopes(&head);
        Ok(Self(Arc::new(Inner {
            app,
            store,
            settings,
            api,
            outbox: Outbox::default(),
            watch,
            known: told.known(),
            away: AtomicBool::new(false),
            connections: Mutex::default(),
            trouble: Mutex::default(),
            people: People::default(),
            channels: Channels::default(),
            workspaces: Workspaces::default(),
            homes: Homes::default(),
            recent: Mutex::default(),
            told_of_threads: Mutex::default(),
            unknown: Mutex::default(),
            handlers: TaskTracker::new(),
        })))
    }
}

/// The caller of the Web API.
pub(super) fn api(settings: &SlackSettings, metrics: &PlatformMetrics) -> Result<Api, CannotStart> {
    let client = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(Duration::from_secs(5))
        .tcp_nodelay(true)
        // A redirect would take the token to another address.
        .redirect(Policy::none())
        .build();
    let client = client.map_err(|error| CannotStart::Address {
        address: settings.api_url.clone(),
        why: error.to_string(),
    })?;
    let tokens = (settings.bot_token.clone(), settings.app_token.clone());
    Ok(Api::new(client, tokens, &settings.api_url, metrics.clone()))
}

/// Says which scopes the bot's token lacks, where Slack tells its scopes.
fn warn_of_scopes(head: &HeaderMap) {
    let Some(granted) = head.get(SCOPES).and_then(|granted| granted.to_str().ok()) else { return };
    for scope in scopes::lacking(granted) {
        tracing::warn!("{}", scopes::refused(scope.name));
    }
}

fn explained(address: &str, error: ApiError) -> CannotStart {
    match error {
        ApiError::Limited(after) => CannotStart::Limited { seconds: after.as_secs() + 1 },
        ApiError::Refused { error, .. } => CannotStart::BotToken(error),
        ApiError::Unanswered { why, .. } => {
            CannotStart::Address { address: address.to_owned(), why }
        }
    }
}
