//! Buttons and a menu under a message, and fields of a form.

use serenity::builder::{
    CreateActionRow, CreateButton, CreateInputText, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};
use serenity::model::application::{ButtonStyle as DiscordStyle, InputTextStyle};

use super::{Button, markdown};
use crate::app::reply::{ButtonStyle, Does, Field, Input, MOST_CHOICES, Menu};
use crate::platform::shown::{clipped, units};

/// The longest label of a button that Discord takes, in UTF-16 units.
const LONGEST_LABEL: usize = 80;

/// The longest label of a menu's choice, and the longest prompt of a menu, in UTF-16 units.
const LONGEST_CHOICE: usize = 100;
const LONGEST_PROMPT: usize = 150;

/// What Discord calls the one menu of a message.
const MENU: &str = "menu";

/// How many buttons Discord takes in a row.
const IN_A_ROW: usize = 5;

/// How many rows Discord takes under a message.
const ROWS: usize = 5;

/// The longest label of a field, the longest hint in it, and the longest text that it takes, by
/// Discord's limits; the first two in UTF-16 units.
const LONGEST_FIELD_LABEL: usize = 45;
const LONGEST_PLACEHOLDER: usize = 100;
const LONGEST_INPUT: u16 = 4_000;

/// The choices as a list with letters, where one is too long for a button.
pub(super) fn legend(buttons: &[Button]) -> Option<String> {
    let lettered = are_lettered(buttons).then(|| choices(buttons))?;
    let lines = lettered.enumerate().map(|(place, button)| {
        format!("**{}**  {}", letter(place), markdown::escaped(&button.label))
    });
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// Choices in rows of their own, then what else can be done.
pub(super) fn rows(buttons: &[Button]) -> Vec<CreateActionRow> {
    let lettered = are_lettered(buttons);
    let picks: Vec<CreateButton> = choices(buttons)
        .enumerate()
        .map(
            |(place, button)| {
                if lettered { made(button, &letter(place)) } else { made(button, &button.label) }
            },
        )
        .collect();
    let others: Vec<CreateButton> = buttons
        .iter()
        .filter(|button| !is_choice(button))
        .map(|button| made(button, &button.label))
        .collect();
    let rows = picks.chunks(IN_A_ROW).chain(others.chunks(IN_A_ROW));
    rows.take(ROWS).map(|row| CreateActionRow::Buttons(row.to_vec())).collect()
}

/// A menu, in a row of its own. Each choice sends what it does itself, so the menu needs no more
/// than a name.
pub(super) fn menu(menu: &Menu) -> CreateActionRow {
    let choices = menu.choices.iter().take(MOST_CHOICES).map(|choice| {
        CreateSelectMenuOption::new(
            clipped(&choice.label, LONGEST_CHOICE),
            choice.action.to_string(),
        )
    });
    let kind = CreateSelectMenuKind::String { options: choices.collect() };
    let prompt = clipped(&menu.prompt, LONGEST_PROMPT);
    CreateActionRow::SelectMenu(CreateSelectMenu::new(MENU, kind).placeholder(prompt))
}

/// A field of a form.
pub(super) fn field(field: &Field) -> CreateActionRow {
    let style = if field.multiline { InputTextStyle::Paragraph } else { InputTextStyle::Short };
    let label = match &field.input {
        Input::Choice { words } => label_with(&field.label, words),
        _ => field.label.clone(),
    };
    let hint = match &field.input {
        Input::Choice { words } => words.join(", "),
        Input::Number { min, max } => format!("{min} to {max}"),
        Input::Check => "yes or no".to_owned(),
        Input::Text | Input::Zone | Input::Time | Input::Date | Input::File { .. } => {
            field.placeholder.clone()
        }
    };
    let mut input = CreateInputText::new(style, clipped(&label, LONGEST_FIELD_LABEL), &field.name)
        .placeholder(clipped(&hint, LONGEST_PLACEHOLDER))
        .max_length(u16::try_from(field.max_length).unwrap_or(u16::MAX).min(LONGEST_INPUT))
        .required(!field.is_optional);
    // Discord takes no empty one.
    if !field.value.is_empty() {
        input = input.value(&field.value);
    }
    CreateActionRow::InputText(input)
}

/// A label with the words that its field takes, as far as there is room: what stands in the field
/// hides the hint.
fn label_with(label: &str, words: &[String]) -> String {
    let all = format!("{label}: {}", words.join(", "));
    match words {
        _ if units(&all) <= LONGEST_FIELD_LABEL => all,
        [first, .., last] => format!("{label}: {first} to {last}"),
        _ => label.to_owned(),
    }
}

fn made(button: &Button, label: &str) -> CreateButton {
    let look = match button.style {
        ButtonStyle::Primary => DiscordStyle::Primary,
        ButtonStyle::Plain | ButtonStyle::Choice => DiscordStyle::Secondary,
        ButtonStyle::Danger => DiscordStyle::Danger,
    };
    let made = match &button.does {
        Does::Sends(click) => CreateButton::new(click.to_string()).style(look),
        // Its look is Discord's own.
        Does::Opens(address) => CreateButton::new_link(address.to_string()),
    };
    made.label(clipped(label, LONGEST_LABEL))
}

fn choices(buttons: &[Button]) -> impl Iterator<Item = &Button> {
    buttons.iter().filter(|button| is_choice(button))
}

fn is_choice(button: &Button) -> bool {
    button.style == ButtonStyle::Choice
}

fn are_lettered(buttons: &[Button]) -> bool {
    choices(buttons).any(|button| units(&button.label) > LONGEST_LABEL)
}

fn letter(place: usize) -> String {
    char::from(b'A' + u8::try_from(place % 26).unwrap_or_default()).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::app::reply::Address;

    #[test]
    fn a_link_has_an_address_and_sends_nothing() {
        let address = Address::new("https://example.org/a").unwrap();
        let link = Button::link(address, &"Read ".repeat(30));
        let made = serde_json::to_value(rows(&[link])).unwrap();
        let label = format!("{}…", &"Read ".repeat(30)[..79]);
        assert_eq!(
            made,
            json!([{ "type": 1, "components": [
                { "type": 2, "style": 5, "url": "https://example.org/a", "label": label,
                  "disabled": false },
            ] }])
        );
    }
}
