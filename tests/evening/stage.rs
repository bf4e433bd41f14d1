//! What the fake of a platform holds so that an evening can be played on it.

use std::time::Duration;

use crate::support::page::PATIENCE;

/// How often it is looked for what is to come.
pub(super) const EVERY: Duration = Duration::from_millis(20);

/// Those who play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    /// Manages the community, and studies last.
    Anna,
    /// A member who answers by buttons and forms.
    Ben,
    /// A member who answers in replies.
    Cleo,
}

impl Person {
    /// All of them, in the order of their numbers.
    pub(super) const ALL: [Self; 3] = [Self::Anna, Self::Ben, Self::Cleo];

    /// The name that others see.
    pub(super) fn name(self) -> &'static str {
        ["Anna", "Ben", "Cleo"][self as usize]
    }
}

/// The fake of a platform with a team's channel, and the program that is connected to it. Whatever
/// is done here is done as a person of the platform would.
pub(super) trait Stage: Sized {
    /// A message on somebody's screen.
    type Message: Clone;

    /// A team of [`Person::ALL`], with the program running and a deck of capitals.
    async fn open() -> Self;

    /// Ends the program as a supervisor does, runs `meanwhile` on its database, and starts it.
    async fn restart(&mut self, meanwhile: &'static str);

    /// Uses a command in the team's channel; what its user is told.
    async fn command(&self, who: Person, name: &str, options: &[(&str, &str)]) -> Self::Message;

    /// Presses a button; what whoever pressed it is told.
    async fn press(&self, who: Person, on: &Self::Message, button: &str) -> Self::Message;

    /// Presses a button that opens a form, and sends it with this text; what its sender is told.
    async fn fill(
        &self,
        who: Person,
        on: &Self::Message,
        button: &str,
        text: &str,
    ) -> Self::Message;

    /// Types text in reply to a message; what the bot says to that in private.
    async fn reply(&self, who: Person, to: &Self::Message, text: &str) -> Self::Message;

    /// All that everyone sees in the team's channel and in threads under it, oldest first.
    async fn channel(&self) -> Vec<Self::Message>;

    /// A person's conversation with the bot, oldest first.
    async fn direct(&self, who: Person) -> Vec<Self::Message>;

    /// What a message says, without markup.
    fn text(message: &Self::Message) -> String;

    /// What its buttons say.
    fn buttons(message: &Self::Message) -> Vec<String>;

    /// Waits until everyone sees a message with this text; the newest of them.
    async fn shows(&self, text: &str) -> Self::Message {
        newest(text, async || self.channel().await, Self::text).await
    }

    /// Waits until the bot has said something with this text in a person's conversation.
    async fn reminded(&self, who: Person, text: &str) -> Self::Message {
        newest(text, async || self.direct(who).await, Self::text).await
    }

    /// How many messages with this text everyone sees.
    async fn count(&self, text: &str) -> usize {
        self.channel().await.iter().filter(|one| Self::text(one).contains(text)).count()
    }

    /// How many messages with this text stand in a person's conversation with the bot.
    async fn count_direct(&self, who: Person, text: &str) -> usize {
        self.direct(who).await.iter().filter(|one| Self::text(one).contains(text)).count()
    }
}

/// Waits until a message with this text is among those that `look` gives.
async fn newest<M>(text: &str, look: impl AsyncFn() -> Vec<M>, read: fn(&M) -> String) -> M {
    let wait = async {
        loop {
            let found = look().await.into_iter().rev().find(|one| read(one).contains(text));
            match found {
                Some(message) => return message,
                None => tokio::time::sleep(EVERY).await,
            }
        }
    };
    if let Ok(message) = tokio::time::timeout(PATIENCE, wait).await {
        return message;
    }
    let seen: Vec<String> = look().await.iter().map(read).collect();
    panic!("{text:?} is not seen but\n{}", seen.join("\n---\n"))
}
