//! What a form remembers while it is open: what it stands for, and where it came from. It is kept
//! in the form itself, so that any process can take it, before and after a restart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::click::Click;

/// Where something was done: a message, a form, the home tab.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Origin {
    /// The channel or conversation; empty where it was done in none.
    pub(super) channel: String,
    /// The thread in it, by the time of its first message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) thread: Option<String>,
    /// The message with the button, by its time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
    /// Who sees that message, or what it is instead.
    pub(super) seen: Seen,
    /// Under which number it is written down where the form is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) answered_at: Option<String>,
    /// What the names of people and channels stand for that were put into its fields in place of
    /// ids: `@Cleo` for `U012AB3CD`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) names: BTreeMap<String, String>,
    /// The open form itself, by Slack's id; never kept.
    #[serde(skip)]
    pub(super) view: Option<String>,
}

/// Who sees what something was done with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Seen {
    /// Everyone in a channel, or it is a command.
    #[default]
    ByAll,
    /// Only its person, in a channel.
    ByOne,
    /// It is the home tab, a shortcut, or a form that came from there: what comes of it is shown in
    /// a form, too.
    InWindow,
}

/// What stands in a form's metadata.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// What sending the form sends back, as its text; empty where it sends nothing.
    sends: String,
    #[serde(flatten)]
    origin: Origin,
}

impl Origin {
    /// Whether only its person sees the message that it came from.
    pub(super) fn is_private(&self) -> bool {
        self.seen == Seen::ByOne || self.channel.starts_with('D')
    }

    /// Whether it was a command, so that there is no message yet.
    pub(super) fn is_command(&self) -> bool {
        self.message.is_none() && self.seen != Seen::InWindow
    }

    /// Whether what comes of it is shown in a form.
    pub(super) fn is_in_window(&self) -> bool {
        self.seen == Seen::InWindow
    }

    /// The text that a form keeps; `sends` is what sending it sends back, if it does.
    pub(super) fn kept_with(&self, sends: Option<&Click>) -> String {
        let sends = sends.map(ToString::to_string).unwrap_or_default();
        let kept = Kept { sends, origin: self.clone() };
        serde_json::to_string(&kept).expect("texts and booleans are always valid JSON")
    }

    /// What a form of ours has kept; none if it is none of ours.
    pub(super) fn read(metadata: &str) -> Option<(Self, Click)> {
        let kept: Kept = serde_json::from_str(metadata).ok()?;
        Some((kept.origin, Click::read(&kept.sends)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_remembers_where_it_came_from() {
        let origin = Origin {
            channel: "C1".to_owned(),
            thread: Some("1.2".to_owned()),
            message: Some("1.3".to_owned()),
            seen: Seen::ByOne,
            ..Origin::default()
        };
        let click = Click::read("answer:812.2");
        let kept = origin.kept_with(Some(&click));
        assert_eq!(
            kept,
            "{\"sends\":\"answer:812.2\",\"channel\":\"C1\",\"thread\":\"1.2\",\
             \"message\":\"1.3\",\"seen\":\"by_one\"}"
        );
        assert_eq!(Origin::read(&kept), Some((origin, click)));
        for foreign in ["", "{}", "ticket 7"] {
            assert_eq!(Origin::read(foreign), None, "{foreign}");
        }
    }
}
