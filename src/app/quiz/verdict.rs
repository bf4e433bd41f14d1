//! A verdict, in place of the question.

use super::game::Game;
use super::question::ways_out;
use super::view::{of_round, own_of_round};
use crate::app::reply::{Block, Message, Text, Tone};
use crate::app::texts::{clipped, counted};
use crate::domain::deck::Key;
use crate::domain::grade::{Grade, Verdict};
use crate::domain::id::MemberId;
use crate::domain::points::{Award, HINT_COST, Limit, QUIZ_CAP};
use crate::domain::quiz::{Outcome, Tried};

/// How much of an answer is repeated, in characters.
const LONGEST_GIVEN: usize = 200;

/// What became of an answer.
#[derive(Debug)]
pub(super) struct Told<'a> {
    /// What it was, in the member's words; nothing where members judge themselves.
    pub(super) given: Option<&'a str>,
    /// How it was judged.
    pub(super) grade: Grade,
    /// What that means for the round.
    pub(super) tried: Tried,
    /// The points that it earned, and what limits them.
    pub(super) award: Award,
}

/// The verdict with its reason, and the answer once no try is left. To its member alone.
pub(super) fn message(game: &Game, number: u32, member: MemberId, told: &Told<'_>) -> Message {
    let asked = game.asked(number);
    let play = asked.round.play(member);
    let over = told.tried.outcome.is_some();
    let mut blocks = asked.question();
    if !over {
        blocks.extend(asked.hint(play));
    }
    blocks.extend(given(told, &asked.card.key));
    blocks.push(callout(told));
    if over {
        blocks.extend(asked.lesson());
    }
    blocks.extend(limit(told).map(|text| Block::Note { text: text.into() }));
    let mut buttons = Vec::new();
    if !over {
        buttons.extend(asked.ways(play));
        buttons.extend(ways_out(game, number));
    }
    own_of_round(game, asked.spot, blocks).with(buttons)
}

/// A question of a solo quiz that was passed over, with its answer.
pub(super) fn skipped(game: &Game, number: u32) -> Message {
    let asked = game.asked(number);
    let mut blocks = asked.question();
    blocks.push(Block::Callout { tone: Tone::Notice, text: "Skipped.".into() });
    blocks.extend(asked.lesson());
    of_round(game, asked.spot, blocks)
}

/// What is being judged: a form is gone once it is sent, and a typed answer stands elsewhere or
/// nowhere. What equals the answer below need not be said twice.
fn given(told: &Told<'_>, key: &Key) -> Option<Block> {
    let given = told.given?.split_whitespace().collect::<Vec<_>>().join(" ");
    let told_below = told.tried.outcome.is_some() && given == key.shown();
    let text = Text::from("You answered: ").plain(clipped(&given, LONGEST_GIVEN));
    (!told_below).then_some(Block::Paragraph { text })
}

/// "Not quite. … One more try."
fn callout(told: &Told<'_>) -> Block {
    let (tone, text) = match told.grade.verdict {
        Verdict::Correct => (Tone::Correct, Text::from("Correct. ").strong(earned(told))),
        // A try that was taken lightly is not taken at all.
        Verdict::Close => {
            (Tone::Close, Text::from(format!("{} Try again.", with_why("Close.", told.grade))))
        }
        Verdict::Incorrect if told.tried.outcome == Some(Outcome::Wrong) => {
            (Tone::Incorrect, Text::from(with_why("Not quite.", told.grade)))
        }
        Verdict::Incorrect => (
            Tone::Incorrect,
            Text::from(format!("{} One more try.", with_why("Not quite.", told.grade))),
        ),
    };
    Block::Callout { tone, text }
}

/// A word with the reason behind it, if that says more than the word has said already.
fn with_why(word: &str, grade: Grade) -> String {
    if grade.why.says_more() { format!("{word} {}", grade.why) } else { word.to_owned() }
}

fn earned(told: &Told<'_>) -> String {
    let order = match told.tried.place {
        Some(1) => ", first to be right",
        Some(2) => ", second to be right",
        Some(3) => ", third to be right",
        _ => "",
    };
    format!("+{}{order}", counted(told.award.worth, "point"))
}

/// What limits its points, or those of the answers after it.
fn limit(told: &Told<'_>) -> Option<String> {
    if told.grade.verdict != Verdict::Correct {
        return None;
    }
    let on_boards = told.award.points;
    match told.award.limit {
        Some(Limit::CardEarned) => Some(
            "This card has earned you points today already; streak and practice still count."
                .to_owned(),
        ),
        Some(Limit::CapFilled) => Some(format!(
            "That fills today's {QUIZ_CAP} quiz points on the boards. More quizzes still count for \
                their own result and \
             your streak."
        )),
        Some(Limit::Cap) if on_boards > 0 => Some(format!(
            "{} of it on the boards: that fills today's {QUIZ_CAP} quiz points there. More quizzes \
                still count for their \
             own result and your streak.",
            counted(on_boards, "point")
        )),
        Some(Limit::Cap) => Some(format!(
            "It counts in this quiz and for your streak; your {QUIZ_CAP} quiz points on today's \
                boards are full."
        )),
        None if told.tried.hinted => {
            Some(format!("The hint cost {}.", counted(HINT_COST, "point")))
        }
        None => None,
    }
}
