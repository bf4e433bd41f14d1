//! Conversations between the bot and one person, by the platform's own ids: opened once and found
//! again after a restart.

use chrono::{DateTime, Utc};

use super::pool::{on, once};
use super::{Error, Result, Store};

const CONVERSATION: &str = "SELECT channel FROM conversations WHERE platform = $1 AND person = $2";

const PUT: &str = "INSERT INTO conversations (platform, person, channel, opened_at) VALUES ($1, \
    $2, $3, $4) \
     ON CONFLICT (platform, person) DO UPDATE SET channel = excluded.channel, opened_at = \
     excluded.opened_at";

const FORGET: &str = "DELETE FROM conversations WHERE platform = $1 AND channel = $2";

impl Store {
    /// The channel of the conversation with a person, if it was opened before.
    pub async fn conversation(&self, platform: &str, person: &str) -> Result<Option<String>> {
        Ok(on!(&self.read, |db| {
            let found = sqlx::query_scalar(CONVERSATION).bind(platform).bind(person);
            found.fetch_optional(db).await
        })?)
    }

    /// Keeps the channel of the conversation with a person.
    pub async fn put_conversation(
        &self,
        platform: &str,
        person: &str,
        channel: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        once!(self, |db| {
            let put = sqlx::query(PUT).bind(platform).bind(person).bind(channel);
            put.bind(now.timestamp()).execute(db).await.map(drop).map_err(Error::from)
        })
    }

    /// Forgets the conversation that has this channel.
    pub async fn forget_conversation(&self, platform: &str, channel: &str) -> Result<()> {
        once!(self, |db| sqlx::query(FORGET)
            .bind(platform)
            .bind(channel)
            .execute(db)
            .await
            .map(drop)
            .map_err(Error::from))
    }
}
