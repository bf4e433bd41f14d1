//! What is being typed in a field or a setting, and what it can be completed to.
//!
//! Source: <https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload>.

use chrono::Utc;
use serde_json::{Value, json};

use super::Slack;
use super::form::Origin;
use super::heard::payload::Interaction;
use super::settings::SETS;
use crate::app::click::Click;
use crate::app::command;

/// The longest text and value of a choice, in characters.
const LONGEST: usize = 75;

impl Slack {
    /// The choices for what is being typed, as its acknowledgement brings them.
    pub(super) fn suggested(&self, interaction: &Interaction) -> Value {
        let found = match asked_for(interaction) {
            Some((command, option)) => {
                let typed = interaction.value.as_str();
                self.app().complete(&command, &option, typed, None, Utc::now())
            }
            None => Vec::new(),
        };
        // One whose value does not fit would come back as another.
        let fits = found.iter().filter(|one| one.value.chars().count() <= LONGEST);
        let options: Vec<Value> = fits
            .map(|one| {
                let label: String = one.label.chars().take(LONGEST).collect();
                json!({ "text": { "type": "plain_text", "text": label }, "value": one.value })
            })
            .collect();
        json!({ "options": options })
    }
}

/// The command and the option in which somebody types: those of a setting, or of a form that asks
/// for a command.
fn asked_for(interaction: &Interaction) -> Option<(String, String)> {
    if let Some(line) = interaction.action_id.strip_prefix(SETS) {
        let (before, option) = line.trim_end_matches(':').rsplit_once(' ')?;
        return Some((before.trim_start_matches('/').to_owned(), option.to_owned()));
    }
    let view = interaction.view.as_ref()?;
    match Origin::read(&view.private_metadata)?.1 {
        Click::Line(line) => {
            let command = command::parse(&line).ok()?.command;
            Some((command.name.to_owned(), interaction.block_id.clone()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::heard::lenient::read;
    use super::*;

    #[test]
    fn what_is_typed_belongs_to_an_option_of_a_command() {
        let origin = Origin::default().kept_with(Some(&Click::line("/daily set time:9")));
        for (typing, found) in [
            (json!({ "action_id": "set:/timezone zone:" }), Some(("timezone", "zone"))),
            (
                json!({ "block_id": "zone", "view": { "private_metadata": origin } }),
                Some(("daily set", "zone")),
            ),
            (json!({ "block_id": "zone", "view": { "private_metadata": "" } }), None),
            (json!({ "action_id": "choose" }), None),
        ] {
            let found = found.map(|(command, option)| (command.to_owned(), option.to_owned()));
            assert_eq!(asked_for(&read(typing.clone())), found, "{typing}");
        }
    }
}
