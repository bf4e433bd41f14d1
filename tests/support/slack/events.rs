//! Events: what the app is told without being asked, where it is subscribed and may know.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::people::Kind;
use super::world::{Standing, World};
use super::{APP, BOT_USER};

/// Events and the scopes that each wants (reference/events); none where it wants none. A bot that
/// is removed is told `channel_left` or `group_left`; `member_left_channel` is for those who stay
/// (slackapi/bolt-js #1847).
const EVENTS: [(&str, &[&str]); 22] = [
    ("app_home_opened", &[]),
    ("app_mention", &["app_mentions:read"]),
    ("app_uninstalled", &[]),
    ("tokens_revoked", &[]),
    ("message.channels", &["channels:history"]),
    ("message.groups", &["groups:history"]),
    ("message.im", &["im:history"]),
    ("message.mpim", &["mpim:history"]),
    ("member_joined_channel", &["channels:read", "groups:read"]),
    ("member_left_channel", &["channels:read", "groups:read"]),
    ("channel_left", &["channels:read"]),
    ("group_left", &["groups:read"]),
    ("channel_archive", &["channels:read"]),
    ("channel_unarchive", &["channels:read"]),
    ("channel_deleted", &["channels:read"]),
    ("channel_rename", &["channels:read"]),
    ("group_archive", &["groups:read"]),
    ("group_unarchive", &["groups:read"]),
    ("group_deleted", &["groups:read"]),
    ("group_rename", &["groups:read"]),
    ("user_change", &["users:read"]),
    ("team_join", &["users:read"]),
];

/// The names of all events that the fake knows.
pub(crate) fn all() -> BTreeSet<String> {
    EVENTS.iter().map(|(name, _)| (*name).to_owned()).collect()
}

impl World {
    /// Tells an event of a workspace, and of a channel where it is of one.
    pub(crate) fn tell(&mut self, event: Value, team: &str, channel: Option<&str>) {
        let kind = event["type"].as_str().unwrap();
        let name = match channel.and_then(|id| self.channels.get(id)) {
            Some(channel) if kind == "message" => format!("message.{}", channel.kind.family()),
            _ => kind.to_owned(),
        };
        let scopes = EVENTS.iter().find(|(known, _)| **known == name).unwrap().1;
        let may = scopes.is_empty() || scopes.iter().any(|one| self.app.scopes.contains(*one));
        let leaving = matches!(kind, "app_uninstalled" | "tokens_revoked");
        let installed = self.app.standing == Standing::Installed || leaving;
        if !may || !installed || !self.app.events.contains(&name) {
            return;
        }
        let shared =
            channel.and_then(|id| self.channels.get(id)).is_some_and(|one| !one.shared.is_empty());
        // Events come by the installation: of a foreign workspace's member too.
        let team = if self.teams[team].own { team } else { &self.own_team().id };
        let organisation = self.organisation.is_some();
        let mut event = event;
        if event.get("event_ts").is_none() {
            let at = event.get("ts").cloned();
            event["event_ts"] =
                at.unwrap_or_else(|| json!(format!("{}.000100", self.now() / 1_000)));
        }
        let payload = json!({
            "token": "verification000000000000", "team_id": team, "context_team_id": team,
            "enterprise_id": self.organisation, "context_enterprise_id": self.organisation,
            "api_app_id": APP, "event": event, "type": "event_callback",
            "event_id": "", "event_time": self.now() / 1_000,
            "authorizations": [{
                "enterprise_id": self.organisation,
                "team_id": if organisation { Value::Null } else { json!(team) },
                "user_id": BOT_USER, "is_bot": true, "is_enterprise_install": organisation,
            }],
            "is_ext_shared_channel": shared, "event_context": "4-fakecontext",
        });
        let mut payload = payload;
        payload["event_id"] = json!(self.next_id("Ev"));
        self.send_envelope("events_api", payload, false, None);
    }

    /// Tells a message that is new in a channel in which the app is.
    pub(crate) fn tell_message(&mut self, channel: &str, ts: &str) {
        let place = &self.channels[channel];
        let message = &place.messages[ts];
        if !place.has_app() || message.only_for.is_some() {
            return;
        }
        let (team, kind) = (place.team.clone(), place.kind.told());
        let mut event = self.message_json(message, channel, true);
        event["channel"] = json!(channel);
        event["channel_type"] = json!(kind);
        self.tell(event, &team, Some(channel));
    }

    /// Tells that a message was changed or deleted.
    pub(crate) fn tell_change(&mut self, channel: &str, before: &Value, after: Option<&Value>) {
        let place = &self.channels[channel];
        if !place.has_app() {
            return;
        }
        let (team, kind) = (place.team.clone(), place.kind.told());
        let subtype = if after.is_some() { "message_changed" } else { "message_deleted" };
        let mut event = json!({
            "type": "message", "subtype": subtype, "hidden": true, "channel": channel,
            "channel_type": kind, "previous_message": before, "ts": self.next_ts(),
        });
        match after {
            Some(after) => event["message"] = after.clone(),
            None => event["deleted_ts"] = before["ts"].clone(),
        }
        self.tell(event, &team, Some(channel));
    }

    /// Tells that a channel was closed, opened again or deleted: `archive`, `unarchive`,
    /// `deleted`.
    pub(crate) fn tell_channel(&mut self, channel: &str, what: &str) {
        let place = &self.channels[channel];
        if !place.has_app() && place.kind != Kind::Public {
            return;
        }
        let family = if place.kind == Kind::Public { "channel" } else { "group" };
        let team = place.team.clone();
        let event = json!({ "type": format!("{family}_{what}"), "channel": channel,
            "user": place.members.iter().find(|id| *id != BOT_USER), "is_moved": 0 });
        self.tell(event, &team, Some(channel));
    }

    /// Tells that somebody has come to a channel.
    pub(crate) fn tell_joined(&mut self, channel: &str, user: &str) {
        let place = &self.channels[channel];
        let (team, kind) = (place.team.clone(), place.kind);
        let event = json!({
            "type": "member_joined_channel", "user": user, "channel": channel,
            "channel_type": if kind == Kind::Private { "G" } else { "C" }, "team": team,
            "inviter": place.members.iter().find(|id| *id != BOT_USER),
        });
        self.tell(event, &team, Some(channel));
    }
}
