//! Which events were heard lately, so that one that comes again is left alone.

use std::collections::{HashSet, VecDeque};

/// How many events are remembered: the gateway repeats what it sent since the last sign that it was
/// heard, which is seconds old.
const REMEMBERED: usize = 4_096;

/// The ids of the latest events: interactions and messages alike, whose ids are of one series.
#[derive(Debug, Default)]
pub(super) struct Recent {
    /// The ids as they came, the oldest first.
    order: VecDeque<u64>,
    /// The same ids, to be found at once.
    known: HashSet<u64>,
}

impl Recent {
    /// Takes note of an event; false if it was heard before.
    pub(super) fn is_new(&mut self, id: u64) -> bool {
        if !self.known.insert(id) {
            return false;
        }
        self.order.push_back(id);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}
