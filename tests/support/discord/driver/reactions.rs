//! Reactions from a person's side.

use super::super::permissions::{ADD_REACTIONS, READ_MESSAGE_HISTORY};
use super::super::world::World;
use super::guild::Channel;
use super::member::Member;
use super::seen::Seen;

impl Member {
    /// Reacts to a message by an emoji.
    pub(crate) fn react(&self, message: &Seen, emoji: &str) {
        self.hub.change(|world| {
            let channel = &world.channels[&message.channel];
            let needed = READ_MESSAGE_HISTORY | ADD_REACTIONS;
            assert!(
                world.permissions(self.user, channel) & needed == needed,
                "they may not react here"
            );
            world.react(message.channel, message.id, emoji, self.user);
        });
    }
}

impl Channel {
    /// Waits until somebody has reacted to a message by this emoji, and returns the message as it
    /// is then.
    pub(crate) async fn sees_reaction(&self, message: &Seen, emoji: &str) -> Seen {
        let reacted = |world: &World| {
            let seen = Seen::of(world.message(self.id, message.id)?);
            seen.reactions().iter().any(|(one, _)| *one == emoji).then_some(seen)
        };
        self.hub.until(&format!("{emoji} under a message"), reacted).await
    }
}
