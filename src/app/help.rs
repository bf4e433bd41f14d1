//! `/help`: how to begin, and every command.

pub(super) mod command;

use super::click::Click;
use super::command::{Takes, commands};
use super::reply::{Block, Button, ButtonStyle, Message, Reply, Text};
use super::request::Who;

/// How to begin, in three lines.
const FIRST_STEPS: [&str; 3] = [
    "Start a quiz with the button below or by typing /quiz; five questions, only for you.",
    "Type each answer in your own words. Spelling is forgiven, and a close answer may be tried \
        again.",
    "Play with everyone in a channel by /quiz with:channel, and look at /leaderboard afterwards.",
];

/// What the bot can do.
pub(super) fn help() -> Reply {
    let message = Message::private(vec![
        Block::Heading { text: "How to begin".into() },
        Block::List { numbered: true, items: FIRST_STEPS.into_iter().map(Text::from).collect() },
        Block::Heading { text: "Commands".into() },
        Block::List { numbered: false, items: listed() },
        Block::Note {
            text: Text::from("Options are written as ").code("name:value").plain(", in any order."),
        },
    ]);
    let quiz = Button::new(Click::line("/quiz"), "Start a quiz", ButtonStyle::Primary);
    Reply::one(message.with(vec![quiz]))
}

fn listed() -> Vec<Text> {
    commands()
        .map(|command| {
            let mut line = Text::default()
                .code(format!("/{}", command.name))
                .plain(format!(" {}", command.about));
            if command.who == Who::Admins {
                line = line.plain(" (admins)");
            }
            let options: Vec<String> = command
                .options
                .iter()
                .map(|option| format!("{}{}", option.name, values(option.takes)))
                .collect();
            if options.is_empty() {
                line
            } else {
                line.plain(format!(". Options: {}", options.join(", ")))
            }
        })
        .collect()
}

fn values(takes: Takes) -> String {
    match takes {
        Takes::Number { min, max, default } => format!(" {min}–{max} ({default})"),
        Takes::OneOf { words } => format!(" {}", words.join("|")),
        Takes::Check => " yes|no".to_owned(),
        Takes::Text
        | Takes::Deck
        | Takes::Topic
        | Takes::Question
        | Takes::Member
        | Takes::Time
        | Takes::Date
        | Takes::Days
        | Takes::Zone
        | Takes::Channel
        | Takes::File { .. } => String::new(),
    }
}
