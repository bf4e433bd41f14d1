//! In which channels a platform shows things to everyone, and where that has stopped: a look from
//! outside that changes nothing.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use sqlx::{ConnectOptions, Connection, PgConnection, SqliteConnection};

use super::Store;
use super::log;
use super::open::{BUSY_TIMEOUT, contact, options};
use super::open_error::OpenError;
use super::pool::{Engine, on};

const IN_USE: &str = "SELECT q.channel FROM quizzes q \
         JOIN homes h ON h.id = q.home \
     WHERE h.platform = $1 AND q.solo IS NULL AND q.direct = 0 AND q.is_over = 0 \
     UNION SELECT s.channel FROM shown_messages s \
     WHERE s.platform = $1 AND s.shown_at >= $2 \
     ORDER BY 1";

const PAUSED: &str =
    "SELECT channel, note FROM schedules WHERE state = 'paused' AND note <> '' ORDER BY channel";

impl Store {
    /// The channels of a platform in the database at `url` in which a quiz is open or something was
    /// shown since then. The database must be there, and its schema current.
    pub async fn channels_in_use(
        url: &str,
        platform: &str,
        since: DateTime<Utc>,
    ) -> std::result::Result<Vec<String>, OpenError> {
        let (mut connection, explain) = outside(url).await?;
        let channels = on!(&mut connection, |db| {
            sqlx::query_scalar(IN_USE)
                .bind(platform)
                .bind(since.timestamp())
                .fetch_all(&mut *db)
                .await
        });
        on!(connection, |db| db.close().await).map_err(&explain)?;
        channels.map_err(explain)
    }

    /// The channels in the database at `url` whose schedule has paused by itself, each with the
    /// reason. The database must be there, and its schema current.
    pub async fn paused_in(url: &str) -> std::result::Result<Vec<(String, String)>, OpenError> {
        let (mut connection, explain) = outside(url).await?;
        let paused = on!(&mut connection, |db| sqlx::query_as(PAUSED).fetch_all(&mut *db).await);
        on!(connection, |db| db.close().await).map_err(&explain)?;
        paused.map_err(explain)
    }
}

/// How a fault of a database is told.
type Explain = Box<dyn Fn(sqlx::Error) -> OpenError + Send + Sync>;

/// A connection to the database at `url`, which must be there.
async fn outside(
    url: &str,
) -> std::result::Result<(Engine<SqliteConnection, PgConnection>, Explain), OpenError> {
    match options(url)? {
        Engine::Sqlite(options) => {
            let path = PathBuf::from(options.get_filename());
            let explain: Explain = Box::new(move |fault| OpenError::sqlite(&path, fault));
            // A log that is there is left as it is: the last connection to close folds it in,
            // unless it may only read.
            let is_left = log::size(&log::file_of(options.get_filename())) > 0;
            let options =
                options.create_if_missing(false).read_only(is_left).busy_timeout(BUSY_TIMEOUT);
            let connection = options.connect().await.map_err(&explain)?;
            Ok((Engine::Sqlite(connection), explain))
        }
        Engine::Postgres(options) => {
            let connection = contact(&options).await;
            let explain: Explain = Box::new(move |fault| OpenError::postgres(&options, fault));
            Ok((Engine::Postgres(connection.map_err(&explain)?), explain))
        }
    }
}
