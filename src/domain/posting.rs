//! Postings: one card of the day, from the moment it is due until it closes.
//!
//! A posting is *due* when its row is made, *claimed* while a process sends it, then *posted* and
//! at last *closed*; or it is *missed*. Each step takes the value of the step before and gives that
//! of the next, so a step that does not exist cannot be written: what was never claimed cannot be
//! posted, and what is missed stays missed.

pub mod choice;
pub mod ideas;

use chrono::{DateTime, TimeDelta, Utc};

use super::id::PostingId;

/// How late a posting may go out; after that it is missed.
pub const LATEST: TimeDelta = TimeDelta::hours(6);

/// From when on a posting is marked as late; up to that it is only a busy minute.
const UNREMARKABLE: TimeDelta = TimeDelta::minutes(5);

/// How long a claim holds, so that the posting of a process that died is sent by another.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);

/// How long a posting stays open if no other takes its place.
pub const OPEN: TimeDelta = TimeDelta::hours(24);

/// How a posting stands to its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// Its time has not come.
    Early,
    /// It goes out as it should.
    InTime,
    /// It goes out late, and says so.
    Late,
    /// Its time has passed; it is not sent any more.
    Missed,
}

/// How a posting that was due at `due` stands at `now`.
pub fn timeliness(due: DateTime<Utc>, now: DateTime<Utc>) -> Timeliness {
    match now - due {
        late if late < TimeDelta::zero() => Timeliness::Early,
        late if late <= UNREMARKABLE => Timeliness::InTime,
        late if late <= LATEST => Timeliness::Late,
        _ => Timeliness::Missed,
    }
}

/// A posting at one step of its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting<S> {
    /// The id under which it is kept and sent, whatever its step.
    pub id: PostingId,
    /// When its schedule wanted it; for one posted by hand, when that was asked.
    pub due: DateTime<Utc>,
    /// How far it has come: [`Due`], [`Claimed`], [`Posted`], [`Closed`] or [`Missed`].
    pub step: S,
}

/// The step of a posting that waits to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Whether a process has tried before and may have sent it.
    pub tried: bool,
}

/// The step of a posting that one process is sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimed {
    /// Which claim it is; another process's claim of the same posting is another.
    pub claim: i64,
    /// Until when nobody else may send it.
    pub until: DateTime<Utc>,
    /// Whether a process has tried before and may have sent it.
    pub tried: bool,
}

/// The step of a posting that stands in its channel, open for answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The platform's name of the message.
    pub reference: String,
    /// When it was known to stand there.
    pub at: DateTime<Utc>,
    /// When it closes if no other takes its place.
    pub closes: DateTime<Utc>,
}

/// The step of a posting whose answer has been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// When its answer was told.
    pub at: DateTime<Utc>,
}

/// The step of a posting that was given up and never sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed {
    /// When it was given up.
    pub at: DateTime<Utc>,
}

/// A due posting, claimed or given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is claimed and to be sent now.
    ToSend(Posting<Claimed>),
    /// Its time has passed before anybody tried to send it.
    TooLate(Posting<Missed>),
}

impl Posting<Due> {
    /// Takes it up for sending, unless its time has passed and it was surely never sent.
    pub fn claim(self, claim: i64, now: DateTime<Utc>) -> Taken {
        let Self { id, due, step: Due { tried } } = self;
        // Whatever was tried may stand in its channel, so it is looked for first, however late it
        // is.
        if timeliness(due, now) == Timeliness::Missed && !tried {
            return Taken::TooLate(Posting { id, due, step: Missed { at: now } });
        }
        Taken::ToSend(Posting { id, due, step: Claimed { claim, until: now + LEASE, tried } })
    }
}

impl Posting<Claimed> {
    /// Notes that it stands in its channel, under the name that the platform gave it.
    pub fn posted(self, reference: String, now: DateTime<Utc>) -> Posting<Posted> {
        Posting {
            id: self.id,
            due: self.due,
            step: Posted { reference, at: now, closes: now + OPEN },
        }
    }

    /// Gives it back: it was not sent, or nobody knows (`tried`), which another try will show.
    pub fn handed_back(self, tried: bool) -> Posting<Due> {
        Posting { id: self.id, due: self.due, step: Due { tried } }
    }

    /// Gives it up, since it cannot be sent.
    pub fn missed(self, now: DateTime<Utc>) -> Posting<Missed> {
        Posting { id: self.id, due: self.due, step: Missed { at: now } }
    }

    /// Whether there is time left in the claim for sending once more and confirming it.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        now < self.step.until - LEASE / 2
    }
}

impl Posting<Posted> {
    /// Notes that its answer is told.
    pub fn closed(self, now: DateTime<Utc>) -> Posting<Closed> {
        Posting { id: self.id, due: self.due, step: Closed { at: now } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn overdue_up_to_six_hours_is_late_and_more_is_missed() {
        for (seconds, expected) in [
            (-1, Timeliness::Early),
            (0, Timeliness::InTime),
            (5, Timeliness::InTime),
            (300, Timeliness::InTime),
            (301, Timeliness::Late),
            (6 * 3_600, Timeliness::Late),
            (6 * 3_600 + 1, Timeliness::Missed),
            (30 * 86_400, Timeliness::Missed),
        ] {
            assert_eq!(
                timeliness(due(), due() + TimeDelta::seconds(seconds)),
                expected,
                "{seconds}"
            );
        }
    }

    #[test]
    fn a_life_goes_from_due_to_closed_or_ends_missed() {
        let waiting = |tried| Posting { id: PostingId(1), due: due(), step: Due { tried } };
        let Taken::ToSend(claimed) = waiting(false).claim(7, due()) else {
            panic!("it is in time")
        };
        assert!(claimed.holds(due()) && !claimed.holds(due() + LEASE / 2));
        let again = claimed.clone().handed_back(true);
        assert_eq!(again, waiting(true));
        let posted = claimed.posted("message".to_owned(), due());
        assert_eq!(posted.step.closes, due() + TimeDelta::hours(24));
        assert_eq!(posted.closed(due() + OPEN).step, Closed { at: due() + OPEN });

        let late = due() + LATEST + TimeDelta::seconds(1);
        assert!(matches!(
            waiting(false).claim(8, late),
            Taken::TooLate(Posting { step: Missed { .. }, .. })
        ));
        assert!(
            matches!(waiting(true).claim(9, late), Taken::ToSend(_)),
            "it may have been sent in time"
        );
    }
}
