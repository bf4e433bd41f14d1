//! Discord as the rest of the program reaches it. What is sent once carries its mark as the nonce,
//! and in its buttons.
//!
//! Discord gives the first message again when one with the same nonce comes within a few minutes;
//! after that the mark is looked for among the latest messages.

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
use serenity::http::Route;
use serenity::model::id::{ChannelId, GuildId, UserId};
use tokio_util::sync::CancellationToken;

use super::rest::{Call, RestError};
use super::showing::{Unsent, change, id, post};
use super::{CLOSED_TO_US, Discord, PLATFORM, TITLE, lock, render};
use crate::app::Post;
use crate::app::click::Click;
use crate::app::reach::{HomeName, MayPost, Person, Presence, Traits};
use crate::app::reply::Message;
use crate::domain::place::{Home, Place};
use crate::picture::Themes;
use crate::platform::Platform;
use crate::platform::sending::{Direct, Found, Mark, Refused, Sent};
use crate::store::Shown;

/// How long one message is tried; well within the time for which a posting is claimed.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the opening of a conversation is tried: a little longer than Discord's limit on that
/// lasts.
const OPENING: Duration = Duration::from_secs(12);

/// The pause before the opening of a conversation is tried again.
const AGAIN: Duration = Duration::from_secs(5);

/// The pause before something is tried again where Discord takes nothing from us.
const BLOCKED: Duration = Duration::from_mins(1);

/// How long it is tried to look somebody up.
const LOOKING_UP: Duration = Duration::from_secs(5);

/// Discord's code of the error that somebody is not on a server.
const UNKNOWN_MEMBER: u64 = 10_007;

/// Discord's codes of errors: there is no such channel, or not for us.
const UNKNOWN_CHANNEL: u64 = 10_003;
const NO_ACCESS: u64 = 50_001;

/// How many messages are looked through, the latest first (Discord's limit).
const LOOKED_THROUGH: &str = "100";

#[async_trait]
impl Platform for Discord {
    fn name(&self) -> &'static str {
        PLATFORM
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn traits(&self) -> Traits {
        // Whoever has left a server can still write to the bot.
        Traits { themes: Themes::Middle, direct_is_apart: true, ..Traits::default() }
    }

    fn greeting(&self) -> String {
        let invite = self.invite();
        format!("Studyhall is ready on Discord. Add it to a server with this link:\n{invite}")
    }

    async fn run(&self, shutdown: &CancellationToken) -> anyhow::Result<()> {
        self.keep_connected(shutdown).await
    }

    async fn post(&self, post: Post) -> anyhow::Result<()> {
        self.put(post);
        Ok(())
    }

    async fn send(&self, place: &Place, message: &Message, mark: Mark) -> Sent {
        let Ok(channel) = id(&place.channel) else { return Sent::Refused(Refused::Gone) };
        // The same mark makes the same nonce, so that a message sent again is still one message.
        match post(
            self,
            channel,
            render::body(&self.dressed(message)),
            &format!("{:x}", mark.0),
            PATIENCE,
        )
        .await
        {
            Ok(message) => Sent::There(message),
            Err(error) if place.direct && is_not_ours(&error) => {
                // It was opened by another bot of ours, or is gone; the next try opens it anew.
                self.forget_conversation(&place.channel).await;
                Sent::Later(Duration::ZERO)
            }
            Err(error) => became(&error),
        }
    }

    async fn find(&self, place: &Place, mark: Mark) -> Found {
        let Ok(channel) = id(&place.channel) else { return Found::NotThere };
        let route = Route::ChannelMessages { channel_id: ChannelId::new(channel) };
        let mut call = Call::get(route, PATIENCE);
        call.query = Some(("limit", LOOKED_THROUGH));
        match self.rest().send(&call).await {
            Ok(messages) => match messages
                .as_array()
                .into_iter()
                .flatten()
                .find(|one| carries(one, self.me(), mark))
            {
                Some(message) => {
                    Found::There(message["id"].as_str().unwrap_or_default().to_owned())
                }
                None => Found::NotThere,
            },
            // Where nothing can be read any more, nothing can be written either.
            Err(error) if matches!(error.status(), 403 | 404) => Found::NotThere,
            Err(error) => Found::Unknown(error.to_string()),
        }
    }

    async fn edit(&self, place: &Place, reference: &str, message: &Message) -> Sent {
        let shown = Shown { place: place.channel.clone(), message: reference.to_owned() };
        match change(self, &shown, &render::body(&self.dressed(message)), PATIENCE).await {
            Ok(()) => Sent::There(shown.message),
            Err(Unsent::Rest(error)) => became(&error),
            Err(Unsent::Store(_) | Unsent::NoChannel(_)) => Sent::Refused(Refused::Gone),
        }
    }

    async fn direct(&self, home: &Home, member: &str) -> Direct {
        let Ok(person) = id(member) else { return Direct::Refused(Refused::Gone) };
        match self.conversation(UserId::new(person), OPENING).await {
            Ok(channel) => Direct::Open(Place {
                home: home.clone(),
                channel: channel.to_string(),
                direct: true,
            }),
            Err(Unsent::Rest(error)) => match became(&error) {
                Sent::Refused(refused) => Direct::Refused(refused),
                // However long the line is: those whose conversation is open go meanwhile, and the
                // line is never empty.
                Sent::Later(pause) => Direct::Later(pause.min(AGAIN)),
                // Opening twice opens once, so uncertainty costs nothing here.
                Sent::There(_) | Sent::Uncertain(_) => Direct::Later(AGAIN),
            },
            Err(Unsent::Store(_) | Unsent::NoChannel(_)) => Direct::Later(AGAIN),
        }
    }

