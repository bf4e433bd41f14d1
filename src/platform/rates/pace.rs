//! A limit that is known beforehand: so many at once, then one after each pause.

use std::time::{Duration, Instant};

/// What a platform's documents say of a kind of request whose answers say nothing of limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many may go at once after a time of rest, one at least.
    pub at_once: u32,
    /// After how long each of them may go again.
    pub every: Duration,
}

/// What is known beforehand of a kind of request, by its name; of most kinds nothing is.
#[derive(Debug, Clone, Copy)]
pub struct Paces(pub fn(&str) -> Option<Pace>);

impl Default for Paces {
    fn default() -> Self {
        Self(|_| None)
    }
}

impl Pace {
    /// When the next may go; `spent` is when all that went before is made up for. This is the
    /// generic cell rate algorithm: <https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm>.
    pub(super) fn opens(self, spent: Option<Instant>, now: Instant) -> Instant {
        let ahead = self.every * self.at_once.saturating_sub(1);
        spent.and_then(|spent| spent.checked_sub(ahead)).map_or(now, |at| at.max(now))
    }

    /// When the next may go if so many are before it.
    pub(super) fn opens_behind(self, before: u32, spent: Option<Instant>, now: Instant) -> Instant {
        let spent = spent.map_or(now, |spent| spent.max(now)) + self.every * before;
        self.opens(Some(spent), now)
    }

    /// When all is made up for, this one that goes now among them.
    pub(super) fn spend(self, spent: Option<Instant>, now: Instant) -> Instant {
        spent.map_or(now, |spent| spent.max(now)) + self.every
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_few_at_once_one_goes_after_each_pause() {
        let pace = Pace { at_once: 3, every: Duration::from_secs(1) };
        let begin = Instant::now();
        let (mut spent, mut now, mut went) = (None, begin, Vec::new());
        for _ in 0..6 {
            now = pace.opens(spent, now);
            spent = Some(pace.spend(spent, now));
            went.push((now - begin).as_secs());
        }
        assert_eq!(went, [0, 0, 0, 1, 2, 3]);
        let rested = now + Duration::from_secs(2);
        assert_eq!(pace.opens(spent, rested), rested, "two of three are made up for");
        let behind = |before| (pace.opens_behind(before, spent, rested) - rested).as_secs();
        assert_eq!([0, 1, 2, 9].map(behind), [0, 0, 1, 8]);
    }
}
