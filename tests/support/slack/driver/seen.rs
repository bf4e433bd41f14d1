//! What a person sees in a channel, as it was when they looked.

use serde_json::Value;

use super::super::blocks::{elements, sight};
use super::super::message::Message;

/// Something with buttons and menus: a message or a view.
pub(crate) trait Shown {
    /// Its blocks.
    fn blocks(&self) -> &[Value];

    /// Where it is.
    fn place(&self) -> Place<'_>;

    /// What is written on its buttons.
    fn buttons(&self) -> Vec<String> {
        let all = self.blocks().iter().flat_map(elements);
        let buttons = all.filter(|element| element["type"] == "button");
        buttons.map(|button| sight::words(&button["text"])).collect()
    }

    /// What can be chosen in its menus.
    fn choices(&self) -> Vec<String> {
        let all = self.blocks().iter().flat_map(elements);
        all.flat_map(options).map(|option| sight::words(&option["text"])).collect()
    }
}

/// Where something with buttons is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'a> {
    /// A message: its channel and timestamp.
    Message(&'a str, &'a str),
    /// A view's id.
    View(&'a str),
}

/// The options of an element, in groups or not.
pub(super) fn options(element: &Value) -> Vec<&Value> {
    let groups = element["option_groups"].as_array().into_iter().flatten();
    let grouped = groups.flat_map(|group| group["options"].as_array().into_iter().flatten());
    element["options"].as_array().into_iter().flatten().chain(grouped).collect()
}

/// A message as it was seen.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) channel: String,
    pub(crate) ts: String,
    pub(crate) thread_ts: Option<String>,
    /// The person who alone sees it.
    pub(crate) ephemeral_for: Option<String>,
    /// Who wrote it.
    pub(crate) user: String,
    pub(crate) blocks: Vec<Value>,
    pub(crate) metadata: Option<Value>,
    /// Files that it brings.
    pub(crate) files: Vec<Value>,
    text: String,
}

impl Seen {
    pub(super) fn of(channel: &str, message: &Message) -> Self {
        Self {
            channel: channel.to_owned(),
            ts: message.ts.clone(),
            thread_ts: message.thread.clone(),
            ephemeral_for: message.only_for.clone(),
            user: message.user.clone(),
            blocks: message.blocks.clone(),
            metadata: message.metadata.clone(),
            files: message.files.clone(),
            text: message.text.clone(),
        }
    }

    /// All that is to be read: the blocks' texts in order, or the text where there are none.
    pub(crate) fn text(&self) -> String {
        if self.blocks.is_empty() { sight::read(&self.text) } else { sight::visible(&self.blocks) }
    }

    /// What is read aloud, and shown in notices.
    pub(crate) fn fallback(&self) -> String {
        sight::read(&self.text)
    }

    /// Whether one person alone sees it.
    pub(crate) fn is_ephemeral(&self) -> bool {
        self.ephemeral_for.is_some()
    }
}

impl Shown for Seen {
    fn blocks(&self) -> &[Value] {
        &self.blocks
    }

    fn place(&self) -> Place<'_> {
        Place::Message(&self.channel, &self.ts)
    }
}
