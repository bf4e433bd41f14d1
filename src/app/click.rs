//! What a button or a form sends back: a few bytes that any process understands, before and after a
//! restart.

mod view;

use std::fmt;
use std::str::FromStr;

use crate::domain::id::{DraftId, MemberId, NudgeId, PostingId, QuizId, SeasonId};

pub use self::view::{BoardKind, BoardPeriod, View};

/// What a click or a form is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Click {
    /// Open the form for an answer; as a form's action: take the answer.
    Answer(Spot),
    /// Show a hint.
    Hint(Spot),
    /// Pass over the question.
    Skip(Spot),
    /// Close the channel's question and go on.
    Next(Spot),
    /// Show the answer of a self-graded card.
    Show(Spot),
    /// "I had it", or not.
    Had(Spot, bool),
    /// Pick the choice at this place; of true and false, true is 0.
    Pick(Spot, u32),
    /// Show the open question again.
    Continue(QuizId),
    /// End the quiz.
    Stop(QuizId),
    /// Play the missed cards again.
    Again(QuizId),
    /// Say who has answered the card of the day.
    Who(PostingId),
    /// Repeat the latest cards of the day.
    CatchUp(PostingId),
    /// What to do about a reminder.
    Nudge(NudgeId, Wish),
    /// Do what this line does when it is typed: `/quiz`.
    Line(String),
    /// Show a page of a board.
    Board(View),
    /// Make the drawn teams the real ones.
    ApplyDraft(DraftId),
    /// Put everyone back into the team before.
    UndoDraft(DraftId),
    /// Forget this member, who is the one to press it.
    Forget(MemberId),
    /// List the seasons; it stands under the final board of this one.
    Seasons(SeasonId),
}

/// What a member wants of a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Again in an hour.
    Later,
    /// Again in the evening.
    Tonight,
    /// None more today.
    NotToday,
    /// None any more.
    Stop,
    /// As before.
    Keep,
}

impl Wish {
    const WORDS: [(Self, &str); 5] = [
        (Self::Later, "later"),
        (Self::Tonight, "tonight"),
        (Self::NotToday, "today"),
        (Self::Stop, "stop"),
        (Self::Keep, "keep"),
    ];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(wish, _)| *wish == self).map_or("", |(_, word)| word)
    }
}

/// A round of a quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The quiz.
    pub quiz: QuizId,
    /// Its round, from 1.
    pub round: u32,
}

/// Text that no button of ours sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAClick;

impl Spot {
    /// The round that a message with this key is about, whether it is everyone's (`quiz:812.2`) or
    /// a member's own (`mine:812.2`).
    pub fn of_key(key: &str) -> Option<Self> {
        key.strip_prefix("quiz:").or_else(|| key.strip_prefix("mine:"))?.parse().ok()
    }
}

impl Spot {
    /// The quiz that a message with this key is about, at whichever of its rounds or at its end
    /// (`quiz:812.end`).
    pub fn quiz_of_key(key: &str) -> Option<QuizId> {
        let spot = key.strip_prefix("quiz:").or_else(|| key.strip_prefix("mine:"))?;
        spot.split('.').next()?.parse().ok()
    }
}

impl fmt::Display for Click {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(spot) => write!(f, "answer:{spot}"),
            Self::Hint(spot) => write!(f, "hint:{spot}"),
            Self::Skip(spot) => write!(f, "skip:{spot}"),
            Self::Next(spot) => write!(f, "next:{spot}"),
            Self::Show(spot) => write!(f, "show:{spot}"),
            Self::Had(spot, true) => write!(f, "had:{spot}"),
            Self::Had(spot, false) => write!(f, "not-had:{spot}"),
            Self::Pick(spot, choice) => write!(f, "pick:{spot}.{choice}"),
            Self::Continue(quiz) => write!(f, "continue:{quiz}"),
            Self::Stop(quiz) => write!(f, "stop:{quiz}"),
            Self::Again(quiz) => write!(f, "again:{quiz}"),
            Self::Who(posting) => write!(f, "who:{posting}"),
            Self::CatchUp(posting) => write!(f, "catch-up:{posting}"),
            Self::Nudge(nudge, wish) => write!(f, "nudge:{nudge}.{}", wish.word()),
            Self::Line(line) => write!(f, "line:{line}"),
            Self::Board(view) => write!(f, "board:{view}"),
            Self::ApplyDraft(draft) => write!(f, "apply-draft:{draft}"),
            Self::UndoDraft(draft) => write!(f, "undo-draft:{draft}"),
            Self::Forget(member) => write!(f, "forget:{}", member.0),
            Self::Seasons(season) => write!(f, "seasons:{season}"),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.quiz, self.round)
    }
}

