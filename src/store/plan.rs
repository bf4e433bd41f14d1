//! How SQLite goes about a statement, for the tests beside those that must not grow slow with the
//! database.

use sqlx::{AssertSqlSafe, Row};

use super::Store;
use super::pool::Engine;

/// The steps of a statement, a line each, in a database of whose sizes nothing is known: nobody
/// analyzes a file.
pub(super) async fn plan(sql: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("study.db").display().to_string()).await.unwrap();
    let Engine::Sqlite(db) = &store.read else { panic!("a path is a file of SQLite") };
    let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
    let steps = sqlx::query(explain).fetch_all(db).await.unwrap();
    steps.iter().map(|step| step.get::<String, _>("detail") + "\n").collect()
}
