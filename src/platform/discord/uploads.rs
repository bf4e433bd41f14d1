//! Files that people hand to a command. They are taken from Discord's own hosts and from nowhere
//! else.

use std::time::Duration;

use serenity::model::application::{CommandData, CommandDataOption, CommandDataOptionValue};

use super::Discord;
use super::heard::words;
use crate::app::command::most_bytes;
use crate::app::request::{Files, NotTaken, Upload};
use crate::platform::uploads::{Intake, Told, shown};

/// How long a file may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The hosts at which Discord keeps what people upload.
const HOSTS: [&str; 2] = ["https://cdn.discordapp.com/", "https://media.discordapp.net/"];

/// A file and the option it was given for, not fetched yet.
#[derive(Debug, Clone)]
pub(super) struct Attached {
    /// The name of the option.
    pub(super) option: String,
    /// Its name, media type and size, as Discord tells them.
    pub(super) told: Told,
    url: String,
}

impl Attached {
    /// The files of a command.
    pub(super) fn of(data: &CommandData) -> Vec<Self> {
        words(data).1.iter().filter_map(|option| Self::of_option(option, data)).collect()
    }

    /// The file of an option; none if it takes something else. The option holds an id alone, and
    /// the file stands with all that the command refers to.
    fn of_option(option: &CommandDataOption, data: &CommandData) -> Option<Self> {
        let CommandDataOptionValue::Attachment(id) = option.value else { return None };
        let attachment = data.resolved.attachments.get(&id)?;
        let told = Told {
            name: attachment.filename.clone(),
            media_type: attachment.content_type.clone(),
            bytes: Some(attachment.size.into()),
        };
        Some(Self { option: option.name.clone(), told, url: attachment.url.clone() })
    }

    /// Why it is refused that cannot be had.
    fn lost(&self) -> NotTaken {
        NotTaken::Lost { name: shown(&self.told.name) }
    }
}

impl Discord {
    /// The files of a command, each fetched as far as its option takes it.
    pub(super) async fn files_of(&self, command: &str, attached: &[Attached]) -> Files {
        let mut files = Files::new();
        for file in attached {
            // What an option takes that takes no file is refused whatever it is.
            let most = most_bytes(command, &file.option).unwrap_or(0);
            files.insert(file.option.clone(), self.fetch(file, most).await);
        }
        files
    }

    async fn fetch(&self, file: &Attached, most: u64) -> Result<Upload, NotTaken> {
        let intake = Intake::begin(file.told.clone(), most).await?;
        if !is_discords(&file.url, &self.settings().api_url) {
            tracing::warn!("a file is kept on no host of Discord's and is not fetched");
            return Err(file.lost());
        }
        let fetching = tokio::time::timeout(PATIENCE, self.fetch_into(intake, file));
        fetching.await.unwrap_or_else(|_| {
            tracing::warn!("a file took too long to fetch");
            Err(file.lost())
        })
    }

    async fn fetch_into(&self, mut intake: Intake, file: &Attached) -> Result<Upload, NotTaken> {
        let sent = self.http().get(&file.url).send().await;
        let mut response = match sent.and_then(reqwest::Response::error_for_status) {
            Ok(response) => response,
            Err(error) => {
                tracing::warn!(error = %error.without_url(), "a file could not be fetched");
                return Err(file.lost());
            }
        };
        loop {
            match response.chunk().await {
                Ok(Some(piece)) => intake.take(&piece).await?,
                Ok(None) => return intake.end().await,
                Err(error) => {
                    tracing::warn!(error = %error.without_url(), "a file broke off on its way");
                    return Err(intake.cut());
                }
            }
        }
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
