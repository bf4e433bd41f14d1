//! What the messages of a quiz have in common: their names and where they go; and what is said of a
//! quiz as a whole.

use super::click::QuizClick;
use super::game::{Game, Mode};
use super::refusal::QuizRefusal;
use crate::app::played::{Played, Spot};
use crate::app::reply::{Block, Button, ButtonStyle, Message, Thread};
use crate::app::texts::{clipped, counted};
use crate::domain::id::{MemberId, QuizId};
use crate::domain::quiz::Kind;

/// The longest title of a thread, in characters.
const LONGEST_THREAD_TITLE: usize = 100;

/// A quiz waits for its deck, and what can be done about it.
pub(super) fn waiting(quiz: QuizId) -> Message {
    Message::refused(QuizRefusal::QuizWaits.to_string()).with(vec![go_on(quiz), stop(quiz)])
}

/// A quiz stands in the way of a new one: how far it is, and what can be done about it.
pub(in crate::app) fn going(game: &Game, member: MemberId, admin: bool) -> Message {
    let (open, all) = (game.quiz.open().unwrap_or_default(), game.quiz.len());
    let quiz = game.id();
    match game.quiz.kind {
        Kind::Solo(_) => {
            Message::notice(format!("You have a quiz going, question {open} of {all}."))
                .with(vec![go_on(quiz), stop(quiz)])
        }
        Kind::Channel(starter) => {
            let may_stop = starter == member || admin;
            Message::notice(format!(
                "This channel has a quiz going, question {open} of {all}. Join in, or start \
                    another when it is over."
            ))
            .with([join(quiz)].into_iter().chain(may_stop.then(|| stop(quiz))).collect())
        }
    }
}

fn go_on(quiz: QuizId) -> Button {
    let click = QuizClick::Continue(Played::Quiz(quiz));
    Button::new(click, "Continue", ButtonStyle::Primary)
}

fn join(quiz: QuizId) -> Button {
    Button::new(QuizClick::Join(quiz), "Join", ButtonStyle::Primary)
}

fn stop(quiz: QuizId) -> Button {
    Button::new(QuizClick::Stop(quiz), "Stop it", ButtonStyle::Danger)
}

/// The name of the message of a round that everyone sees, or the one member who plays it.
pub(in crate::app) fn key(spot: Spot) -> String {
    format!("quiz:{}.{}", spot.of.id(), spot.round)
}

/// The name of a member's own message about a round that everyone sees.
fn own_key(spot: Spot) -> String {
    format!("mine:{}.{}", spot.of.id(), spot.round)
}

/// The message of a round: in a channel to everyone, otherwise to its member alone.
pub(super) fn of_round(game: &Game, spot: Spot, blocks: Vec<Block>) -> Message {
    match game.mode() {
        Mode::Card(_) => of_own(spot, blocks),
        Mode::Solo => Message::private(blocks).keyed(key(spot)).about(spot),
        Mode::Channel => {
            Message::to_everyone(blocks).keyed(key(spot)).about(spot).in_thread(thread(game))
        }
    }
}

/// A member's own message about a round: in a solo quiz the message of the round itself.
pub(super) fn own_of_round(game: &Game, spot: Spot, blocks: Vec<Block>) -> Message {
    match game.mode() {
        Mode::Solo => of_round(game, spot, blocks),
        Mode::Channel | Mode::Card(_) => of_own(spot, blocks),
    }
}

fn of_own(spot: Spot, blocks: Vec<Block>) -> Message {
    Message::private(blocks).keyed(own_key(spot)).about(spot)
}

/// A channel's quiz is a run of messages of its own.
pub(super) fn thread(game: &Game) -> Option<Thread> {
    if game.mode() != Mode::Channel {
        return None;
    }
    let title = format!("Quiz: {} from {}", counted(game.quiz.len(), "question"), game.deck.title);
    let name = format!("quiz:{}", game.id());
    Some(Thread { name, title: clipped(&title, LONGEST_THREAD_TITLE) })
}
