//! The first response to an interaction.

use serde_json::{Value, json};

use super::super::interaction::FIRST_RESPONSE;
use super::super::limits;
use super::super::message::{EPHEMERAL, LOADING};
use super::super::refused::{Form, Refused};
use super::super::world::World;
use super::call::Call;
use super::{Answer, Reply, id};

impl World {
    pub(super) fn callback(&mut self, call: &Call, text: &str, token: &str) -> Answer {
        let id = id(text, Refused::unknown_interaction)?;
        let now = self.now();
        let known = self.interactions.get(&id).filter(|one| one.token == token);
        let interaction = known.ok_or_else(Refused::unknown_interaction)?;
        if interaction.response.is_some() {
            return Err(Refused::new(400, 40060, "Interaction has already been acknowledged."));
        }
        if now - interaction.at > FIRST_RESPONSE {
            self.tally.late += 1;
            return Err(Refused::unknown_interaction());
        }
        if !self.channels.contains_key(&interaction.channel) {
            return Err(Refused::unknown_channel());
        }
        let kind = call.body["type"].as_u64().unwrap_or_default();
        if !interaction.takes(kind) {
            let mut form = Form::default();
            form.wrong(
                "type",
                "INTERACTION_CALLBACK_TYPE",
                "This type does not answer this kind of interaction.",
            );
            form.finish()?;
        }
        let written = interaction.written;
        self.respond(call, id, kind)?;
        let interaction = self.interactions.get_mut(&id).unwrap();
        interaction.response = Some(u8::try_from(kind).unwrap());
        interaction.told += u32::from(matches!(kind, 4 | 7));
        self.tally.responses.add(written.map(|at| at.elapsed()).unwrap_or_default());
        if call.query.get("with_response").is_some_and(|wanted| wanted == "true") {
            return Ok(Reply::Json(self.callback_json(id, kind)));
        }
        Ok(Reply::Nothing)
    }

    fn respond(&mut self, call: &Call, id: u64, kind: u64) -> Result<(), Refused> {
        let data = &call.body["data"];
        match kind {
            4 => self.respond_with_message(call, id, data)?,
            5 => {
                let mut message = self.answering(id, is_ephemeral(data));
                message.flags |= LOADING;
                let (channel, original) = (message.channel, message.id);
                self.channels.get_mut(&channel).unwrap().messages.insert(original, message);
                let interaction = self.interactions.get_mut(&id).unwrap();
                interaction.original = Some(original);
                interaction.loading = true;
            }
            6 | 7 => {
                let (channel, source) =
                    (self.interactions[&id].channel, self.interactions[&id].source.unwrap());
                if kind == 7 {
                    limits::message::check(data, &call.uploads)?;
                    self.rewrite(channel, source, data, call)?;
                }
                self.interactions.get_mut(&id).unwrap().original = Some(source);
            }
            8 => {
                limits::choices::check(data)?;
                let choices = data["choices"].as_array().cloned();
                self.interactions.get_mut(&id).unwrap().choices = Some(choices.unwrap_or_default());
            }
            _ => {
                limits::modal::check(data)?;
                self.interactions.get_mut(&id).unwrap().modal = Some(data.clone());
            }
        }
        Ok(())
    }

    fn respond_with_message(&mut self, call: &Call, id: u64, data: &Value) -> Result<(), Refused> {
        limits::message::check(data, &call.uploads)?;
        let original = self.tell(call, id, data, is_ephemeral(data))?;
        self.interactions.get_mut(&id).unwrap().original = Some(original);
        Ok(())
    }

    /// Makes a message that answers an interaction; its id.
    pub(super) fn tell(
        &mut self,
        call: &Call,
        id: u64,
        data: &Value,
        ephemeral: bool,
    ) -> Result<u64, Refused> {
        let mut ids = self.spare_ids(call.uploads.len());
        let mut message = self.answering(id, ephemeral);
        message.apply(data, &call.uploads, &mut || ids.next().unwrap())?;
        self.notify(&mut message, data);
        let (channel, told) = (message.channel, message.id);
        let home = self.channels.get_mut(&channel).ok_or_else(Refused::unknown_channel)?;
        home.messages.insert(told, message);
        self.dispatch_message("MESSAGE_CREATE", channel, told);
        Ok(told)
    }

    fn callback_json(&self, id: u64, kind: u64) -> Value {
        let interaction = &self.interactions[&id];
        let message =
            interaction.original.and_then(|original| self.message(interaction.channel, original));
        let mut json = json!({
            "interaction": { "id": id.to_string(), "type": interaction.kind as u8 },
            "resource": { "type": kind },
        });
        if let Some(message) = message {
            json["interaction"]["response_message_id"] = json!(message.id.to_string());
            json["interaction"]["response_message_loading"] = json!(message.flags & LOADING != 0);
            json["interaction"]["response_message_ephemeral"] =
                json!(message.flags & EPHEMERAL != 0);
            json["resource"]["message"] = self.message_json(message);
        }
        json
    }
}

/// Whether a message is meant for one person alone.
pub(super) fn is_ephemeral(data: &Value) -> bool {
    data["flags"].as_u64().is_some_and(|flags| flags & EPHEMERAL != 0)
}
