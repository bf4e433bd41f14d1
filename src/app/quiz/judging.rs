//! Judging what was given, in the way in which its question is answered.

use super::asked::Asked;
use super::game::Game;
use super::refusal::LONGEST_ANSWER;
use crate::app::quiz::refusal::QuizRefusal;
use crate::app::texts::grouped;
use crate::domain::deck::{Card, Deck, Habits, Key};
use crate::domain::grade::why::Why;
use crate::domain::grade::{Grade, Graded, Verdict, grade, grade_at};
use crate::domain::id::MemberId;
use crate::domain::quiz::{Barred, Style};
use crate::domain::visible::is_seen;

/// The question is answered in another way.
const OTHER_STYLE: QuizRefusal = QuizRefusal::Barred(Barred::OtherStyle);

/// What somebody gave for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer<'a> {
    /// What was typed, as it came.
    Text(&'a str),
    /// The choice at this place.
    Picked(u32),
    /// Whether a self-graded card was known.
    Had(bool),
}

/// An answer that has been judged.
#[derive(Debug)]
pub(super) struct Judged {
    /// The verdict with its reason.
    pub(super) grade: Grade,
    /// What was given, as it is kept.
    pub(super) given: String,
}

/// Holds an answer against the card, in the way in which the round is answered.
pub(super) fn judge(
    game: &Game,
    number: u32,
    answer: Answer<'_>,
    member: MemberId,
) -> Result<Judged, QuizRefusal> {
    let Asked { round, card, .. } = game.asked(number);
    if let Answer::Text(text) = answer {
        check_length(text)?;
    }
    match (&round.style, answer) {
        (Style::Choices { options, correct }, answer) => {
            let picked = match answer {
                Answer::Picked(choice) => choice as usize,
                Answer::Text(text) => chosen(options, text)
                    .or_else(|| {
                        (grade(card, &game.deck, text).verdict == Verdict::Correct)
                            .then_some(*correct)
                    })
                    .ok_or(QuizRefusal::NoSuchChoice)?,
                Answer::Had(_) => return Err(OTHER_STYLE),
            };
            let given = options.get(picked).ok_or(OTHER_STYLE)?;
            Ok(judged(picked == *correct, given))
        }
        (Style::TrueFalse, Answer::Picked(choice)) => match (&card.key, choice) {
            (Key::TrueFalse(holds), 0 | 1) => {
                Ok(judged(*holds == (choice == 0), if choice == 0 { "True" } else { "False" }))
            }
            _ => Err(OTHER_STYLE),
        },
        (Style::Typed | Style::TrueFalse, Answer::Text(text)) => {
            let grade = grade(card, &game.deck, text);
            if round.style == Style::TrueFalse
                && grade.verdict == Verdict::Incorrect
                && !denies(card, text)
            {
                return Err(QuizRefusal::NoSuchChoice);
            }
            Ok(Judged { grade, given: text.to_owned() })
        }
        (Style::SelfGraded, Answer::Had(had))
            if round.play(member).is_some_and(|play| play.shown) =>
        {
            Ok(judged(had, if had { "(had it)" } else { "(had it not)" }))
        }
        _ => Err(OTHER_STYLE),
    }
}

/// Right or not, without more to say.
fn judged(right: bool, given: &str) -> Judged {
    let verdict = if right { Verdict::Correct } else { Verdict::Incorrect };
    Judged { grade: Grade { verdict, why: Why::Unsaid }, given: given.to_owned() }
}

fn check_length(text: &str) -> Result<(), QuizRefusal> {
    let characters = text.chars().count();
    if characters > LONGEST_ANSWER {
        return Err(QuizRefusal::LongAnswer { count: grouped(characters) });
    }
    if !text.chars().any(is_seen) {
        return Err(QuizRefusal::EmptyAnswer);
    }
    Ok(())
}

/// Whether text says the opposite of a true-or-false card, and not just anything: it would be right
/// if the card were turned around.
fn denies(card: &Card, text: &str) -> bool {
    let Key::TrueFalse(holds) = card.key else { return false };
    let turned = Card { key: Key::TrueFalse(!holds), close: Vec::new(), ..card.clone() };
    let (id, title) = (String::new(), String::new());
    let deck = Deck { id, title, habits: Habits::default(), cards: vec![turned] };
    grade_at(0, &Graded::new(deck), text).verdict == Verdict::Correct
}

/// The choice that typed text names: by its text, or by its letter or number.
pub(super) fn chosen(options: &[String], text: &str) -> Option<usize> {
    let folded = text.trim().to_lowercase();
    let by_text = options.iter().position(|option| option.to_lowercase() == folded);
    let by_letter = || match folded.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(usize::from(letter - b'a')),
        [digit @ b'1'..=b'9'] => Some(usize::from(digit - b'1')),
        _ => None,
    };
    by_text.or_else(by_letter).filter(|place| *place < options.len())
}
