//! The quiz: a run of rounds for one member or for a channel.
//!
//! A [`Quiz`] is a plain value that the store keeps as JSON. It knows whose turn it is, how many
//! tries are left and when a round ends; it does not know cards' texts, points or clocks of its
//! own. Whatever is not allowed comes back as [`Barred`] and changes nothing.

mod barred;
pub mod choices;
pub mod ease;
pub mod heading;
pub mod hint;
mod instant;
mod kept;
mod kind;
pub mod plan;
mod race;
mod round;
mod score;
mod seconds;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::grade::Verdict;
use super::id::MemberId;
pub use barred::Barred;
pub use kind::{Ending, Kind};
pub use round::{Outcome, Play, Round, Showing, Style, Tried};
pub use score::Score;

/// How many rounds in a row may pass without an answer before a channel's quiz ends by itself.
const QUIET_ROUNDS: u32 = 2;

/// A run of questions and how far it has come.
///
/// What was kept is checked when it is read: nothing below has to ask whether there is an open
/// round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "kept::Kept")]
pub struct Quiz {
    /// The id of the deck from which its cards are.
    pub deck: String,
    /// Whether it is one member's or a channel's, and who started it.
    pub kind: Kind,
    rounds: Vec<Round>,
    /// The open round's place in `rounds`.
    open: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    ending: Option<Ending>,
    /// When the open round was put to its members; none in a quiz of before December 2026.
    #[serde(with = "instant", skip_serializing_if = "Option::is_none")]
    asked_at: Option<DateTime<Utc>>,
    /// Where its one member was shown the open round, each place once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shown_in: Vec<Showing>,
    /// Who has joined a channel's quiz by saying so, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    joined: Vec<MemberId>,
    /// Rounds in a row whose time ran out without an answer.
    quiet: u32,
    /// Whether it only repeats and earns nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    practice: bool,
}

impl Quiz {
    /// Opens the first of some rounds; none if there are no rounds.
    pub fn start(deck: String, kind: Kind, rounds: Vec<Round>, now: DateTime<Utc>) -> Option<Self> {
        if rounds.is_empty() {
            return None;
        }
        let mut quiz = Self {
            deck,
            kind,
            rounds,
            open: 0,
            ending: None,
            asked_at: Some(now),
            shown_in: Vec::new(),
            joined: Vec::new(),
            quiet: 0,
            practice: false,
        };
        quiz.set_clock(now);
        Some(quiz)
    }

    /// Like [`Quiz::start`], but it earns no points.
    pub fn practice(
        deck: String,
        kind: Kind,
        rounds: Vec<Round>,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        Self::start(deck, kind, rounds, now).map(|quiz| Self { practice: true, ..quiz })
    }

    /// Whether it only repeats and earns nothing.
    pub fn is_practice(&self) -> bool {
        self.practice
    }

    /// How it ended, if it has.
    pub fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// The number of the open round, from 1.
    pub fn open(&self) -> Option<u32> {
        self.ending.is_none().then(|| number(self.open))
    }

    /// How many rounds there are.
    pub fn len(&self) -> u32 {
        number_of(self.rounds.len())
    }

    /// Always false: a quiz has at least one round.
    pub fn is_empty(&self) -> bool {
        self.rounds.is_empty()
    }

