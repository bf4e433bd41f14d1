//! What the operator is told of the connection as it comes and goes: each line says what is true at
//! that moment.

use std::fmt;
use std::time::{Duration, Instant};

/// How long the operator hears nothing of a connection that is not there, and then again.
const SILENCE: Duration = Duration::from_secs(30);

/// Whether all shards have a connection, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Connection {
    /// How many shards there are to be.
    wanted: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not all shards are connected: since when, when that was said last, whether they have been
    /// before (then it is a loss, at a start it is not).
    Waiting { since: Instant, said: Instant, lost: bool },
    /// All of them are.
    Up,
}

/// What has become of the connection, as a line of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// All shards are connected for the first time.
    Connected { shards: usize },
    /// They are again, after so many seconds.
    Again { after: u64 },
    /// Some are no longer.
    Lost { connected: usize, wanted: usize },
    /// Some are not for so many seconds.
    Waiting { connected: usize, wanted: usize, for_seconds: u64 },
}

impl Connection {
    /// One that begins now.
    pub(super) fn new(wanted: usize, now: Instant) -> Self {
        Self { wanted, state: State::Waiting { since: now, said: now, lost: false } }
    }

    /// Takes note of how many shards are connected; gives what is worth a line.
    pub(super) fn look(&mut self, connected: usize, now: Instant) -> Option<Change> {
        let wanted = self.wanted;
        let all = connected >= wanted;
        match &mut self.state {
            State::Waiting { since, lost, .. } if all => {
                let (after, lost) = (now.duration_since(*since).as_secs(), *lost);
                self.state = State::Up;
                Some(if lost {
                    Change::Again { after }
                } else {
                    Change::Connected { shards: wanted }
                })
            }
            State::Waiting { since, said, .. } if now.duration_since(*said) >= SILENCE => {
                // It is said again after another while, for as long as it lasts.
                *said = now;
                Some(Change::Waiting {
                    connected,
                    wanted,
                    for_seconds: now.duration_since(*since).as_secs(),
                })
            }
            State::Up if !all => {
                self.state = State::Waiting { since: now, said: now, lost: true };
                Some(Change::Lost { connected, wanted })
            }
            State::Waiting { .. } | State::Up => None,
        }
    }
}

impl Change {
    /// Whether an operator may have to do something.
    pub(super) fn is_bad(self) -> bool {
        matches!(self, Self::Lost { .. } | Self::Waiting { .. })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Connected { shards: 1 } => write!(f, "connected to Discord"),
            Self::Connected { shards } => write!(f, "connected to Discord with {shards} shards"),
            Self::Again { after } => write!(f, "connected to Discord again after {after} s"),
            Self::Lost { connected: 0, .. } => {
                write!(f, "the connection to Discord is lost; trying again")
            }
            Self::Lost { connected, wanted } => {
                write!(
                    f,
                    "the connection to Discord is lost in part: {connected} of {wanted} shards; \
                     trying again"
                )
            }
            Self::Waiting { connected: 0, for_seconds, .. } => {
                write!(f, "not connected to Discord for {for_seconds} s; trying again")
            }
            Self::Waiting { connected, wanted, for_seconds } => {
                write!(
                    f,
                    "only {connected} of {wanted} shards connected to Discord for {for_seconds} s; \
                     trying again"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_of_the_connection_is_one_line() {
        type Looks<'a> = &'a [(u64, usize, Option<&'a str>)];
        let cases: [(usize, Looks<'_>); 4] = [
            (1, &[(1, 1, Some("connected to Discord")), (5, 1, None), (90, 1, None)]),
            (
                2,
                &[
                    (5, 1, None),
                    (10, 2, Some("connected to Discord with 2 shards")),
                    (
                        100,
                        1,
                        Some(
                            "the connection to Discord is lost in part: 1 of 2 shards; trying \
                             again",
                        ),
                    ),
                    (105, 0, None),
                    (
                        130,
                        1,
                        Some("only 1 of 2 shards connected to Discord for 30 s; trying again"),
                    ),
                    (142, 2, Some("connected to Discord again after 42 s")),
                    (150, 0, Some("the connection to Discord is lost; trying again")),
                ],
            ),
            (
                1,
                &[
                    (5, 0, None),
                    (30, 0, Some("not connected to Discord for 30 s; trying again")),
                    (35, 0, None),
                    (60, 0, Some("not connected to Discord for 60 s; trying again")),
                    (61, 1, Some("connected to Discord")),
                ],
            ),
            (3, &[(40, 2, Some("only 2 of 3 shards connected to Discord for 40 s; trying again"))]),
        ];
        let start = Instant::now();
        for (wanted, looks) in cases {
            let mut connection = Connection::new(wanted, start);
            for (at, connected, said) in looks {
                let change = connection.look(*connected, start + Duration::from_secs(*at));
                assert_eq!(
                    change.map(|change| change.to_string()).as_deref(),
                    *said,
                    "{wanted} shards, {at} s"
                );
            }
        }
    }
}
