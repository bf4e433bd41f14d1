//! Misfortune on demand, for the next calls of a method.

use std::collections::VecDeque;
use std::time::Duration;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// A status such as 503 with a page in HTML, and nothing is done.
    Status(u16),
    /// It is done, but the answer is a status such as 500.
    StatusAfterTaking(u16),
    /// The connection breaks, and nothing is done.
    HangUp,
    /// It is done, but the connection breaks before the answer.
    HangUpAfterTaking,
    /// It is done, after this time.
    Slow(Duration),
    /// It is done at once, and answered after this time.
    SlowAfterTaking(Duration),
    /// 429 with this `Retry-After`, and nothing is done.
    Limited { seconds: u64 },
    /// 200 with `ok: false` and this error, and nothing is done.
    Refused(&'static str),
}

/// Faults that wait, each for one call.
#[derive(Default)]
pub(crate) struct Faults(VecDeque<(String, Fault)>);

impl Faults {
    /// One of the next calls of a method meets with a fault.
    pub(crate) fn add(&mut self, method: &str, fault: Fault) {
        self.0.push_back((method.to_owned(), fault));
    }

    /// The fault of this call.
    pub(crate) fn take(&mut self, method: &str) -> Option<Fault> {
        let place = self.0.iter().position(|(name, _)| name == method)?;
        self.0.remove(place).map(|(_, fault)| fault)
    }

    /// How many calls will still meet with one.
    pub(crate) fn left(&self) -> usize {
        self.0.len()
    }
}