    async fn may_post(&self, place: &Place) -> MayPost {
        if place.direct {
            return MayPost::Yes;
        }
        self.permissions_in(&place.channel, PATIENCE).await
    }

    fn home_name(&self, home: &Home) -> HomeName {
        match id(&home.id) {
            Ok(server) => lock(&self.0.servers).name(GuildId::new(server), self.shards()),
            // Somebody alone with the bot.
            Err(_) => HomeName::Unknown,
        }
    }

    async fn person(&self, home: &Home, person: &str) -> Option<Person> {
        let (guild_id, user_id) = (id(&home.id).ok()?, id(person).ok()?);
        let (guild_id, user_id) = (GuildId::new(guild_id), UserId::new(user_id));
        let call = Call::get(Route::GuildMember { guild_id, user_id }, LOOKING_UP);
        let member = self.rest().send(&call).await.ok()?;
        let user = &member["user"];
        let names = [&member["nick"], &user["global_name"], &user["username"]];
        let name = names.into_iter().find_map(|name| name.as_str())?.to_owned();
        Some(Person { name, is_bot: user["bot"] == true })
    }

    async fn presence(&self, home: &Home, member: &str) -> Presence {
        let (Ok(guild), Ok(member)) = (id(&home.id), id(member)) else {
            // Somebody alone with the bot.
            return Presence::Here;
        };
        let (guild_id, user_id) = (GuildId::new(guild), UserId::new(member));
        match self
            .rest()
            .send(&Call::get(Route::GuildMember { guild_id, user_id }, LOOKING_UP))
            .await
        {
            Ok(_) => Presence::Here,
            Err(error) if error.code() == UNKNOWN_MEMBER => Presence::Left,
            Err(error) => {
                tracing::info!(%error, "could not find out whether somebody is still there");
                Presence::Unknown
            }
        }
    }
}

/// Whether a conversation is none of this bot's.
fn is_not_ours(error: &RestError) -> bool {
    matches!(error.code(), UNKNOWN_CHANNEL | NO_ACCESS)
}

/// What became of a message that Discord did not simply take.
fn became(error: &RestError) -> Sent {
    match (error.status(), error.code()) {
        // Before the status, which is 403 as well.
        (_, CLOSED_TO_US) => Sent::Refused(Refused::Closed),
        (404, _) => Sent::Refused(Refused::Gone),
        (401 | 403, _) => Sent::Refused(Refused::Forbidden),
        (400..500, _) => Sent::Refused(Refused::Invalid(error.to_string())),
        _ => match error {
            RestError::Limited(after) => Sent::Later(*after),
            RestError::Blocked(_) => Sent::Later(BLOCKED),
            _ => Sent::Uncertain(error.to_string()),
        },
    }
}

/// Whether a message is ours and has a button with this mark.
fn carries(message: &Value, me: UserId, mark: Mark) -> bool {
    let rows = message["components"].as_array().into_iter().flatten();
    let buttons = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let mut actions = buttons.filter_map(|button| button["custom_id"].as_str());
    message["author"]["id"] == me.to_string()
        && actions.any(|action| Click::read(action).subject() == Some(mark.0))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_is_known_by_the_mark_in_its_buttons() {
        let me = UserId::new(1);
        let message = |author: &str, action: &str| {
            let rows = json!([{ "type": 1, "components": [{ "type": 2, "custom_id": action }] }]);
            json!({ "id": "9", "author": { "id": author }, "components": rows })
        };
        for (author, action, known) in [
            ("1", "answer:812.1", true),
            ("1", "nudge:812.later", true),
            ("1", "who:812", true),
            ("1", "answer:8121.1", false),
            ("1", "answer:1.812", false),
            ("2", "answer:812.1", false),
        ] {
            assert_eq!(
                carries(&message(author, action), me, Mark(812)),
                known,
                "{author} {action}"
            );
        }
        assert!(!carries(&json!({ "id": "9", "author": { "id": "1" } }), me, Mark(812)));
    }

    #[test]
    fn what_discord_says_is_told_apart() {
        let refused = |status, code| RestError::Refused { status, code, message: String::new() };
        for (error, expected) in [
            (refused(404, 10_003), Sent::Refused(Refused::Gone)),
            (refused(403, 50_013), Sent::Refused(Refused::Forbidden)),
            (refused(403, 50_007), Sent::Refused(Refused::Closed)),
            (RestError::Limited(Duration::from_secs(7)), Sent::Later(Duration::from_secs(7))),
            (RestError::Blocked("code 40333"), Sent::Later(BLOCKED)),
        ] {
            assert_eq!(became(&error), expected);
        }
        assert!(matches!(became(&refused(400, 50_035)), Sent::Refused(Refused::Invalid(_))));
        assert!(matches!(
            became(&RestError::Unanswered("status 500".to_owned())),
            Sent::Uncertain(_)
        ));
    }
}
