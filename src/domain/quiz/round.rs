//! One question of a quiz: how it is answered, and what each member did with it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::id::MemberId;

/// How many wrong answers a typed question takes before the answer is shown.
const TYPED_TRIES: u32 = 2;

/// One question of a quiz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The id of the card that is asked, in the quiz's deck.
    pub card: String,
    /// How members answer it.
    pub style: Style,
    /// How long it stays open in a channel, in seconds.
    pub seconds: u32,
    /// When its time is over; set when it opens in a channel.
    #[serde(default, with = "super::seconds", skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) plays: Vec<Play>,
}

/// How a question is answered. What was kept is checked when it is read: the right choice is one of
/// them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "KeptStyle")]
pub enum Style {
    /// In the member's own words.
    Typed,
    /// By picking one of several texts.
    Choices {
        /// The texts on offer in the order in which they are shown, at least two.
        options: Vec<String>,
        /// The place of the right one in `options`.
        correct: usize,
    },
    /// By picking True or False, or by typing which of the two.
    TrueFalse,
    /// By looking at the answer and saying honestly whether one had it.
    SelfGraded,
}

/// How a question is answered, as it was kept, before it is checked.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptStyle {
    Typed,
    Choices { options: Vec<String>, correct: usize },
    TrueFalse,
    SelfGraded,
}

/// What was kept has no right choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("choice {correct} of {options} is the right one")]
struct NoRightChoice {
    correct: usize,
    options: usize,
}

impl TryFrom<KeptStyle> for Style {
    type Error = NoRightChoice;

    fn try_from(kept: KeptStyle) -> Result<Self, NoRightChoice> {
        Ok(match kept {
            KeptStyle::Choices { options, correct } if correct >= options.len() => {
                return Err(NoRightChoice { correct, options: options.len() });
            }
            KeptStyle::Choices { options, correct } => Self::Choices { options, correct },
            KeptStyle::Typed => Self::Typed,
            KeptStyle::TrueFalse => Self::TrueFalse,
            KeptStyle::SelfGraded => Self::SelfGraded,
        })
    }
}

/// What one member did in one round. What has not happened is not kept: a quiz is written whole
/// with each answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Play {
    /// Whose play of the round it is.
    pub member: MemberId,
    /// How many answers were graded, right ones included.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub answers: u32,
    /// How many of them were wrong, each of which cost a try.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub wrong: u32,
    /// Whether a hint was shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hinted: bool,
    /// Whether the answer of a self-graded card was shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shown: bool,
    /// When the member was last shown what they had done about it.
    #[serde(default, with = "super::instant", skip_serializing_if = "Option::is_none")]
    pub shown_at: Option<DateTime<Utc>>,
    /// How it came out, once it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The place among those who were right in a channel, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// What it is worth in this quiz, whatever of it counts in the standings.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub points: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Where the open round of one member's quiz was shown to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Showing {
    /// The platform's id of the channel; empty for a direct conversation, which is a person's own.
    pub place: String,
    /// When it was last shown there, in UTC milliseconds.
    pub at: i64,
}

/// How a round came out for a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The right answer was given, at whichever try.
    Right,
    /// The tries were used up.
    Wrong,
    /// The member passed without using up the tries.
    Skipped,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// Whether no wrong answer went before.
    pub first: bool,
    /// Whether a hint had been shown.
    pub hinted: bool,
    /// The place among those who were right in a channel, from 1.
    pub place: Option<u32>,
    /// How the round came out for the member, if no try is left.
    pub outcome: Option<Outcome>,
}

impl Round {
    /// A round that nobody has seen yet.
    pub fn new(card: String, style: Style, seconds: u32) -> Self {
        Self { card, style, seconds, closes_at: None, plays: Vec::new() }
    }

    /// What a member did in it, if anything.
    pub fn play(&self, member: MemberId) -> Option<&Play> {
        self.plays.iter().find(|play| play.member == member)
    }

    /// What its members did in it, in the order in which they came.
    pub(super) fn plays(&self) -> &[Play] {
        &self.plays
    }

    /// Members for whom it has come out.
    pub fn finished(&self) -> usize {
        self.plays.iter().filter(|play| play.outcome.is_some()).count()
    }

    /// Whether anybody gave an answer.
    pub fn answered(&self) -> bool {
        self.plays.iter().any(|play| play.answers > 0)
    }

    /// Those who were right, in order.
    pub fn right(&self) -> Vec<&Play> {
        let mut right: Vec<&Play> =
            self.plays.iter().filter(|play| play.outcome == Some(Outcome::Right)).collect();
        right.sort_by_key(|play| play.place);
        right
    }

    /// How many wrong answers it takes.
    pub(super) fn tries(&self) -> u32 {
        if self.style == Style::Typed { TYPED_TRIES } else { 1 }
    }

    /// A member's play of the round, begun if there is none.
    pub(super) fn play_mut(&mut self, member: MemberId) -> &mut Play {
        let place = self.plays.iter().position(|play| play.member == member).unwrap_or_else(|| {
            self.plays.push(Play::new(member));
            self.plays.len() - 1
        });
        &mut self.plays[place]
    }
}

impl Play {
    /// Whether no try is left: the answer was right, or the tries are used up.
    pub fn is_over(&self) -> bool {
        self.outcome.is_some()
    }

    fn new(member: MemberId) -> Self {
        Self {
            member,
            answers: 0,
            wrong: 0,
            hinted: false,
            shown: false,
            shown_at: None,
            outcome: None,
            place: None,
            points: 0,
        }
    }
}
