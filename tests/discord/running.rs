//! The program, connected to the fake of Discord, with a database and a deck of its own.

use std::path::PathBuf;

use studyhall::config::Settings;
use studyhall::platform::Options;
use studyhall::platform::discord::{DiscordOptions, Shards};
use studyhall::serve::Server;
use studyhall::store::Checkpoints;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::discord::{Channel, Discord, Guild, Member, TOKEN};
use crate::support::page::{PATIENCE, tamper, write_deck};

/// The fake with one server and one channel, and the program.
pub(crate) struct Running {
    pub(crate) discord: Discord,
    pub(crate) guild: Guild,
    pub(crate) channel: Channel,
    folder: TempDir,
    message_content: bool,
    program: Option<(CancellationToken, JoinHandle<anyhow::Result<()>>)>,
}

impl Running {
    /// Connected, with all commands registered.
    pub(crate) async fn start() -> Self {
        let mut running = Self::stopped().await;
        running.connect().await;
        running
    }

    /// Connected with the intent to read messages.
    pub(crate) async fn start_reading() -> Self {
        let mut running = Self::stopped().await;
        running.discord.grant(crate::support::discord::MESSAGE_CONTENT);
        running.message_content = true;
        running.connect().await;
        running
    }

    /// Not connected yet.
    pub(crate) async fn stopped() -> Self {
        let discord = Discord::start().await;
        let guild = discord.guild("Study group");
        let channel = guild.channel("exam");
        let folder = tempfile::tempdir().unwrap();
        write_deck(&folder.path().join("decks"));
        Self { discord, guild, channel, folder, message_content: false, program: None }
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
        let discord = DiscordOptions {
            discord_token: Some(TOKEN.into()),
            discord_api_url: self.discord.url(),
            discord_shards: Shards::Auto,
            discord_message_content: self.message_content,
        };
        let database = self.database();
        Settings {
            database_url: database.display().to_string().into(),
            platforms: Options { discord, ..Options::default() },
            ops_addr: None,
            decks_dir: Some(self.decks()),
            sqlite_checkpoint: Checkpoints::On,
            log: "off".to_owned(),
        }
    }

    /// Uses a command until its answer is as wanted.
    pub(crate) async fn until(
        &self,
        who: &Member,
        command: &str,
        options: &[(&str, &str)],
        wanted: fn(&str) -> bool,
    ) {
        for _ in 0..200 {
            if wanted(&who.slash(&self.channel, command, options).await.text()) {
                return;
            }
        }
        panic!("/{command} never says what is wanted");
    }

    /// Runs SQL behind the program's back.
    pub(crate) async fn tamper(&self, sql: &'static str) {
        tamper(&self.database(), sql).await;
    }

    pub(crate) fn decks(&self) -> PathBuf {
        self.folder.path().join("decks")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("studyhall.db")
    }
}
