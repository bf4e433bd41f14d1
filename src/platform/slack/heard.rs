//! What somebody did on Slack, taken out of its payloads: who, where, and what.

pub(super) mod lenient;
pub(super) mod payload;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::time::Instant;

use rustc_hash::FxHasher;

use self::payload::{Command, Interaction, Pressed, View};
use super::form::{Origin, Seen};
use super::line;
use super::settings::SETS;
use super::stamp::Stamp;
use crate::app::click::Click;
use crate::app::request::{Action, Files};
use crate::platform::plan::Source;

/// What somebody did, and how it wants to be answered.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    /// Slack's id of it, the same when it is delivered again.
    pub(super) event: String,
    /// The workspaces that it names, the surest first; some may be empty.
    pub(super) workspaces: Vec<String>,
    /// Who did it, by Slack's id.
    pub(super) person: String,
    /// What the payload calls them; may be empty.
    pub(super) called: String,
    /// Where it was done.
    pub(super) origin: Origin,
    /// What was done, as the application takes it.
    pub(super) action: Action,
    /// What it came from.
    pub(super) source: Source,
    /// Whether it is a change of a setting, which shows where it was made.
    pub(super) is_setting: bool,
    /// By which a form is opened, once and within three seconds.
    pub(super) trigger: String,
    /// Where it is answered; in no log.
    pub(super) answered_at: Option<String>,
    /// When it was heard; Slack counts from a little earlier.
    pub(super) began: Instant,
}

impl Heard {
    /// What a slash command asks for.
    pub(super) fn of_command(command: Command, envelope: &str) -> Self {
        Self {
            event: id_of(&command.trigger_id, envelope),
            workspaces: vec![command.team_id],
            person: command.user_id,
            called: command.user_name,
            origin: Origin { channel: command.channel_id, ..Origin::default() },
            action: line::action(&command.name, &command.text),
            source: Source::Command,
            is_setting: false,
            trigger: command.trigger_id,
            answered_at: Some(command.response_url).filter(|url| !url.is_empty()),
            began: Instant::now(),
        }
    }

    /// What a press or a choice asks for; none if nothing of ours was pressed.
    pub(super) fn of_press(interaction: &Interaction, envelope: &str) -> Option<Self> {
        let pressed = interaction.actions.first()?;
        let click = click(pressed)?;
        let origin = origin_of(interaction);
        let source =
            Source::Message { form: false, private: origin.is_private(), round: click.spot() };
        let (action, is_setting) = (Action::Click(click), pressed.action_id.starts_with(SETS));
        Some(Self { action, is_setting, ..Self::of(interaction, origin, source, envelope) })
    }

    /// What a form that was sent asks for; none if it is none of ours.
    pub(super) fn of_form(interaction: &Interaction, envelope: &str) -> Option<Self> {
        let view = interaction.view.as_ref()?;
        let (origin, action) = Origin::read(&view.private_metadata)?;
        let source = if origin.is_command() {
            Source::Form
        } else {
            let round = action.spot();
            Source::Message { form: true, private: origin.is_private(), round }
        };
        let mut fields = fields(view);
        for said in fields.values_mut() {
            if let Some(id) = origin.names.get(said.trim()) {
                said.clone_from(id);
            }
        }
        let action = Action::Submit { action, fields, files: Files::new() };
        let origin = Origin { view: Some(view.id.clone()), ..origin };
        let heard = Self { action, ..Self::of(interaction, origin, source, envelope) };
        Some(Self { event: sending_of(view).unwrap_or(heard.event), ..heard })
    }

    /// A shortcut, which stands for a line.
    pub(super) fn of_shortcut(interaction: &Interaction, line: &str, envelope: &str) -> Self {
        let origin = Origin { seen: Seen::InWindow, ..Origin::default() };
        let source = Source::Message { form: false, private: false, round: None };
        let action = Action::Line(line.to_owned());
        Self { action, ..Self::of(interaction, origin, source, envelope) }
    }

