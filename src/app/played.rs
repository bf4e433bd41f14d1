//! What is being played, as buttons and messages name it.

use std::fmt;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::id::{PostingId, QuizId};

/// What somebody plays: a quiz, or a card of the day.
///
/// As text it is a quiz's id, or a posting's behind a `p`: `812`, `p812`. Until December 2026
/// postings were written like quizzes; such a button still stands under messages of then, so
/// whoever finds no quiz of an id looks for a posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Played {
    /// A quiz of somebody, or of a channel.
    Quiz(QuizId),
    /// A card of the day; each member finds their own play of it by the posting's id.
    Posting(PostingId),
}

/// A round of what is played.
///
/// As text: `812.2` is the second round of a quiz, `p812.1` a card of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The quiz or card of the day.
    pub of: Played,
    /// Its round, from 1; a card of the day has only that.
    pub round: u32,
}

/// What a message is about: what is played, and which of its rounds, if it is about one.
///
/// As text it is a [`Spot`], or what is played alone: `812.2`, `812`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// The quiz or card of the day.
    pub of: Played,
    /// The round, from 1; none where it is about the whole, such as its result.
    pub round: Option<u32>,
}

/// Text that names nothing that is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotPlayed;

impl Played {
    /// The id alone, whatever it is of. Ids are drawn from one range for all tables.
    pub fn id(self) -> i64 {
        match self {
            Self::Quiz(quiz) => quiz.0,
            Self::Posting(posting) => posting.0,
        }
    }
}

impl fmt::Display for Played {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quiz(quiz) => quiz.fmt(f),
            Self::Posting(posting) => write!(f, "p{posting}"),
        }
    }
}

impl FromStr for Played {
    type Err = NotPlayed;

    fn from_str(text: &str) -> Result<Self, NotPlayed> {
        match text.strip_prefix('p') {
            Some(posting) => posting.parse().map(Self::Posting).map_err(|_| NotPlayed),
            None => text.parse().map(Self::Quiz).map_err(|_| NotPlayed),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.of, self.round)
    }
}

impl FromStr for Spot {
    type Err = NotPlayed;

    fn from_str(text: &str) -> Result<Self, NotPlayed> {
        let (of, round) = text.split_once('.').ok_or(NotPlayed)?;
        Ok(Self { of: of.parse()?, round: round.parse().map_err(|_| NotPlayed)? })
    }
}

impl Spot {
    /// A card of the day, which has one round.
    pub fn of_card(posting: PostingId) -> Self {
        Self { of: Played::Posting(posting), round: 1 }
    }
}

impl About {
    /// The round that it is about, if it is about one.
    pub fn spot(self) -> Option<Spot> {
        self.round.map(|round| Spot { of: self.of, round })
    }
}

impl From<Spot> for About {
    fn from(Spot { of, round }: Spot) -> Self {
        Self { of, round: Some(round) }
    }
}

impl From<Played> for About {
    fn from(of: Played) -> Self {
        Self { of, round: None }
    }
}

impl Serialize for Spot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Spot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| D::Error::custom(format!("no round of anything: {text}")))
    }
}

impl Serialize for About {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.spot() {
            Some(spot) => serializer.collect_str(&spot),
            None => serializer.collect_str(&self.of),
        }
    }
}

impl<'de> Deserialize<'de> for About {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let spot = text.parse::<Spot>().map(Self::from);
        spot.or_else(|_| text.parse::<Played>().map(Self::from))
            .map_err(|_| D::Error::custom(format!("nothing that is played: {text}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_played_is_told_apart_by_its_text() {
        let quiz = Spot { of: Played::Quiz(QuizId(812)), round: 2 };
        let card = Spot { of: Played::Posting(PostingId(812)), round: 1 };
        for (text, spot) in [
            ("812.2", Ok(quiz)),
            ("p812.1", Ok(card)),
            ("812", Err(NotPlayed)),
            ("p.1", Err(NotPlayed)),
            ("pp812.1", Err(NotPlayed)),
            ("812.two", Err(NotPlayed)),
        ] {
            assert_eq!(text.parse::<Spot>(), spot, "{text}");
            assert!(spot.is_err() || spot.is_ok_and(|spot| spot.to_string() == text), "{text}");
        }
    }

    #[test]
    fn what_a_message_is_about_is_kept_as_text() {
        for text in [r#""812.2""#, r#""p812.1""#, r#""812""#] {
            let about: About = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&about).unwrap(), text);
        }
        assert!(serde_json::from_str::<About>(r#""812.""#).is_err());
    }
}
