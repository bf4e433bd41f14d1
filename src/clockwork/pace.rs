//! How long the clockwork sleeps: until something is due, within bounds, and longer after faults.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// The longest sleep: another process on the same database may have started a round and gone.
const LONGEST: Duration = Duration::from_secs(15);

/// The shortest sleep, also where something is overdue: what could not be done at once is tried
/// again without keeping the processor busy.
const SHORTEST: Duration = Duration::from_millis(200);

/// The longest pause after faults in a row.
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);

/// How long to sleep until `wake`.
pub(super) fn until(wake: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Duration {
    wake.map_or(LONGEST, |wake| (wake - now).to_std().unwrap_or_default()).clamp(SHORTEST, LONGEST)
}

/// How long to sleep after so many faults in a row.
pub(super) fn backoff(faults: u32) -> Duration {
    SHORTEST.saturating_mul(2_u32.saturating_pow(faults)).min(LONGEST_BACKOFF)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn sleep_lasts_until_something_is_due_within_bounds() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        for (seconds, slept) in [
            (Some(-60), SHORTEST),
            (Some(0), SHORTEST),
            (Some(7), Duration::from_secs(7)),
            (Some(90), LONGEST),
            (None, LONGEST),
        ] {
            assert_eq!(
                until(seconds.map(|seconds| now + TimeDelta::seconds(seconds)), now),
                slept,
                "{seconds:?}"
            );
        }
    }

    #[test]
    fn pauses_after_faults_grow_to_a_bound() {
        let pauses: Vec<Duration> = (1..100).map(backoff).collect();
        assert!(pauses.is_sorted());
        assert_eq!((pauses[0], pauses[98]), (SHORTEST * 2, LONGEST_BACKOFF));
    }
}
