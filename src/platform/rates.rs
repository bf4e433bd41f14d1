//! How fast a platform lets us send: what its answers said about its limits, and what follows from
//! that.
//!
//! Nothing about a platform's limits is known beforehand but what holds for all requests together.
//! A platform counts requests in buckets, each for one kind of request and for one channel, server
//! or token (a [`Lane`]). How many a bucket takes, how many are left and when it is filled again
//! stands in the headers of each answer. Where that is not known – at the first request, and
//! whenever a bucket was filled again – one request goes ahead and the others wait for what its
//! answer says. So it does not matter whether a platform counts in fixed windows or in sliding
//! ones.
//!
//! A platform whose answers say nothing of limits is known by its documents: a [`Pace`] for each
//! kind of request.
//!
//! Nothing here reads a clock or waits; [`super::turns`] does.

mod pace;

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

pub use self::pace::{Pace, Paces};

/// How many buckets are remembered before those that lie idle are forgotten.
const MANY_BUCKETS: usize = 4_096;

/// The time in which invalid requests are counted.
const INVALID_SPAN: Duration = Duration::from_mins(10);

/// How many invalid requests in that time stop all but urgent ones. Discord shuts out an address
/// for an hour at 10,000: “Invalid Request Limit” in
/// <https://discord.com/developers/docs/topics/rate-limits>.
const INVALID_MOST: usize = 1_000;

/// How many stop the urgent ones, too.
const INVALID_MOST_URGENT: usize = 5_000;

/// What a request is counted with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Lane {
    /// The kind of request, as the platform tells them apart: method and route.
    pub kind: String,
    /// The channel, server or token that it is about; empty where all of a kind count together.
    pub about: String,
    /// Whether a person waits for it within seconds: it does not count among all requests together.
    pub urgent: bool,
}

/// What the platform allows over all requests together, the urgent ones apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Together {
    /// The most requests within the span.
    pub most: usize,
    /// The span, which begins anew at each instant.
    pub span: Duration,
}

/// What an answer says about the limits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// The name of the bucket, which several kinds of requests may share.
    pub bucket: Option<String>,
    /// How many requests the bucket takes.
    pub most: Option<u32>,
    /// How many of them are left.
    pub left: Option<u32>,
    /// After how long the bucket is filled again.
    pub filled_after: Option<Duration>,
    /// Whether the request was refused in a way that the platform holds against us.
    pub invalid: bool,
    /// For how long nothing may be sent, if the request was refused for being too fast.
    pub retry_after: Option<Duration>,
    /// Whether that is meant for all requests.
    pub everywhere: bool,
}

/// A request that was let go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    lane: Lane,
    /// Of which filling of the bucket it is.
    filling: u64,
    /// Whether others wait for what its answer says.
    ahead: bool,
}

/// Whether a request may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// It may, now; whoever gets the pass says later what came of it.
    Go(Pass),
    /// Not before this instant; then it has to ask again.
    At(Instant),
    /// Not before another one has been answered.
    AfterAnswer,
}

/// What has been sent and what the platform said about it.
#[derive(Debug, Default)]
pub struct Rates {
    together: Option<Together>,
    /// What is known of a kind of request beforehand.
    paces: Paces,
    /// The buckets of kinds of requests.
    kinds: HashMap<String, Kind>,
    fillings: HashMap<Key, Filling>,
    /// When the next of all requests together may go.
    next: Option<Instant>,
    /// No request but urgent ones goes before this, by the platform's own word.
    closed_until: Option<Instant>,
    /// When the latest requests were refused as invalid.
    invalid: VecDeque<Instant>,
}

/// What is known about a kind of request.
#[derive(Debug, Clone)]
struct Kind {
    bucket: String,
    most: u32,
    /// How long a bucket takes to be filled again, at most.
    span: Duration,
}

/// A bucket of one channel, server or token: its name, or that of the only kind that is known to
/// belong to it.
type Key = (String, String);

/// A bucket since it was last filled.
#[derive(Debug, Default)]
struct Filling {
    /// Counts how often it was filled.
    number: u64,
    /// Requests on their way.
    under_way: u32,
    /// Whether one of them went ahead.
    ahead: bool,
    /// How many more may go; unknown before an answer has told.
    left: Option<u32>,
    /// Whether the platform says nothing about a limit.
    free: bool,
    /// When it is filled again.
    ends: Option<Instant>,
    /// Nothing goes before this, by the platform's own word.
    closed_until: Option<Instant>,
    /// When all is made up for that went by a pace.
    spent: Option<Instant>,
}

impl Rates {
    /// Nothing is known but what all requests together may do.
    pub fn new(together: Option<Together>) -> Self {
        Self { together, ..Self::default() }
    }

