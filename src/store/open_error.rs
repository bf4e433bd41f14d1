//! Why a database could not be opened, in sentences that say how to mend it and never show a
//! password.

use std::path::Path;

use sqlx::migrate::MigrateError;
use sqlx::postgres::PgConnectOptions;

use super::Error;
use crate::domain::size;

/// What is behind it, for the log.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a database could not be opened; each says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The setting is there but empty.
    #[error(
        "DATABASE_URL is empty: set it to a file such as studyhall.db or to a postgres:// address, \
            or remove it"
    )]
    Empty,
    /// Neither SQLite nor PostgreSQL.
    #[error(
        "DATABASE_URL begins with `{scheme}:`, which is no database of ours: set it to a file such \
            as studyhall.db or to \
         a postgres:// address"
    )]
    UnknownScheme {
        /// What stands before the colon.
        scheme: String,
    },
    /// An address that cannot be read.
    #[error("DATABASE_URL cannot be read as {kind}: write it like {example}")]
    Malformed {
        /// Which kind of address it seems to be.
        kind: &'static str,
        /// An address of that kind as it should be written.
        example: &'static str,
    },
    /// A database in memory alone, where nothing survives a restart.
    #[error(
        "A database in memory forgets everything at a restart: set DATABASE_URL to a file such as \
            studyhall.db"
    )]
    InMemory,
    /// The folder of the file is missing.
    #[error(
        "The database {name} cannot be created, for its folder {folder} does not exist: create the \
            folder first"
    )]
    FolderMissing {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
        /// The folder in which it should be made.
        folder: String,
    },
    /// A folder stands where the file should be.
    #[error(
        "The database {name} is a folder: set DATABASE_URL to a file, such as {name}/studyhall.db"
    )]
    IsFolder {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
    },
    /// The file can be neither opened nor created.
    #[error(
        "The database {name} cannot be opened: check that this program may read and write the file \
            and its folder"
    )]
    Forbidden {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
    },
    /// The file holds something else.
    #[error(
        "The file {name} is not a database, or it is damaged: set DATABASE_URL to another file, or \
            restore a backup"
    )]
    NotADatabase {
        /// The path of the file.
        name: String,
    },
    /// It can be read, but nothing can be written to it.
    #[error(
        "The database {name} is read-only: allow this program to write to {what}, or set \
            DATABASE_URL to another"
    )]
    ReadOnly {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
        /// What must be writable.
        what: &'static str,
    },
    /// Another program holds it.
    #[error("The database {name} is locked by another program: stop that program and start again")]
    Locked {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
    },
    /// A later version of this program has changed the schema.
    #[error(
        "The database {name} was written by a newer Studyhall (its schema has step {step}): update \
            this program, or set \
         DATABASE_URL to another database"
    )]
    Newer {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
        /// The step that this program does not know.
        step: i64,
    },
    /// The schema could not be brought up to date.
    #[error(
        "The schema of the database {name} cannot be brought up to date ({cause}): restore a \
            backup, or report this"
    )]
    Schema {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
        /// What is wrong with a step, or with those that were taken.
        cause: Cause,
    },
    /// There is no room for the copy that is made before the schema is rewritten.
    #[error(
        "There is no room for a copy of the database {name}, which is made beside it before its \
            schema is rewritten: free {} more there, and start again", size::whole(*missing)
    )]
    NoRoom {
        /// The path of the file.
        name: String,
        /// How many bytes are missing.
        missing: u64,
    },
    /// The disk is full.
    #[error(
        "There is no room left beside the database {name}: free some and start again; nothing was \
            changed"
    )]
    Full {
        /// The path of the file.
        name: String,
    },
    /// The copy that is made before the schema is rewritten could not be made.
    #[error(
        "The database {name} cannot be copied to {copy} before its schema is rewritten ({error}): \
            mend that and start again; nothing was changed"
    )]
    NoCopy {
        /// The path of the file.
        name: String,
        /// The path of the copy.
        copy: String,
        /// What the system says.
        error: String,
    },
    /// No PostgreSQL answers there.
    #[error(
        "PostgreSQL does not answer at {name} ({cause}): check that it runs and that host and port \
            are right"
    )]
    Unreachable {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
        /// What the network says.
        cause: String,
    },
    /// PostgreSQL does not know this user, or not this password.
    #[error(
        "PostgreSQL refuses the login at {name}: check the user and the password in DATABASE_URL"
    )]
    LoginRefused {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
    },
    /// PostgreSQL has no database of this name.
    #[error("PostgreSQL has no such database as {name}: create it, for example with createdb")]
    NoSuchDatabase {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
    },
    /// Anything else that the database says.
    #[error("The database {name} cannot be used ({cause}): mend that and start again")]
    Fault {
        /// The database as it may be shown: its path, or its address without the password.
        name: String,
        /// What the database says.
        cause: Cause,
    },
}

