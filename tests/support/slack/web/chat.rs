//! Messages: posted, shown to one person, changed and deleted.

use serde_json::{Value, json};

use super::super::BOT_USER;
use super::super::blocks;
use super::super::message::Message;
use super::super::people::Channel;
use super::super::refused::Refusal;
use super::super::world::World;
use super::Answer;
use super::args::Args;

/// The longest text: methods/chat.postMessage.
const TEXT: usize = 40_000;

/// The most metadata in bytes. The size is in no page; an app that keeps under it is safe.
const METADATA: usize = 1_000;

/// What a message says.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Value>,
    pub(crate) metadata: Option<Value>,
}

impl World {
    /// Reads and checks what a message is to say.
    pub(crate) fn content(
        &mut self,
        text: Option<&str>,
        blocks: Option<&Value>,
        metadata: Option<&Value>,
    ) -> Result<Content, Refusal> {
        let text = text.unwrap_or_default();
        if text.is_empty() && blocks.is_none() {
            return Err(Refusal::mistake("no_text", &[]));
        }
        if text.is_empty() {
            self.violation("a message has blocks and no text to be read aloud");
        }
        if text.chars().count() > TEXT {
            return Err(Refusal::mistake("msg_too_long", &[]));
        }
        for wrong in blocks::words::wrong(text) {
            self.violation(format!("in a message's text: {wrong}"));
        }
        let blocks = match blocks {
            None => vec![],
            Some(list) => self.checked_blocks(list, blocks::Surface::Message)?,
        };
        if let Some(metadata) = metadata {
            check_metadata(metadata)?;
        }
        Ok(Content { text: text.to_owned(), blocks, metadata: metadata.cloned() })
    }

    fn content_of(&mut self, args: &Args) -> Result<Content, Refusal> {
        if args.flag("link_names") || args.text("parse").is_some_and(|parse| parse != "none") {
            self.violation("a message asks for names to be linked");
        }
        self.content(args.text("text"), args.json("blocks"), args.json("metadata"))
    }

    /// A channel in which the app may write; a user's id stands for the direct message.
    fn writable(&mut self, id: &str) -> Result<String, Refusal> {
        if id.starts_with('#') {
            self.violation("a channel by its name, which may change");
        }
        let id = if self.users.contains_key(id) && self.knows(id) {
            self.direct(id)
        } else {
            id.to_owned()
        };
        let channel = self.channels.get(&id).filter(|channel| self.sees(channel));
        let channel = channel.ok_or_else(|| Refusal::new("channel_not_found"))?;
        if channel.archived {
            return Err(Refusal::new("is_archived"));
        }
        if !channel.has_app() {
            return Err(Refusal::new("not_in_channel"));
        }
        // The error for somebody who has left is in no page; `conversations.open` says this one.
        let gone = |user| self.users.get(user).is_some_and(|user| user.deleted);
        if channel.partner().is_some_and(gone) {
            return Err(Refusal::new("user_disabled"));
        }
        Ok(id)
    }

    /// The thread that a message is for.
    pub(crate) fn thread(
        &mut self,
        channel: &str,
        thread: Option<&str>,
    ) -> Result<Option<String>, Refusal> {
        let Some(thread) = thread else { return Ok(None) };
        let parent = self.channels[channel].messages.get(thread);
        let Some(parent) = parent.filter(|parent| parent.only_for.is_none()) else {
            return Err(Refusal::new("thread_not_found"));
        };
        if !parent.is_top() {
            // methods/chat.postMessage: "Avoid using a reply's ts value".
            self.violation("a reply to a reply");
        }
        Ok(Some(thread.to_owned()))
    }

    /// Puts a message of the app's into a channel, and tells whom it concerns.
    pub(crate) fn put(
        &mut self,
        channel: &str,
        content: Content,
        thread: Option<String>,
        only_for: Option<String>,
    ) -> String {
        let ts = self.next_ts();
        let mut message = Message::new(ts.clone(), BOT_USER, &content.text);
        message.blocks = content.blocks;
        message.metadata = content.metadata;
        message.thread = thread;
        message.only_for = only_for;
        self.channels.get_mut(channel).unwrap().messages.insert(ts.clone(), message);
        self.message_seen(channel, &ts);
        self.tell_message(channel, &ts);
        ts
    }

    /// Lets a message of the app's say something else.
    pub(crate) fn rewrite(&mut self, channel: &str, ts: &str, content: Content) {
        let before = self.message_json(&self.channels[channel].messages[ts], channel, true);
        let edited = format!("{}.000000", self.now() / 1_000);
        let place = self.channels.get_mut(channel).unwrap();
        let message = place.messages.get_mut(ts).unwrap();
        (message.text, message.blocks) = (content.text, content.blocks);
        if content.metadata.is_some() {
            message.metadata = content.metadata;
        }
        message.edited = Some(edited);
        let only = message.only_for.is_some();
        self.message_seen(channel, ts);
        if !only {
            let after = self.message_json(&self.channels[channel].messages[ts], channel, true);
            self.tell_change(channel, &before, Some(&after));
        }
    }

