//! The home view in words and buttons.

use crate::app::click::Click;
use crate::app::home::another;
use crate::app::played::Played;
use crate::app::quiz::click::QuizClick;
use crate::app::reply::{Block, Button, ButtonStyle, Choice, Menu, Message, Text, Tone};
use crate::app::texts::{counted, grouped};
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::days::show_days;
use crate::domain::id::QuizId;
use crate::domain::streak::Streak;
use crate::store::ReminderRow;

/// What asks for a reminder, by a form.
const REMIND_ME: &str = "/reminder set";

/// The name of the message: opened again, it takes its own place.
const KEY: &str = "home";

/// The line that gives a channel its card of the day.
const SETUP: &str = "/setup";

/// The button that plays a few cards.
const START_QUIZ: &str = "Start a quiz";

/// What a newcomer can do wherever they are.
const PLAY: &str = "Play a few cards: five questions, for you alone.";
const REMIND: &str = "Be nudged at your own hour, on days on which you have not studied yet.";

/// What nobody has to be afraid of.
const UNASKED: &str = "I say this once. From now on I post only where an admin tells me to.";

/// What is said of a member.
pub(super) struct Standing<'a> {
    /// The name that others see.
    pub(super) name: &'a str,
    /// Today's card, if there is one.
    pub(super) today: Option<Today>,
    /// Points of this week.
    pub(super) points: i64,
    /// The streak; none if its member has switched it off.
    pub(super) streak: Option<Streak>,
    /// The reminder, if one is on.
    pub(super) reminder: Option<&'a ReminderRow>,
    /// The quiz of their own that is open, if one is.
    pub(super) playing: Option<QuizId>,
    /// A channel that gets a card of the day, if any does.
    pub(super) card_in: Option<&'a str>,
    /// The name of their team, if they are in one.
    pub(super) team: Option<String>,
    /// The season that runs, if one does.
    pub(super) season: Option<Season>,
    /// For whom the first steps are told, while no channel has a card of the day.
    pub(super) beginner: Option<Beginner>,
}

/// Whom the first steps are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginner {
    /// An admin, who can give a channel its card.
    Admin,
    /// Everybody else, who can play meanwhile.
    Member,
}

/// Today's card for a member.
pub(super) enum Today {
    /// It can be answered: the question, and the ways to answer it.
    Open((Vec<Block>, Vec<Button>)),
    /// They have finished it.
    Done,
}

/// A season that runs.
pub(super) struct Season {
    /// The name that members know it by.
    pub(super) name: String,
    /// How many days are left, today included.
    pub(super) days_left: i64,
}

/// Where the member stands, and what to do next.
pub(super) fn home(mut standing: Standing<'_>) -> Message {
    let mut blocks =
        vec![Block::Heading { text: Text::from("Hello, ").strong(standing.name).plain(".") }];
    let (mut lines, mut ways) = (Vec::new(), Vec::new());
    match standing.today.take() {
        Some(Today::Open((question, answers))) => {
            blocks.extend(question);
            ways = answers;
        }
        Some(Today::Done) => lines.push("Today's card is done.".into()),
        None => {}
    }
    lines.push(points(standing.points));
    lines.extend(standing.streak.as_ref().map(streak));
    lines.push(match standing.reminder {
        Some(row) => Text::from("Your reminder: ")
            .strong(format!("{} at {}", show_days(row.days), show_time(row.at)))
            .plain(format!(", {}.", row.zone.name())),
        None => "No reminder yet: I can nudge you at your own hour.".into(),
    });
    lines.extend(
        standing.team.as_deref().map(|team| Text::from("Your team: ").strong(team).plain(".")),
    );
    lines.extend(standing.season.as_ref().map(season));
    blocks.push(Block::List { numbered: false, items: lines });
    if let Some(beginner) = standing.beginner {
        blocks.push(Block::Heading { text: "Three first steps".into() });
        blocks.push(steps(match beginner {
            Beginner::Admin => [card_of_a_channel(), PLAY.into(), REMIND.into()],
            Beginner::Member => [PLAY.into(), REMIND.into(), card_of_a_channel()],
        }));
    }
    blocks.push(Block::Note { text: "Only you see this. Help lists all that I can do.".into() });
    ways.extend(buttons(&standing, ways.is_empty()));
    Message::private(blocks).keyed(KEY).with(ways)
}

/// Asks which community a conversation is to be about; `about` is the name of the one that it is
/// about so far.
pub(super) fn which_home(about: Option<&str>, choices: Vec<Choice>) -> Message {
    let text = match about {
        Some(name) => Text::from("This conversation is about ")
            .strong(name)
            .plain(". Choose another one below, and it is about that until you choose again."),
        None => "Choose which of your communities this conversation is about, until you choose \
            again."
            .into(),
    };
    let menu = Menu { prompt: "Which community?".to_owned(), choices };
    Message::private(vec![Block::Paragraph { text }]).with_menu(Some(menu))
}

/// There is none to choose from but the one that the conversation is about.
pub(super) fn no_other_home() -> Message {
    Message::notice(
        "I know of no other community of yours just now. If there is one, try again in a minute.",
    )
}

/// What a conversation is about from now on, and what becomes of a quiz that is open elsewhere.
pub(super) fn chosen(name: Option<&str>, waiting: Option<Text>) -> Vec<Block> {
    let text = match name {
        Some(name) => Text::from("This conversation is about ").strong(name).plain(" from now on."),
        None => "This conversation is about that community from now on.".into(),
    };
    let mut blocks = vec![Block::Callout { tone: Tone::Notice, text }];
    blocks.extend(waiting.map(|text| Block::Note { text }));
    blocks
}

