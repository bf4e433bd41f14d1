//! Servers and channels in a test's hands.

use serde_json::json;

use super::super::Hub;
use super::super::gateway::{Event, GUILDS};
use super::super::people::{Overwrite, Role, THREAD};
use super::super::permissions::{MANAGE_GUILD, MANAGE_MESSAGES};
use super::super::world::World;
use super::member::Member;
use super::seen::Seen;

/// A server.
#[derive(Clone)]
pub(crate) struct Guild {
    pub(super) hub: Hub,
    pub(super) id: u64,
}

/// A channel, a thread, or the conversation of the bot with one person.
#[derive(Clone)]
pub(crate) struct Channel {
    pub(super) hub: Hub,
    pub(super) id: u64,
}

impl Guild {
    pub(super) fn new(hub: Hub, id: u64) -> Self {
        Self { hub, id }
    }

    /// Its id.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// A new text channel.
    pub(crate) fn channel(&self, name: &str) -> Channel {
        let id = self.hub.change(|world| {
            let id = world.new_channel(self.id, name, None, None);
            let data = world.channel_json(&world.channels[&id]);
            world.dispatch_in(self.id, "CHANNEL_CREATE", &data);
            id
        });
        Channel { hub: self.hub.clone(), id }
    }

    /// A new member.
    pub(crate) fn member(&self, name: &str) -> Member {
        let user = self.hub.change(|world| world.new_member(self.id, name));
        Member { hub: self.hub.clone(), user, guild: Some(self.id) }
    }

    /// A new member who may manage the server.
    pub(crate) fn admin(&self, name: &str) -> Member {
        let member = self.member(name);
        self.hub.change(|world| {
            let role = world.next_id();
            let guild = world.guilds.get_mut(&self.id).unwrap();
            let permissions = MANAGE_GUILD | MANAGE_MESSAGES;
            guild.roles.push(Role {
                id: role,
                name: "Admins".to_owned(),
                permissions,
                managed: false,
            });
            guild.members.get_mut(&member.user).unwrap().roles.push(role);
        });
        member
    }

    /// Somebody whom another server knows already enters this one.
    pub(crate) fn welcome(&self, member: &Member) -> Member {
        self.hub.change(|world| world.join(self.id, member.user));
        Member { hub: self.hub.clone(), user: member.user, guild: Some(self.id) }
    }

    /// Its admins let everyone use a command, whatever its default permissions.
    pub(crate) fn open_command(&self, name: &str) {
        self.hub
            .change(|world| world.guilds.get_mut(&self.id).unwrap().opened.insert(name.to_owned()));
    }

    /// Gives the bot's own role more permissions than its invitation asked for.
    pub(crate) fn allow_bot(&self, permissions: u64) {
        self.hub.change(|world| {
            let roles = &mut world.guilds.get_mut(&self.id).unwrap().roles;
            let own = roles.iter_mut().find(|role| role.managed).unwrap();
            own.permissions |= permissions;
        });
    }

    /// Takes permissions from the bot's own role.
    pub(crate) fn take_from_bot(&self, permissions: u64) {
        self.hub.change(|world| {
            let roles = &mut world.guilds.get_mut(&self.id).unwrap().roles;
            let own = roles.iter_mut().find(|role| role.managed).unwrap();
            own.permissions &= !permissions;
        });
    }

    /// Takes permissions from everybody who has no role that gives them.
    pub(crate) fn deny_everyone(&self, permissions: u64) {
        self.hub.change(|world| {
            world.guilds.get_mut(&self.id).unwrap().roles[0].permissions &= !permissions;
        });
    }

    /// Lets everybody hear of what is new in this channel.
    pub(crate) fn tell_news_in(&self, channel: &Channel) {
        self.hub.change(|world| {
            world.guilds.get_mut(&self.id).unwrap().system_channel = Some(channel.id);
        });
    }

    /// Has the bot be here for so many hours; who looks at the server sees it.
    pub(crate) fn bot_came_before(&self, hours: i64) {
        self.hub.change(|world| {
            let (now, bot) = (world.now(), world.bot);
            let members = &mut world.guilds.get_mut(&self.id).unwrap().members;
            members.get_mut(&bot).unwrap().joined = now - hours * 3_600 * 1_000;
        });
    }

    /// Tells the bot of the server: it was added, or there was an outage.
    pub(crate) fn show(&self) {
        self.hub.change(|world| {
            let data = world.guild_create_json(&world.guilds[&self.id]);
            world.dispatch_in(self.id, "GUILD_CREATE", &data);
        });
    }

    /// Takes another name.
    pub(crate) fn rename(&self, name: &str) {
        self.hub.change(|world| {
            name.clone_into(&mut world.guilds.get_mut(&self.id).unwrap().name);
            let data = world.guild_create_json(&world.guilds[&self.id]);
            world.dispatch_in(self.id, "GUILD_UPDATE", &data);
        });
    }

