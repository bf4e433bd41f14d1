//! Which community a conversation with the bot alone belongs to, on a platform where it lies
//! outside all of them.

use super::App;
use super::request::{Action, Addressee};
use crate::store::Result;

impl App {
    /// The platform's id of the community that an action in a direct conversation is about: that of
    /// the quiz, posting, reminder or draft whose button was pressed, or whose question was
    /// answered, else the one where the person has a quiz open or studied last. Somebody whom no
    /// community knows makes up one of their own.
    pub async fn home(&self, platform: &str, person: &str, action: &Action) -> Result<String> {
        let alone = format!("direct:{person}");
        let clicked = match action {
            Action::Click(action) | Action::Submit { action, .. } => action.subject(),
            Action::Said { to: Addressee::Question(spot), .. } => Some(spot.of.id()),
            _ => None,
        };
        if let Some(subject) = clicked
            && let Some(community) = self.store.community_of(platform, subject).await?
        {
            return Ok(community);
        }
        Ok(self.store.home(platform, person, &alone).await?.unwrap_or(alone))
    }
}
