//! To which home a conversation with the bot alone belongs, on a platform where it lies outside all
//! of them.

use super::App;
use super::request::{Action, Addressee};
use crate::domain::place::{Home, Identity};
use crate::store::Result;

impl App {
    /// The home that an action in a direct conversation is about: that of the quiz, posting,
    /// reminder or draft whose button was pressed, or whose question was answered, else the one
    /// where the person has a quiz open or studied last. Somebody whom no community knows makes up
    /// one of their own.
    pub async fn home(&self, person: &Identity, action: &Action) -> Result<Home> {
        let platform = person.platform;
        let alone = format!("direct:{}", person.id);
        let clicked = match action {
            Action::Click(action) | Action::Submit { action, .. } => action.subject(),
            Action::Said { to: Addressee::Question(spot), .. } => Some(spot.of.id()),
            _ => None,
        };
        if let Some(subject) = clicked
            && let Some(id) = self.store.home_of(platform, subject).await?
        {
            return Ok(Home { platform, id });
        }
        let id = self.store.home(person, &alone).await?.unwrap_or(alone);
        Ok(Home { platform, id })
    }
}
