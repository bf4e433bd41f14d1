//! An open question: its text, its hint, its buttons and its form.

use super::game::Game;
use super::view::{about_round, asked, lesson, own_key, progress, thread};
use crate::app::click::{Click, Spot};
use crate::app::refusal::LONGEST_ANSWER;
use crate::app::reply::{Audience, Block, Button, ButtonStyle, Field, Form, Message, Text, Tone};
use crate::app::texts::{clipped, counted};
use crate::domain::deck::{Card, Key};
use crate::domain::id::MemberId;
use crate::domain::points::HINT_COST;
use crate::domain::quiz::hint::hint;
use crate::domain::quiz::{Play, Style};
use crate::store::Member;

/// The name of the field in which an answer is typed.
pub(in crate::app) const ANSWER_FIELD: &str = "answer";

/// Longest title of a form, in characters (Discord's limit).
const LONGEST_TITLE: usize = 45;

/// The question as it stands: a solo quiz shows its member's hint, a channel's how many have
/// finished.
pub(in crate::app) fn open(game: &Game, number: u32) -> Message {
    let (round, card) = game.round(number);
    let mut blocks = asked(game, number);
    let spot = game.spot(number);
    if game.posting().is_some() {
        return own(game, number, game.quiz.starter());
    }
    if game.quiz.is_solo() {
        let play = round.play(game.quiz.starter());
        if play.is_some_and(|play| play.shown) {
            return revealed(game, number);
        }
        blocks.extend(hint_block(game, number, play));
        let mut buttons = answer_buttons(game, number, play);
        buttons.push(Button::new(&Click::Skip(spot), "Skip", ButtonStyle::Plain));
        buttons.push(Button::new(&Click::Stop(spot.quiz), "Stop", ButtonStyle::Danger));
        return about_round(game, number, blocks, buttons);
    }
    let seconds = round.seconds;
    let note = match round.finished() {
        0 => format!("Open for {seconds} seconds. Your answer stays private."),
        count => format!("{count} answered · open for {seconds} seconds"),
    };
    blocks.push(Block::Note { text: note.into() });
    let mut buttons = answer_buttons(game, number, None);
    if !has_hint(game, card) {
        buttons.retain(|button| !button.action.starts_with("hint:"));
    }
    let next = if game.quiz.is_last(number) { "Finish" } else { "Next" };
    buttons.push(Button::new(&Click::Next(spot), next, ButtonStyle::Plain));
    buttons.push(Button::new(&Click::Stop(spot.quiz), "Stop", ButtonStyle::Danger));
    about_round(game, number, blocks, buttons)
}

/// What a member alone sees of a channel's question: the hint, and the way to answer.
pub(in crate::app) fn own(game: &Game, number: u32, member: MemberId) -> Message {
    let play = game.round(number).0.play(member);
    if play.is_some_and(|play| play.shown) {
        return revealed(game, number);
    }
    let mut blocks = asked(game, number);
    blocks.extend(hint_block(game, number, play));
    let buttons = answer_buttons(game, number, play);
    Message::private(blocks).keyed(own_key(game, number)).with(buttons)
}

/// A self-graded question with its answer, to its member alone.
pub(in crate::app) fn revealed(game: &Game, number: u32) -> Message {
    let spot = game.spot(number);
    let mut blocks = asked(game, number);
    blocks.extend(lesson(game.round(number).1));
    let buttons = vec![
        Button::new(&Click::Had(spot, true), "I had it", ButtonStyle::Primary),
        Button::new(&Click::Had(spot, false), "I missed it", ButtonStyle::Plain),
    ];
    let mut message = about_round(game, number, blocks, buttons);
    if message.audience == Audience::Everyone {
        message.key = Some(own_key(game, number));
        message.audience = Audience::Asker;
        message.thread = None;
    }
    message
}

/// Who started a channel's quiz, and how it is played.
pub(in crate::app) fn invitation(game: &Game, starter: &Member) -> Message {
    let text = format!(
        " started a quiz: {} from {}.",
        counted(game.quiz.len(), "question"),
        game.deck.title
    );
    let how = "Everyone can answer. Answers stay private until the question closes; the first \
        three to be right get more points.";
    let text = Text::default().strong_member(starter.id, &starter.name).plain(text);
    let blocks = vec![Block::Paragraph { text }, Block::Note { text: how.into() }];
    Message::to_everyone(blocks).in_thread(thread(game))
}

/// The form for a typed answer.
pub(in crate::app) fn form(game: &Game, number: u32) -> Form {
    let card = game.round(number).1;
    let placeholder = match &card.key {
        Key::Number { unit: Some(_), .. } => "A number with its unit".to_owned(),
        Key::Number { unit: None, .. } => "A number".to_owned(),
        Key::List { items, .. } => format!("{} things, with commas between", items.len()),
        Key::TrueFalse(_) => "True or false".to_owned(),
        _ => "A word or a few".to_owned(),
    };
    Form {
        action: Click::Answer(game.spot(number)).to_string(),
        title: clipped(&progress(game, number), LONGEST_TITLE),
        intro: card.prompt.clone(),
        fields: vec![Field {
            name: ANSWER_FIELD.to_owned(),
            label: "Your answer".to_owned(),
            placeholder,
            max_length: u32::try_from(LONGEST_ANSWER).unwrap_or(u32::MAX),
            multiline: matches!(card.key, Key::List { .. } | Key::SelfGraded(_)),
        }],
        submit: "Send".to_owned(),
    }
}

/// The ways to answer, and the hint where there is one that has not been seen.
pub(in crate::app) fn answer_buttons(game: &Game, number: u32, play: Option<&Play>) -> Vec<Button> {
    let (round, card) = game.round(number);
    let spot = game.spot(number);
    match &round.style {
        Style::Typed => {
            let again = play.is_some_and(|play| play.answers > 0);
            let label = if again { "Try again" } else { "Answer" };
            let answer = Button::new(&Click::Answer(spot), label, ButtonStyle::Primary);
            let unseen = has_hint(game, card) && !play.is_some_and(|play| play.hinted);
            let hint = unseen.then(|| {
                Button::new(&Click::Hint(spot), &format!("Hint (−{HINT_COST})"), ButtonStyle::Plain)
            });
            [answer].into_iter().chain(hint).collect()
        }
        Style::Choices { options, .. } => picks(spot, options.iter().map(String::as_str)),
        Style::TrueFalse => picks(spot, ["True", "False"]),
        Style::SelfGraded => {
            vec![Button::new(&Click::Show(spot), "Show the answer", ButtonStyle::Primary)]
        }
    }
}

/// The hint, if this member has seen it.
pub(in crate::app) fn hint_block(game: &Game, number: u32, play: Option<&Play>) -> Option<Block> {
    let hint =
        play.filter(|play| play.hinted).and_then(|_| hint(game.round(number).1, &game.deck))?;
    Some(Block::Callout { tone: Tone::Notice, text: format!("Hint: {hint}").into() })
}

fn has_hint(game: &Game, card: &Card) -> bool {
    hint(card, &game.deck).is_some()
}

fn picks<'a>(spot: Spot, options: impl IntoIterator<Item = &'a str>) -> Vec<Button> {
    (0..)
        .zip(options)
        .map(|(place, option)| Button::new(&Click::Pick(spot, place), option, ButtonStyle::Choice))
        .collect()
}
