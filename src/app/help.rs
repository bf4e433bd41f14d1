//! `/help`: how to begin, and the commands by what one wants to do.

pub(super) mod command;
pub(super) mod refusal;

use self::command::COMMAND;
use self::refusal::HelpRefusal;
use super::asking::Asking;
use super::click::Click;
use super::command::{
    Command, CommandOption, Family, GOALS, Given, Goal, Takes, commands, families, family,
};
use super::decision::{Decision, Fault};
use super::reply::{Block, Button, ButtonStyle, Message, Reply, Text};
use super::request::Who;
use super::texts::repeated;
use crate::domain::nearest::nearest;

/// The name of the message: what is looked up takes the place of what was before.
const KEY: &str = "help";

/// How to begin, in three lines.
const FIRST_STEPS: [&str; 3] = [
    "Start a quiz with the button below or by typing /quiz; five questions, only for you.",
    "Type each answer in your own words. Spelling is forgiven, and a close answer may be tried \
        again.",
    "Play with everyone in a channel by /quiz with:channel, and look at /leaderboard afterwards.",
];

/// Tells what the bot can do, what one can do towards a goal, or what a command does.
pub(super) fn show(asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let message = match given.text(&COMMAND) {
        None => begin(asking),
        Some(wanted) => about(asking, wanted)?,
    };
    Ok(Decision::say(Reply::one(message)))
}

/// How to begin, and what one may want to do.
pub(super) fn begin(asking: &Asking<'_>) -> Message {
    let goals = GOALS.iter().map(|goal| {
        let names = families(*goal).filter(|family| members(family, asking).next().is_some());
        let line = Text::default().strong(goal.title()).plain(format!(": {}", goal.about()));
        names.fold(line, |line, family| line.plain(" ").code(format!("/{}", family.name)))
    });
    let quiz = Button::new(Click::line("/quiz"), "Start a quiz", ButtonStyle::Primary);
    Message::private(vec![
        Block::Heading { text: "How to begin".into() },
        Block::List { numbered: true, items: FIRST_STEPS.into_iter().map(Text::from).collect() },
        Block::Heading { text: "What would you like to do?".into() },
        Block::List { numbered: false, items: goals.collect() },
        Block::Note {
            text: Text::from("A command's name behind ").code("/help").plain(" tells more of it."),
        },
    ])
    .keyed(KEY)
    .with(std::iter::once(quiz).chain(GOALS.into_iter().map(to_goal)).collect())
}

/// What was asked for by a word: a goal, a command, or a family of commands.
fn about(asking: &Asking<'_>, wanted: &str) -> Result<Message, Fault> {
    let words = wanted.trim().trim_start_matches('/').to_lowercase();
    // The family of this name is among what the goal of the same name lists.
    if let Some(goal) = GOALS.into_iter().find(|goal| goal.word() == words) {
        return Ok(towards(goal, asking));
    }
    if let Some(command) = commands().find(|command| command.name == words) {
        return Ok(of_command(command));
    }
    if let Some(family) = family(&words) {
        let items = members(family, asking).map(line);
        let blocks = vec![
            Block::Heading { text: format!("/{}", family.name).into() },
            Block::Paragraph { text: family.about.into() },
            Block::List { numbered: false, items: items.collect() },
        ];
        return Ok(with_ways(blocks, Some(family.goal)));
    }
    let names = commands().map(|command| command.name).chain(commands().map(Command::family));
    let nearest = nearest(&words, names).map(|name| format!("/help {name}"));
    Err(HelpRefusal::NotKnown { given: repeated(wanted), nearest }.into())
}

/// The commands by which one gets to a goal.
fn towards(goal: Goal, asking: &Asking<'_>) -> Message {
    let items = families(goal).flat_map(|family| members(family, asking)).map(line);
    let note = Text::from("Options are written as ").code("name:value").plain(", in any order.");
    let blocks = vec![
        Block::Heading { text: goal.title().into() },
        Block::Paragraph { text: goal.about().into() },
        Block::List { numbered: false, items: items.collect() },
        Block::Note { text: note },
    ];
    with_ways(blocks, None)
}

/// What a command does, and each of its options.
fn of_command(command: &'static Command) -> Message {
    let mut about = Text::from(format!("{}.", command.about));
    if command.who == Who::Admins {
        about = about.plain(" For admins.");
    }
    let mut blocks = vec![
        Block::Heading { text: format!("/{}", command.name).into() },
        Block::Paragraph { text: about },
    ];
    if !command.options.is_empty() {
        let items = command.options.iter().map(of_option).collect();
        blocks.push(Block::List { numbered: false, items });
    }
    let goal = family(command.family()).map(|family| family.goal);
    with_ways(blocks, goal)
}

fn of_option(option: &CommandOption) -> Text {
    let text = Text::default().code(option.name).plain(format!(" {}", option.about));
    match values(option.takes) {
        values if values.is_empty() => text,
        values => text.plain(format!(":{values}")),
    }
}

/// A message with the ways back: to a goal, and to the beginning.
fn with_ways(blocks: Vec<Block>, goal: Option<Goal>) -> Message {
    let back = Button::new(Click::line("/help"), "All of help", ButtonStyle::Plain);
    let ways = goal.map(to_goal).into_iter().chain([back]).collect();
    Message::private(blocks).keyed(KEY).with(ways)
}

fn to_goal(goal: Goal) -> Button {
    let line = Click::line(format!("/help command:{}", goal.word()));
    Button::new(line, goal.title(), ButtonStyle::Plain)
}

/// The commands of a family that the asker may use.
fn members(family: &Family, asking: &Asking<'_>) -> impl Iterator<Item = &'static Command> {
    let is_admin = asking.is_admin();
    family.commands().filter(move |command| is_admin || command.who == Who::Anyone)
}

/// A command on one line.
fn line(command: &'static Command) -> Text {
    let text = Text::default().code(format!("/{}", command.name));
    let text = text.plain(format!(" {}", command.about));
    let options: Vec<String> = command
        .options
        .iter()
        .map(|option| format!("{}{}", option.name, values(option.takes)))
        .collect();
    if options.is_empty() { text } else { text.plain(format!(". Options: {}", options.join(", "))) }
}

fn values(takes: Takes) -> String {
    match takes {
        Takes::Number { min, max, default } => format!(" {min}–{max} ({default})"),
        Takes::OneOf { words, .. } => format!(" {}", words.join("|")),
        Takes::Check => " yes|no".to_owned(),
        Takes::Text
        | Takes::Team
        | Takes::TimeOrOff
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
