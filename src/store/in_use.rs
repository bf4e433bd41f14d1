//! In which channels a platform shows things to everyone: a look from outside that changes nothing.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use sqlx::{ConnectOptions, Connection};

use super::Store;
use super::open::{BUSY_TIMEOUT, contact, options};
use super::open_error::OpenError;
use super::pool::{Engine, on};

const IN_USE: &str = "SELECT q.channel FROM quizzes q JOIN communities c ON c.id = q.community \
     WHERE c.platform = $1 AND q.solo IS NULL AND q.direct = 0 AND q.is_over = 0 \
     UNION SELECT s.channel FROM shown_messages s WHERE s.platform = $1 AND s.shown_at >= $2 ORDER BY 1";

impl Store {
    /// The channels of a platform in the database at `url` in which a quiz is open or something was shown since then.
    /// The database must be there, and its schema current.
    pub async fn channels_in_use(
        url: &str,
        platform: &str,
        since: DateTime<Utc>,
    ) -> std::result::Result<Vec<String>, OpenError> {
        match options(url)? {
            Engine::Sqlite(options) => {
                let path = PathBuf::from(options.get_filename());
                let explain = |fault| OpenError::sqlite(&path, fault);
                let options = options.create_if_missing(false).busy_timeout(BUSY_TIMEOUT);
                let connection = options.connect().await.map_err(explain)?;
                ask(Engine::Sqlite(connection), platform, since).await.map_err(explain)
            }
            Engine::Postgres(options) => {
                let explain = |fault| OpenError::postgres(&options, fault);
                let connection = contact(&options).await.map_err(explain)?;
                ask(Engine::Postgres(connection), platform, since).await.map_err(explain)
            }
        }
    }
}

async fn ask(
    mut connection: Engine<sqlx::SqliteConnection, sqlx::PgConnection>,
    platform: &str,
    since: DateTime<Utc>,
) -> super::Result<Vec<String>> {
    let channels = on!(&mut connection, |db| {
        sqlx::query_scalar(IN_USE).bind(platform).bind(since.timestamp()).fetch_all(&mut *db).await
    })?;
    on!(connection, |db| db.close().await)?;
    Ok(channels)
}