/// Somebody has chosen a home in which they are not known, or the bot is not any more.
pub(super) fn no_home_of_yours() -> Message {
    let text = "I do not know you in that community any more, so nothing has changed.";
    Message::refused(text).with(vec![another()])
}

/// The first steps in a channel, to everyone in it.
pub(super) fn first_steps() -> Message {
    let card = Text::from(
        "Give this channel a card of the day: an admin presses Set up. For another channel, type ",
    );
    let steps = [card.code(SETUP).plain(" there."), PLAY.into(), REMIND.into()];
    first_steps_by(steps, Some(Button::new(Click::line(SETUP), "Set up", ButtonStyle::Primary)))
}

/// The first steps in a conversation of two. Where its person has invited the bot into a channel,
/// that one can be set up from here.
pub(super) fn first_steps_alone(invited_to: Option<&str>) -> Message {
    let Some(channel) = invited_to else {
        return first_steps_by([PLAY.into(), card_of_a_channel(), REMIND.into()], None);
    };
    let card = Text::from(
        "Give the channel that you invited me to its card of the day: on working days at 09:00, \
            the first one at once. Change it there with ",
    );
    let set = Click::line(format!("{SETUP} channel:{channel}"));
    let steps = [card.code(SETUP).plain("."), PLAY.into(), REMIND.into()];
    first_steps_by(steps, Some(Button::new(set, "Set it up", ButtonStyle::Primary)))
}

/// The first steps, with the button for the first of them unless that is to play.
fn first_steps_by(all: [Text; 3], first: Option<Button>) -> Message {
    let play = if first.is_none() { ButtonStyle::Primary } else { ButtonStyle::Plain };
    let mut buttons: Vec<Button> = first.into_iter().collect();
    buttons.push(Button::new(Click::line("/quiz"), START_QUIZ, play));
    buttons.push(Button::new(Click::line(REMIND_ME), "Remind me", ButtonStyle::Plain));
    let hello = "Hello, and thank you for having me. I help a team to prepare for an exam \
        together. Three first steps:";
    let blocks = vec![
        Block::Paragraph { text: hello.into() },
        steps(all),
        Block::Note { text: UNASKED.into() },
    ];
    Message::to_everyone(blocks).with(buttons)
}

fn steps(steps: [Text; 3]) -> Block {
    Block::List { numbered: true, items: steps.into() }
}

/// How a channel gets its card, where no button can do it.
fn card_of_a_channel() -> Text {
    let text = Text::from("Give a channel its card of the day: an admin types ");
    text.code(SETUP).plain(" there.")
}

/// The three things to begin with, to somebody who says hello.
pub(super) fn greeting(name: &str, card_in: Option<&str>) -> Message {
    let things = [PLAY, "Answer today's card.", REMIND];
    let hello = Text::from("Hello, ").strong(name).plain(". Three things that you can do here:");
    let blocks = vec![
        Block::Paragraph { text: hello },
        Block::List { numbered: true, items: things.into_iter().map(Text::from).collect() },
    ];
    Message::private(blocks).with(vec![
        Button::new(Click::line("/quiz"), START_QUIZ, ButtonStyle::Primary),
        Button::new(Click::line(todays_card(card_in)), "Today's card", ButtonStyle::Plain),
        Button::new(Click::line(REMIND_ME), "Remind me", ButtonStyle::Plain),
    ])
}

/// The command that shows today's card. In a conversation of two, it has to say which channel's is
/// meant.
fn todays_card(card_in: Option<&str>) -> String {
    match card_in {
        Some(channel) => format!("/daily today channel:{channel}"),
        None => "/daily today".to_owned(),
    }
}

fn season(season: &Season) -> Text {
    let left = match u32::try_from(season.days_left).unwrap_or_default() {
        0 | 1 => "ends today".to_owned(),
        days => format!("{} left", counted(days, "day")),
    };
    Text::from("Season: ").strong(&season.name).plain(format!(", {left}."))
}

/// What to do next. Where there is no card to answer, a quiz is what most would do.
fn buttons(standing: &Standing<'_>, is_first: bool) -> Vec<Button> {
    let (quiz, label) = match standing.playing {
        Some(quiz) => (QuizClick::Continue(Played::Quiz(quiz)).into(), "Go on with your quiz"),
        None => (Click::line("/quiz"), START_QUIZ),
    };
    let card = todays_card(standing.card_in);
    let plain = |line: &str, label| Button::new(Click::line(line), label, ButtonStyle::Plain);
    vec![
        Button::new(quiz, label, if is_first { ButtonStyle::Primary } else { ButtonStyle::Plain }),
        plain(&card, "Today's card"),
        plain("/leaderboard", "Leaderboard"),
        plain("/settings", "Settings"),
        plain("/help", "Help"),
    ]
}

fn points(points: i64) -> Text {
    let count = usize::try_from(points).unwrap_or_default();
    let counted = format!("{} {}", grouped(count), if count == 1 { "point" } else { "points" });
    Text::default().strong(counted).plain(" this week.")
}

fn streak(streak: &Streak) -> Text {
    match (streak.current, streak.studied_today) {
        (0, _) => "No streak yet: one answer today begins it.".into(),
        (days, studied) => {
            let days = format!("{days} study {}", if days == 1 { "day" } else { "days" });
            let today = if studied { ", today included." } else { ". Today is still open." };
            Text::from("Your streak: ").strong(days).plain(today)
        }
    }
}
