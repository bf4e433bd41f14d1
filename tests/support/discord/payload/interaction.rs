//! The event of an interaction, complete for each kind and place: clients drop one that lacks a
//! field.

use serde_json::{Value, json};

use super::super::interaction::Kind;
use super::super::people::{DIRECT, THREAD};
use super::super::world::World;

impl World {
    /// The event of an interaction with its kind's own data.
    pub(crate) fn interaction_json(&self, id: u64, data: &Value) -> Value {
        let interaction = &self.interactions[&id];
        let channel = &self.channels[&interaction.channel];
        let user = &self.users[&interaction.user];
        let mut json = json!({
            "id": id.to_string(),
            "application_id": self.bot.to_string(),
            "type": interaction.kind as u8,
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": channel.id.to_string(),
            "channel": self.partial_channel_json(interaction.channel, user.id),
            "locale": user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "app_permissions": self.permissions(self.bot, channel).to_string(),
            "authorizing_integration_owners":
                interaction.metadata["authorizing_integration_owners"],
            "context": u8::from(channel.kind == DIRECT),
            "attachment_size_limit": 10_485_760,
        });
        if let Some(guild) = channel.guild.map(|id| &self.guilds[&id]) {
            let mut member = self.member_json(guild, user.id);
            member["permissions"] = json!(self.permissions(user.id, channel).to_string());
            json["member"] = member;
            json["guild_id"] = json!(guild.id.to_string());
            json["guild_locale"] = json!(guild.locale);
            json["guild"] =
                json!({ "id": guild.id.to_string(), "locale": guild.locale, "features": [] });
        } else {
            json["user"] = self.user_json(user.id);
        }
        let source = interaction.source.and_then(|source| self.message(channel.id, source));
        if let Some(source) =
            source.filter(|_| matches!(interaction.kind, Kind::Component | Kind::Modal))
        {
            json["message"] = self.message_json(source);
        }
        json
    }

    fn partial_channel_json(&self, channel: u64, user: u64) -> Value {
        let channel = &self.channels[&channel];
        let mut json = self.channel_json(channel);
        if channel.kind != DIRECT {
            json["permissions"] = json!(self.permissions(user, channel).to_string());
        }
        if channel.kind == THREAD {
            json["guild_id"] = json!(channel.guild.map(|id| id.to_string()));
        }
        json
    }
}
