//! A channel's question closes as soon as all who take part have answered it.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Barred, Kind, Play, Quiz, Round};
use crate::domain::id::MemberId;

/// How long the first question stays open at least, in seconds, so that others can join.
const FIRST_STAYS: u32 = 20;

impl Quiz {
    /// Takes a member among those for whom the questions wait.
    pub fn join(&mut self, member: MemberId, now: DateTime<Utc>) -> Result<(), Barred> {
        match (self.ending, self.kind) {
            (Some(_), _) => return Err(Barred::Over),
            (None, Kind::Solo(_)) => return Err(Barred::NotYours),
            (None, Kind::Channel(_)) => {}
        }
        if !self.players().contains(&member) {
            self.joined.push(member);
            self.close_when_all_have_answered(now);
        }
        Ok(())
    }

    /// Who takes part in a channel's quiz: who has joined, and who has answered any of its
    /// questions. Each once.
    pub fn players(&self) -> Vec<MemberId> {
        let plays = self.rounds.iter().flat_map(Round::plays);
        let answered = plays.filter(|play| play.answers > 0).map(|play| play.member);
        let mut players: Vec<MemberId> = self.joined.iter().copied().chain(answered).collect();
        players.sort_unstable();
        players.dedup();
        players
    }

    /// Closes the open round of a channel's quiz if nobody who takes part has a try left, or sets
    /// its clock to the moment at which it may close; gives it back its time where somebody has.
    pub(super) fn close_when_all_have_answered(&mut self, now: DateTime<Utc>) {
        let Some(asked) = self.asked().filter(|_| !self.is_solo() && self.ending.is_none()) else {
            return;
        };
        let round = &self.rounds[self.open];
        let whole = asked + TimeDelta::seconds(round.seconds.into());
        let is_done = |member: &MemberId| round.play(*member).is_some_and(Play::is_over);
        if !self.players().iter().all(is_done) {
            self.rounds[self.open].closes_at = Some(whole);
            return;
        }
        let stays = if self.open == 0 { FIRST_STAYS } else { 0 };
        let earliest = asked + TimeDelta::seconds(stays.into());
        if earliest <= now {
            self.quiet = 0;
            self.advance(now);
        } else {
            self.rounds[self.open].closes_at = Some(earliest.min(whole));
        }
    }

    /// When the open round was put to the channel, in whole seconds.
    fn asked(&self) -> Option<DateTime<Utc>> {
        let round = &self.rounds[self.open];
        let by_clock = || Some(round.closes_at? - TimeDelta::seconds(round.seconds.into()));
        let asked = self.asked_at.or_else(by_clock)?;
        DateTime::from_timestamp(asked.timestamp(), 0)
    }
}
