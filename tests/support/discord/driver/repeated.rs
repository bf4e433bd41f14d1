//! What the gateway sends a second time, as it may after a break.

use super::super::gateway::Event;
use super::member::Member;

impl Member {
    /// Sends this person's last command, click or form once more, under the same id and token.
    pub(crate) fn repeat_interaction(&self) {
        self.hub.change(|world| {
            let (id, data) =
                world.last_interactions.get(&self.user).cloned().expect("something that was done");
            let guild = world.channels[&world.interactions[&id].channel].guild;
            // Its three seconds began with the first time.
            world.dispatch(&Event {
                name: "INTERACTION_CREATE",
                guild,
                intents: 0,
                data: &data,
                interaction: None,
            });
        });
    }

    /// Sends the last message that this person wrote once more, under the same id.
    pub(crate) fn repeat_message(&self) {
        self.hub.change(|world| {
            let messages = world.channels.values().flat_map(|channel| channel.messages.values());
            let last = messages
                .filter(|message| message.author == self.user)
                .max_by_key(|message| message.id);
            let (channel, id) = last
                .map(|message| (message.channel, message.id))
                .expect("a message that was written");
            world.dispatch_message("MESSAGE_CREATE", channel, id);
        });
    }
}
