//! How much work a calendar file may be.

use super::NotOffDays;

/// The most steps that a file may take: each event, each part of a rule, each date listed or looked
/// up, each stretch of days that a rule is asked about and each day covered is one.
pub const MAX_STEPS: usize = 100_000;

/// The steps that are left to a file. Whoever is about to work takes them first.
#[derive(Debug)]
pub(super) struct Steps {
    left: usize,
}

impl Steps {
    /// All steps that a file may take.
    pub(super) fn new() -> Self {
        Self { left: MAX_STEPS }
    }

    /// Takes so many, or refuses the file because fewer are left.
    pub(super) fn take(&mut self, steps: usize) -> Result<(), NotOffDays> {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or(0);
        left.map(drop).ok_or(NotOffDays::TooMuch)
    }

    /// How many steps were taken, up to `MAX_STEPS`.
    pub(super) fn taken(&self) -> usize {
        MAX_STEPS - self.left
    }
}
