//! What was typed where an answer was expected, but is none: it costs no try and counts nowhere.

use super::answering::may_answer;
use super::game::{Game, Mode};
use super::judging::chosen;
use super::{question, steering};
use crate::app::App;
use crate::app::asking::Asking;
use crate::app::decision::{Decision, Fault};
use crate::app::reply::{Block, Reply, Tone};
use crate::app::texts::in_words;
use crate::domain::grade::grade;
use crate::domain::grade::instead::Instead;
use crate::domain::grade::why::Why;
use crate::domain::id::MemberId;
use crate::domain::quiz::Style;
use crate::domain::quiz::hint::hint;
use crate::domain::visible::is_seen;

/// What typed text says instead of an answer to a question that the member may answer.
pub(in crate::app) fn no_answer(
    game: &Game,
    number: u32,
    member: MemberId,
    text: &str,
) -> Option<Instead> {
    may_answer(game, number, member).ok()?;
    if !text.chars().any(is_seen) {
        return None;
    }
    let asked = game.asked(number);
    if let Style::Choices { options, .. } = &asked.round.style
        && chosen(options, text).is_some()
    {
        return None;
    }
    match grade(asked.card, &game.deck, text).why {
        Why::NoAnswer(instead) => Some(instead),
        _ => None,
    }
}

/// Does what the words say where a button would do it; else shows the question again, with what
/// one can do about it.
pub(in crate::app) async fn instead_of_answer(
    app: &App,
    asking: &Asking<'_>,
    mut game: Game,
    number: u32,
    instead: Instead,
) -> Result<Decision, Fault> {
    let member = asking.member.id;
    let hidden = hidden_hint(&game, number, member);
    match (instead, game.mode()) {
        (Instead::Skip, Mode::Solo) => return steering::skip(app, asking, game, number).await,
        (Instead::Stop, Mode::Solo | Mode::Channel) => {
            return steering::stop(app, asking, game).await;
        }
        (Instead::Hint, _) if hidden => return steering::hint(asking, game, number),
        _ => {}
    }
    game.show_here(asking);
    let mut message = question::own(&game, number, member);
    let text = still_open(&game, number, hidden);
    message.blocks.push(Block::Callout { tone: Tone::Notice, text: text.into() });
    Ok(Decision::play(game.kept()?, Reply::one(message)))
}

/// Whether there is a hint that a member has not seen.
fn hidden_hint(game: &Game, number: u32, member: MemberId) -> bool {
    let asked = game.asked(number);
    let seen = asked.round.play(member).is_some_and(|play| play.hinted);
    !seen && asked.round.style == Style::Typed && hint(asked.card, asked.deck).is_some()
}

/// That nothing was lost, and what one can do now.
fn still_open(game: &Game, number: u32, has_hint: bool) -> String {
    let mut ways = Vec::new();
    if has_hint {
        ways.push("take a hint");
    }
    ways.push(match game.asked(number).round.style {
        Style::Typed => "give it a guess",
        Style::Choices { .. } | Style::TrueFalse => "pick one",
        Style::SelfGraded => "look at the answer",
    });
    if game.mode() == Mode::Solo {
        ways.push("skip it");
    }
    format!("That cost you no try. You can {}.", in_words(&ways, "or"))
}
