//! Conversations between the bot and one person, by the platform's own ids: opened once and found
//! again after a restart.

use chrono::{DateTime, Utc};

use super::pool::on;
use super::write::Write;
use super::{Result, Store};

const CONVERSATION: &str = "SELECT channel FROM conversations WHERE platform = $1 AND person = $2";

const PUT: &str = "INSERT INTO conversations (platform, person, channel, opened_at) \
     VALUES ($1, $2, $3, $4) \
     ON CONFLICT (platform, person) DO UPDATE SET channel = excluded.channel, \
         opened_at = excluded.opened_at";

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
        let put = Write::new(PUT).text(platform).text(person).text(channel);
        self.write_one(put.number(now.timestamp())).await.map(drop)
    }

    /// Forgets the conversation that has this channel.
    pub async fn forget_conversation(&self, platform: &str, channel: &str) -> Result<()> {
        self.write_one(Write::new(FORGET).text(platform).text(channel)).await.map(drop)
    }
}
