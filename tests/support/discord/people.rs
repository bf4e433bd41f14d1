//! Who and what there is: users, servers, roles, channels.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::message::Message;
use super::permissions::{EVERYONE, INVITED};
use super::world::World;

/// Kinds of channels.
pub(crate) const TEXT: u8 = 0;
pub(crate) const DIRECT: u8 = 1;
pub(crate) const THREAD: u8 = 11;

/// A person, or the bot.
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) locale: String,
    pub(crate) bot: bool,
    /// Whether the bot may write to this person.
    pub(crate) takes_messages: bool,
    /// The channel of direct messages with the bot, once there is one.
    pub(crate) direct: Option<u64>,
}

/// A month, in milliseconds.
const MONTH: i64 = 30 * 24 * 3_600 * 1_000;

/// A server.
pub(crate) struct Guild {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) locale: String,
    pub(crate) owner: u64,
    /// Where everybody hears of what is new, if that is set.
    pub(crate) system_channel: Option<u64>,
    pub(crate) roles: Vec<Role>,
    pub(crate) members: HashMap<u64, Membership>,
    pub(crate) channels: Vec<u64>,
    /// Commands that its admins opened to everyone, whatever their default permissions.
    pub(crate) opened: HashSet<String>,
}

/// A role of a server. The one with the server's id is everyone's.
pub(crate) struct Role {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) permissions: u64,
    /// Whether it came with the bot.
    pub(crate) managed: bool,
}

/// Somebody's place in a server.
pub(crate) struct Membership {
    pub(crate) nick: Option<String>,
    pub(crate) roles: Vec<u64>,
    pub(crate) joined: i64,
}

/// A channel, a thread or a conversation with one person.
pub(crate) struct Channel {
    pub(crate) id: u64,
    pub(crate) kind: u8,
    pub(crate) name: String,
    pub(crate) guild: Option<u64>,
    /// A thread's channel.
    pub(crate) parent: Option<u64>,
    /// Who opened a thread, or the person of a conversation.
    pub(crate) owner: Option<u64>,
    pub(crate) overwrites: Vec<Overwrite>,
    pub(crate) messages: BTreeMap<u64, Message>,
    pub(crate) archived: bool,
}

/// What a channel changes in somebody's permissions.
pub(crate) struct Overwrite {
    pub(crate) id: u64,
    /// Of one member, not of a role.
    pub(crate) member: bool,
    pub(crate) allow: u64,
    pub(crate) deny: u64,
}

impl World {
    /// A new user.
    pub(crate) fn new_user(&mut self, name: &str) -> u64 {
        let id = self.next_id();
        let (name, locale) = (name.to_owned(), "en-US".to_owned());
        let user = User { id, name, locale, bot: false, takes_messages: true, direct: None };
        self.users.insert(id, user);
        id
    }

    /// A new server with the bot in it, for long enough that nobody thinks of its invitation.
    pub(crate) fn new_guild(&mut self, name: &str) -> u64 {
        let id = self.next_guild_id();
        let bots = self.next_id();
        let owner = self.new_user(&format!("owner of {name}"));
        let now = self.now();
        let roles = vec![
            Role { id, name: "@everyone".to_owned(), permissions: EVERYONE, managed: false },
            Role { id: bots, name: "Studyhall".to_owned(), permissions: INVITED, managed: true },
        ];
        let members = HashMap::from([
            (owner, Membership { nick: None, roles: vec![], joined: now }),
            (self.bot, Membership { nick: None, roles: vec![bots], joined: now - MONTH }),
        ]);
        let guild = Guild {
            id,
            name: name.to_owned(),
            locale: "en-US".to_owned(),
            owner,
            system_channel: None,
            roles,
            members,
            channels: vec![],
            opened: HashSet::new(),
        };
        self.guilds.insert(id, guild);
        id
    }

    /// A new channel in a server, or a thread under one of its channels.
    pub(crate) fn new_channel(
        &mut self,
        guild: u64,
        name: &str,
        parent: Option<u64>,
        owner: Option<u64>,
    ) -> u64 {
        let id = self.next_id();
        self.insert_channel(id, guild, name, parent, owner);
        id
    }

    /// The same under a given id, since a thread from a message has the message's.
    pub(crate) fn insert_channel(
        &mut self,
        id: u64,
        guild: u64,
        name: &str,
        parent: Option<u64>,
        owner: Option<u64>,
    ) {
        let kind = if parent.is_some() { THREAD } else { TEXT };
        let channel = Channel {
            id,
            kind,
            name: name.to_owned(),
            guild: Some(guild),
            parent,
            owner,
            overwrites: vec![],
            messages: BTreeMap::new(),
            archived: false,
        };
        self.channels.insert(id, channel);
        self.guilds.get_mut(&guild).unwrap().channels.push(id);
    }

    /// The conversation with a user; it is made when there is none.
    pub(crate) fn direct(&mut self, user: u64) -> u64 {
        if let Some(id) = self.users[&user].direct {
            return id;
        }
        let id = self.next_id();
        let channel = Channel {
            id,
            kind: DIRECT,
            name: String::new(),
            guild: None,
            parent: None,
            owner: Some(user),
            overwrites: vec![],
            messages: BTreeMap::new(),
            archived: false,
        };
        self.channels.insert(id, channel);
        self.users.get_mut(&user).unwrap().direct = Some(id);
        id
    }

    /// A new member of a server with no roles.
    pub(crate) fn new_member(&mut self, guild: u64, name: &str) -> u64 {
        let user = self.new_user(name);
        self.join(guild, user);
        user
    }

    /// Whether somebody can be in a channel: a member of its server, or a person of its
    /// conversation.
    pub(crate) fn is_in(&self, channel: u64, user: u64) -> bool {
        let guild = self.channels[&channel].guild;
        guild.is_none_or(|guild| self.guilds[&guild].members.contains_key(&user))
    }

    /// A user enters a server.
    pub(crate) fn join(&mut self, guild: u64, user: u64) {
        let joined = self.now();
        let place = Membership { nick: None, roles: vec![], joined };
        self.guilds.get_mut(&guild).unwrap().members.insert(user, place);
    }
}
