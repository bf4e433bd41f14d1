//! The requests that answer an interaction: the first answer, and what changes or follows it.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::id::InteractionId;

use super::Answering;
use crate::platform::discord::Discord;
use crate::platform::discord::render::Body;
use crate::platform::discord::rest::{Again, Call, File, RestError};

/// When Discord no longer takes a first answer, less a little for the way there.
const FIRST_BY: Duration = Duration::from_millis(2_800);

/// When Discord no longer takes what follows, less a little: 15 minutes.
const MORE_BY: Duration = Duration::from_secs(14 * 60 + 50);

/// How long one of the messages that follow is tried.
const PATIENCE: Duration = Duration::from_mins(1);

/// The flag of a message that only its person sees, for ever: no later change takes it away.
const EPHEMERAL: u64 = 1 << 6;

/// Discord's numbers for answers to interactions.
pub(super) mod kind {
    /// A message of its own.
    pub(in super::super) const MESSAGE: u8 = 4;
    /// "Thinking …", to which a message is to follow.
    pub(in super::super) const WAIT_FOR_MESSAGE: u8 = 5;
    /// Nothing that is seen; the message with the button may change later.
    pub(in super::super) const QUIET: u8 = 6;
    /// A message in place of the one with the button.
    pub(in super::super) const REPLACE: u8 = 7;
    /// What an option can be completed to.
    pub(in super::super) const COMPLETIONS: u8 = 8;
    /// A form that opens.
    pub(in super::super) const FORM: u8 = 9;
}

/// Discord's codes of errors: the interaction is unknown or too old, or was answered before.
const UNKNOWN_INTERACTION: u64 = 10_062;
const ANSWERED_BEFORE: u64 = 40_060;

impl Answering<'_> {
    /// Sends a message as the first answer, by this number of an answer; `new` if it is a message
    /// of its own, which gets the flag that only its person sees it. Says whether Discord took it.
    pub(super) async fn first_body(&self, kind: u8, body: &Body, new: bool) -> bool {
        let mut data = json(body);
        if new && !self.heard.spot.is_direct() {
            data["flags"] = EPHEMERAL.into();
        }
        self.first(json!({ "type": kind, "data": data }), Some(body)).await
    }

    /// Sends the first answer; whether Discord took it.
    pub(super) async fn first(&self, answer: Value, body: Option<&Body>) -> bool {
        first(self.discord, (self.heard.id, &self.heard.token), answer, body, self.began).await
    }

    /// The sign of waiting, which takes its flags along to the message that replaces it.
    pub(super) fn waiting(&self, kind: u8) -> Value {
        let flags = if self.heard.spot.is_direct() { 0 } else { EPHEMERAL };
        json!({ "type": kind, "data": { "flags": flags } })
    }

    /// Sends a message that follows the first answer.
    pub(super) async fn send_more(&self, body: &Body) -> Result<(), RestError> {
        let mut data = json(body);
        if !self.heard.spot.is_direct() {
            data["flags"] = EPHEMERAL.into();
        }
        let (application_id, token) = (self.heard.application, self.heard.token.as_str());
        let route = Route::WebhookFollowupMessages { application_id, token };
        self.later(Method::POST, route, Some((data, &body.files))).await
    }

    /// Puts a message in the place of the first answer, or of the sign of waiting.
    pub(super) async fn edit(&self, body: &Body) {
        // What went wrong is logged.
        let _ = self.later(Method::PATCH, self.original(), Some((json(body), &body.files))).await;
    }

    /// Takes the first answer away.
    pub(super) async fn delete(&self) {
        // What went wrong is logged.
        let _ = self.later(Method::DELETE, self.original(), None).await;
    }

    /// The route of the first answer, once it stands there.
    pub(super) fn original(&self) -> Route<'_> {
        Route::WebhookOriginalInteractionResponse {
            application_id: self.heard.application,
            token: &self.heard.token,
        }
    }

    /// Sends what follows the first answer, and logs what goes wrong with it.
    pub(super) async fn later(
        &self,
        method: Method,
        route: Route<'_>,
        content: Option<(Value, &[File])>,
    ) -> Result<(), RestError> {
        let mut call = Call::get(route, PATIENCE);
        // After that the token is worth nothing.
        call.deadline = call.deadline.min(self.began + MORE_BY);
        call.method = method;
        // A new message that was taken before the line broke would stand there twice.
        if call.method == Method::POST {
            call.again = Again::UnlessUnheard;
        }
        if let Some((data, files)) = content {
            call.body = Some(data.to_string().into_bytes());
            call.files = files.to_vec();
        }
        let sent = self.discord.rest().send(&call).await;
        if let Err(error) = &sent {
            tracing::warn!(%error, "what follows an answer could not be sent");
        }
        sent.map(drop)
    }
}

/// Sends the first answer; false if Discord did not take it, and then nothing else will be taken
/// either.
pub(super) async fn first(
    discord: &Discord,
    (interaction_id, token): (InteractionId, &str),
    answer: Value,
    body: Option<&Body>,
    began: Instant,
) -> bool {
    let route = Route::InteractionResponse { interaction_id, token };
    let mut call = Call::json(Method::POST, route, answer.to_string().into_bytes(), FIRST_BY);
    call.deadline = began + FIRST_BY;
    // The second answer to an interaction is refused, so repeating is safe.
    call.again = Again::Always;
    if let Some(body) = body {
        call.files.clone_from(&body.files);
    }
    match discord.rest().send(&call).await {
        Ok(_) | Err(RestError::Refused { code: ANSWERED_BEFORE, .. }) => true,
        Err(RestError::Refused { code: UNKNOWN_INTERACTION, .. }) => {
            tracing::info!("an interaction was too old to be answered");
            discord.count_expired();
            false
        }
        Err(error) => {
            tracing::error!(%error, "an interaction could not be answered");
            false
        }
    }
}

fn json(body: &Body) -> Value {
    serde_json::to_value(body).expect("strings, numbers and lists are always valid JSON")
}