    /// All rounds, also those to come.
    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }

    /// A round by its number, from 1.
    pub fn round(&self, number: u32) -> Option<&Round> {
        self.rounds.get((number as usize).checked_sub(1)?)
    }

    /// Whether no round comes after this one.
    pub fn is_last(&self, number: u32) -> bool {
        number as usize >= self.rounds.len()
    }

    /// When the open round's time is over.
    pub fn wakes_at(&self) -> Option<DateTime<Utc>> {
        self.ending.is_none().then(|| self.rounds[self.open].closes_at).flatten()
    }

    /// When the open round was last shown to a member, as everyone's question or with what they had
    /// done about it; none if nobody knows.
    pub fn last_shown_to(&self, member: MemberId) -> Option<DateTime<Utc>> {
        let own = self.rounds[self.open].play(member).and_then(|play| play.shown_at);
        self.asked_at.max(own)
    }

    /// Where and when the open round of one member's quiz was shown to them; nothing if nobody
    /// knows.
    pub fn shown_in(&self) -> &[Showing] {
        &self.shown_in
    }

    /// Notes that the open round of one member's quiz is shown to them at this place. A channel's
    /// is shown in its channel.
    pub fn show_in(&mut self, place: &str, now: DateTime<Utc>) {
        if self.is_solo() && self.ending.is_none() {
            self.shown_in.retain(|showing| showing.place != place);
            let at = now.timestamp_millis();
            self.shown_in.push(Showing { place: place.to_owned(), at });
        }
    }

    /// Whether a member may answer round `number` now.
    pub fn may_answer(&self, number: u32, member: MemberId) -> Result<(), Barred> {
        self.may_play(number, member)?;
        match self.rounds[self.open].play(member) {
            Some(Play { outcome: Some(_), .. }) if self.is_last(number) => Err(Barred::AllDone),
            Some(Play { outcome: Some(_), .. }) => Err(Barred::Done),
            _ => Ok(()),
        }
    }

    /// Takes a verdict on a member's answer. A close answer uses up no try.
    pub fn answered(
        &mut self,
        number: u32,
        member: MemberId,
        verdict: Verdict,
        now: DateTime<Utc>,
    ) -> Result<Tried, Barred> {
        self.may_answer(number, member)?;
        let solo = self.is_solo();
        let round = &mut self.rounds[self.open];
        let (allowed, right_before) = (round.tries(), number_of(round.right().len()));
        let play = round.play_mut(member);
        let first = play.wrong == 0;
        play.answers = play.answers.saturating_add(1);
        play.shown_at = Some(now);
        match verdict {
            Verdict::Correct => {
                play.outcome = Some(Outcome::Right);
                play.place = (!solo).then_some(right_before + 1);
            }
            Verdict::Close => {}
            Verdict::Incorrect => {
                play.wrong = play.wrong.saturating_add(1);
                play.outcome = (play.wrong >= allowed).then_some(Outcome::Wrong);
            }
        }
        let tried = Tried { first, hinted: play.hinted, place: play.place, outcome: play.outcome };
        if solo && tried.outcome.is_some() {
            self.advance(now);
        }
        self.close_when_all_have_answered(now);
        Ok(tried)
    }

    /// Writes down what an answer is worth in this quiz.
    pub fn earned(&mut self, number: u32, member: MemberId, points: u32) {
        if let Some(round) =
            (number as usize).checked_sub(1).and_then(|place| self.rounds.get_mut(place))
        {
            round.play_mut(member).points = points;
        }
    }

    /// Notes that a member has seen a hint.
    pub fn hinted(
        &mut self,
        number: u32,
        member: MemberId,
        now: DateTime<Utc>,
    ) -> Result<(), Barred> {
        self.may_answer(number, member)?;
        if self.rounds[self.open].style != Style::Typed {
            return Err(Barred::OtherStyle);
        }
        let play = self.rounds[self.open].play_mut(member);
        play.hinted = true;
        play.shown_at = Some(now);
        Ok(())
    }

    /// Notes that a member has seen the answer of a self-graded card.
    pub fn shown(
        &mut self,
        number: u32,
        member: MemberId,
        now: DateTime<Utc>,
    ) -> Result<(), Barred> {
        self.may_answer(number, member)?;
        if self.rounds[self.open].style != Style::SelfGraded {
            return Err(Barred::OtherStyle);
        }
        let play = self.rounds[self.open].play_mut(member);
        play.shown = true;
        play.shown_at = Some(now);
        Ok(())
    }

    /// Passes over a question of a solo quiz.
    pub fn skipped(
        &mut self,
        number: u32,
        member: MemberId,
        now: DateTime<Utc>,
    ) -> Result<(), Barred> {
        self.may_answer(number, member)?;
        if !self.is_solo() {
            return Err(Barred::NotYours);
        }
        self.rounds[self.open].play_mut(member).outcome = Some(Outcome::Skipped);
        self.advance(now);
        Ok(())
    }

    /// Closes the open round of a channel's quiz before its time, which the starter and admins
    /// may.
    pub fn next(
        &mut self,
        number: u32,
        member: MemberId,
        admin: bool,
        now: DateTime<Utc>,
    ) -> Result<(), Barred> {
        self.may_play(number, member)?;
        match self.kind {
            Kind::Solo(_) => return Err(Barred::NotYours),
            Kind::Channel(starter) if starter != member && !admin => {
                return Err(Barred::StarterOnly(starter));
            }
            Kind::Channel(_) => {}
        }
        self.quiet = 0;
        self.advance(now);
        Ok(())
    }

    /// Closes the open round of a channel's quiz if its time is over; says whether it was.
    pub fn time_over(&mut self, now: DateTime<Utc>) -> bool {
        if self.wakes_at().is_none_or(|at| at > now) {
            return false;
        }
        if self.rounds[self.open].answered() {
            self.quiet = 0;
        } else {
            self.quiet = self.quiet.saturating_add(1);
        }
        if self.quiet >= QUIET_ROUNDS && self.open + 1 < self.rounds.len() {
            self.ending = Some(Ending::Deserted);
        } else {
            self.advance(now);
        }
        true
    }

    /// Ends the quiz before its last round. A solo quiz is its member's to stop, a channel's the
    /// starter's or an admin's.
    pub fn stopped(&mut self, member: MemberId, admin: bool) -> Result<(), Barred> {
        if self.ending.is_some() {
            return Err(Barred::Over);
        }
        match self.kind {
            Kind::Solo(owner) if owner != member => Err(Barred::NotYours),
            Kind::Channel(starter) if starter != member && !admin => {
                Err(Barred::StarterOnly(starter))
            }
            _ => {
                self.ending = Some(Ending::Stopped);
                Ok(())
            }
        }
    }

    /// Whether it is for one member.
    pub fn is_solo(&self) -> bool {
        matches!(self.kind, Kind::Solo(_))
    }

    /// Whether a member may have anything to do with round `number` now.
    fn may_play(&self, number: u32, member: MemberId) -> Result<(), Barred> {
        match self.kind {
            Kind::Solo(owner) if owner != member => return Err(Barred::NotYours),
            _ => {}
        }
        match self.open() {
            None => Err(Barred::Over),
            Some(open) if open != number => Err(Barred::Moved(open)),
            Some(_) => Ok(()),
        }
    }

    /// Opens the next round, or ends the quiz after the last.
    fn advance(&mut self, now: DateTime<Utc>) {
        if self.open + 1 < self.rounds.len() {
            self.open += 1;
            self.asked_at = Some(now);
            self.shown_in.clear();
            self.set_clock(now);
        } else {
            self.ending = Some(Ending::Played);
        }
    }

    /// Gives the open round of a channel's quiz its seconds from `now` on, if it would be open for
    /// longer: a clock that was ahead has set its end. Whether that was so.
    pub fn shorten_clock(&mut self, now: DateTime<Utc>) -> bool {
        let latest = now + TimeDelta::seconds(self.rounds[self.open].seconds.into());
        let late = self.wakes_at().is_some_and(|at| at > latest);
        if late {
            self.asked_at = Some(now);
            self.set_clock(now);
        }
        late
    }

    /// Gives the open round of a channel its seconds from `now` on; alone nobody is hurried.
    fn set_clock(&mut self, now: DateTime<Utc>) {
        if !self.is_solo() {
            let round = &mut self.rounds[self.open];
            // Whole seconds, as the store keeps them, so that a restart does not shift the end.
            let now = DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now);
            round.closes_at = Some(now + TimeDelta::seconds(round.seconds.into()));
        }
    }
}

/// The number of the round at a place, from 1.
fn number(place: usize) -> u32 {
    number_of(place + 1)
}

/// A count in the type in which rounds and places are numbered.
fn number_of(count: usize) -> u32 {
    u32::try_from(count).expect("a quiz has at most a few rounds and players")
}

#[cfg(test)]
mod tests;
