//! Who may do what where, by Discord's own reckoning: everyone's role, one's roles, the channel's
//! exceptions.

use super::people::{Channel, DIRECT, THREAD};
use super::refused::Refused;
use super::world::World;

pub(crate) const ADMINISTRATOR: u64 = 1 << 3;
pub(crate) const MANAGE_GUILD: u64 = 1 << 5;
pub(crate) const ADD_REACTIONS: u64 = 1 << 6;
pub(crate) const VIEW_CHANNEL: u64 = 1 << 10;
pub(crate) const SEND_MESSAGES: u64 = 1 << 11;
pub(crate) const MANAGE_MESSAGES: u64 = 1 << 13;
pub(crate) const EMBED_LINKS: u64 = 1 << 14;
pub(crate) const ATTACH_FILES: u64 = 1 << 15;
pub(crate) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
pub(crate) const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
pub(crate) const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
pub(crate) const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;
pub(crate) const MANAGE_CHANNELS: u64 = 1 << 4;

/// What a new server gives everyone: to see, read, react, write and use commands, but not to open
/// threads.
pub(crate) const EVERYONE: u64 = VIEW_CHANNEL
    | ADD_REACTIONS
    | SEND_MESSAGES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | SEND_MESSAGES_IN_THREADS;

/// What the bot's invitation asks for.
pub(crate) const INVITED: u64 = VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS;

/// All that one can do in a conversation.
const IN_DIRECT: u64 = EVERYONE | EMBED_LINKS | ATTACH_FILES;

impl World {
    /// A user's permissions in a channel; a thread has those of its channel.
    pub(crate) fn permissions(&self, user: u64, channel: &Channel) -> u64 {
        let Some(guild) = channel.guild.map(|id| &self.guilds[&id]) else { return IN_DIRECT };
        let Some(member) = guild.members.get(&user) else { return 0 };
        if guild.owner == user {
            return u64::MAX >> 13;
        }
        let has = |id: u64| id == guild.id || member.roles.contains(&id);
        let base = guild
            .roles
            .iter()
            .filter(|role| has(role.id))
            .fold(0, |all, role| all | role.permissions);
        if base & ADMINISTRATOR != 0 {
            return u64::MAX >> 13;
        }
        let home = channel.parent.and_then(|id| self.channels.get(&id)).unwrap_or(channel);
        let of_everyone = home.overwrites.iter().filter(|one| one.id == guild.id);
        let of_roles =
            home.overwrites.iter().filter(|one| !one.member && one.id != guild.id && has(one.id));
        let of_member = home.overwrites.iter().filter(|one| one.member && one.id == user);
        let mut permissions = base;
        for level in [of_everyone.collect::<Vec<_>>(), of_roles.collect(), of_member.collect()] {
            permissions &= !level.iter().fold(0, |all, one| all | one.deny);
            permissions |= level.iter().fold(0, |all, one| all | one.allow);
        }
        if permissions & VIEW_CHANNEL == 0 { 0 } else { permissions }
    }

    /// The channel, if the bot can see it.
    pub(crate) fn visible(&self, channel: u64) -> Result<&Channel, Refused> {
        let channel = self.channels.get(&channel).ok_or_else(Refused::unknown_channel)?;
        let hidden =
            channel.kind != DIRECT && self.permissions(self.bot, channel) & VIEW_CHANNEL == 0;
        if hidden { Err(Refused::missing_access()) } else { Ok(channel) }
    }

    /// Checks that the bot may do all this in a channel.
    pub(crate) fn may(&self, channel: u64, wanted: u64) -> Result<(), Refused> {
        let channel = self.visible(channel)?;
        let missing = wanted & !self.permissions(self.bot, channel);
        if missing == 0 { Ok(()) } else { Err(Refused::missing_permissions()) }
    }

    /// The permission that writing into a channel takes.
    pub(crate) fn to_write(&self, channel: u64) -> u64 {
        let thread = self.channels.get(&channel).is_some_and(|channel| channel.kind == THREAD);
        if thread { SEND_MESSAGES_IN_THREADS } else { SEND_MESSAGES }
    }
}
