//! What comes back to who used a command, clicked a button or sent a form.

use serde_json::Value;

use super::super::Hub;
use super::modal::Modal;
use super::seen::Seen;

/// An interaction that is on its way.
pub(crate) struct Pending {
    hub: Hub,
    interaction: u64,
}

/// An interaction that was answered.
pub(crate) struct Answered {
    hub: Hub,
    interaction: u64,
}

impl Pending {
    pub(super) fn new(hub: Hub, interaction: u64) -> Self {
        Self { hub, interaction }
    }

    /// Waits for the first response and, where it only says that the bot is thinking, for what
    /// takes its place.
    pub(crate) async fn answered(self) -> Answered {
        let Self { hub, interaction } = self;
        hub.until("an answer", |world| {
            world.interactions[&interaction].is_answered().then_some(())
        })
        .await;
        Answered { hub, interaction }
    }

    /// Waits for the first response alone, which may say that the bot is thinking.
    pub(crate) async fn acknowledged(self) -> Answered {
        let Self { hub, interaction } = self;
        hub.until("a first response", |world| world.interactions[&interaction].response).await;
        Answered { hub, interaction }
    }

    /// Whether anything came back so far.
    pub(crate) fn is_acknowledged(&self) -> bool {
        self.hub.world().interactions[&self.interaction].response.is_some()
    }
}

impl Answered {
    /// The type of the first response, by Discord's number.
    pub(crate) fn response(&self) -> u8 {
        self.hub.world().interactions[&self.interaction].response.unwrap()
    }

    /// Whether nothing came back that is seen.
    pub(crate) fn is_quiet(&self) -> bool {
        let world = self.hub.world();
        let interaction = &world.interactions[&self.interaction];
        interaction.original.is_none() && interaction.modal.is_none()
    }

    /// The message that came back, or the clicked one that was changed, as it is now.
    pub(crate) fn seen(&self) -> Seen {
        let world = self.hub.world();
        let interaction = &world.interactions[&self.interaction];
        let original = interaction
            .original
            .unwrap_or_else(|| panic!("no message but {:?}", interaction.response));
        Seen::of(
            world.message(interaction.channel, original).expect("a message that was not deleted"),
        )
    }

    /// Its text.
    pub(crate) fn text(&self) -> String {
        self.seen().text()
    }

    /// The form that opened.
    pub(crate) fn modal(&self) -> Modal {
        let world = self.hub.world();
        let interaction = &world.interactions[&self.interaction];
        let data = interaction
            .modal
            .as_ref()
            .unwrap_or_else(|| panic!("no form but {:?}", interaction.response));
        Modal::new(self.interaction, data)
    }

    /// The suggestions that came back, each with its value.
    pub(super) fn choices(&self) -> Vec<(String, Value)> {
        let world = self.hub.world();
        let choices = world.interactions[&self.interaction].choices.clone().expect("suggestions");
        choices
            .iter()
            .map(|one| (one["name"].as_str().unwrap().to_owned(), one["value"].clone()))
            .collect()
    }

    /// The messages that followed so far.
    pub(crate) fn followups(&self) -> Vec<Seen> {
        let world = self.hub.world();
        let interaction = &world.interactions[&self.interaction];
        interaction
            .followups
            .iter()
            .filter_map(|id| Some(Seen::of(world.message(interaction.channel, *id)?)))
            .collect()
    }

    /// Waits for this many follow-ups, and returns the last of them.
    pub(crate) async fn followup(&self, count: usize) -> Seen {
        let interaction = self.interaction;
        let arrived = |world: &super::super::world::World| {
            let interaction = &world.interactions[&interaction];
            let id = interaction.followups.get(count - 1)?;
            Some(Seen::of(world.message(interaction.channel, *id)?))
        };
        self.hub.until(&format!("follow-up {count}"), arrived).await
    }

    /// Waits until this many messages came or changed through it, the first response among them.
    pub(crate) async fn told(&self, count: u32) {
        let interaction = self.interaction;
        self.hub
            .until(&format!("{count} messages or changes"), |world| {
                (world.interactions[&interaction].told >= count).then_some(())
            })
            .await;
    }
}
