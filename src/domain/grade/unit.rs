//! Units of measure that every subject shares, for comparing 20 seconds with 20,000 ms.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::domain::decimal::Decimal;

/// What a unit measures; units of one dimension can be turned into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dimension {
    Time,
    Data,
    Bits,
    Length,
    Mass,
    Volume,
    Temperature,
    Angle,
    Frequency,
    Power,
    Energy,
    Voltage,
    Share,
}

/// A unit: what it measures, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    /// What the unit measures.
    pub(super) dimension: Dimension,
    /// How much of it the unit is, as one of the table of all units.
    pub(super) size: &'static Size,
}

/// How much a unit is, in the first unit of its dimension.
#[derive(Debug, PartialEq)]
pub(super) struct Size {
    /// How many of the first unit: a minute is 60 seconds.
    pub(super) factor: Decimal,
    /// The same by powers of 1024, which some people mean (kilobyte: 1000 or 1024); equal to
    /// `factor` outside data.
    pub(super) binary: Decimal,
}

use Dimension::{
    Angle, Bits, Data, Energy, Frequency, Length, Mass, Power, Share, Temperature, Time, Voltage,
    Volume,
};

/// Units in order of their dimension: how many of the first, and names in lower case, singular.
const UNITS: &[(Dimension, &str, &[&str])] = &[
    (Time, "1e-9", &["ns", "nanosecond", "nanosec"]),
    (Time, "1e-6", &["us", "µs", "μs", "microsecond", "microsec"]),
    (Time, "1e-3", &["ms", "msec", "millisecond", "millisec"]),
    (Time, "1", &["s", "sec", "second"]),
    (Time, "60", &["m", "min", "minute"]),
    (Time, "3600", &["h", "hr", "hour"]),
    (Time, "86400", &["d", "day"]),
    (Time, "604800", &["w", "wk", "week"]),
    (Time, "2629746", &["mo", "month"]),
    (Time, "31556952", &["y", "yr", "year"]),
    (Time, "315569520", &["decade"]),
    (Time, "3155695200", &["century", "centurie"]),
    (Data, "1", &["b", "byte"]),
    (Data, "1e3", &["k", "kb", "kib", "kilobyte", "kibibyte"]),
    (Data, "1e6", &["mb", "mib", "megabyte", "mebibyte", "meg"]),
    (Data, "1e9", &["gb", "gib", "gigabyte", "gibibyte", "gig"]),
    (Data, "1e12", &["tb", "tib", "terabyte", "tebibyte"]),
    (Data, "1e15", &["pb", "pib", "petabyte", "pebibyte"]),
    (Bits, "1", &["bit"]),
    (Bits, "1e3", &["kbit", "kilobit"]),
    (Bits, "1e6", &["mbit", "megabit"]),
    (Bits, "1e9", &["gbit", "gigabit"]),
    (Length, "1e-9", &["nm", "nanometer", "nanometre"]),
    (Length, "1e-6", &["µm", "μm", "um", "micrometer", "micrometre", "micron"]),
    (Length, "1e-3", &["mm", "millimeter", "millimetre"]),
    (Length, "1e-2", &["cm", "centimeter", "centimetre"]),
    (Length, "1", &["m", "meter", "metre"]),
    (Length, "1e3", &["km", "kilometer", "kilometre"]),
    (Length, "0.0254", &["in", "inch", "inche"]),
    (Length, "0.3048", &["ft", "foot", "feet"]),
    (Length, "0.9144", &["yd", "yard"]),
    (Length, "1609.344", &["mi", "mile"]),
    (Mass, "1e-6", &["mg", "milligram"]),
    (Mass, "1e-3", &["g", "gram", "gramme"]),
    (Mass, "1", &["kg", "kilo", "kilogram"]),
    (Mass, "1e3", &["t", "ton", "tonne"]),
    (Mass, "0.45359237", &["lb", "lbs", "pound"]),
    (Mass, "0.028349523125", &["oz", "ounce"]),
    (Volume, "1e-3", &["ml", "milliliter", "millilitre"]),
    (Volume, "1", &["l", "liter", "litre"]),
    (Temperature, "1", &["c", "°c", "celsius"]),
    (Angle, "1", &["°", "deg", "degree"]),
    (Frequency, "1", &["hz", "hertz"]),
    (Frequency, "1e3", &["khz", "kilohertz"]),
    (Frequency, "1e6", &["mhz", "megahertz"]),
    (Frequency, "1e9", &["ghz", "gigahertz"]),
    (Power, "1", &["w", "watt"]),
    (Power, "1e3", &["kw", "kilowatt"]),
    (Power, "1e6", &["mw", "megawatt"]),
    (Energy, "1", &["j", "joule"]),
    (Energy, "1e3", &["kj", "kilojoule"]),
    (Voltage, "1", &["v", "volt"]),
    (Share, "1", &["%", "percent", "pct"]),
];

/// The sizes of [`UNITS`], in their order.
static SIZES: LazyLock<Vec<Size>> =
    LazyLock::new(|| UNITS.iter().map(|(dimension, factor, _)| size(*dimension, factor)).collect());

/// The size of a unit that is `factor` times the first unit of its dimension.
fn size(dimension: Dimension, factor: &str) -> Size {
    let factor: Decimal = factor.parse().unwrap_or_default();
    let kilo = Decimal::from(1024);
    // Each 1000 in the factor of a unit of data is 1024 where powers of two are meant.
    let binary = match dimension {
        Data => (0..factor.exponent() / 3).fold(Decimal::from(1), |size, _| size.times(&kilo)),
        _ => factor.clone(),
    };
    Size { factor, binary }
}

/// What each name means, the most usual first.
static NAMES: LazyLock<FxHashMap<&str, Vec<Unit>>> = LazyLock::new(|| {
    let mut all: FxHashMap<&str, Vec<Unit>> = FxHashMap::default();
    for ((dimension, _, names), size) in UNITS.iter().zip(SIZES.iter()) {
        names.iter().for_each(|name| {
            all.entry(name).or_default().push(Unit { dimension: *dimension, size });
        });
    }
    all
});

/// The unit with this name, in the dimension that is wanted if it means several things (`m`).
pub(super) fn unit(name: &str, wanted: Option<Dimension>) -> Option<Unit> {
    let find = |name: &str| {
        let all = NAMES.get(name)?;
        all.iter().find(|unit| Some(unit.dimension) == wanted).or(all.first()).copied()
    };
    let singular = name.strip_suffix('s').filter(|stem| stem.len() > 1);
    find(name).or_else(|| singular.and_then(find))
}

/// All names of units, in lower case and singular.
#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    UNITS.iter().flat_map(|(_, _, names)| names.iter().copied())
}

/// Whether a word is a unit's name, or a slip for the name of a unit of this dimension.
pub(super) fn misspelled(word: &str, dimension: Dimension) -> Option<Unit> {
    UNITS
        .iter()
        .filter(|(of, ..)| *of == dimension)
        .flat_map(|(_, _, names)| names.iter())
        .filter(|name| name.len() >= 4)
        .find(|name| {
            let plain = word.strip_suffix('s').unwrap_or(word);
            super::slip::slips(name, plain, super::slip::allowed(name.len())).is_some()
        })
        .and_then(|name| unit(name, Some(dimension)))
}
