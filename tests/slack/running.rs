//! The program, connected to the fake of Slack, with a database and a deck of its own.

use std::path::PathBuf;

use studyhall::config::Settings;
use studyhall::platform::Options;
use studyhall::platform::slack::SlackOptions;
use studyhall::serve::Server;
use studyhall::store::Checkpoints;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::page::{PATIENCE, tamper, write_deck};
use crate::support::slack::{APP_TOKEN, BOT_TOKEN, Channel, Slack, Workspace};

/// The fake with one workspace and one channel, and the program.
pub(crate) struct Running {
    pub(crate) slack: Slack,
    pub(crate) workspace: Workspace,
    pub(crate) channel: Channel,
    folder: TempDir,
    program: Option<(CancellationToken, JoinHandle<anyhow::Result<()>>)>,
}

impl Running {
    /// Connected.
    pub(crate) async fn start() -> Self {
        let mut running = Self::stopped().await;
        running.connect().await;
        running
    }

    /// Not connected yet.
    pub(crate) async fn stopped() -> Self {
        Self::on(Slack::start().await)
    }

    /// Not connected yet to this fake.
    pub(crate) fn on(slack: Slack) -> Self {
        let workspace = slack.workspace("Study group");
        let channel = workspace.channel("exam");
        let folder = tempfile::tempdir().unwrap();
        write_deck(&folder.path().join("decks"));
        Self { slack, workspace, channel, folder, program: None }
    }

    pub(crate) async fn connect(&mut self) {
        let server = Server::bind(&self.settings()).await.unwrap();
        let shutdown = CancellationToken::new();
        let readiness = server.readiness().clone();
        let running = tokio::spawn(server.run(shutdown.clone()));
        tokio::time::timeout(PATIENCE, readiness.ready()).await.expect("it connects in time");
        self.program = Some((shutdown, running));
    }

    /// Stops it as SIGTERM does.
    pub(crate) async fn stop(&mut self) {
        let (shutdown, running) = self.program.take().unwrap();
        shutdown.cancel();
        tokio::time::timeout(PATIENCE, running).await.expect("it stops in time").unwrap().unwrap();
    }

    pub(crate) fn settings(&self) -> Settings {
        let slack = SlackOptions {
            slack_bot_token: Some(BOT_TOKEN.into()),
            slack_app_token: Some(APP_TOKEN.into()),
            slack_api_url: self.slack.url(),
            ..SlackOptions::default()
        };
        Settings {
            database_url: self.database().display().to_string().into(),
            platforms: Options { slack, ..Options::default() },
            ops_addr: None,
            decks_dir: Some(self.folder.path().join("decks")),
            sqlite_checkpoint: Checkpoints::On,
            log: "off".to_owned(),
        }
    }

    /// Runs SQL behind the program's back.
    pub(crate) async fn tamper(&self, sql: &'static str) {
        tamper(&self.database(), sql).await;
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("studyhall.db")
    }
}

/// The right answer to the card that a message asks.
pub(crate) fn right(question: &str) -> &'static str {
    let answers = [("France", "Paris"), ("Peru", "Lima"), ("Canberra", "True")];
    answers.into_iter().find(|(about, _)| question.contains(about)).expect("a known card").1
}