impl Click {
    /// The round that it is about, if it is about one.
    pub fn spot(&self) -> Option<Spot> {
        match self {
            Self::Answer(spot)
            | Self::Hint(spot)
            | Self::Skip(spot)
            | Self::Next(spot)
            | Self::Show(spot)
            | Self::Had(spot, _)
            | Self::Pick(spot, _) => Some(*spot),
            Self::Continue(_)
            | Self::Stop(_)
            | Self::Again(_)
            | Self::Who(_)
            | Self::CatchUp(_)
            | Self::Nudge(..)
            | Self::Line(_)
            | Self::Board(_)
            | Self::ApplyDraft(_)
            | Self::UndoDraft(_)
            | Self::Forget(_)
            | Self::Seasons(_) => None,
        }
    }

    /// The id of the quiz, the posting, the reminder or the draft that it is about, if it is about
    /// one.
    pub fn subject(&self) -> Option<i64> {
        match self {
            Self::Continue(quiz) | Self::Stop(quiz) | Self::Again(quiz) => Some(quiz.0),
            Self::Who(posting) | Self::CatchUp(posting) => Some(posting.0),
            Self::Nudge(nudge, _) => Some(nudge.0),
            Self::ApplyDraft(draft) | Self::UndoDraft(draft) => Some(draft.0),
            other => other.spot().map(|spot| spot.quiz.0),
        }
    }

    /// Whether it answers an open question; where its button stands, a typed answer is taken as
    /// well.
    pub fn answers(&self) -> bool {
        matches!(self, Self::Answer(_) | Self::Pick(..))
    }

    /// Whether it is about the own answer of whoever clicks, not about the question or the quiz as
    /// a whole.
    pub fn is_own(&self) -> bool {
        matches!(
            self,
            Self::Answer(_) | Self::Pick(..) | Self::Hint(_) | Self::Show(_) | Self::Had(..)
        )
    }
}

impl FromStr for Click {
    type Err = NotAClick;

    fn from_str(action: &str) -> Result<Self, NotAClick> {
        let (verb, rest) = action.split_once(':').ok_or(NotAClick)?;
        let quiz = || rest.parse().map_err(|_| NotAClick);
        Ok(match verb {
            "answer" => Self::Answer(rest.parse()?),
            "hint" => Self::Hint(rest.parse()?),
            "skip" => Self::Skip(rest.parse()?),
            "next" => Self::Next(rest.parse()?),
            "show" => Self::Show(rest.parse()?),
            "had" => Self::Had(rest.parse()?, true),
            "not-had" => Self::Had(rest.parse()?, false),
            "pick" => {
                let (spot, choice) = rest.rsplit_once('.').ok_or(NotAClick)?;
                Self::Pick(spot.parse()?, choice.parse().map_err(|_| NotAClick)?)
            }
            "continue" => Self::Continue(quiz()?),
            "stop" => Self::Stop(quiz()?),
            "again" => Self::Again(quiz()?),
            "who" => Self::Who(rest.parse().map_err(|_| NotAClick)?),
            "catch-up" => Self::CatchUp(rest.parse().map_err(|_| NotAClick)?),
            "nudge" => {
                let (nudge, word) = rest.split_once('.').ok_or(NotAClick)?;
                let wish = Wish::WORDS.iter().find(|(_, known)| *known == word).ok_or(NotAClick)?.0;
                Self::Nudge(nudge.parse().map_err(|_| NotAClick)?, wish)
            }
            "line" => Self::Line(rest.to_owned()),
            "board" => Self::Board(rest.parse()?),
            "apply-draft" => Self::ApplyDraft(rest.parse().map_err(|_| NotAClick)?),
            "forget" => Self::Forget(MemberId(rest.parse().map_err(|_| NotAClick)?)),
            "seasons" => Self::Seasons(SeasonId(rest.parse().map_err(|_| NotAClick)?)),
            "undo-draft" => Self::UndoDraft(rest.parse().map_err(|_| NotAClick)?),
            _ => return Err(NotAClick),
        })
    }
}

