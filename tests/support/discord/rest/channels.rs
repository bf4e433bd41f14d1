//! Channels, and conversations with one person.

use serde_json::Value;

use super::super::people::{DIRECT, THREAD};
use super::super::permissions::MANAGE_CHANNELS;
use super::super::refused::{Form, Refused};
use super::super::world::World;
use super::call::Call;
use super::{Answer, Reply, id};

impl World {
    pub(super) fn channel(&mut self, call: &Call, text: &str) -> Answer {
        let channel = self.visible(id(text, Refused::unknown_channel)?)?.id;
        match call.method.as_str() {
            "GET" => {}
            "PATCH" => self.edit_channel(channel, &call.body)?,
            _ => return Err(Refused::no_such_route()),
        }
        Ok(Reply::Json(self.channel_json(&self.channels[&channel])))
    }

    /// Threads can be renamed and archived by who opened them; other channels take a permission
    /// that nobody gave.
    fn edit_channel(&mut self, id: u64, body: &Value) -> Result<(), Refused> {
        let bot = self.bot;
        let channel = &self.channels[&id];
        let own =
            channel.kind == THREAD && channel.owner == Some(bot) && body.get("locked").is_none();
        if !own {
            self.may(id, MANAGE_CHANNELS)?;
        }
        let mut form = Form::default();
        if let Some(name) = body["name"].as_str() {
            form.length("name", name, 1, 100);
        }
        form.finish()?;
        let channel = self.channels.get_mut(&id).unwrap();
        if let Some(name) = body["name"].as_str() {
            name.clone_into(&mut channel.name);
        }
        channel.archived = body["archived"].as_bool().unwrap_or(channel.archived);
        let guild = channel.guild;
        let data = self.channel_json(&self.channels[&id]);
        if let Some(guild) = guild {
            self.dispatch_in(guild, "THREAD_UPDATE", &data);
        }
        Ok(())
    }

    pub(super) fn open_direct(&mut self, call: &Call) -> Answer {
        let user = call.body["recipient_id"].as_str().and_then(|id| id.parse().ok());
        let known = user.filter(|user| *user != self.bot && self.users.contains_key(user));
        let Some(user) = known else {
            return Err(Refused::new(400, 50033, "Invalid Recipient(s)"));
        };
        let channel = self.direct(user);
        Ok(Reply::Json(self.channel_json(&self.channels[&channel])))
    }

    pub(super) fn typing(&self, text: &str) -> Answer {
        let channel = id(text, Refused::unknown_channel)?;
        self.may(channel, self.to_write(channel))?;
        Ok(Reply::Nothing)
    }

    /// Whether a conversation's person takes messages: they must share a server with the bot and
    /// allow it.
    pub(super) fn check_direct(&self, channel: u64) -> Result<(), Refused> {
        let channel = &self.channels[&channel];
        let Some(user) = channel.owner.filter(|_| channel.kind == DIRECT) else { return Ok(()) };
        let shared = self.guilds.values().any(|guild| guild.members.contains_key(&user));
        if shared && self.users[&user].takes_messages {
            Ok(())
        } else {
            Err(Refused::new(403, 50007, "Cannot send messages to this user"))
        }
    }
}
