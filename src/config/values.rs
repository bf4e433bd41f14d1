//! What the text of a setting means; why another is refused says how to mend it, and repeats
//! nothing of it.

use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use tracing_subscriber::filter::Targets;

use crate::platform::values::MayBeEmpty;
use crate::store::Store;

/// The database's address, as far as its form goes.
pub(super) fn database_url(text: &str) -> Result<SecretString, String> {
    Store::check_url(text).map_err(|error| unnamed(&error.to_string()))?;
    // What is taken for the path of a file would be shown as such, with the password in it.
    let of_server = text.split_once(':').is_some_and(|(_, rest)| rest.contains('@'))
        || text.contains("password=");
    if of_server && !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
        return Err(
            "it is no file; the address of a PostgreSQL server begins with postgres://".to_owned()
        );
    }
    Ok(text.into())
}

/// What is wrong with the database's address, without the setting's name: whoever shows this names
/// it as its owner wrote it.
fn unnamed(why: &str) -> String {
    why.strip_prefix("DATABASE_URL ").map_or_else(|| why.to_owned(), |rest| format!("it {rest}"))
}

/// A filter of the log, kept as its text; `tracing` reads it again when the log begins.
pub(super) fn log_filter(text: &str) -> Result<String, String> {
    let refused = "it is no log filter; write off, error, warn, info, debug or trace, or by module \
        studyhall=debug";
    text.parse::<Targets>().map_err(|_| refused.to_owned()).map(|_| text.to_owned())
}

/// A directory, or none.
#[expect(clippy::unnecessary_wraps, reason = "clap wants a parser that may fail")]
pub(super) fn directory(text: &str) -> Result<MayBeEmpty<PathBuf>, String> {
    Ok((!text.is_empty()).then(|| PathBuf::from(text)))
}

/// Any address of this machine, or none.
pub(super) fn address(text: &str) -> Result<MayBeEmpty<SocketAddr>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let address = text
        .parse()
        .map_err(|_| "it is not an address with a port; write for example 127.0.0.1:9090");
    Ok(Some(address?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_a_password_is_never_taken_for_a_file() {
        for (text, fine) in [
            ("studyhall.db", true),
            ("sqlite:studyhall.db", true),
            ("/data/me@home/studyhall.db", true),
            ("postgres://me:secret@host/db", true),
            ("postgres:/me:secret@host/db", false),
            ("postgres//me:secret@host/db", false),
            ("me:secret@host/db", false),
            ("sqlite://me:secret@host/db", false),
            ("host=h user=me password=secret", false),
        ] {
            let read = database_url(text);
            assert_eq!(read.is_ok(), fine, "{text}");
            assert!(read.err().is_none_or(|why| !why.contains("secret")), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_the_database_names_no_setting_and_no_password() {
        for (text, why) in [
            (
                "mysql://me:hush@here/db",
                "it begins with `mysql:`, which is no database of ours: set it to a file",
            ),
            (
                "postgres://me:hush@here:port/db",
                "it cannot be read as a PostgreSQL address: write it like postgres://",
            ),
            ("", "it is empty: set it to a file such as studyhall.db"),
        ] {
            let refused = database_url(text).map(drop).unwrap_err();
            assert!(refused.starts_with(why) && !refused.contains("hush"), "{refused}");
        }
    }
}
