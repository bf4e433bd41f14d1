//! A fresh database for each test: SQLite always, PostgreSQL where it is installed.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, SqlSafeStr};
use studyhall::store::Store;
use tempfile::TempDir;

use super::postgres;

/// A database of one test.
pub(crate) struct Database {
    /// Where it is, as the program's setting would say.
    pub(crate) url: String,
    /// It, opened.
    pub(crate) store: Store,
    kept: Kept,
}

/// What keeps a database, and what remains to be done when it is not needed any more.
enum Kept {
    Folder(TempDir),
    Server { server: &'static PgConnectOptions, name: String },
}

/// Runs a test on a fresh database of each kind, one after the other.
pub(crate) async fn on_each_database(test: impl AsyncFn(&Database)) {
    for database in databases().await {
        // Shown when the test fails.
        println!("on {}", database.url);
        test(&database).await;
        database.remove().await;
    }
}

/// A fresh database of each kind.
pub(crate) async fn databases() -> Vec<Database> {
    let mut databases = vec![sqlite().await];
    if let Some(server) = postgres::server() {
        databases.push(on_server(server).await);
    }
    databases
}

/// A fresh SQLite database in a folder of its own.
pub(crate) async fn sqlite() -> Database {
    let folder = tempfile::tempdir().unwrap();
    let url = folder.path().join("study.db").display().to_string();
    Database { store: Store::open(&url).await.unwrap(), url, kept: Kept::Folder(folder) }
}

async fn on_server(server: &'static PgConnectOptions) -> Database {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("studyhall_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    run(server, format!("CREATE DATABASE {name}")).await;
    let url = server.clone().database(&name).to_url_lossy().to_string();
    Database { store: Store::open(&url).await.unwrap(), url, kept: Kept::Server { server, name } }
}

async fn run(server: &PgConnectOptions, sql: String) {
    let mut connection = server.connect().await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}

/// The first steps of the schema, as they stand in `migrations/`: `0002_chat.sql` is the second,
/// and `0017_homes.sqlite.sql` the seventeenth of SQLite.
fn schema(steps: i64, engine: &str) -> Vec<Migration> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let (name, of) = name.split_once('.').unwrap_or((name, engine));
        let (number, name) = name.split_once('_').unwrap();
        let number: i64 = number.parse().unwrap();
        if number <= steps && of == engine {
            let text = AssertSqlSafe(std::fs::read_to_string(&path).unwrap()).into_sql_str();
            let name = name.to_owned().into();
            found.push(Migration::new(number, name, MigrationType::Simple, text, false));
        }
    }
    found.sort_by_key(|step| step.version);
    found
}

/// How many steps the schema has by now.
pub(crate) fn steps() -> i64 {
    schema(i64::MAX, "sqlite").last().map_or(0, |step| step.version)
}

/// How many steps come after the one of this number.
pub(crate) fn steps_after(number: i64) -> usize {
    schema(i64::MAX, "sqlite").iter().filter(|step| step.version > number).count()
}

impl Database {
    /// Whether it is the embedded one.
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.kept, Kept::Folder(_))
    }

    /// How it is reached on its server, if it is not the embedded one.
    pub(crate) fn server(&self) -> Option<PgConnectOptions> {
        match &self.kept {
            Kept::Folder(_) => None,
            Kept::Server { server, name } => Some((*server).clone().database(name)),
        }
    }

    /// Closes the store and takes everything away, its schema too.
    pub(crate) async fn empty(&self) {
        self.store.close().await;
        match &self.kept {
            Kept::Folder(_) => std::fs::remove_file(&self.url).unwrap(),
            Kept::Server { .. } => {
                self.tamper("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await;
            }
        }
    }

    /// Takes everything away and builds the schema anew as it was after so many steps, as the
    /// program of that time did.
    pub(crate) async fn as_of(&self, steps: i64) {
        self.empty().await;
        let engine = if self.is_sqlite() { "sqlite" } else { "postgres" };
        let migrator = Migrator::with_migrations(schema(steps, engine));
        match self.server() {
            None => {
                let file = sqlx::sqlite::SqliteConnectOptions::new()
                    .filename(&self.url)
                    .foreign_keys(false)
                    .create_if_missing(true);
                let mut file = file.connect().await.unwrap();
                migrator.run_direct(None, &mut file, false).await.unwrap();
                file.close().await.unwrap();
            }
            Some(options) => {
                let mut connection = options.connect().await.unwrap();
                migrator.run_direct(None, &mut connection, false).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }

    /// Runs SQL behind the store's back.
    pub(crate) async fn tamper(&self, sql: impl Into<String>) {
        match self.server() {
            None => {
                let file = sqlx::sqlite::SqliteConnectOptions::new().filename(&self.url);
                let mut file = file.connect().await.unwrap();
                file.execute(AssertSqlSafe(sql.into())).await.map(drop).unwrap();
            }
            Some(options) => run(&options, sql.into()).await,
        }
    }

    /// A count that the store itself does not offer.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        match &self.kept {
            Kept::Folder(_) => {
                let mut file = sqlx::sqlite::SqliteConnectOptions::new()
                    .filename(&self.url)
                    .connect()
                    .await
                    .unwrap();
                sqlx::query_scalar(sql).fetch_one(&mut file).await.unwrap()
            }
            Kept::Server { server, name } => {
                let mut connection = (*server).clone().database(name).connect().await.unwrap();
                sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
            }
        }
    }

    pub(crate) async fn remove(self) {
        self.store.close().await;
        match self.kept {
            Kept::Folder(folder) => folder.close().unwrap(),
            Kept::Server { server, name } => {
                run(server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    }
}
