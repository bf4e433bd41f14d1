//! Answering what people press, choose and type as commands: in private, in forms, once.
//!
//! Slack wants every delivery acknowledged within three seconds, which the connection does at once,
//! but for a form that was sent: what becomes of that is part of its acknowledgement. Source:
//! <https://docs.slack.dev/interactivity/handling-user-interaction>.

use std::time::Duration;

use chrono::Utc;
use serde_json::json;
use slack_morphism::blocks::SlackView;

use super::answering::{ANSWERS, Address, LIVES, Listener};
use super::api::{ApiError, CHANGE_VIEW, Call, OPEN_VIEW};
use super::form::{Origin, Seen};
use super::heard::Heard;
use super::{Slack, views};
use crate::app::reply::{Block, Form, Message, Reply, Tone};
use crate::app::request::Request;
use crate::domain::place::Place;
use crate::platform::plan::{First, Plan};

/// How long after it was heard a form can still be opened, less a little for the way there.
const TRIGGER: Duration = Duration::from_millis(2_500);

/// How long it is tried to put something into an open form.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is said where a form was to open, and its time is over.
const TOO_LATE: &str = "⚠️ That took me longer than usual. Please press the button once more, or \
    use the command again.";

/// Where something was done, found out.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The place of the request.
    pub(super) place: Place,
    /// Where it was done, as far as it was in a channel or conversation.
    pub(super) origin: Origin,
}

impl Slack {
    /// Answers a command, a press, a choice or a shortcut.
    pub(super) async fn respond(&self, heard: Heard) {
        let Some(workspace) = self.workspace(heard.workspaces.iter().map(String::as_str)) else {
            tracing::warn!("something was done in a workspace that Slack does not name");
            return;
        };
        let Some(asker) = self.asker(&heard.person, &heard.called, &workspace).await else {
            return;
        };
        let Some(found) = self.found(&heard, &workspace).await else { return };
        let hindrance = self.hindrance(&found.place, &heard.action).await;
        let request = Request {
            event: heard.event.clone(),
            place: found.place.clone(),
            asker,
            action: heard.action.clone(),
            hindrance,
        };
        let reply = self.ask(request).await;
        self.answer(&heard, &found, reply).await;
    }

    /// Where something was done. What was done in no channel belongs to the person's conversation
    /// with the bot.
    pub(super) async fn found(&self, heard: &Heard, workspace: &str) -> Option<Found> {
        let (mut origin, mut is_direct) = (heard.origin.clone(), false);
        if origin.channel.is_empty() {
            match self.conversation(&heard.person, workspace, PATIENCE).await {
                Ok(channel) => origin.channel = channel,
                Err(error) => {
                    tracing::warn!(%error, "a conversation with somebody could not be opened");
                    return None;
                }
            }
            is_direct = true;
        } else if origin.channel.starts_with('D') {
            // A command can be typed in a conversation of two people, in which we are not.
            let is_press = origin.message.is_some() && origin.seen == Seen::ByAll;
            is_direct = is_press || self.is_ours(&origin.channel, workspace).await;
        }
        let home = self.home_of(&heard.person, workspace, is_direct, &heard.action).await;
        let place = Place { home, channel: origin.channel.clone(), direct: is_direct };
        self.belongs_to(&place.channel, workspace);
        Some(Found { place, origin })
    }

    /// Shows what the application says to something that was done.
    async fn answer(&self, heard: &Heard, found: &Found, reply: Reply) {
        if found.origin.is_in_window() {
            return self.answer_in_form(heard, found, reply).await;
        }
        let is_late = heard.began.elapsed() > TRIGGER;
        let (direct, source) = (found.place.direct, heard.source);
        let plan = if is_late {
            Plan::late(reply.clone(), source, direct)
        } else {
            Plan::of(reply.clone(), source, direct)
        };
        let listener = self.listener(heard, found);
        let public = self.show_public(&found.place.channel, plan.public);
        match plan.first {
            First::Say(message) => listener.say(&message).await,
            First::Replace(message) => listener.replace(&message).await,
            First::Form(form) => {
                let origin = self.remembered(heard, found).await;
                let opened = if is_late {
                    false
                } else {
                    self.open(&form, &origin, heard, &found.place.home.id).await
                };
                if !opened {
                    self.say_beside(&listener, &reply).await;
                }
            }
            First::Quiet | First::Wait => self.tell_unseen(&listener, public).await,
        }
        for message in &plan.more {
            listener.say(message).await;
        }
    }

