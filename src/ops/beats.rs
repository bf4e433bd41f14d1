//! Whether what runs in rounds goes on: each loop says when it has done one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::Utc;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// How long a round may take, the pause after it included. The longest pause of a loop is 30 s,
/// after many faults in a row.
const STANDS_AFTER: Duration = Duration::from_mins(2);

/// The loops of the program; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Beats {
    /// When each loop has last done a round, by its name; not by the clock of the wall, which
    /// steps.
    latest: Arc<Mutex<BTreeMap<&'static str, Instant>>>,
    /// The same for Prometheus, which wants seconds since 1970.
    gauges: Family<LoopLabel, Gauge>,
}

/// One loop; cheap to clone.
#[derive(Debug, Clone)]
pub struct Beat {
    beats: Beats,
    name: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LoopLabel {
    name: &'static str,
}

impl Beats {
    /// A loop that begins now.
    pub fn of(&self, name: &'static str) -> Beat {
        let beat = Beat { beats: self.clone(), name };
        // So that one that never does its first round is noticed, too.
        beat.round();
        beat
    }

    /// The loops of which nothing was heard for too long, each with the time.
    pub fn standing(&self, now: Instant) -> Vec<String> {
        let latest = self.latest();
        let silent =
            latest.iter().map(|(name, latest)| (name, now.saturating_duration_since(*latest)));
        silent
            .filter(|(_, silence)| *silence >= STANDS_AFTER)
            .map(|(name, silence)| format!("{name} (no round for {} s)", silence.as_secs()))
            .collect()
    }

    /// Has the instants of the latest rounds listed in a registry.
    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "When each loop of the program has last done a round, in seconds since 1970";
        registry.register("loop_last_round_timestamp_seconds", help, self.gauges.clone());
    }

    fn latest(&self) -> MutexGuard<'_, BTreeMap<&'static str, Instant>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Beat {
    /// A round is done, or a part of one that may take its time.
    pub fn round(&self) {
        self.beats.latest().insert(self.name, Instant::now());
        self.beats.gauges.get_or_create(&LoopLabel { name: self.name }).set(Utc::now().timestamp());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_of_which_nothing_is_heard_for_two_minutes_stands() {
        let beats = Beats::default();
        let (postings, rounds) = (beats.of("postings"), beats.of("rounds"));
        let now = Instant::now();
        assert_eq!(beats.standing(now + Duration::from_secs(100)), [""; 0]);
        let later = beats.standing(now + Duration::from_secs(130));
        assert_eq!(later, ["postings (no round for 130 s)", "rounds (no round for 130 s)"]);
        rounds.round();
        postings.round();
        assert_eq!(beats.standing(Instant::now()), [""; 0]);
    }
}
