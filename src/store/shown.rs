//! Where platforms show messages that have names, so that a later one of the same name can take
//! their place.

use chrono::{DateTime, Utc};

use super::pool::on;
use super::record::record;
use super::write::Write;
use super::{Result, Store};

record! {
    /// Where a message stands, in the platform's own ids.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Shown {
        /// The channel, or the thread under it.
        pub place: String,
        /// The message, in that place.
        pub message: String,
    }
}

const SHOWN: &str =
    "SELECT place, message FROM shown_messages WHERE platform = $1 AND channel = $2 AND name = $3";

const PUT_SHOWN: &str = "INSERT INTO shown_messages ( \
         platform, channel, name, place, message, shown_at) \
     VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT (platform, channel, name) DO UPDATE SET place = excluded.place, \
         message = excluded.message, shown_at = excluded.shown_at";

const CHANNEL_OF_THREAD: &str = "SELECT channel FROM shown_messages \
     WHERE platform = $1 AND place = $2 AND channel <> $2 LIMIT 1";

const NAMES_IN: &str = "SELECT name FROM shown_messages WHERE platform = $1 AND place = $2";

const FORGET: &str = "DELETE FROM shown_messages WHERE shown_at < $1";

impl Store {
    /// Where the message of this name stands that the bot was asked for in this channel.
    pub async fn shown(&self, platform: &str, channel: &str, name: &str) -> Result<Option<Shown>> {
        Ok(on!(&self.read, |db| sqlx::query_as(SHOWN)
            .bind(platform)
            .bind(channel)
            .bind(name)
            .fetch_optional(db)
            .await)?)
    }

    /// Writes down where a message stands.
    pub async fn put_shown(
        &self,
        platform: &str,
        channel: &str,
        name: &str,
        shown: &Shown,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let put = Write::new(PUT_SHOWN).text(platform).text(channel).text(name);
        let put = put.text(&shown.place).text(&shown.message).number(now.timestamp());
        self.write_one(put).await.map(drop)
    }

    /// The channel under which the bot has a thread; none if it is no thread of the bot's.
    pub async fn channel_of_thread(&self, platform: &str, thread: &str) -> Result<Option<String>> {
        Ok(on!(&self.read, |db| {
            sqlx::query_scalar(CHANNEL_OF_THREAD)
                .bind(platform)
                .bind(thread)
                .fetch_optional(db)
                .await
        })?)
    }

    /// The names of what the bot has in a thread, in no order: those of its messages, and that of
    /// its run.
    pub async fn names_in(&self, platform: &str, thread: &str) -> Result<Vec<String>> {
        Ok(on!(&self.read, |db| {
            sqlx::query_scalar(NAMES_IN).bind(platform).bind(thread).fetch_all(db).await
        })?)
    }

    /// Forgets where messages stand that were first shown before `before`.
    pub async fn forget_shown(&self, before: DateTime<Utc>) -> Result<u64> {
        self.write_one(Write::new(FORGET).number(before.timestamp())).await
    }
}
