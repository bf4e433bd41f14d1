//! The objects that Discord sends, complete.

pub(crate) mod interaction;
pub(crate) mod message;

use serde_json::{Value, json};

use super::people::{Channel, DIRECT, Guild, Membership, Overwrite, Role, THREAD, User};
use super::world::{World, timestamp};

/// What a server can have and none of the fake's has.
const NOT_SET: &[&str] = &[
    "icon",
    "icon_hash",
    "splash",
    "discovery_splash",
    "afk_channel_id",
    "widget_channel_id",
    "application_id",
    "rules_channel_id",
    "max_presences",
    "vanity_url_code",
    "description",
    "banner",
    "public_updates_channel_id",
    "safety_alerts_channel_id",
    "incidents_data",
    "hub_type",
    "home_header",
];

impl World {
    /// A user by id.
    pub(crate) fn user_json(&self, id: u64) -> Value {
        self.users[&id].json()
    }

    /// A member of a server, with the user.
    pub(crate) fn member_json(&self, guild: &Guild, user: u64) -> Value {
        let mut member = guild.members[&user].json();
        member["user"] = self.user_json(user);
        member
    }

    /// A server as `GET /guilds/{id}` shows it.
    pub(crate) fn guild_json(guild: &Guild) -> Value {
        let roles = guild.roles.iter().enumerate();
        let roles: Vec<_> = roles.map(|(place, role)| role.json(guild.id, place)).collect();
        let mut json = json!({
            "id": guild.id.to_string(),
            "name": guild.name,
            "owner_id": guild.owner.to_string(),
            "preferred_locale": guild.locale,
            "afk_timeout": 300,
            "widget_enabled": false,
            "verification_level": 1,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "system_channel_id": guild.system_channel.map(|id| id.to_string()),
            "system_channel_flags": 0,
            "roles": roles,
            "emojis": [],
            "features": [],
            "stickers": [],
            "max_members": 500_000,
            "max_video_channel_users": 25,
            "max_stage_video_channel_users": 50,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": false,
            "nsfw": false,
            "nsfw_level": 0,
        });
        for nothing in NOT_SET {
            json[nothing] = Value::Null;
        }
        json
    }

    /// A server as its event shows it. Members other than the bot are left out, since nobody asks
    /// for them.
    pub(crate) fn guild_create_json(&self, guild: &Guild) -> Value {
        let mut whole = Self::guild_json(guild);
        let (threads, channels): (Vec<_>, Vec<_>) = guild
            .channels
            .iter()
            .filter_map(|id| self.channels.get(id))
            .partition(|channel| channel.kind == THREAD);
        let extra = json!({
            "joined_at": timestamp(guild.members[&self.bot].joined),
            "large": guild.members.len() > 250,
            "unavailable": false,
            "member_count": guild.members.len(),
            "voice_states": [],
            "members": [self.member_json(guild, self.bot)],
            "channels": self.channels_json(&channels),
            "threads": self.channels_json(&threads),
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "embedded_activities": [],
            "activity_instances": [],
            "application_command_counts": { "1": 0 },
            "version": timestamp(guild.members[&self.bot].joined),
        });
        whole.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        whole
    }

    fn channels_json(&self, channels: &[&Channel]) -> Vec<Value> {
        channels.iter().map(|channel| self.channel_json(channel)).collect()
    }

    /// A channel as events and `GET /channels/{id}` show it.
    pub(crate) fn channel_json(&self, channel: &Channel) -> Value {
        let last = channel.messages.values().rev().find(|message| message.only_for.is_none());
        let mut json = json!({
            "id": channel.id.to_string(), "type": channel.kind, "flags": 0,
            "last_message_id": last.map(|message| message.id.to_string()),
        });
        if channel.kind == DIRECT {
            json["recipients"] = json!([self.user_json(channel.owner.unwrap())]);
            return json;
        }
        json["name"] = json!(channel.name);
        json["guild_id"] = json!(channel.guild.unwrap().to_string());
        json["parent_id"] = json!(channel.parent.map(|id| id.to_string()));
        json["rate_limit_per_user"] = json!(0);
        if channel.kind == THREAD {
            json["owner_id"] = json!(channel.owner.unwrap().to_string());
            json["message_count"] = json!(channel.messages.len());
            json["total_message_sent"] = json!(channel.messages.len());
            json["member_count"] = json!(1);
            json["thread_metadata"] = json!({
                "archived": channel.archived,
                "archive_timestamp": timestamp(self.now()),
                "auto_archive_duration": 1440,
                "locked": false,
                "create_timestamp": timestamp(self.now()),
            });
        } else {
            let overwrites: Vec<_> = channel.overwrites.iter().map(Overwrite::json).collect();
            json["permission_overwrites"] = json!(overwrites);
            json["topic"] = Value::Null;
            json["position"] = json!(0);
            json["nsfw"] = json!(false);
        }
        json
    }

    /// The application.
    pub(crate) fn application_json(&self) -> Value {
        json!({
            "id": self.bot.to_string(),
            "name": "Studyhall",
            "icon": null,
            "description": "",
            "summary": "",
            "type": null,
            "bot_public": true,
            "bot_require_code_grant": false,
            "verify_key": "0".repeat(64),
            "flags": self.gateway.application_flags(),
            "hook": true,
            "is_monetized": false,
            "is_verified": false,
            "bot": self.user_json(self.bot),
            "owner": self.user_json(self.bot),
            "team": null,
            "redirect_uris": [],
            "interactions_endpoint_url": null,
            "role_connections_verification_url": null,
            "approximate_guild_count": self.guilds.len(),
            "approximate_user_install_count": 0,
            "integration_types_config": { "0": {} },
        })
    }
}

impl User {
    fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(),
            "username": self.name.to_lowercase().replace(' ', "_"),
            "global_name": self.name,
            "discriminator": "0",
            "avatar": null,
            "bot": self.bot,
            "system": false,
            "public_flags": 0,
            "flags": 0,
            "banner": null,
            "accent_color": null,
            "avatar_decoration_data": null,
            "collectibles": null,
            "primary_guild": null,
            "clan": null,
        })
    }
}

impl Membership {
    /// Without the user, as messages carry it.
    pub(crate) fn json(&self) -> Value {
        json!({
            "nick": self.nick, "avatar": null, "banner": null, "joined_at": timestamp(self.joined),
            "roles": self.roles.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "communication_disabled_until": null, "unusual_dm_activity_until": null,
        })
    }
}

impl Role {
    pub(crate) fn json(&self, guild: u64, position: usize) -> Value {
        let mut json = json!({
            "id": self.id.to_string(),
            "name": self.name,
            "color": 0,
            "hoist": false,
            "managed": self.managed,
            "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
            "mentionable": false,
            "permissions": self.permissions.to_string(),
            "position": position,
            "flags": 0,
            "icon": null,
            "unicode_emoji": null,
            "description": null,
        });
        if self.managed {
            json["tags"] = json!({ "bot_id": super::world::BOT.to_string() });
        }
        debug_assert!(self.id == guild || position > 0, "everyone's role comes first");
        json
    }
}

impl Overwrite {
    fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "type": u8::from(self.member),
            "allow": self.allow.to_string(), "deny": self.deny.to_string(),
        })
    }
}
