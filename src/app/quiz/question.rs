//! An open question in words: everyone's, a member's own, and the form in which it is answered.

use super::click::QuizClick;
use super::game::{Game, Mode};
use super::refusal::LONGEST_ANSWER;
use super::view::{of_round, own_of_round, thread};
use crate::app::played::Spot;
use crate::app::reply::{Block, Button, ButtonStyle, Field, Form, Input, Message, Text};
use crate::app::texts::{clipped, counted};
use crate::domain::deck::Key;
use crate::domain::id::MemberId;
use crate::store::Member;

/// The name of the field in which an answer is typed.
pub(in crate::app) const ANSWER_FIELD: &str = "answer";

/// Longest title of a form, in characters (the narrowest platform's limit).
const LONGEST_TITLE: usize = 45;

/// The question as it stands: to its member alone, with the hint they have seen; or to the channel,
/// with how many have finished.
pub(in crate::app) fn open(game: &Game, number: u32) -> Message {
    match game.mode() {
        Mode::Solo | Mode::Card(_) => own(game, number, game.quiz.starter()),
        Mode::Channel => to_channel(game, number),
    }
}

fn to_channel(game: &Game, number: u32) -> Message {
    let asked = game.asked(number);
    let mut note = Text::default();
    let players = game.quiz.players().len();
    if players > 0 {
        let finished = asked.round.finished();
        note = note.plain(format!("{finished} of {players} answered · "));
    }
    if let Some(closes) = asked.round.closes_at {
        note = note.plain("Closes ").instant(closes).plain(". ");
    }
    let mut blocks = asked.question();
    blocks.push(Block::Note { text: note.plain("Your answer stays private.") });
    let mut buttons = asked.ways(None);
    let next = if game.quiz.is_last(number) { "Finish" } else { "Next" };
    buttons.push(Button::new(QuizClick::Next(asked.spot), next, ButtonStyle::Plain));
    buttons.push(Button::new(QuizClick::Stop(game.id()), "Stop", ButtonStyle::Danger));
    of_round(game, asked.spot, blocks).with(buttons)
}

/// What a member alone sees of a question: the hint, and the ways to answer.
pub(super) fn own(game: &Game, number: u32, member: MemberId) -> Message {
    let asked = game.asked(number);
    if asked.round.play(member).is_some_and(|play| play.shown) {
        return revealed(game, number);
    }
    let (blocks, mut buttons) = alone(game, number, member);
    buttons.extend(ways_out(game, number));
    own_of_round(game, asked.spot, blocks).with(buttons)
}

/// A question and the ways in which a member can answer it, to stand in a message of another kind.
pub(in crate::app) fn alone(
    game: &Game,
    number: u32,
    member: MemberId,
) -> (Vec<Block>, Vec<Button>) {
    let asked = game.asked(number);
    let play = asked.round.play(member);
    let mut blocks = asked.question();
    if play.is_some_and(|play| play.shown) {
        blocks.extend(asked.lesson());
        return (blocks, had_it(asked.spot));
    }
    blocks.extend(asked.hint(play));
    (blocks, asked.ways(play))
}

/// How a question of a solo quiz is passed over, and how the quiz is ended.
pub(super) fn ways_out(game: &Game, number: u32) -> Vec<Button> {
    if game.mode() != Mode::Solo {
        return Vec::new();
    }
    vec![
        Button::new(QuizClick::Skip(game.asked(number).spot), "Skip", ButtonStyle::Plain),
        Button::new(QuizClick::Stop(game.id()), "Stop", ButtonStyle::Danger),
    ]
}

/// A self-graded question with its answer, to its member alone.
pub(super) fn revealed(game: &Game, number: u32) -> Message {
    let asked = game.asked(number);
    let mut blocks = asked.question();
    blocks.extend(asked.lesson());
    own_of_round(game, asked.spot, blocks).with(had_it(asked.spot))
}

fn had_it(spot: Spot) -> Vec<Button> {
    vec![
        Button::new(QuizClick::Had(spot, true), "I had it", ButtonStyle::Primary),
        Button::new(QuizClick::Had(spot, false), "I missed it", ButtonStyle::Plain),
    ]
}

/// Who started a channel's quiz, and how it is played.
pub(super) fn invitation(game: &Game, starter: &Member) -> Message {
    let text = format!(
        " started a quiz: {} from {}.",
        counted(game.quiz.len(), "question"),
        game.deck.title
    );
    let how = "Everyone can answer. Answers stay private until the question closes, which it does \
        as soon as all who play have answered; the first three to be right get more points.";
    let text = Text::default().strong_member(starter.id, &starter.name).plain(text);
    let blocks = vec![Block::Paragraph { text }, Block::Note { text: how.into() }];
    let join = Button::new(QuizClick::Join(game.id()), "Join", ButtonStyle::Plain);
    Message::to_everyone(blocks).with(vec![join]).in_thread(thread(game))
}

/// The form for a typed answer.
pub(super) fn form(game: &Game, number: u32) -> Form {
    let asked = game.asked(number);
    let placeholder = match &asked.card.key {
        Key::Number { unit: Some(_), .. } => "A number with its unit".to_owned(),
        Key::Number { unit: None, .. } => "A number".to_owned(),
        Key::List { items, .. } => format!("{} things, with commas between", items.len()),
        Key::TrueFalse(_) => "True or false".to_owned(),
        _ => "A word or a few".to_owned(),
    };
    Form {
        action: QuizClick::Answer(asked.spot).into(),
        title: clipped(&asked.progress, LONGEST_TITLE),
        intro: asked.card.prompt.clone(),
        error: None,
        fields: vec![Field {
            name: ANSWER_FIELD.to_owned(),
            label: "Your answer".to_owned(),
            placeholder,
            max_length: u32::try_from(LONGEST_ANSWER).unwrap_or(u32::MAX),
            multiline: matches!(asked.card.key, Key::List { .. } | Key::SelfGraded(_)),
            input: Input::Text,
            value: String::new(),
            is_optional: false,
            error: None,
        }],
        submit: "Send".to_owned(),
    }
}