    /// What the documents say of each kind of request is known.
    pub fn paced(paces: Paces) -> Self {
        Self { paces, ..Self::default() }
    }

    /// Asks for a turn in a lane. Whoever gets it sends the request at once and says by
    /// [`Rates::answered`] or [`Rates::lost`] what came of it.
    pub fn turn(&mut self, lane: &Lane, now: Instant) -> Turn {
        if let Some(until) = self.shut_until(lane, now) {
            return Turn::At(until);
        }
        let key = self.key(lane);
        // A bucket that nothing was sent to is full.
        let fresh = self.kinds.get(&lane.kind).map(|kind| kind.most);
        if self.fillings.len() >= MANY_BUCKETS {
            self.fillings.retain(|_, filling| !filling.is_idle(now));
        }
        let filling = self
            .fillings
            .entry(key)
            .or_insert_with(|| Filling { left: fresh, ..Filling::default() });
        match (self.paces.0)(&lane.kind) {
            Some(pace) => filling.paced_turn(pace, lane, now),
            None => filling.turn(lane, now),
        }
    }

    /// When a request of this lane can go at the earliest if so many are before it, as far as that
    /// is known.
    pub fn opens(&self, lane: &Lane, before: u32, now: Instant) -> Instant {
        let shut = self.shut_until(lane, now).unwrap_or(now);
        if let Some(pace) = (self.paces.0)(&lane.kind) {
            let spent = self.fillings.get(&self.key(lane)).and_then(|filling| filling.spent);
            return shut.max(pace.opens_behind(before, spent, now));
        }
        let (Some(kind), Some(filling)) =
            (self.kinds.get(&lane.kind), self.fillings.get(&self.key(lane)))
        else {
            return shut;
        };
        let (left, filled) = match (filling.left, filling.ends) {
            (Some(left), Some(ends)) if ends > now => (left, shut.max(ends)),
            _ => (kind.most, shut + kind.span),
        };
        match before.checked_sub(left) {
            None => shut,
            // Whoever is behind waits for as many fillings as those before take up.
            Some(behind) => filled + kind.span * (behind / kind.most.max(1)),
        }
    }

    /// Takes a place among all requests together: when it may go.
    pub fn slot(&mut self, lane: &Lane, now: Instant) -> Instant {
        let Some(together) = self.together.filter(|_| !lane.urgent) else { return now };
        let at = self.next.map_or(now, |next| next.max(now));
        // Evenly over the span, so that they do not come in bursts.
        self.next = Some(at + together.span / u32::try_from(together.most).unwrap_or(u32::MAX));
        at
    }

    /// Takes note of an answer.
    pub fn answered(&mut self, pass: &Pass, limits: &Limits, now: Instant) {
        self.learn(&pass.lane, limits);
        let key = self.key(&pass.lane);
        if let Some(filling) = self.fillings.get_mut(&key) {
            filling.answered(pass, limits, now);
            if filling.free && filling.is_idle(now) {
                self.fillings.remove(&key);
            }
        }
        if limits.invalid {
            self.invalid.push_back(now);
            // No more are ever looked at.
            if self.invalid.len() > INVALID_MOST_URGENT {
                self.invalid.pop_front();
            }
        }
        if let Some(after) = limits.retry_after.filter(|_| limits.everywhere) {
            self.closed_until = self.closed_until.max(Some(now + after));
        }
    }

    /// A request has left without an answer; nobody knows whether it was counted.
    pub fn lost(&mut self, pass: &Pass) {
        let key = self.key(&pass.lane);
        if let Some(filling) = self.fillings.get_mut(&key) {
            filling.back(pass);
        }
    }

    /// Until when nothing goes in a lane, by the platform's word or because so many requests were
    /// invalid.
    pub fn shut_until(&self, lane: &Lane, now: Instant) -> Option<Instant> {
        let most = if lane.urgent { INVALID_MOST_URGENT } else { INVALID_MOST };
        let overdrawn =
            self.invalid.len().checked_sub(most).and_then(|place| self.invalid.get(place));
        let overdrawn = overdrawn.map(|oldest| *oldest + INVALID_SPAN);
        let everywhere = self.closed_until.filter(|_| !lane.urgent);
        let here = self.fillings.get(&self.key(lane)).and_then(|filling| filling.closed_until);
        overdrawn.max(everywhere).max(here).filter(|until| *until > now)
    }

    /// Whether so many requests were invalid that nothing but urgent ones is sent.
    pub fn is_overdrawn(&self, now: Instant) -> bool {
        let recent = self.invalid.iter().filter(|at| **at + INVALID_SPAN > now);
        recent.count() >= INVALID_MOST
    }

