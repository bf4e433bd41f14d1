//! Misfortune on demand, for the next requests to a route.

use std::time::Duration;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// A status such as 503, and nothing is done.
    Status(u16),
    /// It is done, but the connection breaks before the answer.
    HangUp,
    /// It is done, after this time.
    Slow(Duration),
    /// 429 with this `retry_after` for the bucket, and nothing is done.
    Limited(Duration),
    /// The same for a limit that the channel or server shares among all who use it.
    Shared(Duration),
    /// The same for all routes.
    Global(Duration),
    /// A refusal with this status and Discord's code, and nothing is done.
    Refused(u16, u32),
    /// A status such as 403 with a page in HTML, as somebody between the bot and Discord sends it;
    /// nothing is done.
    Page(u16),
}

/// Faults that wait.
#[derive(Default)]
pub(crate) struct Faults(Vec<Waiting>);

struct Waiting {
    method: String,
    /// A part of the path.
    path: String,
    fault: Fault,
    left: u32,
}

impl Faults {
    /// The next `times` requests by this method whose path contains `path` meet with a fault.
    pub(crate) fn add(&mut self, method: &str, path: &str, fault: Fault, times: u32) {
        self.0.push(Waiting {
            method: method.to_owned(),
            path: path.to_owned(),
            fault,
            left: times,
        });
    }

    /// The fault of this request.
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        let place =
            self.0.iter().position(|one| one.method == method && path.contains(&one.path))?;
        let waiting = &mut self.0[place];
        waiting.left -= 1;
        let fault = waiting.fault;
        if waiting.left == 0 {
            self.0.remove(place);
        }
        Some(fault)
    }

    /// How many requests will still meet with one.
    pub(crate) fn left(&self) -> u32 {
        self.0.iter().map(|one| one.left).sum()
    }
}
