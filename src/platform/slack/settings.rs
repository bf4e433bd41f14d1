//! A member's own settings as fields on their home tab. What is chosen in one is sent at once, and
//! completes the line that its name holds.

use slack_morphism::blocks::{
    SlackBlock, SlackBlockChoiceItem, SlackBlockExternalSelectElement, SlackBlockMarkDownText,
    SlackBlockPlainText, SlackBlockPlainTextOnly, SlackBlockStaticSelectElement,
    SlackBlockTimePickerElement, SlackHeaderBlock, SlackSectionBlock, SlackSectionBlockElement,
};

use super::render::escaped;
use crate::app::reply::{Input, Setting};

/// With what the name of a setting begins; the line that it completes follows.
pub(super) const SETS: &str = "set:";

/// How many letters are typed before something is looked for.
const LOOKED_FOR: u64 = 2;

/// The settings one under the other, under a title; nothing where there are none.
pub(super) fn blocks(settings: &[Setting]) -> Vec<SlackBlock> {
    if settings.is_empty() {
        return Vec::new();
    }
    let title: SlackBlock = SlackHeaderBlock::new(plain("Your settings")).into();
    [title].into_iter().chain(settings.iter().map(section)).collect()
}

fn section(setting: &Setting) -> SlackBlock {
    let label = SlackBlockMarkDownText::new(format!("*{}*", escaped(&setting.label)));
    SlackSectionBlock::new().with_text(label.into()).with_accessory(element(setting)).into()
}

/// The field of a setting; one whose kind Slack has no field for is a menu of what it is now.
fn element(setting: &Setting) -> SlackSectionBlockElement {
    let name = format!("{SETS}{}", setting.line);
    let now = Some(&setting.value).filter(|value| !value.is_empty());
    match &setting.input {
        Input::Time => SlackBlockTimePickerElement::new()
            .with_action_id(name.into())
            .with_placeholder(plain("None yet"))
            .opt_initial_time(now.cloned())
            .into(),
        Input::Zone => SlackBlockExternalSelectElement::new()
            .with_action_id(name.into())
            .with_placeholder(plain("City or zone"))
            .with_min_query_length(LOOKED_FOR)
            .opt_initial_option(now.map(|value| option(value)))
            .into(),
        Input::Choice { words } => {
            menu(name, words.iter().map(|word| option(word)).collect(), setting)
        }
        _ => menu(name, vec![option(&setting.value)], setting),
    }
}

fn menu(
    name: String,
    options: Vec<SlackBlockChoiceItem<SlackBlockPlainTextOnly>>,
    setting: &Setting,
) -> SlackSectionBlockElement {
    let chosen = options.iter().find(|option| option.value == setting.value).cloned();
    SlackBlockStaticSelectElement::new()
        .with_action_id(name.into())
        .with_options(options)
        .opt_initial_option(chosen)
        .into()
}

fn option(value: &str) -> SlackBlockChoiceItem<SlackBlockPlainTextOnly> {
    SlackBlockChoiceItem::new(plain(value), value.to_owned())
}

fn plain(text: &str) -> SlackBlockPlainTextOnly {
    SlackBlockPlainText::new(text.to_owned()).with_emoji(false).into()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn settings_are_fields_that_complete_a_line() {
        let words = ["on", "off"].map(str::to_owned).into();
        let settings = [
            Setting::new("Time zone", Input::Zone, "Europe/Rome", "/timezone zone:"),
            Setting::new("Reminder", Input::Time, "", "/reminder set time:"),
            Setting::new("Streak", Input::Choice { words }, "on", "/streak "),
        ];
        let drawn = serde_json::to_value(blocks(&settings)).unwrap();
        let fields: Vec<&Value> =
            drawn.as_array().unwrap()[1..].iter().map(|block| &block["accessory"]).collect();
        let ids: Vec<&str> = fields.iter().filter_map(|one| one["action_id"].as_str()).collect();
        assert_eq!(ids, ["set:/timezone zone:", "set:/reminder set time:", "set:/streak "]);
        assert_eq!(fields[0]["initial_option"]["value"], "Europe/Rome");
        assert_eq!(fields[1].get("initial_time"), None, "there is none yet");
        assert_eq!(fields[2]["initial_option"]["value"], "on");
        let view = json!({ "type": "home", "blocks": drawn });
        assert!(slackblocks::HomeTabView::try_from(view).is_ok());
        assert_eq!(blocks(&[]), []);
    }
}
