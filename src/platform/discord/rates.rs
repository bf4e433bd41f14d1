//! How fast we send: Discord's documented limits, kept by ourselves and corrected by what its answers say.
//!
//! Each request first waits for its lane (five messages in five seconds and channel), then for its turn among all (fifty
//! a second). Turns are given out in the order of asking, so nobody starves. Nothing here reads a clock or sleeps.
//!
//! Discord counts a request at some instant between its leaving and its answer. So that no second holds more than the
//! limit however the line stalls, the sender lets a request count from when it leaves until a second after its answer.
//!
//! Source: <https://discord.com/developers/docs/topics/rate-limits>.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// Requests in one lane within [`LANE_SPAN`].
const LANE_LIMIT: usize = 5;

/// A little more than the five seconds of the documents: Discord counts when a request arrives, not when it leaves.
const LANE_SPAN: Duration = Duration::from_millis(5_150);

/// Requests of any kind within [`SPAN`].
pub(super) const LIMIT: usize = 50;

/// The second in which they are counted.
pub(super) const SPAN: Duration = Duration::from_secs(1);

/// The pause between two requests of any kind, so that they do not come in bursts.
const PACE: Duration = Duration::from_millis(20);

/// How many lanes are remembered before those that lie idle are forgotten.
const MANY_LANES: usize = 4_096;

/// What a request is counted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Lane {
    /// Answers to interactions: exempt from the limit of all requests, and each has a token of its own.
    Interaction,
    /// New messages in a channel.
    Messages(u64),
    /// Changes of messages in a channel.
    Edits(u64),
    /// Everything else: only the limit of all requests.
    Other,
}

/// What has been sent and what Discord said about it.
#[derive(Debug, Default)]
pub(super) struct Rates {
    lanes: HashMap<Lane, Window>,
    /// When the next request of any kind may go.
    next: Option<Instant>,
}

#[derive(Debug, Default)]
struct Window {
    /// When the latest requests were let go, at most as many as the limit.
    sent: VecDeque<Instant>,
    /// Nothing goes before this, by Discord's own word.
    closed_until: Option<Instant>,
}

impl Rates {
    /// Takes a place in a lane: when the request may go, as far as its lane is concerned.
    pub(super) fn lane(&mut self, lane: Lane, now: Instant) -> Instant {
        if matches!(lane, Lane::Interaction | Lane::Other) {
            return self.opens(lane, now);
        }
        if self.lanes.len() >= MANY_LANES {
            self.lanes.retain(|_, window| !window.is_idle(now));
        }
        let window = self.lanes.entry(lane).or_default();
        let mut at = window.closed_until.map_or(now, |until| until.max(now));
        if window.sent.len() >= LANE_LIMIT
            && let Some(oldest) = window.sent.pop_front()
        {
            at = at.max(oldest + LANE_SPAN);
        }
        window.sent.push_back(at);
        at
    }

    /// Takes a turn among all requests: when it may go.
    pub(super) fn turn(&mut self, lane: Lane, now: Instant) -> Instant {
        if lane == Lane::Interaction {
            return now;
        }
        let at = self.next.map_or(now, |next| next.max(now));
        self.next = Some(at + PACE);
        at
    }

    /// When a lane is open again by Discord's own word; now, if it said nothing.
    pub(super) fn opens(&self, lane: Lane, now: Instant) -> Instant {
        let until = self.lanes.get(&lane).and_then(|window| window.closed_until);
        until.map_or(now, |until| until.max(now))
    }

    /// An answer said that a lane has nothing left until it is reset.
    pub(super) fn exhausted(&mut self, lane: Lane, reset_after: Duration, now: Instant) {
        if matches!(lane, Lane::Messages(_) | Lane::Edits(_)) {
            let window = self.lanes.entry(lane).or_default();
            window.closed_until = window.closed_until.max(Some(now + reset_after));
        }
    }

    /// A request was refused for being too fast: nothing goes in its lane, or at all, for a while.
    pub(super) fn limited(&mut self, lane: Lane, everywhere: bool, retry_after: Duration, now: Instant) {
        if everywhere {
            self.next = self.next.max(Some(now + retry_after));
        } else {
            self.exhausted(lane, retry_after, now);
        }
    }
}

impl Window {
    fn is_idle(&self, now: Instant) -> bool {
        let old = |at: &Instant| *at + LANE_SPAN < now;
        self.sent.iter().all(old) && self.closed_until.is_none_or(|until| until < now)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ms(at: Instant, start: Instant) -> u128 {
        (at - start).as_millis()
    }

    #[test]
    fn five_messages_go_at_once_and_the_sixth_waits_for_the_first_to_be_forgotten() {
        let (mut rates, start) = (Rates::default(), Instant::now());
        let waits: Vec<u128> = (0..7).map(|_| ms(rates.lane(Lane::Messages(1), start), start)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 5_150, 5_150]);
        assert_eq!(ms(rates.lane(Lane::Messages(2), start), start), 0, "another channel is another lane");
        assert_eq!(ms(rates.lane(Lane::Edits(1), start), start), 0, "changes are counted apart");
    }

    #[test]
    fn answers_to_interactions_wait_for_nothing() {
        let (mut rates, start) = (Rates::default(), Instant::now());
        for _ in 0..1_000 {
            let at = rates.lane(Lane::Interaction, start);
            assert_eq!((ms(at, start), ms(rates.turn(Lane::Interaction, start), start)), (0, 0));
        }
    }

    #[test]
    fn what_discord_says_outranks_what_we_reckoned() {
        let (mut rates, start) = (Rates::default(), Instant::now());
        rates.exhausted(Lane::Messages(1), Duration::from_secs(2), start);
        assert_eq!(ms(rates.lane(Lane::Messages(1), start), start), 2_000);
        rates.limited(Lane::Messages(2), false, Duration::from_secs(3), start);
        assert_eq!(ms(rates.opens(Lane::Messages(2), start), start), 3_000);
        assert_eq!(ms(rates.turn(Lane::Other, start), start), 0);
        rates.limited(Lane::Messages(2), true, Duration::from_secs(4), start);
        assert_eq!(ms(rates.turn(Lane::Other, start), start), 4_000);
    }

    #[test]
    fn lanes_that_lie_idle_are_forgotten() {
        let (mut rates, start) = (Rates::default(), Instant::now());
        for channel in 0..10_000 {
            rates.lane(Lane::Messages(channel), start + Duration::from_millis(10 * channel));
        }
        assert!(rates.lanes.len() <= MANY_LANES, "{}", rates.lanes.len());
    }

    proptest! {
        #[test]
        fn never_more_than_fifty_in_a_second_or_five_in_five(
            gaps in prop::collection::vec((0_u64..60, 0_u64..3), 1..300),
        ) {
            let (mut rates, start) = (Rates::default(), Instant::now());
            let (mut now, mut all, mut first) = (start, Vec::new(), Vec::new());
            for (gap, channel) in gaps {
                now += Duration::from_millis(gap);
                let at = rates.lane(Lane::Messages(channel), now);
                if channel == 0 {
                    first.push(at);
                }
                all.push(rates.turn(Lane::Messages(channel), now));
            }
            let most = |times: &[Instant], span: Duration| {
                times.iter().map(|from| times.iter().filter(|at| **at >= *from && **at < *from + span).count()).max()
            };
            prop_assert!(most(&all, SPAN).unwrap_or_default() <= LIMIT);
            prop_assert!(most(&first, Duration::from_secs(5)).unwrap_or_default() <= LANE_LIMIT);
        }
    }
}
