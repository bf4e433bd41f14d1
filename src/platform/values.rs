//! What the text of a setting means that several platforms have; why another is refused says how to
//! mend it, and repeats nothing of it.

use secrecy::SecretString;

/// What a setting means that counts as not set where it is empty, as in a line `OPS_ADDR=`. By the
/// name of `Option`, clap would ask for a value.
pub type MayBeEmpty<T> = Option<T>;

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

/// The address of an API, without the path that is the same everywhere.
pub(super) fn api_url(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme));
    let host = scheme.map(|scheme| &text[scheme.len()..]).map(|host| {
        // The path with its version is added by whoever asks.
        host.split_once("/api").map_or(host, |(host, _)| host)
    });
    match scheme.zip(host) {
        Some((scheme, host)) if !host.is_empty() && !host.contains(['@', ' ', '?', '#']) => {
            Ok(format!("{scheme}{host}"))
        }
        _ => {
            Err("write it as http:// or https:// and a host, such as http://127.0.0.1:3000"
                .to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_an_api_is_a_host_without_its_usual_path() {
        for (text, address) in [
            ("https://discord.com", Some("https://discord.com")),
            ("http://127.0.0.1:3000/", Some("http://127.0.0.1:3000")),
            ("http://proxy:80/api/v10", Some("http://proxy:80")),
            ("http://api:80/api", Some("http://api:80")),
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
}
