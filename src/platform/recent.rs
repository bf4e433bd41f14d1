//! Which events were heard lately, so that one that comes again is left alone.

use std::collections::{HashSet, VecDeque};
use std::hash::Hash;

/// How many events are remembered: a platform repeats what it sent since the last sign that it was
/// heard, which is seconds old.
const REMEMBERED: usize = 4_096;

/// The ids of the latest events, all of one series.
#[derive(Debug)]
pub(super) struct Recent<T> {
    /// The ids as they came, the oldest first.
    order: VecDeque<T>,
    /// The same ids, to be found at once.
    known: HashSet<T>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { order: VecDeque::new(), known: HashSet::new() }
    }
}

impl<T: Clone + Eq + Hash> Recent<T> {
    /// Takes note of an event; false if it was heard before.
    pub(super) fn is_new(&mut self, id: T) -> bool {
        if !self.known.insert(id.clone()) {
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
