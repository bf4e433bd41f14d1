//! The end of a quiz: what it came to, what was missed, and once more.

use super::click::QuizClick;
use super::game::Game;
use super::view::thread;
use crate::app::click::Click;
use crate::app::reply::{Block, Button, ButtonStyle, Message, Text};
use crate::app::streak::way_back;
use crate::app::texts::counted;
use crate::domain::calendar::Turn;
use crate::domain::id::MemberId;
use crate::domain::quiz::{Ending, Outcome, Score};
use crate::domain::streak::Streak;

/// How many members a channel's board shows.
const BOARD_ROWS: usize = 10;

/// What the end of a solo quiz tells besides its result.
#[derive(Debug, Default)]
pub(super) struct After {
    /// The streak as it is now, unless its member has switched it off.
    pub(super) streak: Option<Streak>,
    /// When the member's study days turn.
    pub(super) turn: Turn,
    /// Whether the member never had a reminder, and so is asked whether they want one.
    pub(super) offers_reminder: bool,
}

/// The end of a solo quiz.
pub(super) fn solo(game: &Game, member: MemberId, after: &After) -> Message {
    let score = game.quiz.score(member);
    let missed = game.quiz.missed_by(member);
    let asked = game.quiz.closed().len();
    let title =
        if game.quiz.ending() == Some(Ending::Stopped) { "Quiz stopped" } else { "Quiz finished" };
    let mut blocks = vec![Block::Heading { text: title.into() }];
    let text = if asked == 0 {
        "No question was answered.".to_owned()
    } else {
        if asked > 1 {
            blocks.push(Block::Paragraph { text: bar(game, member).into() });
        }
        format!("{} of {asked} right, {}.", score.right, counted(score.points, "point"))
    };
    blocks.push(Block::Paragraph { text: (text + &streak_now(after.streak.as_ref())).into() });
    let best = game.quiz.best_topic(member, |card| game.card(card).topic.as_str());
    blocks.extend(best.map(|(topic, right, of)| Block::Paragraph {
        text: Text::from("Best topic: ").strong(topic).plain(format!(", {right} of {of}.")),
    }));
    let repair = after.streak.and_then(|streak| streak.repair);
    blocks.extend(repair.map(|repair| way_back(&repair, after.turn)));
    blocks.extend(to_repeat(game, "Missed:", &missed));
    let mut buttons = again(game, !missed.is_empty());
    buttons.push(Button::new(Click::line("/quiz"), "Another quiz", ButtonStyle::Plain));
    if after.offers_reminder && asked > 0 {
        let remind = Click::line("/reminder set time:18:00");
        buttons.push(Button::new(remind, "Remind me tomorrow at 18:00", ButtonStyle::Plain));
    }
    Message::private(blocks).keyed(key(game)).about(game.played()).with(buttons)
}

/// A square for each question that was asked: right, wrong, or passed over.
fn bar(game: &Game, member: MemberId) -> String {
    let outcomes = game.quiz.closed().iter().map(|round| round.play(member)?.outcome);
    let square = |outcome| match outcome {
        Some(Outcome::Right) => '🟩',
        Some(Outcome::Wrong) => '🟥',
        Some(Outcome::Skipped) | None => '⬜',
    };
    outcomes.map(square).collect()
}

/// " Streak: 4 study days." behind the result; nothing where there is none.
fn streak_now(streak: Option<&Streak>) -> String {
    match streak.map_or(0, |streak| streak.current) {
        0 => String::new(),
        1 => " Your streak began today: 1 study day.".to_owned(),
        days => format!(" Streak: {}.", counted(days, "study day")),
    }
}

/// The end of a channel's quiz.
pub(super) fn channel(game: &Game) -> Message {
    let title = match game.quiz.ending() {
        Some(Ending::Stopped) => "Quiz stopped",
        Some(Ending::Deserted) => "Quiz ended",
        _ => "Quiz finished",
    };
    let mut blocks = vec![Block::Heading { text: title.into() }];
    if game.quiz.ending() == Some(Ending::Deserted) {
        let text = "Two questions went by without an answer, so I have ended it here. Start \
            another whenever you like.";
        blocks.push(Block::Paragraph { text: text.into() });
    }
    let board = game.quiz.board();
    if !board.is_empty() {
        blocks.push(table(game, &board));
    }
    let missed = game.quiz.missed_by_all();
    blocks.extend(to_repeat(game, "Nobody knew:", &missed));
    let is_any_missed = board.iter().any(|score| !game.quiz.missed_by(score.member).is_empty());
    let buttons = again(game, is_any_missed);
    Message::to_everyone(blocks)
        .keyed(key(game))
        .about(game.played())
        .with(buttons)
        .in_thread(thread(game))
}

fn key(game: &Game) -> String {
    format!("quiz:{}.end", game.id())
}

fn table(game: &Game, board: &[Score]) -> Block {
    let asked = game.quiz.closed().len();
    Block::Table {
        head: ["Rank", "Name", "Right", "Points"].map(str::to_owned).to_vec(),
        rows: board.iter().take(BOARD_ROWS).map(|score| row(score, board, asked)).collect(),
        marked: None,
    }
}

/// A row of a channel's board, of whose quiz so many questions were asked. Whoever has as many
/// points and right answers shares the rank.
fn row(score: &Score, board: &[Score], asked: usize) -> Vec<Text> {
    let ahead = board
        .iter()
        .filter(|other| (other.points, other.right) > (score.points, score.right))
        .count();
    let right = format!("{} of {asked}", score.right);
    let name = Text::default().member(score.member, "");
    vec![(ahead + 1).to_string().into(), name, right.into(), score.points.to_string().into()]
}

fn to_repeat(game: &Game, title: &str, cards: &[&str]) -> Vec<Block> {
    if cards.is_empty() {
        return Vec::new();
    }
    let items = cards.iter().map(|card| game.in_short(card)).collect();
    vec![Block::Paragraph { text: title.into() }, Block::List { numbered: false, items }]
}

fn again(game: &Game, offered: bool) -> Vec<Button> {
    if !offered {
        return Vec::new();
    }
    let click = QuizClick::Again(game.id());
    vec![Button::new(click, "Again with the missed ones", ButtonStyle::Primary)]
}
