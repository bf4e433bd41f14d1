//! A message as the fake keeps it, and how a body becomes one or changes one.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::refused::{Form, Refused};

/// Flags of a message.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
pub(crate) const LOADING: u64 = 1 << 7;
const SUPPRESS_EMBEDS: u64 = 1 << 2;
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

/// A message.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) id: u64,
    pub(crate) channel: u64,
    pub(crate) author: u64,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) flags: u64,
    /// When, in milliseconds.
    pub(crate) at: i64,
    pub(crate) edited: Option<i64>,
    /// How often it was changed.
    pub(crate) edits: u32,
    pub(crate) nonce: Option<Value>,
    /// Users who were notified.
    pub(crate) mentions: Vec<u64>,
    pub(crate) everyone: bool,
    /// The message that it answers.
    pub(crate) reply_to: Option<u64>,
    /// Oldest first.
    pub(crate) reactions: Vec<Reaction>,
    /// The one person who sees it, for ephemeral messages.
    pub(crate) only_for: Option<u64>,
    /// The interaction that it answers, as message objects tell it.
    pub(crate) interaction: Option<Value>,
}

/// An emoji under a message, and who chose it.
#[derive(Clone)]
pub(crate) struct Reaction {
    pub(crate) emoji: String,
    pub(crate) users: Vec<u64>,
}

/// A file of a message.
#[derive(Clone)]
pub(crate) struct Attachment {
    pub(crate) id: u64,
    pub(crate) filename: String,
    pub(crate) description: Option<String>,
    pub(crate) content_type: String,
    pub(crate) bytes: Arc<[u8]>,
}

/// A file of a request.
pub(crate) struct Upload {
    pub(crate) filename: String,
    pub(crate) content_type: String,
    pub(crate) bytes: Arc<[u8]>,
}

/// Files of a request by their number.
pub(crate) type Uploads = BTreeMap<u64, Upload>;

impl Message {
    /// An empty one.
    pub(crate) fn new(id: u64, channel: u64, author: u64, at: i64) -> Self {
        Self {
            id,
            channel,
            author,
            content: String::new(),
            embeds: vec![],
            components: vec![],
            attachments: vec![],
            flags: 0,
            at,
            edited: None,
            edits: 0,
            nonce: None,
            mentions: vec![],
            everyone: false,
            reply_to: None,
            reactions: vec![],
            only_for: None,
            interaction: None,
        }
    }

    /// Takes over what a body says; what it does not mention stays.
    pub(crate) fn apply(
        &mut self,
        body: &Value,
        uploads: &Uploads,
        ids: &mut dyn FnMut() -> u64,
    ) -> Result<(), Refused> {
        if let Some(content) = body.get("content") {
            content.as_str().unwrap_or_default().trim().clone_into(&mut self.content);
        }
        for (name, list) in [("embeds", &mut self.embeds), ("components", &mut self.components)] {
            if let Some(given) = body.get(name) {
                *list = given.as_array().cloned().unwrap_or_default();
            }
        }
        let settable = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS;
        if let Some(flags) = body.get("flags").and_then(Value::as_u64) {
            self.flags = (self.flags & !settable) | (flags & settable);
        }
        self.attach(body, uploads, ids)?;
        for embed in &mut self.embeds {
            complete_embed(embed);
        }
        for (number, component) in self
            .components
            .iter_mut()
            .flat_map(|row| row["components"].as_array_mut().into_iter().flatten())
            .enumerate()
        {
            component["id"] = json!(number + 1);
        }
        self.flags &= !LOADING;
        if self.is_empty() { Err(Refused::empty_message()) } else { Ok(()) }
    }

    /// Notes somebody's reaction; whether it is a new one.
    pub(crate) fn react(&mut self, emoji: &str, user: u64) -> bool {
        let Some(known) = self.reactions.iter_mut().find(|one| one.emoji == emoji) else {
            self.reactions.push(Reaction { emoji: emoji.to_owned(), users: vec![user] });
            return true;
        };
        let is_new = !known.users.contains(&user);
        known.users.extend(is_new.then_some(user));
        is_new
    }

    fn is_empty(&self) -> bool {
        self.content.is_empty()
            && self.embeds.is_empty()
            && self.attachments.is_empty()
            && self.components.is_empty()
    }

    /// Files that a body's `attachments` names stay or come; without that list all stay and all
    /// come.
    fn attach(
        &mut self,
        body: &Value,
        uploads: &Uploads,
        ids: &mut dyn FnMut() -> u64,
    ) -> Result<(), Refused> {
        let Some(named) = body.get("attachments").filter(|list| !list.is_null()) else {
            self.attachments
                .extend(uploads.values().map(|upload| upload.attached(ids(), None, None)));
            return Ok(());
        };
        let named = named.as_array().cloned().unwrap_or_default();
        let mut form = Form::default();
        let mut attachments = Vec::new();
        for (place, one) in named.iter().enumerate() {
            let id =
                one["id"].as_u64().or_else(|| one["id"].as_str().and_then(|id| id.parse().ok()));
            let (filename, description) = (one["filename"].as_str(), one["description"].as_str());
            if let Some(upload) = id.and_then(|id| uploads.get(&id)) {
                attachments.push(upload.attached(ids(), filename, description));
            } else if let Some(kept) = self.attachments.iter().find(|kept| Some(kept.id) == id) {
                attachments.push(kept.clone());
            } else {
                form.wrong(
                    &format!("attachments.{place}.id"),
                    "ATTACHMENT_NOT_FOUND",
                    "No such file was sent.",
                );
            }
        }
        form.finish()?;
        self.attachments = attachments;
        Ok(())
    }
}

impl Upload {
    fn attached(&self, id: u64, filename: Option<&str>, description: Option<&str>) -> Attachment {
        Attachment {
            id,
            filename: filename.unwrap_or(&self.filename).to_owned(),
            description: description.map(ToOwned::to_owned),
            content_type: self.content_type.clone(),
            bytes: self.bytes.clone(),
        }
    }
}

/// Discord adds the kind of an embed, and leaves out what was null.
fn complete_embed(embed: &mut Value) {
    if let Some(fields) = embed.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
        fields.insert("type".to_owned(), json!("rich"));
    }
}
