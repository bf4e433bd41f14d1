//! What a quiz came to, for one member or for everyone who took part.

use super::{Ending, Kind, Outcome, Quiz, Round};
use crate::domain::id::MemberId;

/// What a member made of a quiz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Whose score it is.
    pub member: MemberId,
    /// How many rounds the member answered right.
    pub right: u32,
    /// What the right answers are worth in this quiz.
    pub points: u32,
}

impl Quiz {
    /// Rounds that have come to their end: all those before the open one, and that one too once the
    /// quiz is over, unless it was stopped before anybody answered.
    pub fn closed(&self) -> &[Round] {
        let with_open = match self.ending {
            Some(Ending::Played | Ending::Deserted) => true,
            Some(Ending::Stopped) => self.rounds[self.open].answered(),
            None => false,
        };
        &self.rounds[..self.open + usize::from(with_open)]
    }

    /// What a member made of it so far.
    pub fn score(&self, member: MemberId) -> Score {
        let plays = || self.rounds.iter().filter_map(|round| round.play(member));
        let right = plays().filter(|play| play.outcome == Some(Outcome::Right)).count();
        Score {
            member,
            right: super::number_of(right),
            points: plays().map(|play| play.points).sum(),
        }
    }

    /// Everyone who answered anything, most points first, then most right; equal ones by who came
    /// first.
    pub fn board(&self) -> Vec<Score> {
        let mut players = Vec::new();
        for play in
            self.rounds.iter().flat_map(|round| &round.plays).filter(|play| play.answers > 0)
        {
            if !players.contains(&play.member) {
                players.push(play.member);
            }
        }
        let mut board: Vec<Score> = players.into_iter().map(|member| self.score(member)).collect();
        board.sort_by_key(|score| std::cmp::Reverse((score.points, score.right)));
        board
    }

    /// Cards of closed rounds that a member did not get right, in order.
    pub fn missed_by(&self, member: MemberId) -> Vec<&str> {
        self.missed(|round| {
            round.play(member).is_some_and(|play| play.outcome == Some(Outcome::Right))
        })
    }

    /// Cards of closed rounds that nobody got right, in order.
    pub fn missed_by_all(&self) -> Vec<&str> {
        self.missed(|round| !round.right().is_empty())
    }

    /// The cards of closed rounds that are not `right`, in order.
    fn missed(&self, right: impl Fn(&Round) -> bool) -> Vec<&str> {
        self.closed()
            .iter()
            .filter(|round| !right(round))
            .map(|round| round.card.as_str())
            .collect()
    }

    /// The topic of closed rounds that a member knew best, with how many of how many questions were
    /// right; none where no topic was known better than another. `topic_of` tells a card's topic.
    pub fn best_topic<'a>(
        &self,
        member: MemberId,
        topic_of: impl Fn(&str) -> &'a str,
    ) -> Option<(&'a str, u32, u32)> {
        let mut topics: Vec<(&str, u32, u32)> = Vec::new();
        for round in self.closed() {
            let topic = topic_of(&round.card);
            let known = round.play(member).is_some_and(|play| play.outcome == Some(Outcome::Right));
            if !topics.iter().any(|(name, ..)| *name == topic) {
                topics.push((topic, 0, 0));
            }
            for (_, right, of) in topics.iter_mut().filter(|(name, ..)| *name == topic) {
                *right += u32::from(known);
                *of += 1;
            }
        }
        // Shares are compared crosswise, the first of equals with more questions.
        let is_better = |one: &(&str, u32, u32), other: &(&str, u32, u32)| {
            (u64::from(one.1) * u64::from(other.2), one.1)
                > (u64::from(other.1) * u64::from(one.2), other.1)
        };
        let best = *topics
            .iter()
            .reduce(|best, topic| if is_better(topic, best) { topic } else { best })?;
        let is_worse = |topic: &(&str, u32, u32)| topic.1 * best.2 < best.1 * topic.2;
        topics.iter().any(is_worse).then_some(best)
    }

    /// The member whose quiz it is, or who started it.
    pub fn starter(&self) -> MemberId {
        match self.kind {
            Kind::Solo(member) | Kind::Channel(member) => member,
        }
    }
}
