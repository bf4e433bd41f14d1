//! Decimal numbers of any length, kept exactly: 12345678901234567 is not its neighbor, as it would
//! be in an `f64`.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;

/// The most digits that are read, before and behind the point together; nobody types a longer
/// number.
const MOST_DIGITS: usize = 4_000;
/// The largest power of ten, up or down, that is read; it bounds what a comparison costs.
const LARGEST_EXPONENT: i32 = 4_000;

/// A decimal number of any length.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Decimal {
    /// The digits with their sign; the last is no zero, unless it is the only one.
    digits: BigInt,
    /// The power of ten by which the digits are multiplied.
    exponent: i32,
}

/// A text that is no decimal number, or one of absurd length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no decimal number")]
pub struct NotADecimal;

impl Decimal {
    /// `digits` times ten to the power of `exponent`.
    fn new(digits: BigInt, exponent: i32) -> Self {
        // Zeros at the end move into the exponent, so that equal numbers are equal field by field.
        let (mut digits, mut exponent) = (digits, exponent);
        let (zero, ten) = (BigInt::ZERO, BigInt::from(10));
        if digits == zero {
            return Self::default();
        }
        while &digits % &ten == zero {
            digits /= &ten;
            exponent += 1;
        }
        Self { digits, exponent }
    }

    /// The number that stands nearest to `number` with the fewest digits, unless it is infinite or
    /// none.
    pub fn nearest(number: f64) -> Option<Self> {
        number.is_finite().then(|| format!("{number:e}").parse().ok()).flatten()
    }

    /// The nearest number of limited length; infinite beyond its range.
    pub fn to_f64(&self) -> f64 {
        format!("{}e{}", self.digits, self.exponent).parse().unwrap_or(f64::NAN)
    }

    /// Whether the number is 0.
    pub fn is_zero(&self) -> bool {
        self.digits == BigInt::ZERO
    }

    /// Whether ten to the power of `zeros` divides it.
    pub fn ends_in(&self, zeros: u8) -> bool {
        self.is_zero() || self.exponent >= i32::from(zeros)
    }

    /// The power of ten by which its digits without zeros at the end are multiplied.
    pub fn exponent(&self) -> i32 {
        self.exponent
    }

    /// The product of two numbers, exactly.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        Self::new(&self.digits * &other.digits, self.exponent + other.exponent)
    }

    /// The sum of two numbers, exactly.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let exponent = self.exponent.min(other.exponent);
        Self::new(self.scaled(exponent) + other.scaled(exponent), exponent)
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self { digits: -&self.digits, exponent: self.exponent }
    }

    /// The digits as they are under another, smaller exponent.
    fn scaled(&self, exponent: i32) -> BigInt {
        &self.digits * BigInt::from(10).pow((self.exponent - exponent).unsigned_abs())
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self::new(number.into(), 0)
    }
}

impl FromStr for Decimal {
    type Err = NotADecimal;

    /// Reads `-12.5`, `.5`, `2e3`: a sign, digits with at most one point, a power of ten.
    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        let (number, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (negative, number) = match number.strip_prefix(['-', '+']) {
            Some(rest) => (number.starts_with('-'), rest),
            None => (false, number),
        };
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = [whole, decimals].concat();
        let fine = !digits.is_empty()
            && digits.len() <= MOST_DIGITS
            && digits.bytes().all(|b| b.is_ascii_digit());
        let power: i32 = power.parse().map_err(|_| NotADecimal)?;
        if !fine || power.abs() > LARGEST_EXPONENT {
            return Err(NotADecimal);
        }
        let behind = i32::try_from(decimals.len()).map_err(|_| NotADecimal)?;
        let kept = digits.trim_end_matches('0');
        let zeros = i32::try_from(digits.len() - kept.len()).map_err(|_| NotADecimal)?;
        if kept.is_empty() {
            return Ok(Self::default());
        }
        let digits: BigInt = kept.parse().map_err(|_| NotADecimal)?;
        Ok(Self {
            digits: if negative { -digits } else { digits },
            exponent: power + zeros - behind,
        })
    }
}

impl fmt::Display for Decimal {
    /// All digits, without a power of ten: `8849`, `0.5`, `-1200`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits.magnitude().to_string();
        if self.digits < BigInt::ZERO {
            f.write_str("-")?;
        }
        let places = usize::try_from(self.exponent.unsigned_abs()).unwrap_or(usize::MAX);
        if self.exponent >= 0 {
            return write!(f, "{digits}{:0<places$}", "");
        }
        match digits.len().checked_sub(places).filter(|whole| *whole > 0) {
            Some(whole) => write!(f, "{}.{}", &digits[..whole], &digits[whole..]),
            None => write!(f, "0.{digits:0>places$}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn equal_numbers_are_equal_however_they_are_written() {
        for (one, other) in [
            ("20", "20.0"),
            ("0", "-0.00"),
            ("0.5", ".5"),
            ("2e1", "20"),
            ("1.5e-3", "0.0015"),
            ("+7", "07"),
        ] {
            assert_eq!(decimal(one), decimal(other), "{one} and {other}");
        }
        let nines = "9".repeat(320);
        for (one, other) in [
            ("12345678901234567", "12345678901234568"),
            ("0.1", "0.10000000000000001"),
            ("7", "-7"),
            (nines.as_str(), "20"),
        ] {
            assert_ne!(decimal(one), decimal(other), "{one} and {other}");
        }
    }

    #[test]
    fn what_is_no_number_or_too_long_is_refused() {
        let endless = "9".repeat(5_000);
        for text in [
            "",
            "-",
            ".",
            "1.2.3",
            "inf",
            "NaN",
            "1e",
            "e5",
            "1e99999",
            "1e-5000",
            "0x10",
            "1 0",
            endless.as_str(),
        ] {
            assert_eq!(text.parse::<Decimal>(), Err(NotADecimal), "{text}");
        }
    }

    #[test]
    fn a_number_is_shown_in_all_its_digits() {
        for (text, shown) in [
            ("8849.0", "8849"),
            ("1200", "1200"),
            ("-0.5", "-0.5"),
            ("1.25e-3", "0.00125"),
            ("12.5", "12.5"),
            ("0", "0"),
        ] {
            assert_eq!(decimal(text).to_string(), shown);
        }
        assert_eq!(decimal("1e400").to_string(), format!("1{}", "0".repeat(400)));
        assert!(decimal("1e400").to_f64().is_infinite());
    }

    proptest! {
        #[test]
        fn a_float_goes_there_and_back(number in proptest::num::f64::NORMAL) {
            let there = Decimal::nearest(number).unwrap();
            prop_assert_eq!(there.to_f64().to_bits(), number.to_bits());
            prop_assert_eq!(there.to_string(), number.to_string());
        }

        #[test]
        fn sums_and_products_are_those_of_whole_numbers(
            one in -100_000_i64..100_000, other in -100_000_i64..100_000
        ) {
            let (first, second) = (Decimal::from(one), Decimal::from(other));
            prop_assert_eq!(first.plus(&second), Decimal::from(one + other));
            prop_assert_eq!(first.times(&second), Decimal::from(one * other));
        }
    }
}
