//! What comes out of grading: a verdict with its reason.

use serde::{Deserialize, Serialize};

use super::why::Why;

/// How an answer was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is the answer, slips and filler aside.
    Correct,
    /// The right idea: be more specific, try again.
    Close,
    /// It is not the answer.
    Incorrect,
}

/// A verdict with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grade {
    /// Whether it is the answer.
    pub verdict: Verdict,
    /// Why, which never gives the answer away.
    pub why: Why,
}

impl Grade {
    /// The judgment of what is the answer.
    pub(super) fn correct(why: Why) -> Self {
        Self { verdict: Verdict::Correct, why }
    }

    /// The judgment of what is the right idea, and why it is not yet the answer.
    pub(super) fn close(why: Why) -> Self {
        Self { verdict: Verdict::Close, why }
    }

    /// The judgment of what is not the answer, and why not.
    pub(super) fn incorrect(why: Why) -> Self {
        Self { verdict: Verdict::Incorrect, why }
    }
}
