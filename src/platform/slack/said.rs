//! Messages that people type: direct ones, those that mention the bot, and those in a thread under
//! one of its questions.
//!
//! Slack delivers all that is said in channels that the app is in. What is no mention is looked at
//! only where it stands under a question; all else is talk, of which nothing is kept.

use super::api::ApiError;
use super::form::Origin;
use super::heard::payload::Event;
use super::line::{plain, speaks_to_somebody, without_mention};
use super::posting::question_in;
use super::stamp::Stamp;
use super::{PLATFORM, Slack, lock};
use crate::app::command;
use crate::app::played::{Played, Spot as Question};
use crate::app::reply::{Audience, Block, Message, Reply, Tone};
use crate::app::request::{Action, Addressee, Request};
use crate::domain::place::Place;
use crate::platform::slack::answering::Listener;
use crate::store::Result;

/// What somebody is told who answers in a thread for the first time.
const THREADS_ARE_OPEN: &str = "Everybody here can read this thread. The Answer button and /answer \
    are for you alone.";

/// How many people are remembered as told; beyond that all are told once more.
const MANY: usize = 50_000;

impl Slack {
    /// Does what a message asks for, if it is for us.
    pub(super) async fn said(&self, event: &Event, workspace: Option<&str>, event_id: &str) {
        let Some(workspace) = workspace else { return };
        if !is_from_a_person(event) || event.person() == self.known().me {
            return;
        }
        let action = match self.action_of(event, workspace).await {
            Ok(Some(action)) => action,
            Ok(None) => return,
            Err(error) => {
                let cause = &error as &dyn std::error::Error;
                tracing::error!(cause, "could not find out what a message is about");
                return;
            }
        };
        // A mention is told twice: as a message, and as a mention.
        let id = format!("{}:{}", event.place(), event.ts);
        if event.ts.is_empty() || !self.is_new(&id) {
            tracing::debug!(event_id, "Slack tells of a message again");
            return;
        }
        let Some(asker) = self.asker(event.person(), "", workspace).await else { return };
        let place = Place {
            home: self.home_of(event.person(), workspace, is_direct(event), &action).await,
            channel: event.place().to_owned(),
            direct: is_direct(event),
        };
        self.belongs_to(&place.channel, workspace);
        let is_in_thread = !place.direct && thread_of(event).is_some();
        let request =
            Request { event: id.clone(), place: place.clone(), asker, action, hindrance: None };
        let reply = self.ask(request).await;
        let origin = Origin {
            channel: place.channel.clone(),
            thread: thread_of(event).map(str::to_owned),
            ..Origin::default()
        };
        let listener = Listener {
            slack: self,
            workspace,
            person: event.person(),
            origin: &origin,
            is_direct: place.direct,
            address: None,
            event: &id,
        };
        self.answer_said(&listener, reply, is_in_thread).await;
    }

    /// Shows what the application says to a message: to everyone in the channel, the rest to its
    /// author alone.
    async fn answer_said(&self, listener: &Listener<'_>, reply: Reply, is_in_thread: bool) {
        let Reply { messages, form, .. } = reply;
        // A form opens where something is pressed, not where something is said; the messages beside
        // it have a button that opens it.
        drop(form);
        let (mut private, public): (Vec<Message>, Vec<Message>) = messages
            .into_iter()
            .partition(|message| listener.is_direct || message.audience == Audience::Asker);
        let public = self.show_public(&listener.origin.channel, public);
        // Only an answer would better have been given elsewhere.
        if let Some(verdict) = private.iter_mut().find(|one| is_in_thread && is_verdict(one))
            && self.is_to_be_told_of_threads(listener.person)
        {
            verdict.blocks.push(Block::Note { text: THREADS_ARE_OPEN.into() });
        }
        for message in &private {
            listener.say(message).await;
        }
        if private.is_empty() {
            self.tell_unseen(listener, public).await;
        }
    }

    /// What a message asks for; none if it is not for us, or says nothing.
    async fn action_of(&self, event: &Event, workspace: &str) -> Result<Option<Action>> {
        let bare = without_mention(&event.text, &self.known().me);
        let is_to_us = is_direct(event) || bare.is_some();
        let typed = bare.as_deref().unwrap_or(&event.text).trim();
        let text = plain(typed).trim().to_owned();
        if is_to_us {
            if typed.is_empty() {
                return Ok(Some(Action::Home));
            }
            if let Some(line) = line_of(&text, bare.is_some()) {
                return Ok(Some(Action::Line(line)));
            }
            let to = match self.question_above(event, workspace).await? {
                Above::Question(question) | Above::Quiz(question) => Addressee::Question(question),
                Above::Nothing | Above::Foreign => Addressee::Bot,
            };
            return Ok(Some(Action::Said { text, to }));
        }
        // Somebody speaks to somebody, or to the channel.
        if text.is_empty() || thread_of(event).is_none() || speaks_to_somebody(&event.text) {
            return Ok(None);
        }
        Ok(match self.question_above(event, workspace).await? {
            Above::Question(question) => {
                let under = match question.of {
                    Played::Posting(posting) => Some(posting),
                    Played::Quiz(_) => None,
                };
                let to = Addressee::Everyone { under };
                Some(Action::Said { text, to })
            }
            Above::Quiz(_) => Some(Action::Said { text, to: Addressee::Everyone { under: None } }),
            Above::Nothing | Above::Foreign => None,
        })
    }

