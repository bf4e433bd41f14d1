//! The steps of the schema, and which of them a database has still to take.

use std::collections::HashSet;
use std::sync::LazyLock;

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};

use self::Text::{Both, Each};

/// What a step does, in SQL: the same for both databases wherever that is possible.
#[derive(Debug, Clone, Copy)]
enum Text {
    /// One text that both take.
    Both(&'static str),
    /// A text for each, where a table has to be made anew.
    Each { sqlite: &'static str, postgres: &'static str },
}

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Its number, from 1 without gaps.
    pub(super) number: i64,
    /// What it is about, in a word: the name of its file.
    pub(super) name: &'static str,
    text: Text,
    /// Whether it takes away what the program of before needs, or makes tables anew: before it, a
    /// copy of the database is made where that is a file.
    pub(super) rewrites: bool,
}

/// The text of a file in `migrations/`, read when the program is built.
macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../migrations/", $name, ".sql"))
    };
}

const fn adds(number: i64, name: &'static str, text: &'static str) -> Step {
    Step { number, name, text: Both(text), rewrites: false }
}

const fn rewrites(
    number: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
) -> Step {
    Step { number, name, text: Each { sqlite, postgres }, rewrites: true }
}

/// All steps, in their order.
const STEPS: [Step; 22] = [
    adds(1, "study", file!("0001_study")),
    adds(2, "chat", file!("0002_chat")),
    adds(3, "shown", file!("0003_shown")),
    adds(4, "calendar", file!("0004_calendar")),
    adds(5, "competition", file!("0005_competition")),
    adds(6, "claims", file!("0006_claims")),
    adds(7, "weekly", file!("0007_weekly")),
    adds(8, "final_boards", file!("0008_final_boards")),
    adds(9, "healing", file!("0009_healing")),
    adds(10, "members_by_id", file!("0010_members_by_id")),
    adds(11, "hours", file!("0011_hours")),
    adds(12, "log", file!("0012_log")),
    adds(13, "claims", file!("0013_claims")),
    adds(14, "claim_families", file!("0014_claim_families")),
    adds(15, "cards_by_message", file!("0015_cards_by_message")),
    adds(16, "chat_platform", file!("0016_chat_platform")),
    rewrites(17, "homes", file!("0017_homes.sqlite"), file!("0017_homes.postgres")),
    adds(18, "reply_addresses", file!("0018_reply_addresses")),
    adds(19, "admins", file!("0019_admins")),
    adds(20, "settings", file!("0020_settings")),
    adds(21, "greetings", file!("0021_greetings")),
    adds(22, "direct_homes", file!("0022_direct_homes")),
];

/// The steps as one kind of database takes them.
#[derive(Debug)]
pub(super) struct Schema {
    /// All that the program knows.
    all: Migrator,
    /// Those up to each number.
    up_to: fn(i64) -> Migrator,
}

/// The steps as SQLite takes them.
pub(super) static SQLITE: LazyLock<Schema> =
    LazyLock::new(|| Schema { all: sqlite(i64::MAX), up_to: sqlite });

/// The steps as PostgreSQL takes them.
pub(super) static POSTGRES: LazyLock<Schema> =
    LazyLock::new(|| Schema { all: postgres(i64::MAX), up_to: postgres });

/// Whoever takes these has begun the transaction: SQLite would keep each page that changes under a
/// savepoint once more.
fn sqlite(last: i64) -> Migrator {
    let text = |text| match text {
        Both(text) | Each { sqlite: text, .. } => text,
    };
    migrator(last, text, true)
}

fn postgres(last: i64) -> Migrator {
    let text = |text| match text {
        Both(text) | Each { postgres: text, .. } => text,
    };
    migrator(last, text, false)
}

fn migrator(last: i64, text: impl Fn(Text) -> &'static str, is_begun: bool) -> Migrator {
    let steps = STEPS.iter().filter(|step| step.number <= last).map(|step| {
        let sql = text(step.text).into_sql_str();
        Migration::new(step.number, step.name.into(), MigrationType::Simple, sql, is_begun)
    });
    Migrator::with_migrations(steps.collect())
}

impl Schema {
    /// What takes all steps up to this number that were not taken. Of later ones, which another
    /// process may have taken meanwhile, it says nothing.
    pub(super) fn up_to(&self, number: i64) -> Migrator {
        let mut migrator = (self.up_to)(number);
        migrator.set_ignore_missing(true);
        migrator
    }

    /// The steps that are still to be taken, and whether any was; those that were must be ours.
    pub(super) async fn pending<C: Migrate>(
        &self,
        connection: &mut C,
    ) -> Result<Pending, MigrateError> {
        let table = &self.all.table_name;
        connection.ensure_migrations_table(table).await?;
        if let Some(step) = connection.dirty_version(table).await? {
            return Err(MigrateError::Dirty(step));
        }
        let mut taken = HashSet::new();
        for step in connection.list_applied_migrations(table).await? {
            let ours = self.all.iter().find(|ours| ours.version == step.version);
            let ours = ours.ok_or(MigrateError::VersionMissing(step.version))?;
            if ours.checksum != step.checksum {
                return Err(MigrateError::VersionMismatch(step.version));
            }
            taken.insert(step.version);
        }
        let steps = STEPS.into_iter().filter(|step| !taken.contains(&step.number)).collect();
        Ok(Pending { steps, is_new: taken.is_empty() })
    }
}

/// What a database has still to take.
#[derive(Debug)]
pub(super) struct Pending {
    /// The steps, in their order.
    pub(super) steps: Vec<Step>,
    /// Whether it has taken none, so that there is nothing in it yet.
    pub(super) is_new: bool,
}

impl Pending {
    /// The first step that rewrites what is there, if one does.
    pub(super) fn rewrites(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.rewrites && !self.is_new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_schema_is_a_step() {
        let mut files: Vec<String> =
            std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"))
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
        files.sort();
        let steps = STEPS.into_iter().flat_map(|step| {
            let stem = format!("{:04}_{}", step.number, step.name);
            match step.text {
                Both(_) => vec![format!("{stem}.sql")],
                Each { .. } => vec![format!("{stem}.postgres.sql"), format!("{stem}.sqlite.sql")],
            }
        });
        assert_eq!(files, steps.collect::<Vec<_>>());
    }

    #[test]
    fn steps_are_numbered_without_gaps() {
        for (place, step) in (1..).zip(STEPS) {
            assert_eq!(step.number, place, "{}", step.name);
        }
    }
}
