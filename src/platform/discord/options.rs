//! How Discord is reached: the flags and variables, and what they come to once there is a token.

use std::str::FromStr;

use clap::{ArgAction, Args};
use secrecy::{ExposeSecret, SecretString};

use crate::platform::values::{api_url, switch, token};

/// Where Discord's API is.
const USUAL_API_URL: &str = "https://discord.com";

/// How to reach Discord, as it was set.
#[derive(Debug, Clone, Args)]
pub struct DiscordOptions {
    /// The bot's token for Discord; without it there is no Discord
    #[arg(
        long,
        env = "DISCORD_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true,
        global = true
    )]
    #[arg(value_parser = token)]
    pub discord_token: Option<SecretString>,

    /// Where Discord's API is: itself, or a REST proxy before it
    #[arg(long, env = "DISCORD_API_URL", default_value = USUAL_API_URL, value_name = "URL")]
    #[arg(value_parser = api_url, global = true)]
    pub discord_api_url: String,

    /// Which shards run in this process: `auto`, or such as `0-3/16`
    #[arg(
        long,
        env = "DISCORD_SHARDS",
        default_value = "auto",
        value_name = "SHARDS",
        global = true
    )]
    pub discord_shards: Shards,

    /// Whether to take answers from what people type in a channel; needs the Message Content Intent
    #[arg(
        long,
        env = "DISCORD_MESSAGE_CONTENT",
        default_value = "0",
        value_name = "0|1",
        global = true
    )]
    #[arg(action = ArgAction::Set, value_parser = switch)]
    pub discord_message_content: bool,
}

/// How to reach Discord, once there is a token.
#[derive(Debug, Clone)]
pub struct DiscordSettings {
    /// The bot's token, never empty; sent to `api_url` alone.
    pub token: SecretString,
    /// Where the API is, without a path of its own: `https://discord.com`.
    pub api_url: String,
    /// Which shards run in this process.
    pub shards: Shards,
    /// Whether to take answers from what people type in a channel.
    pub message_content: bool,
}

impl Default for DiscordOptions {
    /// No token, so no Discord; all else as it is where nobody says otherwise.
    fn default() -> Self {
        Self {
            discord_token: None,
            discord_api_url: USUAL_API_URL.to_owned(),
            discord_shards: Shards::Auto,
            discord_message_content: false,
        }
    }
}

impl DiscordOptions {
    /// The settings, if there is a token.
    pub fn settings(&self) -> Option<DiscordSettings> {
        // A variable that is set to nothing counts as not set.
        let token =
            self.discord_token.clone().filter(|token| !token.expose_secret().trim().is_empty())?;
        Some(DiscordSettings {
            token,
            api_url: self.discord_api_url.clone(),
            shards: self.discord_shards,
            message_content: self.discord_message_content,
        })
    }
}

/// Which of the gateway's shards run in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shards {
    /// All, as many as Discord recommends.
    Auto,
    /// Some of them, both ends included.
    Range {
        /// The first shard of this process, from 0.
        first: u32,
        /// The last shard of this process, below `total`.
        last: u32,
        /// How many shards there are in all processes together, one at least.
        total: u32,
    },
}

/// How to write shards, for whoever wrote them otherwise.
const MALFORMED: &str =
    "write auto, or the shards of this process and how many there are in all: 0-3/16";

fn number(text: &str) -> Result<u32, &'static str> {
    text.trim().parse().map_err(|_| MALFORMED)
}

impl FromStr for Shards {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("auto") {
            return Ok(Self::Auto);
        }
        let (range, total) = text.split_once('/').ok_or(MALFORMED)?;
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let (first, last, total) = (number(first)?, number(last)?, number(total)?);
        if total == 0 {
            return Err(MALFORMED.to_owned());
        }
        if first > last || last >= total {
            return Err(format!(
                "of {total} shards, the first is 0 and the last is {}; write auto for all",
                total.saturating_sub(1)
            ));
        }
        Ok(Self::Range { first, last, total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_all_or_some_of_them() {
        for (text, shards) in [
            ("auto", Ok(Shards::Auto)),
            ("0-3/16", Ok(Shards::Range { first: 0, last: 3, total: 16 })),
            ("2/3", Ok(Shards::Range { first: 2, last: 2, total: 3 })),
            ("3-1/4", Err(())),
            ("0-4/4", Err(())),
            ("0/0", Err(())),
            ("four", Err(())),
            ("1-2", Err(())),
        ] {
            assert_eq!(text.parse::<Shards>().map_err(drop), shards, "{text}");
        }
    }
}
