//! Fields of a form: each is an element of Slack's for its kind of value.
//!
//! Slack refuses a whole form for a value that one element cannot hold, so such a value stands
//! under the field in words.

use chrono::{NaiveDate, NaiveTime};
use slack_morphism::blocks::{
    SlackBlock, SlackBlockCheckboxesElement, SlackBlockChoiceItem, SlackBlockDatePickerElement,
    SlackBlockFileInputElement, SlackBlockNumberInputElement, SlackBlockPlainText,
    SlackBlockPlainTextInputElement, SlackBlockPlainTextOnly, SlackBlockStaticSelectElement,
    SlackBlockText, SlackBlockTimePickerElement, SlackInputBlock, SlackInputBlockElement,
};

use super::mrkdwn;
use super::parts::{context, plain};
use crate::app::reply::{Field, Input};
use crate::platform::shown::{clipped, units};

/// What Slack calls the one element of each field.
const VALUE: &str = "value";

/// The value of a checked box, and of one that is not.
const YES: &str = "yes";
const NO: &str = "no";

/// The longest label and the longest text under a field, in UTF-16 units: Slack takes 2,000 of
/// each, and a label of more than a line is none.
const LONGEST_LABEL: usize = 150;
const LONGEST_HINT: usize = 2_000;

/// The longest text inside an empty field that Slack takes, in characters.
const LONGEST_PLACEHOLDER: usize = 150;

/// The longest text that a field takes, in characters.
const LONGEST_INPUT: u32 = 3_000;

/// The longest word of a menu, and the most words, that Slack takes.
const LONGEST_WORD: usize = 75;
const MOST_WORDS: usize = 100;

/// The longest sentence over a field, in UTF-16 units.
const LONGEST_ERROR: usize = 500;

/// A field with what is wrong with it over it.
pub(super) fn field(field: &Field) -> Vec<SlackBlock> {
    let Element { element, holds } = element(field);
    let mut blocks = Vec::new();
    if let Some(error) = &field.error {
        let error = format!("⚠️ {}", mrkdwn::sentence(error));
        blocks.push(context(&mrkdwn::escaped_within(&error, LONGEST_ERROR)));
    }
    // Slack would have a box that must be answered be checked.
    let is_optional = field.is_optional || field.input == Input::Check;
    let input = SlackInputBlock::new(plain(&field.label, LONGEST_LABEL), element)
        .with_block_id(field.name.clone().into())
        .with_optional(is_optional)
        .opt_hint(hint(field, holds).map(|hint| plain(&hint, LONGEST_HINT)));
    blocks.push(input.into());
    blocks
}

/// An element, and whether what stands in the field at first stands in it.
struct Element {
    element: SlackInputBlockElement,
    holds: bool,
}

/// What stands under a field: what was given and cannot stand in it.
fn hint(field: &Field, holds: bool) -> Option<String> {
    match &field.input {
        // No file can stand in a field before it is chosen.
        Input::File { .. } if !field.value.is_empty() => {
            Some(format!("Choose {} once more.", field.value))
        }
        Input::File { .. } if !field.placeholder.is_empty() => Some(field.placeholder.clone()),
        _ if holds || field.value.is_empty() => None,
        _ => Some(format!("You wrote “{}”.", clipped(&field.value, LONGEST_HINT - 20))),
    }
}

fn element(field: &Field) -> Element {
    match &field.input {
        Input::Text | Input::Zone => text(field, &field.placeholder),
        Input::Number { min, max } => number(field, *min, *max),
        Input::Choice { words } => choice(field, words),
        Input::Time => time(field),
        Input::Date => date(field),
        Input::Check => check(field),
        Input::File { endings, .. } => file(endings),
    }
}

fn text(field: &Field, placeholder: &str) -> Element {
    let most = field.max_length.clamp(1, LONGEST_INPUT);
    let holds = units(&field.value) <= most as usize;
    let element = SlackBlockPlainTextInputElement::new()
        .with_action_id(VALUE.into())
        // A field of one line would lose the others of what was typed.
        .with_multiline(field.multiline || (holds && field.value.contains('\n')))
        .with_max_length(most.into())
        .opt_placeholder(placeholder_of(placeholder))
        .opt_initial_value(initial(field, holds));
    Element { element: element.into(), holds }
}

