//! Which numbers are near another: not far from it, and about as round.

use std::ops::RangeInclusive;

use crate::domain::decimal::Decimal;

/// A number of another card is near if it is at most so many times as much.
const FAR: f64 = 5.0;

/// The same for what looks like a year.
const YEARS_FAR: f64 = 1.1;

/// Leading digits of round numbers.
const ROUND: [i64; 7] = [1, 2, 3, 4, 5, 6, 8];

/// Numbers up to here count things one by one.
const SMALL: i64 = 12;

/// From here on a power of two is no accident.
const POWER: i64 = 16;

/// The largest power of two that is taken for one; beyond, numbers are just large.
const LARGEST_POWER: i64 = 1 << 50;

/// Whole numbers between these that are not round look like years.
const YEARS: RangeInclusive<i64> = 1_001..=2_100;

/// How many years away others are; decades where the year is one.
const YEARS_AWAY: [i64; 3] = [2, 5, 9];

/// How many numbers there are on either side.
const SIDE: usize = 3;

/// A positive number: digits, and the power of ten by which they are multiplied.
type Scaled = (i64, i32);

/// Numbers below and above another, three at most on either side, the best first: with its sign,
/// about as round, whole where it is whole. None around a number of very many digits.
pub(super) fn around(number: &Decimal) -> [Vec<Decimal>; 2] {
    if number.is_zero() {
        return [Vec::new(), [1, 2, 5].map(Decimal::from).to_vec()];
    }
    let exponent = number.exponent();
    let Some(digits) = digits(number) else { return [Vec::new(), Vec::new()] };
    let [below, above] = sides(digits.abs(), exponent);
    let is_whole = exponent >= 0;
    let (below, above) = (fitting(below, is_whole), fitting(above, is_whole));
    if digits > 0 { [below, above] } else { [negated(&above), negated(&below)] }
}

/// Whether the figure of another card may stand beside this one: of its sign, not far from it, and
/// hardly less round.
pub(super) fn is_near(other: &Decimal, number: &Decimal) -> bool {
    let times = other.to_f64() / number.to_f64();
    let (Some(one), Some(two)) = (digits(other), digits(number)) else { return false };
    let is_round = one.abs().to_string().len() <= two.abs().to_string().len() + 1;
    let is_whole = other.exponent() >= 0 || number.exponent() < 0;
    let far = if is_year(number) { YEARS_FAR } else { FAR };
    is_round && is_whole && (1.0 / far..=far).contains(&times)
}

/// Whether a number looks like a year.
fn is_year(number: &Decimal) -> bool {
    number.exponent() < 2
        && digits(number)
            .and_then(|digits| whole(digits, number.exponent()))
            .is_some_and(|value| YEARS.contains(&value))
}

/// Numbers below and above a positive one, before it is looked at whether they fit.
fn sides(size: i64, exponent: i32) -> [Vec<Scaled>; 2] {
    match whole(size, exponent) {
        Some(value) if value <= SMALL => {
            let below = [value - 1, value / 2, value - 2, value - 3];
            let above = [value + 1, value * 2, value + 2, value + 3];
            [below, above].map(|side| at(&side, 0))
        }
        Some(value) if value.count_ones() == 1 && (POWER..LARGEST_POWER).contains(&value) => {
            let below = [value / 2, value / 4, value / 8];
            let above = [value * 2, value * 4, value * 8];
            [below, above].map(|side| at(&side, 0))
        }
        Some(value) if exponent < 2 && YEARS.contains(&value) => {
            let below = YEARS_AWAY.map(|away| size - away);
            let above = YEARS_AWAY.map(|away| size + away);
            [below, above].map(|side| at(&side, exponent))
        }
        _ if size < 10 => round(size, exponent),
        _ => {
            let step = step(size);
            let below = [1, 2, 3].map(|times| size - times * step);
            let above = [1, 2, 3].map(|times| size + times * step);
            [below, above].map(|side| at(&side, exponent))
        }
    }
}

/// Round numbers around one of a single digit: 10, 5, 2 and 30, 40, 50 around 20.
fn round(digit: i64, exponent: i32) -> [Vec<Scaled>; 2] {
    let mut below: Vec<i64> = ROUND.iter().filter(|other| **other < digit).copied().collect();
    let above: Vec<i64> = ROUND.iter().filter(|other| **other > digit).copied().collect();
    below.reverse();
    let (mut below, mut above) = (at(&below, exponent), at(&above, exponent));
    below.extend(at(&[5, 2, 1], exponent - 1));
    above.extend(at(&[1, 2, 3], exponent + 1));
    [below, above]
}

