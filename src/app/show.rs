//! The bot's messages about quizzes, put together from their state.

pub(super) mod board;
pub(super) mod closed;
pub(super) mod daily;
pub(super) mod question;
pub(super) mod reminder;
pub(super) mod schedule;
pub(super) mod season;
pub(super) mod streak;
pub(super) mod summary;
pub(super) mod team;
pub(super) mod verdict;
pub(super) mod weekly;

use super::click::Click;
use super::game::Game;
use super::refusal::Refusal;
use super::reply::{Audience, Block, Button, ButtonStyle, Message, Reply, Text, Thread, Tone};
use crate::domain::deck::Card;
use crate::domain::id::{MemberId, QuizId};
use crate::domain::quiz::Kind;
use crate::domain::size;

/// The longest label of a button, in characters.
const LONGEST_LABEL: usize = 200;

/// The most that a button sends back, in bytes.
const LONGEST_ACTION: usize = 100;

/// The longest title of a thread, in characters.
const LONGEST_THREAD_TITLE: usize = 100;

/// A refusal as a private reply.
pub(super) fn refusal(refusal: &Refusal) -> Reply {
    let mut reply = refused(&refusal.to_string());
    if *refusal == Refusal::NoQuestion {
        reply.messages[0].buttons.push(button(
            &Click::Line("/quiz".to_owned()),
            "Start a quiz",
            ButtonStyle::Primary,
        ));
    }
    if let Refusal::UnknownZone { instead, .. } = refusal {
        let buttons = instead.iter().map(|one| (Click::Line(one.line.clone()), &one.label));
        // A command with long options does not fit into a button; its zones stand in the sentence.
        let fitting = buttons.filter(|(click, _)| click.to_string().len() <= LONGEST_ACTION);
        reply.messages[0]
            .buttons
            .extend(fitting.map(|(click, label)| button(&click, label, ButtonStyle::Plain)));
    }
    reply
}

/// A quiz waits for its deck, and what can be done about it.
pub(super) fn waiting(quiz: QuizId) -> Message {
    let mut message = private(vec![Block::Callout {
        tone: Tone::Refused,
        text: Refusal::QuizWaits.to_string().into(),
    }]);
    message.buttons = vec![
        button(&Click::Continue(quiz), "Continue", ButtonStyle::Primary),
        button(&Click::Stop(quiz), "Stop it", ButtonStyle::Danger),
    ];
    message
}

/// A sentence that says what could not be done, as a private reply.
pub(super) fn refused(sentence: &str) -> Reply {
    Reply::one(private(vec![Block::Callout { tone: Tone::Refused, text: sentence.into() }]))
}

/// A private message without buttons that replaces nothing.
pub(super) fn private(blocks: Vec<Block>) -> Message {
    Message {
        key: None,
        audience: Audience::Asker,
        blocks,
        buttons: Vec::new(),
        thread: None,
        revision: 0,
    }
}

/// A quiz stands in the way of a new one: how far it is, and what can be done about it.
pub(super) fn going(game: &Game, member: MemberId, admin: bool) -> Message {
    let (open, all) = (game.quiz.open().unwrap_or_default(), game.quiz.len());
    let stop = button(&Click::Stop(game.id()), "Stop it", ButtonStyle::Danger);
    let (text, buttons) = match game.quiz.kind {
        Kind::Solo(_) => {
            let go_on = button(&Click::Continue(game.id()), "Continue", ButtonStyle::Primary);
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
    let mut message = private(vec![Block::Callout { tone: Tone::Notice, text: text.into() }]);
    message.buttons = buttons;
    message
}

/// The public or solo message of a round: its name for whatever replaces it.
fn key(game: &Game, number: u32) -> String {
    format!("quiz:{}", game.spot(number))
}

/// A member's own message about a round of a channel.
fn own_key(game: &Game, number: u32) -> String {
    format!("mine:{}", game.spot(number))
}

/// The message of a round: to its member alone in a solo quiz, to everyone in a channel's.
fn about_round(game: &Game, number: u32, blocks: Vec<Block>, buttons: Vec<Button>) -> Message {
    if game.posting().is_some() {
        return Message {
            key: Some(own_key(game, number)),
            audience: Audience::Asker,
            blocks,
            buttons,
            thread: None,
            revision: 0,
        };
    }
    let audience = if game.quiz.is_solo() { Audience::Asker } else { Audience::Everyone };
    Message {
        key: Some(key(game, number)),
        audience,
        blocks,
        buttons,
        thread: thread(game),
        revision: 0,
    }
}

/// A channel's quiz is a run of messages of its own.
fn thread(game: &Game) -> Option<Thread> {
    let title = format!("Quiz: {} from {}", counted(game.quiz.len(), "question"), game.deck.title);
    let thread = Thread {
        name: format!("quiz:{}", game.id()),
        title: clipped(&title, LONGEST_THREAD_TITLE),
    };
    (!game.quiz.is_solo()).then_some(thread)
}

/// "Question 2 of 5 · Lambda".
fn progress(game: &Game, number: u32) -> String {
    if game.posting().is_some() {
        return format!("Card of the day · {}", game.round(number).1.topic);
    }
    format!("Question {number} of {} · {}", game.quiz.len(), game.round(number).1.topic)
}

/// Where one is, and the question.
fn asked(game: &Game, number: u32) -> Vec<Block> {
    vec![
        Block::Heading { text: progress(game, number).into() },
        Block::Question { text: game.round(number).1.prompt.as_str().into() },
    ]
}

/// The answer, and what there is to learn about it.
fn lesson(card: &Card) -> Vec<Block> {
    let answer = Text::from("Answer: ").strong(card.key.shown());
    let explain = card.explain.as_deref().map(|text| Block::Paragraph { text: text.into() });
    [Block::Paragraph { text: answer }].into_iter().chain(explain).collect()
}

pub(super) fn button(click: &Click, label: &str, style: ButtonStyle) -> Button {
    Button { action: click.to_string(), label: clipped(label, LONGEST_LABEL), style }
}

/// Text of at most so many characters, its end marked where it was cut.
fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// "1 point", "3 points".
pub(super) fn counted(count: u32, one: &str) -> String {
    format!("{} {one}{}", grouped(count as usize), if count == 1 { "" } else { "s" })
}

/// A number with separators: 100,000.
pub(super) fn grouped(number: usize) -> String {
    size::grouped(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_counted() {
        let numbers = [0, 7, 999, 1_000, 100_000, 1_234_567].map(grouped);
        assert_eq!(numbers, ["0", "7", "999", "1,000", "100,000", "1,234,567"]);
        assert_eq!(
            [0, 1, 2].map(|count| counted(count, "point")),
            ["0 points", "1 point", "2 points"]
        );
    }

    #[test]
    fn clipped_text_is_never_longer_than_asked() {
        assert_eq!(clipped("naïve", 5), "naïve");
        assert_eq!(clipped("naïvely", 5), "naïv…");
    }
}