    /// Says what stands beside a form that did not open.
    async fn say_beside(&self, listener: &Listener<'_>, reply: &Reply) {
        let direct = listener.is_direct;
        let mut said = false;
        for message in reply.messages.iter().filter(|message| direct || is_private(message)) {
            listener.say(message).await;
            said = true;
        }
        if !said {
            listener.say_sentence(TOO_LATE.to_owned()).await;
        }
    }

    /// Shows in a form what comes of something that was done on the home tab, by a shortcut, or in
    /// such a form.
    async fn answer_in_form(&self, heard: &Heard, found: &Found, reply: Reply) {
        if heard.is_setting && !reply.messages.iter().any(is_refusal) {
            return;
        }
        let view = if let Some(form) = &reply.form {
            views::modal(form, &found.origin)
        } else {
            let Some(message) = views::merged(&reply.messages) else { return };
            views::told(&message, &found.origin)
        };
        self.show_view(view, heard, found).await;
        let listener = self.listener(heard, found);
        for message in &reply.messages {
            listener.hand_over(message).await;
        }
    }

    /// Shows a form in the place of the open one, or opens it.
    async fn show_view(&self, view: SlackView, heard: &Heard, found: &Found) {
        let shown = match &found.origin.view {
            Some(id) => self.change_view(id, view, &found.place.home.id).await,
            None => self.open_view(view, heard, &found.place.home.id).await,
        };
        if let Err(error) = shown {
            tracing::info!(%error, "a form could not be shown");
            let text = match error {
                ApiError::Limited(_) => {
                    "⚠️ Slack asks me to go slower just now. Please try once more in a minute."
                }
                ApiError::Refused { .. } | ApiError::Unanswered { .. } => TOO_LATE,
            };
            self.listener(heard, found).say_sentence(text.to_owned()).await;
        }
    }

    /// Opens a form; whether that was in time.
    async fn open(&self, form: &Form, origin: &Origin, heard: &Heard, workspace: &str) -> bool {
        let (form, origin) = self.with_names(form.clone(), origin.clone(), workspace).await;
        let view = views::modal(&form, &origin);
        let opened = self.open_view(view, heard, workspace).await;
        if let Err(error) = &opened {
            tracing::info!(%error, "a form could not be opened");
            if error.word().contains("trigger") {
                self.count_expired();
            }
        }
        opened.is_ok()
    }

    async fn open_view(
        &self,
        view: SlackView,
        heard: &Heard,
        workspace: &str,
    ) -> Result<(), ApiError> {
        let parameters = json!({ "trigger_id": heard.trigger, "view": view });
        let mut call = Call::new(&OPEN_VIEW, workspace, parameters, TRIGGER);
        call.deadline = heard.began + TRIGGER;
        call.turn_by = call.deadline;
        self.api().send(&call).await.map(drop)
    }

    /// Puts something else into an open form.
    pub(super) async fn change_view(
        &self,
        id: &str,
        view: SlackView,
        workspace: &str,
    ) -> Result<(), ApiError> {
        let parameters = json!({ "view_id": id, "view": view });
        self.api().send(&Call::new(&CHANGE_VIEW, workspace, parameters, PATIENCE)).await.map(drop)
    }

    /// Where a form came from that is to be opened now, with the number under which the address is
    /// written down at which it is answered.
    async fn remembered(&self, heard: &Heard, found: &Found) -> Origin {
        let mut origin = found.origin.clone();
        let needed = !found.place.direct;
        let Some(url) = heard.answered_at.as_ref().filter(|_| needed) else { return origin };
        let id = format!("{:032x}", rand::random::<u128>());
        let until = Utc::now() + LIVES;
        match self.store().put_reply_address(&id, url, ANSWERS, until, Utc::now()).await {
            Ok(()) => origin.answered_at = Some(id),
            Err(error) => {
                let cause = &error as &dyn std::error::Error;
                tracing::error!(cause, "could not write down where a form is answered");
            }
        }
        origin
    }

    /// Who is told what comes of something that was done.
    pub(super) fn listener<'a>(&'a self, heard: &'a Heard, found: &'a Found) -> Listener<'a> {
        Listener {
            slack: self,
            workspace: &found.place.home.id,
            person: &heard.person,
            origin: &found.origin,
            is_direct: found.place.direct,
            address: heard.answered_at.clone().map(|url| Address::new(url, ANSWERS)),
            event: &heard.event,
        }
    }
}

/// Whether a message says that something could not be done.
fn is_refusal(message: &Message) -> bool {
    let refuses = |block: &Block| matches!(block, Block::Callout { tone: Tone::Refused, .. });
    message.blocks.iter().any(refuses)
}

fn is_private(message: &Message) -> bool {
    message.audience == crate::app::reply::Audience::Asker
}
