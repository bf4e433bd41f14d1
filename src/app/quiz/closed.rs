//! A question that is over, as everyone may see it.

use super::game::Game;
use super::view::of_round;
use crate::app::reply::{Block, Message, Text, Tone};
use crate::domain::quiz::{Ending, Play};
use crate::store::Member;

/// How many of those who were right are named.
const NAMED: usize = 10;

/// A channel's question with its answer and those who were right, in order; and who closed it, if
/// somebody did before its time.
pub(super) fn message(game: &Game, number: u32, by: Option<&Member>) -> Message {
    let asked = game.asked(number);
    let mut blocks = asked.question();
    blocks.extend(asked.lesson());
    let right = asked.round.right();
    if right.is_empty() {
        let nobody =
            if asked.round.answered() { "Nobody was right this time." } else { "Nobody answered." };
        blocks.push(Block::Note { text: nobody.into() });
    } else {
        blocks.push(Block::Paragraph { text: "Right, in order:".into() });
        blocks.push(Block::List {
            numbered: true,
            items: right.iter().take(NAMED).map(|play| row(play)).collect(),
        });
        if right.len() > NAMED {
            blocks.push(Block::Note { text: format!("and {} more", right.len() - NAMED).into() });
        }
    }
    blocks.extend(by.map(|member| Block::Note { text: closed_by(game, member) }));
    of_round(game, asked.spot, blocks)
}

fn closed_by(game: &Game, member: &Member) -> Text {
    let did = match game.quiz.ending() {
        Some(Ending::Stopped) => " stopped the quiz here.",
        Some(_) => " closed the last question.",
        None => " went on to the next question.",
    };
    Text::default().strong_member(member.id, &member.name).plain(did)
}

fn row(play: &Play) -> Text {
    Text::default().strong_member(play.member, "").plain(format!(" +{}", play.points))
}

/// The open question of a solo quiz that was stopped. Its answer stays untold: the card may come
/// again.
pub(super) fn stopped(game: &Game, number: u32) -> Message {
    let asked = game.asked(number);
    let mut blocks = asked.question();
    blocks.push(Block::Callout { tone: Tone::Notice, text: "Stopped here.".into() });
    of_round(game, asked.spot, blocks)
}
