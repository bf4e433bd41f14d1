//! Forms and windows with what they remember: where they came from, and what sending them does.

use std::time::Duration;

use slack_morphism::blocks::SlackView;

use super::form::Origin;
use super::{Slack, render, settings};
use crate::app::reply::{Block, Form, Message, Setting, Text};

/// The title of a window that shows a message.
const TITLE: &str = "Studyhall";

/// How long a form waits for the name of what stands in a field.
const NAMING: Duration = Duration::from_millis(400);

/// How long it waits for a turn to ask for it.
const TURN: Duration = Duration::from_millis(50);

impl Slack {
    /// A form whose fields have the names of people and channels in place of their ids, and where
    /// it came from with what those names stand for.
    pub(super) async fn with_names(
        &self,
        mut form: Form,
        mut origin: Origin,
        workspace: &str,
    ) -> (Form, Origin) {
        for field in &mut form.fields {
            let Some((sign, id)) = field.value.split_at_checked(1) else { continue };
            let name = match sign {
                "@" => {
                    let person = self.profile(id, workspace, (TURN, NAMING)).await;
                    person.ok().map(|person| person.name)
                }
                "#" => {
                    let channel = self.channel(id, workspace, NAMING).await;
                    channel.ok().flatten().map(|channel| channel.name)
                }
                _ => None,
            };
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                let name = format!("{sign}{name}");
                let id = std::mem::replace(&mut field.value, name.clone());
                origin.names.insert(name, id);
            }
        }
        (form, origin)
    }
}

/// A form, which remembers what sending it does.
pub(super) fn modal(form: &Form, origin: &Origin) -> SlackView {
    render::modal(form, origin.kept_with(Some(&form.action)))
}

/// A message in a window, whose buttons are pressed where it came from.
pub(super) fn told(message: &Message, origin: &Origin) -> SlackView {
    match render::told(message, TITLE) {
        SlackView::Modal(view) => {
            SlackView::Modal(view.with_private_metadata(origin.kept_with(None)))
        }
        home @ SlackView::Home(_) => home,
    }
}

/// A member's own page: a message, and what they can change under it.
pub(super) fn home(message: &Message, settings: &[Setting]) -> SlackView {
    match render::home(message) {
        SlackView::Home(mut view) => {
            view.blocks.extend(settings::blocks(settings));
            SlackView::Home(view)
        }
        modal @ SlackView::Modal(_) => modal,
    }
}

/// A sentence of the adapter's own, in a window.
pub(super) fn sentence(sentence: &str, origin: &Origin) -> SlackView {
    let text = Text::from(sentence);
    told(&Message::private(vec![Block::Paragraph { text }]), origin)
}

/// Several messages as one, for a window, which shows only one.
pub(super) fn merged(messages: &[Message]) -> Option<Message> {
    let (first, others) = messages.split_first()?;
    let mut merged = first.clone();
    for message in others {
        merged.blocks.extend(message.blocks.iter().cloned());
        merged.buttons.extend(message.buttons.iter().cloned());
        merged.menu = merged.menu.or_else(|| message.menu.clone());
    }
    Some(merged)
}
