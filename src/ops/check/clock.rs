//! Whether this machine's clock is right, as far as another clock or plain sense can tell.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::Check;

/// How far two clocks may be apart. Postings are promised within 5 s, and platforms refuse what
/// comes minutes late.
const APART: TimeDelta = TimeDelta::seconds(3);

/// No machine that runs this program can rightly be in an earlier year.
const EARLIEST: i32 = 2024;

const MEND: &str = "Switch on time synchronization, for example by timedatectl set-ntp true";

/// Compares this machine's clock with another one, read at the same moment: PostgreSQL's, or a
/// platform's Date header.
pub fn compare(whose: &str, theirs: DateTime<Utc>, ours: DateTime<Utc>) -> Check {
    let ahead = ours - theirs;
    if ahead.abs() <= APART {
        return Check::ok(format!("clock: it agrees with {whose}"));
    }
    let (seconds, way) =
        (ahead.abs().num_seconds(), if ahead > TimeDelta::zero() { "ahead of" } else { "behind" });
    Check::failed("clock", format!("This machine's clock is {seconds} s {way} {whose}. {MEND}."))
}

/// What can be said without another clock.
pub fn alone(now: DateTime<Utc>) -> Check {
    if now.year() < EARLIEST {
        return Check::failed(
            "clock",
            format!("This machine's clock says {}. {MEND}.", now.format("%F %R UTC")),
        );
    }
    Check::ok(format!("clock: {}, with no other to compare it with", now.format("%F %R UTC")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn clocks_may_be_a_little_apart() {
        let ours = at("2026-05-04T12:00:00Z");
        for (theirs, said) in [
            ("2026-05-04T12:00:03Z", "ok       clock: it agrees with PostgreSQL's"),
            ("2026-05-04T11:59:57Z", "ok       clock: it agrees with PostgreSQL's"),
            (
                "2026-05-04T12:01:33Z",
                "failed   clock: This machine's clock is 93 s behind PostgreSQL's.",
            ),
            (
                "2026-05-04T11:00:00Z",
                "failed   clock: This machine's clock is 3600 s ahead of PostgreSQL's.",
            ),
        ] {
            let check = compare("PostgreSQL's", at(theirs), ours).to_string();
            assert!(check.starts_with(said), "{check}");
            assert_eq!(check.contains("timedatectl"), said.starts_with("failed"), "{check}");
        }
    }

    #[test]
    fn a_clock_that_was_never_set_is_found_without_another() {
        assert_eq!(
            alone(at("1970-01-01T00:10:00Z")).to_string(),
            "failed   clock: This machine's clock says 1970-01-01 00:10 UTC. Switch on time \
             synchronization, for example by timedatectl set-ntp true."
        );
        assert_eq!(
            alone(at("2026-05-04T12:00:59Z")).to_string(),
            "ok       clock: 2026-05-04 12:00 UTC, with no other to compare it with"
        );
    }
}
