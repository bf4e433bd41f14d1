//! The application, the gateway's address, and the registration of commands.

use serde_json::{Value, json};

use super::super::limits::commands;
use super::super::refused::Refused;
use super::super::world::World;
use super::call::Call;
use super::{Answer, Reply};

impl World {
    pub(super) fn gateway_address(&self) -> Reply {
        Reply::Json(json!({ "url": self.gateway.url }))
    }

    pub(super) fn gateway_for_bot(&self) -> Reply {
        Reply::Json(json!({
            "url": self.gateway.url, "shards": self.gateway.shards,
            "session_start_limit": {
                "total": 1000, "remaining": self.gateway.starts, "reset_after": 14_400_000,
                "max_concurrency": self.gateway.max_concurrency,
            },
        }))
    }

    pub(super) fn applications(&mut self, call: &Call, parts: &[&str]) -> Answer {
        let own = self.bot.to_string();
        match (call.method.as_str(), parts) {
            ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => {
                Ok(Reply::Json(self.application_json()))
            }
            (_, ["applications", id, ..]) if *id != own => Err(Refused::new(
                403,
                20012,
                "You are not authorized to perform this action on this application",
            )),
            ("GET", [_, _, "commands"]) => Ok(Reply::Json(json!(self.commands))),
            ("PUT", [_, _, "commands"]) => self.replace_commands(&call.body),
            ("POST", [_, _, "commands"]) => self.add_command(&call.body),
            ("DELETE", [_, _, "commands", id]) => self.remove_command(id),
            _ => Err(Refused::no_such_route()),
        }
    }

    fn replace_commands(&mut self, body: &Value) -> Answer {
        commands::check_all(body)?;
        let given = body.as_array().cloned().unwrap_or_default();
        self.commands = given.iter().map(|command| self.registered(command)).collect();
        Ok(Reply::Json(json!(self.commands)))
    }

    fn add_command(&mut self, body: &Value) -> Answer {
        commands::check_one(body)?;
        let command = self.registered(body);
        let place = self.commands.iter().position(|known| known["name"] == command["name"]);
        let Some(place) = place else {
            self.commands.push(command.clone());
            return Ok(Reply::Created(command));
        };
        self.commands[place] = command.clone();
        Ok(Reply::Json(command))
    }

    fn remove_command(&mut self, id: &str) -> Answer {
        let place = self.commands.iter().position(|known| known["id"] == id);
        self.commands
            .remove(place.ok_or_else(|| Refused::new(404, 10063, "Unknown application command"))?);
        Ok(Reply::Nothing)
    }

    /// A command as Discord keeps it: with an id that stays while the name does, without what says
    /// nothing.
    fn registered(&mut self, given: &Value) -> Value {
        let mut command = json!({
            "application_id": self.bot.to_string(),
            "type": 1,
            "name_localizations": null,
            "description_localizations": null,
            "default_member_permissions": null,
            "dm_permission": true,
            "contexts": null,
            "integration_types": [0],
            "nsfw": false,
        });
        for (name, value) in given.as_object().unwrap() {
            command[name] = value.clone();
        }
        if let Some(bits) = command["default_member_permissions"].as_u64() {
            command["default_member_permissions"] = json!(bits.to_string());
        }
        tidy(&mut command);
        let known = self.commands.iter().find(|known| known["name"] == command["name"]);
        let (id, version) = known
            .map_or((Value::Null, Value::Null), |one| (one["id"].clone(), one["version"].clone()));
        let same = known.is_some_and(|known| without_marks(known) == without_marks(&command));
        command["id"] = if id.is_null() { json!(self.next_id().to_string()) } else { id };
        command["version"] = if same { version } else { json!(self.next_id().to_string()) };
        command
    }
}

/// Discord leaves out of options what is false, null or an empty list.
fn tidy(command: &mut Value) {
    let Some(options) = command["options"].as_array_mut() else {
        command.as_object_mut().unwrap().remove("options");
        return;
    };
    for option in options {
        tidy(option);
        let fields = option.as_object_mut().unwrap();
        fields.retain(|_, value| {
            !value.is_null() && *value != false && *value != json!([]) && *value != json!({})
        });
    }
}

fn without_marks(command: &Value) -> Value {
    let mut command = command.clone();
    for mark in ["id", "version"] {
        command.as_object_mut().unwrap().remove(mark);
    }
    command
}
