//! Files that people hand to a command, as text. They are taken from Discord's own hosts and from
//! nowhere else.

use std::time::Duration;

use serenity::model::application::{CommandData, CommandDataOption, CommandDataOptionValue};

use super::Discord;
use crate::domain::calendar::off_days::MAX_BYTES;

/// How long a file may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The hosts at which Discord keeps what people upload.
const HOSTS: [&str; 2] = ["https://cdn.discordapp.com/", "https://media.discordapp.net/"];

/// A file and the option it was given for.
#[derive(Debug, Clone)]
pub(super) struct Upload {
    /// The name of the option.
    pub(super) option: String,
    /// Its size in bytes, as Discord tells it.
    size: u64,
    url: String,
}

/// What was to be had of a file.
pub(super) enum Fetched {
    /// Its text; empty if it cannot be had, which whatever takes it refuses.
    Text(String),
    /// It is larger than any file that is taken.
    TooLarge {
        /// Its size in bytes, if Discord knows.
        bytes: Option<u64>,
    },
}

impl Upload {
    /// The files of a command.
    pub(super) fn of(data: &CommandData) -> Vec<Self> {
        let nested = data.options.iter().flat_map(|option| match &option.value {
            CommandDataOptionValue::SubCommand(options) => options.as_slice(),
            _ => std::slice::from_ref(option),
        });
        nested.filter_map(|option| Self::of_option(option, data)).collect()
    }

    /// The file of an option; none if it takes something else. The option holds an id alone, and
    /// the file stands with all that the command refers to.
    fn of_option(option: &CommandDataOption, data: &CommandData) -> Option<Self> {
        let CommandDataOptionValue::Attachment(id) = option.value else { return None };
        let attachment = data.resolved.attachments.get(&id)?;
        let (size, url) = (u64::from(attachment.size), attachment.url.clone());
        Some(Self { option: option.name.clone(), size, url })
    }
}

impl Discord {
    /// A file as text. One that is too large is not fetched.
    pub(super) async fn text_of(&self, upload: &Upload) -> Fetched {
        if upload.size > MAX_BYTES as u64 {
            return Fetched::TooLarge { bytes: Some(upload.size) };
        }
        let nothing = Fetched::Text(String::new());
        if !is_discords(&upload.url, &self.settings().api_url) {
            tracing::warn!("a file is kept on no host of Discord's and is not fetched");
            return nothing;
        }
        match tokio::time::timeout(PATIENCE, self.fetch_upload(&upload.url)).await {
            Ok(Ok(bytes)) if bytes.len() > MAX_BYTES => Fetched::TooLarge { bytes: None },
            Ok(Ok(bytes)) => Fetched::Text(String::from_utf8_lossy(&bytes).into_owned()),
            Ok(Err(error)) => {
                tracing::warn!(error = %error.without_url(), "a file could not be fetched");
                nothing
            }
            Err(_) => {
                tracing::warn!("a file took too long to fetch");
                nothing
            }
        }
    }

    /// The bytes of a file, or its beginning where it is larger than Discord said.
    async fn fetch_upload(&self, url: &str) -> reqwest::Result<Vec<u8>> {
        let mut response = self.http().get(url).send().await?.error_for_status()?;
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            bytes.extend_from_slice(&chunk);
            // Its size was checked before, but that was what somebody else said of it.
            if bytes.len() > MAX_BYTES {
                break;
            }
        }
        Ok(bytes)
    }
}

/// Whether an address is of Discord's files, or of the address that stands for Discord.
fn is_discords(url: &str, api_url: &str) -> bool {
    let instead = url.strip_prefix(api_url).is_some_and(|path| path.starts_with('/'));
    instead || HOSTS.iter().any(|host| url.starts_with(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_from_discord_alone() {
        for (url, fine) in [
            ("https://cdn.discordapp.com/attachments/1/2/off.ics", true),
            ("https://media.discordapp.net/attachments/1/2/off.ics", true),
            ("http://127.0.0.1:9000/attachments/off.ics", true),
            ("http://127.0.0.1:90001/off.ics", false),
            ("https://cdn.discordapp.com.example.org/off.ics", false),
            ("http://cdn.discordapp.com/off.ics", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_discords(url, "http://127.0.0.1:9000"), fine, "{url}");
        }
    }
}
