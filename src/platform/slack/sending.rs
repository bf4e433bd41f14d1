//! Slack as the rest of the program reaches it. What is sent once carries its mark as metadata, by
//! which it is looked for where nobody knows whether it was taken.

use std::time::Duration;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::api::ApiError;
use super::posting::Marked;
use super::showing::Unsent;
use super::stamp::{Spot, Stamp};
use super::{PLATFORM, Slack, TITLE, render};
use crate::app::Post;
use crate::app::reach::{HomeName, MayPost, Person, Presence, Traits};
use crate::app::reply::Message;
use crate::domain::place::{Home, Place};
use crate::picture::Themes;
use crate::platform::Platform;
use crate::platform::sending::{Direct, Found, Mark, Refused, Sent};

/// How long one message is tried; well within the time for which a posting is claimed.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the opening of a conversation is tried.
const OPENING: Duration = Duration::from_secs(12);

/// The pause before the opening of a conversation is tried again.
const AGAIN: Duration = Duration::from_secs(5);

/// The pause before something is tried again where Slack takes nothing from us.
const BLOCKED: Duration = Duration::from_mins(1);

/// How long it is tried to look somebody up.
const LOOKING_UP: Duration = Duration::from_secs(5);

#[async_trait]
impl Platform for Slack {
    fn name(&self) -> &'static str {
        PLATFORM
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn traits(&self) -> Traits {
        Traits {
            themes: Themes::Middle,
            keeps_messages: false,
            members_alone_write: true,
            direct_is_apart: self.is_for_organisation(),
        }
    }

    fn greeting(&self) -> String {
        let name = &self.known().name;
        format!(
            "Studyhall is ready on Slack. Type /invite @{name} in a channel, and /studyhall to \
             begin."
        )
    }

    async fn run(&self, shutdown: &CancellationToken) -> anyhow::Result<()> {
        Ok(self.keep_connected(shutdown).await?)
    }

    async fn post(&self, post: Post) -> anyhow::Result<()> {
        self.belongs_to(&post.place.channel, &post.place.home.id);
        self.put(post);
        Ok(())
    }

    async fn send(&self, place: &Place, message: &Message, mark: Mark) -> Sent {
        self.belongs_to(&place.channel, &place.home.id);
        let (spot, mark) = (Spot::channel(&place.channel), mark.0.to_string());
        let marked =
            Marked { spot: &spot, workspace: &place.home.id, mark: &mark, patience: PATIENCE };
        match self.post_once(marked, &render::body(message)).await {
            Ok(stamp) => Sent::There(stamp.to_string()),
            Err(error) if place.direct && error.word() == "channel_not_found" => {
                // It was opened by another app of ours, or is gone; the next try opens it anew.
                self.forget_conversation(&place.channel).await;
                Sent::Later(Duration::ZERO)
            }
            Err(error) => {
                if error.is_about_token() {
                    self.sent_away(&place.home.id);
                }
                became(&error)
            }
        }
    }

    async fn find(&self, place: &Place, mark: Mark) -> Found {
        let (spot, mark) = (Spot::channel(&place.channel), mark.0.to_string());
        let marked =
            Marked { spot: &spot, workspace: &place.home.id, mark: &mark, patience: PATIENCE };
        match self.find_mark(marked).await {
            Ok(Some(stamp)) => Found::There(stamp.to_string()),
            Ok(None) => Found::NotThere,
            Err(error) => match became(&error) {
                // Where nothing can be read any more, nothing can be written either.
                Sent::Refused(Refused::Gone | Refused::Forbidden) => Found::NotThere,
                _ => Found::Unknown(error.to_string()),
            },
        }
    }

    async fn edit(&self, place: &Place, reference: &str, message: &Message) -> Sent {
        let Ok(stamp) = reference.parse::<Stamp>() else { return Sent::Refused(Refused::Gone) };
        match self.change(&stamp, &place.home.id, &render::body(message), PATIENCE).await {
            Ok(()) => Sent::There(reference.to_owned()),
            Err(error) => became(&error),
        }
    }

    async fn direct(&self, home: &Home, member: &str) -> Direct {
        match self.conversation(member, &home.id, OPENING).await {
            Ok(channel) => Direct::Open(Place { home: home.clone(), channel, direct: true }),
            Err(Unsent::Api(error)) => match became(&error) {
                Sent::Refused(refused) => Direct::Refused(refused),
                Sent::Later(pause) => Direct::Later(pause.min(AGAIN)),
                // Opening twice opens once, so uncertainty costs nothing here.
                Sent::There(_) | Sent::Uncertain(_) => Direct::Later(AGAIN),
            },
            Err(Unsent::Store(_)) => Direct::Later(AGAIN),
        }
    }

