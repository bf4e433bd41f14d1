//! What somebody did on Discord, taken out of its payloads: who, where, and what.

use std::collections::BTreeMap;

use serenity::model::Permissions;
use serenity::model::application::{
    ActionRow, ActionRowComponent, CommandData, CommandDataOption, CommandDataOptionValue,
    CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, ComponentType,
    Interaction, ModalInteraction,
};
use serenity::model::channel::{Message, MessageFlags, PartialChannel};
use serenity::model::guild::Member;
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId};
use serenity::model::user::User;

use super::channels::is_thread;
use super::commands::MANAGES;
use super::permissions::hindrance;
use super::render::TEXT;
use super::uploads::Attached;
use crate::app::click::Click;
use crate::app::request::{Action, Asker, Files, Hindrance};
use crate::platform::plan::Source;

/// An interaction: what was done, and how it wants to be answered.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    /// Its id, by which the same one is known when it comes again.
    pub(super) id: InteractionId,
    /// The token by which it is answered, for 15 minutes; whoever has it can answer, so it is in no
    /// log.
    pub(super) token: String,
    /// The application that it is for.
    pub(super) application: ApplicationId,
    /// Where it was done.
    pub(super) spot: Where,
    /// The person who did it, with their name there and whether they manage the server.
    pub(super) asker: Asker,
    /// The command with its options, the button, or the form with its fields.
    pub(super) action: Action,
    /// What it came from.
    pub(super) source: Source,
    /// Why nothing can be shown to everyone there.
    pub(super) hindrance: Option<Hindrance>,
    /// Files that came with a command, not fetched yet.
    pub(super) attached: Vec<Attached>,
    /// Whether all that was filled in could be read; a form may hold parts of a kind that we do not
    /// send.
    pub(super) is_whole: bool,
}

/// A place on Discord.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Where {
    /// The server; none in a direct message.
    pub(super) guild: Option<GuildId>,
    /// The channel or thread.
    pub(super) channel: ChannelId,
    /// Whether it is a thread.
    pub(super) is_thread: bool,
}

/// An option that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typing {
    /// Where it is typed.
    pub(super) spot: Where,
    /// Discord's id of the person who types.
    pub(super) person: String,
    /// The command's words, one or two: `deck show`.
    pub(super) command: String,
    /// The name of the option that is being typed.
    pub(super) option: String,
    /// What is typed in it so far; may be empty.
    pub(super) typed: String,
    /// The values of the other options, by name, as far as they are given.
    pub(super) others: BTreeMap<String, String>,
}

impl Heard {
    /// Takes what was done out of an interaction; none if it asks for something else.
    pub(super) fn of(interaction: &Interaction) -> Option<Self> {
        match interaction {
            Interaction::Command(command) => Some(Self::of_command(command)),
            Interaction::Component(click) => Some(Self::of_click(click)),
            Interaction::Modal(form) => Some(Self::of_form(form)),
            // What is being typed is asked for apart, see [`Typing`].
            _ => None,
        }
    }

    fn of_command(command: &CommandInteraction) -> Self {
        let (name, options) = words(&command.data);
        let spot = Where::of(command.guild_id, command.channel_id, command.channel.as_ref());
        Self {
            id: command.id,
            token: command.token.clone(),
            application: command.application_id,
            spot,
            asker: asker(command.member.as_deref(), &command.user, &command.locale),
            action: Action::Command { name, options: values(options), files: Files::new() },
            source: Source::Command,
            hindrance: spot.hindrance(command.app_permissions),
            attached: Attached::of(&command.data),
            is_whole: true,
        }
    }

    fn of_click(click: &ComponentInteraction) -> Self {
        // A menu sends what the choice would send as a button.
        let action = match &click.data.kind {
            ComponentInteractionDataKind::StringSelect { values } => values.first(),
            _ => Some(&click.data.custom_id),
        };
        let action = Click::read(action.map_or("", String::as_str));
        let spot = Where::of(click.guild_id, click.channel_id, click.channel.as_ref());
        Self {
            id: click.id,
            token: click.token.clone(),
            application: click.application_id,
            spot,
            asker: asker(click.member.as_ref(), &click.user, &click.locale),
            source: spot.source(&action, Some(&click.message), false),
            action: Action::Click(action),
            hindrance: spot.hindrance(click.app_permissions),
            attached: Vec::new(),
            is_whole: true,
        }
    }

    fn of_form(form: &ModalInteraction) -> Self {
        let action = Click::read(&form.data.custom_id);
        let spot = Where::of(form.guild_id, form.channel_id, form.channel.as_ref());
        let inputs = form.data.components.iter().flat_map(|row| &row.components);
        let fields = inputs.filter_map(|input| match input {
            ActionRowComponent::InputText(text) => {
                Some((text.custom_id.clone(), text.value.clone().unwrap_or_default()))
            }
            _ => None,
        });
        Self {
            id: form.id,
            token: form.token.clone(),
            application: form.application_id,
            spot,
            asker: asker(form.member.as_ref(), &form.user, &form.locale),
            source: match form.message.as_deref() {
                Some(message) => spot.source(&action, Some(message), true),
                None => Source::Form,
            },
            action: Action::Submit { action, fields: fields.collect(), files: Files::new() },
            hindrance: spot.hindrance(form.app_permissions),
            attached: Vec::new(),
            is_whole: is_whole(&form.data.components),
        }
    }
}