/// How far numbers of two digits and more are apart: 3,000 beside 3,500, 40 beside 36.
fn step(size: i64) -> i64 {
    if size < 100 && size % 5 == 0 { 5 } else { (size / 10).max(1) }
}

/// Numbers of the same power of ten.
fn at(digits: &[i64], exponent: i32) -> Vec<Scaled> {
    digits.iter().map(|digits| (*digits, exponent)).collect()
}

/// Those that are positive, and whole where they must be; each once, and not too many.
fn fitting(numbers: Vec<Scaled>, must_be_whole: bool) -> Vec<Decimal> {
    let mut fitting: Vec<Decimal> = Vec::new();
    for (digits, exponent) in numbers.into_iter().filter(|(digits, _)| *digits > 0) {
        let value = power(digits, exponent);
        if (value.exponent() >= 0 || !must_be_whole) && !fitting.contains(&value) {
            fitting.push(value);
        }
    }
    fitting.truncate(SIDE);
    fitting
}

fn negated(numbers: &[Decimal]) -> Vec<Decimal> {
    numbers.iter().map(Decimal::negated).collect()
}

/// A number's digits without the zeros at its end, with its sign; none of very many.
fn digits(number: &Decimal) -> Option<i64> {
    let digits: i64 = number.times(&power(1, -number.exponent())).to_string().parse().ok()?;
    // Twice and half as many must be countable, too.
    (digits.abs() < i64::MAX / 16).then_some(digits)
}

/// The value of digits with so many zeros, if they are a countable whole number.
fn whole(digits: i64, exponent: i32) -> Option<i64> {
    digits.checked_mul(10_i64.checked_pow(u32::try_from(exponent).ok()?)?)
}

/// `digits` times ten to the power of `exponent`.
fn power(digits: i64, exponent: i32) -> Decimal {
    format!("{digits}e{exponent}").parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_near_and_as_round() {
        for (number, below, above) in [
            ("20", "10 5 2", "30 40 50"),
            ("1", "", "2 3 4"),
            ("2", "1", "3 4 5"),
            ("4", "3 2 1", "5 8 6"),
            ("64", "32 16 8", "128 256 512"),
            ("400", "300 200 100", "500 600 800"),
            ("90", "80 60 50", "100 200 300"),
            ("3500", "3000 2500 2000", "4000 4500 5000"),
            ("36", "33 30 27", "39 42 45"),
            ("8849", "7965 7081 6197", "9733 10617 11501"),
            ("1848", "1846 1843 1839", "1850 1853 1857"),
            ("1990", "1970 1940 1900", "2010 2040 2080"),
            ("4.5", "4 3.5 3", "5 5.5 6"),
            ("0.5", "0.4 0.3 0.2", "0.6 0.8 1"),
            ("0", "", "1 2 5"),
            ("-20", "-30 -40 -50", "-10 -5 -2"),
            ("12345678901234567890123", "", ""),
        ] {
            let shown = around(&number.parse().unwrap())
                .map(|side| side.iter().map(Decimal::to_string).collect::<Vec<_>>().join(" "));
            assert_eq!(shown, [below, above], "{number}");
        }
    }

    #[test]
    fn a_figure_of_another_card_is_near_if_it_is_neither_far_nor_less_round() {
        for (other, number, near) in [
            ("5500", "3500", true),
            ("3000", "1000", true),
            ("3000", "2", false),
            ("17", "20", true),
            ("123", "20", false),
            ("0.5", "1", false),
            ("-20", "20", false),
            ("1914", "1939", true),
            ("404", "1939", false),
        ] {
            let is_near = is_near(&other.parse().unwrap(), &number.parse().unwrap());
            assert_eq!(is_near, near, "{other} beside {number}");
        }
    }

    proptest! {
        #[test]
        fn around_any_number_are_others_of_its_sign(digits in any::<i64>(), exponent in -9_i32..9) {
            let number = power(digits, exponent);
            let [below, above] = around(&number);
            for value in &below {
                prop_assert!(value.to_f64() < number.to_f64(), "{} {}", value, number);
            }
            for value in &above {
                prop_assert!(value.to_f64() > number.to_f64(), "{} {}", value, number);
            }
            for value in below.iter().chain(&above) {
                let sign = value.to_f64() * number.to_f64();
                prop_assert!(sign > 0.0 || number.is_zero(), "{} {}", value, number);
                prop_assert!(value.exponent() >= 0 || number.exponent() < 0);
            }
        }
    }
}
