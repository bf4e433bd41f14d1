//! What stands under a message: buttons in rows, and menus.

use slack_morphism::blocks::{
    SlackActionBlockElement, SlackActionsBlock, SlackBlockButtonElement, SlackBlockButtonStyle,
    SlackBlockChoiceItem, SlackBlockPlainTextOnly, SlackBlockStaticSelectElement,
};

use super::mrkdwn;
use super::parts::{Part, Shown, plain};
use crate::app::click::Click;
use crate::app::reply::{Button, ButtonStyle, Choice, Does, MOST_CHOICES, Message, Text};
use crate::platform::shown::units;

/// The longest label of a button or of a menu's choice, and the longest text that a choice sends,
/// that Slack takes, in characters.
const LONGEST_LABEL: usize = 75;

/// The longest text that a button sends, in characters.
const LONGEST_SENT: usize = 2_000;

/// The longest prompt of a menu, in characters.
const LONGEST_PROMPT: usize = 150;

/// How many buttons stand in a row. Slack takes more, but breaks them where it likes.
const IN_A_ROW: usize = 5;

/// The most choices that are buttons; more are a menu.
const MOST_PICKS: usize = 10;

/// The most choices of an answer, and the most other buttons: far more than any message has, and
/// few enough that they fit under a text.
const MOST_ANSWERS: usize = 50;
const MOST_BUTTONS: usize = 25;

/// What Slack sends back as the name of a menu.
const CHOOSE: &str = "choose";

/// The choices as a list with letters, where one is too long for a button.
pub(super) fn legend(message: &Message) -> Vec<Part> {
    if !are_lettered(&message.buttons) {
        return Vec::new();
    }
    let lines = picks(&message.buttons).enumerate().map(|(place, button)| {
        let text = Text::default().strong(letter(place)).plain("  ").plain(&button.label);
        (String::new(), text)
    });
    mrkdwn::listed(lines).into_iter().map(Part::section).collect()
}

/// Choices in rows of their own or in a menu, then what else can be done, then the message's menu.
pub(super) fn under(message: &Message) -> Vec<Part> {
    let mut actions = Actions::default();
    let answers = answers(&message.buttons);
    if answers.len() > MOST_PICKS {
        actions.menu("Choose your answer", answers);
    } else {
        actions.rows(&answers);
    }
    let others = message.buttons.iter().filter(|button| !is_pick(button)).map(Said::of);
    let others: Vec<Said<'_>> = others.take(MOST_BUTTONS).collect();
    actions.rows(&others);
    if let Some(menu) = message.menu.as_deref() {
        let choices = menu.choices.iter().take(MOST_CHOICES).map(Said::of_choice);
        actions.menu(&menu.prompt, choices.collect());
    }
    actions.parts
}

/// Something to press or to choose.
#[derive(Debug)]
struct Said<'a> {
    label: String,
    does: Sent<'a>,
    style: ButtonStyle,
}

/// What it does: sends something back, or opens an address.
#[derive(Debug)]
enum Sent<'a> {
    Click(&'a Click),
    Address(String),
}

impl<'a> Said<'a> {
    fn of(button: &'a Button) -> Self {
        let does = match &button.does {
            Does::Sends(click) => Sent::Click(click),
            Does::Opens(address) => Sent::Address(address.to_string()),
        };
        // An answer may look like a command and be none.
        let label = match button.style {
            ButtonStyle::Choice => button.label.clone(),
            _ => mrkdwn::sentence(&button.label),
        };
        Self { label, does, style: button.style }
    }

    fn of_choice(choice: &'a Choice) -> Self {
        let (label, does) = (choice.label.clone(), Sent::Click(&choice.action));
        Self { label, does, style: ButtonStyle::Plain }
    }

    /// What it sends back; nothing if it opens an address.
    fn sent(&self) -> Option<String> {
        match self.does {
            Sent::Click(click) => Some(click.to_string()),
            Sent::Address(_) => None,
        }
    }

