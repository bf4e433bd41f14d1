//! Messages in channels.

use serde_json::{Value, json};

use super::super::gateway::MESSAGE_CONTENT;
use super::super::limits::message::check;
use super::super::message::Message;
use super::super::people::DIRECT;
use super::super::permissions::{ATTACH_FILES, EMBED_LINKS, MANAGE_MESSAGES, READ_MESSAGE_HISTORY};
use super::super::refused::{Form, Refused};
use super::super::world::World;
use super::call::Call;
use super::{Answer, Reply, id};

/// How long a nonce is remembered, in milliseconds.
const NONCE_LIFE: i64 = 3 * 60 * 1_000;

impl World {
    pub(super) fn messages(&mut self, call: &Call, channel: &str, rest: &[&str]) -> Answer {
        let channel = self.visible(id(channel, Refused::unknown_channel)?)?.id;
        match (call.method.as_str(), rest) {
            ("POST", []) => self.post_message(call, channel),
            ("GET", []) => self.list_messages(call, channel),
            ("GET", [message]) => {
                self.may(channel, READ_MESSAGE_HISTORY)?;
                let message =
                    self.public_message(channel, id(message, Refused::unknown_message)?)?;
                Ok(Reply::Json(self.seen_by_bot(message)))
            }
            ("PATCH", [message]) => {
                self.edit_message(call, channel, id(message, Refused::unknown_message)?)
            }
            ("PUT", [message, "reactions", emoji, "@me"]) => {
                self.react_as_bot(channel, message, emoji)
            }
            ("DELETE", [message]) => {
                self.delete_message(channel, id(message, Refused::unknown_message)?)
            }
            _ => Err(Refused::no_such_route()),
        }
    }

    /// A message that is not ephemeral, since those are reached through their interaction alone.
    pub(super) fn public_message(&self, channel: u64, id: u64) -> Result<&Message, Refused> {
        let found = self.message(channel, id).filter(|message| message.only_for.is_none());
        found.ok_or_else(Refused::unknown_message)
    }

    fn seen_by_bot(&self, message: &Message) -> Value {
        let json = self.message_json(message);
        if self.gateway.granted & MESSAGE_CONTENT == 0 {
            self.withheld(message, json)
        } else {
            json
        }
    }

    fn post_message(&mut self, call: &Call, channel: u64) -> Answer {
        let body = &call.body;
        self.may_send(call, channel)?;
        check(body, &call.uploads)?;
        let nonce = body.get("nonce").filter(|nonce| !nonce.is_null()).cloned();
        if let Some(first) = self.sent_before(channel, nonce.as_ref(), body) {
            return Ok(Reply::Json(self.message_json(first)));
        }
        let mut ids = self.spare_ids(1 + call.uploads.len());
        let mut message = Message::new(ids.next().unwrap(), channel, self.bot, self.now());
        message.apply(body, &call.uploads, &mut || ids.next().unwrap())?;
        message.nonce = nonce;
        message.reply_to = self.replied(channel, &body["message_reference"])?;
        self.notify(&mut message, body);
        let json = self.message_json(&message);
        let id = message.id;
        self.channels.get_mut(&channel).unwrap().messages.insert(id, message);
        self.dispatch_message("MESSAGE_CREATE", channel, id);
        Ok(Reply::Json(json))
    }