    /// The bucket of a lane.
    fn key(&self, lane: &Lane) -> Key {
        let bucket = self.kinds.get(&lane.kind).map_or(&lane.kind, |kind| &kind.bucket);
        (bucket.clone(), lane.about.clone())
    }

    /// Learns from an answer to which bucket a kind of request belongs.
    fn learn(&mut self, lane: &Lane, limits: &Limits) {
        let (Some(bucket), Some(most), Some(after)) =
            (&limits.bucket, limits.most, limits.filled_after)
        else {
            return;
        };
        let before = self.key(lane);
        let span = self
            .kinds
            .get(&lane.kind)
            .filter(|kind| kind.bucket == *bucket)
            .map_or(after, |kind| kind.span);
        // An answer late in a span tells only what is left of it, so the longest counts.
        let kind = Kind { bucket: bucket.clone(), most, span: span.max(after) };
        self.kinds.insert(lane.kind.clone(), kind);
        // What was sent before the bucket had a name was noted under that of its kind.
        let now_known = self.key(lane);
        if before != now_known
            && let Some(filling) = self.fillings.remove(&before)
        {
            self.fillings.entry(now_known).or_default().join(&filling);
        }
    }
}

impl Filling {
    /// A turn in a lane that is not shut.
    fn turn(&mut self, lane: &Lane, now: Instant) -> Turn {
        let reopened = self.closed_until.take().is_some();
        // Filled again, or shut for a while: what is left is for the next answer to say.
        if reopened || self.ends.is_some_and(|ends| ends <= now) {
            (self.left, self.ends, self.ahead) = (None, None, false);
            self.number += 1;
        }
        let ahead = match (self.left, self.ends) {
            (Some(0), Some(ends)) => return Turn::At(ends),
            // All are on their way, and none has said yet when it is filled again.
            (Some(0), None) => return Turn::AfterAnswer,
            (Some(left), _) => {
                self.left = Some(left - 1);
                false
            }
            // Without a limit nobody has to go ahead.
            (None, _) if self.free => false,
            (None, _) if self.ahead => return Turn::AfterAnswer,
            (None, _) => true,
        };
        self.ahead |= ahead;
        self.under_way += 1;
        Turn::Go(Pass { lane: lane.clone(), filling: self.number, ahead })
    }

    /// A turn in a lane that is not shut and whose limit is known beforehand.
    fn paced_turn(&mut self, pace: Pace, lane: &Lane, now: Instant) -> Turn {
        let at = pace.opens(self.spent, now);
        if at > now {
            return Turn::At(at);
        }
        self.spent = Some(pace.spend(self.spent, now));
        self.under_way += 1;
        Turn::Go(Pass { lane: lane.clone(), filling: self.number, ahead: false })
    }

    /// Takes note of what an answer says about this bucket.
    fn answered(&mut self, pass: &Pass, limits: &Limits, now: Instant) {
        self.back(pass);
        // A word to all shuts no urgent lane, but the one to which it was limits.
        if let Some(after) = limits.retry_after.filter(|_| !limits.everywhere || pass.lane.urgent) {
            self.closed_until = self.closed_until.max(Some(now + after));
        }
        let (Some(left), Some(after)) = (limits.left, limits.filled_after) else {
            self.free = limits.retry_after.is_none() && self.left.is_none();
            return;
        };
        self.free = false;
        // An answer of before says how full the bucket was before it was filled again.
        if pass.filling != self.number {
            return;
        }
        // Those on their way may not have been counted yet.
        let unheard = left.saturating_sub(self.under_way);
        self.left = Some(self.left.map_or(unheard, |own| own.min(left)));
        self.ends = self.ends.max(Some(now + after));
    }

    /// A request is no longer on its way, with or without an answer.
    fn back(&mut self, pass: &Pass) {
        self.under_way = self.under_way.saturating_sub(1);
        if pass.ahead && pass.filling == self.number {
            self.ahead = false;
        }
        if self.under_way == 0 && self.ends.is_none() {
            // No answer has told anything; the next one is to find out.
            self.left = None;
        }
    }

    /// Takes over what was noted under another name.
    fn join(&mut self, other: &Self) {
        self.under_way += other.under_way;
        self.ahead |= other.ahead;
        self.number = self.number.max(other.number);
        self.closed_until = self.closed_until.max(other.closed_until);
        self.left = self.left.or(other.left);
        self.ends = self.ends.max(other.ends);
        self.spent = self.spent.max(other.spent);
    }

    fn is_idle(&self, now: Instant) -> bool {
        // What is not set is the earliest of all.
        self.under_way == 0 && self.ends.max(self.closed_until).max(self.spent) <= Some(now)
    }
}

#[cfg(test)]
mod tests;
