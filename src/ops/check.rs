//! One thing that the doctor looked at, and what several of its subjects look at alike.

pub mod address;
pub mod clock;

use std::fmt;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at and found, in a few words: `database: studyhall.db can be written`.
    pub what: String,
    /// Whether it would work, as far as that can be told.
    pub outcome: Outcome,
    /// How to mend it, or why it was skipped: whole sentences. Empty if all is well.
    pub mend: String,
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It works as it is.
    Ok,
    /// It would not work.
    Failed,
    /// There is nothing to check yet, or it cannot be checked.
    Skipped,
}

impl Check {
    /// It works; `what` says what was found.
    pub fn ok(what: impl Into<String>) -> Self {
        Self { what: what.into(), outcome: Outcome::Ok, mend: String::new() }
    }

    /// It would not work; `mend` says what is wrong and how to mend it.
    pub fn failed(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what: what.into(), outcome: Outcome::Failed, mend: mend.into() }
    }

    /// It was not checked, and why.
    pub fn skipped(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { what: what.into(), outcome: Outcome::Skipped, mend: why.into() }
    }
}

/// One line, whatever the texts hold: `failed   decks: …`.
impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.outcome {
            Outcome::Ok => "ok",
            Outcome::Failed => "failed",
            Outcome::Skipped => "skipped",
        };
        let said = if self.mend.is_empty() {
            self.what.clone()
        } else {
            format!("{}: {}", self.what, self.mend)
        };
        write!(f, "{sign:<8} {}", said.replace(char::is_control, " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_one_line_with_sign_finding_and_mend() {
        for (check, line) in [
            (Check::ok("clock: right"), "ok       clock: right"),
            (
                Check::failed("decks", "a.toml\nis broken.\u{1b}[0m"),
                "failed   decks: a.toml is broken. [0m",
            ),
            (
                Check::skipped("schema", "there is no database yet"),
                "skipped  schema: there is no database yet",
            ),
        ] {
            assert_eq!(check.to_string(), line);
        }
    }
}
