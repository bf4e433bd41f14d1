//! What becomes of shards and servers as they come and go: kept for readiness and metrics, and told
//! to the operator where it has changed.

use std::collections::HashSet;
use std::time::Instant;

use serenity::model::id::GuildId;

use super::options::Shards;
use super::servers::News;
use super::{Discord, lock};
use crate::ops::metrics::Dropped;

/// The shards that run in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShardRange {
    /// The first of them, from 0.
    pub(super) first: u32,
    /// The last of them, below `total`.
    pub(super) last: u32,
    /// How many there are in all processes together.
    pub(super) total: u32,
}

impl ShardRange {
    /// How many run in this process, one at least.
    pub(super) fn count(self) -> usize {
        (self.last - self.first + 1) as usize
    }

    /// The shards that the settings ask for; `recommended` is what Discord would have.
    pub(super) fn of(shards: Shards, recommended: u32) -> Self {
        match shards {
            Shards::Auto => {
                Self { first: 0, last: recommended.max(1) - 1, total: recommended.max(1) }
            }
            Shards::Range { first, last, total } => Self { first, last, total },
        }
    }
}

impl Discord {
    /// A server is there, at the start or since just now.
    pub(super) fn joined(&self, guild: GuildId, name: &str) {
        let news = lock(&self.0.servers).arrived(guild, name);
        tell(news);
        self.tell_servers();
    }

    /// A server may have another name.
    pub(super) fn renamed(&self, guild: GuildId, name: &str) {
        lock(&self.0.servers).renamed(guild, name);
    }

    /// The bot is no longer on a server.
    pub(super) fn left(&self, guild: GuildId) {
        let news = lock(&self.0.servers).left(guild);
        tell(news);
    }

    /// A shard is ready. What the last process may not have come to show is shown now.
    pub(super) async fn shard_is_ready(&self, shard: u32, servers: impl Iterator<Item = GuildId>) {
        let news = lock(&self.0.servers).shard((shard, self.0.known.shards.total), servers);
        tell(news);
        self.shard_is_connected(shard);
        // Once in a process, not once a shard.
        if shard == self.0.known.shards.first {
            self.show_what_is_open().await;
        }
    }

    /// A shard has a connection, a new one or that of before.
    pub(super) fn shard_is_connected(&self, shard: u32) {
        tracing::debug!(shard, "connected to Discord");
        lock(&self.0.ready).insert(shard);
        self.tell_connected();
    }

    /// Notes which shards have a connection.
    pub(super) fn set_connected(&self, shards: HashSet<u32>) {
        *lock(&self.0.ready) = shards;
        self.tell_connected();
    }

    /// Nothing is connected any more, since the program ends.
    pub(super) fn set_ended(&self) {
        lock(&self.0.ready).clear();
        self.show_connected();
    }

    /// Lets the operator see which shards are connected, and says so in the log where it has
    /// changed.
    fn tell_connected(&self) {
        let connected = self.show_connected();
        if let Some(change) = lock(&self.0.connection).look(connected, Instant::now()) {
            if change.is_bad() {
                tracing::warn!("{change}");
            } else {
                tracing::info!("{change}");
            }
        }
        self.tell_servers();
    }

    /// Brings metrics and readiness up to date; gives how many shards are connected.
    fn show_connected(&self) -> usize {
        let (ready, range) = (lock(&self.0.ready), self.0.known.shards);
        for shard in range.first..=range.last {
            self.0.watch.metrics.connected(shard, ready.contains(&shard));
        }
        if ready.len() >= range.count() {
            self.0.watch.part.ready();
        } else {
            self.0.watch.part.waits(format!(
                "{} of {} shards connected",
                ready.len(),
                range.count()
            ));
        }
        ready.len()
    }

    /// Says on how many servers the bot is, once they are known.
    fn tell_servers(&self) {
        let all_connected = lock(&self.0.ready).len() >= self.0.known.shards.count();
        let news = lock(&self.0.servers).settled(all_connected, Instant::now());
        tell(news);
    }

    pub(super) fn count_unknown(&self, kind: &str) {
        self.0.watch.metrics.dropped(Dropped::UnknownPayload);
        if lock(&self.0.unknown).insert(kind.to_owned()) {
            tracing::warn!(kind, "Discord sent an event that could not be read; it is ignored");
        }
    }

    pub(super) fn count_unread(&self) {
        self.0.watch.metrics.dropped(Dropped::UnreadForm);
        tracing::warn!("a form came back with parts that could not be read; nothing is done");
    }

    pub(super) fn count_expired(&self) {
        self.0.watch.metrics.dropped(Dropped::ExpiredInteraction);
    }
}

/// Tells the operator what has become of the servers.
fn tell(news: impl IntoIterator<Item = News>) {
    for one in news {
        println!("{one}");
    }
}
