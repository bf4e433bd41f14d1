//! What is counted while the fake runs.

use std::collections::BTreeMap;
use std::time::Duration;

/// Counts of one fake.
#[derive(Default)]
pub(crate) struct Tally {
    /// Requests by method and route, such as `POST /channels/{}/messages`.
    pub(crate) requests: BTreeMap<String, u64>,
    /// Those of them that were done.
    pub(crate) done: BTreeMap<String, u64>,
    /// Refusals by route, with their code.
    pub(crate) refusals: Vec<(String, u16, u32)>,
    /// Answers 429 that were provoked, not ordered by a test.
    pub(crate) limited: u64,
    /// Requests that the edge did not let through.
    pub(crate) blocked: u64,
    /// Requests that were sent although the client had been told to wait.
    pub(crate) impatient: u64,
    /// Interactions whose first response came after three seconds.
    pub(crate) late: u64,
    /// Routes of messages whose text could have notified somebody.
    pub(crate) loose: Vec<String>,
    /// Time from an interaction's event to its first response.
    pub(crate) responses: Histogram,
}

impl Tally {
    /// Notes a request.
    pub(crate) fn request(&mut self, route: &str) {
        count(&mut self.requests, route);
    }

    /// Notes that a request was done.
    pub(crate) fn done(&mut self, route: &str) {
        count(&mut self.done, route);
    }
}

fn count(routes: &mut BTreeMap<String, u64>, route: &str) {
    if let Some(count) = routes.get_mut(route) {
        *count += 1;
    } else {
        routes.insert(route.to_owned(), 1);
    }
}

/// Times, counted in steps of a tenth of a millisecond up to ten seconds.
#[derive(Clone, Default)]
pub(crate) struct Histogram {
    counts: BTreeMap<u32, u64>,
    total: u64,
}

impl Histogram {
    /// Adds a time.
    pub(crate) fn add(&mut self, time: Duration) {
        let step = u32::try_from(time.as_micros() / 100).unwrap_or(u32::MAX).min(100_000);
        *self.counts.entry(step).or_default() += 1;
        self.total += 1;
    }

    /// How many there are.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The time within which this many of a thousand were, rounded up to a step.
    pub(crate) fn within(&self, per_mille: u64) -> Duration {
        let wanted = (self.total * per_mille).div_ceil(1000);
        let mut seen = 0;
        for (step, count) in &self.counts {
            seen += count;
            if seen >= wanted {
                return Duration::from_micros(u64::from(step + 1) * 100);
            }
        }
        Duration::ZERO
    }
}
