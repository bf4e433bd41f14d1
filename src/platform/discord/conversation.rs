//! Conversations with one person: opened once, and kept, since Discord lets a bot open only a few
//! at a time.

use std::time::Duration;

use chrono::Utc;
use reqwest::Method;
use serenity::http::Route;
use serenity::model::id::UserId;

use super::rest::{Again, Call, RestError};
use super::showing::{Unsent, id};
use super::{Discord, PLATFORM};

impl Discord {
    /// The channel of the conversation with a person, opened if it is not known.
    pub(super) async fn conversation(
        &self,
        person: UserId,
        patience: Duration,
    ) -> Result<u64, Unsent> {
        let person = person.to_string();
        if let Some(known) = self.store().conversation(PLATFORM, &person).await? {
            return id(&known);
        }
        let body = serde_json::json!({ "recipient_id": person }).to_string().into_bytes();
        let mut call = Call::json(Method::POST, Route::UserMeDmChannels, body, patience);
        // Opened twice, it is the same conversation.
        call.again = Again::Always;
        let answer = self.rest().send(&call).await?;
        let channel = answer["id"].as_str().unwrap_or_default();
        let opened = channel
            .parse()
            .map_err(|_| RestError::Unreadable("a channel without an id".to_owned()))?;
        self.store().put_conversation(PLATFORM, &person, channel, Utc::now()).await?;
        Ok(opened)
    }

    /// Forgets a conversation that turned out to be none of this bot's.
    pub(super) async fn forget_conversation(&self, channel: &str) {
        if let Err(error) = self.store().forget_conversation(PLATFORM, channel).await {
            tracing::error!(
                cause = &error as &dyn std::error::Error,
                "could not forget a conversation"
            );
        }
    }
}