/// Whether a form came back with nothing but texts in rows, and what we wrote between them. A label
/// would hold its field beside the row, where serenity does not look.
fn is_whole(rows: &[ActionRow]) -> bool {
    let is_text = |part: &ActionRowComponent| matches!(part, ActionRowComponent::InputText(_));
    rows.iter().all(|row| match row.kind {
        ComponentType::ActionRow => row.components.iter().all(is_text),
        kind => kind == ComponentType::Unknown(TEXT),
    })
}

impl Where {
    fn of(guild: Option<GuildId>, channel_id: ChannelId, channel: Option<&PartialChannel>) -> Self {
        let is_thread = channel.is_some_and(|channel| is_thread(channel.kind));
        Self { guild, channel: channel_id, is_thread }
    }

    /// Whether it is a conversation with the bot alone.
    pub(super) fn is_direct(&self) -> bool {
        self.guild.is_none()
    }

    fn hindrance(&self, has: Option<Permissions>) -> Option<Hindrance> {
        has.filter(|_| !self.is_direct()).and_then(|has| hindrance(has, self.is_thread))
    }

    fn source(&self, click: &Click, message: Option<&Message>, form: bool) -> Source {
        Source::Message {
            form,
            private: message.is_some_and(|message| self.is_direct() || is_ephemeral(message)),
            round: click.spot(),
        }
    }
}

impl Typing {
    /// What is being typed in a command that is not sent yet.
    pub(super) fn of(command: &CommandInteraction) -> Option<Self> {
        let (name, options) = words(&command.data);
        let focused = options.iter().find_map(|option| match &option.value {
            CommandDataOptionValue::Autocomplete { value, .. } => {
                Some((option.name.clone(), value.clone()))
            }
            _ => None,
        });
        let (option, typed) = focused?;
        let spot = Where::of(command.guild_id, command.channel_id, command.channel.as_ref());
        let person = command.user.id.to_string();
        Some(Self { spot, person, command: name, option, typed, others: values(options) })
    }
}

/// Whether only one person sees a message.
fn is_ephemeral(message: &Message) -> bool {
    message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
}

/// The words of a command, and its options: a subcommand, and perhaps a group of them, stands as
/// the only option of what it belongs to.
pub(super) fn words(data: &CommandData) -> (String, &[CommandDataOption]) {
    use CommandDataOptionValue::{SubCommand, SubCommandGroup};
    let (mut words, mut options) = (data.name.clone(), data.options.as_slice());
    while let [CommandDataOption { name, value: SubCommand(below) | SubCommandGroup(below), .. }] =
        options
    {
        words = format!("{words} {name}");
        options = below;
    }
    (words, options)
}

/// Options as the application reads them: as text, people and channels by their ids.
fn values(options: &[CommandDataOption]) -> BTreeMap<String, String> {
    options.iter().filter_map(|option| Some((option.name.clone(), text(&option.value)?))).collect()
}

/// An option's value as text. Files are none: they come as [`Attached`].
fn text(value: &CommandDataOptionValue) -> Option<String> {
    match value {
        CommandDataOptionValue::String(text) => Some(text.clone()),
        CommandDataOptionValue::Integer(number) => Some(number.to_string()),
        CommandDataOptionValue::Number(number) => Some(number.to_string()),
        CommandDataOptionValue::Boolean(yes) => Some(yes.to_string()),
        CommandDataOptionValue::User(id) => Some(id.to_string()),
        CommandDataOptionValue::Channel(id) => Some(id.to_string()),
        CommandDataOptionValue::Role(id) => Some(id.to_string()),
        CommandDataOptionValue::Mentionable(id) => Some(id.to_string()),
        _ => None,
    }
}

fn asker(member: Option<&Member>, user: &User, locale: &str) -> Asker {
    let user = member.map_or(user, |member| &member.user);
    let nick = member.and_then(|member| member.nick.as_deref());
    // In a direct message nobody is a member, so nobody is an admin there by Discord's word.
    let has = member.and_then(|member| member.permissions).unwrap_or(Permissions::empty());
    Asker {
        id: user.id.to_string(),
        name: name(nick, user),
        zone: None,
        language: locale.parse().ok(),
        admin: Some(has.administrator() || has.contains(MANAGES)),
    }
}

/// The name that others see: that of the server, of the profile, or of the account.
pub(super) fn name(nick: Option<&str>, user: &User) -> String {
    nick.or(user.global_name.as_deref()).unwrap_or(&user.name).to_owned()
}

#[cfg(test)]
mod tests;
