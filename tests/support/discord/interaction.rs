//! Interactions: their life from the click to the last follow-up.

use std::time::Instant;

use serde_json::{Value, json};

use super::message::{EPHEMERAL, Message};
use super::world::World;

/// How long the first response may take, in milliseconds.
pub(crate) const FIRST_RESPONSE: i64 = 3_000;
/// How long a token lives after that, in milliseconds.
pub(crate) const TOKEN_LIFE: i64 = 15 * 60 * 1_000;

/// What a person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    Modal = 5,
}

/// An interaction.
pub(crate) struct Interaction {
    pub(crate) token: String,
    pub(crate) kind: Kind,
    pub(crate) user: u64,
    pub(crate) channel: u64,
    /// The message whose button was clicked, or from whose button a modal came.
    pub(crate) source: Option<u64>,
    /// When it was sent, in milliseconds.
    pub(crate) at: i64,
    /// When its event went over the wire.
    pub(crate) written: Option<Instant>,
    /// The type of the first response.
    pub(crate) response: Option<u8>,
    /// The message that `@original` means.
    pub(crate) original: Option<u64>,
    /// Whether the original is still "thinking".
    pub(crate) loading: bool,
    pub(crate) followups: Vec<u64>,
    /// How many messages came or changed through it.
    pub(crate) told: u32,
    pub(crate) modal: Option<Value>,
    pub(crate) choices: Option<Vec<Value>>,
    /// How message objects tell it.
    pub(crate) metadata: Value,
}

impl Interaction {
    /// Types of response that fit.
    pub(crate) fn takes(&self, response: u64) -> bool {
        match self.kind {
            Kind::Command => matches!(response, 4 | 5 | 9),
            Kind::Component => matches!(response, 4 | 5 | 6 | 7 | 9),
            Kind::Autocomplete => response == 8,
            Kind::Modal => {
                matches!(response, 4 | 5) || (self.source.is_some() && matches!(response, 6 | 7))
            }
        }
    }

    /// Whether the person has been given something to see.
    pub(crate) fn is_answered(&self) -> bool {
        self.response.is_some() && !self.loading
    }
}

impl World {
    /// Notes an interaction that is about to be sent; its id.
    pub(crate) fn new_interaction(
        &mut self,
        kind: Kind,
        user: u64,
        channel: u64,
        source: Option<u64>,
    ) -> u64 {
        let id = self.next_id();
        let token = format!("aW50ZXJhY3Rpb246{id}");
        let guild = self.channels[&channel].guild;
        let owner = guild.map_or_else(|| "0".to_owned(), |id| id.to_string());
        let mut metadata = json!({
            "id": id.to_string(), "type": kind as u8, "user": self.user_json(user),
            "authorizing_integration_owners": { "0": owner },
        });
        if let (Kind::Component, Some(source)) = (kind, source) {
            metadata["interacted_message_id"] = json!(source.to_string());
        }
        let interaction = Interaction {
            token: token.clone(),
            kind,
            user,
            channel,
            source,
            at: self.now(),
            written: None,
            response: None,
            original: None,
            loading: false,
            followups: vec![],
            told: 0,
            modal: None,
            choices: None,
            metadata,
        };
        self.interactions.insert(id, interaction);
        self.tokens.insert(token, id);
        id
    }

    /// A message that answers an interaction, still empty.
    pub(crate) fn answering(&mut self, interaction: u64, ephemeral: bool) -> Message {
        let (id, now) = (self.next_id(), self.now());
        let interaction = &self.interactions[&interaction];
        let mut message = Message::new(id, interaction.channel, self.bot, now);
        message.interaction = Some(interaction.metadata.clone());
        if let Some(original) = interaction.original {
            message.interaction.as_mut().unwrap()["original_response_message_id"] =
                json!(original.to_string());
        }
        if ephemeral {
            message.flags = EPHEMERAL;
            message.only_for = Some(interaction.user);
        }
        message
    }

    /// Interactions that nobody answered within their time.
    pub(crate) fn unanswered(&self) -> usize {
        let now = self.now();
        let is_lost = |one: &&Interaction| one.response.is_none() && now - one.at > FIRST_RESPONSE;
        self.interactions.values().filter(is_lost).count()
    }
}
