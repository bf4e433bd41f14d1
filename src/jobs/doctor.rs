//! `studyhall doctor`: one line a check, and with each that fails how to mend it.
//!
//! Nothing is changed: no file is made, no schema brought up to date, nothing posted. Each subject
//! is a file; what a platform looks at stands in its folder.

mod database;
mod decks;
mod fonts;
mod settings;

use std::io::{self, Write};

use crate::config::Settings;
use crate::ops::check::{Check, Outcome, address};
use crate::platform;

/// What a listener for operators says where there is nothing.
const SIGN: &str = "There is /healthz, /readyz and /metrics.";

/// Checks everything and writes each line as soon as it is known; tells whether nothing failed.
pub async fn run(settings: &Settings, out: &mut impl Write) -> io::Result<bool> {
    let mut fine = true;
    // From what is read at once to what waits for a network, so that the first lines come at once;
    // `&=` looks at all of them, where `&&` would stop at the first that fails.
    fine &= write(&settings::checks(settings), out)?;
    fine &= write(&decks::checks(settings), out)?;
    fine &= write(&fonts::checks(), out)?;
    fine &= write(&database::checks(settings).await, out)?;
    if let Some(ops) = settings.ops_addr {
        let check = address::check("health and metrics", "OPS_ADDR", ops, SIGN).await;
        fine &= write(&[check], out)?;
    }
    for setup in platform::ALL {
        let checks = setup.checks(&settings.platforms, &settings.database_url).await;
        fine &= write(&checks, out)?;
    }
    Ok(fine)
}

/// Writes a line a check; tells whether none failed.
fn write(checks: &[Check], out: &mut impl Write) -> io::Result<bool> {
    for check in checks {
        writeln!(out, "{check}")?;
    }
    out.flush()?;
    Ok(checks.iter().all(|check| check.outcome != Outcome::Failed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_failure_makes_the_whole_fail() {
        let mut out = Vec::new();
        assert!(write(&[Check::ok("a"), Check::skipped("b", "c")], &mut out).unwrap());
        assert!(!write(&[Check::failed("a", "b"), Check::ok("c")], &mut out).unwrap());
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), 4);
    }
}
