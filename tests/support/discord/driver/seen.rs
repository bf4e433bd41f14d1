//! A message as a person sees it.

use serde_json::Value;

use super::super::limits::components::{BUTTON, SELECT};
use super::super::message::{Attachment, LOADING, Message, Reaction};

/// A message, as it was when it was looked at.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) id: u64,
    pub(crate) channel: u64,
    pub(crate) author: u64,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) files: Vec<Attachment>,
    /// Whether one person alone sees it.
    pub(crate) ephemeral: bool,
    /// Whether it still says that the bot is thinking.
    pub(crate) thinking: bool,
    /// How often it was changed.
    pub(crate) edits: u32,
    /// Users whom it notified.
    pub(crate) mentions: Vec<u64>,
    /// Whether it notified everyone.
    pub(crate) everyone: bool,
    /// The message that it answers.
    pub(crate) reply_to: Option<u64>,
    reactions: Vec<Reaction>,
}

impl Seen {
    pub(super) fn of(message: &Message) -> Self {
        Self {
            id: message.id,
            channel: message.channel,
            author: message.author,
            content: message.content.clone(),
            embeds: message.embeds.clone(),
            components: message.components.clone(),
            files: message.attachments.clone(),
            ephemeral: message.only_for.is_some(),
            thinking: message.flags & LOADING != 0,
            edits: message.edits,
            mentions: message.mentions.clone(),
            everyone: message.everyone,
            reply_to: message.reply_to,
            reactions: message.reactions.clone(),
        }
    }

    /// All that can be read in it, line by line, pictures by their descriptions; without buttons.
    pub(crate) fn text(&self) -> String {
        let mut lines = vec![self.content.as_str()];
        for embed in &self.embeds {
            lines.extend(embed["author"]["name"].as_str());
            lines.extend(embed["title"].as_str());
            lines.extend(embed["description"].as_str());
            for field in embed["fields"].as_array().into_iter().flatten() {
                lines.extend(field["name"].as_str());
                lines.extend(field["value"].as_str());
            }
            lines.extend(embed["footer"]["text"].as_str());
        }
        // What a picture shows, as a screen reader reads it.
        lines.extend(self.files.iter().filter_map(|file| file.description.as_deref()));
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// The emoji under it, oldest first, each with the users who chose it.
    pub(crate) fn reactions(&self) -> Vec<(&str, &[u64])> {
        self.reactions.iter().map(|one| (one.emoji.as_str(), one.users.as_slice())).collect()
    }

    /// Labels of the buttons that can be clicked.
    pub(crate) fn buttons(&self) -> Vec<String> {
        let buttons = parts(&self.components)
            .filter(|part| part["type"] == BUTTON && part["disabled"] != true);
        buttons.filter_map(|button| Some(button["label"].as_str()?.to_owned())).collect()
    }

    /// Labels of the options of its selects.
    pub(crate) fn options(&self) -> Vec<String> {
        let selects = parts(&self.components).filter(|part| part["type"] == SELECT);
        let options = selects.flat_map(|select| select["options"].as_array().into_iter().flatten());
        options.filter_map(|option| Some(option["label"].as_str()?.to_owned())).collect()
    }
}

/// The buttons and selects in rows.
pub(super) fn parts(components: &[Value]) -> impl Iterator<Item = &Value> {
    components.iter().flat_map(|row| row["components"].as_array().into_iter().flatten())
}
