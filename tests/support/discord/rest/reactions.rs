//! Reactions to messages.

use serde_json::json;

use super::super::gateway::{DIRECT_MESSAGE_REACTIONS, Event, GUILD_MESSAGE_REACTIONS};
use super::super::permissions::{ADD_REACTIONS, READ_MESSAGE_HISTORY};
use super::super::refused::Refused;
use super::super::world::World;
use super::{Answer, Reply, id};

/// The most different ones on a message.
const MOST: usize = 20;

/// Emoji that Unicode takes for letters.
const LETTERS: &str = "ℹⓂ🅰🅱🅾🅿";

impl World {
    /// The bot's own reaction. Where others chose the same before, it takes no permission to add
    /// one.
    pub(super) fn react_as_bot(&mut self, channel: u64, message: &str, emoji: &str) -> Answer {
        self.may(channel, READ_MESSAGE_HISTORY)?;
        let message = id(message, Refused::unknown_message)?;
        let emoji =
            standard_emoji(emoji).ok_or_else(|| Refused::new(400, 10014, "Unknown Emoji"))?;
        let reactions = &self.public_message(channel, message)?.reactions;
        if reactions.iter().all(|one| one.emoji != emoji) {
            self.may(channel, ADD_REACTIONS)?;
            if reactions.len() >= MOST {
                return Err(Refused::new(400, 30010, "Maximum number of reactions reached (20)"));
            }
        }
        if self.channels[&channel].archived {
            return Err(Refused::new(400, 50083, "Thread is archived"));
        }
        self.react(channel, message, &emoji, self.bot);
        Ok(Reply::Nothing)
    }

    /// Adds somebody's reaction to a message, and tells everyone.
    pub(crate) fn react(&mut self, channel: u64, message: u64, emoji: &str, user: u64) {
        let found = self.message_mut(channel, message).expect("a message that was not deleted");
        if !found.react(emoji, user) {
            return;
        }
        let author = found.author;
        let guild = self.channels[&channel].guild;
        let mut data = json!({
            "user_id": user.to_string(),
            "channel_id": channel.to_string(),
            "message_id": message.to_string(),
            "message_author_id": author.to_string(),
            "emoji": { "id": null, "name": emoji },
            "burst": false,
            "type": 0,
        });
        if let Some(guild) = guild {
            data["guild_id"] = json!(guild.to_string());
            data["member"] = self.member_json(&self.guilds[&guild], user);
        }
        let intents =
            if guild.is_some() { GUILD_MESSAGE_REACTIONS } else { DIRECT_MESSAGE_REACTIONS };
        self.dispatch(&Event {
            name: "MESSAGE_REACTION_ADD",
            guild,
            intents,
            data: &data,
            interaction: None,
        });
    }
}

/// An emoji of everyone's as a path names it. Servers of the fake have none of their own.
fn standard_emoji(part: &str) -> Option<String> {
    let emoji = decoded(part)?;
    // Letters and signs of text are no emoji; digits are, with the mark of a key behind them.
    let is_key = emoji.ends_with('\u{20e3}');
    let is_emoji = |c: char| match c {
        '0'..='9' | '#' | '*' => is_key,
        _ => !c.is_ascii() && (!c.is_alphabetic() || LETTERS.contains(c)),
    };
    (!emoji.is_empty() && emoji.chars().all(is_emoji)).then_some(emoji)
}

/// A part of a path without its percent signs, if it had them where they must be.
fn decoded(part: &str) -> Option<String> {
    if !part.is_ascii() {
        return None;
    }
    let mut bytes = Vec::new();
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
    }
    String::from_utf8(bytes).ok()
}
