//! Conversations with one person: opened once, and kept.

use std::time::Duration;

use chrono::Utc;
use serde_json::json;

use super::api::{ApiError, CONVERSE, Call};
use super::showing::Unsent;
use super::{PLATFORM, Slack};

/// How long it is tried to find out what a conversation is.
const LOOKING: Duration = Duration::from_secs(2);

impl Slack {
    /// The channel of the conversation with a person, opened if it is not known.
    pub(super) async fn conversation(
        &self,
        person: &str,
        workspace: &str,
        patience: Duration,
    ) -> Result<String, Unsent> {
        if let Some(known) = self.store().conversation(PLATFORM, person).await? {
            return Ok(known);
        }
        let call = Call::new(&CONVERSE, workspace, json!({ "users": person }), patience);
        let answer = self.api().send(&call).await?;
        let Some(channel) = answer["channel"]["id"].as_str() else {
            let why = "a conversation without an id".to_owned();
            return Err(ApiError::Unanswered { method: CONVERSE.name, why }.into());
        };
        self.store().put_conversation(PLATFORM, person, channel, Utc::now()).await?;
        Ok(channel.to_owned())
    }

    /// Forgets a conversation that turned out to be none of this bot's.
    pub(super) async fn forget_conversation(&self, channel: &str) {
        if let Err(error) = self.store().forget_conversation(PLATFORM, channel).await {
            let cause = &error as &dyn std::error::Error;
            tracing::error!(cause, "could not forget a conversation");
        }
    }

    /// Whether a conversation of two is one with the bot.
    pub(super) async fn is_ours(&self, channel: &str, workspace: &str) -> bool {
        // Of others' conversations the app sees nothing.
        matches!(self.channel(channel, workspace, LOOKING).await, Ok(Some(found)) if found.is_im)
    }
}
