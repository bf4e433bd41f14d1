//! A verdict, in place of the question.

use super::game::Game;
use super::question;
use super::view::{about_round, asked, lesson, own_key};
use crate::app::click::Click;
use crate::app::reply::{Audience, Block, Button, ButtonStyle, Message, Text, Tone};
use crate::app::texts::{clipped, counted};
use crate::domain::deck::Key;
use crate::domain::grade::why::WRONG;
use crate::domain::grade::{Grade, Verdict};
use crate::domain::id::MemberId;
use crate::domain::points::{Award, HINT_COST, Limit, QUIZ_CAP};
use crate::domain::quiz::{Outcome, Tried};

/// How much of an answer is repeated, in characters.
const LONGEST_GIVEN: usize = 200;

/// What became of an answer.
#[derive(Debug)]
pub(in crate::app) struct Told<'a> {
    /// What it was, in the member's words; nothing where members judge themselves.
    pub(in crate::app) given: Option<&'a str>,
    /// How it was judged.
    pub(in crate::app) grade: &'a Grade,
    /// What that means for the round.
    pub(in crate::app) tried: Tried,
    /// What it earned.
    pub(in crate::app) award: Award,
}

/// The verdict with its reason, and the answer once no try is left. To its member alone.
pub(in crate::app) fn message(
    game: &Game,
    number: u32,
    member: MemberId,
    told: &Told<'_>,
) -> Message {
    let (round, card) = game.round(number);
    let over = told.tried.outcome.is_some();
    let solo = game.quiz.is_solo();
    let mut blocks = asked(game, number);
    if !over {
        blocks.extend(question::hint_block(game, number, round.play(member)));
    }
    blocks.extend(given(told, &card.key));
    blocks.push(callout(told));
    if over {
        blocks.extend(lesson(card));
    }
    blocks.extend(limit(told).map(|text| Block::Note { text: text.into() }));
    let buttons = match (over, solo) {
        (true, true) => Vec::new(),
        (true, false) => {
            let next = if game.quiz.is_last(number) { "Finish the quiz" } else { "Next question" };
            vec![Button::new(&Click::Next(game.spot(number)), next, ButtonStyle::Plain)]
        }
        (false, _) => more_tries(game, number, member),
    };
    let message = about_round(game, number, blocks, buttons);
    if solo || game.posting().is_some() {
        return message;
    }
    Message { key: Some(own_key(game, number)), audience: Audience::Asker, thread: None, ..message }
}

/// A question of a solo quiz that was passed over, with its answer.
pub(in crate::app) fn skipped(game: &Game, number: u32) -> Message {
    let mut blocks = asked(game, number);
    blocks.push(Block::Callout { tone: Tone::Notice, text: "Skipped.".into() });
    blocks.extend(lesson(game.round(number).1));
    about_round(game, number, blocks, Vec::new())
}

fn more_tries(game: &Game, number: u32, member: MemberId) -> Vec<Button> {
    let spot = game.spot(number);
    let mut buttons = question::answer_buttons(game, number, game.round(number).0.play(member));
    if game.quiz.is_solo() && game.posting().is_none() {
        buttons.push(Button::new(&Click::Skip(spot), "Skip", ButtonStyle::Plain));
        buttons.push(Button::new(&Click::Stop(spot.quiz), "Stop", ButtonStyle::Danger));
    }
    buttons
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
    // "Not quite" has said already that it is not it.
    let why = Some(told.grade.why.trim()).filter(|why| *why != WRONG).unwrap_or_default();
    let with_why =
        |word: &str| if why.is_empty() { word.to_owned() } else { format!("{word} {why}") };
    let (tone, text) = match told.grade.verdict {
        Verdict::Correct => (Tone::Correct, Text::from("Correct. ").strong(earned(told))),
        // A try that was taken lightly is not taken at all.
        Verdict::Close => (Tone::Close, Text::from(format!("{} Try again.", with_why("Close.")))),
        Verdict::Incorrect if told.tried.outcome == Some(Outcome::Wrong) => {
            (Tone::Incorrect, Text::from(with_why("Not quite.")))
        }
        Verdict::Incorrect => {
            (Tone::Incorrect, Text::from(format!("{} One more try.", with_why("Not quite."))))
        }
    };
    Block::Callout { tone, text }
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