    /// Whoever owns it.
    pub(crate) fn owner(&self) -> Member {
        let user = self.hub.world().guilds[&self.id].owner;
        Member { hub: self.hub.clone(), user, guild: Some(self.id) }
    }

    /// Sends the bot away.
    pub(crate) fn kick_bot(&self) {
        self.hub.change(|world| {
            let data = json!({ "id": self.id.to_string(), "unavailable": false });
            let event = Event {
                name: "GUILD_DELETE",
                guild: Some(self.id),
                intents: GUILDS,
                data: &data,
                interaction: None,
            };
            world.dispatch(&event);
            let guild = world.guilds.remove(&self.id).unwrap();
            for channel in guild.channels {
                world.channels.remove(&channel);
            }
        });
    }
}

impl Channel {
    /// Its id.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// Its name.
    pub(crate) fn name(&self) -> String {
        self.hub.world().channels[&self.id].name.clone()
    }

    /// The messages that everyone sees, oldest first, as they are now.
    pub(crate) fn messages(&self) -> Vec<Seen> {
        public(&self.hub.world(), self.id)
    }

    /// Waits for a message that everyone sees, old or new, with this text in it.
    pub(crate) async fn sees(&self, text: &str) -> Seen {
        let newest = |world: &World| {
            public(world, self.id).into_iter().rev().find(|seen| seen.text().contains(text))
        };
        self.hub.until(&format!("{text:?} in a channel"), newest).await
    }

    /// Waits until this many messages are seen by everyone, and returns them.
    pub(crate) async fn until_messages(&self, count: usize) -> Vec<Seen> {
        let enough =
            |world: &World| Some(public(world, self.id)).filter(|messages| messages.len() >= count);
        self.hub.until(&format!("{count} messages in a channel"), enough).await
    }

    /// Takes permissions from the bot here.
    pub(crate) fn deny_bot(&self, permissions: u64) {
        self.hub.change(|world| {
            let overwrite = Overwrite { id: world.bot, member: true, allow: 0, deny: permissions };
            let channel = world.channels.get_mut(&self.id).unwrap();
            channel.overwrites.retain(|one| one.id != overwrite.id);
            channel.overwrites.push(overwrite);
        });
    }

    /// Deletes it with all that is in it.
    pub(crate) fn delete(&self) {
        self.hub.change(|world| {
            let data = world.channel_json(&world.channels[&self.id]);
            let channel = world.channels.remove(&self.id).unwrap();
            let guild = channel.guild.expect("a server's channel");
            world.guilds.get_mut(&guild).unwrap().channels.retain(|id| *id != self.id);
            let name = if channel.kind == THREAD { "THREAD_DELETE" } else { "CHANNEL_DELETE" };
            world.dispatch_in(guild, name, &data);
        });
    }

    /// Deletes a message, as a moderator does.
    pub(crate) fn delete_message(&self, message: &Seen) {
        self.hub.change(|world| world.erase(self.id, message.id));
    }

    /// Its threads, oldest first.
    pub(crate) fn threads(&self) -> Vec<Self> {
        let world = self.hub.world();
        let mut threads: Vec<u64> = world
            .channels
            .values()
            .filter(|one| one.parent == Some(self.id))
            .map(|one| one.id)
            .collect();
        threads.sort_unstable();
        threads.into_iter().map(|id| Self { hub: self.hub.clone(), id }).collect()
    }

    /// A thread that a member opens under a message here; it has the message's id.
    pub(crate) fn thread_under(&self, message: &Seen, name: &str, by: &Member) -> Self {
        self.hub.change(|world| {
            let guild = world.channels[&self.id].guild.expect("a server's channel");
            world.insert_channel(message.id, guild, name, Some(self.id), Some(by.user));
            let data = world.channel_json(&world.channels[&message.id]);
            world.dispatch_in(guild, "THREAD_CREATE", &data);
        });
        Self { hub: self.hub.clone(), id: message.id }
    }

    /// A thread that a member opens here.
    pub(crate) fn thread(&self, name: &str, by: &Member) -> Self {
        let id = self.hub.change(|world| {
            let guild = world.channels[&self.id].guild.expect("a server's channel");
            let id = world.new_channel(guild, name, Some(self.id), Some(by.user));
            let data = world.channel_json(&world.channels[&id]);
            world.dispatch_in(guild, "THREAD_CREATE", &data);
            id
        });
        Self { hub: self.hub.clone(), id }
    }
}

fn public(world: &World, channel: u64) -> Vec<Seen> {
    let Some(channel) = world.channels.get(&channel) else { return vec![] };
    channel.messages.values().filter(|message| message.only_for.is_none()).map(Seen::of).collect()
}
