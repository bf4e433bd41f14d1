//! A form that was sent: what becomes of it is part of its acknowledgement.
//!
//! It is acknowledged with what came of it where that is known in time: closed, with what is wrong
//! at its fields, or with another form in its place. Else it shows that it waits, and is changed
//! when it is known. Source: <https://docs.slack.dev/surfaces/modals>.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use super::answering::Address;
use super::form::Origin;
use super::heard::payload::{Interaction, View};
use super::heard::{Heard, handed_in};
use super::respond::Found;
use super::socket::Ack;
use super::{Slack, render, views};
use crate::app::click::Click;
use crate::app::command;
use crate::app::reply::Reply;
use crate::app::request::{Action, Request};
use crate::platform::plan::{First, Plan};

/// When a form is acknowledged if nothing is known of it.
const READY_BY: Duration = Duration::from_millis(1_500);

impl Slack {
    /// Takes a form that was sent. What is delivered again is only acknowledged.
    pub(super) async fn submit(
        &self,
        interaction: Interaction,
        envelope: &str,
        ack: Ack,
        is_new: bool,
    ) {
        let Some(heard) = Heard::of_form(&interaction, envelope) else { return ack.plainly() };
        let nothing = View::default();
        let mut deciding = std::pin::pin!(self.decided(heard.clone(), &interaction));
        tokio::select! {
            decided = &mut deciding => {
                let Some((found, reply)) = decided else { return ack.plainly() };
                let sent = interaction.view.as_ref().unwrap_or(&nothing);
                match acknowledgement(&reply, &found, &heard, sent) {
                    Some(payload) => ack.with(payload),
                    None => ack.plainly(),
                }
                if is_new {
                    self.after_form(&heard, &found, reply).await;
                }
            }
            () = sleep(READY_BY) => {
                ack.with(waiting(&heard.origin));
                let Some((found, reply)) = deciding.await else { return };
                self.end_waiting(&heard, &found, &reply).await;
                if is_new {
                    self.after_form(&heard, &found, reply).await;
                }
            }
        }
    }

    /// What the application says to a form.
    async fn decided(&self, mut heard: Heard, interaction: &Interaction) -> Option<(Found, Reply)> {
        let workspace = self.workspace(heard.workspaces.iter().map(String::as_str))?;
        let asker = self.asker(&heard.person, &heard.called, &workspace).await?;
        let found = self.found(&heard, &workspace).await?;
        if let (Some(view), Action::Submit { action: Click::Line(line), files, .. }) =
            (&interaction.view, &mut heard.action)
        {
            for (option, file) in handed_in(view) {
                let written = command::parse(line).ok();
                let most = written.and_then(|written| written.most_bytes(&option));
                // An option that takes no file refuses it; nothing of it is fetched.
                let taken = self.fetch(&file, most.unwrap_or_default()).await;
                files.insert(option, taken);
            }
        }
        let hindrance = self.hindrance(&found.place, &heard.action).await;
        let (place, action) = (found.place.clone(), heard.action);
        let request = Request { event: heard.event, place, asker, action, hindrance };
        let mut reply = self.ask(request).await;
        let Found { place, origin } = found;
        let origin = match reply.form.take() {
            Some(form) => {
                let (form, origin) = self.with_names(form, origin, &workspace).await;
                reply.form = Some(form);
                origin
            }
            None => origin,
        };
        Some((Found { place, origin }, reply))
    }

    /// Shows what came of a form beside the form itself.
    async fn after_form(&self, heard: &Heard, found: &Found, reply: Reply) {
        let direct = found.place.direct;
        let has_form = reply.form.is_some();
        // One that stays open may be sent again as it is, and then something may come of it.
        if !has_form && !self.is_new(&heard.event) {
            tracing::debug!("a form was sent twice");
            return;
        }
        let plan = Plan::of(Reply { form: None, ..reply }, heard.source, direct);
        let public = self.show_public(&found.place.channel, plan.public);
        // What is said beside a form is for whom it does not open; from the home tab, all is shown
        // in the form itself.
        if has_form || found.origin.is_in_window() {
            return;
        }
        let mut listener = self.listener(heard, found);
        listener.address = self.kept_address(&found.origin).await;
        let before = listener.address.as_ref().map_or(0, Address::left);
        match plan.first {
            First::Say(message) => listener.say(&message).await,
            First::Replace(message) => listener.replace(&message).await,
            First::Quiet | First::Wait => self.tell_unseen(&listener, public).await,
            First::Form(_) => {}
        }
        for message in &plan.more {
            listener.say(message).await;
        }
        let left = listener.address.as_ref().map_or(0, Address::left);
        self.spend_address(&found.origin, before - left).await;
    }

    /// Puts what came of a form into it, where it still says that it waits.
    async fn end_waiting(&self, heard: &Heard, found: &Found, reply: &Reply) {
        let Some(id) = &heard.origin.view else { return };
        let view = match (&reply.form, views::merged(&reply.messages)) {
            (Some(form), _) => views::modal(form, &found.origin),
            (None, Some(message)) if found.origin.is_in_window() => {
                views::told(&message, &found.origin)
            }
            // What it says stands in the channel, where it can be acted on.
            (None, _) => {
                views::sentence("Done. What came of it is where you came from.", &found.origin)
            }
        };
        if let Err(error) = self.change_view(id, view, &found.place.home.id).await {
            // Whoever closed it meanwhile did not want to see it.
            tracing::debug!(%error, "a form that waited could not be changed");
        }
    }

    async fn kept_address(&self, origin: &Origin) -> Option<Address> {
        let id = origin.answered_at.as_ref()?;
        match self.store().reply_address(id, chrono::Utc::now()).await {
            Ok(kept) => kept.map(|(url, left)| Address::new(url, left)),
            Err(error) => {
                let cause = &error as &dyn std::error::Error;
                tracing::error!(cause, "could not look up where a form is answered");
                None
            }
        }
    }

    async fn spend_address(&self, origin: &Origin, answers: u32) {
        let Some(id) = origin.answered_at.as_ref().filter(|_| answers > 0) else { return };
        if let Err(error) = self.store().spend_reply_address(id, answers).await {
            let cause = &error as &dyn std::error::Error;
            tracing::error!(cause, "could not write down how often a form was answered");
        }
    }
}

/// What a form is acknowledged with; none where it simply closes.
fn acknowledgement(reply: &Reply, found: &Found, heard: &Heard, sent: &View) -> Option<Value> {
    let view = if let Some(form) = &reply.form {
        let names: Vec<&str> = sent.fields().collect();
        if let Some(errors) = render::errors(form, &sends(heard), &names) {
            return Some(json!({ "response_action": "errors", "errors": errors }));
        }
        views::modal(form, &found.origin)
    } else {
        let message = views::merged(&reply.messages).filter(|_| found.origin.is_in_window())?;
        views::told(&message, &found.origin)
    };
    Some(json!({ "response_action": "update", "view": view }))
}

/// What a form sends back, as its text.
fn sends(heard: &Heard) -> String {
    match &heard.action {
        Action::Submit { action, .. } => action.to_string(),
        _ => String::new(),
    }
}

/// The acknowledgement of a form of which nothing is known yet: it says that it waits.
fn waiting(origin: &Origin) -> Value {
    json!({ "response_action": "update", "view": views::sentence("One moment …", origin) })
}
