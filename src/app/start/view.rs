//! The home view in words and buttons.

use crate::app::click::Click;
use crate::app::played::Played;
use crate::app::quiz::click::QuizClick;
use crate::app::reply::{Block, Button, ButtonStyle, Message, Text};
use crate::app::texts::grouped;
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::days::show_days;
use crate::domain::id::QuizId;
use crate::domain::streak::Streak;
use crate::store::ReminderRow;

/// The name of the message: opened again, it takes its own place.
const KEY: &str = "home";

/// What is said of a member.
pub(super) struct Standing<'a> {
    pub(super) name: &'a str,
    /// Points of this week.
    pub(super) points: i64,
    /// The streak; none if its member has switched it off.
    pub(super) streak: Option<Streak>,
    /// The reminder, if one is on.
    pub(super) reminder: Option<ReminderRow>,
    /// The quiz of their own that is open, if one is.
    pub(super) playing: Option<QuizId>,
    /// A channel that gets a card of the day, if any does.
    pub(super) card_in: Option<&'a str>,
}

/// Where the member stands, and what to do next.
pub(super) fn home(standing: &Standing<'_>) -> Message {
    let greeting = Text::from("Hello, ").strong(standing.name).plain(".");
    let mut lines = vec![points(standing.points)];
    lines.extend(standing.streak.as_ref().map(streak));
    lines.push(match &standing.reminder {
        Some(row) => Text::from("Your reminder: ")
            .strong(format!("{} at {}", show_days(row.days), show_time(row.at)))
            .plain(format!(", {}.", row.zone.name())),
        None => "No reminder yet: I can nudge you at your own hour.".into(),
    });
    let blocks = vec![
        Block::Heading { text: greeting },
        Block::List { numbered: false, items: lines },
        Block::Note { text: "Only you see this. Help lists all that I can do.".into() },
    ];
    Message::private(blocks).keyed(KEY).with(buttons(standing))
}

fn buttons(standing: &Standing<'_>) -> Vec<Button> {
    let (quiz, label) = match standing.playing {
        Some(quiz) => (QuizClick::Continue(Played::Quiz(quiz)).into(), "Go on with your quiz"),
        None => (Click::line("/quiz"), "Start a quiz"),
    };
    let card = match standing.card_in {
        Some(channel) => format!("/daily today channel:{channel}"),
        None => "/daily today".to_owned(),
    };
    let plain = |line: &str, label| Button::new(Click::line(line), label, ButtonStyle::Plain);
    vec![
        Button::new(quiz, label, ButtonStyle::Primary),
        plain(&card, "Today's card"),
        plain("/reminder show", "My reminder"),
        plain("/leaderboard", "Leaderboard"),
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
