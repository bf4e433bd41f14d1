//! A person, and all that a person can do.

use serde_json::{Value, json};

use super::super::Hub;
use super::super::gateway::Event;
use super::super::interaction::Kind;
use super::super::limits::components::{BUTTON, SELECT};
use super::super::limits::modal::{TEXT, TEXT_INPUT};
use super::super::message::Message;
use super::super::permissions::{ADMINISTRATOR, USE_APPLICATION_COMMANDS};
use super::super::world::World;
use super::answered::{Answered, Pending};
use super::guild::Channel;
use super::modal::Modal;
use super::options;
use super::seen::{Seen, parts};

/// Somebody, in one server or without any.
#[derive(Clone)]
pub(crate) struct Member {
    pub(super) hub: Hub,
    pub(super) user: u64,
    pub(super) guild: Option<u64>,
}

impl Member {
    /// Their user's id.
    pub(crate) fn id(&self) -> u64 {
        self.user
    }

    /// Uses a command such as `quiz` or `daily set`, and waits for the answer.
    pub(crate) async fn slash(
        &self,
        channel: &Channel,
        command: &str,
        options: &[(&str, &str)],
    ) -> Answered {
        self.start_slash(channel, command, options).await.answered().await
    }

    /// Uses a command, and does not wait.
    pub(crate) async fn start_slash(
        &self,
        channel: &Channel,
        command: &str,
        options: &[(&str, &str)],
    ) -> Pending {
        assert!(self.may_use(channel, command).await, "/{command} is not offered here");
        let data = options::command(&self.hub.world(), command, options, false);
        self.interact(Kind::Command, channel.id, None, &data).await
    }

    /// Types into the last of these options, and returns the suggestions: names and values.
    pub(crate) async fn complete(
        &self,
        channel: &Channel,
        command: &str,
        options: &[(&str, &str)],
    ) -> Vec<(String, Value)> {
        assert!(self.may_use(channel, command).await, "/{command} is not offered here");
        let data = options::command(&self.hub.world(), command, options, true);
        self.interact(Kind::Autocomplete, channel.id, None, &data).await.answered().await.choices()
    }

    /// Whether the client offers a command in a channel.
    pub(crate) async fn may_use(&self, channel: &Channel, command: &str) -> bool {
        self.hub.commands().await;
        let name = command.split(' ').next().unwrap();
        let world = self.hub.world();
        let known = world.commands.iter().find(|command| command["name"] == name);
        let Some(known) = known else { return false };
        let place = &world.channels[&channel.id];
        let context = u8::from(place.guild.is_none());
        let listed =
            known["contexts"].as_array().is_none_or(|list| list.iter().any(|one| *one == context));
        let Some(guild) = place.guild else { return listed && known["dm_permission"] != false };
        let has = world.permissions(self.user, place);
        let needs =
            known["default_member_permissions"].as_str().and_then(|bits| bits.parse::<u64>().ok());
        let opened = world.guilds[&guild].opened.contains(name);
        let permitted = match needs.filter(|_| !opened && has & ADMINISTRATOR == 0) {
            None => true,
            // No permission at all means that admins alone see it.
            Some(0) => false,
            Some(needs) => has & needs == needs,
        };
        listed && permitted && has & USE_APPLICATION_COMMANDS != 0
    }

    /// Clicks the button with this label on a message, and waits for the answer.
    pub(crate) async fn click(&self, message: &Seen, label: &str) -> Answered {
        self.start_click(message, label).await.answered().await
    }

    /// Clicks a button, and does not wait.
    pub(crate) async fn start_click(&self, message: &Seen, label: &str) -> Pending {
        let id = self.on_screen(message, |now| {
            let button = parts(&now.components)
                .find(|part| part["type"] == BUTTON && part["label"] == label);
            let button = button
                .unwrap_or_else(|| panic!("no button {label:?} but {:?}", Seen::of(now).buttons()));
            assert!(button["disabled"] != true, "the button {label:?} is disabled");
            button["custom_id"].clone()
        });
        let data = json!({ "custom_id": id, "component_type": BUTTON });
        self.interact(Kind::Component, message.channel, Some(message.id), &data).await
    }

    /// Chooses options of a message's select by their labels, and waits for the answer.
    pub(crate) async fn choose(&self, message: &Seen, labels: &[&str]) -> Answered {
        let data = self.on_screen(message, |now| {
            let select =
                parts(&now.components).find(|part| part["type"] == SELECT).expect("a select");
            let least = select["min_values"].as_u64().unwrap_or(1);
            let most = select["max_values"].as_u64().unwrap_or(1);
            assert!(
                (least..=most).contains(&(labels.len() as u64)),
                "it takes {least} to {most} options"
            );
            let options = select["options"].as_array().unwrap();
            let value = |label: &&str| {
                let option = options.iter().find(|option| option["label"] == **label);
                option.unwrap_or_else(|| panic!("no option {label:?}"))["value"].clone()
            };
            let values: Vec<Value> = labels.iter().map(value).collect();
            json!({ "custom_id": select["custom_id"], "component_type": SELECT, "values": values })
        });
        self.interact(Kind::Component, message.channel, Some(message.id), &data)
            .await
            .answered()
            .await
    }

    /// Sends a form with these texts in its fields, in order; fields beyond them stay as they were.
    pub(crate) async fn submit(&self, modal: &Modal, texts: &[&str]) -> Answered {
        self.start_submit(modal, texts).await.answered().await
    }

