//! Threads, from a message or on their own.

use serde_json::{Value, json};

use super::super::people::{TEXT, THREAD};
use super::super::permissions::CREATE_PUBLIC_THREADS;
use super::super::refused::{Form, Refused};
use super::super::world::World;
use super::call::Call;
use super::{Answer, Reply, id};

impl World {
    pub(super) fn thread_from(&mut self, call: &Call, channel: &str, message: &str) -> Answer {
        let channel = id(channel, Refused::unknown_channel)?;
        let message = id(message, Refused::unknown_message)?;
        self.may(channel, CREATE_PUBLIC_THREADS)?;
        self.check_thread(channel, &call.body)?;
        let public = self.message(channel, message).filter(|message| message.only_for.is_none());
        public.ok_or_else(Refused::unknown_message)?;
        if self.channels.contains_key(&message) {
            return Err(Refused::new(
                400,
                160_004,
                "A thread has already been created for this message",
            ));
        }
        Ok(self.open_thread(message, channel, &call.body))
    }

    pub(super) fn thread(&mut self, call: &Call, channel: &str) -> Answer {
        let channel = id(channel, Refused::unknown_channel)?;
        self.may(channel, CREATE_PUBLIC_THREADS)?;
        self.check_thread(channel, &call.body)?;
        // Without a type Discord means a private thread, for which the invitation does not ask.
        if call.body["type"] != THREAD {
            return Err(Refused::missing_permissions());
        }
        let thread = self.next_id();
        Ok(self.open_thread(thread, channel, &call.body))
    }

    fn check_thread(&self, channel: u64, body: &Value) -> Result<(), Refused> {
        if self.channels[&channel].kind != TEXT {
            return Err(Refused::new(400, 50024, "Cannot execute action on this channel type"));
        }
        let mut form = Form::default();
        match body["name"].as_str() {
            Some(name) => form.length("name", name, 1, 100),
            None => form.required("name"),
        }
        let duration = &body["auto_archive_duration"];
        if !duration.is_null()
            && ![60, 1440, 4320, 10_080].iter().any(|minutes| duration == minutes)
        {
            form.wrong(
                "auto_archive_duration",
                "BASE_TYPE_CHOICES",
                "Value must be one of (60, 1440, 4320, 10080).",
            );
        }
        form.finish()
    }

    fn open_thread(&mut self, thread: u64, channel: u64, body: &Value) -> Reply {
        let guild = self.channels[&channel].guild.unwrap();
        let name = body["name"].as_str().unwrap_or_default();
        self.insert_channel(thread, guild, name, Some(channel), Some(self.bot));
        let mut data = self.channel_json(&self.channels[&thread]);
        let reply = Reply::Created(data.clone());
        data["newly_created"] = json!(true);
        self.dispatch_in(guild, "THREAD_CREATE", &data);
        reply
    }
}
