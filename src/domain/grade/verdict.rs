//! What comes out of grading: a verdict with its reason.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Whether it is the answer.
    pub verdict: Verdict,
    /// Why, in a sentence a person can read; it never gives the answer away.
    pub why: Cow<'static, str>,
}

impl Grade {
    /// The judgment of what is the answer.
    pub(super) fn correct(why: impl Into<Cow<'static, str>>) -> Self {
        Self { verdict: Verdict::Correct, why: why.into() }
    }

    /// The judgment of what is the right idea, and why it is not yet the answer.
    pub(super) fn close(why: impl Into<Cow<'static, str>>) -> Self {
        Self { verdict: Verdict::Close, why: why.into() }
    }

    /// The judgment of what is not the answer, and why not.
    pub(super) fn incorrect(why: impl Into<Cow<'static, str>>) -> Self {
        Self { verdict: Verdict::Incorrect, why: why.into() }
    }
}
