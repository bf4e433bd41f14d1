//! Servers, their members, roles and channels.

use serde_json::{Value, json};

use super::super::people::{Guild, Role, THREAD};
use super::super::permissions::VIEW_CHANNEL;
use super::super::refused::Refused;
use super::super::world::World;
use super::call::Call;
use super::{Answer, Reply, id};

impl World {
    pub(super) fn user(&self, text: &str) -> Answer {
        let user = id(text, unknown_user)?;
        if self.users.contains_key(&user) {
            Ok(Reply::Json(self.user_json(user)))
        } else {
            Err(unknown_user())
        }
    }

    pub(super) fn own_guilds(&self) -> Reply {
        let guilds = self.guilds.values().map(|guild| {
            let own = &guild.members[&self.bot];
            let has = |role: &&Role| role.id == guild.id || own.roles.contains(&role.id);
            let permissions =
                guild.roles.iter().filter(has).fold(0, |all, role| all | role.permissions);
            json!({
                "id": guild.id.to_string(),
                "name": guild.name,
                "icon": null,
                "banner": null,
                "owner": false,
                "permissions": permissions.to_string(),
                "features": [],
            })
        });
        Reply::Json(guilds.collect())
    }

    pub(super) fn guild(&self, call: &Call, text: &str, rest: &[&str]) -> Answer {
        let guild = self
            .guilds
            .get(&id(text, Refused::unknown_guild)?)
            .ok_or_else(Refused::unknown_guild)?;
        if !guild.members.contains_key(&self.bot) {
            return Err(Refused::missing_access());
        }
        match (call.method.as_str(), rest) {
            ("GET", []) => Ok(Reply::Json(Self::guild_json(guild))),
            ("GET", ["roles"]) => {
                let roles =
                    guild.roles.iter().enumerate().map(|(place, role)| role.json(guild.id, place));
                Ok(Reply::Json(roles.collect()))
            }
            ("GET", ["channels"]) => Ok(Reply::Json(self.channels_of(guild))),
            ("GET", ["members", user]) => {
                let user = id(user, unknown_user)?;
                let known = guild.members.contains_key(&user);
                if known {
                    Ok(Reply::Json(self.member_json(guild, user)))
                } else {
                    Err(Refused::unknown_member())
                }
            }
            _ => Err(Refused::no_such_route()),
        }
    }

    /// All but threads, and but what the bot cannot see.
    fn channels_of(&self, guild: &Guild) -> Value {
        let channels = guild.channels.iter().filter_map(|id| self.channels.get(id));
        let seen = |one: &&_| self.permissions(self.bot, one) & VIEW_CHANNEL != 0;
        let seen = channels.filter(|channel| channel.kind != THREAD).filter(seen);
        json!(seen.map(|channel| self.channel_json(channel)).collect::<Vec<_>>())
    }
}

fn unknown_user() -> Refused {
    Refused::new(404, 10013, "Unknown User")
}
