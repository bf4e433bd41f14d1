//! Buttons under a message: what each says, and what it does.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::app::click::Click;
use crate::app::texts::clipped;

/// The longest label of a button, in characters.
const LONGEST_LABEL: usize = 200;

/// The longest address, in characters (the narrowest platform's limit).
const LONGEST_ADDRESS: usize = 512;

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What a press does.
    #[serde(flatten)]
    pub does: Does,
    /// What it says, at most 200 characters (adapters with a lower limit list the labels and letter
    /// the buttons).
    pub label: String,
    /// How it looks beside others.
    pub style: ButtonStyle,
}

/// What a press of a button does. As JSON it is a field of the button: `action`, or `opens`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Does {
    /// Sends this back, as its text; it carries the ids of quiz and round, so that any process can
    /// handle it, before and after a restart.
    #[serde(rename = "action")]
    Sends(Click),
    /// Opens a page beside this one; the program learns nothing of it.
    #[serde(rename = "opens")]
    Opens(Address),
}

/// The address of a page elsewhere, by https. The program writes it itself: none comes from what
/// somebody typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

/// No address that a button may open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address begins with https:// and a host, and has at most 512 plain characters")]
pub struct NoAddress;

impl Button {
    /// A button that sends something back; too long a label is cut.
    pub fn new(click: impl Into<Click>, label: &str, style: ButtonStyle) -> Self {
        Self { does: Does::Sends(click.into()), label: clipped(label, LONGEST_LABEL), style }
    }

    /// A button that opens a page; too long a label is cut.
    pub fn link(address: Address, label: &str) -> Self {
        let label = clipped(label, LONGEST_LABEL);
        Self { does: Does::Opens(address), label, style: ButtonStyle::Plain }
    }

    /// What a press sends back; nothing if it opens a page.
    pub fn click(&self) -> Option<&Click> {
        match &self.does {
            Does::Sends(click) => Some(click),
            Does::Opens(_) => None,
        }
    }
}

impl Address {
    /// An address as it stands in the program.
    pub fn new(text: &'static str) -> Result<Self, NoAddress> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for Address {
    type Error = NoAddress;

    fn try_from(text: String) -> Result<Self, NoAddress> {
        let host =
            text.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
        let is_host = host.is_some_and(|host| {
            // No user before it, who would look like the host.
            !host.is_empty()
                && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:".contains(&b))
        });
        let is_plain = text.bytes().all(|b| b.is_ascii_graphic()) && text.len() <= LONGEST_ADDRESS;
        if is_host && is_plain { Ok(Self(text)) } else { Err(NoAddress) }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The look of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonStyle {
    /// The thing most would do.
    Primary,
    /// Another thing that some would do.
    Plain,
    /// It ends or throws away something.
    Danger,
    /// One of several answers to choose from.
    Choice,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_of_before_is_read_and_a_link_is_kept() {
        let before = r#"{"action":"line:/quiz","label":"Start","style":"primary"}"#;
        let button = Button::new(Click::line("/quiz"), "Start", ButtonStyle::Primary);
        assert_eq!(serde_json::from_str::<Button>(before).unwrap(), button);
        assert_eq!(serde_json::to_string(&button).unwrap(), before, "also by one of before");
        let link = Button::link(Address::new("https://example.org/a?b#c").unwrap(), "Read more");
        let json = serde_json::to_string(&link).unwrap();
        assert_eq!(
            json,
            r#"{"opens":"https://example.org/a?b#c","label":"Read more","style":"plain"}"#
        );
        assert_eq!(serde_json::from_str::<Button>(&json).unwrap(), link);
    }

    #[test]
    fn only_plain_addresses_by_https_are_opened() {
        for text in [
            "http://example.org",
            "javascript:alert(1)",
            "https://",
            "https://a@b.example/",
            "https://example.org/a b",
            "https://example.org/\u{202e}",
            "https:/example.org",
        ] {
            assert_eq!(Address::new(text), Err(NoAddress), "{text}");
        }
        let long = format!("https://example.org/{}", "x".repeat(512));
        assert_eq!(Address::try_from(long), Err(NoAddress));
        let kept = r#"{"opens":"data:text/html,x","label":"Read","style":"plain"}"#;
        assert!(serde_json::from_str::<Button>(kept).is_err());
    }
}