    fn may_send(&self, call: &Call, channel: u64) -> Result<(), Refused> {
        let has_embeds = call.body["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty());
        let mut wanted = self.to_write(channel);
        wanted |= if has_embeds { EMBED_LINKS } else { 0 };
        wanted |= if call.uploads.is_empty() { 0 } else { ATTACH_FILES };
        self.may(channel, wanted)?;
        self.check_direct(channel)
    }

    /// The message that was sent with this nonce, where the body asks to look for it.
    fn sent_before(&self, channel: u64, nonce: Option<&Value>, body: &Value) -> Option<&Message> {
        let nonce = nonce.filter(|_| body["enforce_nonce"] == true)?;
        let same = |message: &&Message| {
            message.author == self.bot && message.nonce.as_ref() == Some(nonce)
        };
        let since = self.now() - NONCE_LIFE;
        let recent = self.channels[&channel]
            .messages
            .values()
            .rev()
            .take_while(|message| message.at >= since);
        recent.filter(|message| message.only_for.is_none()).find(same)
    }

    fn replied(&self, channel: u64, reference: &Value) -> Result<Option<u64>, Refused> {
        if reference.is_null() {
            return Ok(None);
        }
        self.may(channel, READ_MESSAGE_HISTORY).map_err(|_| {
            Refused::new(400, 160_002, "Cannot reply without permission to read message history")
        })?;
        let id = reference["message_id"].as_str().and_then(|id| id.parse().ok());
        let found = id.filter(|id| self.public_message(channel, *id).is_ok());
        if found.is_some() || reference["fail_if_not_exists"] == false {
            return Ok(found);
        }
        let mut form = Form::default();
        form.wrong("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
        form.finish().map(|()| None)
    }

    fn edit_message(&mut self, call: &Call, channel: u64, id: u64) -> Answer {
        let own = self.public_message(channel, id)?.author == self.bot;
        if !own {
            return Err(Refused::new(403, 50005, "Cannot edit a message authored by another user"));
        }
        check(&call.body, &call.uploads)?;
        self.change_message(channel, id, call)?;
        Ok(Reply::Json(self.message_json(&self.channels[&channel].messages[&id])))
    }

    /// Changes a message as a body says, and tells everyone.
    pub(super) fn change_message(
        &mut self,
        channel: u64,
        id: u64,
        call: &Call,
    ) -> Result<(), Refused> {
        self.rewrite(channel, id, &call.body, call)
    }

    /// The same with a part of the request's body.
    pub(super) fn rewrite(
        &mut self,
        channel: u64,
        id: u64,
        body: &Value,
        call: &Call,
    ) -> Result<(), Refused> {
        let mut ids = self.spare_ids(call.uploads.len());
        let mut message = self.message(channel, id).ok_or_else(Refused::unknown_message)?.clone();
        message.apply(body, &call.uploads, &mut || ids.next().unwrap())?;
        self.notify(&mut message, body);
        message.edited = Some(self.now());
        message.edits += 1;
        *self.message_mut(channel, id).unwrap() = message;
        self.dispatch_message("MESSAGE_UPDATE", channel, id);
        Ok(())
    }

    fn delete_message(&mut self, channel: u64, id: u64) -> Answer {
        let own = self.public_message(channel, id)?.author == self.bot;
        if !own {
            self.may(channel, MANAGE_MESSAGES)?;
        }
        self.erase(channel, id);
        Ok(Reply::Nothing)
    }

    /// Deletes a message, and tells everyone.
    pub(crate) fn erase(&mut self, channel: u64, id: u64) {
        let erased =
            self.channels.get_mut(&channel).and_then(|channel| channel.messages.remove(&id));
        if erased.is_some_and(|message| message.only_for.is_none()) {
            self.dispatch_deletion(channel, id);
        }
    }

    fn list_messages(&self, call: &Call, channel: u64) -> Answer {
        let limit = call.number("limit").unwrap_or(50);
        if !(1..=100).contains(&limit) {
            let mut form = Form::default();
            form.wrong("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.");
            form.finish()?;
        }
        let limit = usize::try_from(limit).unwrap();
        let home = &self.channels[&channel];
        if home.kind != DIRECT && self.permissions(self.bot, home) & READ_MESSAGE_HISTORY == 0 {
            return Ok(Reply::Json(json!([])));
        }
        let public: Vec<&Message> =
            home.messages.values().filter(|message| message.only_for.is_none()).collect();
        let (after, before) = (call.number("after"), call.number("before"));
        let mut chosen: Vec<&Message> = match (after, before, call.number("around")) {
            (Some(after), _, _) => {
                public.into_iter().filter(|message| message.id > after).take(limit).collect()
            }
            (_, Some(before), _) => {
                last(public.into_iter().filter(|message| message.id < before).collect(), limit)
            }
            (_, _, Some(around)) => {
                let middle = public.partition_point(|message| message.id < around);
                let first = middle.saturating_sub(limit / 2);
                public.into_iter().skip(first).take(limit).collect()
            }
            _ => last(public, limit),
        };
        chosen.reverse();
        Ok(Reply::Json(chosen.into_iter().map(|message| self.seen_by_bot(message)).collect()))
    }
}

fn last(mut messages: Vec<&Message>, count: usize) -> Vec<&Message> {
    messages.split_off(messages.len().saturating_sub(count))
}
