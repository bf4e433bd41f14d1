//! What the messages of a quiz have in common: their names, where they go, the question and its
//! lesson.

use super::game::Game;
use crate::app::click::Click;
use crate::app::refusal::Refusal;
use crate::app::reply::{Audience, Block, Button, ButtonStyle, Message, Text, Thread, Tone};
use crate::app::texts::{clipped, counted};
use crate::domain::deck::Card;
use crate::domain::id::{MemberId, QuizId};
use crate::domain::quiz::Kind;

/// The longest title of a thread, in characters.
const LONGEST_THREAD_TITLE: usize = 100;

/// A quiz waits for its deck, and what can be done about it.
pub(in crate::app) fn waiting(quiz: QuizId) -> Message {
    let mut message = Message::private(vec![Block::Callout {
        tone: Tone::Refused,
        text: Refusal::QuizWaits.to_string().into(),
    }]);
    message.buttons = vec![
        Button::new(&Click::Continue(quiz), "Continue", ButtonStyle::Primary),
        Button::new(&Click::Stop(quiz), "Stop it", ButtonStyle::Danger),
    ];
    message
}

/// A quiz stands in the way of a new one: how far it is, and what can be done about it.
pub(in crate::app) fn going(game: &Game, member: MemberId, admin: bool) -> Message {
    let (open, all) = (game.quiz.open().unwrap_or_default(), game.quiz.len());
    let stop = Button::new(&Click::Stop(game.id()), "Stop it", ButtonStyle::Danger);
    let (text, buttons) = match game.quiz.kind {
        Kind::Solo(_) => {
            let go_on = Button::new(&Click::Continue(game.id()), "Continue", ButtonStyle::Primary);
            (format!("You have a quiz going, question {open} of {all}."), vec![go_on, stop])
        }
        Kind::Channel(starter) => (
            format!(
                "This channel has a quiz going, question {open} of {all}. Join in, or start \
                    another when it is over."
            ),
            if starter == member || admin { vec![stop] } else { Vec::new() },
        ),
    };
    let mut message = Message::notice(text);
    message.buttons = buttons;
    message
}

/// The public or solo message of a round: its name for whatever replaces it.
pub(in crate::app) fn key(game: &Game, number: u32) -> String {
    format!("quiz:{}", game.spot(number))
}

/// A member's own message about a round of a channel.
pub(in crate::app) fn own_key(game: &Game, number: u32) -> String {
    format!("mine:{}", game.spot(number))
}

/// The message of a round: to its member alone in a solo quiz, to everyone in a channel's.
pub(in crate::app) fn about_round(
    game: &Game,
    number: u32,
    blocks: Vec<Block>,
    buttons: Vec<Button>,
) -> Message {
    if game.posting().is_some() {
        return Message::private(blocks).keyed(own_key(game, number)).with(buttons);
    }
    let audience = if game.quiz.is_solo() { Audience::Asker } else { Audience::Everyone };
    let message = Message { audience, ..Message::private(blocks) };
    message.keyed(key(game, number)).with(buttons).in_thread(thread(game))
}

/// A channel's quiz is a run of messages of its own.
pub(in crate::app) fn thread(game: &Game) -> Option<Thread> {
    let title = format!("Quiz: {} from {}", counted(game.quiz.len(), "question"), game.deck.title);
    let thread = Thread {
        name: format!("quiz:{}", game.id()),
        title: clipped(&title, LONGEST_THREAD_TITLE),
    };
    (!game.quiz.is_solo()).then_some(thread)
}

/// "Question 2 of 5 · Lambda".
pub(in crate::app) fn progress(game: &Game, number: u32) -> String {
    if game.posting().is_some() {
        return format!("Card of the day · {}", game.round(number).1.topic);
    }
    format!("Question {number} of {} · {}", game.quiz.len(), game.round(number).1.topic)
}

/// Where one is, and the question.
pub(in crate::app) fn asked(game: &Game, number: u32) -> Vec<Block> {
    vec![
        Block::Heading { text: progress(game, number).into() },
        Block::Question { text: game.round(number).1.prompt.as_str().into() },
    ]
}

/// The answer, and what there is to learn about it.
pub(in crate::app) fn lesson(card: &Card) -> Vec<Block> {
    let answer = Text::from("Answer: ").strong(card.key.shown());
    let explain = card.explain.as_deref().map(|text| Block::Paragraph { text: text.into() });
    [Block::Paragraph { text: answer }].into_iter().chain(explain).collect()
}