    fn of(interaction: &Interaction, origin: Origin, source: Source, envelope: &str) -> Self {
        let Interaction { user, team, view, .. } = interaction;
        let installed = view.as_ref().and_then(|view| view.app_installed_team_id.clone());
        let named = [team.as_ref().map(|team| team.id.clone()), installed];
        Self {
            event: id_of(&interaction.trigger_id, envelope),
            workspaces: named.into_iter().flatten().chain([user.team_id.clone()]).collect(),
            person: user.id.clone(),
            called: if user.name.is_empty() { &user.username } else { &user.name }.clone(),
            origin,
            action: Action::Home,
            source,
            is_setting: false,
            trigger: interaction.trigger_id.clone(),
            answered_at: Some(interaction.response_url.clone()).filter(|url| !url.is_empty()),
            began: Instant::now(),
        }
    }
}

/// The id of what was done: that of its trigger, which each has for itself, else its envelope's.
fn id_of(trigger: &str, envelope: &str) -> String {
    if trigger.is_empty() { envelope } else { trigger }.to_owned()
}

/// The id of a form that was sent: the same when its button was pressed twice, for which Slack has
/// a trigger each, and another once something else stands in it, or Slack shows it anew. None if
/// Slack does not say which form it is.
fn sending_of(view: &View) -> Option<String> {
    if view.id.is_empty() {
        return None;
    }
    // The same in every process, and it tells nothing of what was filled in.
    let mut filled_in = FxHasher::default();
    for (block, inputs) in &view.state.values {
        block.hash(&mut filled_in);
        for input in inputs.values() {
            input.said().hash(&mut filled_in);
            let checked = input.selected_options.iter().flatten();
            checked.for_each(|one| one.value.hash(&mut filled_in));
            let files = input.files.iter().flatten();
            files.for_each(|file| (&file.name, &file.url_private).hash(&mut filled_in));
        }
    }
    Some(format!("form:{}:{}:{:016x}", view.id, view.hash, filled_in.finish()))
}

/// What a button or a menu sends back.
fn click(pressed: &Pressed) -> Option<Click> {
    let said = pressed.said()?;
    // A setting has the beginning of a line in its name, which what was chosen completes.
    Some(match pressed.action_id.strip_prefix(SETS) {
        Some(line) => Click::line(format!("{line}{said}")),
        None => Click::read(said),
    })
}

/// Where a button stands.
fn origin_of(interaction: &Interaction) -> Origin {
    let Interaction { container, channel, view, .. } = interaction;
    if let Some(view) = view {
        let opened = Origin::read(&view.private_metadata).map(|(origin, _)| origin);
        let is_modal = view.kind == "modal";
        return Origin {
            view: is_modal.then(|| view.id.clone()),
            seen: Seen::InWindow,
            ..opened.unwrap_or_default()
        };
    }
    let channel = if container.channel_id.is_empty() {
        channel.as_ref().map(|channel| channel.id.clone()).unwrap_or_default()
    } else {
        container.channel_id.clone()
    };
    let thread = container.thread_ts.clone().filter(|thread| *thread != container.message_ts);
    Origin {
        channel,
        thread,
        message: Some(container.message_ts.clone()).filter(|time| !time.is_empty()),
        seen: if container.is_ephemeral { Seen::ByOne } else { Seen::ByAll },
        ..Origin::default()
    }
}

/// The fields of a form by the names of their blocks. What was left empty is there and says
/// nothing, so that a box that is not checked is a no.
fn fields(view: &View) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for (block, inputs) in &view.state.values {
        for input in inputs.values() {
            let said = match &input.selected_options {
                Some(checked) => {
                    if checked.is_empty() {
                        "no"
                    } else {
                        "yes"
                    }
                }
                None => input.said().unwrap_or_default(),
            };
            if input.files.is_none() {
                let typed = input.value.as_deref() == Some(said);
                let said = if typed { line::without_emoji(said) } else { said.to_owned() };
                fields.insert(block.clone(), said);
            }
        }
    }
    fields
}

/// The files of a form by the names of their blocks.
pub(super) fn handed_in(view: &View) -> BTreeMap<String, payload::File> {
    let mut files = BTreeMap::new();
    for (block, inputs) in &view.state.values {
        let first = inputs.values().find_map(|input| input.files.as_ref()?.first());
        files.extend(first.map(|file| (block.clone(), file.clone())));
    }
    files
}

impl Origin {
    /// The message with the button, where one is changed or lies before one's eyes.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        self.message.as_ref().map(|time| Stamp::new(&self.channel, time))
    }
}
