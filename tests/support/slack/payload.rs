//! What commands and interactions say, field by field, as
//! interactivity/implementing-slash-commands, reference/interaction-payloads and, for
//! installations of organisations, enterprise/apps/reference have it.

use serde_json::{Value, json};

use super::APP;
use super::people::Channel;
use super::world::{BOT, World};

/// The old verification token, which nobody should look at.
const TOKEN: &str = "verification000000000000";

impl World {
    /// The workspace that somebody is from; the app's own for its bot.
    pub(crate) fn team_of(&self, user: &str) -> &str {
        let team = self.users.get(user).map_or("", |user| &user.team);
        if team.is_empty() { &self.own_team().id } else { team }
    }

    fn enterprise(&self) -> Value {
        self.organisation
            .as_ref()
            .map_or(Value::Null, |id| json!({ "id": id, "name": "Organisation" }))
    }

    /// What every interaction says.
    fn interaction(&self, kind: &str, user: &str) -> Value {
        let person = &self.users[user];
        let team = &self.teams[self.team_of(user)];
        let told = if self.organisation.is_some() {
            Value::Null
        } else {
            json!({ "id": team.id, "domain": team.domain })
        };
        json!({
            "type": kind, "api_app_id": APP, "token": TOKEN, "team": told,
            "enterprise": self.enterprise(),
            "is_enterprise_install": self.organisation.is_some(),
            "user": { "id": person.id, "username": person.name, "name": person.name,
                "team_id": team.id },
        })
    }

    /// A slash command.
    pub(crate) fn command_payload(
        &self,
        user: &str,
        channel: &Channel,
        (command, text): (&str, &str),
        (trigger, response): (&str, &str),
    ) -> Value {
        let team = &self.teams[self.team_of(user)];
        let mut json = json!({
            "token": TOKEN, "team_id": team.id, "team_domain": team.domain,
            "channel_id": channel.id, "channel_name": channel.told_name(), "user_id": user,
            "user_name": self.users[user].name, "command": command, "text": text,
            "api_app_id": APP, "is_enterprise_install": self.organisation.is_some().to_string(),
            "response_url": response, "trigger_id": trigger,
        });
        if let Some(organisation) = &self.organisation {
            json["enterprise_id"] = json!(organisation);
            json["enterprise_name"] = json!("Organisation");
        }
        json
    }

    /// A click in a message.
    pub(crate) fn click_payload(
        &self,
        user: &str,
        (channel, ts): (&str, &str),
        (action, state): (&Value, &Value),
        (trigger, response): (&str, &str),
    ) -> Value {
        let mut json = self.interaction("block_actions", user);
        let place = &self.channels[channel];
        let message = place.messages.get(ts);
        let ephemeral = message.is_none_or(|message| message.only_for.is_some());
        json["trigger_id"] = json!(trigger);
        json["response_url"] = json!(response);
        json["actions"] = json!([action]);
        json["state"] = json!({ "values": state });
        json["channel"] = json!({ "id": channel, "name": place.told_name() });
        json["container"] = json!({
            "type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral,
        });
        if let Some(message) = message {
            if let Some(thread) = &message.thread {
                json["container"]["thread_ts"] = json!(thread);
            }
            // An ephemeral message is told by its container alone.
            if !ephemeral {
                json["message"] = self.message_json(message, channel, true);
            }
        }
        json
    }

    /// A click in a view.
    pub(crate) fn view_click_payload(
        &self,
        user: &str,
        view: &str,
        action: &Value,
        trigger: &str,
    ) -> Value {
        let mut json = self.interaction("block_actions", user);
        json["trigger_id"] = json!(trigger);
        json["actions"] = json!([action]);
        json["container"] = json!({ "type": "view", "view_id": view });
        json["view"] = self.view_json(&self.views[view]);
        json
    }

    /// A form sent in.
    pub(crate) fn submission_payload(&self, user: &str, view: &str, trigger: &str) -> Value {
        let mut json = self.interaction("view_submission", user);
        json["trigger_id"] = json!(trigger);
        json["view"] = self.view_json(&self.views[view]);
        json["response_urls"] = json!([]);
        json
    }

    /// A form closed without sending it.
    pub(crate) fn closed_payload(&self, user: &str, view: &str, cleared: bool) -> Value {
        let mut json = self.interaction("view_closed", user);
        json["view"] = self.view_json(&self.views[view]);
        json["is_cleared"] = json!(cleared);
        json
    }

    /// A shortcut from the menu that is everywhere.
    pub(crate) fn shortcut_payload(&self, user: &str, callback: &str, trigger: &str) -> Value {
        let mut json = self.interaction("shortcut", user);
        json["callback_id"] = json!(callback);
        json["trigger_id"] = json!(trigger);
        json["action_ts"] = json!(format!("{}.000000", self.now() / 1_000));
        json
    }

    /// A view as Slack tells it.
    pub(crate) fn view_json(&self, view: &super::web::views::View) -> Value {
        let mut json = view.json.clone();
        let team = self.team_of(&view.user);
        for (name, value) in [
            ("id", json!(view.id)),
            ("team_id", json!(team)),
            ("state", json!({ "values": view.state })),
            ("hash", json!(view.hash)),
            ("previous_view_id", json!(view.previous)),
            ("root_view_id", json!(view.root)),
            ("app_id", json!(APP)),
            ("app_installed_team_id", json!(team)),
            ("bot_id", json!(BOT)),
        ] {
            json[name] = value;
        }
        for (name, value) in [
            ("private_metadata", json!("")),
            ("callback_id", json!("")),
            ("external_id", json!("")),
            ("title", json!({ "type": "plain_text", "text": "View Title", "emoji": true })),
            ("close", Value::Null),
            ("submit", Value::Null),
            ("clear_on_close", json!(false)),
            ("notify_on_close", json!(false)),
        ] {
            if json.get(name).is_none() {
                json[name] = value;
            }
        }
        json
    }
}
