//! All that a database holds, for tests that look whether something is left or has changed.

use std::collections::BTreeMap;
use std::fmt::Write;

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

/// Tables to which others refer, each behind those to which it refers itself.
const REFERRED: [&str; 6] = ["communities", "homes", "members", "teams", "schedules", "quizzes"];

/// SQL for what a column holds, as both databases write it down.
fn literal(column: &Column) -> String {
    let name = &column.name;
    if column.is_text {
        format!("COALESCE('''' || REPLACE({name}, '''', '''''') || '''', 'NULL')")
    } else {
        format!("COALESCE(CAST({name} AS TEXT), 'NULL')")
    }
}

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

    /// Statements that put every row of every table into an empty database of the same schema, of
    /// either kind. Texts stay as they are kept, packed ones too; each row has a line of its own.
    pub(crate) async fn statements(&self) -> String {
        let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
        for column in self.columns().await {
            tables.entry(column.table.clone()).or_default().push(column);
        }
        let mut order: Vec<&String> = tables.keys().collect();
        order.sort_by_key(|table| {
            (REFERRED.iter().position(|one| one == table).unwrap_or(REFERRED.len()), *table)
        });
        let mut statements = String::new();
        for table in order {
            let columns = &tables[table];
            let row = columns.iter().map(literal).collect::<Vec<_>>().join(" || ',' || ");
            let sql = format!("SELECT {row} AS whole FROM {table} ORDER BY 1");
            let rows = self.rows(sql, 1).await.concat();
            if !rows.is_empty() {
                let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                let (names, rows) = (names.join(", "), rows.join("),\n("));
                let _ = writeln!(statements, "INSERT INTO {table} ({names}) VALUES\n({rows});");
            }
        }
        statements
    }

    /// The events that were handled, each with whoever did it: platform, community, the platform's
    /// id of the event, and the member's name.
    pub(crate) async fn events(&self) -> Vec<[String; 4]> {
        let sql = "SELECT h.platform, h.external, SUBSTR(e.id, LENGTH(h.platform) + 2), m.name \
            FROM events e JOIN members m ON m.id = e.member JOIN homes h ON h.community = \
            m.community ORDER BY e.handled_at, 3";
        let rows = self.rows(sql.to_owned(), 4).await;
        rows.into_iter().map(|row| row.try_into().unwrap()).collect()
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
