//! Messages, as everyone sees them and as an application without the message-content intent sees
//! them.

use serde_json::{Value, json};

use super::super::message::{Attachment, Message, Reaction};
use super::super::people::DIRECT;
use super::super::world::{World, timestamp};

/// Kinds of messages.
const REPLY: u8 = 19;
const COMMAND: u8 = 20;

impl World {
    /// A message, whole.
    pub(crate) fn message_json(&self, message: &Message) -> Value {
        let mut json = self.bare_message_json(message);
        if let Some(id) = message.reply_to {
            let guild = self.channels[&message.channel].guild.map(|id| id.to_string());
            json["message_reference"] = json!({
                "type": 0,
                "message_id": id.to_string(),
                "channel_id": message.channel.to_string(),
                "guild_id": guild,
            });
            let answered = self.message(message.channel, id);
            json["referenced_message"] =
                json!(answered.map(|answered| self.bare_message_json(answered)));
        }
        json
    }

    fn bare_message_json(&self, message: &Message) -> Value {
        let kind = match (message.reply_to, &message.interaction) {
            (Some(_), _) => REPLY,
            (None, Some(interaction)) if interaction["type"] == 2 => COMMAND,
            _ => 0,
        };
        let mentions: Vec<_> = message.mentions.iter().map(|id| self.user_json(*id)).collect();
        let attachments: Vec<_> =
            message.attachments.iter().map(|one| one.json(message.channel)).collect();
        let reactions: Vec<_> = message.reactions.iter().map(|one| one.json(self.bot)).collect();
        let mut json = json!({
            "id": message.id.to_string(),
            "channel_id": message.channel.to_string(),
            "type": kind,
            "author": self.user_json(message.author),
            "content": message.content,
            "timestamp": timestamp(message.at),
            "edited_timestamp": message.edited.map(timestamp),
            "tts": false,
            "mention_everyone": message.everyone,
            "mention_roles": [],
            "mention_channels": [],
            "mentions": mentions,
            "attachments": attachments,
            "embeds": message.embeds,
            "components": message.components,
            "pinned": false,
            "flags": message.flags,
            "reactions": reactions,
        });
        if let Some(nonce) = &message.nonce {
            json["nonce"] = nonce.clone();
        }
        if message.author == self.bot {
            json["application_id"] = json!(self.bot.to_string());
        }
        if let Some(interaction) = &message.interaction {
            json["webhook_id"] = json!(self.bot.to_string());
            json["interaction_metadata"] = interaction.clone();
        }
        json
    }

    /// A message as an event carries it: with the server and the author's place there.
    pub(crate) fn message_event_json(&self, message: &Message) -> Value {
        let mut json = self.message_json(message);
        if let Some(guild) = self.channels[&message.channel].guild {
            json["guild_id"] = json!(guild.to_string());
            if let Some(member) = self.guilds[&guild].members.get(&message.author) {
                json["member"] = member.json();
            }
        }
        json
    }

    /// A message's JSON without the contents that an application gets only where it has access to
    /// all, its own and that of the message it answers.
    pub(crate) fn withheld(&self, message: &Message, mut json: Value) -> Value {
        if !self.concerns_bot(message) {
            withhold(&mut json);
        }
        let answered = message.reply_to.and_then(|id| self.message(message.channel, id));
        if answered.is_some_and(|answered| !self.concerns_bot(answered)) {
            withhold(&mut json["referenced_message"]);
        }
        json
    }

    /// Whether a message's content is shown to an application that has no access to contents.
    fn concerns_bot(&self, message: &Message) -> bool {
        self.channels[&message.channel].kind == DIRECT
            || message.author == self.bot
            || message.mentions.contains(&self.bot)
    }
}

/// Takes out of a message what an application without access to contents does not get.
fn withhold(message: &mut Value) {
    message["content"] = json!("");
    for list in ["embeds", "attachments", "components"] {
        message[list] = json!([]);
    }
}

impl Reaction {
    fn json(&self, bot: u64) -> Value {
        let count = self.users.len();
        json!({
            "emoji": { "id": null, "name": self.emoji },
            "count": count,
            "me": self.users.contains(&bot),
            "count_details": { "burst": 0, "normal": count },
            "burst_count": 0,
            "burst_me": false,
            "me_burst": false,
            "burst_colors": [],
        })
    }
}

impl Attachment {
    fn json(&self, channel: u64) -> Value {
        let url = format!(
            "https://cdn.discordapp.com/attachments/{channel}/{}/{}",
            self.id, self.filename
        );
        let mut json = json!({
            "id": self.id.to_string(),
            "filename": self.filename,
            "size": self.bytes.len(),
            "url": url,
            "proxy_url": url,
            "content_type": self.content_type,
        });
        if let Some(description) = &self.description {
            json["description"] = json!(description);
        }
        if self.content_type.starts_with("image/") {
            json["width"] = json!(100);
            json["height"] = json!(100);
        }
        json
    }
}
