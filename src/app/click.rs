//! What a button or a form sends back: a few bytes that any process understands, before and after a
//! restart. What each capability's buttons mean stands in its own `click.rs`; this joins them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::daily::click::DailyClick;
use super::leaderboard::click::View;
use super::played::Spot;
use super::quiz::click::QuizClick;
use super::reminder::click::NudgeClick;
use super::start::click::HomeClick;
use super::team::click::TeamClick;
use crate::domain::id::{MemberId, SeasonId};

/// The most that a button sends back, in bytes: what the narrowest platform takes, in characters.
pub const LONGEST: usize = 100;

/// What a click or a form is about. Its text is what travels, at most [`LONGEST`] bytes but for a
/// long line: `answer:812.2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Click {
    /// About a quiz, or the question of a card of the day.
    Quiz(QuizClick),
    /// About a card of the day otherwise.
    Daily(DailyClick),
    /// What to do about a reminder.
    Nudge(NudgeClick),
    /// Show a page of a board.
    Board(View),
    /// About a draft of teams.
    Team(TeamClick),
    /// About which community a conversation with the bot alone is.
    Home(HomeClick),
    /// List the seasons; it stands under the final board of this one.
    Seasons(SeasonId),
    /// Forget this member, who is the one to press it.
    Forget(MemberId),
    /// Do what this line does when it is typed: `/quiz`.
    Line(String),
    /// Open the form of this line, even where its refusal offers something else.
    Form(String),
    /// What no button of this version sends; one of an older version may.
    Unknown(String),
}

impl Click {
    /// The line that does the same when it is typed.
    pub fn line(line: impl Into<String>) -> Self {
        Self::Line(line.into())
    }

    /// What a button with this text means. Whatever cannot be read is [`Click::Unknown`].
    pub fn read(text: &str) -> Self {
        Self::known(text).unwrap_or_else(|| Self::Unknown(text.chars().take(LONGEST).collect()))
    }

    fn known(text: &str) -> Option<Self> {
        let (verb, rest) = text.split_once(':')?;
        match verb {
            "board" => rest.parse().ok().map(Self::Board),
            "seasons" => rest.parse().ok().map(|id| Self::Seasons(SeasonId(id))),
            "forget" => rest.parse().ok().map(|id| Self::Forget(MemberId(id))),
            "line" => Some(Self::Line(rest.to_owned())),
            "form" => Some(Self::Form(rest.to_owned())),
            _ => QuizClick::read(verb, rest)
                .map(Self::Quiz)
                .or_else(|| DailyClick::read(verb, rest).map(Self::Daily))
                .or_else(|| NudgeClick::read(verb, rest).map(Self::Nudge))
                .or_else(|| TeamClick::read(verb, rest).map(Self::Team))
                .or_else(|| HomeClick::read(verb, rest).map(Self::Home)),
        }
    }

    /// The round that it is about, if it is about one.
    pub fn spot(&self) -> Option<Spot> {
        match self {
            Self::Quiz(click) => click.spot(),
            _ => None,
        }
    }

    /// The question that a message asks, or has asked, under which its button stands; none if the
    /// message is about none.
    pub fn question(&self) -> Option<Spot> {
        match self {
            Self::Quiz(click) => click.spot(),
            Self::Daily(click) => Some(Spot::of_card(click.posting())),
            _ => None,
        }
    }

    /// The id of the quiz, the posting, the reminder, the season or the draft that it is about, if
    /// it is about one: the mark by which a message that was sent is known again.
    pub fn subject(&self) -> Option<i64> {
        match self {
            Self::Quiz(click) => Some(click.of().id()),
            Self::Daily(click) => Some(click.posting().0),
            Self::Nudge(click) => Some(click.nudge.0),
            Self::Team(click) => Some(click.draft().0),
            Self::Seasons(season) => Some(season.0),
            Self::Board(_)
            | Self::Home(_)
            | Self::Forget(_)
            | Self::Line(_)
            | Self::Form(_)
            | Self::Unknown(_) => None,
        }
    }

    /// Whether it answers an open question; where its button stands, a typed answer is taken as
    /// well.
    pub fn answers(&self) -> bool {
        matches!(self, Self::Quiz(click) if click.answers())
    }

    /// Whether it is about the own answer of whoever clicks, not about the question or the quiz as
    /// a whole.
    pub fn is_own(&self) -> bool {
        matches!(self, Self::Quiz(click) if click.is_own())
    }
}

impl fmt::Display for Click {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quiz(click) => click.fmt(f),
            Self::Daily(click) => click.fmt(f),
            Self::Nudge(click) => click.fmt(f),
            Self::Board(view) => write!(f, "board:{view}"),
            Self::Team(click) => click.fmt(f),
            Self::Home(click) => click.fmt(f),
            Self::Seasons(season) => write!(f, "seasons:{season}"),
            Self::Forget(member) => write!(f, "forget:{}", member.0),
            Self::Line(line) => write!(f, "line:{line}"),
            Self::Form(line) => write!(f, "form:{line}"),
            Self::Unknown(text) => f.write_str(text),
        }
    }
}

impl Serialize for Click {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Click {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::read(&text))
    }
}

