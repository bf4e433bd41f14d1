//! What is counted while the fake runs.

use std::collections::BTreeMap;

use super::super::discord::tally::Histogram;

/// Counts of one fake.
#[derive(Clone, Default)]
pub(crate) struct Tally {
    /// Calls by method; `response_url`, `upload` and `download` stand among them.
    pub(crate) requests: BTreeMap<String, u64>,
    /// Those of them that were done.
    pub(crate) done: BTreeMap<String, u64>,
    /// Refusals by method, with Slack's error.
    pub(crate) refusals: Vec<(String, String)>,
    /// Rules that were broken, in words.
    pub(crate) violations: Vec<String>,
    /// Whether a test wants violations, so that they do not fail it.
    pub(crate) wanted: bool,
    /// Answers 429 that were sent, ordered ones among them.
    pub(crate) limited: u64,
    /// Calls that were made although the app had been told to wait.
    pub(crate) provoked: u64,
    /// Envelopes that were sent, by type; a repeated one counts again.
    pub(crate) envelopes: BTreeMap<String, u64>,
    /// Envelopes that were sent again.
    pub(crate) repeated: u64,
    /// Acknowledgements of an envelope that waited for one.
    pub(crate) acks: u64,
    /// Envelopes on a living connection that were not acknowledged within three seconds.
    pub(crate) late: u64,
    /// Time from an envelope's sending to its acknowledgement.
    pub(crate) latencies: Histogram,
    /// Connections that were made.
    pub(crate) connections: u64,
    /// Answers to the fake's own pings.
    pub(crate) pongs: u64,
}

impl Tally {
    /// Calls of a method.
    pub(crate) fn calls(&self, method: &str) -> u64 {
        self.requests.get(method).copied().unwrap_or_default()
    }

    /// Calls of a method that were done.
    pub(crate) fn done(&self, method: &str) -> u64 {
        self.done.get(method).copied().unwrap_or_default()
    }

    /// Envelopes of a type.
    pub(crate) fn sent(&self, kind: &str) -> u64 {
        self.envelopes.get(kind).copied().unwrap_or_default()
    }
}

/// Adds one to the count of a name.
pub(crate) fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    *counts.entry(name.to_owned()).or_default() += 1;
}

impl std::fmt::Debug for Tally {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Tally")
            .field("requests", &self.requests)
            .field("refusals", &self.refusals)
            .field("violations", &self.violations)
            .field("limited", &self.limited)
            .field("envelopes", &self.envelopes)
            .field("acks", &self.acks)
            .field("late", &self.late)
            .finish_non_exhaustive()
    }
}