fn number(field: &Field, min: u32, max: u32) -> Element {
    let holds = is_number(&field.value)
        && field.value.parse::<u32>().is_ok_and(|number| (min..=max).contains(&number));
    let element = SlackBlockNumberInputElement::new(false)
        .with_action_id(VALUE.into())
        .with_min_value(min.to_string())
        .with_max_value(max.to_string())
        .with_placeholder(plain(&format!("{min} to {max}"), LONGEST_PLACEHOLDER))
        .opt_initial_value(initial(field, holds));
    Element { element: element.into(), holds }
}

/// A menu; a text where Slack takes no menu of such words.
fn choice(field: &Field, words: &[String]) -> Element {
    let fits = |word: &String| !word.trim().is_empty() && units(word) <= LONGEST_WORD;
    if words.is_empty() || words.len() > MOST_WORDS || !words.iter().all(fits) {
        return text(field, &words.join(", "));
    }
    let option = |word: &String| {
        SlackBlockChoiceItem::<SlackBlockPlainTextOnly>::new(
            plain(word, LONGEST_WORD),
            word.clone(),
        )
    };
    let chosen = words.iter().find(|word| **word == field.value);
    let element = SlackBlockStaticSelectElement::new()
        .with_action_id(VALUE.into())
        .with_options(words.iter().map(option).collect())
        .opt_placeholder(placeholder_of(&field.placeholder))
        .opt_initial_option(chosen.map(option));
    Element { element: element.into(), holds: chosen.is_some() }
}

fn time(field: &Field) -> Element {
    let holds = NaiveTime::parse_from_str(&field.value, "%H:%M")
        .is_ok_and(|time| time.format("%H:%M").to_string() == field.value);
    let element = SlackBlockTimePickerElement::new()
        .with_action_id(VALUE.into())
        .opt_placeholder(placeholder_of(&field.placeholder))
        .opt_initial_time(initial(field, holds));
    Element { element: element.into(), holds }
}

fn date(field: &Field) -> Element {
    let holds = NaiveDate::parse_from_str(&field.value, "%Y-%m-%d")
        .is_ok_and(|date| date.format("%Y-%m-%d").to_string() == field.value);
    let element = SlackBlockDatePickerElement::new()
        .with_action_id(VALUE.into())
        .opt_placeholder(placeholder_of(&field.placeholder))
        .opt_initial_date(initial(field, holds));
    Element { element: element.into(), holds }
}

fn check(field: &Field) -> Element {
    let says = if field.placeholder.is_empty() { "Yes" } else { field.placeholder.as_str() };
    let says = SlackBlockPlainText::new(clipped(says, LONGEST_WORD)).with_emoji(false);
    let option = SlackBlockChoiceItem::<SlackBlockText>::new(says.into(), YES.to_owned());
    let checked = (field.value == YES).then(|| vec![option.clone()]);
    let element = SlackBlockCheckboxesElement::new(vec![option])
        .with_action_id(VALUE.into())
        .opt_initial_options(checked);
    Element { element: element.into(), holds: [YES, NO].contains(&field.value.as_str()) }
}

fn file(endings: &[String]) -> Element {
    let types: Vec<String> =
        endings.iter().map(|ending| ending.trim_start_matches('.').to_owned()).collect();
    let element = SlackBlockFileInputElement::new()
        .with_action_id(VALUE.into())
        .opt_filetypes((!types.is_empty()).then_some(types))
        .with_max_files(1);
    Element { element: element.into(), holds: false }
}

/// What stands in an element at first, if it can hold it.
fn initial(field: &Field, holds: bool) -> Option<String> {
    (holds && !field.value.is_empty()).then(|| field.value.clone())
}

fn placeholder_of(text: &str) -> Option<SlackBlockPlainTextOnly> {
    (!text.trim().is_empty()).then(|| plain(text, LONGEST_PLACEHOLDER))
}

/// Whether a text is a number as Slack writes it: digits alone.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
