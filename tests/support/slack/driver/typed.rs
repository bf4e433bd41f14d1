//! What people type, as Slack passes it on: messaging/formatting-message-text and
//! interactivity/implementing-slash-commands.

use super::super::blocks::sight::escape;
use super::super::world::World;

impl World {
    /// A message as it is told: entities, addresses as links, names as references.
    pub(super) fn typed_message(&self, text: &str) -> String {
        self.typed(text, false)
    }

    /// The text of a command: references with their names, where the command wants them escaped.
    pub(super) fn typed_command(&self, text: &str) -> String {
        self.typed(text, true)
    }

    fn typed(&self, text: &str, with_names: bool) -> String {
        let mut told = String::new();
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let before = told.chars().last();
            let free = before.is_none_or(|before| !before.is_alphanumeric());
            if let Some((length, reference)) = self.reference(rest, with_names).filter(|_| free) {
                told.push_str(&reference);
                rest = &rest[length..];
            } else {
                told.push_str(&escape(&next.to_string()));
                rest = &rest[next.len_utf8()..];
            }
        }
        told
    }

    /// A reference at the beginning of a text, with how many bytes were typed for it.
    fn reference(&self, text: &str, with_names: bool) -> Option<(usize, String)> {
        if text.starts_with("http://") || text.starts_with("https://") {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            return Some((end, format!("<{}>", escape(&text[..end]))));
        }
        // Already a reference, as a mention is made by the driver.
        if text.starts_with("<@") || text.starts_with("<#") {
            let end = text.find('>')? + 1;
            return Some((end, text[..end].to_owned()));
        }
        if let Some(name) = text.strip_prefix('@') {
            let known = self.users.values().filter(|user| !user.display_name.is_empty());
            let known = known.filter(|user| name.starts_with(&user.display_name));
            let user = known.max_by_key(|user| user.display_name.len())?;
            let label = if with_names { format!("|{}", user.name) } else { String::new() };
            return Some((1 + user.display_name.len(), format!("<@{}{label}>", user.id)));
        }
        if let Some(name) = text.strip_prefix('#') {
            let known = self.channels.values().filter(|one| name.starts_with(&one.name));
            let channel = known.max_by_key(|one| one.name.len())?;
            return Some((1 + channel.name.len(), format!("<#{}|{}>", channel.id, channel.name)));
        }
        None
    }
}
