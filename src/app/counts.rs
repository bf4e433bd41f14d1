//! What the application counts about itself, for whoever watches over it. No label holds a name, an
//! id or a text.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::store::LogState;

/// Upper ends of the histogram, in seconds: fine where answers should be, and one at each limit
/// that platforms set.
const SECONDS: [f64; 12] =
    [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 3.0];

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    Refused,
    Fault,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Fault => "fault",
        }
    }
}

/// What became of a card of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CardOutcome {
    /// It stands in its channel.
    Posted,
    /// Its time was over before it could be posted, or its channel does not take it.
    Missed,
}

impl CardOutcome {
    const ALL: [Self; 2] = [Self::Posted, Self::Missed];

    fn name(self) -> &'static str {
        match self {
            Self::Posted => "sent",
            Self::Missed => "missed",
        }
    }
}

/// Counters of requests and their times, of cards of the day and of what went wrong; clones count
/// together.
#[derive(Debug, Clone)]
pub struct Counts {
    requests: Family<Handled, Counter>,
    seconds: Family<Kind, Histogram, fn() -> Histogram>,
    postings: Family<Posted, Counter>,
    paused: Gauge,
    set_aside: Family<Table, Counter>,
    log_bytes: Gauge,
    log_held_seconds: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Handled {
    platform: &'static str,
    action: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Posted {
    platform: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Table {
    table: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    platform: &'static str,
    action: &'static str,
}

impl Default for Counts {
    fn default() -> Self {
        let seconds: Family<Kind, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(SECONDS));
        Self {
            requests: Family::default(),
            seconds,
            postings: Family::default(),
            paused: Gauge::default(),
            set_aside: Family::default(),
            log_bytes: Gauge::default(),
            log_held_seconds: Gauge::default(),
        }
    }
}

impl Counts {
    /// Has the counters listed in a registry.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "requests",
            "What people did, by what became of it",
            self.requests.clone(),
        );
        registry.register(
            "request_seconds",
            "Time from a request to its reply",
            self.seconds.clone(),
        );
        registry.register("postings", "Postings, by what became of them", self.postings.clone());
        let paused = "Schedules that have paused by themselves, at the latest look";
        registry.register("schedules_paused", paused, self.paused.clone());
        registry.register(
            "rows_set_aside",
            "Rows over which the program has failed",
            self.set_aside.clone(),
        );
        let bytes =
            "Size of SQLite's write-ahead log, in bytes; 0 where this program does not fold it in";
        registry.register("sqlite_log_bytes", bytes, self.log_bytes.clone());
        let held = "How long a reader has kept SQLite's write-ahead log from being folded in; 0 if \
            none does";
        registry.register("sqlite_log_held_seconds", held, self.log_held_seconds.clone());
    }

    /// Puts a platform's counters of postings at zero, so that the first one already shows as a
    /// rise.
    pub fn begin(&self, platform: &'static str) {
        for outcome in CardOutcome::ALL {
            // A counter exists, and is listed, from its first use on.
            drop(self.postings.get_or_create(&Posted { platform, outcome: outcome.name() }));
        }
    }

    /// Counts a card of the day whose fate is known.
    pub(super) fn card(&self, platform: &'static str, outcome: CardOutcome) {
        self.postings.get_or_create(&Posted { platform, outcome: outcome.name() }).inc();
    }

    /// Notes how the database's write-ahead log stands.
    pub(super) fn log(&self, log: &LogState) {
        self.log_bytes.set(i64::try_from(log.bytes).unwrap_or(i64::MAX));
        self.log_held_seconds.set(i64::try_from(log.held.as_secs()).unwrap_or(i64::MAX));
    }

    /// Notes how many schedules have paused by themselves.
    pub(super) fn paused(&self, schedules: i64) {
        self.paused.set(schedules);
    }

    /// Counts one more of them.
    pub(super) fn one_more_paused(&self) {
        self.paused.inc();
    }

    /// Counts a row that was set aside.
    pub(super) fn set_aside(&self, table: &'static str) {
        self.set_aside.get_or_create(&Table { table }).inc();
    }

    /// Counts a request that has been handled.
    pub(super) fn handled(
        &self,
        platform: &'static str,
        action: &'static str,
        outcome: Outcome,
        took: Duration,
    ) {
        self.requests.get_or_create(&Handled { platform, action, outcome: outcome.name() }).inc();
        self.seconds.get_or_create(&Kind { platform, action }).observe(took.as_secs_f64());
    }
}
