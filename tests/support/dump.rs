//! All that a database holds, for tests that look whether something is left or has changed.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, ConnectOptions};
use studyhall::store::packed::unpack;

use super::database::Database;

/// A column of the schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Column {
    pub(crate) table: String,
    pub(crate) name: String,
    /// Whether it holds text.
    pub(crate) is_text: bool,
    /// Whether it holds the ids of members.
    pub(crate) is_member: bool,
}

/// The rows of each table, each row with its values in the order of their columns; NULL is empty.
pub(crate) type Dump = BTreeMap<String, Vec<Vec<String>>>;

const SQLITE: &str = "SELECT t.name, c.name, CAST(c.type = 'TEXT' AS BIGINT), \
        EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name) k WHERE k.\"from\" = c.name AND \
        k.\"table\" = 'members') \
            OR c.name IN ('member', 'asked_by') \
    FROM sqlite_master t JOIN pragma_table_info(t.name) c \
    WHERE t.type = 'table' AND SUBSTR(t.name, 1, 7) NOT IN ('sqlite_', '_sqlx_m') ORDER BY 1, \
    c.cid";

const POSTGRES: &str = "SELECT c.table_name::TEXT, c.column_name::TEXT, (c.data_type = \
    'text')::INT::BIGINT, \
        (c.column_name IN ('member', 'asked_by', 'set_by', 'solo'))::INT::BIGINT \
    FROM information_schema.columns c \
    WHERE c.table_schema = 'public' AND c.table_name <> '_sqlx_migrations' ORDER BY 1, \
    c.ordinal_position";

impl Database {
    /// All columns of all tables of the schema.
    pub(crate) async fn columns(&self) -> Vec<Column> {
        let sql = if self.is_sqlite() { SQLITE } else { POSTGRES };
        let column = |row: Vec<String>| match <[String; 4]>::try_from(row) {
            Ok([table, name, text, member]) => {
                Column { table, name, is_text: text == "1", is_member: member == "1" }
            }
            Err(row) => panic!("no column: {row:?}"),
        };
        let casted = format!("SELECT * FROM ({sql}) AS every");
        self.rows(casted, 4).await.into_iter().map(column).collect()
    }

    /// Everything.
    pub(crate) async fn dump(&self) -> Dump {
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for column in self.columns().await {
            tables.entry(column.table).or_default().push(column.name);
        }
        let mut dump = Dump::new();
        for (table, columns) in tables {
            let values: Vec<String> = columns
                .iter()
                .map(|name| format!("COALESCE(CAST({name} AS TEXT), '') AS {name}"))
                .collect();
            let mut rows = self
                .rows(format!("SELECT {} FROM {table}", values.join(", ")), columns.len())
                .await;
            for cell in rows.iter_mut().flatten() {
                *cell = unpack(std::mem::take(cell)).unwrap();
            }
            rows.sort();
            dump.insert(table, rows);
        }
        dump
    }

    /// The rows of a query as text.
    async fn rows(&self, sql: String, columns: usize) -> Vec<Vec<String>> {
        use sqlx::Row;
        let text = |value: Result<String, sqlx::Error>, number: Result<i64, sqlx::Error>| {
            value.or_else(|_| number.map(|number| number.to_string())).unwrap()
        };
        match self.server() {
            None => {
                let mut file = sqlx::sqlite::SqliteConnectOptions::new()
                    .filename(&self.url)
                    .connect()
                    .await
                    .unwrap();
                let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut file).await.unwrap();
                rows.iter()
                    .map(|row| {
                        (0..columns).map(|at| text(row.try_get(at), row.try_get(at))).collect()
                    })
                    .collect()
            }
            Some(options) => {
                let mut connection = options.connect().await.unwrap();
                let rows =
                    sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
                rows.iter()
                    .map(|row| {
                        (0..columns).map(|at| text(row.try_get(at), row.try_get(at))).collect()
                    })
                    .collect()
            }
        }
    }
}