    /// Takes a message away.
    pub(crate) fn erase(&mut self, channel: &str, ts: &str) {
        let message = self.channels[channel].messages[ts].clone();
        let before = self.message_json(&message, channel, true);
        self.channels.get_mut(channel).unwrap().messages.remove(ts);
        self.message_gone(channel, ts);
        if message.only_for.is_none() {
            self.tell_change(channel, &before, None);
        }
    }
}

/// Refuses what is no message of the app's own that everyone sees.
fn own_message(channel: &Channel, ts: &str, foreign: &'static str) -> Result<(), Refusal> {
    let message = channel.messages.get(ts).filter(|message| message.only_for.is_none());
    let message = message.ok_or_else(|| Refusal::new("message_not_found"))?;
    if message.is_own() { Ok(()) } else { Err(Refusal::new(foreign)) }
}

/// `event_type` and an object: reference/metadata.
fn check_metadata(metadata: &Value) -> Result<(), Refusal> {
    let wrong = |what: String| Refusal::mistake("invalid_metadata_format", &[what]);
    let fields = metadata.as_object().ok_or_else(|| wrong("no object".to_owned()))?;
    if let Some(name) = fields.keys().find(|name| *name != "event_type" && *name != "event_payload")
    {
        return Err(wrong(format!("no field {name}")));
    }
    if !metadata["event_type"].is_string() || !metadata["event_payload"].is_object() {
        return Err(wrong("event_type is text, event_payload an object".to_owned()));
    }
    if metadata.to_string().len() > METADATA {
        return Err(Refusal::mistake("metadata_too_large", &[]));
    }
    Ok(())
}

/// `chat.postMessage`.
pub(super) fn post(world: &mut World, args: &Args) -> Answer {
    let content = world.content_of(args)?;
    let channel = world.writable(args.need("channel")?)?;
    let thread = world.thread(&channel, args.text("thread_ts"))?;
    let ts = world.put(&channel, content, thread, None);
    let told = world.message_json(&world.channels[&channel].messages[&ts], &channel, true);
    Ok(json!({ "channel": channel, "ts": ts, "message": told }))
}

/// `chat.postEphemeral`.
pub(super) fn post_ephemeral(world: &mut World, args: &Args) -> Answer {
    let content = world.content_of(args)?;
    let channel = world.writable(args.need("channel")?)?;
    let user = args.need("user")?;
    if !world.channels[&channel].members.contains(user) {
        return Err(Refusal::new("user_not_in_channel"));
    }
    let thread = world.thread(&channel, args.text("thread_ts"))?;
    if let Some(thread) = &thread {
        let replies = world.channels[&channel].messages.values();
        let active = replies
            .filter(|one| one.only_for.is_none() && one.ts != *thread)
            .any(|one| one.thread.as_ref() == Some(thread));
        if !active {
            // methods/chat.postEphemeral: shown only where the thread is already active. Slack
            // takes it all the same, and nobody sees it.
            return Ok(json!({ "message_ts": world.next_ts() }));
        }
    }
    let ts = world.put(&channel, content, thread, Some(user.to_owned()));
    Ok(json!({ "message_ts": ts }))
}

/// `chat.update`.
pub(super) fn update(world: &mut World, args: &Args) -> Answer {
    let content = world.content_of(args)?;
    let channel = world.writable(args.need("channel")?)?;
    let ts = args.need("ts")?;
    own_message(&world.channels[&channel], ts, "cant_update_message")?;
    world.rewrite(&channel, ts, content);
    let told = world.message_json(&world.channels[&channel].messages[ts], &channel, true);
    Ok(json!({ "channel": channel, "ts": ts, "text": told["text"], "message": told }))
}

/// `chat.delete`.
pub(super) fn delete(world: &mut World, args: &Args) -> Answer {
    let channel = world.writable(args.need("channel")?)?;
    let ts = args.need("ts")?;
    own_message(&world.channels[&channel], ts, "cant_delete_message")?;
    world.erase(&channel, ts);
    Ok(json!({ "channel": channel, "ts": ts }))
}

/// `chat.getPermalink`.
pub(super) fn permalink(world: &mut World, args: &Args) -> Answer {
    let (id, ts) = (args.need("channel")?, args.need("message_ts")?);
    let channel = world.channels.get(id).filter(|channel| world.sees(channel));
    let channel = channel.ok_or_else(|| Refusal::new("channel_not_found"))?;
    if !channel.messages.contains_key(ts) {
        return Err(Refusal::new("message_not_found"));
    }
    let link = format!(
        "https://{}.slack.com/archives/{id}/p{}",
        world.teams[&channel.team].domain,
        ts.replace('.', "")
    );
    Ok(json!({ "channel": id, "permalink": link }))
}