    /// Whether what it sends is short enough for a menu.
    fn is_short(&self) -> bool {
        self.sent().is_some_and(|sent| !sent.is_empty() && units(&sent) <= LONGEST_LABEL)
    }

    /// As a button; none where Slack could not send back what it does.
    fn button(&self, number: usize) -> Option<SlackActionBlockElement> {
        let made = SlackBlockButtonElement::new(plain(&self.label, LONGEST_LABEL))
            .with_action_id(format!("press.{number}").into());
        let made = match &self.does {
            Sent::Click(click) => {
                let sent = click.to_string();
                if units(&sent) > LONGEST_SENT {
                    return None;
                }
                made.with_value(sent)
            }
            Sent::Address(address) => made.with_url(address.parse().ok()?),
        };
        let style = match self.style {
            ButtonStyle::Primary => Some(SlackBlockButtonStyle::Primary),
            ButtonStyle::Danger => Some(SlackBlockButtonStyle::Danger),
            ButtonStyle::Plain | ButtonStyle::Choice => None,
        };
        Some(made.opt_style(style).into())
    }

    fn choice(&self) -> Option<SlackBlockChoiceItem<SlackBlockPlainTextOnly>> {
        let label = plain(&self.label, LONGEST_LABEL);
        self.sent().map(|sent| SlackBlockChoiceItem::new(label, sent))
    }

    fn length(&self) -> usize {
        units(&self.label).min(LONGEST_LABEL)
    }
}

/// Rows and menus one under the other. The numbers of buttons go on from row to row.
#[derive(Debug, Default)]
struct Actions {
    parts: Vec<Part>,
    number: usize,
}

impl Actions {
    fn rows(&mut self, buttons: &[Said<'_>]) {
        for row in buttons.chunks(IN_A_ROW) {
            let mut made = Vec::new();
            for button in row {
                made.extend(button.button(self.number));
                self.number += 1;
            }
            self.add(made, row.iter().map(Said::length).sum());
        }
    }

    /// A menu, in a block of its own, since all menus have the same name. What sends too much for
    /// a menu is a button over it.
    fn menu(&mut self, prompt: &str, choices: Vec<Said<'_>>) {
        let (choices, others): (Vec<_>, Vec<_>) = choices.into_iter().partition(Said::is_short);
        self.rows(&others);
        let options: Vec<_> = choices.iter().filter_map(Said::choice).collect();
        if options.is_empty() {
            return;
        }
        let menu = SlackBlockStaticSelectElement::new()
            .with_action_id(CHOOSE.into())
            .with_placeholder(plain(prompt, LONGEST_PROMPT))
            .with_options(options);
        let length = choices.iter().map(Said::length).sum::<usize>();
        self.add(vec![menu.into()], length + units(prompt).min(LONGEST_PROMPT));
    }

    fn add(&mut self, elements: Vec<SlackActionBlockElement>, units: usize) {
        if !elements.is_empty() {
            let shown = Shown::Block(Box::new(SlackActionsBlock::new(elements).into()));
            self.parts.push(Part { shown, words: String::new(), units });
        }
    }
}

/// The choices of an answer, by letters where one is too long for a button.
fn answers(buttons: &[Button]) -> Vec<Said<'_>> {
    let lettered = are_lettered(buttons);
    let answers = picks(buttons).enumerate().map(|(place, button)| {
        let said = Said::of(button);
        if lettered { Said { label: letter(place), ..said } } else { said }
    });
    answers.collect()
}

fn picks(buttons: &[Button]) -> impl Iterator<Item = &Button> {
    buttons.iter().filter(|button| is_pick(button)).take(MOST_ANSWERS)
}

fn is_pick(button: &Button) -> bool {
    button.style == ButtonStyle::Choice
}

fn are_lettered(buttons: &[Button]) -> bool {
    picks(buttons).any(|button| units(&button.label) > LONGEST_LABEL)
}

/// The letter of a choice; a number where there are more choices than letters.
fn letter(place: usize) -> String {
    match u8::try_from(place) {
        Ok(place) if place < 26 => char::from(b'A' + place).to_string(),
        _ => (place + 1).to_string(),
    }
}
