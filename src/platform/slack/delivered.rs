//! What is delivered over the connections, sorted by what it is.

use chrono::Utc;
use serde_json::Value;

use super::heard::Heard;
use super::heard::lenient::read;
use super::heard::payload::{Command, Event, Happened, Interaction};
use super::manifest::START_QUIZ;
use super::socket::{Ack, Envelope};
use super::{PLATFORM, Slack, lock};
use crate::app::arrivals::Arrival;
use crate::app::caught::caught;
use crate::domain::place::Home;
use crate::ops::metrics::Dropped;

/// What the shortcut that starts a quiz stands for.
const QUIZ: &str = "/quiz";

/// Whether an envelope is acknowledged with what comes of it: a form that was sent, or something
/// that is being typed and wants to be completed.
pub(super) fn wants_answer(envelope: &Envelope) -> bool {
    let kind = envelope.payload["type"].as_str().unwrap_or_default();
    envelope.kind == "interactive" && matches!(kind, "view_submission" | "block_suggestion")
}

impl Slack {
    /// Has something that was delivered done, by a task of its own. It is acknowledged already but
    /// where `ack` is given.
    pub(super) fn handle(&self, envelope: Envelope, ack: Option<Ack>) {
        let slack = self.clone();
        self.0.handlers.spawn(async move {
            // Where stands in the log, by the hook.
            let _ = caught(Box::pin(slack.take(envelope, ack))).await;
        });
    }

    async fn take(&self, envelope: Envelope, ack: Option<Ack>) {
        let is_new = self.is_new(&envelope.id);
        let Envelope { id, kind, payload } = envelope;
        match (kind.as_str(), ack) {
            ("interactive", Some(ack)) => {
                let interaction: Interaction = read(payload);
                if interaction.kind == "block_suggestion" {
                    return ack.with(self.suggested(&interaction));
                }
                self.submit(interaction, &id, ack, is_new).await;
            }
            _ if !is_new => tracing::debug!(kind, "Slack delivers something again"),
            ("slash_commands", _) => {
                let command: Command = read(payload);
                self.respond(Heard::of_command(command, &id)).await;
            }
            ("interactive", None) => self.interacted(read(payload), &id).await,
            ("events_api", _) => self.happened(payload).await,
            _ => self.count_unknown(&kind),
        }
    }

    async fn interacted(&self, interaction: Interaction, envelope: &str) {
        match interaction.kind.as_str() {
            "block_actions" => {
                if let Some(heard) = Heard::of_press(&interaction, envelope) {
                    self.respond(heard).await;
                }
            }
            "shortcut" if interaction.callback_id == START_QUIZ => {
                self.respond(Heard::of_shortcut(&interaction, QUIZ, envelope)).await;
            }
            // Whoever closes a form wants nothing.
            "view_closed" => {}
            other => self.count_unknown(other),
        }
    }

    async fn happened(&self, payload: Value) {
        let happened: Happened = read(payload);
        let Happened { event_id, event, .. } = &happened;
        if !event_id.is_empty() && !self.is_new(event_id) {
            return;
        }
        let workspace = self.workspace_of(&happened);
        match event.kind.as_str() {
            "message" | "app_mention" => self.said(event, workspace.as_deref(), event_id).await,
            "app_home_opened" if event.tab == "home" || event.tab.is_empty() => {
                if let Some(workspace) = workspace {
                    self.home_opened(event.person(), &workspace);
                }
            }
            "app_home_opened" => {}
            "user_change" => self.0.people.forget(event.person()),
            "member_joined_channel" | "member_left_channel"
                if event.person() != self.known().me => {}
            "member_joined_channel" | "channel_unarchive" | "group_unarchive" => {
                self.0.channels.forget(event.place());
                self.channel_is_back(event.place()).await;
                if let (Some(workspace), Some(inviter)) = (&workspace, &event.inviter) {
                    self.acted_for(workspace, inviter, Some(event.place()));
                }
            }
            "member_left_channel"
            | "channel_archive"
            | "channel_deleted"
            | "group_archive"
            | "group_deleted"
            | "channel_left"
            | "group_left" => {
                self.0.channels.forget(event.place());
            }
            // Tokens of people are none of ours.
            "tokens_revoked" if !event.tokens.are_ours() => {}
            "app_uninstalled" | "tokens_revoked" => {
                let workspace = workspace.as_deref().unwrap_or_default();
                self.0.workspaces.lost(workspace);
                self.sent_away(workspace);
            }
            other => self.count_unknown(other),
        }
    }

    /// Has what has paused for want of a channel go on in it.
    async fn channel_is_back(&self, channel: &str) {
        self.app()
            .places_changed(
                |place| place.home.platform == PLATFORM && place.channel == channel,
                Utc::now(),
            )
            .await;
    }

    /// Takes note that somebody acts for the app in a workspace: they have invited it into a
    /// channel, or look at its page as an admin. Who has installed it, Slack tells none but those
    /// who install it by OAuth.
    pub(super) fn acted_for(&self, workspace: &str, person: &str, invited_to: Option<&str>) {
        let arrival = Arrival {
            home: Home::new(PLATFORM, workspace),
            since: None,
            channel: None,
            person: Some(person.to_owned()),
            invited_to: invited_to.map(str::to_owned),
        };
        self.app().arrived(arrival, Utc::now());
    }

    /// The workspace in which something happened, first as its installation names it.
    fn workspace_of(&self, happened: &Happened) -> Option<String> {
        let Happened { team_id, context_team_id, authorizations, event, .. } = happened;
        let Event { team, user_team, .. } = event;
        let installed = authorizations.first().and_then(|one| one.team_id.as_deref());
        let channel = self.workspace_of_channel(event.place());
        let named = [
            installed,
            context_team_id.as_deref(),
            team_id.as_deref(),
            team.as_deref(),
            user_team.as_deref(),
        ];
        self.workspace(channel.as_deref().into_iter().chain(named.into_iter().flatten()))
    }

    /// Counts a payload of a kind that is not known; each kind is logged once.
    fn count_unknown(&self, kind: &str) {
        self.0.watch.metrics.dropped(Dropped::UnknownPayload);
        let kind: String = kind.chars().filter(|c| !c.is_control()).take(60).collect();
        let mut unknown = lock(&self.0.unknown);
        // Slack's own words, of which there are not many; should there be, they are not kept.
        if unknown.len() < 100 && unknown.insert(kind.clone()) {
            tracing::info!(kind, "Slack delivered something of a kind that is not known");
        }
    }

    /// Counts something that came to be answered too late.
    pub(super) fn count_expired(&self) {
        self.0.watch.metrics.dropped(Dropped::ExpiredInteraction);
    }
}