    /// Sends a form, and does not wait.
    pub(crate) async fn start_submit(&self, modal: &Modal, texts: &[&str]) -> Pending {
        self.start_altered(modal, texts, |_| {}).await
    }

    /// Sends a form of which something is other than the bot sent it, and waits for the answer.
    pub(crate) async fn submit_altered(
        &self,
        modal: &Modal,
        texts: &[&str],
        alter: impl FnOnce(&mut Value),
    ) -> Answered {
        self.start_altered(modal, texts, alter).await.answered().await
    }

    async fn start_altered(
        &self,
        modal: &Modal,
        texts: &[&str],
        alter: impl FnOnce(&mut Value),
    ) -> Pending {
        let rows = modal.fields.iter().enumerate().map(|(place, field)| {
            let text = texts.get(place).copied().unwrap_or(&field.value);
            assert!(field.takes(text), "the form does not take {text:?}");
            let field = json!({
                "type": TEXT_INPUT,
                "id": place * 2 + 2,
                "custom_id": field.custom_id,
                "value": text,
            });
            json!({ "type": 1, "id": place * 2 + 1, "components": [field] })
        });
        // Texts come back as well, without what they say.
        let texts = (0..modal.texts.len()).map(|place| json!({ "type": TEXT, "id": 100 + place }));
        let components: Vec<Value> = texts.chain(rows).collect();
        let mut data = json!({ "custom_id": modal.custom_id, "components": components });
        alter(&mut data);
        let (channel, source, opened) = {
            let world = self.hub.world();
            let opener = &world.interactions[&modal.opened_by];
            assert!(opener.user == self.user, "it is somebody else's form");
            (opener.channel, opener.source, opener.metadata.clone())
        };
        let pending = self.interact_with(Kind::Modal, channel, source, &data, |metadata| {
            metadata["triggering_interaction_metadata"] = opened;
        });
        pending.await
    }

    /// Reads a message as it is now on this person's screen.
    fn on_screen<T>(&self, message: &Seen, read: impl FnOnce(&Message) -> T) -> T {
        let world = self.hub.world();
        let now =
            world.message(message.channel, message.id).expect("a message that was not deleted");
        assert!(
            now.only_for.is_none_or(|user| user == self.user),
            "somebody else's ephemeral message"
        );
        read(now)
    }

    async fn interact(
        &self,
        kind: Kind,
        channel: u64,
        source: Option<u64>,
        data: &Value,
    ) -> Pending {
        self.interact_with(kind, channel, source, data, |_| {}).await
    }

    async fn interact_with(
        &self,
        kind: Kind,
        channel: u64,
        source: Option<u64>,
        data: &Value,
        complete: impl FnOnce(&mut Value),
    ) -> Pending {
        let served = |world: &World| {
            let guild = world.channels[&channel].guild;
            world.gateway.sessions.values().any(|session| session.serves(guild)).then_some(guild)
        };
        let guild = self.hub.until("a session of the bot", served).await;
        assert!(guild.is_none() || guild == self.guild, "a channel of another server");
        let interaction = self.hub.change(|world| {
            assert!(world.is_in(channel, self.user), "they have left the server");
            let id = world.new_interaction(kind, self.user, channel, source);
            complete(&mut world.interactions.get_mut(&id).unwrap().metadata);
            let data = world.interaction_json(id, data);
            let name = "INTERACTION_CREATE";
            world.dispatch(&Event { name, guild, intents: 0, data: &data, interaction: Some(id) });
            world.last_interactions.insert(self.user, (id, data));
            id
        });
        Pending::new(self.hub.clone(), interaction)
    }

    /// Writes a message into a channel.
    pub(crate) fn say(&self, channel: &Channel, text: &str) -> Seen {
        self.write(channel.id, text, None)
    }

    /// Answers a message, with the mention that clients add to a reply.
    pub(crate) fn reply(&self, message: &Seen, text: &str) -> Seen {
        self.write(message.channel, text, Some(message.id))
    }

    fn write(&self, channel: u64, text: &str, reply_to: Option<u64>) -> Seen {
        self.hub.change(|world| {
            assert!(world.is_in(channel, self.user), "they are no member of the server");
            let mut message = Message::new(world.next_id(), channel, self.user, world.now());
            text.clone_into(&mut message.content);
            message.reply_to = reply_to;
            world.notify(&mut message, &Value::Null);
            let (id, seen) = (message.id, Seen::of(&message));
            world.channels.get_mut(&channel).unwrap().messages.insert(id, message);
            world.dispatch_message("MESSAGE_CREATE", channel, id);
            seen
        })
    }

    /// The conversation with the bot.
    pub(crate) fn direct(&self) -> Channel {
        let id = self.hub.change(|world| world.direct(self.user));
        Channel { hub: self.hub.clone(), id }
    }

    /// Takes no direct messages any more, or takes them again.
    pub(crate) fn take_messages(&self, takes: bool) {
        self.hub.change(|world| world.users.get_mut(&self.user).unwrap().takes_messages = takes);
    }

    /// Sets the language of their client.
    pub(crate) fn speak(&self, locale: &str) {
        self.hub.change(|world| {
            locale.clone_into(&mut world.users.get_mut(&self.user).unwrap().locale);
        });
    }
}
