//! What is done for the database itself.

use std::time::Instant;

use chrono::{DateTime, Utc};

use super::App;
use crate::store::{LogNews, Result};

impl App {
    /// Forgets which events were handled before `events`, since platforms repeat theirs within
    /// minutes, and where messages stand that were shown before `shown`.
    pub async fn forget(&self, events: DateTime<Utc>, shown: DateTime<Utc>) -> Result<u64> {
        Ok(self.store.forget_events(events).await? + self.store.forget_shown(shown).await?)
    }

    /// Has the database's write-ahead log folded in, and tells operators when a reader stands in
    /// the way of that: once after a minute, and once when it is over.
    pub async fn tend_log(&self, now: Instant) -> Result<()> {
        let Some(log) = self.store.tend_log(now).await? else { return Ok(()) };
        self.counts.log(&log);
        let bytes = log.bytes;
        match log.news {
            None => {}
            Some(LogNews::Held { maybe_ours: false }) => tracing::warn!(
                bytes,
                "a reader has kept the database's write-ahead log from being folded in for a \
                    minute, so the log grows: it is \
                 another program, such as a backup that stands or a sqlite3 shell with an open \
                 transaction; end it"
            ),
            Some(LogNews::Held { maybe_ours: true }) => tracing::warn!(
                bytes,
                "a reader has kept the database's write-ahead log from being folded in for a \
                    minute, so the log grows: it may \
                 be one of this program's own connections; restart it, and report this if it comes \
                 again"
            ),
            Some(LogNews::Released(stood)) => tracing::info!(
                bytes,
                seconds = stood.as_secs(),
                "the reader that kept the database's write-ahead log from being folded in is gone"
            ),
        }
        Ok(())
    }
}