    async fn may_post(&self, place: &Place) -> MayPost {
        if place.direct {
            return MayPost::Yes;
        }
        self.may_post_in(&place.channel, &place.home.id).await
    }

    fn home_name(&self, home: &Home) -> HomeName {
        self.workspace_name(&home.id)
    }

    async fn person(&self, home: &Home, id: &str) -> Option<Person> {
        if !is_person(id) {
            return None;
        }
        let known = self.profile(id, &home.id, (LOOKING_UP, LOOKING_UP)).await;
        let profile = known.ok().filter(|profile| !profile.is_gone)?;
        let is_of_here = profile.workspace.is_empty()
            || profile.workspace == home.id
            || self.known().workspace.is_none();
        is_of_here.then_some(Person { name: profile.name, is_bot: profile.is_bot })
    }

    async fn presence(&self, home: &Home, member: &str) -> Presence {
        match self.profile(member, &home.id, (LOOKING_UP, LOOKING_UP)).await {
            Ok(profile) if profile.is_gone => Presence::Left,
            Ok(_) => Presence::Here,
            Err(error) if matches!(error.word(), "user_not_found" | "user_not_visible") => {
                Presence::Left
            }
            Err(error) => {
                tracing::info!(%error, "could not find out whether somebody is still there");
                Presence::Unknown
            }
        }
    }
}

/// Whether a text is an id of a person's: `U012AB3CD`, `W012AB3CD`.
fn is_person(text: &str) -> bool {
    let is_of_id = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    text.len() >= 9 && text.starts_with(['U', 'W']) && text.chars().all(is_of_id)
}

/// What became of a message that Slack did not simply take.
fn became(error: &ApiError) -> Sent {
    if error.is_about_token() {
        // What is planned rests until the app is back.
        return Sent::Later(BLOCKED);
    }
    match error {
        ApiError::Limited(after) => Sent::Later(*after),
        ApiError::Unanswered { .. } => Sent::Uncertain(error.to_string()),
        ApiError::Refused { error: word, .. } => Sent::Refused(match word.as_str() {
            "channel_not_found" | "message_not_found" | "user_not_found" | "not_visible" => {
                Refused::Gone
            }
            // It is there, and says why nobody posts in it when it is asked.
            "is_archived"
            | "not_in_channel"
            | "no_permission"
            | "missing_scope"
            | "cant_update_message"
            | "ekm_access_denied"
            | "access_denied"
            | "team_access_not_granted" => Refused::Forbidden,
            "user_disabled" | "cannot_dm_bot" | "user_not_visible" | "messages_tab_disabled" => {
                Refused::Closed
            }
            // `restricted_action`, `restricted_action_read_only_channel` and their like.
            word if word.starts_with("restricted_action") => Refused::Forbidden,
            _ => Refused::Invalid(error.to_string()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_slack_says_is_told_apart() {
        let refused = |word: &str| ApiError::Refused {
            method: "chat.postMessage",
            error: word.to_owned(),
            detail: String::new(),
        };
        for (word, expected) in [
            ("channel_not_found", Sent::Refused(Refused::Gone)),
            ("is_archived", Sent::Refused(Refused::Forbidden)),
            ("not_in_channel", Sent::Refused(Refused::Forbidden)),
            ("restricted_action_non_threadable_channel", Sent::Refused(Refused::Forbidden)),
            ("user_disabled", Sent::Refused(Refused::Closed)),
            ("token_revoked", Sent::Later(BLOCKED)),
            ("account_inactive", Sent::Later(BLOCKED)),
        ] {
            assert_eq!(became(&refused(word)), expected, "{word}");
        }
        assert!(matches!(became(&refused("invalid_blocks")), Sent::Refused(Refused::Invalid(_))));
        let after = Duration::from_secs(7);
        assert_eq!(became(&ApiError::Limited(after)), Sent::Later(after));
        let unanswered =
            ApiError::Unanswered { method: "chat.postMessage", why: "fatal_error".to_owned() };
        assert!(matches!(became(&unanswered), Sent::Uncertain(_)));
    }
}