impl OpenError {
    /// Explains a fault of SQLite with the database at `path`.
    pub(super) fn sqlite(path: &Path, fault: sqlx::Error) -> Self {
        let name = path.display().to_string();
        // The low byte is the kind of error, the rest its variety.
        match code(&fault).and_then(|code| code.parse::<u32>().ok()).map(|code| code & 0xff) {
            Some(5 | 6) => Self::Locked { name },
            Some(8) => Self::ReadOnly { name, what: "the file and its folder" },
            Some(11 | 26) => Self::NotADatabase { name },
            Some(13) => Self::Full { name },
            Some(14) => Self::unopened(path, name),
            _ => Self::Fault { name, cause: fault.into() },
        }
    }

    /// SQLite does not say why a file does not open; the file system may.
    fn unopened(path: &Path, name: String) -> Self {
        if path.is_dir() {
            return Self::IsFolder { name };
        }
        match path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
            Some(folder) => Self::FolderMissing { name, folder: folder.display().to_string() },
            None => Self::Forbidden { name },
        }
    }

    /// Explains a fault of PostgreSQL at `options`.
    pub(super) fn postgres(options: &PgConnectOptions, fault: sqlx::Error) -> Self {
        let name = postgres_name(options);
        match (code(&fault).as_deref(), &fault) {
            (Some("28000" | "28P01"), _) => Self::LoginRefused { name },
            (Some("3D000"), _) => Self::NoSuchDatabase { name },
            (Some("25006"), _) => Self::ReadOnly { name, what: "it" },
            (None, sqlx::Error::Io(cause)) => Self::Unreachable { name, cause: cause.to_string() },
            (None, sqlx::Error::PoolTimedOut) => {
                Self::Unreachable { name, cause: "no reply in time".to_owned() }
            }
            _ => Self::Fault { name, cause: fault.into() },
        }
    }

    /// Explains why kept texts could not be brought up to date; `explain` explains what the
    /// database itself says.
    pub(super) fn upgrade(
        name: String,
        fault: Error,
        explain: impl FnOnce(sqlx::Error) -> Self,
    ) -> Self {
        match fault.into_fault() {
            Ok(fault) => explain(fault),
            Err(fault) => Self::Fault { name, cause: fault.into() },
        }
    }

    /// Explains why the schema could not be brought up to date; `fault` explains what the database
    /// itself says.
    pub(super) fn migration(
        name: &str,
        error: MigrateError,
        fault: impl FnOnce(sqlx::Error) -> Self,
    ) -> Self {
        let name = name.to_owned();
        match error {
            MigrateError::Execute(source) => fault(source),
            MigrateError::ExecuteMigration(source, _) if source.as_database_error().is_some() => {
                fault(source)
            }
            MigrateError::VersionMissing(step) => Self::Newer { name, step },
            error => Self::Schema { name, cause: error.into() },
        }
    }
}

/// A PostgreSQL address without its password.
pub(super) fn postgres_name(options: &PgConnectOptions) -> String {
    let host = options
        .get_socket()
        .map_or_else(|| options.get_host().to_owned(), |path| path.display().to_string());
    let database = options.get_database().unwrap_or_else(|| options.get_username());
    format!("postgres://{}@{host}:{}/{database}", options.get_username(), options.get_port())
}

fn code(fault: &sqlx::Error) -> Option<String> {
    Some(fault.as_database_error()?.code()?.into_owned())
}
