//! In which homes the bot has said how to begin: written down before it is said.

use chrono::{DateTime, Utc};

use super::pool::on;
use super::write::Write;
use super::{Result, Store, text};
use crate::domain::place::Home;

const KNOWN: &str = "SELECT COUNT(*) FROM greetings WHERE platform = $1 AND external = $2";

const ADD: &str = "INSERT INTO greetings (platform, external, greeted_at) VALUES ($1, $2, $3) \
     ON CONFLICT (platform, external) DO NOTHING";

impl Store {
    /// Writes down that a home is greeted; whether it was not before. Of several that ask at the
    /// same time, one is told so.
    pub async fn claim_greeting(&self, home: &Home, now: DateTime<Utc>) -> Result<bool> {
        let external = text::printable(&home.id);
        let known: i64 = on!(&self.read, |db| {
            sqlx::query_scalar(KNOWN).bind(home.platform).bind(&external).fetch_one(db).await
        })?;
        // Most homes ask again and again, and a write waits for the disk.
        if known > 0 {
            return Ok(false);
        }
        let add = Write::new(ADD).text(home.platform).text(external).number(now.timestamp());
        Ok(self.write_one(add).await? > 0)
    }
}
