//! Leaving a server, and coming back.

use serde_json::json;

use super::super::gateway::{Event, GUILD_MEMBERS};
use super::member::Member;

impl Member {
    /// Leaves the server, with all roles; what was written stays.
    pub(crate) fn leave(&self) {
        let id = self.guild.expect("a member of a server");
        self.hub.change(|world| {
            let left = world.guilds.get_mut(&id).unwrap().members.remove(&self.user);
            assert!(left.is_some(), "they have left already");
            let data = json!({ "guild_id": id.to_string(), "user": world.user_json(self.user) });
            let name = "GUILD_MEMBER_REMOVE";
            world.dispatch(&Event {
                name,
                guild: Some(id),
                intents: GUILD_MEMBERS,
                data: &data,
                interaction: None,
            });
        });
    }

    /// Comes back to the server, without the roles of before.
    pub(crate) fn join_again(&self) {
        let id = self.guild.expect("a member of a server");
        self.hub.change(|world| {
            assert!(!world.guilds[&id].members.contains_key(&self.user), "they have not left");
            world.join(id, self.user);
            let mut data = world.member_json(&world.guilds[&id], self.user);
            data["guild_id"] = json!(id.to_string());
            let name = "GUILD_MEMBER_ADD";
            world.dispatch(&Event {
                name,
                guild: Some(id),
                intents: GUILD_MEMBERS,
                data: &data,
                interaction: None,
            });
        });
    }
}