/// Lets a capability's own clicks stand where any are taken.
macro_rules! from {
    ($($click:ident in $variant:ident),* $(,)?) => {
        $(impl From<$click> for Click {
            fn from(click: $click) -> Self {
                Self::$variant(click)
            }
        })*
    };
}

from!(
    QuizClick in Quiz,
    DailyClick in Daily,
    NudgeClick in Nudge,
    View in Board,
    TeamClick in Team,
    HomeClick in Home,
    SeasonId in Seasons,
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::leaderboard::click::{BoardKind, BoardPeriod};
    use crate::app::played::Played;
    use crate::app::reminder::click::Wish;
    use crate::domain::id::{DraftId, HomeId, NudgeId, PostingId, QuizId};

    fn played() -> impl Strategy<Value = Played> {
        let quiz = any::<i64>().prop_map(|id| Played::Quiz(QuizId(id)));
        prop_oneof![quiz, any::<i64>().prop_map(|id| Played::Posting(PostingId(id)))]
    }

    fn of_quiz() -> impl Strategy<Value = QuizClick> {
        let spot = || (played(), any::<u32>()).prop_map(|(of, round)| Spot { of, round });
        let quiz = || any::<i64>().prop_map(QuizId);
        prop_oneof![
            spot().prop_map(QuizClick::Answer),
            spot().prop_map(QuizClick::Hint),
            spot().prop_map(QuizClick::Skip),
            spot().prop_map(QuizClick::Next),
            spot().prop_map(QuizClick::Show),
            (spot(), any::<bool>()).prop_map(|(spot, had)| QuizClick::Had(spot, had)),
            (spot(), any::<u32>()).prop_map(|(spot, choice)| QuizClick::Pick(spot, choice)),
            played().prop_map(QuizClick::Continue),
            quiz().prop_map(QuizClick::Join),
            quiz().prop_map(QuizClick::Stop),
            quiz().prop_map(QuizClick::Again),
        ]
    }

    fn view() -> impl Strategy<Value = View> {
        (any::<u32>(), any::<bool>(), any::<bool>(), any::<Option<u64>>()).prop_map(
            |(message, streaks, all, page)| View {
                message,
                kind: if streaks { BoardKind::Streaks } else { BoardKind::Members },
                period: if all { BoardPeriod::All } else { BoardPeriod::Week },
                page,
            },
        )
    }

    fn click() -> impl Strategy<Value = Click> {
        let wish = proptest::sample::select(&Wish::WORDS[..]);
        prop_oneof![
            10 => of_quiz().prop_map(Click::Quiz),
            1 => any::<i64>().prop_map(|id| DailyClick::Who(PostingId(id)).into()),
            1 => any::<i64>().prop_map(|id| DailyClick::CatchUp(PostingId(id)).into()),
            1 => (any::<i64>(), wish)
                .prop_map(|(id, (wish, _))| NudgeClick { nudge: NudgeId(id), wish }.into()),
            1 => "/[a-z :]{0,80}".prop_map(Click::Line),
            1 => "/[a-z :]{0,80}".prop_map(Click::Form),
            1 => any::<i64>().prop_map(|id| TeamClick::Apply(DraftId(id)).into()),
            1 => any::<i64>().prop_map(|id| TeamClick::Undo(DraftId(id)).into()),
            1 => any::<i64>().prop_map(|id| Click::Forget(MemberId(id))),
            1 => Just(HomeClick::Ask.into()),
            1 => any::<i64>().prop_map(|id| HomeClick::Choose(HomeId(id)).into()),
            1 => any::<i64>().prop_map(|id| SeasonId(id).into()),
            1 => view().prop_map(Click::Board),
        ]
    }

    #[test]
    fn what_no_button_sends_is_kept_for_its_refusal() {
        for text in ["", "answer", "answer:x.1", "nudge:8.maybe", "home:x", "fly:1", "pick:8.1"] {
            assert_eq!(Click::read(text), Click::Unknown(text.to_owned()));
        }
        assert_eq!(Click::read(&"x".repeat(100_000)).to_string().len(), LONGEST);
    }

    #[test]
    fn a_message_that_was_sent_is_known_by_what_its_buttons_are_about() {
        for (text, subject) in [
            ("answer:812.1", Some(812)),
            ("answer:p812.1", Some(812)),
            ("pick:p812.1.3", Some(812)),
            ("who:812", Some(812)),
            ("nudge:812.later", Some(812)),
            ("seasons:812", Some(812)),
            ("answer:8121.1", Some(8121)),
            ("answer:1.812", Some(1)),
            ("forget:812", None),
            ("line:/quiz", None),
        ] {
            assert_eq!(Click::read(text).subject(), subject, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_a_button_sends_is_short_and_understood(click in click()) {
            let text = click.to_string();
            prop_assert!(text.len() <= LONGEST, "{}", text);
            prop_assert_eq!(Click::read(&text), click);
        }

        #[test]
        fn any_text_is_a_click_of_the_same_text_or_unknown(text in "\\PC{0,100}") {
            let click = Click::read(&text);
            prop_assert_eq!(Click::read(&click.to_string()), click);
        }
    }
}
