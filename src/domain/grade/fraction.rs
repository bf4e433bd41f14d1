//! A figure as it was read: a decimal number, or one divided by another.

use crate::domain::decimal::Decimal;

/// One decimal number divided by another, which is never zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fraction {
    above: Decimal,
    /// What `above` is divided by; `None` stands for 1.
    below: Option<Decimal>,
}

impl Fraction {
    /// `above` divided by `below`; nothing if that is zero.
    pub(super) fn new(above: Decimal, below: Decimal) -> Option<Self> {
        (!below.is_zero()).then_some(Self { above, below: Some(below) })
    }

    /// Whether `factor` times this is exactly `wanted`: nothing is divided, so nothing is rounded.
    pub(super) fn times_is(&self, factor: &Decimal, wanted: &Decimal) -> bool {
        let ours = self.above.times(factor);
        match &self.below {
            Some(below) => ours == wanted.times(below),
            None => ours == *wanted,
        }
    }

    /// Whether this is exactly `wanted`.
    pub(super) fn is(&self, wanted: &Decimal) -> bool {
        match &self.below {
            Some(below) => self.above == wanted.times(below),
            None => self.above == *wanted,
        }
    }

    /// The number, unless it is divided.
    pub(super) fn whole(&self) -> Option<&Decimal> {
        self.below.is_none().then_some(&self.above)
    }

    /// The fraction multiplied by a number.
    pub(super) fn times(&self, factor: &Decimal) -> Self {
        Self { above: self.above.times(factor), below: self.below.clone() }
    }

    /// The fraction with the other sign.
    pub(super) fn negated(&self) -> Self {
        Self { above: self.above.negated(), below: self.below.clone() }
    }
}

impl From<Decimal> for Fraction {
    fn from(above: Decimal) -> Self {
        Self { above, below: None }
    }
}