    /// What stands above a message in its thread.
    async fn question_above(&self, event: &Event, workspace: &str) -> Result<Above> {
        let Some(thread) = thread_of(event) else { return Ok(Above::Nothing) };
        let stamp = Stamp::new(event.place(), thread);
        if let Some(posting) = self.app().card_at(PLATFORM, &stamp.to_string()).await? {
            return Ok(Above::Question(Question::of_card(posting)));
        }
        let names = self.store().names_in(PLATFORM, &stamp.to_string()).await?;
        if let Some(latest) = latest_question(&names) {
            return Ok(Above::Quiz(latest));
        }
        // In a conversation of two, each of our questions may have answers under it.
        if !is_direct(event) {
            return Ok(Above::Foreign);
        }
        match self.message_at(&stamp, workspace).await {
            Ok(message) => Ok(question_in(&message).map_or(Above::Nothing, Above::Question)),
            Err(error) => {
                tracing::info!(%error, "could not look up the message above an answer");
                Ok(Above::Nothing)
            }
        }
    }

    /// Whether somebody has not been told yet, since this program started, that threads are read by
    /// all.
    fn is_to_be_told_of_threads(&self, person: &str) -> bool {
        let mut told = lock(&self.0.told_of_threads);
        if told.len() >= MANY {
            told.clear();
        }
        told.insert(person.to_owned())
    }
}

/// Whether a message judges an answer.
fn is_verdict(message: &Message) -> bool {
    message.blocks.iter().any(|block| match block {
        Block::Callout { tone, .. } => !matches!(tone, Tone::Notice | Tone::Refused),
        _ => false,
    })
}

/// What stands above a message in its thread.
enum Above {
    /// A question, or what was one.
    Question(Question),
    /// A quiz that everyone plays, whose latest question this is.
    Quiz(Question),
    /// Nothing of ours that asks anything.
    Nothing,
    /// A message of somebody else's.
    Foreign,
}

/// The latest question of a quiz in whose thread there are messages of these names: `quiz:812.2`,
/// or `quiz:812` where only the first stands, above the thread.
fn latest_question(names: &[String]) -> Option<Question> {
    let mut latest: Option<Question> = None;
    for name in names {
        let Some((_, told)) = name.split_once(':') else { continue };
        let first = || format!("{told}.1").parse::<Question>();
        let Ok(question) = told.parse::<Question>().or_else(|_| first()) else { continue };
        if latest.is_none_or(|latest| latest.round < question.round) {
            latest = Some(question);
        }
    }
    latest
}

/// Whether a person has said it just now: not an app, which would never stop, and no change of what
/// was said before.
fn is_from_a_person(event: &Event) -> bool {
    let is_said = match event.subtype.as_deref() {
        None | Some("file_share" | "thread_broadcast" | "me_message") => true,
        Some(_) => false,
    };
    is_said && event.bot_id.is_none() && event.edited.is_null() && !event.person().is_empty()
}

fn is_direct(event: &Event) -> bool {
    event.channel_type == "im" || event.place().starts_with('D')
}

/// The thread that a message stands in, by its first message; the first message stands in none.
fn thread_of(event: &Event) -> Option<&str> {
    event.thread_ts.as_deref().filter(|thread| *thread != event.ts)
}

/// The command that a text is: one with a slash, or, where the bot is mentioned, one by its name
/// alone, since threads take no commands. A sentence that begins like one may be an answer.
fn line_of(text: &str, is_mention: bool) -> Option<String> {
    if text.starts_with('/') {
        return Some(text.to_owned());
    }
    (is_mention && command::is_command(text)).then(|| format!("/{text}"))
}

impl Slack {
    /// A message that stands somewhere, as Slack tells it.
    async fn message_at(
        &self,
        stamp: &Stamp,
        workspace: &str,
    ) -> std::result::Result<serde_json::Value, ApiError> {
        let parameters = serde_json::json!({
            "channel": stamp.channel,
            "latest": stamp.time,
            "inclusive": true,
            "limit": 1,
        });
        let patience = std::time::Duration::from_secs(5);
        let call = super::api::Call::new(&super::api::HISTORY, workspace, parameters, patience);
        let mut page = self.api().send(&call).await?;
        Ok(page["messages"][0].take())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::heard::lenient::read;
    use super::*;

    #[test]
    fn only_what_a_person_says_just_now_is_heard() {
        for (event, heard) in [
            (json!({ "user": "U1", "text": "a" }), true),
            (json!({ "user": "U1", "subtype": "file_share" }), true),
            (json!({ "user": "U1", "bot_id": "B1" }), false),
            (json!({ "user": "U1", "subtype": "message_changed" }), false),
            (json!({ "user": "U1", "edited": { "ts": "1.2" } }), false),
            (json!({ "text": "a" }), false),
        ] {
            assert_eq!(is_from_a_person(&read(event.clone())), heard, "{event}");
        }
    }

    #[test]
    fn a_thread_is_about_its_latest_question() {
        let latest = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            latest_question(&names).map(|question| question.to_string())
        };
        assert_eq!(latest(&["quiz:812"]).as_deref(), Some("812.1"));
        assert_eq!(latest(&["quiz:812.2", "quiz:812", "quiz:812.10"]).as_deref(), Some("812.10"));
        assert_eq!(latest(&["greeting"]), None);
    }

    #[test]
    fn a_mention_may_be_a_command() {
        for (text, is_mention, line) in [
            ("quiz topic:Lambda", true, Some("/quiz topic:Lambda")),
            ("daily today", true, Some("/daily today")),
            ("quiz", false, None),
            ("/quiz", false, Some("/quiz")),
            ("Paris", true, None),
            ("daily", true, Some("/daily")),
            ("team join", true, Some("/team join")),
            ("daily bread", true, None),
            ("quiz shows on television", true, None),
        ] {
            assert_eq!(line_of(text, is_mention).as_deref(), line, "{text}");
        }
    }
}
