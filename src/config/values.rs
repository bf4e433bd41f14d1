//! What the text of a setting means; why another is refused says how to mend it, and repeats
//! nothing of it.

use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use tracing_subscriber::filter::Targets;

use crate::store::Store;

/// What a setting means that counts as not set where it is empty, as in a line `OPS_ADDR=`. By the
/// name of `Option`, clap would ask for a value.
pub type MayBeEmpty<T> = Option<T>;

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

/// A bot's token, or one that is as good as none.
pub(super) fn token(text: &str) -> Result<SecretString, String> {
    if text.trim().is_empty() || can_be_token(text) {
        return Ok(text.into());
    }
    Err("it has characters that no token has; copy it again, without quotes or spaces".to_owned())
}

/// Whether a text has the characters of a token alone: no spaces, no quotes that were copied along.
pub fn can_be_token(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\''))
}

/// A switch: on or off, in the words that people use for it.
pub(super) fn switch(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "y" | "on" | "t" => Ok(true),
        "0" | "false" | "no" | "n" | "off" | "f" => Ok(false),
        _ => Err("it is neither on nor off; write 1 or 0".to_owned()),
    }
}

/// A filter of the log, kept as its text; `tracing` reads it again when the log begins.
pub(super) fn log_filter(text: &str) -> Result<String, String> {
    let refused = "it is no log filter; write off, error, warn, info, debug or trace, or by module \
        studyhall=debug";
    text.parse::<Targets>().map_err(|_| refused.to_owned()).map(|_| text.to_owned())
}

/// The address of an API, without the path that is the same everywhere.
pub(super) fn api_url(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    // The path with its version is added by whoever asks.
    let bare = text.split_once("/api").map_or(text, |(address, _)| address);
    let host = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['@', ' ', '?', '#']) => {
            Ok(bare.to_owned())
        }
        _ => {
            Err("write it as http:// or https:// and a host, such as http://127.0.0.1:3000"
                .to_owned())
        }
    }
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

/// An address of this machine alone: the page asks for no password, so nobody else may reach it.
pub(super) fn loopback(text: &str) -> Result<MayBeEmpty<SocketAddr>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let example = "write for example 127.0.0.1:8080";
    // The only name; all others would have to be looked up.
    let text = text
        .strip_prefix("localhost:")
        .map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    let address: SocketAddr =
        text.parse().map_err(|_| format!("it is not an address with a port; {example}"))?;
    if address.ip().is_loopback() {
        return Ok(Some(address));
    }
    Err(format!("the local page has no passwords and listens on this machine alone; {example}"))
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
    fn the_page_listens_on_loopback_only() {
        for (text, fine) in [
            ("127.0.0.1:0", true),
            ("[::1]:8080", true),
            ("localhost:8080", true),
            ("0.0.0.0:8080", false),
            ("192.168.1.2:8080", false),
            ("8080", false),
            ("example.org:80", false),
        ] {
            assert_eq!(loopback(text).is_ok(), fine, "{text}");
        }
    }

    #[test]
    fn the_address_of_an_api_is_a_host_without_its_usual_path() {
        for (text, address) in [
            ("https://discord.com", Some("https://discord.com")),
            ("http://127.0.0.1:3000/", Some("http://127.0.0.1:3000")),
            ("http://proxy:80/api/v10", Some("http://proxy:80")),
            ("127.0.0.1:3000", None),
            ("https://", None),
            ("https://token@host", None),
        ] {
            assert_eq!(api_url(text).ok().as_deref(), address, "{text}");
        }
    }

    #[test]
    fn a_token_is_one_word_without_quotes_and_a_blank_one_is_none() {
        for (text, fine) in [
            ("MTIz.abc.x-y_z", true),
            ("", true),
            (" ", true),
            ("two words", false),
            ("'MTIz'", false),
            ("Ä", false),
        ] {
            assert_eq!(token(text).is_ok(), fine, "{text}");
        }
    }

    #[test]
    fn a_switch_is_on_or_off() {
        for (text, on) in [
            ("1", Some(true)),
            ("TRUE", Some(true)),
            ("off", Some(false)),
            ("0", Some(false)),
            ("2", None),
            ("", None),
        ] {
            assert_eq!(switch(text).ok(), on, "{text}");
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