impl FromStr for Spot {
    type Err = NotAClick;

    fn from_str(text: &str) -> Result<Self, NotAClick> {
        let (quiz, round) = text.split_once('.').ok_or(NotAClick)?;
        Ok(Self {
            quiz: quiz.parse().map_err(|_| NotAClick)?,
            round: round.parse().map_err(|_| NotAClick)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn click() -> impl Strategy<Value = Click> {
        let spot = || {
            (any::<i64>(), any::<u32>())
                .prop_map(|(quiz, round)| Spot { quiz: QuizId(quiz), round })
        };
        let quiz = || any::<i64>().prop_map(QuizId);
        prop_oneof![
            spot().prop_map(Click::Answer),
            spot().prop_map(Click::Hint),
            spot().prop_map(Click::Skip),
            spot().prop_map(Click::Next),
            spot().prop_map(Click::Show),
            (spot(), any::<bool>()).prop_map(|(spot, had)| Click::Had(spot, had)),
            (spot(), any::<u32>()).prop_map(|(spot, choice)| Click::Pick(spot, choice)),
            quiz().prop_map(Click::Continue),
            quiz().prop_map(Click::Stop),
            quiz().prop_map(Click::Again),
            any::<i64>().prop_map(|id| Click::Who(PostingId(id))),
            any::<i64>().prop_map(|id| Click::CatchUp(PostingId(id))),
            (any::<i64>(), proptest::sample::select(&Wish::WORDS[..]))
                .prop_map(|(id, (wish, _))| Click::Nudge(NudgeId(id), wish)),
            "/[a-z :]{0,80}".prop_map(Click::Line),
            any::<i64>().prop_map(|id| Click::ApplyDraft(DraftId(id))),
            any::<i64>().prop_map(|id| Click::UndoDraft(DraftId(id))),
            any::<i64>().prop_map(|id| Click::Forget(MemberId(id))),
            any::<i64>().prop_map(|id| Click::Seasons(SeasonId(id))),
            (any::<u32>(), any::<bool>(), any::<bool>(), any::<Option<u64>>()).prop_map(
                |(message, streaks, all, page)| {
                    let kind = if streaks { BoardKind::Streaks } else { BoardKind::Members };
                    let period = if all { BoardPeriod::All } else { BoardPeriod::Week };
                    Click::Board(View { message, kind, period, page })
                }
            ),
        ]
    }

    #[test]
    fn messages_of_a_round_are_known_by_their_keys() {
        let spot = Spot { quiz: QuizId(812), round: 2 };
        for (key, wanted) in [
            ("quiz:812.2", Some(spot)),
            ("mine:812.2", Some(spot)),
            ("quiz:812.end", None),
            ("reply:812.2", None),
            ("812.2", None),
        ] {
            assert_eq!(Spot::of_key(key), wanted, "{key}");
        }
    }

    proptest! {
        #[test]
        fn what_a_button_sends_is_short_and_understood(click in click()) {
            let action = click.to_string();
            prop_assert!(action.len() <= 100, "{}", action);
            prop_assert_eq!(action.parse(), Ok(click));
        }

        #[test]
        fn any_text_is_a_click_or_is_not(text in "\\PC*") {
            if let Ok(click) = text.parse::<Click>() {
                prop_assert_eq!(click.to_string().parse(), Ok(click));
            }
        }
    }
}
